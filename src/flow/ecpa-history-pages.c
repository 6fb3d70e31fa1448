/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-pages.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaHistoryPages
{
  GHashTable *places;           /* position -> Place */
  GHashTable *pages;            /* number -> GPtrArray of EcpaOrderSummary */
  GQueue      order;            /* of page numbers, the one used last first */
  guint64     serial;
};

/* A row that somebody holds. */
typedef struct
{
  EcpaHistoryPages *pages;
  EcpaHistoryRow   *row;        /* borrowed: told when it goes */
  guint             position;
  guint64           serial;     /* when it was asked for */
  gboolean          is_fresh;   /* it shows what the newest page of it says */
} Place;

typedef struct
{
  guint   page;
  guint64 serial;
} Wish;

/* Auxiliaries -------------------------------------------------------------- */

static GPtrArray *
use_page (EcpaHistoryPages *self,
          guint             page)
{
  gpointer key = GUINT_TO_POINTER (page);
  GPtrArray *summaries = g_hash_table_lookup (self->pages, key);

  if (summaries != NULL && g_queue_peek_head (&self->order) != key)
    {
      g_queue_remove (&self->order, key);
      g_queue_push_head (&self->order, key);
    }

  return summaries;
}

static void
fill (EcpaHistoryPages *self,
      Place            *place)
{
  GPtrArray *summaries = use_page (self, place->position / ECPA_HISTORY_PAGE);
  guint index = place->position % ECPA_HISTORY_PAGE;

  if (summaries == NULL || index >= summaries->len)
    return;

  place->is_fresh = TRUE;
  ecpa_history_row_set_summary (place->row, g_ptr_array_index (summaries, index));
}

static int
compare_wishes (gconstpointer a,
                gconstpointer b)
{
  guint64 one = ((const Wish *) a)->serial;
  guint64 other = ((const Wish *) b)->serial;

  return one == other ? 0 : one > other ? -1 : 1;
}

/* Callbacks ---------------------------------------------------------------- */

static void
row_gone_cb (gpointer  data,
             GObject  *row)
{
  Place *place = data;

  g_hash_table_remove (place->pages->places, GUINT_TO_POINTER (place->position));
  g_free (place);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_pages_new:
 *
 * Returns: (transfer full): no page and no row
 */
EcpaHistoryPages *
ecpa_history_pages_new (void)
{
  EcpaHistoryPages *self = g_new0 (EcpaHistoryPages, 1);

  self->places = g_hash_table_new (NULL, NULL);
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  return self;
}

/**
 * ecpa_history_pages_free:
 * @self: (transfer full): pages; rows that somebody holds stay as they are
 */
void
ecpa_history_pages_free (EcpaHistoryPages *self)
{
  ecpa_history_pages_detach (self, FALSE);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->pages);
  g_free (self);
}

/**
 * ecpa_history_pages_get_row:
 * @self: pages
 * @position: a row
 * @is_fresh: (out): whether it needs nothing
 *
 * Returns: (transfer full): the row; the same for as long as somebody holds it
 */
EcpaHistoryRow *
ecpa_history_pages_get_row (EcpaHistoryPages *self,
                            guint             position,
                            gboolean         *is_fresh)
{
  Place *place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (position));
  EcpaHistoryRow *row;

  if (place != NULL)
    {
      *is_fresh = place->is_fresh;
      return g_object_ref (place->row);
    }

  row = ecpa_history_row_new (NULL);
  place = g_new0 (Place, 1);
  place->pages = self;
  place->row = row;
  place->position = position;
  place->serial = self->serial++;
  g_hash_table_insert (self->places, GUINT_TO_POINTER (position), place);
  g_object_weak_ref (G_OBJECT (row), row_gone_cb, place);
  fill (self, place);
  *is_fresh = place->is_fresh;

  return row;
}

/**
 * ecpa_history_pages_peek:
 * @self: pages
 * @position: a row
 *
 * Returns: (transfer none) (nullable): what is known of it
 */
EcpaOrderSummary *
ecpa_history_pages_peek (EcpaHistoryPages *self,
                         guint             position)
{
  Place *place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (position));
  GPtrArray *summaries = use_page (self, position / ECPA_HISTORY_PAGE);
  guint index = position % ECPA_HISTORY_PAGE;

  if (summaries != NULL && index < summaries->len)
    return g_ptr_array_index (summaries, index);

  return place != NULL ? ecpa_history_row_get_summary (place->row) : NULL;
}

/**
 * ecpa_history_pages_put:
 * @self: pages
 * @page: its number
 * @items: its #EcpaOrderSummary
 *
 * Fills the rows of a page, and keeps it in place of the one that was not looked at for longest.
 */
void
ecpa_history_pages_put (EcpaHistoryPages *self,
                        guint             page,
                        GListModel       *items)
{
  guint n = g_list_model_get_n_items (items);
  GPtrArray *summaries = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (summaries, g_list_model_get_item (items, i));
  g_queue_remove (&self->order, GUINT_TO_POINTER (page));
  g_hash_table_insert (self->pages, GUINT_TO_POINTER (page), summaries);
  g_queue_push_head (&self->order, GUINT_TO_POINTER (page));
  while (self->order.length > ECPA_HISTORY_PAGES_KEPT)
    g_hash_table_remove (self->pages, g_queue_pop_tail (&self->order));

  for (guint i = 0; i < n; i++)
    {
      Place *place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (page * ECPA_HISTORY_PAGE + i));

      if (place != NULL)
        fill (self, place);
    }
}

