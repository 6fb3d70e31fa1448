/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaHistoryRow:
 *
 * A place in the history that an order fills once it has been fetched. Signal `changed`: it was filled, or emptied.
 */
#define ECPA_TYPE_HISTORY_ROW (ecpa_history_row_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHistoryRow, ecpa_history_row, ECPA, HISTORY_ROW, GObject)

EcpaOrderSummary *ecpa_history_row_get_summary (EcpaHistoryRow *self);
/* For the history and for tests: a row that nobody fetches anything for. */
EcpaHistoryRow   *ecpa_history_row_new         (EcpaOrderSummary *summary);
void              ecpa_history_row_set_summary (EcpaHistoryRow   *self,
                                                EcpaOrderSummary *summary);

G_END_DECLS
