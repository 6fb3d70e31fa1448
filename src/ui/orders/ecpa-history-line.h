/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-history-row.h"

G_BEGIN_DECLS

/**
 * EcpaHistoryMark:
 * @ECPA_HISTORY_MARK_NONE: nothing is being chosen
 * @ECPA_HISTORY_MARK_OPEN: the order may be chosen
 * @ECPA_HISTORY_MARK_CHOSEN: it is
 *
 * What stands before a line.
 */
typedef enum
{
  ECPA_HISTORY_MARK_NONE,
  ECPA_HISTORY_MARK_OPEN,
  ECPA_HISTORY_MARK_CHOSEN,
} EcpaHistoryMark;

/**
 * EcpaHistoryLine:
 *
 * A row of the history on the screen. It draws its words itself, and only when it is seen: a list view keeps some two
 * hundred rows, and as many times five labels are too many for a list that follows each key. Wide, it is a line of
 * columns; narrow, three lines. Signals `clicked`, and `filled` when its row
 * shows another order.
 */
#define ECPA_TYPE_HISTORY_LINE (ecpa_history_line_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHistoryLine, ecpa_history_line, ECPA, HISTORY_LINE, GtkWidget)

GtkWidget  *ecpa_history_line_new          (void);
void        ecpa_history_line_set_row      (EcpaHistoryLine  *self,
                                            EcpaHistoryRow   *row);
void        ecpa_history_line_set_mark     (EcpaHistoryLine  *self,
                                            EcpaHistoryMark   mark);
const char *ecpa_history_line_get_order_id (EcpaHistoryLine  *self);
char       *ecpa_history_line_describe     (EcpaOrderSummary *summary,
                                            const char       *between);

G_END_DECLS
