/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-terms-step.h"

#include "ecpa-records.h"
#include "ecpa-roc-date.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTermsStep
{
  EcpaStepPage   parent_instance;

  /* Template widgets */
  GtkWidget     *text_box;
  GtkLabel      *title_label;
  GtkLabel      *version_label;
  GtkLabel      *body_label;
  GtkSpinner    *spinner;

  /* Owned */
  GtkAdjustment *adjustment;    /* (nullable): of what it is scrolled in */
};

G_DEFINE_FINAL_TYPE (EcpaTermsStep, ecpa_terms_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaLegalText *
get_terms (EcpaTermsStep *self)
{
  return ecpa_wizard_flow_find (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)), "terms");
}

static char *
describe_version (EcpaLegalText *terms)
{
  g_autofree char *day = NULL;
  GDate date;

  if (terms->effective_on == NULL || !ecpa_date_parse_iso (terms->effective_on, &date))
    return g_strdup_printf (_("Version %s"), terms->version);

  day = ecpa_roc_date_format (&date, ECPA_ROC_LONG);

  return g_strdup_printf (_("Version %s, in force since %s"), terms->version, day);
}

/* Callbacks ---------------------------------------------------------------- */

/* At the end of the text it has been read, and stays read. */
static void
scrolled_cb (EcpaTermsStep *self)
{
  EcpaLegalText *terms = get_terms (self);
  double page = gtk_adjustment_get_page_size (self->adjustment);

  if (terms == NULL || page < 1 || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || gtk_widget_get_height (GTK_WIDGET (self->body_label)) < 1)
    return;

  if (gtk_adjustment_get_value (self->adjustment) + page >= gtk_adjustment_get_upper (self->adjustment) - 1)
    ecpa_wizard_draft_set (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), ".terms", terms->version);
}

static gboolean
laid_out_cb (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       user_data)
{
  EcpaTermsStep *self = ECPA_TERMS_STEP (widget);

  if (self->adjustment != NULL)
    scrolled_cb (self);

  return G_SOURCE_REMOVE;
}

static void
terms_found_cb (EcpaTermsStep *self)
{
  EcpaLegalText *terms = get_terms (self);
  g_autofree char *version = terms != NULL ? describe_version (terms) : NULL;

  gtk_spinner_set_spinning (self->spinner, terms == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), terms == NULL);
  gtk_widget_set_visible (self->text_box, terms != NULL);
  if (terms == NULL)
    return;

  gtk_label_set_label (self->title_label, terms->title);
  gtk_label_set_label (self->version_label, version);
  gtk_label_set_label (self->body_label, terms->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, terms->title, -1);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self));
      gtk_widget_add_tick_callback (GTK_WIDGET (self), laid_out_cb, NULL, NULL);
    }
}

/* Overrides ---------------------------------------------------------------- */

/* The text itself takes the focus, so that the keys that scroll work; a bin would only pass it on. */
static gboolean
ecpa_terms_step_focus (GtkWidget        *widget,
                       GtkDirectionType  direction)
{
  return !gtk_widget_is_focus (widget) && gtk_widget_grab_focus (widget);
}

static gboolean
ecpa_terms_step_grab_focus (GtkWidget *widget)
{
  g_autoptr (GTypeClass) widget_class = g_type_class_ref (GTK_TYPE_WIDGET);

  return ((GtkWidgetClass *) widget_class)->grab_focus (widget);
}

static void
ecpa_terms_step_map (GtkWidget *widget)
{
  EcpaTermsStep *self = ECPA_TERMS_STEP (widget);
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (ecpa_terms_step_parent_class)->map (widget);

  if (self->adjustment == NULL && scroller != NULL)
    {
      self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
      g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
ecpa_terms_step_dispose (GObject *object)
{
  g_clear_object (&ECPA_TERMS_STEP (object)->adjustment);

  G_OBJECT_CLASS (ecpa_terms_step_parent_class)->dispose (object);
}

static void
ecpa_terms_step_shown (EcpaStepPage *page)
{
  EcpaTermsStep *self = ECPA_TERMS_STEP (page);

  g_signal_connect_object (ecpa_step_page_get_flow (page), "found::terms", G_CALLBACK (terms_found_cb), self,
                           G_CONNECT_SWAPPED);
  terms_found_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_terms_step_class_init (EcpaTermsStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_terms_step_dispose;
  widget_class->focus = ecpa_terms_step_focus;
  widget_class->grab_focus = ecpa_terms_step_grab_focus;
  widget_class->map = ecpa_terms_step_map;
  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_terms_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-terms-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaTermsStep, text_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaTermsStep, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaTermsStep, version_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaTermsStep, body_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaTermsStep, spinner);
}

static void
ecpa_terms_step_init (EcpaTermsStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}
