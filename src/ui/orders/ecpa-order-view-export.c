/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-view-private.h"

#include <glib/gi18n.h>

#include "ecpa-parent-window.h"
#include "ecpa-toast.h"

/* Auxiliaries -------------------------------------------------------------- */

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
  _ecpa_order_view_set_file_fault (self, NULL);
  ecpa_toast_show_saved (self->toasts, _("Saved as PDF"), "order.open-file", uri);
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
  ecpa_toast_show (self->toasts, _("The order could not be printed; check the printer and try again."));
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

  ecpa_order_printer_print (self->printer, ecpa_parent_window_of (self), orders);
}

/* The pages as they will come out. */
void
_ecpa_order_view_preview (EcpaOrderView *self)
{
  g_autoptr (GPtrArray) orders = collect (self);

  ecpa_order_printer_preview (self->printer, ecpa_parent_window_of (self), orders);
}

/* Notice, then where to. */
void
_ecpa_order_view_export (EcpaOrderView *self)
{
  g_autoptr (GPtrArray) orders = collect (self);

  ecpa_order_printer_save (self->printer, ecpa_parent_window_of (self), orders);
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
  gtk_show_uri (ecpa_parent_window_of (self), uri, GDK_CURRENT_TIME);
}
