/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-flow-private.h"
#include "ecpa-history-pages.h"
#include "ecpa-patience.h"

G_BEGIN_DECLS

struct _EcpaHistory
{
  GObject           parent_instance;

  /* Owned */
  EcpaScope        *scope;
  EcpaOrderQuery   *query;      /* what the person asks for */
  EcpaOrderQuery   *shown;      /* (nullable): what the rows are an answer to */
  EcpaHistoryPages *pages;
  GPtrArray        *requests;   /* of Request, borrowed: on their way */
  EcpaOrderSearch  *totals;     /* nullable */
  EcpaFault        *fault;      /* nullable */
  char             *revision;   /* nullable */
  guint             found;
  guint             typing;     /* source */
  guint             gathering;  /* source */
  guint             unsettled;
  gboolean          begun;
  gboolean          failed;     /* the query as such, not a page */
  gboolean          totals_due;
  gboolean          reload_due; /* something has changed since the query that is on its way */
  EcpaHistorySort   sort;
  EcpaPatience      patience;
};

void            _ecpa_history_start_query (EcpaHistory *self,
                                          gboolean     again);
EcpaOrderQuery *_ecpa_history_copy_query  (EcpaOrderQuery *query,
                                          guint           page);

G_END_DECLS
