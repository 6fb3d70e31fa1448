/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-secret-row.h"

#include "ecpa-secret-field.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaSecretRow
{
  GtkWidget        parent_instance;

  /* Template widgets */
  GtkLabel        *title_label;
  EcpaSecretField *field;
  GtkButton       *clear_button;
  GtkToggleButton *peek_button;
  GtkRevealer     *caps_revealer;

  /* Owned */
  GdkDevice       *keyboard;
  char            *title;

  guint            max_length;
  guint            n_chars;
  gboolean         has_error;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_MAX_LENGTH,
  PROP_N_CHARS,
  PROP_COMPLETE,
  PROP_HAS_ERROR,
  N_PROPS,
};

enum
{
  ACTIVATE,
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaSecretRow, ecpa_secret_row, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
contains_focus (EcpaSecretRow *self)
{
  return gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
}

static void
show_caps_lock (EcpaSecretRow *self)
{
  gboolean on = contains_focus (self)
                && self->keyboard != NULL
                && gdk_device_get_caps_lock_state (self->keyboard);

  gtk_revealer_set_reveal_child (self->caps_revealer, on);
  ecpa_secret_field_set_hint (self->field, on ? _("Caps Lock is on") : NULL);
}

/* Callbacks ---------------------------------------------------------------- */

static void
caps_lock_changed_cb (GdkDevice     *keyboard,
                      GParamSpec    *pspec,
                      EcpaSecretRow *self)
{
  show_caps_lock (self);
}

static void
field_changed_cb (EcpaSecretField *field,
                  EcpaSecretRow   *self)
{
  guint n_chars = ecpa_secret_field_get_n_chars (field);
  gboolean was_complete = self->n_chars > 0;

  ecpa_secret_row_set_has_error (self, FALSE);
  if (self->n_chars == n_chars)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }

  self->n_chars = n_chars;
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), n_chars > 0);
  if (n_chars == 0)
    gtk_toggle_button_set_active (self->peek_button, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CHARS]);
  if (was_complete != (n_chars > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
field_activated_cb (EcpaSecretField *field,
                    EcpaSecretRow   *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
clear_clicked_cb (GtkButton     *button,
                  EcpaSecretRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
  ecpa_secret_row_clear (self);
}

static void
peek_toggled_cb (GtkToggleButton *button,
                 EcpaSecretRow   *self)
{
  gboolean revealed = gtk_toggle_button_get_active (button);

  ecpa_secret_field_set_revealed (self->field, revealed);
  gtk_button_set_icon_name (GTK_BUTTON (button), revealed ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), revealed ? _("Hide what is typed") : _("Show what is typed"));
}

static void
clicked_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            EcpaSecretRow   *self)
{
  if (!contains_focus (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
contains_focus_changed_cb (GtkEventControllerFocus *controller,
                           GParamSpec              *pspec,
                           EcpaSecretRow           *self)
{
  /* nobody looks at it any more */
  if (!gtk_event_controller_focus_contains_focus (controller))
    gtk_toggle_button_set_active (self->peek_button, FALSE);
  show_caps_lock (self);
}

/* Overrides ---------------------------------------------------------------- */

/* Its children only: GTK would offer the focus to the row itself when Shift+Tab leaves them, which hands it to the field
 * again, and nobody would ever come out. */
static gboolean
ecpa_secret_row_focus (GtkWidget        *widget,
                       GtkDirectionType  direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static gboolean
ecpa_secret_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ECPA_SECRET_ROW (widget)->field));
}

static void
ecpa_secret_row_realize (GtkWidget *widget)
{
  EcpaSecretRow *self = ECPA_SECRET_ROW (widget);
  GdkSeat *seat;

  GTK_WIDGET_CLASS (ecpa_secret_row_parent_class)->realize (widget);

  seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));
  if (seat != NULL && g_set_object (&self->keyboard, gdk_seat_get_keyboard (seat)) && self->keyboard != NULL)
    g_signal_connect_object (self->keyboard, "notify::caps-lock-state", G_CALLBACK (caps_lock_changed_cb), self, 0);
}

static void
ecpa_secret_row_unmap (GtkWidget *widget)
{
  gtk_toggle_button_set_active (ECPA_SECRET_ROW (widget)->peek_button, FALSE);
  GTK_WIDGET_CLASS (ecpa_secret_row_parent_class)->unmap (widget);
}

