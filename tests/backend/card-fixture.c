/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "card-fixture.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static char *
to_json (const char *quoted)
{
  return g_strdelimit (g_strdup (quoted), "'", '"');
}

static void
add_object (GString    *body,
            JsonObject *object,
            const char *member,
            const char *value)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (body, "%s\"%s\":\"%s\"", body->len > 1 ? "," : "", (const char *) l->data,
                            g_strcmp0 (l->data, member) == 0 ? value : json_object_get_string_member (object, l->data));
}

/* Everything that waits, the oldest first. */
static GPtrArray *
claim_mails (BackendFixture *self)
{
  GPtrArray *mails = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_mail_free);
  g_autoptr (GError) error = NULL;

  ecpa_store_claim_mails (self->store, self->now + 7200, G_MAXINT32 * G_GINT64_CONSTANT (4), 100, mails, &error);
  g_assert_no_error (error);

  return mails;
}

static gboolean
is_wanted (EcpaMail     *mail,
           EcpaMailKind  kind,
           const char   *address)
{
  return mail->kind == kind && (address == NULL || g_strcmp0 (mail->address, address) == 0);
}

/* Public API --------------------------------------------------------------- */

Reply *
card_session_reply (BackendFixture *self,
                    const char     *card)
{
  g_autoptr (Reply) challenge = card_challenge (self, card);
  g_autofree char *body = card_answer (card, challenge, "");

  return call_now (self, "POST", ECPA_PATH_CARD_SESSIONS, NULL, NULL, body);
}

char *
card_session (BackendFixture *self,
              const char     *card)
{
  g_autoptr (Reply) reply = card_session_reply (self, card);

  g_assert_cmpuint (reply->status, ==, 201);

  return g_strdup (reply_text (reply, "token"));
}

/* With a key of its own; no body where @format is %NULL. */
Reply *
ask (BackendFixture *self,
     const char     *method,
     const char     *path,
     const char     *token,
     const char     *format,
     ...)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *quoted = NULL;
  g_autofree char *body = NULL;
  va_list arguments;

  if (format == NULL)
    return call_now (self, method, path, token, key, NULL);
  va_start (arguments, format);
  quoted = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  body = to_json (quoted);

  return call_now (self, method, path, token, key, body);
}

Reply *
ask_again (BackendFixture *self,
           const char     *method,
           const char     *path,
           const char     *token,
           const char     *key,
           const char     *body)
{
  g_autofree char *json = to_json (body);

  return call_now (self, method, path, token, key, json);
}

/* The card's residence, with another value for one member and more members behind. */
char *
residence_body (const char *card,
                const char *member,
                const char *value,
                const char *more)
{
  g_autoptr (GString) body = g_string_new ("{");

  add_object (body, json_object_get_object_member (training_card (card), "residence"), member, value);
  if (more != NULL)
    g_string_append_printf (body, ",%s", more);
  g_string_append_c (body, '}');

  return g_string_free (g_steal_pointer (&body), FALSE);
}

char *
registration_body (const char *card,
                   const char *password,
                   const char *member,
                   const char *value)
{
  g_autoptr (GString) body = g_string_new ("{");

  add_object (body, json_object_get_object_member (training_card (card), "residence"), member, value);
  add_object (body, json_object_get_object_member (training_card (card), "contacts"), member, value);
  g_string_append_printf (body, ",\"terms_version\":\"%s\",\"password\":\"%s\"}",
                          g_strcmp0 (member, "terms_version") == 0 ? value : "115-1", password);

  return g_string_free (g_steal_pointer (&body), FALSE);
}

/* All the way: registered and verified. */
void
register_card (BackendFixture *self,
               const char     *card,
               const char     *token,
               const char     *password)
{
  g_autofree char *body = registration_body (card, password, NULL, NULL);
  g_autofree char *code = NULL;

  ASSERT_DONE (self, 201, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", body);
  code = take_code (self, ECPA_MAIL_VERIFICATION, NULL);
  ASSERT_DONE (self, 200, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", code);
}

/* The code of the newest mail of a kind, to anybody or to @address; all mail is taken. */
char *
take_code (BackendFixture *self,
           EcpaMailKind    kind,
           const char     *address)
{
  g_autoptr (GPtrArray) mails = claim_mails (self);
  EcpaMail *newest = NULL;

  for (guint i = 0; i < mails->len; i++)
    {
      EcpaMail *mail = g_ptr_array_index (mails, i);

      if (is_wanted (mail, kind, address) && (newest == NULL || mail->added_at >= newest->added_at))
        newest = mail;
    }
  g_assert_nonnull (newest);

  return g_strdup (newest->code);
}

/* How many of a kind wait; all mail is taken. */
guint
count_mails (BackendFixture *self,
             EcpaMailKind    kind,
             const char     *address)
{
  g_autoptr (GPtrArray) mails = claim_mails (self);
  guint n = 0;

  for (guint i = 0; i < mails->len; i++)
    n += is_wanted (g_ptr_array_index (mails, i), kind, address);

  return n;
}

char *
state_of (BackendFixture *self,
          const char     *token)
{
  g_autoptr (Reply) reply = ask (self, "GET", ECPA_PATH_REGISTRATION, token, NULL);

  g_assert_cmpuint (reply->status, ==, 200);

  return g_strdup (reply_text (reply, "state"));
}
