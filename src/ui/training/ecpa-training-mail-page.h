/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-mailbox.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingMailPage:
 *
 * The mailbox of the training desk: the mails and, beside them or in their place where it is narrow, the one that is
 * being read. A mail's link opens the application as the page behind the link would (action `app.open-link`). UI thread.
 */
#define ECPA_TYPE_TRAINING_MAIL_PAGE (ecpa_training_mail_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingMailPage, ecpa_training_mail_page, ECPA, TRAINING_MAIL_PAGE, AdwBin)

GtkWidget *ecpa_training_mail_page_new (EcpaTrainingMailbox *mailbox);

G_END_DECLS
