/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-private.h"

#include "ecpa-services-insides.h"

/* Requests at a time; how long rows are gathered before their pages are asked for. */
#define N_REQUESTS 3
#define GATHER_MS 20
/* Answers of different revisions in a row after which they are taken as they come. */
#define UNSETTLED 5

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaHistory    *history;
  EcpaOrderQuery *query;
  GCancellable   *cancellable;
  guint           page;
  gboolean        first;        /* of a query: what it finds replaces what is there */
} Request;

enum
{
  PROP_LOADING = 1,
  PROP_SLOW,
  PROP_FAULT,
  PROP_FOUND,
  PROP_TOTALS,
  PROP_FILTERED,
  N_PROPS
};

enum
{
  REPLACED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void ecpa_history_list_model_init (GListModelInterface *iface);
static void request_page (EcpaHistory *self, EcpaOrderQuery *criteria, guint page, gboolean first);

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaHistory, ecpa_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ecpa_history_list_model_init))

/* Auxiliaries -------------------------------------------------------------- */

static void
notify (EcpaHistory *self,
        guint        id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/* Takes @fault. */
static void
set_fault (EcpaHistory *self,
           EcpaFault   *fault)
{
  g_autoptr (EcpaFault) old = self->fault;

  self->fault = fault;
  if (old != NULL || fault != NULL)
    notify (self, PROP_FAULT);
}

static void
set_totals (EcpaHistory     *self,
            EcpaOrderSearch *totals)
{
  if (g_set_object (&self->totals, totals))
    notify (self, PROP_TOTALS);
}

static void
set_found (EcpaHistory *self,
           guint        found)
{
  if (self->found == found)
    return;

  self->found = found;
  notify (self, PROP_FOUND);
}

static gboolean
is_same_strv (char **one,
              char **other)
{
  static char *none[] = { NULL };

  return g_strv_equal ((const char *const *) (one != NULL ? one : none),
                       (const char *const *) (other != NULL ? other : none));
}

static gboolean
is_same_query (EcpaOrderQuery *one,
               EcpaOrderQuery *other)
{
  return g_strcmp0 (one->text, other->text) == 0 && is_same_strv (one->years, other->years)
         && is_same_strv (one->kinds, other->kinds) && g_strcmp0 (one->sort, other->sort) == 0
         && one->ascending == other->ascending;
}

static EcpaOrderQuery *
copy_query (EcpaOrderQuery *query,
            guint           page,
            gboolean        totals)
{
  return g_object_new (ECPA_TYPE_ORDER_QUERY, "text", query->text, "years", query->years, "kinds", query->kinds,
                       "sort", query->sort, "ascending", query->ascending,
                       "offset", (gint64) page * ECPA_HISTORY_PAGE, "limit", (gint64) ECPA_HISTORY_PAGE,
                       "totals", totals, NULL);
}

static Request *
find_first (EcpaHistory *self)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      Request *request = g_ptr_array_index (self->requests, i);

      if (request->first)
        return request;
    }

  return NULL;
}

static void
sync_waiting (EcpaHistory *self)
{
  ecpa_patience_set_waiting (&self->patience, G_OBJECT (self), properties[PROP_SLOW], self->requests->len > 0);
}

/* It answers all the same, and is not known any more then. */
static void
cancel_requests (EcpaHistory *self)
{
  g_autoptr (GPtrArray) requests = self->requests;

  self->requests = g_ptr_array_new ();
  for (guint i = 0; i < requests->len; i++)
    g_cancellable_cancel (((Request *) g_ptr_array_index (requests, i))->cancellable);
}

static void
request_free (Request *request)
{
  g_object_unref (request->history);
  g_object_unref (request->query);
  g_object_unref (request->cancellable);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* Fetching ----------------------------------------------------------------- */

static Request *
find_page (EcpaHistory *self,
           guint        page)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      Request *request = g_ptr_array_index (self->requests, i);

      if (request->page == page)
        return request;
    }

  return NULL;
}

