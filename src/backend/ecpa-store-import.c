/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
run_pragmas (EcpaStore          *self,
             const char *const  *pragmas,
             GError            **error)
{
  for (; *pragmas != NULL; pragmas++)
    if (!ecpa_database_execute (self->database, NULL, error, *pragmas, ""))
      return FALSE;

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_set_bulk:
 * @self: a store, with no transaction
 * @bulk: whether a great many rows are about to come, into a file that can be made anew
 * @error: a #EcpaDatabaseError
 *
 * Does not wait for the disk between transactions while @bulk is set. Setting it back writes everything.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_set_bulk (EcpaStore  *self,
                     gboolean    bulk,
                     GError    **error)
{
  static const char *const begin[] = {
    "PRAGMA synchronous = OFF", "PRAGMA cache_size = -262144", "PRAGMA wal_autocheckpoint = 32000", NULL
  };
  static const char *const end[] = {
    "PRAGMA synchronous = FULL", "PRAGMA cache_size = -65536", "PRAGMA wal_autocheckpoint = 1000",
    "PRAGMA wal_checkpoint (TRUNCATE)", NULL
  };

  g_return_val_if_fail (ECPA_IS_STORE (self), FALSE);

  return run_pragmas (self, bulk ? begin : end, error);
}

/**
 * ecpa_store_is_empty:
 * @self: a store
 *
 * Returns: whether there is nothing in it yet
 */
gboolean
ecpa_store_is_empty (EcpaStore *self)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self->database, NULL, "SELECT 1 FROM agencies LIMIT 1", "");

  return rows != NULL && !ecpa_rows_next (rows, NULL);
}

/**
 * ecpa_store_has_persons:
 * @self: a store
 *
 * Returns: whether anybody is in it
 */
gboolean
ecpa_store_has_persons (EcpaStore *self)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self->database, NULL, "SELECT 1 FROM persons LIMIT 1", "");

  return rows != NULL && ecpa_rows_next (rows, NULL);
}

/**
 * ecpa_store_put_agency:
 * @self: a store
 * @columns: (array fixed-size=7): code, name, parent code, level, zip, address, vintage
 * @error: a #EcpaDatabaseError
 *
 * Adds an agency or takes its newer row.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_put_agency (EcpaStore          *self,
                       const char *const  *columns,
                       GError            **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO agencies (code, name, parent_code, level, zip, address, vintage)"
                                " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (code) DO UPDATE SET"
                                " name = excluded.name, parent_code = excluded.parent_code, level = excluded.level,"
                                " zip = excluded.zip, address = excluded.address, vintage = excluded.vintage",
                                "sssisss", columns[0], columns[1], columns[2],
                                g_ascii_strtoll (columns[3], NULL, 10), columns[4], columns[5], columns[6]);
}

/**
 * ecpa_store_put_kind:
 * @self: a store
 * @code: 獎懲結果
 * @name: its name
 * @points: its weight
 * @electronic_from: (nullable): from what day of issue it is delivered on line
 * @error: a #EcpaDatabaseError
 *
 * Adds a kind of order or takes its newer row.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_put_kind (EcpaStore   *self,
                     const char  *code,
                     const char  *name,
                     gint64       points,
                     const char  *electronic_from,
                     GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO order_kinds (code, name, points, electronic_from)"
                                " VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
                                " points = excluded.points, electronic_from = excluded.electronic_from",
                                "ssis", code, name, points, electronic_from);
}

/**
 * ecpa_store_add_person:
 * @self: a store
 * @row: a person
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_person (EcpaStore      *self,
                       EcpaPersonRow  *row,
                       GError        **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO persons (id, national_id, name, birth_date) VALUES ($1, $2, $3, $4)",
                                "isss", row->id, row->national_id, row->name, row->birth_date);
}

/**
 * ecpa_store_add_servant:
 * @self: a store
 * @row: a person as a civil servant
 * @agency_code: their agency
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_servant (EcpaStore       *self,
                        EcpaServantRow  *row,
                        const char      *agency_code,
                        GError         **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO civil_servants (person_id, agency_code, position, status, notice_address,"
                                " roles) VALUES ($1, $2, $3, $4, $5, $6)",
                                "isssss", row->person_id, agency_code, row->position, row->status,
                                row->notice_address, row->roles);
}

/**
 * ecpa_store_add_card:
 * @self: a store
 * @row: a card
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_card (EcpaStore    *self,
                     EcpaCardRow  *row,
                     GError      **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO cards (card_id, number, scheme, public_key, person_id)"
                                " VALUES ($1, $2, $3, $4, $5)",
                                "bssbi", row->card_id, row->number, row->scheme, row->public_key, row->person_id);
}

/**
 * ecpa_store_add_registration:
 * @self: a store
 * @row: a registration with Card Online Services
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_registration (EcpaStore            *self,
                             EcpaRegistrationRow  *row,
                             GError              **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO registrations (person_id, password_hash, verified_at)"
                                " VALUES ($1, $2, nullif ($3, 0))",
                                "isi", row->person_id, row->password_hash, row->verified_at);
}

/**
 * ecpa_store_add_account:
 * @self: a store
 * @account: its name
 * @row: whose, and the password's hash
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_account (EcpaStore       *self,
                        const char      *account,
                        EcpaAccountRow  *row,
                        GError         **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO accounts (account, person_id, password_hash) VALUES ($1, $2, $3)",
                                "sis", account, row->person_id, row->password_hash);
}

/**
 * ecpa_store_add_order:
 * @self: a store
 * @person_id: whose
 * @agency_code: who issued it
 * @order: the order; whether it is delivered on line follows from its kind and day of issue
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_order (EcpaStore   *self,
                      gint64       person_id,
                      const char  *agency_code,
                      EcpaOrder   *o,
                      GError     **error)
{
  EcpaRemedy *remedy = o->remedy;

  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO orders (id, person_id, kind_code, document_class, agency_code, agency_name,"
                                " agency_address, agency_contact, file_number, retention, recipient, recipient_address,"
                                " issued_on, document_number, speed, secrecy, attachments, subject, position, result,"
                                " reason, legal_basis, other, original_to, copies_to, signer_title, signer_name,"
                                " remedy_kind, remedy_text, remedy_days, notified_at, viewed_at, electronic)"
                                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
                                " $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, nullif ($30, 0),"
                                " nullif ($31, 0), nullif ($32, 0),"
                                " (SELECT CASE WHEN electronic_from <= $13 THEN 1 ELSE 0 END FROM order_kinds"
                                " WHERE code = $3))",
                                "sisssssssssssssssssssssssssssiii", o->id, person_id, o->kind_code, o->document_class,
                                agency_code, o->agency_name, o->agency_address, o->agency_contact, o->file_number,
                                o->retention, o->recipient, o->recipient_address, o->issued_on, o->document_number,
                                o->speed, o->secrecy, o->attachments, o->subject, o->position, o->result, o->reason,
                                o->legal_basis, o->other, o->original_to, o->copies_to, o->signer_title,
                                o->signer_name, remedy != NULL ? remedy->kind : NULL,
                                remedy != NULL ? remedy->text : NULL, remedy != NULL ? remedy->days : (gint64) 0,
                                o->notified_at != NULL ? g_date_time_to_unix (o->notified_at) : (gint64) 0,
                                o->viewed_at != NULL ? g_date_time_to_unix (o->viewed_at) : (gint64) 0)
         && ecpa_store_fold_order (self, person_id, o, error);
}
