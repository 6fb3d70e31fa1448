/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-field-row.h"

#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaFieldRow
{
  GtkWidget  parent_instance;

  /* Template widgets */
  GtkLabel  *title_label;
  GtkEntry  *entry;
  GtkWidget *note_box;
  GtkImage  *note_icon;
  GtkLabel  *note_label;

  /* Owned */
  char      *hint;
  char      *error;
  char      *warning;
};

enum
{
  PROP_TITLE = 1,
  PROP_TEXT,
  PROP_HINT,
  PROP_ERROR,
  PROP_WARNING,
  PROP_MAX_LENGTH,
  PROP_INPUT_PURPOSE,
  N_PROPS,
};

enum
{
  ACTIVATE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaFieldRow, ecpa_field_row, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_class (EcpaFieldRow *self,
           const char   *name,
           gboolean      on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
show_note (EcpaFieldRow *self)
{
  const char *note = self->error != NULL ? self->error : self->warning != NULL ? self->warning : self->hint;

  set_class (self, "error", self->error != NULL);
  set_class (self, "warning", self->error == NULL && self->warning != NULL);
  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (self->note_box, note != NULL && *note != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->note_icon), self->error != NULL || self->warning != NULL);
  gtk_image_set_from_icon_name (self->note_icon,
                                self->error != NULL ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               self->error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  note != NULL ? note : "", -1);
}

static void
set_note (EcpaFieldRow *self,
          char        **note,
          const char   *text,
          guint         id)
{
  if (g_strcmp0 (*note, text) == 0)
    return;

  g_free (*note);
  *note = g_strdup (text);
  show_note (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
set_title (EcpaFieldRow *self,
           const char   *title)
{
  gtk_label_set_label (self->title_label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* Callbacks ---------------------------------------------------------------- */

static void
entry_changed_cb (GtkEntry     *entry,
                  EcpaFieldRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
entry_activated_cb (GtkEntry     *entry,
                    EcpaFieldRow *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

/* Overrides ---------------------------------------------------------------- */

/* Its child only, as in EcpaSecretRow. */
static gboolean
ecpa_field_row_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static gboolean
ecpa_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ECPA_FIELD_ROW (widget)->entry));
}

static void
ecpa_field_row_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  EcpaFieldRow *self = ECPA_FIELD_ROW (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title_label));
      break;
    case PROP_TEXT:
      g_value_set_string (value, ecpa_field_row_get_text (self));
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_WARNING:
      g_value_set_string (value, self->warning);
      break;
    case PROP_MAX_LENGTH:
      g_value_set_int (value, gtk_entry_get_max_length (self->entry));
      break;
    case PROP_INPUT_PURPOSE:
      g_value_set_enum (value, gtk_entry_get_input_purpose (self->entry));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_field_row_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  EcpaFieldRow *self = ECPA_FIELD_ROW (object);
  const char *text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  switch (id)
    {
    case PROP_TITLE:
      set_title (self, text != NULL ? text : "");
      break;
    case PROP_TEXT:
      ecpa_field_row_set_text (self, text);
      break;
    case PROP_HINT:
      set_note (self, &self->hint, text, PROP_HINT);
      break;
    case PROP_ERROR:
      set_note (self, &self->error, text, PROP_ERROR);
      break;
    case PROP_WARNING:
      set_note (self, &self->warning, text, PROP_WARNING);
      break;
    case PROP_MAX_LENGTH:
      gtk_entry_set_max_length (self->entry, g_value_get_int (value));
      break;
    case PROP_INPUT_PURPOSE:
      gtk_entry_set_input_purpose (self->entry, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_field_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ecpa_field_row_parent_class)->dispose (object);
}

static void
ecpa_field_row_finalize (GObject *object)
{
  EcpaFieldRow *self = ECPA_FIELD_ROW (object);

  g_free (self->hint);
  g_free (self->error);
  g_free (self->warning);

  G_OBJECT_CLASS (ecpa_field_row_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_field_row_class_init (EcpaFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ecpa_field_row_get_property;
  object_class->set_property = ecpa_field_row_set_property;
  object_class->dispose = ecpa_field_row_dispose;
  object_class->finalize = ecpa_field_row_finalize;
  widget_class->focus = ecpa_field_row_focus;
  widget_class->grab_focus = ecpa_field_row_grab_focus;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL, flags);
  properties[PROP_MAX_LENGTH] = g_param_spec_int ("max-length", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  properties[PROP_INPUT_PURPOSE] = g_param_spec_enum ("input-purpose", NULL, NULL, GTK_TYPE_INPUT_PURPOSE,
                                                      GTK_INPUT_PURPOSE_FREE_FORM, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * EcpaFieldRow::activate:
   *
   * Enter was pressed.
   */
  signals[ACTIVATE] = g_signal_new ("activate", ECPA_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaFieldRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaFieldRow, entry);
  gtk_widget_class_bind_template_child (widget_class, EcpaFieldRow, note_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaFieldRow, note_icon);
  gtk_widget_class_bind_template_child (widget_class, EcpaFieldRow, note_label);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);

  gtk_widget_class_set_css_name (widget_class, "fieldrow");
}

static void
ecpa_field_row_init (EcpaFieldRow *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_field_row_new:
 *
 * Returns: (transfer floating): an empty row without a title
 */
GtkWidget *
ecpa_field_row_new (void)
{
  return g_object_new (ECPA_TYPE_FIELD_ROW, NULL);
}

/**
 * ecpa_field_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none): where it is typed
 */
GtkEntry *
ecpa_field_row_get_entry (EcpaFieldRow *self)
{
  g_return_val_if_fail (ECPA_IS_FIELD_ROW (self), NULL);

  return self->entry;
}

/**
 * ecpa_field_row_get_text:
 * @self: a row
 *
 * Returns: what has been typed
 */
const char *
ecpa_field_row_get_text (EcpaFieldRow *self)
{
  g_return_val_if_fail (ECPA_IS_FIELD_ROW (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * ecpa_field_row_set_text:
 * @self: a row
 * @text: (nullable): what stands there from now on
 */
void
ecpa_field_row_set_text (EcpaFieldRow *self,
                         const char   *text)
{
  g_return_if_fail (ECPA_IS_FIELD_ROW (self));

  if (text == NULL)
    text = "";
  if (!g_str_equal (ecpa_field_row_get_text (self), text))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

/**
 * ecpa_field_row_set_error:
 * @self: a row
 * @error: (nullable): what is wrong with what was typed, translated
 */
void
ecpa_field_row_set_error (EcpaFieldRow *self,
                          const char   *error)
{
  g_return_if_fail (ECPA_IS_FIELD_ROW (self));

  set_note (self, &self->error, error, PROP_ERROR);
}

/**
 * ecpa_field_row_set_warning:
 * @self: a row
 * @warning: (nullable): what may go wrong with what was typed, translated
 */
void
ecpa_field_row_set_warning (EcpaFieldRow *self,
                            const char   *warning)
{
  g_return_if_fail (ECPA_IS_FIELD_ROW (self));

  set_note (self, &self->warning, warning, PROP_WARNING);
}
