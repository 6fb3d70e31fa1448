/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-flow-private.h"

#include "ecpa-patience.h"
#include "ecpa-services-insides.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaInbox
{
  GObject          parent_instance;

  /* Owned */
  EcpaScope       *scope;
  GListStore      *items;       /* EcpaOrderItem */
  GHashTable      *held;        /* EcpaOrderItem by id: asked for before a page brought them, or at all */
  EcpaFault       *fault;       /* nullable */
  GCancellable    *loading;     /* nullable: the page on its way */
  char            *next_cursor; /* nullable */
  guint            total;
  gboolean         asked;       /* whether a page has ever been asked for */
  EcpaPatience     patience;
};

typedef struct
{
  EcpaInbox    *inbox;
  GCancellable *cancellable;
  gboolean      first;          /* the first page, which replaces what is there */
} Load;

enum
{
  PROP_LOADING = 1,
  PROP_FAULT,
  PROP_TOTAL,
  PROP_HAS_MORE,
  PROP_SLOW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void ecpa_inbox_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaInbox, ecpa_inbox, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ecpa_inbox_list_model_init))

/* The list ----------------------------------------------------------------- */

static GType
ecpa_inbox_get_item_type (GListModel *model)
{
  return ECPA_TYPE_ORDER_ITEM;
}

static guint
ecpa_inbox_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (ECPA_INBOX (model)->items));
}

static gpointer
ecpa_inbox_get_item (GListModel *model,
                     guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (ECPA_INBOX (model)->items), position);
}

static void
ecpa_inbox_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ecpa_inbox_get_item_type;
  iface->get_n_items = ecpa_inbox_get_n_items;
  iface->get_item = ecpa_inbox_get_item;
}

/* Auxiliaries -------------------------------------------------------------- */

static void
notify (EcpaInbox *self,
        guint      id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
notify_loading (EcpaInbox *self)
{
  notify (self, PROP_LOADING);
  ecpa_patience_set_waiting (&self->patience, G_OBJECT (self), properties[PROP_SLOW], self->loading != NULL);
}

/* Takes @fault. */
static void
set_fault (EcpaInbox *self,
           EcpaFault *fault)
{
  g_autoptr (EcpaFault) old = self->fault;

  self->fault = fault;
  if (old != NULL || fault != NULL)
    notify (self, PROP_FAULT);
}

static void
set_page (EcpaInbox  *self,
          const char *next_cursor,
          guint       total)
{
  gboolean had_more = self->next_cursor != NULL;

  g_free (self->next_cursor);
  self->next_cursor = g_strdup (next_cursor);
  if (had_more != (next_cursor != NULL))
    notify (self, PROP_HAS_MORE);
  if (self->total != total)
    {
      self->total = total;
      notify (self, PROP_TOTAL);
    }
}

static EcpaOrderItem *
find (EcpaInbox  *self,
      const char *order_id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  EcpaOrderItem *held = g_hash_table_lookup (self->held, order_id);

  if (held != NULL)
    return g_object_ref (held);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EcpaOrderItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_strcmp0 (ecpa_order_item_get_summary (item)->id, order_id) == 0)
        return g_steal_pointer (&item);
    }

  return NULL;
}

/* An order that is there already keeps its item, so that one that is open on the desk stays open. On later pages it is
 * not added a second time where orders have moved between pages. */
static void
take_page (EcpaInbox     *self,
           EcpaOrderPage *page,
           gboolean       first)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (page->items));
  guint old = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EcpaOrderSummary) summary = g_list_model_get_item (G_LIST_MODEL (page->items), i);
      EcpaOrderItem *item = find (self, summary->id);
      gboolean known = item != NULL;

      if (known)
        ecpa_order_item_take_summary (item, summary);
      else
        item = ecpa_order_item_ensure (self->scope, summary);
      if (first || !known)
        g_ptr_array_add (fresh, item);
      else
        g_object_unref (item);
    }

  g_list_store_splice (self->items, first ? 0 : old, first ? old : 0, fresh->pdata, fresh->len);
  set_page (self, page->next_cursor, (guint) CLAMP (page->total, 0, G_MAXUINT));
  if (page->unsigned_orders >= 0)
    ecpa_scope_set_unsigned (self->scope, (guint) page->unsigned_orders);
}

