/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault-view.h"
#include "ecpa-order-document.h"
#include "ecpa-order-printer.h"
#include "ecpa-order-view.h"
#include "ecpa-paper-view.h"

G_BEGIN_DECLS

struct _EcpaOrderView
{
  GtkWidget          parent_instance;

  /* Template widgets */
  GtkStack          *stack;
  GtkLabel          *title;
  GtkLabel          *subtitle;
  GtkToggleButton   *text_button;
  AdwToastOverlay   *toasts;
  GtkStack          *forms;
  EcpaPaperView     *paper;
  GtkTextView       *text;
  GtkSpinner        *opening_spinner;
  EcpaFaultView     *failed;
  EcpaFaultView     *fault;
  GtkWidget         *foot;
  GtkScrolledWindow *facts;
  GtkLabel          *notified_at;
  GtkLabel          *viewed_at;
  GtkLabel          *signed_at;
  GtkLabel          *remedy;
  GtkStack          *receipt;
  GtkButton         *sign_button;
  GtkLabel          *opening_label;
  GtkLabel          *sign_label;
  GtkSpinner        *sign_spinner;
  GtkLabel          *signed_label;

  /* Owned */
  EcpaOrderItem     *item;
  GSignalGroup      *item_signals;
  EcpaOrderDocument *document;
  EcpaLegalText     *notice;
  EcpaOrderPrinter  *printer;
  EcpaFault         *file_fault;  /* the last export that failed */

  gboolean           training;
};

void _ecpa_order_view_set_file_fault (EcpaOrderView *self,
                                      const GError  *error);
void _ecpa_order_view_set_up_printer (EcpaOrderView *self);
void _ecpa_order_view_print          (EcpaOrderView *self);
void _ecpa_order_view_preview        (EcpaOrderView *self);
void _ecpa_order_view_export         (EcpaOrderView *self);
void _ecpa_order_view_export_to      (EcpaOrderView *self,
                                      GFile         *file);
void _ecpa_order_view_open_file      (EcpaOrderView *self,
                                      const char    *uri);

G_END_DECLS