static gboolean
has_page (GArray *pages,
          guint   page)
{
  for (guint i = 0; i < pages->len; i++)
    if (g_array_index (pages, guint, i) == page)
      return TRUE;

  return FALSE;
}

/* Nobody looks at it any more: it makes room for what somebody does. */
static gboolean
cancel_unwanted (EcpaHistory *self,
                 GArray      *wanted)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      Request *request = g_ptr_array_index (self->requests, i);

      if (has_page (wanted, request->page))
        continue;
      g_ptr_array_remove_index_fast (self->requests, i);
      g_cancellable_cancel (request->cancellable);
      return TRUE;
    }

  return FALSE;
}

static void
fetch_wanted (EcpaHistory *self)
{
  g_autoptr (GArray) wanted = NULL;

  if (!ecpa_scope_is_alive (self->scope) || self->fault != NULL || self->shown == NULL || find_first (self) != NULL)
    return;

  wanted = ecpa_history_pages_get_wanted (self->pages);
  for (guint i = 0; i < wanted->len; i++)
    {
      guint page = g_array_index (wanted, guint, i);

      if (find_page (self, page) != NULL)
        continue;
      if (self->requests->len >= N_REQUESTS && !cancel_unwanted (self, wanted))
        return;
      request_page (self, self->shown, page, FALSE);
    }
}

static gboolean
gathered_cb (gpointer data)
{
  EcpaHistory *self = data;

  self->gathering = 0;
  fetch_wanted (self);

  return G_SOURCE_REMOVE;
}

static void
gather (EcpaHistory *self)
{
  if (self->gathering == 0 && self->fault == NULL)
    self->gathering = g_timeout_add (GATHER_MS, gathered_cb, self);
}

/* Answers ------------------------------------------------------------------ */

/* What a first page finds replaces what all rows show; the rows themselves stay, as far as there are as many, because
 * a list that is given others makes some two hundred lines anew, at every key of a search. */
static void
replace_rows (EcpaHistory     *self,
              Request         *request,
              EcpaOrderSearch *search)
{
  guint before = self->found;
  guint found = (guint) search->total;
  guint common = MIN (before, found);
  gboolean is_other = self->shown == NULL || !is_same_query (self->shown, request->query);

  g_set_object (&self->shown, request->query);
  g_free (self->revision);
  self->revision = g_strdup (search->revision);
  self->unsettled = 0;
  ecpa_history_pages_reuse (self->pages, G_LIST_MODEL (search->items), found);

  g_object_freeze_notify (G_OBJECT (self));
  set_found (self, found);
  if (before != found)
    g_list_model_items_changed (G_LIST_MODEL (self), common, before - common, found - common);
  g_object_thaw_notify (G_OBJECT (self));
  if (is_other)
    g_signal_emit (self, signals[REPLACED], 0);
}

/* Something in the person's history has changed meanwhile. Rows stay where the person sees them: what came in or went
 * away before them is inserted there, anything else at the end, and all are filled anew. */
static void
take_revision (EcpaHistory     *self,
               guint            page,
               EcpaOrderSearch *search)
{
  guint before = self->found;
  guint found = (guint) search->total;
  int change = (int) found - (int) before;
  int shift = 0;

  g_free (self->revision);
  self->revision = g_strdup (search->revision);
  if (++self->unsettled < UNSETTLED)
    {
      cancel_requests (self);
      /* What cannot be told from this page is guessed: orders come in as the newest. */
      if (!ecpa_history_pages_find_shift (self->pages, page, G_LIST_MODEL (search->items), &shift)
          && self->shown->sort == NULL)
        shift = change;
      if (shift != change)
        shift = 0;
      ecpa_history_pages_forget (self->pages);
    }
  self->totals_due = TRUE;
  if (change == 0)
    return;

  ecpa_history_pages_shift (self->pages, shift, found);
  set_found (self, found);
  g_list_model_items_changed (G_LIST_MODEL (self), shift != 0 ? 0 : MIN (before, found),
                              (guint) MAX (-change, 0), (guint) MAX (change, 0));
}

