/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-mailbox.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingMailRow:
 *
 * A mail in the list of the training desk's mailbox. UI thread.
 */
#define ECPA_TYPE_TRAINING_MAIL_ROW (ecpa_training_mail_row_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingMailRow, ecpa_training_mail_row, ECPA, TRAINING_MAIL_ROW, GtkListBoxRow)

GtkWidget        *ecpa_training_mail_row_new      (EcpaTrainingMail    *mail);
EcpaTrainingMail *ecpa_training_mail_row_get_mail (EcpaTrainingMailRow *self);

G_END_DECLS
