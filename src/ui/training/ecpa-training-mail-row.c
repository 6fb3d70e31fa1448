/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-mail-row.h"

#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* What a line has to have room for, whatever the size of the text; where it has not, list and mail take turns. */
#define LINE_CHARS 18

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingMailRow
{
  GtkListBoxRow     parent_instance;

  /* Owned */
  EcpaTrainingMail *mail;

  /* Borrowed: inside */
  GtkWidget        *subject;
  GtkWidget        *mark;
};

G_DEFINE_FINAL_TYPE (EcpaTrainingMailRow, ecpa_training_mail_row, GTK_TYPE_LIST_BOX_ROW)

/* Auxiliaries -------------------------------------------------------------- */

static char *
dup_time (EcpaTrainingMail *mail)
{
  GDateTime *sent_at = ecpa_training_mail_get_sent_at (mail);
  g_autoptr (GDateTime) local = sent_at != NULL ? g_date_time_to_local (sent_at) : NULL;

  return local != NULL ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

static void
show_mail (EcpaTrainingMailRow *self)
{
  gboolean unread = ecpa_training_mail_is_unread (self->mail);
  g_autofree char *time = dup_time (self->mail);
  g_autofree char *name = NULL;

  /* Translators: for screen readers; %s are the subject of a mail, the address it went to, and the time */
  name = g_strdup_printf (unread ? _("Unread: %s, to %s, %s") : _("%s, to %s, %s"),
                          ecpa_training_mail_get_subject (self->mail), ecpa_training_mail_get_to (self->mail), time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_opacity (self->mark, unread ? 1 : 0); /* its place stays, so that lines begin at one edge */
  if (unread)
    gtk_widget_add_css_class (self->subject, "heading");
  else
    gtk_widget_remove_css_class (self->subject, "heading");
}

static GtkWidget *
create_line (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  ecpa_ui_style_break_plainly (GTK_LABEL (label));
  gtk_label_set_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_widget_set_hexpand (label, TRUE);

  return label;
}

static void
fill (EcpaTrainingMailRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *time = dup_time (self->mail);
  g_autofree char *below = g_strdup_printf ("%s · %s", time, ecpa_training_mail_get_to (self->mail));
  GtkWidget *detail = create_line (below);

  self->mark = gtk_image_new_from_icon_name ("mail-unread-symbolic");
  gtk_widget_set_valign (self->mark, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->mark, "accent");
  self->subject = create_line (ecpa_training_mail_get_subject (self->mail));
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_box_append (GTK_BOX (words), self->subject);
  gtk_box_append (GTK_BOX (words), detail);
  gtk_box_append (GTK_BOX (box), self->mark);
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_mail_row_dispose (GObject *object)
{
  g_clear_object (&ECPA_TRAINING_MAIL_ROW (object)->mail);

  G_OBJECT_CLASS (ecpa_training_mail_row_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_mail_row_class_init (EcpaTrainingMailRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_training_mail_row_dispose;
}

static void
ecpa_training_mail_row_init (EcpaTrainingMailRow *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_mail_row_new:
 * @mail: a mail
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
ecpa_training_mail_row_new (EcpaTrainingMail *mail)
{
  EcpaTrainingMailRow *self = g_object_new (ECPA_TYPE_TRAINING_MAIL_ROW, NULL);

  self->mail = g_object_ref (mail);
  fill (self);
  show_mail (self);
  g_signal_connect_object (mail, "notify::unread", G_CALLBACK (show_mail), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * ecpa_training_mail_row_get_mail:
 * @self: a row
 *
 * Returns: (transfer none): its mail
 */
EcpaTrainingMail *
ecpa_training_mail_row_get_mail (EcpaTrainingMailRow *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_MAIL_ROW (self), NULL);

  return self->mail;
}
