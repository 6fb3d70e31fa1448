/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-legal-text-view.h"

#include <glib/gi18n.h>

#include "ecpa-roc-date.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaLegalTextView
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkScrolledWindow *scroller;
  GtkLabel          *heading;
  GtkLabel          *version;
  GtkLabel          *body;
};

G_DEFINE_FINAL_TYPE (EcpaLegalTextView, ecpa_legal_text_view, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static char *
describe_version (EcpaLegalText *text)
{
  g_autofree char *day = NULL;
  GDate date;

  if (text->effective_on == NULL || !ecpa_date_parse_iso (text->effective_on, &date))
    /* Translators: %s is the version of a legal text */
    return g_strdup_printf (_("Version %s"), text->version);

  day = ecpa_roc_date_format (&date, ECPA_ROC_LONG);
  /* Translators: the version of a legal text, and since when it has been in force, 115年8月3日 */
  return g_strdup_printf (_("Version %s, in force since %s"), text->version, day);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_legal_text_view_class_init (EcpaLegalTextViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ecpa_desktop/Ecpa/ui/ecpa-legal-text-view.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaLegalTextView, scroller);
  gtk_widget_class_bind_template_child (widget_class, EcpaLegalTextView, heading);
  gtk_widget_class_bind_template_child (widget_class, EcpaLegalTextView, version);
  gtk_widget_class_bind_template_child (widget_class, EcpaLegalTextView, body);
}

static void
ecpa_legal_text_view_init (EcpaLegalTextView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_legal_text_view_new:
 *
 * Returns: (transfer floating): an empty view
 */
GtkWidget *
ecpa_legal_text_view_new (void)
{
  return g_object_new (ECPA_TYPE_LEGAL_TEXT_VIEW, NULL);
}

/**
 * ecpa_legal_text_view_set_text:
 * @self: a view
 * @text: (nullable): what to show; it is copied
 */
void
ecpa_legal_text_view_set_text (EcpaLegalTextView *self,
                               EcpaLegalText     *text)
{
  g_autofree char *version = NULL;

  g_return_if_fail (ECPA_IS_LEGAL_TEXT_VIEW (self));
  g_return_if_fail (text == NULL || ECPA_IS_LEGAL_TEXT (text));

  version = text != NULL ? describe_version (text) : NULL;
  gtk_label_set_label (self->heading, text != NULL ? text->title : "");
  gtk_label_set_label (self->version, version != NULL ? version : "");
  gtk_label_set_label (self->body, text != NULL ? text->text : "");
}
