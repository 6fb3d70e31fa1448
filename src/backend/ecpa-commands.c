/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-commands.h"

#include <string.h>

#define MAX_ID 64
#define MAX_TITLE 100  /* characters */
#define MAX_TEXT 4000

/* Auxiliaries -------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (2, 3)
refuse (GError     **error,
        const char  *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);

  return FALSE;
}

/* A member that nobody knows is a slip of the pen, and must not be passed over in silence. */
static gboolean
check_members (JsonObject  *object,
               GError     **error)
{
  static const char *const known[] = { "id", "kind", "title", "text", "starts_at", "ends_at", NULL };
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      return refuse (error, "There is no member “%s”; there are id, kind, title, text, starts_at, ends_at",
                     (const char *) l->data);

  return TRUE;
}

/* Without a tab, which would part it in the list, and whatever else a terminal takes for an order. */
static gboolean
is_one_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    switch (g_unichar_type (g_utf8_get_char (p)))
      {
      case G_UNICODE_CONTROL:
      case G_UNICODE_LINE_SEPARATOR:
      case G_UNICODE_PARAGRAPH_SEPARATOR:
        return FALSE;
      default:
        break;
      }

  return TRUE;
}

static gboolean
check_texts (EcpaAnnouncement  *item,
             GError           **error)
{
  static const char *const kinds[] = { "maintenance", "registration-suspended", "information", NULL };

  if (*item->id == '\0' || strlen (item->id) > MAX_ID || strspn (item->id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.") != strlen (item->id))
    return refuse (error, "“id” has to be up to %d letters, digits, “-”, “_” and “.”", MAX_ID);
  if (!g_strv_contains (kinds, item->kind))
    return refuse (error, "“kind” has to be maintenance, registration-suspended or information");
  g_strstrip (item->title);
  if (*item->title == '\0' || g_utf8_strlen (item->title, -1) > MAX_TITLE || !is_one_line (item->title))
    return refuse (error, "“title” has to be one line of up to %d characters", MAX_TITLE);
  if (item->text != NULL && g_utf8_strlen (item->text, -1) > MAX_TEXT)
    return refuse (error, "“text” has to be up to %d characters", MAX_TEXT);

  return TRUE;
}

static gboolean
check_times (EcpaAnnouncement  *item,
             gint64             now,
             GError           **error)
{
  if (item->ends_at != NULL && g_date_time_to_unix (item->ends_at) <= now)
    return refuse (error, "“ends_at” is over already");
  if (item->starts_at != NULL && item->ends_at != NULL && g_date_time_compare (item->starts_at, item->ends_at) >= 0)
    return refuse (error, "“ends_at” has to be after “starts_at”");
  if (strcmp (item->kind, "maintenance") == 0 && (item->starts_at == NULL || item->ends_at == NULL))
    return refuse (error, "Maintenance needs “starts_at” and “ends_at”");

  return TRUE;
}

static char *
print_time (GDateTime *time)
{
  return time != NULL ? ecpa_time_format (time) : g_strdup ("-");
}

/* The change and the line that tells of it. */
static gboolean
commit_with_audit (EcpaStore   *store,
                   gint64       now,
                   const char  *action,
                   const char  *target,
                   GError     **error)
{
  return ecpa_store_add_audit (store, now, 0, 0, "command", action, target, "ok", error)
         && ecpa_store_commit (store, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_announcement_read:
 * @data: JSON, as an administrator writes it
 * @length: its length, or -1
 * @now: the time
 * @error: what is wrong with it, in words for the administrator
 *
 * Reads an announcement and checks that it makes sense. Without an id it gets one.
 *
 * Returns: (transfer full) (nullable): the announcement
 */
EcpaAnnouncement *
ecpa_announcement_read (const char  *data,
                        gssize       length,
                        gint64       now,
                        GError     **error)
{
  g_autoptr (JsonNode) node = ecpa_json_parse (data, length, error);
  g_autoptr (EcpaAnnouncement) item = NULL;
  JsonObject *object;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "Not a JSON object");
      return NULL;
    }
  object = json_node_get_object (node);
  if (!check_members (object, error))
    return NULL;
  if (!json_object_has_member (object, "id"))
    {
      g_autofree char *id = g_uuid_string_random ();

      json_object_set_string_member (object, "id", id);
    }
  item = ecpa_record_from_json (ECPA_TYPE_ANNOUNCEMENT, node, error);

  return item != NULL && check_texts (item, error) && check_times (item, now, error) ? g_steal_pointer (&item) : NULL;
}

/**
 * ecpa_command_announce:
 * @store: a store, perhaps of a running server
 * @path: a file with an announcement, or `-` for standard input
 * @now: the time
 * @error: what is wrong with it
 *
 * Says something to everybody; prints its id.
 *
 * Returns: whether it is said
 */
gboolean
ecpa_command_announce (EcpaStore   *store,
                       const char  *path,
                       gint64       now,
                       GError     **error)
{
  g_autoptr (EcpaAnnouncement) item = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (strcmp (path, "-") == 0 ? "/dev/stdin" : path, &contents, &length, error))
    return FALSE;
  item = ecpa_announcement_read (contents, (gssize) length, now, error);
  if (item == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }

  if (!ecpa_store_begin (store, error))
    return FALSE;
  if (!ecpa_store_put_announcement (store, item, now, error)
      || !commit_with_audit (store, now, "service.announce", item->id, error))
    {
      ecpa_store_rollback (store);
      return FALSE;
    }
  g_print ("%s\n", item->id);

  return TRUE;
}

/**
 * ecpa_command_list_announcements:
 * @store: a store
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Prints a line per announcement: id, kind, beginning, end, whether it is over, title; separated by tabs.
 *
 * Returns: whether it did
 */
gboolean
ecpa_command_list_announcements (EcpaStore  *store,
                                 gint64      now,
                                 GError    **error)
{
  g_autoptr (GListStore) list = g_list_store_new (ECPA_TYPE_ANNOUNCEMENT);

  if (!ecpa_store_list_announcements (store, 0, list, error))
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (EcpaAnnouncement) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autofree char *starts_at = print_time (item->starts_at);
      g_autofree char *ends_at = print_time (item->ends_at);
      gboolean over = item->ends_at != NULL && g_date_time_to_unix (item->ends_at) <= now;

      g_print ("%s\t%s\t%s\t%s\t%s\t%s\n", item->id, item->kind, starts_at, ends_at, over ? "over" : "shown",
               item->title);
    }

  return TRUE;
}

