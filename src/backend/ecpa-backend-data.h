/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-store.h"

G_BEGIN_DECLS

GBytes    *ecpa_backend_data_lookup        (const char  *name,
                                            GError     **error);
JsonNode  *ecpa_backend_data_parse         (const char  *name,
                                            GError     **error);
GPtrArray *ecpa_backend_data_read_agencies (GError     **error);
gboolean   ecpa_backend_data_install       (EcpaStore   *store,
                                            GError     **error);

G_END_DECLS
