/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-secret-field.h"

#include "ecpa-secret-clipboard.h"
#include "ecpa-secret-edit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaSecretField
{
  GtkWidget      parent_instance;

  /* Owned */
  EcpaSecretEdit edit;
  GtkIMContext  *im;
  GCancellable  *pasting;
  GtkWidget     *menu;
  char          *hint;

  double         scrolled;      /* pixels that lie left of the field */
  guint          blink_id;
  gboolean       caret_hidden;
  gboolean       revealed;
};

enum
{
  CHANGED,
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaSecretField, ecpa_secret_field, GTK_TYPE_WIDGET)

/* Where things lie --------------------------------------------------------- */

static void
measure_font (EcpaSecretField *self,
              int             *height,
              double          *cell)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  *height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics));
  *cell = ceil (pango_font_metrics_get_approximate_digit_width (metrics) / (double) PANGO_SCALE * 1.1);
  pango_font_metrics_unref (metrics);
}

/* Lays out one character and no more: a layout of the whole would leave the whole in Pango's heap. */
static void
layout_char (EcpaSecretField *self,
             PangoLayout     *layout,
             guint            index)
{
  const char *text = ecpa_secret_peek (self->edit.secret, NULL);
  const char *at = g_utf8_offset_to_pointer (text, (glong) index);

  pango_layout_set_text (layout, at, (int) (g_utf8_next_char (at) - at));
}

static double
width_of_char (EcpaSecretField *self,
               PangoLayout     *layout,
               guint            index,
               double           cell)
{
  int width;

  if (layout == NULL)
    return cell;

  layout_char (self, layout, index);
  pango_layout_get_size (layout, &width, NULL);

  return width / (double) PANGO_SCALE;
}

/* Where the character at @position begins, from the left of the text. */
static double
x_of_position (EcpaSecretField *self,
               PangoLayout     *layout,
               guint            position,
               double           cell)
{
  double x = 0;

  for (guint i = 0; i < position; i++)
    x += width_of_char (self, layout, i, cell);

  return x;
}

static PangoLayout *
create_layout_if_revealed (EcpaSecretField *self)
{
  return self->revealed ? gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL) : NULL;
}

static guint
position_at_x (EcpaSecretField *self,
               double           x)
{
  g_autoptr (PangoLayout) layout = create_layout_if_revealed (self);
  guint n_chars = ecpa_secret_get_n_chars (self->edit.secret);
  double left = -self->scrolled;
  double cell;
  int height;

  measure_font (self, &height, &cell);
  for (guint i = 0; i < n_chars; i++)
    {
      double width = width_of_char (self, layout, i, cell);

      if (x < left + width / 2)
        return i;
      left += width;
    }

  return n_chars;
}

static void
scroll_to_caret (EcpaSecretField *self)
{
  g_autoptr (PangoLayout) layout = create_layout_if_revealed (self);
  guint n_chars = ecpa_secret_get_n_chars (self->edit.secret);
  double visible = gtk_widget_get_width (GTK_WIDGET (self)) - 2;
  double cell;
  double x;
  double end;
  int height;

  measure_font (self, &height, &cell);
  x = x_of_position (self, layout, self->edit.caret, cell);
  end = x_of_position (self, layout, n_chars, cell);

  self->scrolled = CLAMP (self->scrolled, x - visible, x);
  self->scrolled = CLAMP (self->scrolled, 0, MAX (0, end - visible));
}

/* Caret -------------------------------------------------------------------- */

static gboolean
blink_cb (gpointer user_data)
{
  EcpaSecretField *self = user_data;

  self->caret_hidden = !self->caret_hidden;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_CONTINUE;
}

static void
restart_blinking (EcpaSecretField *self)
{
  gboolean blinks;
  int time;

  g_clear_handle_id (&self->blink_id, g_source_remove);
  self->caret_hidden = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)),
                "gtk-cursor-blink", &blinks, "gtk-cursor-blink-time", &time, NULL);
  if (blinks && gtk_widget_has_focus (GTK_WIDGET (self)))
    self->blink_id = g_timeout_add ((guint) MAX (time / 2, 100), blink_cb, self);
}

/* The caret is elsewhere now. */
static void
caret_moved (EcpaSecretField *self)
{
  scroll_to_caret (self);
  restart_blinking (self);
}

/* Text --------------------------------------------------------------------- */

