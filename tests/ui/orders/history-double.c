/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "history-double.h"

#include "ecpa-flow-private.h"
#include "order-fixtures.h"
#include "order-item-double.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaHistory
{
  GObject              parent_instance;

  GPtrArray           *rows;
  GHashTable          *items;           /* id -> EcpaOrderItem */
  EcpaOrderSearch     *totals;
  EcpaFault           *fault;
  char                *text;
  char               **years;
  char               **kinds;
  EcpaHistorySort      sort;
  gboolean             loading;
  gboolean             slow;
  guint                n_loads;
  guint                n_nows;
  guint                n_retries;

  GTask               *collecting;
  EcpaHistoryProgress  progress;
  gpointer             progress_data;
};

enum
{
  PROP_LOADING = 1,
  PROP_SLOW,
  PROP_FAULT,
  PROP_FOUND,
  PROP_TOTALS,
  PROP_FILTERED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_ENUM_TYPE (EcpaHistorySort, ecpa_history_sort, G_DEFINE_ENUM_VALUE (ECPA_HISTORY_NEWEST, "newest"))
G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaHistory, ecpa_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Auxiliaries -------------------------------------------------------------- */

static void
notify_all (EcpaHistory *self)
{
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
add_year (EcpaOrderSearch *search,
          const char      *year,
          gint64           count)
{
  g_autoptr (EcpaYearCount) one = g_object_new (ECPA_TYPE_YEAR_COUNT, "year", year, "count", count, NULL);

  g_list_store_append (search->years, one);
}

static void
add_kind (EcpaOrderSearch *search,
          const char      *code,
          const char      *name,
          gint64           points,
          gboolean         punishment,
          gint64           count)
{
  g_autoptr (EcpaKindCount) one = g_object_new (ECPA_TYPE_KIND_COUNT, "kind-code", code, "kind-name", name,
                                                "points", points, "punishment", punishment, "count", count, NULL);

  g_list_store_append (search->kinds, one);
}

/* Overrides ---------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return ECPA_TYPE_HISTORY_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return ECPA_HISTORY (model)->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  EcpaHistory *self = ECPA_HISTORY (model);

  return position < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
ecpa_history_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  g_value_set_int (value, 0);
}

static void
ecpa_history_finalize (GObject *object)
{
  EcpaHistory *self = ECPA_HISTORY (object);

  g_assert_null (self->collecting);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->items);
  g_clear_object (&self->totals);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_free (self->text);
  g_strfreev (self->years);
  g_strfreev (self->kinds);

  G_OBJECT_CLASS (ecpa_history_parent_class)->finalize (object);
}

static void
ecpa_history_class_init (EcpaHistoryClass *klass)
{
  static const char *const names[] = { NULL, "loading", "slow", "fault", "found", "totals", "filtered" };

  G_OBJECT_CLASS (klass)->get_property = ecpa_history_get_property;
  G_OBJECT_CLASS (klass)->finalize = ecpa_history_finalize;
  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_int (names[i], NULL, NULL, 0, 1, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ecpa_history_init (EcpaHistory *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->text = g_strdup ("");
  self->years = g_new0 (char *, 1);
  self->kinds = g_new0 (char *, 1);
}

/* What the user interface sees --------------------------------------------- */

void
ecpa_history_load (EcpaHistory *self)
{
  self->n_loads++;
}

void
ecpa_history_reload (EcpaHistory *self)
{
  g_assert_not_reached ();
}

void
ecpa_history_retry (EcpaHistory *self)
{
  self->n_retries++;
}

gboolean
ecpa_history_is_loading (EcpaHistory *self)
{
  return self->loading;
}

gboolean
ecpa_history_is_slow (EcpaHistory *self)
{
  return self->slow;
}

EcpaFault *
ecpa_history_get_fault (EcpaHistory *self)
{
  return self->fault;
}

EcpaOrderSearch *
ecpa_history_get_totals (EcpaHistory *self)
{
  return self->totals;
}

const char *
ecpa_history_get_text (EcpaHistory *self)
{
  return self->text;
}

void
ecpa_history_set_text (EcpaHistory *self,
                       const char  *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_free (self->text);
  self->text = g_steal_pointer (&stripped);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTERED]);
}

void
ecpa_history_search_now (EcpaHistory *self)
{
  self->n_nows++;
}

const char *const *
ecpa_history_get_years (EcpaHistory *self)
{
  return (const char *const *) self->years;
}

void
ecpa_history_set_years (EcpaHistory       *self,
                        const char *const *years)
{
  char **copy = g_strdupv ((char **) years);

  g_strfreev (self->years);
  self->years = copy != NULL ? copy : g_new0 (char *, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTERED]);
}

const char *const *
ecpa_history_get_kinds (EcpaHistory *self)
{
  return (const char *const *) self->kinds;
}

void
ecpa_history_set_kinds (EcpaHistory       *self,
                        const char *const *kinds)
{
  char **copy = g_strdupv ((char **) kinds);

  g_strfreev (self->kinds);
  self->kinds = copy != NULL ? copy : g_new0 (char *, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTERED]);
}

EcpaHistorySort
ecpa_history_get_sort (EcpaHistory *self)
{
  return self->sort;
}

void
ecpa_history_set_sort (EcpaHistory     *self,
                       EcpaHistorySort  sort)
{
  self->sort = sort;
}

gboolean
ecpa_history_is_filtered (EcpaHistory *self)
{
  return *self->text != '\0' || *self->years != NULL || *self->kinds != NULL;
}