static void
ecpa_secret_row_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  EcpaSecretRow *self = ECPA_SECRET_ROW (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_MAX_LENGTH:
      g_value_set_uint (value, self->max_length);
      break;
    case PROP_N_CHARS:
      g_value_set_uint (value, self->n_chars);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, ecpa_secret_row_is_complete (self));
      break;
    case PROP_HAS_ERROR:
      g_value_set_boolean (value, self->has_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
ecpa_secret_row_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  EcpaSecretRow *self = ECPA_SECRET_ROW (object);

  switch (property_id)
    {
    case PROP_TITLE:
      ecpa_secret_row_set_title (self, g_value_get_string (value));
      break;
    case PROP_MAX_LENGTH:
      self->max_length = g_value_get_uint (value);
      ecpa_secret_field_set_max_length (self->field, self->max_length);
      break;
    case PROP_HAS_ERROR:
      ecpa_secret_row_set_has_error (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
ecpa_secret_row_dispose (GObject *object)
{
  EcpaSecretRow *self = ECPA_SECRET_ROW (object);
  GtkWidget *child;

  if (self->keyboard != NULL)
    g_signal_handlers_disconnect_by_data (self->keyboard, self);
  g_clear_object (&self->keyboard);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ecpa_secret_row_parent_class)->dispose (object);
}

static void
ecpa_secret_row_finalize (GObject *object)
{
  g_free (ECPA_SECRET_ROW (object)->title);

  G_OBJECT_CLASS (ecpa_secret_row_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags | G_PARAM_READWRITE);
  properties[PROP_MAX_LENGTH] = g_param_spec_uint ("max-length", NULL, NULL, 0, ECPA_SECRET_MAX_BYTES, 0,
                                                   flags | G_PARAM_READWRITE);
  properties[PROP_N_CHARS] = g_param_spec_uint ("n-chars", NULL, NULL, 0, G_MAXUINT, 0, flags | G_PARAM_READABLE);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  properties[PROP_HAS_ERROR] = g_param_spec_boolean ("has-error", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_secret_row_class_init (EcpaSecretRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_SECRET_FIELD);

  object_class->get_property = ecpa_secret_row_get_property;
  object_class->set_property = ecpa_secret_row_set_property;
  object_class->dispose = ecpa_secret_row_dispose;
  object_class->finalize = ecpa_secret_row_finalize;
  widget_class->focus = ecpa_secret_row_focus;
  widget_class->grab_focus = ecpa_secret_row_grab_focus;
  widget_class->realize = ecpa_secret_row_realize;
  widget_class->unmap = ecpa_secret_row_unmap;
  install_properties (object_class);

  /**
   * EcpaSecretRow::activate:
   *
   * Enter was pressed.
   */
  signals[ACTIVATE] = g_signal_new ("activate", ECPA_TYPE_SECRET_ROW, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * EcpaSecretRow::changed:
   *
   * Something was typed, pasted or deleted.
   */
  signals[CHANGED] = g_signal_new ("changed", ECPA_TYPE_SECRET_ROW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-secret-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaSecretRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaSecretRow, field);
  gtk_widget_class_bind_template_child (widget_class, EcpaSecretRow, clear_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaSecretRow, peek_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaSecretRow, caps_revealer);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, peek_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, contains_focus_changed_cb);

  gtk_widget_class_set_css_name (widget_class, "secretrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_secret_row_init (EcpaSecretRow *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_secret_row_new:
 *
 * Returns: (transfer floating): an empty row without a title
 */
GtkWidget *
ecpa_secret_row_new (void)
{
  return g_object_new (ECPA_TYPE_SECRET_ROW, NULL);
}

/**
 * ecpa_secret_row_get_secret:
 * @self: a row
 *
 * Returns: (transfer none): what has been typed; it changes with the next key, so copy it for a longer job
 */
EcpaSecret *
ecpa_secret_row_get_secret (EcpaSecretRow *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_ROW (self), NULL);

  return ecpa_secret_field_get_secret (self->field);
}

/**
 * ecpa_secret_row_get_n_chars:
 * @self: a row
 *
 * Returns: how many characters have been typed
 */
guint
ecpa_secret_row_get_n_chars (EcpaSecretRow *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_ROW (self), 0);

  return self->n_chars;
}

/**
 * ecpa_secret_row_is_complete:
 * @self: a row
 *
 * Returns: whether there is something to send
 */
gboolean
ecpa_secret_row_is_complete (EcpaSecretRow *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_ROW (self), FALSE);

  return self->n_chars > 0;
}

/**
 * ecpa_secret_row_clear:
 * @self: a row
 *
 * Wipes what has been typed.
 */
void
ecpa_secret_row_clear (EcpaSecretRow *self)
{
  g_return_if_fail (ECPA_IS_SECRET_ROW (self));

  ecpa_secret_field_clear (self->field);
}

/**
 * ecpa_secret_row_get_title:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): its title
 */
const char *
ecpa_secret_row_get_title (EcpaSecretRow *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_ROW (self), NULL);

  return self->title;
}

/**
 * ecpa_secret_row_set_title:
 * @self: a row
 * @title: what is asked for; also the accessible name
 */
void
ecpa_secret_row_set_title (EcpaSecretRow *self,
                           const char    *title)
{
  g_return_if_fail (ECPA_IS_SECRET_ROW (self));

  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  gtk_label_set_label (self->title_label, title != NULL ? title : "");
  ecpa_secret_field_set_label (self->field, title != NULL ? title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * ecpa_secret_row_get_has_error:
 * @self: a row
 *
 * Returns: whether what was typed last was refused
 */
gboolean
ecpa_secret_row_get_has_error (EcpaSecretRow *self)
{
  g_return_val_if_fail (ECPA_IS_SECRET_ROW (self), FALSE);

  return self->has_error;
}

/**
 * ecpa_secret_row_set_has_error:
 * @self: a row
 * @has_error: whether what was typed was refused; the next key takes this back
 */
void
ecpa_secret_row_set_has_error (EcpaSecretRow *self,
                               gboolean       has_error)
{
  g_return_if_fail (ECPA_IS_SECRET_ROW (self));

  if (self->has_error == has_error)
    return;

  self->has_error = has_error;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->field),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               has_error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (has_error)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_ERROR]);
}
