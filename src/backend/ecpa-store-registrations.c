/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-cards.h"

#include "ecpa-store-private.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_put_registration:
 * @self: a store
 * @person_id: whose
 * @password_hash: of the registration password
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Registers somebody anew: nothing is verified, and what was counted before is forgotten.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_put_registration (EcpaStore   *self,
                             gint64       person_id,
                             const char  *password_hash,
                             gint64       now,
                             GError     **error)
{
  return ecpa_store_remove_registration (self, person_id, error)
         && ecpa_database_execute (self->database, NULL, error,
                                   "INSERT INTO registrations (person_id, password_hash, created_at)"
                                   " VALUES ($1, $2, $3)",
                                   "isi", person_id, password_hash, now);
}

/**
 * ecpa_store_verify_registration:
 * @self: a store
 * @person_id: whose
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Notes that the registered address is the person's.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_verify_registration (EcpaStore  *self,
                                gint64      person_id,
                                gint64      now,
                                GError    **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE registrations SET verified_at = $2 WHERE person_id = $1", "ii", person_id, now);
}

/**
 * ecpa_store_remove_registration:
 * @self: a store
 * @person_id: whose
 * @error: a #EcpaDatabaseError
 *
 * Removes a registration with its contact data, phones, old passwords and codes that nobody used.
 *
 * Returns: whether it is gone
 */
gboolean
ecpa_store_remove_registration (EcpaStore  *self,
                                gint64      person_id,
                                GError    **error)
{
  static const char *const statements[] = {
    "DELETE FROM registrations WHERE person_id = $1",
    "DELETE FROM contacts WHERE person_id = $1",
    "DELETE FROM phones WHERE person_id = $1",
    "DELETE FROM password_history WHERE person_id = $1 AND kind = 'registration'",
    "UPDATE codes SET superseded_at = created_at WHERE person_id = $1 AND superseded_at IS NULL",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!ecpa_database_execute (self->database, NULL, error, statements[i], "i", person_id))
      return FALSE;

  return TRUE;
}

/**
 * ecpa_store_read_registration_revision:
 * @self: a store
 * @person_id: whose registration
 * @revision: (out): changes when anything in it does; 0 where there never was one
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_read_registration_revision (EcpaStore  *self,
                                       gint64      person_id,
                                       gint64     *revision,
                                       GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT revision FROM registration_revisions WHERE person_id = $1", "i", person_id);

  *revision = ecpa_rows_next (rows, NULL) ? ecpa_rows_get_int (rows, 0) : 0;

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_add_terms:
 * @self: a store
 * @person_id: who
 * @scope: of the terms
 * @version: the version that was read
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_terms (EcpaStore   *self,
                      gint64       person_id,
                      const char  *scope,
                      const char  *version,
                      gint64       now,
                      GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO terms_agreed (person_id, scope, version, agreed_at)"
                                " VALUES ($1, $2, $3, $4)",
                                "issi", person_id, scope, version, now);
}

/**
 * ecpa_store_find_contacts:
 * @self: a store
 * @person_id: whose
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the registration's contact data
 */
EcpaContactsRow *
ecpa_store_find_contacts (EcpaStore  *self,
                          gint64      person_id,
                          GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT telephone, extension, mobile, mail, mail_secondary, new_mail FROM contacts"
                         " WHERE person_id = $1", "i", person_id);
  EcpaContactsRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaContactsRow, 1);
  row->contacts = g_object_new (ECPA_TYPE_CONTACTS, NULL);
  row->contacts->telephone = ecpa_rows_dup_text (rows, 0);
  row->contacts->extension = ecpa_rows_dup_text (rows, 1);
  row->contacts->mobile = ecpa_rows_dup_text (rows, 2);
  row->contacts->mail = ecpa_rows_dup_text (rows, 3);
  row->contacts->mail_secondary = ecpa_rows_dup_text (rows, 4);
  row->new_mail = ecpa_rows_dup_text (rows, 5);

  return row;
}

/**
 * ecpa_store_put_contacts:
 * @self: a store
 * @person_id: whose
 * @contacts: the contact data
 * @new_mail: (nullable): an address that waits to be verified
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether they are written
 */
