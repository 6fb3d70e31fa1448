/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-history.h"

/* An #EcpaHistory that does what the test says instead of asking a backend. Linked in place of the floor's own, beside
 * the order items of order-item-double.h. */
EcpaHistory      *history_double_new       (void);

/* One made-up order of a number of them: a paper one where the number is a multiple of three. */
EcpaOrderSummary *history_double_summary   (guint          number);

/* An answer: this many rows, with totals. */
void              history_double_answer    (EcpaHistory   *self,
                                            guint          n_rows);
/* The first rows have been fetched, the others are on their way. */
void              history_double_set_ready (EcpaHistory   *self,
                                            guint          n_rows);
void              history_double_set_state (EcpaHistory   *self,
                                            gboolean       loading,
                                            gboolean       slow,
                                            EcpaFaultCode  fault);
/* How often it was asked: for the first time, at once, again. */
guint             history_double_n_loads   (EcpaHistory   *self);
guint             history_double_n_nows    (EcpaHistory   *self);
guint             history_double_n_retries (EcpaHistory   *self);

/* An export that waits for the test. */
gboolean          history_double_collects  (EcpaHistory   *self);
void              history_double_progress  (EcpaHistory   *self,
                                            guint          done);
void              history_double_collected (EcpaHistory   *self,
                                            EcpaFaultCode  fault);
