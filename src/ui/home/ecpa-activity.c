/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-activity.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaActivityFunc touched;
  GWeakRef         object;
  double           x;
  double           y;
} Activity;

/* Auxiliaries -------------------------------------------------------------- */

static void
activity_free (gpointer  data,
               GClosure *closure)
{
  Activity *self = data;

  g_weak_ref_clear (&self->object);
  g_free (self);
}

/* A pointer that rests sends motions too, when what is below it moves. */
static gboolean
has_moved (Activity *self,
           GdkEvent *event)
{
  double x;
  double y;
  gboolean moved;

  if (!gdk_event_get_position (event, &x, &y))
    return FALSE;

  moved = ABS (x - self->x) >= 1 || ABS (y - self->y) >= 1;
  self->x = x;
  self->y = y;

  return moved;
}

static gboolean
is_by_hand (Activity *self,
            GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_SCROLL:
    case GDK_PAD_BUTTON_PRESS:
    case GDK_TOUCHPAD_PINCH:
    case GDK_TOUCHPAD_SWIPE:
      return TRUE;
    case GDK_MOTION_NOTIFY:
      return has_moved (self, event);
    default:
      return FALSE;
    }
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
event_cb (GtkEventController *controller,
          GdkEvent           *event,
          gpointer            data)
{
  Activity *self = data;
  g_autoptr (GObject) object = g_weak_ref_get (&self->object);

  if (object != NULL && is_by_hand (self, event))
    self->touched (object);

  return GDK_EVENT_PROPAGATE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_activity_watch:
 * @window: a window
 * @touched: called with @object
 * @object: a #GObject, not kept alive; nothing is called after it
 *
 * Tells of every key, button, touch and movement of a pointer in @window, before any widget sees it and without taking
 * it away.
 */
void
ecpa_activity_watch (GtkWidget        *window,
                     EcpaActivityFunc  touched,
                     gpointer          object)
{
  GtkEventController *controller;
  Activity *self;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (G_IS_OBJECT (object));

  self = g_new0 (Activity, 1);
  self->touched = touched;
  g_weak_ref_init (&self->object, object);

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "event", G_CALLBACK (event_cb), self, activity_free, 0);
  gtk_widget_add_controller (window, controller);
}
