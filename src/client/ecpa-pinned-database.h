/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaPinnedDatabase:
 *
 * Trusts exactly one certificate and nobody's signature: the backend of the training mode.
 */
#define ECPA_TYPE_PINNED_DATABASE (ecpa_pinned_database_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPinnedDatabase, ecpa_pinned_database, ECPA, PINNED_DATABASE, GTlsDatabase)

GTlsDatabase *ecpa_pinned_database_new (GTlsCertificate *certificate);

G_END_DECLS
