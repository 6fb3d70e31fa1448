/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-notes.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingNotes
{
  AdwBin            parent_instance;

  /* Owned */
  EcpaTrainingDesk *desk;
};

G_DEFINE_FINAL_TYPE (EcpaTrainingNotes, ecpa_training_notes, ADW_TYPE_BIN)

/* Members of data/training/cards.json, in the order in which they are asked for. Those of an address are one line. */
static const struct
{
  const char *title;
  const char *notes[5];
} lines[] = {
  { N_("Household number"), { "household_number" } },
  { N_("Registered address"), { "county", "town", "village", "neighbourhood" } },
  { N_("Telephone"), { "telephone", "extension" } },
  { N_("Mobile"), { "mobile" } },
  { N_("E-mail (main)"), { "mail" } },
  { N_("E-mail (spare)"), { "mail_secondary" } },
};

/* Auxiliaries -------------------------------------------------------------- */

/* (transfer full) (nullable): what stands in a line */
static char *
dup_line (EcpaTrainingCard *card,
          guint             line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[line].notes[i] != NULL; i++)
    {
      const char *note = ecpa_training_card_get_note (card, lines[line].notes[i]);
      gboolean is_neighbourhood = g_str_equal (lines[line].notes[i], "neighbourhood");

      if (note != NULL)
        g_string_append_printf (text, "%s%s%s", text->len > 0 ? " " : "", note, is_neighbourhood ? "鄰" : "");
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
copy_clicked_cb (GtkButton  *button,
                 const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
  gtk_button_set_icon_name (button, "emblem-ok-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), _("Copied"));
}

static GtkWidget *
create_line (EcpaTrainingCard *card,
             guint             line)
{
  char *text = dup_line (card, line);
  GtkWidget *row, *copy;
  g_autofree char *words = NULL;

  if (text == NULL)
    return NULL;

  row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(lines[line].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is a telephone number or a mail address */
  words = g_strdup_printf (_("Copy %s"), text);
  gtk_widget_set_tooltip_text (copy, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (copy), "ecpa-text", text, g_free);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_clicked_cb), text);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

/* (nullable): what the holder of a card has to type */
static GtkWidget *
create_note (EcpaTrainingCard *card)
{
  GtkWidget *note = adw_expander_row_new ();
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint line = 0; line < G_N_ELEMENTS (lines); line++)
    {
      GtkWidget *row = create_line (card, line);

      if (row == NULL)
        continue;
      adw_expander_row_add_row (ADW_EXPANDER_ROW (note), row);
      n++;
    }
  if (n == 0)
    {
      g_object_unref (g_object_ref_sink (note));
      return NULL;
    }

  /* Translators: %s is the name of a made-up person: what this person has to type in the wizards */
  title = g_strdup_printf (_("What %s knows by heart"), ecpa_training_card_get_holder (card));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (note), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (note), _("Household number, address and contacts, for registering"));

  return note;
}

/* In the order of the readers. */
static void
show_notes (EcpaTrainingNotes *self)
{
  GListModel *tray = ecpa_training_desk_get_tray (self->desk);
  GtkWidget *list = gtk_list_box_new ();
  guint n = 0;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  g_object_ref_sink (list);
  for (guint slot = 0; slot < ecpa_training_desk_get_n_slots (self->desk); slot++)
    for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
      {
        g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);
        GtkWidget *note = ecpa_training_card_get_in_slot (card) == slot ? create_note (card) : NULL;

        if (note == NULL)
          continue;
        gtk_list_box_append (GTK_LIST_BOX (list), note);
        n++;
      }
  adw_bin_set_child (ADW_BIN (self), n > 0 ? list : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  g_object_unref (list);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_notes_dispose (GObject *object)
{
  g_clear_object (&ECPA_TRAINING_NOTES (object)->desk);

  G_OBJECT_CLASS (ecpa_training_notes_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_notes_class_init (EcpaTrainingNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_training_notes_dispose;
}

static void
ecpa_training_notes_init (EcpaTrainingNotes *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_notes_new:
 * @desk: the desk
 *
 * Returns: (transfer floating): what lies beside the cards that are in a reader
 */
GtkWidget *
ecpa_training_notes_new (EcpaTrainingDesk *desk)
{
  EcpaTrainingNotes *self;
  GListModel *tray;

  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (desk), NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_NOTES, NULL);
  self->desk = g_object_ref (desk);
  tray = ecpa_training_desk_get_tray (desk);
  for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);

      g_signal_connect_object (card, "notify::in-slot", G_CALLBACK (show_notes), self, G_CONNECT_SWAPPED);
    }
  show_notes (self);

  return GTK_WIDGET (self);
}