static void
tell_accessibility (EcpaSecretField *self)
{
  guint n_chars = ecpa_secret_get_n_chars (self->edit.secret);
  g_autofree char *count = NULL;
  g_autofree char *all = NULL;

  if (n_chars == 0)
    count = g_strdup (_("Nothing typed yet"));
  else
    /* Translators: how many characters of a password have been typed; read out by screen readers */
    count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u character", "%u characters", n_chars), n_chars);

  all = self->hint != NULL ? g_strdup_printf ("%s\n%s", count, self->hint) : g_strdup (count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all, -1);
}

static void
text_changed (EcpaSecretField *self)
{
  gboolean any = !ecpa_secret_is_empty (self->edit.secret);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "secret.clear", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "secret.select-all", any);
  caret_moved (self);
  tell_accessibility (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
insert_text (EcpaSecretField *self,
             const char      *text,
             gsize            length)
{
  if (ecpa_secret_edit_insert (&self->edit, text, length))
    text_changed (self);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
paste_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (EcpaSecretField) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaSecret) secret = ecpa_secret_clipboard_read_finish (GDK_CLIPBOARD (source), result, &error);
  gsize length;
  const char *text;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (secret == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  text = ecpa_secret_peek (secret, &length);
  insert_text (self, text, length);
}

static void
paste_from (EcpaSecretField *self,
            GdkClipboard    *clipboard)
{
  g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
  self->pasting = g_cancellable_new ();
  ecpa_secret_clipboard_read_async (clipboard, self->pasting, paste_read_cb, g_object_ref (self));
}

/* Callbacks: keys ---------------------------------------------------------- */

static void
im_committed_cb (GtkIMContext    *im,
                 const char      *text,
                 EcpaSecretField *self)
{
  if (g_unichar_iscntrl (g_utf8_get_char (text)))
    return;

  insert_text (self, text, strlen (text));
}

static gboolean
moved_cb (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (widget);
  gboolean extend;
  int step;

  g_variant_get (arguments, "(ib)", &step, &extend);
  gtk_im_context_reset (self->im);
  ecpa_secret_edit_move (&self->edit, (EcpaSecretStep) step, extend);
  caret_moved (self);

  return TRUE;
}

static gboolean
deleted_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (widget);

  gtk_im_context_reset (self->im);
  if (ecpa_secret_edit_delete (&self->edit, (EcpaSecretStep) g_variant_get_int32 (arguments)))
    text_changed (self);
  else
    gtk_widget_error_bell (widget);

  return TRUE;
}

static gboolean
entered_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  g_signal_emit (widget, signals[ACTIVATE], 0);

  return TRUE;
}

/* Callbacks: pointer and focus --------------------------------------------- */

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            EcpaSecretField *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkEvent *event = gtk_gesture_get_last_event (GTK_GESTURE (gesture), NULL);
  gboolean primary_paste;

  gtk_widget_grab_focus (GTK_WIDGET (self));

  if (event != NULL && gdk_event_triggers_context_menu (event))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "secret.menu", NULL);
    }
  else if (button == GDK_BUTTON_MIDDLE)
    {
      g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)),
                    "gtk-enable-primary-paste", &primary_paste, NULL);
      ecpa_secret_edit_place (&self->edit, position_at_x (self, x), FALSE);
      caret_moved (self);
      if (primary_paste)
        paste_from (self, gtk_widget_get_primary_clipboard (GTK_WIDGET (self)));
    }
  else if (button == GDK_BUTTON_PRIMARY && n_press > 1)
    {
      ecpa_secret_edit_select_all (&self->edit);
      caret_moved (self);
    }
  else if (button == GDK_BUTTON_PRIMARY)
    {
      ecpa_secret_edit_place (&self->edit, position_at_x (self, x), FALSE);
      caret_moved (self);
    }

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 EcpaSecretField     *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "secret.menu", NULL);
}

static void
focus_entered_cb (GtkEventControllerFocus *controller,
                  EcpaSecretField         *self)
{
  gtk_im_context_focus_in (self->im);
  restart_blinking (self);
}

static void
focus_left_cb (GtkEventControllerFocus *controller,
               EcpaSecretField         *self)
{
  gtk_im_context_reset (self->im);
  gtk_im_context_focus_out (self->im);
  g_clear_handle_id (&self->blink_id, g_source_remove);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Actions ------------------------------------------------------------------ */

static void
paste_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  paste_from (ECPA_SECRET_FIELD (widget), gtk_widget_get_clipboard (widget));
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ecpa_secret_field_clear (ECPA_SECRET_FIELD (widget));
}

