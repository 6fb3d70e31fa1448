/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

G_DEFINE_FINAL_TYPE (EcpaStore, ecpa_store, G_TYPE_OBJECT)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_store_finalize (GObject *object)
{
  EcpaStore *self = ECPA_STORE (object);

  g_clear_pointer (&self->mail_key, g_bytes_unref);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (ecpa_store_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_store_class_init (EcpaStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_store_finalize;
}

static void
ecpa_store_init (EcpaStore *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_open:
 * @path: the database's file; made where it is missing
 * @up_to: schema version to migrate to; %G_MAXUINT for the newest
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the store
 */
EcpaStore *
ecpa_store_open (const char  *path,
                 guint        up_to,
                 GError     **error)
{
  g_autoptr (EcpaDatabase) database = ecpa_database_open (path, up_to, error);
  EcpaStore *self;

  if (database == NULL)
    return NULL;

  self = g_object_new (ECPA_TYPE_STORE, NULL);
  self->database = g_steal_pointer (&database);

  return self;
}

/**
 * ecpa_store_begin:
 * @self: a store
 * @error: a #EcpaDatabaseError
 *
 * Begins a transaction; everything until [method@Store.commit] happens together or not at all.
 *
 * Returns: whether it began
 */
gboolean
ecpa_store_begin (EcpaStore  *self,
                  GError    **error)
{
  g_return_val_if_fail (ECPA_IS_STORE (self), FALSE);

  return ecpa_database_begin (self->database, error);
}

/**
 * ecpa_store_commit:
 * @self: a store
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether what happened is on the disk
 */
gboolean
ecpa_store_commit (EcpaStore  *self,
                   GError    **error)
{
  g_return_val_if_fail (ECPA_IS_STORE (self), FALSE);

  return ecpa_database_commit (self->database, error);
}

/**
 * ecpa_store_rollback:
 * @self: a store
 *
 * Undoes the transaction, if there is one.
 */
void
ecpa_store_rollback (EcpaStore *self)
{
  g_return_if_fail (ECPA_IS_STORE (self));

  ecpa_database_rollback (self->database);
}

/**
 * ecpa_store_set_batching:
 * @self: a store, with no transaction
 * @batching: whether transactions are gathered
 *
 * Gathers the transactions from here on: each is all or nothing by itself, and they reach the disk together with
 * [method@Store.end_batch].
 */
void
ecpa_store_set_batching (EcpaStore *self,
                         gboolean   batching)
{
  g_return_if_fail (ECPA_IS_STORE (self));

  ecpa_database_set_batching (self->database, batching);
}

/**
 * ecpa_store_end_batch:
 * @self: a store that gathers transactions
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether what was gathered is on the disk; else all of it is undone
 */
gboolean
ecpa_store_end_batch (EcpaStore  *self,
                      GError    **error)
{
  g_return_val_if_fail (ECPA_IS_STORE (self), FALSE);

  return ecpa_database_end_batch (self->database, error);
}

void
ecpa_servant_row_free (EcpaServantRow *row)
{
  g_free (row->national_id);
  g_free (row->name);
  g_free (row->agency_name);
  g_free (row->position);
  g_free (row->status);
  g_free (row->notice_address);
  g_free (row->roles);
  g_free (row);
}

void
ecpa_card_row_free (EcpaCardRow *row)
{
  g_clear_pointer (&row->card_id, g_bytes_unref);
  g_clear_pointer (&row->public_key, g_bytes_unref);
  g_free (row->number);
  g_free (row->scheme);
  g_free (row);
}

void
ecpa_registration_row_free (EcpaRegistrationRow *row)
{
  g_free (row->password_hash);
  g_free (row);
}

void
ecpa_account_row_free (EcpaAccountRow *row)
{
  g_free (row->password_hash);
  g_free (row);
}

void
ecpa_challenge_row_free (EcpaChallengeRow *row)
{
  g_clear_pointer (&row->login_id, g_bytes_unref);
  g_clear_pointer (&row->card_id, g_bytes_unref);
  g_clear_pointer (&row->card_challenge, g_bytes_unref);
  g_clear_pointer (&row->backend_challenge, g_bytes_unref);
  g_free (row);
}

void
ecpa_session_row_free (EcpaSessionRow *row)
{
  g_clear_pointer (&row->token_hash, g_bytes_unref);
  g_free (row->method);
  g_free (row->previous_method);
  g_free (row);
}

void
ecpa_answer_row_free (EcpaAnswerRow *row)
{
  g_clear_pointer (&row->request_hash, g_bytes_unref);
  g_free (row->body);
  g_free (row);
}
