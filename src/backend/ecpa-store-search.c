/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

#include "ecpa-search-words.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

/* A kind of order as the database has it. */
typedef struct
{
  char     *code;
  char     *name;
  char     *folded;
  gint64    points;
  gint64    found;
  gboolean  present; /* the person has some */
  gboolean  wanted;
} Kind;

/* A row that was found. */
typedef struct
{
  const char *id;
  const char *kind_code;
  const char *agency_name;
} Entry;

typedef struct
{
  EcpaStore      *store;
  gint64          person_id;
  EcpaOrderQuery *query;
  char          **words;
  GPtrArray      *kinds;  /* Kind, by code */
  GArray         *found;  /* Entry, newest first */
  GStringChunk   *texts;
  GHashTable     *years;  /* "2026" → how many */
} Search;

/* Auxiliaries -------------------------------------------------------------- */

static void
kind_free (gpointer data)
{
  Kind *kind = data;

  g_free (kind->code);
  g_free (kind->name);
  g_free (kind->folded);
  g_free (kind);
}

static void
search_clear (Search *search)
{
  g_strfreev (search->words);
  g_ptr_array_unref (search->kinds);
  g_array_unref (search->found);
  g_string_chunk_free (search->texts);
  g_hash_table_unref (search->years);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static char *
fold_order (const char *reason,
            const char *agency_name,
            const char *document_number)
{
  g_autofree char *text = g_strjoin ("\n", reason, agency_name, document_number, NULL);

  return ecpa_search_fold (text);
}

static gboolean
put_words (EcpaStore   *self,
           gint64       person_id,
           const char  *issued_on,
           const char  *order_id,
           const char  *words,
           GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE order_entries SET words = $4"
                                " WHERE person_id = $1 AND issued_on = $2 AND order_id = $3",
                                "isss", person_id, issued_on, order_id, words);
}

