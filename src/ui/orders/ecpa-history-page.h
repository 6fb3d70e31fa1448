/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-history.h"

G_BEGIN_DECLS

/**
 * EcpaHistoryPage:
 *
 * 個人歷年獎懲 (O3): all orders of a person with search, filters and totals, and the order that was opened from there.
 * Property `can-go-back`: an order is shown in place of the list. Signal `fault-action` (#EcpaFaultAction, as int): a
 * button beside a fault that only the session can do. Actions: `history.search`, `history.clear`, `history.copy`,
 * `history.export`, `history.export-to` (s: a path), `history.cancel-export`, `history.back`.
 */
#define ECPA_TYPE_HISTORY_PAGE (ecpa_history_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHistoryPage, ecpa_history_page, ECPA, HISTORY_PAGE, AdwBin)

void     ecpa_history_page_set_history  (EcpaHistoryPage *self,
                                         EcpaHistory     *history);
void     ecpa_history_page_set_notice   (EcpaHistoryPage *self,
                                         EcpaLegalText   *notice);
void     ecpa_history_page_set_training (EcpaHistoryPage *self,
                                         gboolean         training);
void     ecpa_history_page_enter        (EcpaHistoryPage *self);
gboolean ecpa_history_page_can_go_back  (EcpaHistoryPage *self);
void     ecpa_history_page_go_back      (EcpaHistoryPage *self);
EcpaOrderItem *ecpa_history_page_get_open_order (EcpaHistoryPage *self);
EcpaOrderItem *ecpa_history_page_get_order      (EcpaHistoryPage *self);
void     ecpa_history_page_open_order   (EcpaHistoryPage *self,
                                         EcpaOrderItem   *item);

G_END_DECLS
