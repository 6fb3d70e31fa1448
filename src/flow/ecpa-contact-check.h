/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How to reach somebody, as it is typed: what is wrong with it, before it is sent anywhere. "" is never wrong. */
gboolean ecpa_contact_is_mobile    (const char *text);
gboolean ecpa_contact_is_telephone (const char *text);
gboolean ecpa_contact_is_extension (const char *text);
gboolean ecpa_contact_is_mail      (const char *text);
gboolean ecpa_contact_may_get_lost (const char *mail);

G_END_DECLS
