/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is kept on this computer for whoever has the key, and for nobody else: AES-256-GCM. */
#define ECPA_SEAL_KEY_LENGTH 32

GBytes *ecpa_seal_random (gsize          length);
GBytes *ecpa_seal_close  (GBytes        *key,
                          GBytes        *plain,
                          gint64         made,
                          GError       **error);
GBytes *ecpa_seal_open   (GBytes        *key,
                          GBytes        *sealed,
                          gint64        *made,
                          GError       **error);

G_END_DECLS
