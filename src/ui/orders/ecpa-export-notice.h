/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-records.h"

G_BEGIN_DECLS

AdwMessageDialog *ecpa_export_notice_new (GtkWindow     *window,
                                          EcpaLegalText *notice,
                                          const char    *verb);

G_END_DECLS
