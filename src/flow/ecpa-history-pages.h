/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-history-row.h"

G_BEGIN_DECLS

/* Rows a page, and pages that are kept although nobody looks at them. */
#define ECPA_HISTORY_PAGE 100
#define ECPA_HISTORY_PAGES_KEPT 30

/**
 * EcpaHistoryPages:
 *
 * The rows of a history that somebody holds, and the pages that were fetched last. UI thread.
 */
typedef struct _EcpaHistoryPages EcpaHistoryPages;

EcpaHistoryPages *ecpa_history_pages_new        (void);
void              ecpa_history_pages_free       (EcpaHistoryPages *self);
EcpaHistoryRow   *ecpa_history_pages_get_row    (EcpaHistoryPages *self,
                                                 guint             position,
                                                 gboolean         *is_fresh);
EcpaOrderSummary *ecpa_history_pages_peek       (EcpaHistoryPages *self,
                                                 guint             position);
void              ecpa_history_pages_put        (EcpaHistoryPages *self,
                                                 guint             page,
                                                 GListModel       *items);
GArray           *ecpa_history_pages_get_wanted (EcpaHistoryPages *self);
void              ecpa_history_pages_forget     (EcpaHistoryPages *self);
void              ecpa_history_pages_detach     (EcpaHistoryPages *self,
                                                 gboolean          blank);
void              ecpa_history_pages_reuse      (EcpaHistoryPages *self,
                                                 GListModel       *items,
                                                 guint             total);
gboolean          ecpa_history_pages_find_shift (EcpaHistoryPages *self,
                                                 guint             page,
                                                 GListModel       *items,
                                                 int              *shift);
void              ecpa_history_pages_shift      (EcpaHistoryPages *self,
                                                 int               shift,
                                                 guint             total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaHistoryPages, ecpa_history_pages_free)

G_END_DECLS