static gboolean
is_whole (Request         *request,
          EcpaOrderSearch *search)
{
  gint64 offset = (gint64) request->page * ECPA_HISTORY_PAGE;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (search->items));

  return search->total >= 0 && search->total <= G_MAXINT && search->offset == offset
         && n == CLAMP (search->total - offset, 0, ECPA_HISTORY_PAGE);
}

static void
take_page (EcpaHistory     *self,
           Request         *request,
           EcpaOrderSearch *search)
{
  if (request->first)
    replace_rows (self, request, search);
  else
    {
      if (g_strcmp0 (self->revision, search->revision) != 0)
        take_revision (self, request->page, search);
      else
        self->unsettled = 0;
      ecpa_history_pages_put (self->pages, request->page, G_LIST_MODEL (search->items));
    }
  if (search->has_totals)
    {
      self->totals_due = FALSE;
      set_totals (self, search);
    }
}

/* Takes @fault. A query that fails leaves nothing on the screen that is an answer to another one. */
static void
take_fault (EcpaHistory *self,
            Request     *request,
            EcpaFault   *fault)
{
  guint before = self->found;

  cancel_requests (self);
  if (request->first && !(self->shown != NULL && is_same_query (self->shown, request->query)))
    {
      g_clear_object (&self->shown);
      ecpa_history_pages_detach (self->pages, FALSE);
      set_found (self, 0);
      if (before > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
    }
  self->failed = request->first;
  set_fault (self, fault);
}

static void
search_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (Request) request = user_data;
  EcpaHistory *self = request->history;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaOrderSearch) search = ecpa_order_service_search_finish (ECPA_ORDER_SERVICE (source), result, &error);
  EcpaFault *fault = NULL;

  /* Another has taken its place, or the session has ended. */
  if (!g_ptr_array_remove_fast (self->requests, request) || !ecpa_scope_is_alive (self->scope))
    return;

  sync_waiting (self);
  if (search == NULL)
    fault = ecpa_scope_take_error (self->scope, g_steal_pointer (&error));
  else if (!is_whole (request, search))
    fault = ecpa_fault_new (ECPA_FAULT_BAD_ANSWER, "A page of the history is not what was asked for");
  else
    take_page (self, request, search);
  if (fault != NULL)
    take_fault (self, request, fault);
  if (!ecpa_scope_is_alive (self->scope))
    return;
  if (request->first)
    notify (self, PROP_LOADING);
  if (request->first && self->reload_due && self->fault == NULL)
    ecpa_history_reload (self);
  fetch_wanted (self);
  sync_waiting (self);
}

static void
request_page (EcpaHistory    *self,
              EcpaOrderQuery *criteria,
              guint           page,
              gboolean        first)
{
  EcpaServices *services = ecpa_scope_get_services (self->scope);
  Request *request = g_new0 (Request, 1);

  request->history = g_object_ref (self);
  request->query = copy_query (criteria, page, first || self->totals_due);
  request->cancellable = g_cancellable_new ();
  request->page = page;
  request->first = first;
  self->reload_due = self->reload_due && !first;
  if (request->query->totals)
    self->totals_due = FALSE;
  g_ptr_array_add (self->requests, request);
  sync_waiting (self);
  ecpa_order_service_search_async (ecpa_services_get_orders (services), request->query, request->cancellable,
                                   search_answered_cb, request);
}

/* The list ----------------------------------------------------------------- */

static GType
ecpa_history_get_item_type (GListModel *model)
{
  return ECPA_TYPE_HISTORY_ROW;
}

static guint
ecpa_history_get_n_items (GListModel *model)
{
  return ECPA_HISTORY (model)->found;
}

static gpointer
ecpa_history_get_item (GListModel *model,
                       guint       position)
{
  EcpaHistory *self = ECPA_HISTORY (model);
  EcpaHistoryRow *row;
  gboolean is_fresh;

  if (position >= self->found)
    return NULL;

  row = ecpa_history_pages_get_row (self->pages, position, &is_fresh);
  if (!is_fresh)
    gather (self);

  return row;
}

