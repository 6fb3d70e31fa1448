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
 * @windows: (element-type EcpaPlace): orders in windows of their own
 *
 * Where somebody was when the session was locked. In memory only, and nothing of the person but ids.
 */
typedef struct
{
  char      *page;
  double     scroll;
  char      *order_id;
  gboolean   electronic;
  gboolean   in_order;
  GPtrArray *windows;
} EcpaPlace;

EcpaPlace *ecpa_place_new  (const char *page);
void       ecpa_place_free (EcpaPlace  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaPlace, ecpa_place_free)

G_END_DECLS
