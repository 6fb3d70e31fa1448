/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-view-private.h"

#include <glib/gi18n.h>

#include "ecpa-config.h"

/* Auxiliaries -------------------------------------------------------------- */

static GtkWindow *
get_window (EcpaOrderView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* libadwaita 1.2 leaves the button that closes a toast without a name. */
static void
name_close_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_close_button (child);
}

static void
show_toast (EcpaOrderView *self,
            AdwToast      *toast)
{
  adw_toast_overlay_add_toast (self->toasts, toast);
  name_close_button (GTK_WIDGET (self->toasts));
}

/* (transfer full): the order that is shown, as the printer wants it */
static GPtrArray *
collect (EcpaOrderView *self)
{
  GPtrArray *orders = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (orders, g_object_ref (ecpa_order_document_get_order (self->document)));

  return orders;
}

/* Callbacks ---------------------------------------------------------------- */

static void
saved_cb (EcpaOrderView *self,
          const char    *uri)
{
  AdwToast *toast = adw_toast_new (_("Saved as PDF"));

  _ecpa_order_view_set_file_fault (self, NULL);
  adw_toast_set_button_label (toast, _("Open"));
  adw_toast_set_action_name (toast, "order.open-file");
  adw_toast_set_action_target (toast, "s", uri);
  show_toast (self, toast);
}

static void
failed_cb (EcpaOrderView *self,
           const GError  *error)
{
  _ecpa_order_view_set_file_fault (self, error);
}

static void
print_failed_cb (EcpaOrderView *self)
{
  show_toast (self, adw_toast_new (_("The order could not be printed; check the printer and try again.")));
}

/* For the other file of this class ----------------------------------------- */

/* Once, at the beginning. */
void
_ecpa_order_view_set_up_printer (EcpaOrderView *self)
{
  self->printer = ecpa_order_printer_new ();
  g_signal_connect_object (self->printer, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->printer, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->printer, "print-failed", G_CALLBACK (print_failed_cb), self, G_CONNECT_SWAPPED);
}

/* Notice, then the system's dialogue. */
void
_ecpa_order_view_print (EcpaOrderView *self)
{
  g_autoptr (GPtrArray) orders = collect (self);

  ecpa_order_printer_print (self->printer, get_window (self), orders);
}

/* The pages as they will come out. */
void
_ecpa_order_view_preview (EcpaOrderView *self)
{
  g_autoptr (GPtrArray) orders = collect (self);

  ecpa_order_printer_preview (self->printer, get_window (self), orders);
}

/* Notice, then where to. */
void
_ecpa_order_view_export (EcpaOrderView *self)
{
  g_autoptr (GPtrArray) orders = collect (self);

  ecpa_order_printer_save (self->printer, get_window (self), orders);
}

/* Without asking where to. */
void
_ecpa_order_view_export_to (EcpaOrderView *self,
                            GFile         *file)
{
  g_autoptr (GPtrArray) orders = collect (self);

  ecpa_order_printer_save_to (self->printer, orders, file);
}

/* Opens what was saved with the system's viewer. */
void
_ecpa_order_view_open_file (EcpaOrderView *self,
                            const char    *uri)
{
  gtk_show_uri (get_window (self), uri, GDK_CURRENT_TIME);
}