static void
ecpa_history_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ecpa_history_get_item_type;
  iface->get_n_items = ecpa_history_get_n_items;
  iface->get_item = ecpa_history_get_item;
}

/* Callbacks ---------------------------------------------------------------- */

/* Something was signed for or opened, or has come in. */
static void
orders_changed_cb (EcpaScope   *scope,
                   EcpaHistory *self)
{
  if (ecpa_scope_is_alive (scope))
    ecpa_history_reload (self);
}

static void
scope_ended_cb (EcpaScope   *scope,
                EcpaFault   *fault,
                EcpaHistory *self)
{
  g_autoptr (EcpaOrderQuery) blank = g_object_new (ECPA_TYPE_ORDER_QUERY, NULL);
  guint before = self->found;

  cancel_requests (self);
  g_clear_handle_id (&self->typing, g_source_remove);
  g_clear_handle_id (&self->gathering, g_source_remove);
  g_set_object (&self->query, blank);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->revision, g_free);
  ecpa_history_pages_detach (self->pages, TRUE);
  set_found (self, 0);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  set_totals (self, NULL);
  set_fault (self, NULL);
  sync_waiting (self);
  notify (self, PROP_LOADING);
  notify (self, PROP_FILTERED);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_history_dispose (GObject *object)
{
  EcpaHistory *self = ECPA_HISTORY (object);

  cancel_requests (self);
  sync_waiting (self);
  g_clear_handle_id (&self->typing, g_source_remove);
  g_clear_handle_id (&self->gathering, g_source_remove);

  G_OBJECT_CLASS (ecpa_history_parent_class)->dispose (object);
}

static void
ecpa_history_finalize (GObject *object)
{
  EcpaHistory *self = ECPA_HISTORY (object);

  g_clear_pointer (&self->pages, ecpa_history_pages_free);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_clear_object (&self->query);
  g_clear_object (&self->shown);
  g_clear_object (&self->totals);
  g_clear_object (&self->scope);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_free (self->revision);

  G_OBJECT_CLASS (ecpa_history_parent_class)->finalize (object);
}

