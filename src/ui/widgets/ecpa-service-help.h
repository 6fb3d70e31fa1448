/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaServiceHelpTopic:
 * @ECPA_SERVICE_HELP_GENERAL: all of it, from the top
 * @ECPA_SERVICE_HELP_REGISTRATION: registering a card, or its mail address
 * @ECPA_SERVICE_HELP_PASSWORD: a forgotten password
 * @ECPA_SERVICE_HELP_PORTAL: account, orders and this program
 *
 * What the help is wanted for.
 */
typedef enum
{
  ECPA_SERVICE_HELP_GENERAL,
  ECPA_SERVICE_HELP_REGISTRATION,
  ECPA_SERVICE_HELP_PASSWORD,
  ECPA_SERVICE_HELP_PORTAL,
} EcpaServiceHelpTopic;

EcpaServiceHelpTopic ecpa_service_help_topic_of (EcpaFaultCode         code);
void                 ecpa_service_help_present  (GtkWindow            *parent,
                                                 EcpaServiceHelpTopic  topic);
void                 ecpa_service_help_present_for_page (GtkWindow     *parent,
                                                         const char    *page);

G_END_DECLS
