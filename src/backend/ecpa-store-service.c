/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_list_announcements:
 * @self: a store
 * @not_over_at: the time; those that ended by then are left out; 0 leaves out none
 * @list: takes an #EcpaAnnouncement per announcement
 * @error: a #EcpaDatabaseError
 *
 * Lists what there is to say, by when it begins; what has no beginning comes first.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_list_announcements (EcpaStore   *self,
                               gint64       not_over_at,
                               GListStore  *list,
                               GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT id, kind, title, text, starts_at, ends_at FROM announcements"
                         " WHERE ends_at IS NULL OR ends_at > $1 ORDER BY coalesce (starts_at, 0), added_at, id",
                         "i", not_over_at);

  while (ecpa_rows_next (rows, NULL))
    {
      g_autoptr (EcpaAnnouncement) item = g_object_new (ECPA_TYPE_ANNOUNCEMENT, NULL);

      item->id = ecpa_rows_dup_text (rows, 0);
      item->kind = ecpa_rows_dup_text (rows, 1);
      item->title = ecpa_rows_dup_text (rows, 2);
      item->text = ecpa_rows_dup_text (rows, 3);
      item->starts_at = ecpa_rows_dup_time (rows, 4);
      item->ends_at = ecpa_rows_dup_time (rows, 5);
      g_list_store_append (list, item);
    }

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_put_announcement:
 * @self: a store
 * @announcement: what to say
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Adds an announcement, or takes the newer words of one with the same id.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_put_announcement (EcpaStore         *self,
                             EcpaAnnouncement  *announcement,
                             gint64             now,
                             GError           **error)
{
  gint64 starts_at = announcement->starts_at != NULL ? g_date_time_to_unix (announcement->starts_at) : 0;
  gint64 ends_at = announcement->ends_at != NULL ? g_date_time_to_unix (announcement->ends_at) : 0;

  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO announcements (id, kind, title, text, starts_at, ends_at, added_at)"
                                " VALUES ($1, $2, $3, $4, nullif ($5, 0), nullif ($6, 0), $7)"
                                " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title,"
                                " text = excluded.text, starts_at = excluded.starts_at, ends_at = excluded.ends_at",
                                "ssssiii", announcement->id, announcement->kind, announcement->title,
                                announcement->text, starts_at, ends_at, now);
}

/**
 * ecpa_store_remove_announcement:
 * @self: a store
 * @id: an announcement
 * @removed: (out): whether there was one
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_remove_announcement (EcpaStore   *self,
                                const char  *id,
                                gboolean    *removed,
                                GError     **error)
{
  gint64 n_changed;

  if (!ecpa_database_execute (self->database, &n_changed, error, "DELETE FROM announcements WHERE id = $1", "s", id))
    return FALSE;
  *removed = n_changed > 0;

  return TRUE;
}

/**
 * ecpa_store_read_revision:
 * @self: a store
 * @topic: `service`
 * @revision: (out): a number that changes with it
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_read_revision (EcpaStore   *self,
                          const char  *topic,
                          gint64      *revision,
                          GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error, "SELECT revision FROM revisions WHERE topic = $1", "s", topic);

  *revision = 0;
  if (ecpa_rows_next (rows, NULL))
    *revision = ecpa_rows_get_int (rows, 0);

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_find_address_attempts:
 * @self: a store
 * @address: a network address
 * @not_before: errors whose last is older are forgotten
 * @errors: (out): sign-ins that failed
 * @locked_until: (out): until when nobody signs in from there, or 0
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_find_address_attempts (EcpaStore   *self,
                                  const char  *address,
                                  gint64       not_before,
                                  gint64      *errors,
                                  gint64      *locked_until,
                                  GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT errors, locked_until FROM address_attempts WHERE address = $1"
                         " AND (last_at > $2 OR locked_until > $2)",
                         "si", address, not_before);

  return ecpa_rows_read_attempts (rows, errors, locked_until, error);
}

/**
 * ecpa_store_save_address_attempts:
 * @self: a store
 * @address: a network address
 * @errors: sign-ins that failed
 * @locked_until: until when nobody signs in from there, or 0
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_save_address_attempts (EcpaStore   *self,
                                  const char  *address,
                                  gint64       errors,
                                  gint64       locked_until,
                                  gint64       now,
                                  GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO address_attempts (address, errors, locked_until, last_at)"
                                " VALUES ($1, $2, $3, $4) ON CONFLICT (address) DO UPDATE SET errors = excluded.errors,"
                                " locked_until = excluded.locked_until, last_at = excluded.last_at",
                                "siii", address, errors, locked_until, now);
}
