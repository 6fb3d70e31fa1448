/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-password-rows.h"
#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaContactKind:
 * @ECPA_CONTACT_MOBILE: 09 and eight digits
 * @ECPA_CONTACT_MAIL: a mail address
 *
 * What stands in a row.
 */
typedef enum
{
  ECPA_CONTACT_MOBILE,
  ECPA_CONTACT_MAIL,
} EcpaContactKind;

/* What is wrong with what was typed is said under the row, once one has gone on from it. */
void ecpa_contact_checks_watch         (EcpaFieldRow     *row,
                                        EcpaContactKind   kind);
/* The rows' password is the draft's secret @name; the rules are those of the service. @name: static */
void ecpa_contact_checks_bind_password (EcpaStepPage     *page,
                                        EcpaPasswordRows *rows,
                                        const char       *name);

G_END_DECLS
