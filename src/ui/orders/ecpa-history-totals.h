/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaHistoryTotals:
 *
 * What was found, in one line: how many, how many of each kind, and the weighted total with how it comes about.
 */
#define ECPA_TYPE_HISTORY_TOTALS (ecpa_history_totals_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHistoryTotals, ecpa_history_totals, ECPA, HISTORY_TOTALS, AdwBin)

void ecpa_history_totals_set_search (EcpaHistoryTotals *self,
                                     EcpaOrderSearch   *search);

G_END_DECLS
