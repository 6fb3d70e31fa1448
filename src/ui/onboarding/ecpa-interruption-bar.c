/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-interruption-bar.h"

#include "ecpa-announcement-words.h"
#include "ecpa-interruption.h"
#include "ecpa-ui-style.h"
#include "ecpa-wizard-plan.h"
#include "ecpa-yield-layout.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaInterruptionBar
{
  AdwBin            parent_instance;

  /* Template widgets */
  GtkImage         *image;
  GtkLabel         *title_label;
  GtkLabel         *words_label;
  GtkWidget        *line;               /* where there is no height for the others */
  GtkLabel         *time_label;

  /* Owned */
  EcpaInterruption *interruption;       /* nullable */

  /* Borrowed */
  EcpaWizardFlow   *flow;               /* the frame holds it */
};

G_DEFINE_FINAL_TYPE (EcpaInterruptionBar, ecpa_interruption_bar, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static char *
describe (EcpaInterruptionBar *self,
          const char          *time)
{
  if (ecpa_wizard_flow_get_draft_hours (self->flow) == 0)
    /* Translators: of an interruption of the service: “Now, until 115/11/21 18:00” */
    return g_strdup_printf (_("%s. Leave this window open: what you typed stays in it, and nowhere else."), time);

  /* Translators: of an interruption of the service: “Now, until 115/11/21 18:00” */
  return g_strdup_printf (_("%s. What you typed is kept, but for passwords: you can go on afterwards."), time);
}

static void
name_line (EcpaInterruptionBar *self,
           const char          *title,
           const char          *words)
{
  /* Translators: what screen readers call an announcement that is on one line: its title, and what there is to say of it */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), title, words);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Callbacks ---------------------------------------------------------------- */

static void
announcement_changed_cb (EcpaInterruptionBar *self)
{
  EcpaAnnouncement *announcement = ecpa_interruption_get_announcement (self->interruption);

  if (announcement != NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autofree char *time = ecpa_announcement_describe_time (announcement, now);
      g_autofree char *words = describe (self, time);

      gtk_image_set_from_icon_name (self->image, ecpa_announcement_kind_icon (announcement));
      gtk_label_set_label (self->title_label, announcement->title);
      gtk_label_set_label (self->words_label, words);
      gtk_label_set_label (self->time_label, time);
      name_line (self, announcement->title, words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), announcement != NULL);
}

/* There is height for all of it again: GTK 4.8 would leave the focus with what is not seen. */
static void
line_unmapped_cb (GtkWidget           *line,
                  EcpaInterruptionBar *self)
{
  GtkRoot *root = gtk_widget_get_root (line);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  gtk_menu_button_popdown (GTK_MENU_BUTTON (line));
  if (focus != NULL && gtk_widget_is_ancestor (focus, line))
    gtk_root_set_focus (root, NULL);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_interruption_bar_dispose (GObject *object)
{
  g_clear_object (&ECPA_INTERRUPTION_BAR (object)->interruption);

  G_OBJECT_CLASS (ecpa_interruption_bar_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_interruption_bar_class_init (EcpaInterruptionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_YIELD_LAYOUT);

  G_OBJECT_CLASS (klass)->dispose = ecpa_interruption_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-interruption-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, image);
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, words_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, line);
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, time_label);
  gtk_widget_class_bind_template_callback (widget_class, line_unmapped_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ecpa_interruption_bar_init (EcpaInterruptionBar *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* GTK 4.8 puts the child of a menu button into the middle */
  gtk_widget_set_halign (gtk_widget_get_parent (gtk_menu_button_get_child (GTK_MENU_BUTTON (self->line))), GTK_ALIGN_FILL);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_interruption_bar_watch:
 * @self: a bar
 * @flow: the wizard it is in, which has to live longer; once
 *
 * Asks the service of this wizard what it has announced.
 */
void
ecpa_interruption_bar_watch (EcpaInterruptionBar *self,
                             EcpaWizardFlow      *flow)
{
  g_return_if_fail (ECPA_IS_INTERRUPTION_BAR (self));
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (flow));
  g_return_if_fail (self->interruption == NULL);

  self->flow = flow;
  self->interruption = ecpa_interruption_new (ecpa_wizard_flow_get_services (flow));
  g_signal_connect_object (self->interruption, "notify::announcement", G_CALLBACK (announcement_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
