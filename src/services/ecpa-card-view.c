/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-view.h"

/* Types -------------------------------------------------------------------- */

G_DEFINE_ENUM_TYPE (EcpaCardViewState, ecpa_card_view_state,
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_VIEW_NO_SERVICE, "no-service"),
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_VIEW_NO_READER, "no-reader"),
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_VIEW_NO_CARD, "no-card"),
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_VIEW_READING, "reading"),
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_VIEW_UNUSABLE, "unusable"),
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_VIEW_READY, "ready"))

/* Auxiliaries -------------------------------------------------------------- */

static void
free_reader (gpointer data)
{
  EcpaReaderView *reader = data;

  g_free (reader->name);
  g_free (reader->holder);
  g_free (reader->number);
  g_free (reader->digest);
  g_clear_pointer (&reader->fault, ecpa_fault_free);
  g_free (reader);
}

static void
clear (gpointer data)
{
  EcpaCardView *self = data;

  g_free (self->reader);
  g_array_unref (self->insertions);
  g_ptr_array_unref (self->readers);
  g_free (self->holder);
  g_free (self->number);
  g_free (self->digest);
  g_clear_pointer (&self->fault, ecpa_fault_free);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_view_new:
 * @state: what there is
 *
 * Returns: (transfer full): a view to be filled before anybody else sees it
 */
EcpaCardView *
ecpa_card_view_new (EcpaCardViewState state)
{
  EcpaCardView *self = g_atomic_rc_box_new0 (EcpaCardView);

  self->state = state;
  self->insertions = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->readers = g_ptr_array_new_with_free_func (free_reader);
  self->picked_automatically = TRUE;

  return self;
}

/**
 * ecpa_card_view_ref:
 * @self: a view
 *
 * Returns: (transfer full): @self
 */
EcpaCardView *
ecpa_card_view_ref (EcpaCardView *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * ecpa_card_view_unref:
 * @self: (transfer full): a view
 */
void
ecpa_card_view_unref (EcpaCardView *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}

/**
 * ecpa_card_view_add_reader:
 * @self: a view that nobody else has seen yet
 * @reader: (transfer full): a reader
 * @picked: whether it is the one that is looked at
 */
void
ecpa_card_view_add_reader (EcpaCardView   *self,
                           EcpaReaderView *reader,
                           gboolean        picked)
{
  g_return_if_fail (self != NULL && reader != NULL);

  reader->chosen = picked;
  g_ptr_array_add (self->readers, reader);
  if (reader->insertion != 0)
    g_array_append_val (self->insertions, reader->insertion);
  if (!picked)
    return;

  self->state = reader->state;
  self->reader = g_strdup (reader->name);
  self->serial = reader->serial;
  self->insertion = reader->insertion;
  self->holder = g_strdup (reader->holder);
  self->number = g_strdup (reader->number);
  self->digest = g_strdup (reader->digest);
  self->fault = reader->fault != NULL ? ecpa_fault_copy (reader->fault) : NULL;
}

/**
 * ecpa_card_view_has_insertion:
 * @self: a view
 * @insertion: an insertion
 *
 * Returns: whether that card has been in its reader all the time since
 */
gboolean
ecpa_card_view_has_insertion (EcpaCardView *self,
                              guint64       insertion)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->insertions->len; i++)
    if (g_array_index (self->insertions, guint64, i) == insertion)
      return TRUE;

  return FALSE;
}
