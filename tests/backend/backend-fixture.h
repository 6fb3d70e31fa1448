/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-backend.h"
#include "ecpa-endpoints.h"
#include "ecpa-server.h"

#include <libsoup/soup.h>

/* The real server on loopback with the training people, a clock that the test moves, and cheap password hashes. */
typedef struct
{
  char               *directory;
  gint64              now;
  EcpaServerSettings *settings; /* borrowed from the backend once that is there */
  EcpaStore          *store; /* the test's own connection to the file */
  EcpaBackend        *backend;
  EcpaServer         *server;
  GTlsCertificate    *certificate;
  SoupSession        *client;
} BackendFixture;

typedef struct
{
  guint               status;
  char               *body;
  JsonNode           *json;    /* (nullable) */
  SoupMessageHeaders *headers;
  GError             *error;   /* (nullable): the connection's */
} Reply;

/* A request on its way; several may be at a time. */
typedef struct
{
  SoupMessage *message;
  Reply       *reply; /* (nullable) until it is there */
  gboolean     sent;  /* the request has left */
} Call;

BackendFixture *backend_fixture_new      (void (*adjust) (EcpaServerSettings *settings));
void            backend_fixture_restart  (BackendFixture *self);
void            backend_fixture_free     (BackendFixture *self);
SoupSession    *client_new               (const char     *certificate);

Call           *call_start               (BackendFixture *self,
                                          const char     *method,
                                          const char     *path,
                                          const char     *token,
                                          const char     *key,
                                          const char     *body);
Call           *call_start_at            (SoupSession    *client,
                                          guint           port,
                                          const char     *method,
                                          const char     *path,
                                          const char     *token,
                                          const char     *key,
                                          const char     *body);
Reply          *call_wait                (Call           *call);
Reply          *call_now                 (BackendFixture *self,
                                          const char     *method,
                                          const char     *path,
                                          const char     *token,
                                          const char     *key,
                                          const char     *body);
void            reply_free               (Reply          *reply);
const char     *reply_text               (Reply          *reply,
                                          const char     *member);
gint64          reply_int                (Reply          *reply,
                                          const char     *member);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

#define assert_problem(reply, code_) \
  G_STMT_START \
  { \
    g_assert_cmpuint ((reply)->status, ==, ecpa_problem_code_get_status (code_)); \
    g_assert_cmpstr (reply_text ((reply), "code"), ==, ecpa_problem_code_get_name (code_)); \
    g_assert_cmpint (reply_int ((reply), "status"), ==, (reply)->status); \
    g_assert_cmpstr (soup_message_headers_get_content_type ((reply)->headers, NULL), ==, ECPA_MEDIA_PROBLEM); \
  } \
  G_STMT_END

/* A card of data/training/cards.json, by its id there. */
JsonObject     *training_card            (const char     *id);
const char     *training_password        (const char     *id);
Reply          *card_challenge           (BackendFixture *self,
                                          const char     *card);
char           *card_answer              (const char     *card,
                                          Reply          *challenge,
                                          const char     *password);
Reply          *card_sign_in             (BackendFixture *self,
                                          const char     *card,
                                          const char     *password);
char           *card_token               (BackendFixture *self,
                                          const char     *card);
char           *card_token_at            (SoupSession    *client,
                                          guint           port,
                                          const char     *card);
void            agree_at                 (SoupSession    *client,
                                          guint           port,
                                          const char     *token);
char           *account_token            (BackendFixture *self);
void            agree                    (BackendFixture *self,
                                          const char     *token);
char           *first_unsigned           (BackendFixture *self,
                                          const char     *token);
void            purge                    (BackendFixture *self);
void            view                     (BackendFixture *self,
                                          const char     *token,
                                          const char     *order);
guint           newest_schema            (void);
gint64          count_rows               (BackendFixture *self,
                                          const char     *sql);
