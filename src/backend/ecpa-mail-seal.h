/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* AES-256-GCM with a key that stands in a file of its own. */
#define ECPA_MAIL_KEY_SUFFIX "-mail-key"
#define ECPA_MAIL_KEY_BYTES 32

GBytes *ecpa_mail_key_load (const char     *database,
                            GError        **error);
GBytes *ecpa_mail_seal     (GBytes         *key,
                            const char     *context,
                            gconstpointer   data,
                            gsize           size,
                            GError        **error);
guint8 *ecpa_mail_unseal   (GBytes         *key,
                            const char     *context,
                            GBytes         *sealed,
                            gsize          *size,
                            GError        **error);

G_END_DECLS
