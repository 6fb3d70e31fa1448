/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-reader-list.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaReaderItem
{
  GObject         parent_instance;

  char           *name;         /* owned: views come and go */
  EcpaCardView   *view;         /* owned: what `reader` is in */
  EcpaReaderView *reader;
  EcpaReaderView  shown;        /* borrows from `reader`, and from the fault below */
  EcpaFault      *other_card;   /* owned, nullable: made when it is needed first */
};

struct _EcpaReaderList
{
  GObject    parent_instance;

  GPtrArray *items;             /* owned: EcpaReaderItem */
  char      *digest;            /* owned, nullable: of the only card that opens a lock */
};

enum
{
  PROP_NAME = 1,
  PROP_STATE,
  PROP_HOLDER,
  PROP_NUMBER,
  PROP_FAULT,
  PROP_CHOSEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void ecpa_reader_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (EcpaReaderItem, ecpa_reader_item, G_TYPE_OBJECT)

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaReaderList, ecpa_reader_list, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ecpa_reader_list_iface_init))

/* Auxiliaries -------------------------------------------------------------- */

static EcpaFaultCode
code_of (EcpaReaderView *reader)
{
  return reader->fault != NULL ? reader->fault->code : ECPA_FAULT_NONE;
}

/* Another reading of the same card under another serial is news to nobody who looks at the item. */
static void
notify_differences (EcpaReaderItem *item,
                    EcpaReaderView *old,
                    EcpaReaderView *now)
{
  gboolean differs[N_PROPS] = {
    [PROP_STATE] = old->state != now->state,
    [PROP_HOLDER] = g_strcmp0 (old->holder, now->holder) != 0,
    [PROP_NUMBER] = g_strcmp0 (old->number, now->number) != 0,
    [PROP_FAULT] = code_of (old) != code_of (now),
    [PROP_CHOSEN] = old->chosen != now->chosen,
  };

  g_object_freeze_notify (G_OBJECT (item));
  for (guint i = 1; i < N_PROPS; i++)
    if (differs[i])
      g_object_notify_by_pspec (G_OBJECT (item), properties[i]);
  g_object_thaw_notify (G_OBJECT (item));
}

/* While it is locked another card looks like what it is: of no use. */
static void
show (EcpaReaderList *self,
      EcpaReaderItem *item,
      EcpaCardView   *view,
      EcpaReaderView *reader)
{
  g_autoptr (EcpaCardView) before = item->view;
  EcpaReaderView old = item->shown;

  item->view = ecpa_card_view_ref (view);
  item->reader = reader;
  item->shown = *reader;
  if (self->digest != NULL && reader->state == ECPA_CARD_VIEW_READY && g_strcmp0 (reader->digest, self->digest) != 0)
    {
      if (item->other_card == NULL)
        item->other_card = ecpa_fault_new (ECPA_FAULT_LOCKED_OTHER_CARD, "Another card than the one that locked");
      item->shown.state = ECPA_CARD_VIEW_UNUSABLE;
      item->shown.holder = item->shown.number = NULL;
      item->shown.fault = item->other_card;
    }
  if (item->name == NULL)
    item->name = g_strdup (reader->name);
  if (before != NULL)
    notify_differences (item, &old, &item->shown);
}