static void
select_all_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (widget);

  ecpa_secret_edit_select_all (&self->edit);
  caret_moved (self);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (widget);

  if (self->menu == NULL)
    {
      g_autoptr (GMenu) model = g_menu_new ();

      g_menu_append (model, _("_Paste"), "secret.paste");
      g_menu_append (model, _("Select _All"), "secret.select-all");
      g_menu_append (model, _("C_lear"), "secret.clear");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
      gtk_widget_set_parent (self->menu, widget);
      gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
    }

  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_secret_field_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  double cell;
  int height;

  measure_font (ECPA_SECRET_FIELD (widget), &height, &cell);
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? height : (int) (6 * cell);
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? height : (int) (14 * cell);
}

static void
ecpa_secret_field_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (widget);

  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  scroll_to_caret (self);
}

static void
snapshot_bullet (GtkSnapshot   *snapshot,
                 const GdkRGBA *colour,
                 double         x,
                 double         middle,
                 double         radius)
{
  GskRoundedRect circle;
  graphene_rect_t box = GRAPHENE_RECT_INIT ((float) (x - radius), (float) (middle - radius),
                                            (float) (2 * radius), (float) (2 * radius));

  gsk_rounded_rect_init_from_rect (&circle, &box, (float) radius);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, colour, &box);
  gtk_snapshot_pop (snapshot);
}

/* Shown by Pango only while the person wants to see it, and then each character by itself. */
static void
snapshot_text (EcpaSecretField *self,
               GtkSnapshot     *snapshot,
               const GdkRGBA   *colour,
               PangoLayout     *layout,
               double           cell,
               int              height)
{
  guint n_chars = ecpa_secret_get_n_chars (self->edit.secret);
  double middle = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  double x = -self->scrolled;

  for (guint i = 0; i < n_chars; i++)
    {
      double width = width_of_char (self, layout, i, cell);

      if (layout == NULL)
        {
          snapshot_bullet (snapshot, colour, x + width / 2, middle, cell * 0.33);
        }
      else
        {
          gtk_snapshot_save (snapshot);
          gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) (middle - height / 2.0)));
          gtk_snapshot_append_layout (snapshot, layout, colour);
          gtk_snapshot_restore (snapshot);
        }
      x += width;
    }
}

static void
snapshot_selection (EcpaSecretField *self,
                    GtkSnapshot     *snapshot,
                    GdkRGBA          colour,
                    double           from,
                    double           to)
{
  colour.alpha = 0.25f;
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT ((float) from, 0, (float) (to - from),
                                                  (float) gtk_widget_get_height (GTK_WIDGET (self))));
}

static void
ecpa_secret_field_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (widget);
  g_autoptr (PangoLayout) layout = create_layout_if_revealed (self);
  int width = gtk_widget_get_width (widget);
  double middle = gtk_widget_get_height (widget) / 2.0;
  GdkRGBA colour;
  double caret;
  double anchor;
  double cell;
  int height;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  measure_font (self, &height, &cell);
  caret = x_of_position (self, layout, self->edit.caret, cell) - self->scrolled;
  anchor = x_of_position (self, layout, self->edit.anchor, cell) - self->scrolled;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) gtk_widget_get_height (widget)));
  if (caret != anchor && gtk_widget_has_focus (widget))
    snapshot_selection (self, snapshot, colour, MIN (caret, anchor), MAX (caret, anchor));
  snapshot_text (self, snapshot, &colour, layout, cell, height);
  if (gtk_widget_has_focus (widget) && !self->caret_hidden)
    gtk_snapshot_append_color (snapshot, &colour,
                               &GRAPHENE_RECT_INIT ((float) CLAMP (floor (caret), 0, width - 2),
                                                    (float) (middle - height / 2.0), 2, (float) height));
  gtk_snapshot_pop (snapshot);
}

static void
ecpa_secret_field_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ecpa_secret_field_parent_class)->realize (widget);
  gtk_im_context_set_client_widget (ECPA_SECRET_FIELD (widget)->im, widget);
}

