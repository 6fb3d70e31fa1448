/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-registration-service.h"
#include "ecpa-wizard-plan.h"

G_BEGIN_DECLS

/* What the wizards of the card services (N3, N5-N8) have in common. */

/* The way of the mail that a new password is chosen with. */
#define ECPA_RESET_WAY_OTHER "other"
#define ECPA_RESET_WAY_HAVE  "have"
/* A field of N7's own: the masked address that has to be verified. */
#define ECPA_CONTACTS_NEW_MAIL ".new-mail"

EcpaRegistrationService *ecpa_card_care_service      (EcpaWizardFlow *flow);
/* (nullable) (transfer none) */
EcpaCardSession         *ecpa_card_care_get_session  (EcpaWizardFlow *flow);
const char              *ecpa_card_care_field        (EcpaWizardFlow *flow,
                                                      const char     *name);
/* Answers an apply: @error: (nullable) (transfer full); the key goes where the backend has decided. */
void                     ecpa_card_care_answer       (GTask          *task,
                                                      const char     *key,
                                                      GError         *error);
/* Whether the same request may still be answered otherwise. */
gboolean                 ecpa_card_care_is_undecided (const GError   *error);
/* For plans: nothing can be done here without a registration. */
gboolean                 ecpa_card_care_opened       (EcpaWizardFlow   *flow,
                                                      EcpaCardSession  *session,
                                                      GError          **error);
/* Fetches what the service says of passwords, and keeps it as `service`. */
void                     ecpa_card_care_ask_service  (EcpaWizardFlow *flow);
gboolean                 ecpa_card_care_is_mail      (const char     *text);
gboolean                 ecpa_card_care_is_mobile    (const char     *text);
gboolean                 ecpa_card_care_is_code      (const char     *text);

G_END_DECLS
