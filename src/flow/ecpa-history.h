/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-history-row.h"
#include "ecpa-order-item.h"

G_BEGIN_DECLS

/**
 * EcpaHistorySort:
 * @ECPA_HISTORY_NEWEST: by 發文日期, newest first
 * @ECPA_HISTORY_OLDEST: by 發文日期, oldest first
 * @ECPA_HISTORY_KIND: by 獎懲結果
 * @ECPA_HISTORY_AGENCY: by agency
 *
 * In which order the history is shown.
 */
typedef enum
{
  ECPA_HISTORY_NEWEST,
  ECPA_HISTORY_OLDEST,
  ECPA_HISTORY_KIND,
  ECPA_HISTORY_AGENCY,
} EcpaHistorySort;

#define ECPA_TYPE_HISTORY_SORT (ecpa_history_sort_get_type ())
GType ecpa_history_sort_get_type (void) G_GNUC_CONST;

/**
 * EcpaHistory:
 *
 * 個人歷年獎懲 (O3): what the backend finds for a query, as a GListModel of #EcpaHistoryRow that has all its rows at once
 * and fetches what is looked at, in pages. Rows are the same objects for as long as somebody holds them. Properties,
 * read-only, notifying (signal `replaced`: the rows are the answer to another query now):
 *
 * - `loading`: gboolean, the answer to a query is on its way; what was found before stays until then
 * - `slow`: gboolean, something takes longer than usual, and is still being waited for
 * - `fault`: (nullable) #EcpaFault: a query or a page did not come; nothing is asked until [method@History.retry]
 * - `found`: guint, the number of rows
 * - `totals`: (nullable) #EcpaOrderSearch with kinds and years (its items are none of this model's)
 * - `filtered`: gboolean, whether the query leaves anything out
 */
#define ECPA_TYPE_HISTORY (ecpa_history_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHistory, ecpa_history, ECPA, HISTORY, GObject)

/* Asks for the first time; nothing where it has asked already. */
void               ecpa_history_load          (EcpaHistory         *self);
/* Asks for everything again, in place. */
void               ecpa_history_reload        (EcpaHistory         *self);
void               ecpa_history_retry         (EcpaHistory         *self);
gboolean           ecpa_history_is_loading    (EcpaHistory         *self);
gboolean           ecpa_history_is_slow       (EcpaHistory         *self);
EcpaFault         *ecpa_history_get_fault     (EcpaHistory         *self);
EcpaOrderSearch   *ecpa_history_get_totals    (EcpaHistory         *self);

/* The query. Text is asked for a moment after it was last changed, all else at once. */
const char        *ecpa_history_get_text      (EcpaHistory         *self);
void               ecpa_history_set_text      (EcpaHistory         *self,
                                               const char          *text);
void               ecpa_history_search_now    (EcpaHistory         *self);
const char *const *ecpa_history_get_years     (EcpaHistory         *self);
void               ecpa_history_set_years     (EcpaHistory         *self,
                                               const char *const   *years);
const char *const *ecpa_history_get_kinds     (EcpaHistory         *self);
void               ecpa_history_set_kinds     (EcpaHistory         *self,
                                               const char *const   *kinds);
EcpaHistorySort    ecpa_history_get_sort      (EcpaHistory         *self);
void               ecpa_history_set_sort      (EcpaHistory         *self,
                                               EcpaHistorySort      sort);
gboolean           ecpa_history_is_filtered   (EcpaHistory         *self);
void               ecpa_history_clear_filters (EcpaHistory         *self);

/* (transfer full) (nullable): the order of a row, opened or not; %NULL where it has not been fetched */
EcpaOrderItem     *ecpa_history_get_order     (EcpaHistory         *self,
                                               guint                position);

/**
 * EcpaHistoryProgress:
 * @done: rows fetched
 * @total: rows there are
 * @user_data: what was given with it
 *
 * How far [method@History.collect_async] is.
 */
typedef void (*EcpaHistoryProgress) (guint    done,
                                     guint    total,
                                     gpointer user_data);

/* Every row of what was found, not only what has been looked at; for an export. */
void               ecpa_history_collect_async  (EcpaHistory         *self,
                                                EcpaHistoryProgress  progress,
                                                gpointer             progress_data,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GPtrArray         *ecpa_history_collect_finish (EcpaHistory         *self,
                                                GAsyncResult        *result,
                                                EcpaFault          **fault);

G_END_DECLS
