/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-locking-bar.h"

#include <glib/gi18n.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaLockingBar
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *label;

  /* Owned */
  EcpaHomeFlow *home;
  GSignalGroup *signals;
  guint         ticking;        /* only while the seconds are shown */
};

G_DEFINE_FINAL_TYPE (EcpaLockingBar, ecpa_locking_bar, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static void
show_seconds (EcpaLockingBar *self)
{
  guint n = ecpa_attendance_get_seconds_left (ecpa_home_flow_get_attendance (self->home));
  g_autofree char *text = NULL;

  /* Translators: %u is a number of seconds, counted down */
  text = g_strdup_printf (ngettext ("Nobody seems to be here: this locks itself in %u second.",
                                    "Nobody seems to be here: this locks itself in %u seconds.", n), n);
  gtk_label_set_label (self->label, text);
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
second_passed_cb (gpointer data)
{
  show_seconds (data);

  return G_SOURCE_CONTINUE;
}

static void
show_warning (EcpaLockingBar *self)
{
  gboolean warned = self->home != NULL && ecpa_attendance_is_warned (ecpa_home_flow_get_attendance (self->home));

  if (warned)
    show_seconds (self);
  gtk_widget_set_visible (GTK_WIDGET (self), warned);
  if (warned && self->ticking == 0)
    self->ticking = g_timeout_add_seconds (1, second_passed_cb, self);
  else if (!warned)
    g_clear_handle_id (&self->ticking, g_source_remove);
}

static void
stay_clicked_cb (EcpaLockingBar *self)
{
  EcpaAttendance *attendance = self->home != NULL ? ecpa_home_flow_get_attendance (self->home) : NULL;

  if (attendance == NULL)
    return;

  ecpa_attendance_touch (attendance);
  ecpa_attendance_contact (attendance);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_locking_bar_dispose (GObject *object)
{
  EcpaLockingBar *self = ECPA_LOCKING_BAR (object);

  g_clear_handle_id (&self->ticking, g_source_remove);
  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->home);

  G_OBJECT_CLASS (ecpa_locking_bar_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_locking_bar_class_init (EcpaLockingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_locking_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-locking-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaLockingBar, label);
  gtk_widget_class_bind_template_callback (widget_class, stay_clicked_cb);
}

static void
ecpa_locking_bar_init (EcpaLockingBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (ECPA_TYPE_HOME_FLOW);
  g_signal_group_connect_swapped (self->signals, "notify::locking-soon", G_CALLBACK (show_warning), self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_locking_bar_set_home:
 * @self: a bar
 * @home: (nullable): the session to warn of
 */
void
ecpa_locking_bar_set_home (EcpaLockingBar *self,
                           EcpaHomeFlow   *home)
{
  g_return_if_fail (ECPA_IS_LOCKING_BAR (self));
  g_return_if_fail (home == NULL || ECPA_IS_HOME_FLOW (home));

  g_set_object (&self->home, home);
  g_signal_group_set_target (self->signals, home);
  show_warning (self);
}
