/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-guide-next-step.h"

#include "ecpa-guide.h"
#include "ecpa-ui-style.h"
#include "ecpa-wizard-plans.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaGuideNextStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  GtkLabel     *words_label;
};

static const struct
{
  const char *next;
  const char *words;
} rows[] = {
  { "registration", N_("Reader and card are all right. The card is not registered with NHI Card Online Services yet: that comes next, "
                       "with your household certificate or transcript at hand.") },
  { "verification", N_("Reader and card are all right, and the card is registered. Your e-mail address is not verified yet: have the "
                       "verification mail at hand; that comes next.") },
  { "forgotten", N_("Reader and card are all right, but the card is stopped after too many wrong passwords. Choose a new registration "
                    "password now, or wait until the time is over.") },
  { "activation", N_("Reader, card and registration are all right. The account comes next: you choose its name and its password.") },
  { ECPA_GUIDE_SIGN_IN, N_("Reader, card and registration are all right. Nothing is missing: sign in with your registration password.") },
};

G_DEFINE_FINAL_TYPE (EcpaGuideNextStep, ecpa_guide_next_step, ECPA_TYPE_STEP_PAGE)

/* Callbacks ---------------------------------------------------------------- */

static void
step_changed_cb (EcpaGuideNextStep *self)
{
  const char *next = ecpa_guide_plan_get_next (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].next, next))
      gtk_label_set_label (self->words_label, _(rows[i].words));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_guide_next_step_shown (EcpaStepPage *page)
{
  g_signal_connect_object (ecpa_step_page_get_flow (page), "notify::step-id", G_CALLBACK (step_changed_cb), page,
                           G_CONNECT_SWAPPED);
  step_changed_cb (ECPA_GUIDE_NEXT_STEP (page));
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_guide_next_step_class_init (EcpaGuideNextStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_guide_next_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-guide-next-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaGuideNextStep, words_label);
}

static void
ecpa_guide_next_step_init (EcpaGuideNextStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