static gboolean
is_chosen (char       **choices,
           const char  *text,
           gsize        length)
{
  if (choices == NULL || *choices == NULL)
    return TRUE;
  for (char **p = choices; *p != NULL; p++)
    if (strlen (*p) == length && strncmp (*p, text, length) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
load_kinds (Search  *search,
            GError **error)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (search->store->database, error,
                                                   "SELECT code, name, points FROM order_kinds ORDER BY code", "");

  while (ecpa_rows_next (rows, NULL))
    {
      Kind *kind = g_new0 (Kind, 1);

      kind->code = ecpa_rows_dup_text (rows, 0);
      kind->name = ecpa_rows_dup_text (rows, 1);
      kind->folded = ecpa_search_fold (kind->name);
      kind->points = ecpa_rows_get_int (rows, 2);
      kind->wanted = is_chosen (search->query->kinds, kind->code, strlen (kind->code));
      g_ptr_array_add (search->kinds, kind);
    }

  return ecpa_rows_end (rows, error);
}

/* NULL where the table of kinds was written to by somebody who does not keep what refers to it */
static Kind *
find_kind (Search     *search,
           const char *code)
{
  for (guint i = 0; i < search->kinds->len; i++)
    {
      Kind *kind = g_ptr_array_index (search->kinds, i);

      if (strcmp (kind->code, code) == 0)
        return kind;
    }

  return NULL;
}

static gboolean
has_words (Search     *search,
           Kind       *kind,
           const char *text)
{
  for (char **word = search->words; *word != NULL; word++)
    if (strstr (text, *word) == NULL && strstr (kind->folded, *word) == NULL)
      return FALSE;

  return TRUE;
}

static void
count_year (Search     *search,
            const char *issued_on)
{
  char year[5] = "";
  guint *count;

  g_strlcpy (year, issued_on, sizeof year);
  count = g_hash_table_lookup (search->years, year);
  if (count == NULL)
    {
      count = g_new0 (guint, 1);
      g_hash_table_insert (search->years, g_strdup (year), count);
    }
  (*count)++;
}

/* A row: order_id, issued_on, kind_code, agency_name, words. */
static void
look_at (Search   *search,
         EcpaRows *rows)
{
  const char *issued_on = ecpa_rows_peek_text (rows, 1);
  Kind *kind = find_kind (search, ecpa_rows_peek_text (rows, 2));
  Entry entry;

  if (kind == NULL)
    return;
  count_year (search, issued_on);
  kind->present = TRUE;
  if (!kind->wanted || !is_chosen (search->query->years, issued_on, 4)
      || !has_words (search, kind, ecpa_rows_peek_text (rows, 4)))
    return;

  kind->found++;
  entry.id = g_string_chunk_insert (search->texts, ecpa_rows_peek_text (rows, 0));
  entry.kind_code = kind->code;
  entry.agency_name = g_string_chunk_insert_const (search->texts, ecpa_rows_peek_text (rows, 3));
  g_array_append_val (search->found, entry);
}

/* Looks at every row of the person, newest first. */
static gboolean
scan (Search  *search,
      GError **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (search->store->database, error,
                         "SELECT order_id, issued_on, kind_code, agency_name, words FROM order_entries"
                         " WHERE person_id = $1 ORDER BY issued_on DESC, order_id DESC",
                         "i", search->person_id);

  while (ecpa_rows_next (rows, NULL))
    look_at (search, rows);

  return ecpa_rows_end (rows, error);
}

static int
compare_kinds (gconstpointer a,
               gconstpointer b)
{
  return strcmp (((const Entry *) a)->kind_code, ((const Entry *) b)->kind_code);
}

static int
compare_agencies (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (((const Entry *) a)->agency_name, ((const Entry *) b)->agency_name);
}

static void
reverse (GArray *entries)
{
  for (guint i = 0, j = entries->len; i + 1 < j; i++)
    {
      Entry *one = &g_array_index (entries, Entry, i);
      Entry *other = &g_array_index (entries, Entry, --j);
      Entry kept = *one;

      *one = *other;
      *other = kept;
    }
}

/* They come newest first, and what compares alike stays so: g_array_sort() is stable. */
static void
sort_found (Search *search)
{
  gboolean by_kind = g_strcmp0 (search->query->sort, "kind") == 0;
  gboolean by_agency = g_strcmp0 (search->query->sort, "agency") == 0;
  gboolean by_day = !by_kind && !by_agency;

  /* Descending is ascending turned round, and the equal ones with it: hence before and after. */
  if (by_day ? search->query->ascending : !search->query->ascending)
    reverse (search->found);
  if (by_day)
    return;
  g_array_sort (search->found, by_kind ? compare_kinds : compare_agencies);
  if (!search->query->ascending)
    reverse (search->found);
}

static gboolean
read_page (Search   *search,
           GString  *items,
           GError  **error)
{
  guint first = (guint) MIN (search->query->offset, (gint64) search->found->len);
  guint end = first + (guint) MIN (search->query->limit, (gint64) (search->found->len - first));

  for (guint i = first; i < end; i++)
    {
      g_autoptr (EcpaRows) rows =
        ecpa_database_query (search->store->database, error,
                             "SELECT " ECPA_SUMMARY_COLUMNS " FROM orders o JOIN order_kinds k ON k.code = o.kind_code"
                             " WHERE o.id = $1 AND o.person_id = $2",
                             "si", g_array_index (search->found, Entry, i).id, search->person_id);

      if (rows == NULL || !ecpa_rows_next (rows, error))
        return FALSE;
      ecpa_rows_print_record (rows, ECPA_TYPE_ORDER_SUMMARY, items);
    }

  return TRUE;
}

static int
compare_years (gconstpointer a,
               gconstpointer b,
               gpointer      unused)
{
  return strcmp (((const EcpaYearCount *) b)->year, ((const EcpaYearCount *) a)->year);
}

static void
fill_totals (Search          *search,
             EcpaOrderSearch *answer)
{
  GHashTableIter iter;
  gpointer year, count;

  answer->has_totals = TRUE;
  for (guint i = 0; i < search->kinds->len; i++)
    {
      Kind *kind = g_ptr_array_index (search->kinds, i);
      g_autoptr (EcpaKindCount) item = g_object_new (ECPA_TYPE_KIND_COUNT, NULL);

      if (!kind->present)
        continue;
      item->kind_code = g_strdup (kind->code);
      item->kind_name = g_strdup (kind->name);
      item->points = ABS (kind->points);
      item->punishment = kind->points < 0;
      item->count = kind->found;
      g_list_store_append (answer->kinds, item);
    }

  g_hash_table_iter_init (&iter, search->years);
  while (g_hash_table_iter_next (&iter, &year, &count))
    {
      g_autoptr (EcpaYearCount) item = g_object_new (ECPA_TYPE_YEAR_COUNT, NULL);

      item->year = g_strdup (year);
      item->count = *(guint *) count;
      g_list_store_insert_sorted (answer->years, item, compare_years, NULL);
    }
}

/* Folds the text of orders that came since the last time. */
static gboolean
fold_orders (EcpaStore  *self,
             gint64      person_id,
             GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT o.id, o.issued_on, o.reason, o.agency_name, o.document_number FROM order_entries e"
                         " JOIN orders o ON o.id = e.order_id WHERE e.person_id = $1 AND e.words IS NULL",
                         "i", person_id);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (rows == NULL)
    return FALSE;
  while (ecpa_rows_next (rows, NULL))
    {
      char *row[] = { ecpa_rows_dup_text (rows, 0), ecpa_rows_dup_text (rows, 1),
                      fold_order (ecpa_rows_peek_text (rows, 2), ecpa_rows_peek_text (rows, 3),
                                  ecpa_rows_peek_text (rows, 4)),
                      NULL };

      g_ptr_array_add (found, g_memdup2 (row, sizeof row));
    }
  if (!ecpa_rows_end (rows, error))
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      char **row = g_ptr_array_index (found, i);

      if (!put_words (self, person_id, row[1], row[0], row[2], error))
        return FALSE;
    }

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_read_history:
 * @self: a store
 * @person_id: whose
 * @revision: (out): a number that changes with whatever changes in their orders
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_read_history (EcpaStore  *self,
                         gint64      person_id,
                         gint64     *revision,
                         GError    **error)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self->database, error,
                                                   "SELECT revision FROM histories WHERE person_id = $1", "i", person_id);

  *revision = 0;
  if (ecpa_rows_next (rows, NULL))
    *revision = ecpa_rows_get_int (rows, 0);

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_fold_order:
 * @self: a store
 * @person_id: whose
 * @order: an order that has just been written
 * @error: a #EcpaDatabaseError
 *
 * Makes the order's text ready to be looked in. An order without is made so by the first search after it.
 *
 * Returns: whether it is
 */
