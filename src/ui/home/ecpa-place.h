/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * EcpaPlace:
 * @page: the page of the inside
 * @scroll: how far the list is scrolled
 * @order_id: (nullable): the order beside it
 * @electronic: whether that is delivered on line
 * @in_order: whether the order is what is looked at, where there is room for one only
 * @history_text: (nullable): what the history is searched for; %NULL where nobody has been there
 * @history_years: (nullable): the years that it is narrowed to
 * @history_kinds: (nullable): the kinds
 * @history_sort: an #EcpaHistorySort
 * @history_order_id: (nullable): the order that is open in place of its list
 * @history_electronic: whether that is delivered on line
 * @windows: (element-type EcpaPlace): orders in windows of their own
 *
 * Where somebody was when the session was locked. In memory only, and nothing of the person but ids
 * and what they typed to find them.
 */
typedef struct
{
  char      *page;
  double     scroll;
  char      *order_id;
  gboolean   electronic;
  gboolean   in_order;
  char      *history_text;
  char     **history_years;
  char     **history_kinds;
  guint      history_sort;
  char      *history_order_id;
  gboolean   history_electronic;
  GPtrArray *windows;
} EcpaPlace;

EcpaPlace *ecpa_place_new  (const char *page);
void       ecpa_place_free (EcpaPlace  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaPlace, ecpa_place_free)

G_END_DECLS
