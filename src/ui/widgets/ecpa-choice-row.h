/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-field-row.h"

G_BEGIN_DECLS

/**
 * EcpaChoiceRow:
 *
 * One of many by typing a part of it: a field, and under it what matches, the list getting shorter with each key. Enter
 * takes the first one, the arrow keys go down the list. What is typed and matches nothing stays, and is no choice.
 *
 * Properties: `title`, `hint` (string); `chosen` (nullable string, read-only): the choice.
 *
 * Signal `chosen` (string): something was chosen by the person.
 */
#define ECPA_TYPE_CHOICE_ROW (ecpa_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (EcpaChoiceRow, ecpa_choice_row, ECPA, CHOICE_ROW, GtkWidget)

GtkWidget    *ecpa_choice_row_new         (void);
/* (nullable): nothing to choose from. Each @fold gives the form in which things are compared. */
void          ecpa_choice_row_set_choices (EcpaChoiceRow      *self,
                                           const char *const  *choices,
                                           char             *(*fold) (const char *text));
const char   *ecpa_choice_row_get_chosen  (EcpaChoiceRow      *self);
void          ecpa_choice_row_set_chosen  (EcpaChoiceRow      *self,
                                           const char         *choice);
EcpaFieldRow *ecpa_choice_row_get_field   (EcpaChoiceRow      *self);

G_END_DECLS