gboolean
ecpa_store_fold_order (EcpaStore  *self,
                       gint64      person_id,
                       EcpaOrder  *order,
                       GError    **error)
{
  g_autofree char *words = fold_order (order->reason, order->agency_name, order->document_number);

  return put_words (self, person_id, order->issued_on, order->id, words, error);
}

/**
 * ecpa_store_search_orders:
 * @self: a store
 * @person_id: whose
 * @query: what is looked for; its offset and limit are numbers that make sense
 * @items: (out caller-allocates): an empty string, for the rows found as ecpa_record_print_with() wants them
 * @error: a #EcpaDatabaseError
 *
 * Looks through a person's orders. Every word has to stand in reason, kind, agency or document number; full-width
 * letters, capitals and 台 are the same as their likes. Nothing in the text is a pattern.
 *
 * Returns: (transfer full) (nullable): what was found, without its rows
 */
EcpaOrderSearch *
ecpa_store_search_orders (EcpaStore       *self,
                          gint64           person_id,
                          EcpaOrderQuery  *query,
                          GString         *items,
                          GError         **error)
{
  g_auto (Search) search = {
    .store = self,
    .person_id = person_id,
    .query = query,
    .words = ecpa_search_split (query->text),
    .kinds = g_ptr_array_new_with_free_func (kind_free),
    .found = g_array_new (FALSE, FALSE, sizeof (Entry)),
    .texts = g_string_chunk_new (4096),
    .years = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
  g_autoptr (EcpaOrderSearch) answer = g_object_new (ECPA_TYPE_ORDER_SEARCH, NULL);
  gint64 revision;

  if (!fold_orders (self, person_id, error) || !load_kinds (&search, error) || !scan (&search, error))
    return NULL;

  sort_found (&search);
  answer->offset = query->offset;
  answer->total = search.found->len;
  if (!read_page (&search, items, error) || !ecpa_store_read_history (self, person_id, &revision, error))
    return NULL;
  answer->revision = g_strdup_printf ("%" G_GINT64_FORMAT, revision);
  if (query->totals)
    fill_totals (&search, answer);

  return g_steal_pointer (&answer);
}
