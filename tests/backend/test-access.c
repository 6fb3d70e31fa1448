/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-store-private.h"

#include <string.h>

typedef BackendFixture F;

/* Who asks. */
typedef enum
{
  NOBODY,       /* no session */
  GARBAGE,      /* a token that is none */
  ENDED,        /* a session that was ended */
  EXPIRED,      /* one that ran out */
  PASSWORD,     /* the owner, by password only */
  NO_CONSENT,   /* the owner, by card, who has not agreed */
  STRANGER,     /* another person, by card, who has agreed */
  OWNER,        /* the owner, by card, who has agreed */
  N_ROLES,
} Role;

typedef struct
{
  const char *method;
  const char *path;          /* {id} is an order of the owner */
  const char *body;          /* (nullable) */
  guint       expected[N_ROLES];
} Case;

#define CONSENT "{\"scope\":\"reward-orders\",\"version\":\"115-1\"}"

/* Every endpoint × every role. A password or a missing agreement comes before whose it is. */
static const Case cases[] = {
  /*                                                               nobody garbage ended expired password consent stranger owner */
  { "GET", ECPA_PATH_SERVICE, NULL,                               { 200,  200,    200,  200,    200,     200,    200,     200 } },
  { "GET", ECPA_PATH_SESSION, NULL,                               { 401,  401,    401,  401,    200,     200,    200,     200 } },
  { "GET", ECPA_PATH_EVENTS, NULL,                                { 401,  401,    401,  401,    400,     400,    400,     400 } },
  { "GET", ECPA_PATH_CONSENT_TEXTS "/reward-orders", NULL,        { 401,  401,    401,  401,    200,     200,    200,     200 } },
  { "GET", ECPA_PATH_CONSENT_TEXTS "/unknown", NULL,              { 401,  401,    401,  401,    404,     404,    404,     404 } },
  { "GET", ECPA_PATH_ORDERS, NULL,                                { 401,  401,    401,  401,    403,     403,    200,     200 } },
  { "GET", ECPA_PATH_ORDERS "?state=unsigned", NULL,              { 401,  401,    401,  401,    403,     403,    200,     200 } },
  { "POST", ECPA_PATH_ORDER_SEARCHES, "{}",                       { 401,  401,    401,  401,    403,     403,    200,     200 } },
  { "GET", ECPA_PATH_ORDERS "/{id}", NULL,                        { 401,  401,    401,  401,    403,     403,    404,     200 } },
  { "PUT", ECPA_PATH_ORDERS "/{id}/view", NULL,                   { 401,  401,    401,  401,    403,     403,    404,     200 } },
  { "POST", ECPA_PATH_ORDERS "/{id}/receipts", "{}",              { 401,  401,    401,  401,    403,     403,    404,     201 } },
  { "POST", ECPA_PATH_CONSENTS, CONSENT,                          { 401,  401,    401,  401,    403,     201,    200,     200 } },
  { "DELETE", ECPA_PATH_SESSION, NULL,                            { 401,  401,    401,  401,    204,     204,    204,     204 } },
};

typedef struct
{
  F    *f;
  char *order;
  char *tokens[N_ROLES];
} World;

static void
world_clear (World *w)
{
  for (guint i = 0; i < N_ROLES; i++)
    g_free (w->tokens[i]);
  g_free (w->order);
  backend_fixture_free (w->f);
}

/* A world of their own for requests that change something: none stands in another's light. */
static void
world_init (World *w,
            Role   role)
{
  g_autofree char *owner = NULL;

  memset (w, 0, sizeof *w);
  w->f = backend_fixture_new (NULL);
  owner = card_token (w->f, "ordinary");
  agree (w->f, owner);
  w->order = first_unsigned (w->f, owner);
  view (w->f, owner, w->order);

  switch (role)
    {
    case GARBAGE:
      w->tokens[role] = g_strdup ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
      break;
    case ENDED:
      {
        g_autoptr (Reply) reply = call_now (w->f, "DELETE", ECPA_PATH_SESSION, owner, NULL, NULL);

        g_assert_cmpuint (reply->status, ==, 204);
        w->tokens[role] = g_steal_pointer (&owner);
      }
      break;
    case EXPIRED:
      w->tokens[role] = g_steal_pointer (&owner);
      w->f->now += w->f->settings->session_idle_seconds;
      break;
    case PASSWORD:
      w->tokens[role] = account_token (w->f);
      break;
    case NO_CONSENT:
      g_assert_true (ecpa_database_execute (w->f->store->database, NULL, NULL, "DELETE FROM consents", ""));
      w->tokens[role] = g_steal_pointer (&owner);
      break;
    case STRANGER:
      w->tokens[role] = card_token (w->f, "newest");
      agree (w->f, w->tokens[role]);
      break;
    case OWNER:
      w->tokens[role] = g_steal_pointer (&owner);
      break;
    case NOBODY:
    case N_ROLES:
    default:
      break;
    }
}

