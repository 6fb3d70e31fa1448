/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaContactsMailStep:
 *
 * N7: a new main address counts once it is verified.
 */
#define ECPA_TYPE_CONTACTS_MAIL_STEP (ecpa_contacts_mail_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaContactsMailStep, ecpa_contacts_mail_step, ECPA, CONTACTS_MAIL_STEP, EcpaStepPage)

G_END_DECLS
