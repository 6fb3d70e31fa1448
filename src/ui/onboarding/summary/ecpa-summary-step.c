/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-summary-step.h"

#include "ecpa-divisions.h"
#include "ecpa-accessible-name.h"
#include "ecpa-ui-style.h"
#include "ecpa-wizard-words.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

#define N_SECTIONS 4
#define MAX_FIELDS 5

/* A section is a step and what was typed into it. */
typedef struct
{
  const char *step;
  const char *fields[MAX_FIELDS + 1];
} Section;

struct _EcpaSummaryStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  GtkBox       *box;

  /* Borrowed */
  GtkLabel     *labels[N_SECTIONS];
};

static const Section sections[N_SECTIONS] = {
  { "household", { "household" } },
  { "address", { "county", "town", "village", "neighbourhood" } },
  { "password", { NULL } },
  { "contacts", { "mobile", "mail", "mail-secondary", "telephone", "extension" } },
};

G_DEFINE_FINAL_TYPE (EcpaSummaryStep, ecpa_summary_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static const char *
get (EcpaSummaryStep *self,
     const char      *field)
{
  return ecpa_wizard_draft_get (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), field);
}

static char *
describe_address (EcpaSummaryStep *self)
{
  g_autofree char *neighbourhood = g_strdup_printf ("%u", ecpa_neighbourhood_read (get (self, "neighbourhood")));

  /* Translators: an address: county, township, village, neighbourhood number */
  return g_strdup_printf (_("%s %s %s, neighbourhood %s"), get (self, "county"), get (self, "town"),
                          get (self, "village"), neighbourhood);
}

static char *
describe_contacts (EcpaSummaryStep *self)
{
  g_autoptr (GString) text = g_string_new (get (self, "mobile"));
  const char *telephone = get (self, "telephone");
  const char *extension = get (self, "extension");

  g_string_append_printf (text, "\n%s", get (self, "mail"));
  if (*get (self, "mail-secondary") != '\0')
    g_string_append_printf (text, "\n%s", get (self, "mail-secondary"));
  if (*telephone != '\0' && *extension != '\0')
    {
      g_string_append_c (text, '\n');
      /* Translators: a telephone number and its extension */
      g_string_append_printf (text, _("%s, extension %s"), telephone, extension);
    }
  else if (*telephone != '\0')
    g_string_append_printf (text, "\n%s", telephone);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe (EcpaSummaryStep *self,
          const Section   *section)
{
  if (g_str_equal (section->step, "address"))
    return describe_address (self);
  if (g_str_equal (section->step, "contacts"))
    return describe_contacts (self);
  if (g_str_equal (section->step, "password"))
    return g_strdup (_("Chosen; it is not shown"));

  return g_strdup (get (self, section->fields[0]));
}

/* Callbacks ---------------------------------------------------------------- */

static void
change_clicked_cb (GtkButton       *button,
                   EcpaSummaryStep *self)
{
  ecpa_wizard_flow_change (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)),
                           g_object_get_data (G_OBJECT (button), "step"));
}

static void
draft_changed_cb (EcpaSummaryStep *self)
{
  for (guint i = 0; i < N_SECTIONS; i++)
    {
      g_autofree char *text = describe (self, &sections[i]);

      gtk_label_set_label (self->labels[i], text);
    }
}

/* Auxiliaries: rows -------------------------------------------------------- */

static GtkWidget *
make_change_button (EcpaSummaryStep *self,
                    const Section   *section,
                    const char      *title)
{
  GtkWidget *button = gtk_button_new_with_label (_("Change"));
  g_autofree char *name = g_strdup_printf (_("Change: %s"), title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "step", (gpointer) section->step);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (change_clicked_cb), self);

  return button;
}

static GtkLabel *
add_label (GtkBox     *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  ecpa_ui_style_break_plainly (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);

  return GTK_LABEL (label);
}

static void
add_section (EcpaSummaryStep *self,
             guint            i)
{
  g_autofree char *title = g_strdup (ecpa_wizard_step_words (sections[i].step)->title);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_add_css_class (row, "ecpa-field-frame");
  gtk_widget_set_hexpand (words, TRUE);
  add_label (GTK_BOX (words), title, "caption");
  self->labels[i] = add_label (GTK_BOX (words), "", NULL);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), make_change_button (self, &sections[i], title));
  gtk_box_append (self->box, row);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_summary_step_shown (EcpaStepPage *page)
{
  EcpaSummaryStep *self = ECPA_SUMMARY_STEP (page);

  for (guint i = 0; i < N_SECTIONS; i++)
    add_section (self, i);
  g_signal_connect_object (ecpa_step_page_get_draft (page), "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
  draft_changed_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_summary_step_class_init (EcpaSummaryStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_summary_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-summary-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaSummaryStep, box);
}

static void
ecpa_summary_step_init (EcpaSummaryStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
