/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-mail.h"
#include "ecpa-mail-seal.h"
#include "ecpa-store-private.h"

#include <string.h>

static const char *const kind_names[] = {
  [ECPA_MAIL_VERIFICATION] = "verification",
  [ECPA_MAIL_RESET] = "reset",
  [ECPA_MAIL_PASSWORD_CHANGED] = "password-changed",
  [ECPA_MAIL_REGISTRATION_REMOVED] = "registration-removed",
  [ECPA_MAIL_CONTACT_CHANGED] = "contact-changed",
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
load_key (EcpaStore  *self,
          GError    **error)
{
  if (self->mail_key == NULL)
    self->mail_key = ecpa_mail_key_load (ecpa_database_get_path (self->database), error);

  return self->mail_key != NULL;
}

/* Nothing of a draft can begin a line of its own in a mail. */
static gboolean
is_plain (const char *text)
{
  if (text == NULL)
    return TRUE;
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;

  return g_utf8_validate (text, -1, NULL);
}

static gboolean
is_address (const char *text)
{
  const char *at = text != NULL ? strrchr (text, '@') : NULL;

  return at != NULL && at > text && at[1] != '\0' && strlen (text) <= 254 && g_str_is_ascii (text)
         && strpbrk (text, " <>,;:\"\\()[]") == NULL;
}

/* Three texts with a byte after each. */
static GBytes *
seal_draft (EcpaStore            *self,
            const char           *id,
            const EcpaMailDraft  *draft,
            GError              **error)
{
  const char *texts[] = { draft->address, draft->name_masked, draft->code };
  g_autoptr (GByteArray) all = g_byte_array_new ();
  GBytes *sealed;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_byte_array_append (all, (const guint8 *) (texts[i] != NULL ? texts[i] : ""),
                         texts[i] != NULL ? strlen (texts[i]) + 1 : 1);
  sealed = load_key (self, error) ? ecpa_mail_seal (self->mail_key, id, all->data, all->len, error) : NULL;
  explicit_bzero (all->data, all->len);

  return sealed;
}

static char *
take_text (const char **position,
           const char  *end)
{
  const char *text = *position;

  if (text >= end)
    return NULL;
  *position += strlen (text) + 1;

  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
unseal_mail (EcpaStore *self,
             EcpaMail  *mail,
             GBytes    *sealed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *clear = NULL;
  const char *position;
  gsize size;

  if (load_key (self, &error))
    clear = (char *) ecpa_mail_unseal (self->mail_key, mail->id, sealed, &size, &error);
  if (clear == NULL)
    {
      g_warning ("The mail %s cannot be read: %s", mail->id, error->message);
      return;
    }

  clear[size] = '\0';
  position = clear;
  mail->address = take_text (&position, clear + size);
  mail->name_masked = take_text (&position, clear + size);
  mail->code = take_text (&position, clear + size);
  explicit_bzero (clear, size);
}

static EcpaMailKind
parse_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (kind_names[i], name) == 0)
      return (EcpaMailKind) i;

  g_return_val_if_reached (ECPA_MAIL_CONTACT_CHANGED);
}

static EcpaMail *
read_mail (EcpaStore *self,
           EcpaRows  *rows)
{
  EcpaMail *mail = g_new0 (EcpaMail, 1);
  g_autoptr (GBytes) sealed = ecpa_rows_dup_bytes (rows, 6);

  mail->id = ecpa_rows_dup_text (rows, 0);
  mail->kind = parse_kind (ecpa_rows_peek_text (rows, 1));
  mail->language = ecpa_rows_dup_text (rows, 2);
  mail->person_id = ecpa_rows_get_int (rows, 3);
  mail->added_at = ecpa_rows_get_int (rows, 4);
  mail->expires_at = ecpa_rows_get_int (rows, 5);
  mail->tries = ecpa_rows_get_int (rows, 7);
  unseal_mail (self, mail, sealed);

  return mail;
}

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_add_mail:
 * @self: a store, inside a transaction
 * @draft: what to send
 * @now: the time
 * @error: a #EcpaDatabaseError, or #GIOErrorEnum where the draft is none or cannot be sealed
 *
 * Puts a mail into the outbox. It is sent once the transaction is written, by the backend's own thread for that, and
 * tried again until it is accepted, refused for good, or of no use any more.
 *
 * Returns: whether it is there
 */
gboolean
ecpa_store_add_mail (EcpaStore            *self,
                     const EcpaMailDraft  *draft,
                     gint64                now,
                     GError              **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GBytes) sealed = NULL;

  g_return_val_if_fail (ECPA_IS_STORE (self) && draft != NULL && draft->kind < G_N_ELEMENTS (kind_names), FALSE);

  if (!is_address (draft->address) || !is_plain (draft->address) || !is_plain (draft->name_masked)
      || !is_plain (draft->code))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Mail: not an address, or more than a line of text");
      return FALSE;
    }
  sealed = seal_draft (self, id, draft, error);
  if (sealed == NULL
      || !ecpa_database_execute (self->database, NULL, error,
                                 "INSERT INTO mails (id, kind, language, person_id, sealed, added_at, expires_at,"
                                 " next_try_at) VALUES ($1, $2, $3, nullif ($4, 0), $5, $6, nullif ($7, 0), $6)",
                                 "sssibii", id, kind_names[draft->kind],
                                 g_strcmp0 (draft->language, "en") == 0 ? "en" : "zh_TW", draft->person_id, sealed, now,
                                 draft->expires_at))
    return FALSE;
  if (self->mail_added != NULL)
    self->mail_added (self->mail_added_data);

  return TRUE;
}