/**
 * ecpa_history_pages_get_wanted:
 * @self: pages
 *
 * Returns: (transfer full) (element-type guint): the pages that rows wait for, the one asked for last first
 */
GArray *
ecpa_history_pages_get_wanted (EcpaHistoryPages *self)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  Place *place;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    {
      Wish wish = { place->position / ECPA_HISTORY_PAGE, place->serial };
      gboolean known = FALSE;

      for (guint i = 0; !place->is_fresh && !known && i < wishes->len; i++)
        {
          Wish *other = &g_array_index (wishes, Wish, i);

          known = other->page == wish.page;
          if (known)
            other->serial = MAX (other->serial, wish.serial);
        }
      if (!place->is_fresh && !known)
        g_array_append_val (wishes, wish);
    }
  g_array_sort (wishes, compare_wishes);
  for (guint i = 0; i < wishes->len; i++)
    g_array_append_val (wanted, g_array_index (wishes, Wish, i).page);

  return wanted;
}

/**
 * ecpa_history_pages_forget:
 * @self: pages
 *
 * What was fetched is of the past: all rows want to be filled anew, and show what they show until then.
 */
void
ecpa_history_pages_forget (EcpaHistoryPages *self)
{
  GHashTableIter iter;
  Place *place;

  g_hash_table_remove_all (self->pages);
  g_queue_clear (&self->order);
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    place->is_fresh = FALSE;
}

/**
 * ecpa_history_pages_detach:
 * @self: pages
 * @blank: whether the rows that somebody holds are to show nothing any more
 *
 * Forgets all pages and has nothing to do with the rows any more.
 */
void
ecpa_history_pages_detach (EcpaHistoryPages *self,
                           gboolean          blank)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  Place *place;

  ecpa_history_pages_forget (self);
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    {
      g_ptr_array_add (rows, g_object_ref (place->row));
      g_object_weak_unref (G_OBJECT (place->row), row_gone_cb, place);
      g_free (place);
    }
  g_hash_table_remove_all (self->places);
  for (guint i = 0; blank && i < rows->len; i++)
    ecpa_history_row_set_summary (g_ptr_array_index (rows, i), NULL);
}

/**
 * ecpa_history_pages_reuse:
 * @self: pages
 * @items: the #EcpaOrderSummary of the first page of something else
 * @total: how many rows there are of it
 *
 * Fills the rows that somebody holds with the answer to another query, in place: a list need not make its lines anew.
 * Those that are not on the first page are blank until they are fetched; those that are too many are let go of.
 */
void
ecpa_history_pages_reuse (EcpaHistoryPages *self,
                          GListModel       *items,
                          guint             total)
{
  g_autoptr (GPtrArray) later = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  Place *place;

  ecpa_history_pages_forget (self);
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    {
      if (place->position >= total)
        {
          g_object_weak_unref (G_OBJECT (place->row), row_gone_cb, place);
          g_hash_table_iter_steal (&iter);
          g_free (place);
        }
      else if (place->position >= ECPA_HISTORY_PAGE)
        g_ptr_array_add (later, g_object_ref (place->row));
    }
  ecpa_history_pages_put (self, 0, items);
  for (guint i = 0; i < later->len; i++)
    ecpa_history_row_set_summary (g_ptr_array_index (later, i), NULL);
}

/**
 * ecpa_history_pages_find_shift:
 * @self: pages
 * @page: the number of a page of a newer revision
 * @items: its #EcpaOrderSummary
 * @shift: (out): how much further down the orders of the rows are now
 *
 * Returns: whether one of the orders of the rows is on that page
 */
gboolean
ecpa_history_pages_find_shift (EcpaHistoryPages *self,
                               guint             page,
                               GListModel       *items,
                               int              *shift)
{
  g_autoptr (GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  Place *place;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &place))
    {
      EcpaOrderSummary *summary = ecpa_history_row_get_summary (place->row);

      if (summary != NULL)
        g_hash_table_insert (positions, summary->id, GUINT_TO_POINTER (place->position));
    }
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (EcpaOrderSummary) summary = g_list_model_get_item (items, i);
      gpointer position;

      if (g_hash_table_lookup_extended (positions, summary->id, NULL, &position))
        {
          *shift = (int) (page * ECPA_HISTORY_PAGE + i) - (int) GPOINTER_TO_UINT (position);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ecpa_history_pages_shift:
 * @self: pages, forgotten
 * @shift: how much further down the rows are now
 * @total: how many there are now
 *
 * Rows that fall off at either end are emptied and let go of.
 */
void
ecpa_history_pages_shift (EcpaHistoryPages *self,
                          int               shift,
                          guint             total)
{
  g_autoptr (GList) places = g_hash_table_get_values (self->places);

  g_hash_table_remove_all (self->places);
  for (GList *l = places; l != NULL; l = l->next)
    {
      Place *place = l->data;
      gint64 position = (gint64) place->position + shift;

      if (position >= 0 && position < total)
        {
          place->position = (guint) position;
          g_hash_table_insert (self->places, GUINT_TO_POINTER (place->position), place);
          continue;
        }
      g_object_weak_unref (G_OBJECT (place->row), row_gone_cb, place);
      g_free (place);
    }
}