static void
ecpa_history_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  EcpaHistory *self = ECPA_HISTORY (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, ecpa_history_is_loading (self));
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->patience.slow);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_FOUND:
      g_value_set_uint (value, self->found);
      break;
    case PROP_TOTALS:
      g_value_set_object (value, self->totals);
      break;
    case PROP_FILTERED:
      g_value_set_boolean (value, ecpa_history_is_filtered (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_history_class_init (EcpaHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_history_dispose;
  object_class->finalize = ecpa_history_finalize;
  object_class->get_property = ecpa_history_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_FOUND] = g_param_spec_uint ("found", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TOTALS] = g_param_spec_object ("totals", NULL, NULL, ECPA_TYPE_ORDER_SEARCH, flags);
  properties[PROP_FILTERED] = g_param_spec_boolean ("filtered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REPLACED] = g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
ecpa_history_init (EcpaHistory *self)
{
  self->pages = ecpa_history_pages_new ();
  self->requests = g_ptr_array_new ();
  self->query = g_object_new (ECPA_TYPE_ORDER_QUERY, NULL);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_new:
 * @scope: the session
 *
 * Returns: (transfer full): a history that has not asked yet
 */
EcpaHistory *
ecpa_history_new (EcpaScope *scope)
{
  EcpaHistory *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);

  self = g_object_new (ECPA_TYPE_HISTORY, NULL);
  self->scope = g_object_ref (scope);
  g_signal_connect_object (scope, "unsigned-changed", G_CALLBACK (orders_changed_cb), self, 0);
  g_signal_connect_object (scope, "orders-changed", G_CALLBACK (orders_changed_cb), self, 0);
  g_signal_connect_object (scope, "ended", G_CALLBACK (scope_ended_cb), self, 0);

  return self;
}

/**
 * ecpa_history_load:
 * @self: a history
 *
 * Asks for the first time; nothing where it has asked already.
 */
void
ecpa_history_load (EcpaHistory *self)
{
  g_return_if_fail (ECPA_IS_HISTORY (self));

  if (self->begun || !ecpa_scope_is_alive (self->scope))
    return;

  self->begun = TRUE;
  _ecpa_history_start_query (self, TRUE);
}

/**
 * ecpa_history_reload:
 * @self: a history
 *
 * Asks for everything again, in place: rows show what they show until they are filled anew.
 */
void
ecpa_history_reload (EcpaHistory *self)
{
  g_return_if_fail (ECPA_IS_HISTORY (self));

  if (!self->begun || !ecpa_scope_is_alive (self->scope))
    return;
  self->reload_due = find_first (self) != NULL;
  if (self->reload_due)
    return;

  self->totals_due = TRUE;
  if (self->shown == NULL || self->found == 0)
    {
      _ecpa_history_start_query (self, TRUE);
      return;
    }
  cancel_requests (self);
  set_fault (self, NULL);
  ecpa_history_pages_forget (self->pages);
  fetch_wanted (self);
}

/**
 * ecpa_history_retry:
 * @self: a history
 *
 * Asks again for what did not come.
 */
void
ecpa_history_retry (EcpaHistory *self)
{
  g_return_if_fail (ECPA_IS_HISTORY (self));

  if (self->fault == NULL)
    return;

  if (self->failed || self->shown == NULL)
    _ecpa_history_start_query (self, TRUE);
  else
    {
      set_fault (self, NULL);
      fetch_wanted (self);
    }
}

/**
 * ecpa_history_is_loading:
 * @self: a history
 *
 * Returns: whether the answer to a query is on its way
 */
gboolean
ecpa_history_is_loading (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), FALSE);

  return find_first (self) != NULL;
}

/**
 * ecpa_history_is_slow:
 * @self: a history
 *
 * Returns: whether something takes longer than usual, and is still being waited for
 */
gboolean
ecpa_history_is_slow (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), FALSE);

  return self->patience.slow;
}

/**
 * ecpa_history_get_fault:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): why something did not come
 */
EcpaFault *
ecpa_history_get_fault (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), NULL);

  return self->fault;
}

/**
 * ecpa_history_get_totals:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): kinds and years, of the last answer that had them
 */
EcpaOrderSearch *
ecpa_history_get_totals (EcpaHistory *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY (self), NULL);

  return self->totals;
}

/**
 * ecpa_history_get_order:
 * @self: a history
 * @position: a row
 *
 * Returns: (transfer full) (nullable): its order, opened or not, the same as in the inbox; %NULL where it is not there
 */
EcpaOrderItem *
ecpa_history_get_order (EcpaHistory *self,
                        guint        position)
{
  EcpaOrderSummary *summary;

  g_return_val_if_fail (ECPA_IS_HISTORY (self), NULL);

  summary = position < self->found ? ecpa_history_pages_peek (self->pages, position) : NULL;

  return summary != NULL ? ecpa_order_item_ensure (self->scope, summary) : NULL;
}

/* For the other files of this class ---------------------------------------- */

/* Asks the query anew, unless it is what is shown or on its way already. */
void
_ecpa_history_start_query (EcpaHistory *self,
                           gboolean     again)
{
  Request *first = find_first (self);
  EcpaOrderQuery *latest = first != NULL ? first->query : self->shown;

  g_clear_handle_id (&self->typing, g_source_remove);
  notify (self, PROP_FILTERED);
  if (!self->begun || !ecpa_scope_is_alive (self->scope))
    return;
  if (!again && latest != NULL && is_same_query (latest, self->query))
    return;

  cancel_requests (self);
  self->failed = FALSE;
  set_fault (self, NULL);
  request_page (self, self->query, 0, TRUE);
  notify (self, PROP_LOADING);
}

/* (transfer full): the same question for another page, without totals */
EcpaOrderQuery *
_ecpa_history_copy_query (EcpaOrderQuery *query,
                          guint           page)
{
  return copy_query (query, page, FALSE);
}