static gboolean
has_reader (EcpaCardView *view,
            guint         from,
            const char   *name)
{
  for (guint i = from; i < view->readers->len; i++)
    if (g_str_equal (((EcpaReaderView *) g_ptr_array_index (view->readers, i))->name, name))
      return TRUE;

  return FALSE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_reader_item_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  EcpaReaderView *reader = &ECPA_READER_ITEM (object)->shown;

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, reader->name);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) reader->state);
      break;
    case PROP_HOLDER:
      g_value_set_string (value, reader->holder);
      break;
    case PROP_NUMBER:
      g_value_set_string (value, reader->number);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, reader->fault);
      break;
    case PROP_CHOSEN:
      g_value_set_boolean (value, reader->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_reader_item_finalize (GObject *object)
{
  EcpaReaderItem *self = ECPA_READER_ITEM (object);

  g_clear_pointer (&self->view, ecpa_card_view_unref);
  g_clear_pointer (&self->other_card, ecpa_fault_free);
  g_free (self->name);

  G_OBJECT_CLASS (ecpa_reader_item_parent_class)->finalize (object);
}

static GType
ecpa_reader_list_get_item_type (GListModel *model)
{
  return ECPA_TYPE_READER_ITEM;
}

static guint
ecpa_reader_list_get_n_items (GListModel *model)
{
  return ECPA_READER_LIST (model)->items->len;
}

static gpointer
ecpa_reader_list_get_item (GListModel *model,
                           guint       position)
{
  EcpaReaderList *self = ECPA_READER_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
ecpa_reader_list_finalize (GObject *object)
{
  g_ptr_array_unref (ECPA_READER_LIST (object)->items);
  g_free (ECPA_READER_LIST (object)->digest);

  G_OBJECT_CLASS (ecpa_reader_list_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_reader_item_class_init (EcpaReaderItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = ecpa_reader_item_finalize;
  object_class->get_property = ecpa_reader_item_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ECPA_TYPE_CARD_VIEW_STATE, ECPA_CARD_VIEW_NO_CARD,
                                              flags);
  properties[PROP_HOLDER] = g_param_spec_string ("holder", NULL, NULL, NULL, flags);
  properties[PROP_NUMBER] = g_param_spec_string ("number", NULL, NULL, NULL, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_reader_item_init (EcpaReaderItem *self)
{
}

static void
ecpa_reader_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ecpa_reader_list_get_item_type;
  iface->get_n_items = ecpa_reader_list_get_n_items;
  iface->get_item = ecpa_reader_list_get_item;
}

static void
ecpa_reader_list_class_init (EcpaReaderListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_reader_list_finalize;
}

static void
ecpa_reader_list_init (EcpaReaderList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reader_list_new:
 *
 * Returns: (transfer full): an empty list
 */
EcpaReaderList *
ecpa_reader_list_new (void)
{
  return g_object_new (ECPA_TYPE_READER_LIST, NULL);
}

/**
 * ecpa_reader_list_update:
 * @self: a list
 * @view: what the readers offer now
 *
 * Takes out readers that have gone, puts in new ones where @view has them, and lets the others notify what changed.
 */
void
ecpa_reader_list_update (EcpaReaderList *self,
                         EcpaCardView   *view)
{
  guint i = 0;

  g_return_if_fail (ECPA_IS_READER_LIST (self));
  g_return_if_fail (view != NULL);

  while (i < MAX (self->items->len, view->readers->len))
    {
      EcpaReaderItem *item = i < self->items->len ? g_ptr_array_index (self->items, i) : NULL;
      EcpaReaderView *reader = i < view->readers->len ? g_ptr_array_index (view->readers, i) : NULL;

      if (item != NULL && (reader == NULL || !has_reader (view, i, item->name)))
        {
          g_ptr_array_remove_index (self->items, i);
          g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
        }
      else if (item != NULL && g_str_equal (item->name, reader->name))
        {
          show (self, item, view, reader);
          i++;
        }
      else
        {
          item = g_object_new (ECPA_TYPE_READER_ITEM, NULL);
          show (self, item, view, reader);
          g_ptr_array_insert (self->items, (int) i, item);
          g_list_model_items_changed (G_LIST_MODEL (self), i, 0, 1);
          i++;
        }
    }
}

/**
 * ecpa_reader_list_set_lock:
 * @self: a list
 * @lock: (nullable): what only one card opens
 *
 * Shows every other card as of no use, and without its holder, as long as there is a lock.
 */
void
ecpa_reader_list_set_lock (EcpaReaderList  *self,
                           EcpaSessionLock *lock)
{
  g_return_if_fail (ECPA_IS_READER_LIST (self));

  g_free (self->digest);
  self->digest = lock != NULL ? g_strdup (ecpa_session_lock_get_digest (lock)) : NULL;
  for (guint i = 0; i < self->items->len; i++)
    {
      EcpaReaderItem *item = g_ptr_array_index (self->items, i);

      show (self, item, item->view, item->reader);
    }
}

/**
 * ecpa_reader_item_get_name:
 * @self: a reader
 *
 * Returns: (transfer none): its name, as the system calls it; lasts as long as @self
 */
const char *
ecpa_reader_item_get_name (EcpaReaderItem *self)
{
  g_return_val_if_fail (ECPA_IS_READER_ITEM (self), NULL);

  return self->name;
}

/**
 * ecpa_reader_item_get_state:
 * @self: a reader
 *
 * Returns: what is in it
 */
EcpaCardViewState
ecpa_reader_item_get_state (EcpaReaderItem *self)
{
  g_return_val_if_fail (ECPA_IS_READER_ITEM (self), ECPA_CARD_VIEW_NO_CARD);

  return self->shown.state;
}

/**
 * ecpa_reader_item_get_holder:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): the masked name on its card; "" for a card without a name
 */
const char *
ecpa_reader_item_get_holder (EcpaReaderItem *self)
{
  g_return_val_if_fail (ECPA_IS_READER_ITEM (self), NULL);

  return self->shown.holder;
}

/**
 * ecpa_reader_item_get_number:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): the masked number of its card
 */
const char *
ecpa_reader_item_get_number (EcpaReaderItem *self)
{
  g_return_val_if_fail (ECPA_IS_READER_ITEM (self), NULL);

  return self->shown.number;
}

/**
 * ecpa_reader_item_get_fault:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): what is wrong with it
 */
EcpaFault *
ecpa_reader_item_get_fault (EcpaReaderItem *self)
{
  g_return_val_if_fail (ECPA_IS_READER_ITEM (self), NULL);

  return self->shown.fault;
}

/**
 * ecpa_reader_item_is_chosen:
 * @self: a reader
 *
 * Returns: whether it is the one that is looked at, by the person's choice or ours
 */
gboolean
ecpa_reader_item_is_chosen (EcpaReaderItem *self)
{
  g_return_val_if_fail (ECPA_IS_READER_ITEM (self), FALSE);

  return self->shown.chosen;
}
