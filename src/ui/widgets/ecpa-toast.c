/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-toast.h"

#include <glib/gi18n.h>

/* Auxiliaries -------------------------------------------------------------- */

/* libadwaita 1.2 leaves the button that closes a toast without a name. */
static void
name_close_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_close_button (child);
}

/* Takes @toast. One is shown at a time: the next has its button only when the one before it is gone. */
static void
show (AdwToastOverlay *overlay,
      AdwToast        *toast)
{
  g_autoptr (AdwToast) shown = g_object_ref (toast);

  adw_toast_overlay_add_toast (overlay, toast);
  g_signal_connect_object (shown, "dismissed", G_CALLBACK (name_close_button), overlay, G_CONNECT_SWAPPED);
  name_close_button (GTK_WIDGET (overlay));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_toast_show:
 * @overlay: where
 * @words: what there is to say
 *
 * Says something that needs no answer, with a button to close it that has a name. UI thread.
 */
void
ecpa_toast_show (AdwToastOverlay *overlay,
                 const char      *words)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  show (overlay, adw_toast_new (words));
}

/**
 * ecpa_toast_show_saved:
 * @overlay: where
 * @words: that a file was saved
 * @open_action: the action that opens it, which takes its URI
 * @uri: the file
 *
 * As ecpa_toast_show(), with a button that opens the file.
 */
void
ecpa_toast_show_saved (AdwToastOverlay *overlay,
                       const char      *words,
                       const char      *open_action,
                       const char      *uri)
{
  AdwToast *toast = adw_toast_new (words);

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  adw_toast_set_button_label (toast, _("Open"));
  adw_toast_set_action_name (toast, open_action);
  adw_toast_set_action_target (toast, "s", uri);
  show (overlay, toast);
}
