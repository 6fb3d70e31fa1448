/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"

G_BEGIN_DECLS

/**
 * EcpaFaultAction:
 * @ECPA_FAULT_ACTION_NONE: no button; it goes by itself
 * @ECPA_FAULT_ACTION_RETRY: the same thing again
 * @ECPA_FAULT_ACTION_DISMISS: the person has read it, and corrects what was typed
 * @ECPA_FAULT_ACTION_HELP: whom to ring up (N10): ecpa_service_help_present()
 * @ECPA_FAULT_ACTION_MAIL: a mail to %ECPA_SERVICE_MAIL
 * @ECPA_FAULT_ACTION_SIGN_IN_AGAIN: back to the sign-in
 * @ECPA_FAULT_ACTION_CONSENT: to the consent (O1)
 * @ECPA_FAULT_ACTION_USE_CARD: to the sign-in by card (L1), from the one by account
 * @ECPA_FAULT_ACTION_ANOTHER_MAIL: another mail with a code
 *
 * What the one button beside a fault does.
 */
typedef enum
{
  ECPA_FAULT_ACTION_NONE,
  ECPA_FAULT_ACTION_RETRY,
  ECPA_FAULT_ACTION_DISMISS,
  ECPA_FAULT_ACTION_HELP,
  ECPA_FAULT_ACTION_MAIL,
  ECPA_FAULT_ACTION_SIGN_IN_AGAIN,
  ECPA_FAULT_ACTION_CONSENT,
  ECPA_FAULT_ACTION_USE_CARD,
  ECPA_FAULT_ACTION_ANOTHER_MAIL,
} EcpaFaultAction;

#define ECPA_SERVICE_MAIL "pemis@dgpa.gov.tw"

/**
 * EcpaFaultWords:
 * @title: what happened, as help desks know it; translated
 * @advice: what to do, one sentence; translated
 * @action: what the button does
 * @button: (nullable): its label, with a mnemonic; translated
 * @wizard: (nullable): the wizard that is a way out, as `win.wizard` calls it
 * @wizard_button: (nullable): the label of the button that opens it, with a mnemonic; translated
 *
 * How one kind of fault is told.
 */
typedef struct
{
  const char      *title;
  const char      *advice;
  EcpaFaultAction  action;
  const char      *button;
  const char      *wizard;
  const char      *wizard_button;
} EcpaFaultWords;

const EcpaFaultWords *ecpa_fault_words          (EcpaFaultCode    code);
int                   ecpa_fault_get_seconds    (const EcpaFault *fault);
char                 *ecpa_fault_describe_tries (const EcpaFault *fault);
char                 *ecpa_fault_describe_wait  (int              seconds);
char                 *ecpa_fault_describe       (const EcpaFault *fault);

G_END_DECLS