static void
ecpa_secret_field_unrealize (GtkWidget *widget)
{
  gtk_im_context_set_client_widget (ECPA_SECRET_FIELD (widget)->im, NULL);
  GTK_WIDGET_CLASS (ecpa_secret_field_parent_class)->unrealize (widget);
}

static void
ecpa_secret_field_dispose (GObject *object)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (object);

  g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
  g_clear_handle_id (&self->blink_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  ecpa_secret_clear (self->edit.secret);

  G_OBJECT_CLASS (ecpa_secret_field_parent_class)->dispose (object);
}

static void
ecpa_secret_field_finalize (GObject *object)
{
  EcpaSecretField *self = ECPA_SECRET_FIELD (object);

  g_clear_object (&self->im);
  g_clear_pointer (&self->edit.secret, ecpa_secret_unref);
  g_free (self->hint);

  G_OBJECT_CLASS (ecpa_secret_field_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
add_key_bindings (GtkWidgetClass *klass)
{
  static const struct { guint key; guint keypad; int step; } moves[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, ECPA_SECRET_BACKWARD },
    { GDK_KEY_Right, GDK_KEY_KP_Right, ECPA_SECRET_FORWARD },
    { GDK_KEY_Home, GDK_KEY_KP_Home, ECPA_SECRET_TO_START },
    { GDK_KEY_End, GDK_KEY_KP_End, ECPA_SECRET_TO_END },
  };
  static const guint enters[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      int far = moves[i].step < 0 ? ECPA_SECRET_TO_START : ECPA_SECRET_TO_END;

      for (int extend = 0; extend <= 1; extend++)
        {
          GdkModifierType shift = extend ? GDK_SHIFT_MASK : 0;

          gtk_widget_class_add_binding (klass, moves[i].key, shift, moved_cb, "(ib)", moves[i].step, extend);
          gtk_widget_class_add_binding (klass, moves[i].keypad, shift, moved_cb, "(ib)", moves[i].step, extend);
          gtk_widget_class_add_binding (klass, moves[i].key, shift | GDK_CONTROL_MASK, moved_cb, "(ib)", far, extend);
        }
    }
  for (gsize i = 0; i < G_N_ELEMENTS (enters); i++)
    gtk_widget_class_add_binding (klass, enters[i], 0, entered_cb, NULL);

  gtk_widget_class_add_binding (klass, GDK_KEY_BackSpace, 0, deleted_cb, "i", ECPA_SECRET_BACKWARD);
  gtk_widget_class_add_binding (klass, GDK_KEY_BackSpace, GDK_SHIFT_MASK, deleted_cb, "i", ECPA_SECRET_BACKWARD);
  gtk_widget_class_add_binding (klass, GDK_KEY_BackSpace, GDK_CONTROL_MASK, deleted_cb, "i", ECPA_SECRET_TO_START);
  gtk_widget_class_add_binding (klass, GDK_KEY_Delete, 0, deleted_cb, "i", ECPA_SECRET_FORWARD);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Delete, 0, deleted_cb, "i", ECPA_SECRET_FORWARD);
  gtk_widget_class_add_binding (klass, GDK_KEY_Delete, GDK_CONTROL_MASK, deleted_cb, "i", ECPA_SECRET_TO_END);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_a, GDK_CONTROL_MASK, "secret.select-all", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_v, GDK_CONTROL_MASK, "secret.paste", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Insert, GDK_SHIFT_MASK, "secret.paste", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Insert, GDK_SHIFT_MASK, "secret.paste", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F10, GDK_SHIFT_MASK, "secret.menu", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Menu, 0, "secret.menu", NULL);
}