/* Callbacks ---------------------------------------------------------------- */

static void
items_changed_cb (GListModel *items,
                  guint       position,
                  guint       removed,
                  guint       added,
                  EcpaInbox  *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
load_free (Load *load)
{
  g_object_unref (load->inbox);
  g_object_unref (load->cancellable);
  g_free (load);
}

static void
page_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Load *load = user_data;
  EcpaInbox *self = load->inbox;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaOrderPage) page = ecpa_order_service_list_finish (ECPA_ORDER_SERVICE (source), result, &error);

  /* Another load has taken its place, or the session has ended. */
  if (self->loading != load->cancellable || !ecpa_scope_is_alive (self->scope))
    {
      load_free (load);
      return;
    }

  g_clear_object (&self->loading);
  if (page != NULL)
    take_page (self, page, load->first);
  else
    set_fault (self, ecpa_scope_take_error (self->scope, g_steal_pointer (&error)));
  notify_loading (self);
  load_free (load);
}

static void
scope_ended_cb (EcpaScope *scope,
                EcpaFault *fault,
                EcpaInbox *self)
{
  gboolean was_loading = self->loading != NULL;

  if (was_loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_list_store_remove_all (self->items);
  g_hash_table_remove_all (self->held);
  set_page (self, NULL, 0);
  set_fault (self, NULL);
  if (was_loading)
    notify_loading (self);
}

/* Loading ------------------------------------------------------------------ */

static void
load_page (EcpaInbox *self,
           gboolean   first)
{
  EcpaServices *services = ecpa_scope_get_services (self->scope);
  gboolean was_loading = self->loading != NULL;
  Load *load;

  if (!ecpa_scope_is_alive (self->scope))
    return;

  if (was_loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  self->asked = TRUE;
  load = g_new0 (Load, 1);
  load->inbox = g_object_ref (self);
  load->cancellable = g_object_ref (self->loading);
  load->first = first;
  set_fault (self, NULL);
  if (!was_loading)
    notify_loading (self);

  ecpa_order_service_list_async (ecpa_services_get_orders (services), TRUE, first ? NULL : self->next_cursor,
                                 self->loading, page_loaded_cb, load);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_inbox_dispose (GObject *object)
{
  EcpaInbox *self = ECPA_INBOX (object);

  ecpa_patience_set_waiting (&self->patience, object, properties[PROP_SLOW], FALSE);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);

  G_OBJECT_CLASS (ecpa_inbox_parent_class)->dispose (object);
}

static void
ecpa_inbox_finalize (GObject *object)
{
  EcpaInbox *self = ECPA_INBOX (object);

  g_clear_object (&self->items);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_clear_object (&self->scope);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_free (self->next_cursor);

  G_OBJECT_CLASS (ecpa_inbox_parent_class)->finalize (object);
}

static void
ecpa_inbox_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  EcpaInbox *self = ECPA_INBOX (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading != NULL);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, self->total);
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->next_cursor != NULL);
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->patience.slow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_inbox_class_init (EcpaInboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_inbox_dispose;
  object_class->finalize = ecpa_inbox_finalize;
  object_class->get_property = ecpa_inbox_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_inbox_init (EcpaInbox *self)
{
  self->items = g_list_store_new (ECPA_TYPE_ORDER_ITEM);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_inbox_new:
 * @scope: the session
 *
 * Returns: (transfer full): an empty inbox that has not asked yet
 */
EcpaInbox *
ecpa_inbox_new (EcpaScope *scope)
{
  EcpaInbox *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);

  self = g_object_new (ECPA_TYPE_INBOX, NULL);
  self->scope = g_object_ref (scope);
  g_signal_connect_object (scope, "ended", G_CALLBACK (scope_ended_cb), self, 0);

  return self;
}

/**
 * ecpa_inbox_is_loading:
 * @self: an inbox
 *
 * Returns: whether a page is on its way
 */
gboolean
ecpa_inbox_is_loading (EcpaInbox *self)
{
  g_return_val_if_fail (ECPA_IS_INBOX (self), FALSE);

  return self->loading != NULL;
}

/**
 * ecpa_inbox_get_fault:
 * @self: an inbox
 *
 * Returns: (transfer none) (nullable): why the last page did not come
 */
EcpaFault *
ecpa_inbox_get_fault (EcpaInbox *self)
{
  g_return_val_if_fail (ECPA_IS_INBOX (self), NULL);

  return self->fault;
}

/**
 * ecpa_inbox_get_total:
 * @self: an inbox
 *
 * Returns: how many orders wait for a signature
 */
guint
ecpa_inbox_get_total (EcpaInbox *self)
{
  g_return_val_if_fail (ECPA_IS_INBOX (self), 0);

  return self->total;
}

/**
 * ecpa_inbox_has_more:
 * @self: an inbox
 *
 * Returns: whether there is a further page
 */
gboolean
ecpa_inbox_has_more (EcpaInbox *self)
{
  g_return_val_if_fail (ECPA_IS_INBOX (self), FALSE);

  return self->next_cursor != NULL;
}

/**
 * ecpa_inbox_reload:
 * @self: an inbox
 *
 * From the first page again; what is there stays until it comes.
 */
void
ecpa_inbox_reload (EcpaInbox *self)
{
  g_return_if_fail (ECPA_IS_INBOX (self));

  load_page (self, TRUE);
}

/**
 * ecpa_inbox_get_order:
 * @self: an inbox
 * @order_id: an order that was seen before
 * @electronic: whether it is delivered on line
 *
 * For coming back to an order that no page may have brought yet. It is the same item as the one of list and history,
 * whenever they come, and stays it until the session ends.
 *
 * Returns: (transfer full): its item; until it is listed or opened nothing but the id is known
 */
EcpaOrderItem *
ecpa_inbox_get_order (EcpaInbox  *self,
                      const char *order_id,
                      gboolean    electronic)
{
  g_autoptr (EcpaOrderSummary) summary = NULL;
  EcpaOrderItem *item;

  g_return_val_if_fail (ECPA_IS_INBOX (self), NULL);
  g_return_val_if_fail (order_id != NULL, NULL);

  item = find (self, order_id);
  if (item == NULL)
    item = ecpa_order_item_find (self->scope, order_id);
  if (item == NULL)
    {
      summary = g_object_new (ECPA_TYPE_ORDER_SUMMARY, NULL);
      summary->id = g_strdup (order_id);
      summary->electronic = electronic;
      item = ecpa_order_item_ensure (self->scope, summary);
    }
  if (ecpa_scope_is_alive (self->scope))
    g_hash_table_insert (self->held, g_strdup (order_id), g_object_ref (item));

  return item;
}

/**
 * ecpa_inbox_refresh:
 * @self: an inbox
 *
 * There is something new: loads it, where a list has been loaded before or is being loaded; a list that nobody has
 * asked for yet stays unasked for.
 */
void
ecpa_inbox_refresh (EcpaInbox *self)
{
  g_return_if_fail (ECPA_IS_INBOX (self));

  if (self->asked)
    load_page (self, TRUE);
}

/**
 * ecpa_inbox_load_more:
 * @self: an inbox
 *
 * The next page, if there is one and none is on its way.
 */
void
ecpa_inbox_load_more (EcpaInbox *self)
{
  g_return_if_fail (ECPA_IS_INBOX (self));

  if (self->next_cursor != NULL && self->loading == NULL)
    load_page (self, FALSE);
}

/**
 * ecpa_inbox_is_slow:
 * @self: an inbox
 *
 * Returns: whether a page takes longer than usual, and is still being waited for
 */
gboolean
ecpa_inbox_is_slow (EcpaInbox *self)
{
  g_return_val_if_fail (ECPA_IS_INBOX (self), FALSE);

  return self->patience.slow;
}
