/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reader-chooser.h"

#include "ecpa-fault-words.h"
#include "ecpa-reader-list.h"
#include "ecpa-reader-scene.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaReaderChooser
{
  GtkWidget      parent_instance;

  /* Borrowed: our children */
  GtkWidget     *box;
  GtkLabel      *reason_label;
  GtkBox        *rows_box;

  /* Owned */
  EcpaLoginFlow *flow;
  GListModel    *readers;

  gboolean       showing;       /* what is shown changes, and nobody chooses */
};

G_DEFINE_FINAL_TYPE (EcpaReaderChooser, ecpa_reader_chooser, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaReaderScene
scene_of_reader (EcpaReaderItem *reader)
{
  static const EcpaLoginState states[] = {
    [ECPA_CARD_VIEW_NO_SERVICE] = ECPA_LOGIN_NO_SERVICE, [ECPA_CARD_VIEW_NO_READER] = ECPA_LOGIN_NO_READER,
    [ECPA_CARD_VIEW_NO_CARD] = ECPA_LOGIN_NO_CARD,       [ECPA_CARD_VIEW_READING] = ECPA_LOGIN_READING,
    [ECPA_CARD_VIEW_UNUSABLE] = ECPA_LOGIN_UNUSABLE,     [ECPA_CARD_VIEW_READY] = ECPA_LOGIN_READY,
  };

  return ecpa_reader_scene_of (states[ecpa_reader_item_get_state (reader)], ecpa_reader_item_get_fault (reader), TRUE);
}

/* What is in it: whose card, or what is the matter. */
static char *
describe_content (EcpaReaderItem *reader)
{
  const char *holder = ecpa_reader_item_get_holder (reader);
  const char *number = ecpa_reader_item_get_number (reader);

  if (ecpa_reader_item_get_state (reader) != ECPA_CARD_VIEW_READY)
    return g_strdup (ecpa_reader_scene_words (scene_of_reader (reader))->status);
  if (holder == NULL || *holder == '\0')
    holder = _("Card without a name");

  return number != NULL ? g_strdup_printf ("%s %s", holder, number) : g_strdup (holder);
}

/* Without a card anywhere there is nothing to choose between. */
static gboolean
has_a_choice (EcpaReaderChooser *self)
{
  guint n = g_list_model_get_n_items (self->readers);

  for (guint i = 0; n > 1 && i < n; i++)
    {
      g_autoptr (EcpaReaderItem) reader = g_list_model_get_item (self->readers, i);

      if (ecpa_reader_item_get_state (reader) >= ECPA_CARD_VIEW_READING || ecpa_reader_item_get_fault (reader) != NULL)
        return TRUE;
    }

  return n > 1 && !ecpa_login_flow_is_picked_automatically (self->flow);
}

static const char *
describe_choice (EcpaReaderChooser *self,
                 EcpaReaderItem    *chosen)
{
  if (chosen == NULL)
    return _("Choose a reader");
  if (!ecpa_login_flow_is_picked_automatically (self->flow))
    return _("You chose this reader");

  switch ((int) ecpa_reader_item_get_state (chosen))
    {
    case ECPA_CARD_VIEW_READY:
      return _("Picked because it has a health card");
    case ECPA_CARD_VIEW_READING:
      return _("Picked because a card was put in");
    case ECPA_CARD_VIEW_UNUSABLE:
      return _("Picked because it has the only card");
    default:
      return _("Put your card into any of these readers");
    }
}

static GtkWidget *
create_content (void)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *what = gtk_label_new (NULL);
  GtkWidget *name = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (what), 0);
  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (what), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "dim-label");
  gtk_box_append (GTK_BOX (words), what);
  gtk_box_append (GTK_BOX (words), name);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (content), words);
  gtk_box_append (GTK_BOX (content), gtk_image_new ());

  return content;
}

static void
show_row (GtkCheckButton *button,
          EcpaReaderItem *reader)
{
  GtkWidget *words = gtk_widget_get_first_child (gtk_check_button_get_child (button));
  GtkWidget *what = gtk_widget_get_first_child (words);
  GtkWidget *label = gtk_widget_get_last_child (words);
  GtkWidget *icon = gtk_widget_get_next_sibling (words);
  const EcpaReaderWords *told = ecpa_reader_scene_words (scene_of_reader (reader));
  const char *classes[] = { told->css_class, NULL };
  const char *reader_name = ecpa_reader_item_get_name (reader);
  g_autofree char *content = describe_content (reader);
  /* Translators: what is in a card reader, and the reader's name */
  g_autofree char *name = g_strdup_printf (_("%s, in %s"), content, reader_name);

  gtk_label_set_label (GTK_LABEL (what), content);
  gtk_label_set_label (GTK_LABEL (label), reader_name);
  gtk_widget_set_tooltip_text (label, reader_name);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), told->icon);
  gtk_widget_set_css_classes (icon, classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_check_button_set_active (button, ecpa_reader_item_is_chosen (reader));
}

