/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-private.h"

/* How long typing has to rest before it is asked for. */
#define TYPING_MS 150

/* Types -------------------------------------------------------------------- */

G_DEFINE_ENUM_TYPE (EcpaHistorySort, ecpa_history_sort,
                    G_DEFINE_ENUM_VALUE (ECPA_HISTORY_NEWEST, "newest"),
                    G_DEFINE_ENUM_VALUE (ECPA_HISTORY_OLDEST, "oldest"),
                    G_DEFINE_ENUM_VALUE (ECPA_HISTORY_KIND, "kind"),
                    G_DEFINE_ENUM_VALUE (ECPA_HISTORY_AGENCY, "agency"))

/* Callbacks ---------------------------------------------------------------- */

static gboolean
typing_rested_cb (gpointer data)
{
  EcpaHistory *self = data;

  self->typing = 0;
  _ecpa_history_start_query (self, FALSE);

  return G_SOURCE_REMOVE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_get_text:
 * @self: a history
 *
 * Returns: (transfer none): what is looked for; may be empty
 */
const char *
ecpa_history_get_text (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), "");

  return self->query->text != NULL ? self->query->text : "";
}

/**
 * ecpa_history_set_text:
 * @self: a history
 * @text: (nullable): what is looked for in reason, kind, agency and number, of which %ECPA_ORDER_QUERY_MAX_TEXT characters
 *   count; asked for once it rests
 */
void
ecpa_history_set_text (EcpaHistory *self,
                       const char  *text)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (ECPA_IS_HISTORY (self));

  stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  if (g_utf8_strlen (stripped, -1) > ECPA_ORDER_QUERY_MAX_TEXT)
    *g_utf8_offset_to_pointer (stripped, ECPA_ORDER_QUERY_MAX_TEXT) = '\0';
  if (g_strcmp0 (stripped, ecpa_history_get_text (self)) == 0 || !ecpa_scope_is_alive (self->scope))
    return;

  g_object_set (self->query, "text", *stripped != '\0' ? stripped : NULL, NULL);
  g_clear_handle_id (&self->typing, g_source_remove);
  self->typing = g_timeout_add (TYPING_MS, typing_rested_cb, self);
}

/**
 * ecpa_history_search_now:
 * @self: a history
 *
 * Asks for the text at once.
 */
void
ecpa_history_search_now (EcpaHistory *self)
{
  g_return_if_fail (ECPA_IS_HISTORY (self));

  if (self->typing != 0)
    _ecpa_history_start_query (self, FALSE);
}

/**
 * ecpa_history_get_years:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): the years that are asked for; %NULL for all
 */
const char *const *
ecpa_history_get_years (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), NULL);

  return (const char *const *) self->query->years;
}

/**
 * ecpa_history_set_years:
 * @self: a history
 * @years: (nullable): `YYYY`, any of them; %NULL or empty for all
 */
void
ecpa_history_set_years (EcpaHistory       *self,
                        const char *const *years)
{
  g_return_if_fail (ECPA_IS_HISTORY (self));

  g_object_set (self->query, "years", years != NULL && years[0] != NULL ? years : NULL, NULL);
  _ecpa_history_start_query (self, FALSE);
}

/**
 * ecpa_history_get_kinds:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): the kinds that are asked for; %NULL for all
 */
const char *const *
ecpa_history_get_kinds (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), NULL);

  return (const char *const *) self->query->kinds;
}

/**
 * ecpa_history_set_kinds:
 * @self: a history
 * @kinds: (nullable): 獎懲結果 codes, any of them; %NULL or empty for all
 */
void
ecpa_history_set_kinds (EcpaHistory       *self,
                        const char *const *kinds)
{
  g_return_if_fail (ECPA_IS_HISTORY (self));

  g_object_set (self->query, "kinds", kinds != NULL && kinds[0] != NULL ? kinds : NULL, NULL);
  _ecpa_history_start_query (self, FALSE);
}

/**
 * ecpa_history_get_sort:
 * @self: a history
 *
 * Returns: in which order it is
 */
EcpaHistorySort
ecpa_history_get_sort (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), ECPA_HISTORY_NEWEST);

  return self->sort;
}

/**
 * ecpa_history_set_sort:
 * @self: a history
 * @sort: in which order it shall be
 */
void
ecpa_history_set_sort (EcpaHistory     *self,
                       EcpaHistorySort  sort)
{
  static const char *const names[] = { NULL, "issued-on", "kind", "agency" };

  g_return_if_fail (ECPA_IS_HISTORY (self));
  g_return_if_fail (sort < G_N_ELEMENTS (names));

  self->sort = sort;
  g_object_set (self->query, "sort", names[sort], "ascending", sort != ECPA_HISTORY_NEWEST, NULL);
  _ecpa_history_start_query (self, FALSE);
}

/**
 * ecpa_history_is_filtered:
 * @self: a history
 *
 * Returns: whether the query leaves anything out
 */
gboolean
ecpa_history_is_filtered (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), FALSE);

  return self->query->text != NULL || self->query->years != NULL || self->query->kinds != NULL;
}

/**
 * ecpa_history_clear_filters:
 * @self: a history
 *
 * Everything again, in the order in which it is.
 */
void
ecpa_history_clear_filters (EcpaHistory *self)
{
  g_return_if_fail (ECPA_IS_HISTORY (self));

  g_object_set (self->query, "text", NULL, "years", NULL, "kinds", NULL, NULL);
  _ecpa_history_start_query (self, FALSE);
}
