/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-what-if.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingWhatIf
{
  GtkBox            parent_instance;

  /* Owned */
  EcpaTrainingDesk *desk;
  GArray           *known;      /* of gboolean: what the switches showed last; the service is the last one */
  GPtrArray        *switches;   /* of borrowed GtkSwitch, in the same order */

  /* Borrowed: inside */
  GtkLabel         *news_label;

  gboolean          showing;    /* the switches follow the desk and say nothing themselves */
};

G_DEFINE_FINAL_TYPE (EcpaTrainingWhatIf, ecpa_training_what_if, GTK_TYPE_BOX)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_on (EcpaTrainingWhatIf *self,
       guint               i)
{
  return i < ecpa_training_desk_get_n_slots (self->desk) ? ecpa_training_desk_is_plugged (self->desk, i)
                                                         : ecpa_training_desk_is_serving (self->desk);
}

static void
tell_change (EcpaTrainingWhatIf *self,
             guint               i)
{
  g_autofree char *news = NULL;

  if (i == ecpa_training_desk_get_n_slots (self->desk))
    news = g_strdup (is_on (self, i) ? _("The card service was started.") : _("The card service was stopped."));
  else if (is_on (self, i))
    /* Translators: %u is the number of a reader */
    news = g_strdup_printf (_("Reader %u was plugged in."), i + 1);
  else
    /* Translators: %u is the number of a reader */
    news = g_strdup_printf (_("Reader %u was unplugged."), i + 1);

  ecpa_training_what_if_say (self, news);
}

/* What changed since it was shown last is said, whoever changed it. */
static void
show_desk (EcpaTrainingWhatIf *self)
{
  self->showing = TRUE;
  for (guint i = 0; i < self->switches->len; i++)
    {
      gboolean *known = &g_array_index (self->known, gboolean, i);

      gtk_switch_set_active (g_ptr_array_index (self->switches, i), is_on (self, i));
      if (*known == is_on (self, i))
        continue;
      *known = is_on (self, i);
      tell_change (self, i);
    }
  self->showing = FALSE;
}

/* Callbacks ---------------------------------------------------------------- */

static void
desk_changed_cb (EcpaTrainingWhatIf *self)
{
  show_desk (self);
}

static void
switched_cb (EcpaTrainingWhatIf *self,
             GParamSpec         *pspec,
             GtkSwitch          *button)
{
  guint i;

  if (self->showing || !g_ptr_array_find (self->switches, button, &i))
    return;

  if (i < ecpa_training_desk_get_n_slots (self->desk))
    ecpa_training_desk_plug (self->desk, i, gtk_switch_get_active (button));
  else
    ecpa_training_desk_serve (self->desk, gtk_switch_get_active (button));
}

/* Building ----------------------------------------------------------------- */

static void
add_switch (EcpaTrainingWhatIf *self,
            AdwExpanderRow     *expander,
            const char         *title,
            const char         *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_switch_new ();
  gboolean on = TRUE;

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (button), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (expander, row);

  g_ptr_array_add (self->switches, button);
  g_array_append_val (self->known, on);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
create_switches (EcpaTrainingWhatIf *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *expander = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _("What happens if…"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), _("a reader is unplugged, or the card service stops"));
  for (guint slot = 0; slot < ecpa_training_desk_get_n_slots (self->desk); slot++)
    {
      /* Translators: %u is the number of a reader */
      g_autofree char *title = g_strdup_printf (_("Reader %u is plugged in"), slot + 1);

      add_switch (self, ADW_EXPANDER_ROW (expander), title, ecpa_training_desk_get_slot_name (self->desk, slot));
    }
  add_switch (self, ADW_EXPANDER_ROW (expander), _("The card service is running"),
              _("Without it no program sees a reader"));
  gtk_list_box_append (GTK_LIST_BOX (list), expander);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");

  return list;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_what_if_dispose (GObject *object)
{
  EcpaTrainingWhatIf *self = ECPA_TRAINING_WHAT_IF (object);

  g_clear_object (&self->desk);

  G_OBJECT_CLASS (ecpa_training_what_if_parent_class)->dispose (object);
}

static void
ecpa_training_what_if_finalize (GObject *object)
{
  EcpaTrainingWhatIf *self = ECPA_TRAINING_WHAT_IF (object);

  g_array_unref (self->known);
  g_ptr_array_unref (self->switches);

  G_OBJECT_CLASS (ecpa_training_what_if_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_what_if_class_init (EcpaTrainingWhatIfClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_training_what_if_dispose;
  G_OBJECT_CLASS (klass)->finalize = ecpa_training_what_if_finalize;
}

static void
ecpa_training_what_if_init (EcpaTrainingWhatIf *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->known = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->switches = g_ptr_array_new ();
  self->news_label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                                   "wrap", TRUE,
                                   "xalign", 0.0f,
                                   "visible", FALSE,
                                   NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->news_label), "accent");
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_what_if_new:
 * @desk: the desk
 *
 * Returns: (transfer floating): the switches of @desk
 */
GtkWidget *
ecpa_training_what_if_new (EcpaTrainingDesk *desk)
{
  EcpaTrainingWhatIf *self;

  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (desk), NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_WHAT_IF, NULL);
  self->desk = g_object_ref (desk);
  gtk_box_append (GTK_BOX (self), create_switches (self));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->news_label));
  g_signal_connect_object (desk, "changed", G_CALLBACK (desk_changed_cb), self, G_CONNECT_SWAPPED);
  show_desk (self);

  return GTK_WIDGET (self);
}

/**
 * ecpa_training_what_if_say:
 * @self: the switches
 * @news: what was done, one sentence, translated
 *
 * Shows @news, and has screen readers say it.
 */
void
ecpa_training_what_if_say (EcpaTrainingWhatIf *self,
                           const char         *news)
{
  g_return_if_fail (ECPA_IS_TRAINING_WHAT_IF (self));
  g_return_if_fail (news != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->news_label), TRUE);
  gtk_label_set_label (self->news_label, news);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->news_label), GTK_ACCESSIBLE_PROPERTY_LABEL, news, -1);
}