/* Callbacks ---------------------------------------------------------------- */

static void
toggled_cb (GtkCheckButton    *button,
            EcpaReaderChooser *self)
{
  EcpaReaderItem *reader = g_object_get_data (G_OBJECT (button), "ecpa-reader");

  if (!self->showing && gtk_check_button_get_active (button))
    ecpa_login_flow_choose_reader (self->flow, ecpa_reader_item_get_name (reader));
}

static void
show_rows (EcpaReaderChooser *self)
{
  gboolean busy = ecpa_login_flow_get_state (self->flow) >= ECPA_LOGIN_SIGNING_IN;
  EcpaReaderItem *chosen = NULL;

  self->showing = TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows_box)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      EcpaReaderItem *reader = g_object_get_data (G_OBJECT (row), "ecpa-reader");

      show_row (GTK_CHECK_BUTTON (row), reader);
      gtk_widget_set_sensitive (row, !busy);
      if (ecpa_reader_item_is_chosen (reader))
        chosen = reader;
    }
  self->showing = FALSE;
  gtk_label_set_label (self->reason_label, describe_choice (self, chosen));
  gtk_widget_set_visible (GTK_WIDGET (self), has_a_choice (self));
}

static void
readers_changed_cb (EcpaReaderChooser *self)
{
  guint n = g_list_model_get_n_items (self->readers);
  GtkCheckButton *group = NULL;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows_box))) != NULL)
    gtk_box_remove (self->rows_box, row);
  for (guint i = 0; i < n; i++)
    {
      EcpaReaderItem *reader = g_list_model_get_item (self->readers, i);

      row = gtk_check_button_new ();
      gtk_check_button_set_child (GTK_CHECK_BUTTON (row), create_content ());
      gtk_check_button_set_group (GTK_CHECK_BUTTON (row), group);
      group = GTK_CHECK_BUTTON (row);
      g_signal_connect_object (reader, "notify", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
      g_object_set_data_full (G_OBJECT (row), "ecpa-reader", reader, g_object_unref);
      g_signal_connect_object (row, "toggled", G_CALLBACK (toggled_cb), self, 0);
      gtk_box_append (self->rows_box, row);
    }
  show_rows (self);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_reader_chooser_dispose (GObject *object)
{
  EcpaReaderChooser *self = ECPA_READER_CHOOSER (object);

  if (self->readers != NULL)
    g_signal_handlers_disconnect_by_data (self->readers, self);
  if (self->flow != NULL)
    g_signal_handlers_disconnect_by_data (self->flow, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->readers);
  g_clear_object (&self->flow);

  G_OBJECT_CLASS (ecpa_reader_chooser_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_reader_chooser_class_init (EcpaReaderChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_reader_chooser_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
}

static void
ecpa_reader_chooser_init (EcpaReaderChooser *self)
{
  GtkWidget *reason = gtk_label_new (NULL);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->reason_label = GTK_LABEL (reason);
  self->rows_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
  gtk_label_set_xalign (self->reason_label, 0);
  gtk_label_set_wrap (self->reason_label, TRUE);
  gtk_widget_add_css_class (reason, "caption");
  gtk_box_append (GTK_BOX (self->box), reason);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->rows_box));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Card readers"), -1);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reader_chooser_new:
 *
 * Returns: (transfer floating): a chooser without readers, which is not to be seen
 */
GtkWidget *
ecpa_reader_chooser_new (void)
{
  return g_object_new (ECPA_TYPE_READER_CHOOSER, NULL);
}

/**
 * ecpa_reader_chooser_set_flow:
 * @self: a chooser
 * @flow: whose readers; set once
 */
void
ecpa_reader_chooser_set_flow (EcpaReaderChooser *self,
                              EcpaLoginFlow     *flow)
{
  g_return_if_fail (ECPA_IS_READER_CHOOSER (self));
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (flow) && self->flow == NULL);

  self->flow = g_object_ref (flow);
  self->readers = g_object_ref (ecpa_login_flow_get_readers (flow));
  g_signal_connect_object (self->readers, "items-changed", G_CALLBACK (readers_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::picked-automatically", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::state", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  readers_changed_cb (self);
}
