/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaSecretRow:
 *
 * Where PINs and passwords are typed: a row with title, field, and buttons to clear and to look. GTK's entries hand
 * the clear text to every accessibility client and keep it after clearing (facts/platform.md, "Entries leak"), so this
 * is no #GtkEditable: screen readers hear the title and how many characters there are. Nothing can be copied out.
 *
 * Properties: `title` (string), `max-length` (uint, characters, 0 for no limit), `n-chars` (uint, read-only),
 * `complete` (boolean, read-only: something has been typed), `has-error` (boolean: what was typed was refused; goes
 * with the next key).
 *
 * Signals: `activate`: Enter was pressed; `changed`: something was typed, pasted or deleted.
 */
#define ECPA_TYPE_SECRET_ROW (ecpa_secret_row_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSecretRow, ecpa_secret_row, ECPA, SECRET_ROW, GtkWidget)

GtkWidget  *ecpa_secret_row_new           (void);
EcpaSecret *ecpa_secret_row_get_secret    (EcpaSecretRow *self);
guint       ecpa_secret_row_get_n_chars   (EcpaSecretRow *self);
gboolean    ecpa_secret_row_is_complete   (EcpaSecretRow *self);
void        ecpa_secret_row_clear         (EcpaSecretRow *self);
const char *ecpa_secret_row_get_title     (EcpaSecretRow *self);
void        ecpa_secret_row_set_title     (EcpaSecretRow *self,
                                           const char    *title);
gboolean    ecpa_secret_row_get_has_error (EcpaSecretRow *self);
void        ecpa_secret_row_set_has_error (EcpaSecretRow *self,
                                           gboolean       has_error);

G_END_DECLS
