/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-facet-button.h"
#include "ecpa-fault-view.h"
#include "ecpa-history-line.h"
#include "ecpa-history-page.h"
#include "ecpa-history-totals.h"
#include "ecpa-order-printer.h"
#include "ecpa-order-view.h"

G_BEGIN_DECLS

struct _EcpaHistoryPage
{
  AdwBin                parent_instance;

  /* Template widgets */
  GtkStack             *panes;
  GtkSearchEntry       *search;
  EcpaFacetButton      *years;
  EcpaFacetButton      *kinds;
  GtkDropDown          *sort;
  GtkButton            *clear_button;
  GtkButton            *export_button;
  EcpaHistoryTotals    *totals;
  GtkWidget            *waiting;
  GtkSpinner           *spinner;
  GtkLabel             *waiting_label;
  GtkLabel             *loading_label;
  AdwToastOverlay      *toasts;
  GtkStack             *stack;
  GtkScrolledWindow    *scroller;
  GtkListView          *list;
  GtkSingleSelection   *selection;
  EcpaFaultView        *load_fault;
  EcpaFaultView        *more_fault;
  GtkWidget            *export_bar;
  GtkProgressBar       *export_progress;
  EcpaOrderView        *order_view;
  GtkToggleButton      *choose_button;
  GtkWidget            *choice_bar;
  GtkLabel             *choice_label;

  /* Owned */
  EcpaHistory          *history;        /* nullable */
  EcpaLegalText        *notice;         /* nullable */
  GSignalGroup         *signals;
  EcpaFault            *file_fault;     /* nullable: the last export that failed */
  GCancellable         *exporting;      /* nullable */
  GCancellable         *dialogs;        /* ends what asks the person something for an export */
  GtkFileChooserNative *chooser;        /* nullable */
  guint                 export_shown;   /* source */

  GHashTable           *chosen;         /* id of the order -> EcpaOrderItem */
  EcpaOrderPrinter     *printer;

  gboolean              choosing;
  gboolean              focus_due;
  gboolean              syncing;
};

void _ecpa_history_page_sync          (EcpaHistoryPage *self);
void _ecpa_history_page_export        (EcpaHistoryPage *self);
void _ecpa_history_page_export_to     (EcpaHistoryPage *self,
                                       GFile           *file);
void _ecpa_history_page_cancel_export (EcpaHistoryPage *self);
void _ecpa_history_page_end_export    (EcpaHistoryPage *self);

void _ecpa_history_page_set_up_choice (EcpaHistoryPage *self);
void _ecpa_history_page_end_choice    (EcpaHistoryPage *self);
void _ecpa_history_page_set_choosing  (EcpaHistoryPage *self,
                                       gboolean         choosing);
void _ecpa_history_page_mark          (EcpaHistoryPage *self,
                                       EcpaHistoryLine *line);
void _ecpa_history_page_toggle        (EcpaHistoryPage *self,
                                       guint            position);
void _ecpa_history_page_choose_all    (EcpaHistoryPage *self);
void _ecpa_history_page_bring_out     (EcpaHistoryPage *self,
                                       const char      *verb);

G_END_DECLS
