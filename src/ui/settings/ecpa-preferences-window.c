/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-preferences-window.h"

#include <glib/gi18n.h>

#include "ecpa-training-ribbon.h"

#define IDLE_KEY "idle-lock-minutes"
#define REMOVAL_KEY "card-removal"

/* Types -------------------------------------------------------------------- */

struct _EcpaPreferencesWindow
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkBox      *box;
  AdwComboRow *idle_row;
  AdwComboRow *removal_row;

  /* Owned */
  GSettings *settings;
  GArray    *minutes;           /* guint: what each choice of the first row stands for */

  gboolean showing;             /* the rows follow the settings just now */
};

static const guint usual_minutes[] = { 1, 2, 5, 10, 15, 30, 60 };

G_DEFINE_FINAL_TYPE (EcpaPreferencesWindow, ecpa_preferences_window, ADW_TYPE_WINDOW)

/* Auxiliaries -------------------------------------------------------------- */

/* Also for a value that somebody has set otherwise than here. */
static void
list_minutes (EcpaPreferencesWindow *self,
              guint                  present)
{
  gboolean placed = present == 0;

  g_array_set_size (self->minutes, 0);
  for (guint i = 0; i < G_N_ELEMENTS (usual_minutes); i++)
    {
      if (!placed && present < usual_minutes[i])
        g_array_append_val (self->minutes, present);
      placed = placed || present <= usual_minutes[i];
      g_array_append_val (self->minutes, usual_minutes[i]);
    }
  if (!placed)
    g_array_append_val (self->minutes, present);
}

static void
show_idle (EcpaPreferencesWindow *self)
{
  guint present = g_settings_get_uint (self->settings, IDLE_KEY);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint selected = 0;

  list_minutes (self, present);
  for (guint i = 0; i < self->minutes->len; i++)
    {
      guint n = g_array_index (self->minutes, guint, i);

      /* Translators: how long nobody has to touch the program for it to lock itself */
      gtk_string_list_take (words, g_strdup_printf (ngettext ("%u minute", "%u minutes", n), n));
      if (n == present)
        selected = i;
    }
  /* Translators: the program does not lock itself before the service ends the session */
  gtk_string_list_append (words, _("Never"));
  if (present == 0)
    selected = self->minutes->len;

  adw_combo_row_set_model (self->idle_row, G_LIST_MODEL (words));
  adw_combo_row_set_selected (self->idle_row, selected);
}

static void
show_removal (EcpaPreferencesWindow *self)
{
  const char *const words[] = { _("Lock"), _("Sign out"), NULL };
  g_autoptr (GtkStringList) choices = gtk_string_list_new (words);

  adw_combo_row_set_model (self->removal_row, G_LIST_MODEL (choices));
  adw_combo_row_set_selected (self->removal_row, (guint) g_settings_get_enum (self->settings, REMOVAL_KEY));
}

static void
show_writable (EcpaPreferencesWindow *self,
               AdwComboRow           *row,
               const char            *key,
               const char            *subtitle)
{
  gboolean writable = g_settings_is_writable (self->settings, key);

  gtk_widget_set_sensitive (GTK_WIDGET (row), writable);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               writable ? subtitle : _("Set by whoever looks after this computer"));
}

static void
show_settings (EcpaPreferencesWindow *self)
{
  self->showing = TRUE;
  show_idle (self);
  show_removal (self);
  show_writable (self, self->idle_row, IDLE_KEY,
                 g_settings_get_uint (self->settings, IDLE_KEY) == 0
                   ? _("The service still ends a session that nothing is asked of for too long") : "");
  show_writable (self, self->removal_row, REMOVAL_KEY, "");
  self->showing = FALSE;
}

/* Callbacks ---------------------------------------------------------------- */

static void
changed_cb (EcpaPreferencesWindow *self)
{
  if (!self->showing)
    show_settings (self);
}

static void
idle_chosen_cb (EcpaPreferencesWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->idle_row);

  if (self->showing || selected == GTK_INVALID_LIST_POSITION)
    return;

  g_settings_set_uint (self->settings, IDLE_KEY,
                       selected < self->minutes->len ? g_array_index (self->minutes, guint, selected) : 0);
}

static void
removal_chosen_cb (EcpaPreferencesWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->removal_row);

  if (self->showing || selected == GTK_INVALID_LIST_POSITION)
    return;

  g_settings_set_enum (self->settings, REMOVAL_KEY, (int) selected);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_preferences_window_dispose (GObject *object)
{
  EcpaPreferencesWindow *self = ECPA_PREFERENCES_WINDOW (object);

  self->showing = TRUE;
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ecpa_preferences_window_parent_class)->dispose (object);
}

static void
ecpa_preferences_window_finalize (GObject *object)
{
  EcpaPreferencesWindow *self = ECPA_PREFERENCES_WINDOW (object);

  g_array_unref (self->minutes);

  G_OBJECT_CLASS (ecpa_preferences_window_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_preferences_window_class_init (EcpaPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_preferences_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ecpa_preferences_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ecpa_desktop/Ecpa/ui/ecpa-preferences-window.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_bind_template_child (widget_class, EcpaPreferencesWindow, box);
  gtk_widget_class_bind_template_child (widget_class, EcpaPreferencesWindow, idle_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaPreferencesWindow, removal_row);
  gtk_widget_class_bind_template_callback (widget_class, idle_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, removal_chosen_cb);
}

static void
ecpa_preferences_window_init (EcpaPreferencesWindow *self)
{
  self->showing = TRUE;
  self->minutes = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_preferences_window_new:
 * @settings: the settings
 * @training: whether they are those of the training mode, which this window then says (T2)
 *
 * Returns: (transfer floating): a window for them, not shown yet
 */
GtkWidget *
ecpa_preferences_window_new (GSettings *settings,
                             gboolean   training)
{
  EcpaPreferencesWindow *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (ECPA_TYPE_PREFERENCES_WINDOW, NULL);
  self->settings = g_object_ref (settings);
  if (training)
    gtk_box_insert_child_after (self->box, ecpa_training_ribbon_new (),
                                gtk_widget_get_first_child (GTK_WIDGET (self->box)));
  show_settings (self);
  g_signal_connect_object (settings, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "writable-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * ecpa_preferences_window_present:
 * @parent: (nullable): the window that it belongs to
 * @settings: the settings
 *
 * Shows what there is to set.
 */
void
ecpa_preferences_window_present (GtkWindow *parent,
                                 GSettings *settings)
{
  GtkWidget *self;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  self = ecpa_preferences_window_new (settings, ecpa_training_ribbon_is_worn (parent));
  gtk_window_set_modal (GTK_WINDOW (self), parent != NULL);
  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  gtk_window_present (GTK_WINDOW (self));
}
