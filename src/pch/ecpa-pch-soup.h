/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read by the compiler once per library, in place of once per file; every file still includes all it uses itself. */
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
