/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-place.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_place_new:
 * @page: the page of the inside
 *
 * Returns: (transfer full): a place with nothing open
 */
EcpaPlace *
ecpa_place_new (const char *page)
{
  EcpaPlace *self = g_new0 (EcpaPlace, 1);

  self->page = g_strdup (page != NULL ? page : "");
  self->windows = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_place_free);

  return self;
}

/**
 * ecpa_place_free:
 * @self: (transfer full): a place
 */
void
ecpa_place_free (EcpaPlace *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->page);
  g_free (self->order_id);
  g_free (self->history_text);
  g_strfreev (self->history_years);
  g_strfreev (self->history_kinds);
  g_free (self->history_order_id);
  g_ptr_array_unref (self->windows);
  g_free (self);
}
