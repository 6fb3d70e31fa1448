/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The pieces of JSON that records are printed of, for whoever has the values and no record: rows of a database. */

/* The calendar's ends: 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z (RFC 3339 has years of four digits). */
#define ECPA_PRINT_TIME_FIRST G_GINT64_CONSTANT (-62135596800)
#define ECPA_PRINT_TIME_LAST G_GINT64_CONSTANT (253402300799)

void ecpa_print_name (GString    *out,
                      const char *name);
void ecpa_print_text (GString    *out,
                      const char *text);
void ecpa_print_int  (GString    *out,
                      gint64      value);
void ecpa_print_bool (GString    *out,
                      gboolean    value);
void ecpa_print_time (GString    *out,
                      gint64      unix_seconds);

G_END_DECLS
