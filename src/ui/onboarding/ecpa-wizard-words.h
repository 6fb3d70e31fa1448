/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaWizardStepWords:
 * @id: the step's name in its plan
 * @title: what it is about; translated
 * @button: the primary button's label, with a mnemonic; translated
 * @type: (nullable): the type of the #EcpaStepPage that shows it
 * @destructive: what the button does cannot be taken back, and looks so
 * @only_looked_at: nothing has to be typed or chosen in it: the focus goes to the primary button
 *
 * How a step is shown: one row for each.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *button;
  GType     (*type) (void);
  gboolean    destructive;
  gboolean    only_looked_at;
} EcpaWizardStepWords;

/**
 * EcpaWizardWords:
 * @kind: what `win.wizard` calls it
 * @title: what it is for; translated
 * @done_title: (nullable): what is said over the sign-in once it is done; translated
 * @done_text: (nullable): and what comes next; translated
 * @topic: the page of the handbook that is about it
 *
 * How a wizard is called.
 */
typedef struct
{
  const char *kind;
  const char *title;
  const char *done_title;
  const char *done_text;
  const char *topic;
} EcpaWizardWords;

/* Never NULL in a sound program: tests hold them against the plans. Valid until the next call. */
const EcpaWizardStepWords *ecpa_wizard_step_words (const char *id);
const EcpaWizardWords     *ecpa_wizard_words      (const char *kind);
const EcpaWizardWords     *ecpa_wizard_words_of_end (const char *kind,
                                                     const char *outcome);

G_END_DECLS
