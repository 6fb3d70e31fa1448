/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Auxiliaries -------------------------------------------------------------- */

/* libadwaita 1.2 has no Chinese words for some of its own; what it has translated by now is not met here. */
static const char *
find_words (const char *english)
{
  static const char *const rows[] = {
    /* Translators: a row of the window about the program */
    N_("Details"),
    /* Translators: a row of the window about the program */
    N_("Credits"),
    /* Translators: a row of the window about the program */
    N_("Legal"),
    /* Translators: above names, in the window about the program */
    N_("Translated by"),
  };

  /* rows have a letter to press, which is the first */
  if (english != NULL && english[0] == '_')
    english++;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (english, rows[i]) == 0)
      return _(rows[i]);

  return NULL;
}

static void
translate (GtkWidget *widget)
{
  const char *words = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget))
    {
      words = find_words (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
      if (words != NULL)
        adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), words);
    }
  else if (ADW_IS_PREFERENCES_GROUP (widget))
    {
      words = find_words (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget)));
      if (words != NULL)
        adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), words);
    }
  else if (ADW_IS_WINDOW_TITLE (widget))
    {
      words = find_words (adw_window_title_get_title (ADW_WINDOW_TITLE (widget)));
      if (words != NULL)
        adw_window_title_set_title (ADW_WINDOW_TITLE (widget), words);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    translate (child);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_about_present:
 * @parent: (nullable): the window it belongs to
 * @training: whether this is the training mode
 *
 * Shows what the program is and whose. UI thread.
 */
void
ecpa_about_present (GtkWindow *parent,
                    gboolean   training)
{
  GtkWidget *window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "transient-for", parent,
                                    "modal", parent != NULL,
                                    "application-name", training ? _("eCPA Desktop – Training Mode") : _("eCPA Desktop"),
                                    "application-icon", ECPA_APP_ID,
                                    "version", ECPA_VERSION,
                                    "developer-name", _("The eCPA Desktop developers"),
                                    "comments", _("Sign in with your health card, read your reward orders and sign for them"),
                                    "license-type", GTK_LICENSE_GPL_3_0,
                                    /* Translators: your names, one a line */
                                    "translator-credits", _("translator-credits"),
                                    NULL);

  translate (window);
  gtk_window_present (GTK_WINDOW (window));
}