/**
 * ecpa_command_retract:
 * @store: a store, perhaps of a running server
 * @id: an announcement
 * @now: the time
 * @error: where there is none
 *
 * Takes an announcement back.
 *
 * Returns: whether it is gone
 */
gboolean
ecpa_command_retract (EcpaStore   *store,
                      const char  *id,
                      gint64       now,
                      GError     **error)
{
  gboolean removed;

  if (!ecpa_store_begin (store, error))
    return FALSE;
  if (!ecpa_store_remove_announcement (store, id, &removed, error)
      || (!removed && !refuse (error, "There is no announcement “%s”; see --announcements", id))
      || !commit_with_audit (store, now, "service.retract", id, error))
    {
      ecpa_store_rollback (store);
      return FALSE;
    }

  return TRUE;
}

/**
 * ecpa_command_end_sessions:
 * @store: a store, perhaps of a running server
 * @account_or_id: (nullable): whose: an account's name or a national ID; %NULL for everybody's
 * @now: the time
 * @error: where there is no such person
 *
 * Ends sessions; prints how many.
 *
 * Returns: whether they are gone
 */
gboolean
ecpa_command_end_sessions (EcpaStore   *store,
                           const char  *account_or_id,
                           gint64       now,
                           GError     **error)
{
  gint64 person_id = 0;
  gint64 n_ended;

  if (!ecpa_store_begin (store, error))
    return FALSE;
  if ((account_or_id != NULL && !ecpa_store_find_person (store, account_or_id, &person_id, error))
      || (account_or_id != NULL && person_id == 0 && !refuse (error, "There is no such person"))
      || !ecpa_store_end_sessions (store, person_id, now, &n_ended, error)
      || !ecpa_store_add_audit (store, now, 0, person_id, "command", "sessions.end", "", "ok", error)
      || !ecpa_store_commit (store, error))
    {
      ecpa_store_rollback (store);
      return FALSE;
    }
  g_print ("%" G_GINT64_FORMAT "\n", n_ended);

  return TRUE;
}