static void
ecpa_secret_field_class_init (EcpaSecretFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ecpa_secret_field_dispose;
  object_class->finalize = ecpa_secret_field_finalize;
  widget_class->measure = ecpa_secret_field_measure;
  widget_class->size_allocate = ecpa_secret_field_size_allocate;
  widget_class->snapshot = ecpa_secret_field_snapshot;
  widget_class->realize = ecpa_secret_field_realize;
  widget_class->unrealize = ecpa_secret_field_unrealize;

  /**
   * EcpaSecretField::changed:
   *
   * Characters came or went.
   */
  signals[CHANGED] = g_signal_new ("changed", ECPA_TYPE_SECRET_FIELD, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * EcpaSecretField::activate:
   *
   * Enter was pressed.
   */
  signals[ACTIVATE] = g_signal_new ("activate", ECPA_TYPE_SECRET_FIELD, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "secret.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "secret.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "secret.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "secret.menu", NULL, menu_action);
  add_key_bindings (widget_class);

  gtk_widget_class_set_css_name (widget_class, "secretfield");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
}

/* Keys are put together in this process (dead keys, compose). The person's input method is not asked: it would send
 * every key to another process, and there is no Chinese in a password. */
static void
add_keyboard (EcpaSecretField *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->im = gtk_im_context_simple_new ();
  g_object_set (self->im,
                "input-purpose", GTK_INPUT_PURPOSE_PASSWORD,
                "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_PRIVATE,
                NULL);
  gtk_im_context_set_use_preedit (self->im, FALSE);
  g_signal_connect (self->im, "commit", G_CALLBACK (im_committed_cb), self);
  gtk_event_controller_key_set_im_context (GTK_EVENT_CONTROLLER_KEY (keys), self->im);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
ecpa_secret_field_init (EcpaSecretField *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->edit.secret = ecpa_secret_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "text");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "secret.clear", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "secret.select-all", FALSE);

  add_keyboard (self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  g_signal_connect (focus, "enter", G_CALLBACK (focus_entered_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);

  tell_accessibility (self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_secret_field_new:
 *
 * Returns: (transfer floating): an empty field
 */
GtkWidget *
ecpa_secret_field_new (void)
{
  return g_object_new (ECPA_TYPE_SECRET_FIELD, NULL);
}

/**
 * ecpa_secret_field_get_secret:
 * @self: a field
 *
 * Returns: (transfer none): what has been typed; it changes with the next key
 */
EcpaSecret *
ecpa_secret_field_get_secret (EcpaSecretField *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_FIELD (self), NULL);

  return self->edit.secret;
}

/**
 * ecpa_secret_field_get_n_chars:
 * @self: a field
 *
 * Returns: how many characters have been typed
 */
guint
ecpa_secret_field_get_n_chars (EcpaSecretField *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_FIELD (self), 0);

  return ecpa_secret_get_n_chars (self->edit.secret);
}

/**
 * ecpa_secret_field_get_position:
 * @self: a field
 *
 * Returns: before which character the caret stands
 */
guint
ecpa_secret_field_get_position (EcpaSecretField *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_FIELD (self), 0);

  return self->edit.caret;
}

/**
 * ecpa_secret_field_clear:
 * @self: a field
 *
 * Wipes what has been typed, and a paste that is under way.
 */
void
ecpa_secret_field_clear (EcpaSecretField *self)
{
  g_return_if_fail (ECPA_IS_SECRET_FIELD (self));

  g_cancellable_cancel (self->pasting);
  gtk_im_context_reset (self->im);
  if (ecpa_secret_edit_clear (&self->edit))
    text_changed (self);
}

/**
 * ecpa_secret_field_set_label:
 * @self: a field
 * @label: its accessible name
 */
void
ecpa_secret_field_set_label (EcpaSecretField *self,
                             const char      *label)
{
  g_return_if_fail (ECPA_IS_SECRET_FIELD (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * ecpa_secret_field_set_hint:
 * @self: a field
 * @hint: (nullable): what screen readers say with the count, e.g. that caps lock is on
 */
void
ecpa_secret_field_set_hint (EcpaSecretField *self,
                            const char      *hint)
{
  g_return_if_fail (ECPA_IS_SECRET_FIELD (self));

  if (g_strcmp0 (self->hint, hint) == 0)
    return;

  g_free (self->hint);
  self->hint = g_strdup (hint);
  tell_accessibility (self);
}

/**
 * ecpa_secret_field_set_max_length:
 * @self: a field
 * @max_length: the most characters, or 0
 */
void
ecpa_secret_field_set_max_length (EcpaSecretField *self,
                                  guint            max_length)
{
  g_return_if_fail (ECPA_IS_SECRET_FIELD (self));

  self->edit.max_length = max_length;
}

/**
 * ecpa_secret_field_set_revealed:
 * @self: a field
 * @revealed: whether the characters are drawn, in place of dots
 */
void
ecpa_secret_field_set_revealed (EcpaSecretField *self,
                                gboolean         revealed)
{
  g_return_if_fail (ECPA_IS_SECRET_FIELD (self));

  if (self->revealed == revealed)
    return;

  self->revealed = revealed;
  scroll_to_caret (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
