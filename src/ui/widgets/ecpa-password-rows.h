/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"
#include "ecpa-secret-row.h"

G_BEGIN_DECLS

/**
 * EcpaPasswordRows:
 *
 * Where a new password is chosen: typed twice, with its rules and how hard it is to guess shown meanwhile.
 *
 * Properties: `title`, `again-title` (string): what the two rows are called; `policy` (nullable #EcpaPasswordPolicy):
 * the rules, none where it is not known; `meter` (boolean): whether the strength is shown; `complete` (boolean,
 * read-only): a password that keeps the rules, twice the same.
 *
 * Signals: `changed`: something was typed; `activate`: Enter was pressed in the second row, or in the first once both are
 * filled in.
 */
#define ECPA_TYPE_PASSWORD_ROWS (ecpa_password_rows_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPasswordRows, ecpa_password_rows, ECPA, PASSWORD_ROWS, GtkWidget)

GtkWidget  *ecpa_password_rows_new         (void);
/* (nullable): not known */
void        ecpa_password_rows_set_policy  (EcpaPasswordRows   *self,
                                            EcpaPasswordPolicy *policy);
gboolean    ecpa_password_rows_is_complete (EcpaPasswordRows   *self);
/* (transfer none) (nullable): the password once it is complete */
EcpaSecret *ecpa_password_rows_get_secret  (EcpaPasswordRows   *self);
void        ecpa_password_rows_clear       (EcpaPasswordRows   *self);

G_END_DECLS