void
ecpa_history_clear_filters (EcpaHistory *self)
{
  ecpa_history_set_text (self, "");
  ecpa_history_set_years (self, NULL);
  ecpa_history_set_kinds (self, NULL);
}

EcpaOrderItem *
ecpa_history_get_order (EcpaHistory *self,
                        guint        position)
{
  EcpaHistoryRow *row = position < self->rows->len ? g_ptr_array_index (self->rows, position) : NULL;
  EcpaOrderSummary *summary = row != NULL ? ecpa_history_row_get_summary (row) : NULL;
  EcpaOrderItem *item;

  if (summary == NULL)
    return NULL;

  item = g_hash_table_lookup (self->items, summary->id);
  if (item == NULL)
    {
      g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_ORDINARY);

      item = order_item_double_new (order);
      order_item_double_take_summary (item, summary);
      g_hash_table_insert (self->items, g_strdup (summary->id), item);
    }

  return g_object_ref (item);
}

void
ecpa_history_collect_async (EcpaHistory         *self,
                            EcpaHistoryProgress  progress,
                            gpointer             progress_data,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_assert_null (self->collecting);
  self->collecting = g_task_new (self, cancellable, callback, user_data);
  self->progress = progress;
  self->progress_data = progress_data;
}

GPtrArray *
ecpa_history_collect_finish (EcpaHistory   *self,
                             GAsyncResult  *result,
                             EcpaFault    **fault)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *summaries = g_task_propagate_pointer (G_TASK (result), &error);

  *fault = NULL;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    *fault = ecpa_fault_new (error->code, error->message);

  return summaries;
}

/* What the floor's other objects need, so that its own file stays out of the link. */
EcpaHistory *
ecpa_history_new (EcpaScope *scope)
{
  g_assert_not_reached ();
}

/* What the test says ------------------------------------------------------- */

EcpaHistory *
history_double_new (void)
{
  return g_object_new (ECPA_TYPE_HISTORY, NULL);
}

EcpaOrderSummary *
history_double_summary (guint number)
{
  g_autofree char *id = g_strdup_printf ("order-%u", number);
  g_autofree char *reason = g_strdup_printf ("辦理第%u件業務，工作得力", number);
  g_autofree char *issued_on = g_strdup_printf ("%u-%02u-11", 2026 - number / 12, 12 - number % 12);
  g_autofree char *letter = g_strdup_printf ("府人考字第%06u號", number);

  return g_object_new (ECPA_TYPE_ORDER_SUMMARY, "id", id, "kind-code", "4001", "kind-name", "嘉獎一次",
                       "agency-name", "臺北市政府", "issued-on", issued_on, "document-number", letter,
                       "reason", reason, "electronic", number % 3 != 0, NULL);
}

void
history_double_answer (EcpaHistory *self,
                       guint        n_rows)
{
  guint n_before = self->rows->len;

  g_clear_object (&self->totals);
  self->totals = g_object_new (ECPA_TYPE_ORDER_SEARCH, "total", (gint64) n_rows, "has-totals", TRUE, NULL);
  if (self->totals->years == NULL)
    self->totals->years = g_list_store_new (ECPA_TYPE_YEAR_COUNT);
  if (self->totals->kinds == NULL)
    self->totals->kinds = g_list_store_new (ECPA_TYPE_KIND_COUNT);
  add_year (self->totals, "2026", 12);
  add_year (self->totals, "2025", 3);
  add_kind (self->totals, "4001", "嘉獎一次", 1, FALSE, n_rows);
  add_kind (self->totals, "5001", "申誡一次", 1, TRUE, 0);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (self->rows, ecpa_history_row_new (NULL));
  self->loading = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, n_rows);
  notify_all (self);
}

void
history_double_set_ready (EcpaHistory *self,
                          guint        n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (EcpaOrderSummary) summary = history_double_summary (i);

      ecpa_history_row_set_summary (g_ptr_array_index (self->rows, i), summary);
    }
}

void
history_double_set_state (EcpaHistory   *self,
                          gboolean       loading,
                          gboolean       slow,
                          EcpaFaultCode  fault)
{
  self->loading = loading;
  self->slow = slow;
  g_clear_pointer (&self->fault, ecpa_fault_free);
  if (fault != ECPA_FAULT_NONE)
    self->fault = ecpa_fault_new (fault, "said by the test");
  notify_all (self);
}

guint
history_double_n_loads (EcpaHistory *self)
{
  return self->n_loads;
}

guint
history_double_n_nows (EcpaHistory *self)
{
  return self->n_nows;
}

guint
history_double_n_retries (EcpaHistory *self)
{
  return self->n_retries;
}

gboolean
history_double_collects (EcpaHistory *self)
{
  return self->collecting != NULL;
}

void
history_double_progress (EcpaHistory *self,
                         guint        done)
{
  self->progress (done, self->rows->len, self->progress_data);
}

void
history_double_collected (EcpaHistory   *self,
                          EcpaFaultCode  fault)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->collecting);
  GPtrArray *summaries;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (fault != ECPA_FAULT_NONE)
    {
      g_task_return_new_error (task, g_quark_from_static_string ("test"), (int) fault, "said by the test");
      return;
    }

  summaries = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (summaries, history_double_summary (i));
  g_task_return_pointer (task, summaries, (GDestroyNotify) g_ptr_array_unref);
}