/**
 * ecpa_store_claim_mails:
 * @self: a store
 * @now: the time
 * @until: until when nobody else tries them
 * @limit: how many at most
 * @mails: takes an #EcpaMail per mail
 * @error: a #EcpaDatabaseError
 *
 * Takes mails whose time has come, the oldest first. The try is counted before it is made, so that a mail that breaks
 * the program is not tried for ever.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_claim_mails (EcpaStore  *self,
                        gint64      now,
                        gint64      until,
                        guint       limit,
                        GPtrArray  *mails,
                        GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaRows) rows = NULL;

  if (!ecpa_store_begin (self, error))
    return FALSE;
  rows = ecpa_database_query (self->database, &local_error,
                              "UPDATE mails SET tries = tries + 1, next_try_at = $2 WHERE id IN (SELECT id FROM mails"
                              " WHERE state = 'waiting' AND next_try_at <= $1 ORDER BY next_try_at, added_at LIMIT $3)"
                              " RETURNING id, kind, language, coalesce (person_id, 0), added_at,"
                              " coalesce (expires_at, 0), sealed, tries",
                              "iii", now, until, (gint64) limit);
  while (rows != NULL && ecpa_rows_next (rows, &local_error))
    g_ptr_array_add (mails, read_mail (self, rows));
  g_clear_pointer (&rows, ecpa_rows_free);
  if (local_error == NULL && ecpa_store_commit (self, error))
    return TRUE;

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  ecpa_store_rollback (self);

  return FALSE;
}

/**
 * ecpa_store_put_off_mail:
 * @self: a store
 * @id: a mail
 * @next_try_at: when to try again
 * @outcome: why it did not go, in a word or a reply code
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_put_off_mail (EcpaStore   *self,
                         const char  *id,
                         gint64       next_try_at,
                         const char  *outcome,
                         GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE mails SET next_try_at = $2, outcome = $3 WHERE id = $1 AND state = 'waiting'",
                                "sis", id, next_try_at, outcome);
}

/**
 * ecpa_store_end_mail:
 * @self: a store
 * @mail: a mail
 * @sent: whether it was accepted
 * @outcome: how it went, in a word or a reply code
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Marks a mail as done with, drops what was in it, and leaves a line in the audit log.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_end_mail (EcpaStore       *self,
                     const EcpaMail  *mail,
                     gboolean         sent,
                     const char      *outcome,
                     gint64           now,
                     GError         **error)
{
  g_autofree char *action = g_strconcat ("mail.", kind_names[mail->kind], NULL);
  gint64 n_changed;

  if (!ecpa_store_begin (self, error))
    return FALSE;
  if (ecpa_database_execute (self->database, &n_changed, error,
                             "UPDATE mails SET state = $2, outcome = $3, done_at = $4, sealed = NULL,"
                             " next_try_at = NULL WHERE id = $1 AND state = 'waiting'",
                             "sssi", mail->id, sent ? "sent" : "failed", outcome, now)
      && (n_changed == 0
          || ecpa_store_add_audit (self, now, 0, mail->person_id, "post", action, mail->id, outcome, error))
      && ecpa_store_commit (self, error))
    return TRUE;

  ecpa_store_rollback (self);

  return FALSE;
}

/**
 * ecpa_store_next_mail:
 * @self: a store
 * @next_try_at: (out): when the next mail's time comes; %G_MAXINT64 where none waits
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_next_mail (EcpaStore  *self,
                      gint64     *next_try_at,
                      GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error, "SELECT min (next_try_at) FROM mails WHERE state = 'waiting'", "");

  *next_try_at = G_MAXINT64;
  if (ecpa_rows_next (rows, NULL) && !ecpa_rows_is_null (rows, 0))
    *next_try_at = ecpa_rows_get_int (rows, 0);

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_watch_mails:
 * @self: a store
 * @added: (nullable): called when a mail was added
 * @user_data: for @added
 *
 * Has somebody told of mails that are added through this store.
 */
void
ecpa_store_watch_mails (EcpaStore     *self,
                        EcpaMailAdded  added,
                        gpointer       user_data)
{
  g_return_if_fail (ECPA_IS_STORE (self));

  self->mail_added = added;
  self->mail_added_data = user_data;
}

/**
 * ecpa_mail_kind_get_name:
 * @kind: a kind of mail
 *
 * Returns: its name in the database
 */
const char *
ecpa_mail_kind_get_name (EcpaMailKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

/**
 * ecpa_mail_free:
 * @self: (transfer full): a mail
 */
void
ecpa_mail_free (EcpaMail *self)
{
  g_free (self->id);
  g_free (self->language);
  wipe (self->address);
  wipe (self->name_masked);
  wipe (self->code);
  g_free (self);
}