gboolean
ecpa_store_put_contacts (EcpaStore     *self,
                         gint64         person_id,
                         EcpaContacts  *contacts,
                         const char    *new_mail,
                         GError       **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO contacts"
                                " (person_id, telephone, extension, mobile, mail, mail_secondary, new_mail)"
                                " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id) DO UPDATE"
                                " SET telephone = excluded.telephone, extension = excluded.extension,"
                                " mobile = excluded.mobile, mail = excluded.mail,"
                                " mail_secondary = excluded.mail_secondary, new_mail = excluded.new_mail",
                                "issssss", person_id, contacts->telephone, contacts->extension, contacts->mobile,
                                contacts->mail, contacts->mail_secondary, new_mail);
}

/**
 * ecpa_store_list_phones:
 * @self: a store
 * @person_id: whose
 * @phones: takes an #EcpaPhone per phone, the oldest first
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_list_phones (EcpaStore   *self,
                        gint64       person_id,
                        GListStore  *phones,
                        GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT id, name, device_masked, added_at FROM phones WHERE person_id = $1"
                         " ORDER BY added_at, id", "i", person_id);

  while (ecpa_rows_next (rows, NULL))
    {
      g_autoptr (EcpaPhone) phone = g_object_new (ECPA_TYPE_PHONE, NULL);

      phone->id = ecpa_rows_dup_text (rows, 0);
      phone->name = ecpa_rows_dup_text (rows, 1);
      phone->device_masked = ecpa_rows_dup_text (rows, 2);
      phone->added_at = ecpa_rows_dup_time (rows, 3);
      g_list_store_append (phones, phone);
    }

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_add_phone:
 * @self: a store
 * @person_id: whose
 * @phone: a phone
 * @device_hash: SHA-256 of its code
 * @added: (out): whether it was not there before
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_add_phone (EcpaStore   *self,
                      gint64       person_id,
                      EcpaPhone   *phone,
                      GBytes      *device_hash,
                      gboolean    *added,
                      GError     **error)
{
  gint64 n_changed = 0;
  gboolean done =
    ecpa_database_execute (self->database, &n_changed, error,
                           "INSERT INTO phones (id, person_id, name, device_hash, device_masked, added_at)"
                           " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id, device_hash) DO NOTHING",
                           "sisbsi", phone->id, person_id, phone->name, device_hash, phone->device_masked,
                           g_date_time_to_unix (phone->added_at));

  *added = done && n_changed > 0;

  return done;
}

/**
 * ecpa_store_rename_phone:
 * @self: a store
 * @person_id: whose
 * @id: the phone
 * @name: its new name
 * @found: (out): whether this person has it
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_rename_phone (EcpaStore   *self,
                         gint64       person_id,
                         const char  *id,
                         const char  *name,
                         gboolean    *found,
                         GError     **error)
{
  gint64 n_changed = 0;
  gboolean done = ecpa_database_execute (self->database, &n_changed, error,
                                         "UPDATE phones SET name = $3 WHERE person_id = $1 AND id = $2",
                                         "iss", person_id, id, name);

  *found = done && n_changed > 0;

  return done;
}

/**
 * ecpa_store_remove_phone:
 * @self: a store
 * @person_id: whose
 * @id: the phone
 * @found: (out): whether this person had it
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_remove_phone (EcpaStore   *self,
                         gint64       person_id,
                         const char  *id,
                         gboolean    *found,
                         GError     **error)
{
  gint64 n_changed = 0;
  gboolean done = ecpa_database_execute (self->database, &n_changed, error,
                                         "DELETE FROM phones WHERE person_id = $1 AND id = $2", "is", person_id, id);

  *found = done && n_changed > 0;

  return done;
}

/**
 * ecpa_contacts_row_free:
 * @row: (transfer full): contact data
 */
void
ecpa_contacts_row_free (EcpaContactsRow *row)
{
  g_clear_object (&row->contacts);
  g_free (row->new_mail);
  g_free (row);
}
