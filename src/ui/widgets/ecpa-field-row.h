/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaFieldRow:
 *
 * Where something is typed that is no secret: title, entry, and under it what is wrong with it or how it is meant, in
 * words. Screen readers hear all three.
 *
 * Properties: `title`, `text`, `hint` (how it is meant), `error` (nullable: what is wrong, in place of the hint),
 * `warning` (nullable: what may go wrong, likewise), `max-length` (int, 0 for no limit), `input-purpose`.
 *
 * Signal `activate`: Enter was pressed.
 */
#define ECPA_TYPE_FIELD_ROW (ecpa_field_row_get_type ())
G_DECLARE_FINAL_TYPE (EcpaFieldRow, ecpa_field_row, ECPA, FIELD_ROW, GtkWidget)

GtkWidget  *ecpa_field_row_new         (void);
GtkEntry   *ecpa_field_row_get_entry   (EcpaFieldRow *self);
const char *ecpa_field_row_get_text    (EcpaFieldRow *self);
void        ecpa_field_row_set_text    (EcpaFieldRow *self,
                                        const char   *text);
void        ecpa_field_row_set_error   (EcpaFieldRow *self,
                                        const char   *error);
void        ecpa_field_row_set_warning (EcpaFieldRow *self,
                                        const char   *warning);

G_END_DECLS
