/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-notice-window.h"

#include "ecpa-training-ribbon.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Auxiliaries -------------------------------------------------------------- */

static GtkWidget *
create_text (EcpaLegalText *notice,
             GtkWidget     *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  /* Translators: %s is the version of a legal text, e.g. 115-1 */
  g_autofree char *words = g_strdup_printf (_("Version %s"), notice->version);
  GtkWidget *version = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (version), 0);
  gtk_widget_add_css_class (version, "dim-label");
  gtk_widget_add_css_class (version, "caption");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), version);
  gtk_widget_add_css_class (box, "ecpa-notice");

  return box;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_notice_window_present:
 * @parent: (nullable): the window it belongs to
 * @notice: the text
 *
 * Shows the whole of a notice of the service (L11). UI thread.
 */
void
ecpa_notice_window_present (GtkWindow     *parent,
                            EcpaLegalText *notice)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *text = gtk_label_new (notice->text);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  adw_clamp_set_child (ADW_CLAMP (clamp), create_text (notice, text));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  if (ecpa_training_ribbon_is_worn (parent))
    gtk_box_append (GTK_BOX (content), ecpa_training_ribbon_new ());
  gtk_box_append (GTK_BOX (content), scrolled);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);

  gtk_window_set_title (GTK_WINDOW (window), notice->title);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 520);
  gtk_window_set_modal (GTK_WINDOW (window), parent != NULL);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  adw_window_set_content (ADW_WINDOW (window), content);
  /* it would have the focus anyway, and be selected from end to end */
  gtk_widget_grab_focus (text);
  gtk_label_select_region (GTK_LABEL (text), 0, 0);
  gtk_window_present (GTK_WINDOW (window));
}
