/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-request.h"

#include <string.h>

/* A repeated request waits a little longer each time; two repetitions bridge a restart of the backend. */
#define DEFAULT_ATTEMPTS 3
#define ATTEMPTS_WITH_KEY 5

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_request_new:
 * @method: the HTTP method
 * @path: path and query, encoded, beginning with a slash
 * @answer: the record type of the answer, or %G_TYPE_NONE
 *
 * GET, PUT and DELETE are repeated when the way to the backend fails; POST only with a key.
 *
 * Returns: (transfer full): a request
 */
EcpaRequest *
ecpa_request_new (const char *method,
                  const char *path,
                  GType       answer)
{
  EcpaRequest *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (path != NULL && path[0] == '/' && path[1] != '/', NULL);

  self = g_new0 (EcpaRequest, 1);
  g_atomic_ref_count_init (&self->refs);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->answer = answer;
  self->authenticated = TRUE;
  self->attempts = strcmp (method, "POST") == 0 ? 1 : DEFAULT_ATTEMPTS;

  return self;
}

/**
 * ecpa_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
EcpaRequest *
ecpa_request_ref (EcpaRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * ecpa_request_unref:
 * @self: (transfer full): a request
 */
void
ecpa_request_unref (EcpaRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_free (self->method);
  g_free (self->path);
  g_free (self->body);
  g_free (self->key);
  g_free (self->if_match);
  g_clear_pointer (&self->secret_body, ecpa_secret_body_unref);
  g_clear_pointer (&self->token, ecpa_secret_unref);
  g_free (self);
}

/**
 * ecpa_request_set_record:
 * @self: a request
 * @record: what to send
 */
void
ecpa_request_set_record (EcpaRequest *self,
                         EcpaRecord  *record)
{
  g_return_if_fail (self != NULL && ECPA_IS_RECORD (record));

  g_free (self->body);
  self->body = ecpa_record_print (record);
}

/**
 * ecpa_request_set_body:
 * @self: a request
 * @json: what to send; nothing secret
 */
void
ecpa_request_set_body (EcpaRequest *self,
                       const char  *json)
{
  g_return_if_fail (self != NULL && json != NULL);

  g_free (self->body);
  self->body = g_strdup (json);
}

/**
 * ecpa_request_set_secret_body:
 * @self: a request
 * @body: what to send; wiped as soon as the request is over and the caller has let go of it
 */
void
ecpa_request_set_secret_body (EcpaRequest    *self,
                              EcpaSecretBody *body)
{
  g_return_if_fail (self != NULL && body != NULL);

  g_clear_pointer (&self->secret_body, ecpa_secret_body_unref);
  self->secret_body = ecpa_secret_body_ref (body);
}

/**
 * ecpa_request_set_key:
 * @self: a request
 * @key: its idempotency key: from now on it may be repeated
 */
void
ecpa_request_set_key (EcpaRequest *self,
                      const char  *key)
{
  g_return_if_fail (self != NULL && key != NULL);

  g_free (self->key);
  self->key = g_strdup (key);
  self->attempts = ATTEMPTS_WITH_KEY;
}

/**
 * ecpa_request_dup_route:
 * @self: a request
 *
 * Returns: (transfer full): method and the first two segments of the path: what a log may know
 */
char *
ecpa_request_dup_route (EcpaRequest *self)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *plain = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  plain = g_strndup (self->path, strcspn (self->path, "?"));
  parts = g_strsplit (plain, "/", 4);

  return g_strdup_printf ("%s /%s/%s%s", self->method, parts[1],
                          parts[2] != NULL ? parts[2] : "",
                          parts[2] != NULL && parts[3] != NULL ? "/…" : "");
}