static void
test_table (gconstpointer data)
{
  Role role = (Role) GPOINTER_TO_UINT (data);
  World w;
  gboolean changed = FALSE;

  world_init (&w, role);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].path, "{id}", 2);
      g_autofree char *path = NULL;
      g_autofree char *key = g_uuid_string_random ();
      g_autoptr (Reply) reply = NULL;

      if (changed)
        {
          world_clear (&w);
          world_init (&w, role);
        }
      path = g_strjoinv (w.order, parts);
      reply = call_now (w.f, cases[i].method, path, w.tokens[role], key, cases[i].body);
      if (reply->status != cases[i].expected[role])
        g_error ("%s %s as %u: %u, not %u: %s", cases[i].method, cases[i].path, role, reply->status,
                 cases[i].expected[role], reply->body);
      if (reply->status == 401)
        assert_problem (reply, ECPA_PROBLEM_SESSION_REQUIRED);
      if (reply->status == 403)
        assert_problem (reply, role == PASSWORD ? ECPA_PROBLEM_METHOD_INSUFFICIENT : ECPA_PROBLEM_CONSENT_REQUIRED);
      g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Cache-Control"), ==, "no-store");
      changed = reply->status / 100 == 2 && strcmp (cases[i].method, "GET") != 0;
    }
  world_clear (&w);
}

/* Another's order and one that never was cannot be told apart. */
static void
test_not_yours (void)
{
  static const char *const requests[][2] = { { "GET", "" }, { "PUT", "/view" }, { "POST", "/receipts" } };
  World w;

  world_init (&w, STRANGER);
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *theirs = g_strconcat (ECPA_PATH_ORDERS "/", w.order, requests[i][1], NULL);
      g_autofree char *none =
        g_strconcat (ECPA_PATH_ORDERS "/11111111-2222-4333-8444-555555555555", requests[i][1], NULL);
      g_autofree char *key = g_uuid_string_random ();
      g_autoptr (Reply) one = call_now (w.f, requests[i][0], theirs, w.tokens[STRANGER], key, NULL);
      g_autoptr (Reply) two = call_now (w.f, requests[i][0], none, w.tokens[STRANGER], key, NULL);

      assert_problem (one, ECPA_PROBLEM_NOT_FOUND);
      g_assert_cmpstr (one->body, ==, two->body);
    }
  /* And it is in the log, so that somebody can see who tried. */
  g_assert_cmpint (count_rows (w.f, "SELECT count(*) FROM audit WHERE person_id = 2 AND outcome = 'not_found'"
                                    " AND action IN ('order.read', 'order.view', 'order.sign')"), ==, 6);
  g_assert_cmpint (count_rows (w.f, "SELECT count(*) FROM receipts WHERE signed_at > 1790000000"), ==, 0);
  world_clear (&w);
}

/* Idle for half an hour, or twelve hours in all, whatever is done in them. */
static void
test_session_ends (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = card_token (f, "ordinary");
  gint64 opened_at = f->now;

  while (f->now + 1799 < opened_at + 43200)
    {
      g_autoptr (Reply) reply = NULL;

      f->now += 1799;
      reply = call_now (f, "GET", ECPA_PATH_SESSION, token, NULL, NULL);
      g_assert_cmpuint (reply->status, ==, 200);
    }
  f->now = opened_at + 43200;
  {
    g_autoptr (Reply) reply = call_now (f, "GET", ECPA_PATH_SESSION, token, NULL, NULL);

    assert_problem (reply, ECPA_PROBLEM_SESSION_REQUIRED);
    g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "WWW-Authenticate"), ==, "Bearer");
  }
  purge (f);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM sessions"), ==, 0);
  backend_fixture_free (f);
}

static void
test_paths_and_methods (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    guint       status;
    const char *allow;
  } rows[] = {
    { "GET", "/", 404, NULL },
    { "GET", "/v1", 404, NULL },
    { "GET", "/v1/orders/", 404, NULL },
    { "GET", "/v1/orders/a/b", 404, NULL },
    { "GET", "/v1/orders/%2e%2e/view", 404, NULL },
    { "GET", "/v1/orders/x%20y", 404, NULL },
    { "GET", "/V1/service", 404, NULL },
    { "POST", "/v1/service", 405, "GET" },
    { "HEAD", "/v1/service", 405, "GET" },
    { "OPTIONS", "/v1/session", 405, "GET, DELETE" },
    { "PATCH", "/v1/orders", 405, "GET" },
    { "BREW", "/v1/sessions", 405, "POST" },
    { "DELETE", "/v1/orders/abc/receipts", 405, "POST" },
  };
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = call_now (f, rows[i].method, rows[i].path, NULL, NULL, NULL);

      g_test_message ("%s %s", rows[i].method, rows[i].path);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
      g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Allow"), ==, rows[i].allow);
      if (strcmp (rows[i].method, "HEAD") != 0)
        g_assert_nonnull (reply_text (reply, "code"));
    }
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const names[N_ROLES] = { "nobody",   "garbage",    "ended",    "expired",
                                              "password", "no-consent", "stranger", "owner" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < N_ROLES; i++)
    {
      g_autofree char *path = g_strconcat ("/backend/access/", names[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_table);
    }
  g_test_add_func ("/backend/access/not-yours", test_not_yours);
  g_test_add_func ("/backend/access/session-ends", test_session_ends);
  g_test_add_func ("/backend/access/paths-and-methods", test_paths_and_methods);

  return g_test_run ();
}
