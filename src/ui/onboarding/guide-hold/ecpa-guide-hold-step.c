/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-guide-hold-step.h"

#include "ecpa-guide.h"
#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaGuideHoldStep
{
  EcpaStepPage    parent_instance;

  /* Template widgets */
  GtkCheckButton *card_button;
  GtkCheckButton *new_account_button;
  GtkCheckButton *account_button;
  GtkCheckButton *nothing_button;
};

typedef struct
{
  const char     *answer;
  GtkCheckButton *button;
} Answer;

#define N_ANSWERS 4

G_DEFINE_FINAL_TYPE (EcpaGuideHoldStep, ecpa_guide_hold_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static void
list_answers (EcpaGuideHoldStep *self,
              Answer             answers[N_ANSWERS])
{
  answers[0] = (Answer) { ECPA_GUIDE_CARD, self->card_button };
  answers[1] = (Answer) { ECPA_GUIDE_NEW_ACCOUNT, self->new_account_button };
  answers[2] = (Answer) { ECPA_GUIDE_ACCOUNT, self->account_button };
  answers[3] = (Answer) { ECPA_GUIDE_NOTHING, self->nothing_button };
}

/* Callbacks ---------------------------------------------------------------- */

static void
toggled_cb (EcpaGuideHoldStep *self)
{
  EcpaWizardDraft *draft = ecpa_step_page_get_draft (ECPA_STEP_PAGE (self));
  Answer answers[N_ANSWERS];

  list_answers (self, answers);
  for (guint i = 0; i < N_ANSWERS && draft != NULL; i++)
    if (gtk_check_button_get_active (answers[i].button))
      ecpa_wizard_draft_set (draft, ECPA_GUIDE_HOLDS, answers[i].answer);
}

static void
answer_changed_cb (EcpaGuideHoldStep *self)
{
  const char *answer = ecpa_wizard_draft_get (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), ECPA_GUIDE_HOLDS);
  Answer answers[N_ANSWERS];

  list_answers (self, answers);
  for (guint i = 0; i < N_ANSWERS; i++)
    if (g_str_equal (answers[i].answer, answer))
      gtk_check_button_set_active (answers[i].button, TRUE);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_guide_hold_step_shown (EcpaStepPage *page)
{
  g_signal_connect_object (ecpa_step_page_get_draft (page), "changed::" ECPA_GUIDE_HOLDS,
                           G_CALLBACK (answer_changed_cb), page, G_CONNECT_SWAPPED);
  answer_changed_cb (ECPA_GUIDE_HOLD_STEP (page));
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_guide_hold_step_class_init (EcpaGuideHoldStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_guide_hold_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-guide-hold-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaGuideHoldStep, card_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaGuideHoldStep, new_account_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaGuideHoldStep, account_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaGuideHoldStep, nothing_button);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
ecpa_guide_hold_step_init (EcpaGuideHoldStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
