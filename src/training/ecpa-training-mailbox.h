/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingMail:
 *
 * A mail in the training desk's mailbox. Properties, all read-only: `subject`, `to`, `from`, `body` (plain text),
 * `sent-at` (GDateTime, nullable), `unread` (notifies). UI thread.
 */
#define ECPA_TYPE_TRAINING_MAIL (ecpa_training_mail_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingMail, ecpa_training_mail, ECPA, TRAINING_MAIL, GObject)

EcpaTrainingMail *ecpa_training_mail_parse       (const char       *name,
                                                  const char       *data,
                                                  gsize             size,
                                                  gboolean          unread);
const char       *ecpa_training_mail_get_name    (EcpaTrainingMail *self);
const char       *ecpa_training_mail_get_subject (EcpaTrainingMail *self);
const char       *ecpa_training_mail_get_from    (EcpaTrainingMail *self);
const char       *ecpa_training_mail_get_to      (EcpaTrainingMail *self);
const char       *ecpa_training_mail_get_body    (EcpaTrainingMail *self);
GDateTime        *ecpa_training_mail_get_sent_at (EcpaTrainingMail *self);
gboolean          ecpa_training_mail_is_unread   (EcpaTrainingMail *self);
void              ecpa_training_mail_set_read    (EcpaTrainingMail *self);

/**
 * EcpaTrainingMailbox:
 *
 * What the training backend has sent: a GListModel of [class@TrainingMail] over its Maildir, the newest first, that
 * follows the folder. Property `n-unread` (guint, notifies). UI thread; what is in there are a few small files.
 */
#define ECPA_TYPE_TRAINING_MAILBOX (ecpa_training_mailbox_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingMailbox, ecpa_training_mailbox, ECPA, TRAINING_MAILBOX, GObject)

EcpaTrainingMailbox *ecpa_training_mailbox_new          (const char          *folder);
guint                ecpa_training_mailbox_get_n_unread (EcpaTrainingMailbox *self);
void                 ecpa_training_mailbox_reload       (EcpaTrainingMailbox *self);
void                 ecpa_training_mailbox_mark_read    (EcpaTrainingMailbox *self,
                                                         EcpaTrainingMail    *mail);

G_END_DECLS
