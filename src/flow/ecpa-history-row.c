/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-row.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaHistoryRow
{
  GObject           parent_instance;

  /* Owned */
  EcpaOrderSummary *summary;    /* nullable */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaHistoryRow, ecpa_history_row, G_TYPE_OBJECT)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_history_row_finalize (GObject *object)
{
  g_clear_object (&ECPA_HISTORY_ROW (object)->summary);

  G_OBJECT_CLASS (ecpa_history_row_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_history_row_class_init (EcpaHistoryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_history_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ecpa_history_row_init (EcpaHistoryRow *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_row_new:
 * @summary: (nullable): the order, where it is known already
 *
 * Returns: (transfer full): a row
 */
EcpaHistoryRow *
ecpa_history_row_new (EcpaOrderSummary *summary)
{
  EcpaHistoryRow *self = g_object_new (ECPA_TYPE_HISTORY_ROW, NULL);

  g_set_object (&self->summary, summary);

  return self;
}

/**
 * ecpa_history_row_get_summary:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the order; %NULL while it is being fetched and once the session has ended
 */
EcpaOrderSummary *
ecpa_history_row_get_summary (EcpaHistoryRow *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY_ROW (self), NULL);

  return self->summary;
}

/**
 * ecpa_history_row_set_summary:
 * @self: a row
 * @summary: (nullable): the order
 */
void
ecpa_history_row_set_summary (EcpaHistoryRow   *self,
                              EcpaOrderSummary *summary)
{
  g_return_if_fail (ECPA_IS_HISTORY_ROW (self));

  if (g_set_object (&self->summary, summary))
    g_signal_emit (self, signals[CHANGED], 0);
}
