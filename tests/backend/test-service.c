/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-commands.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW 1795147200 /* 2026-11-20 12:00 in Taipei */

typedef BackendFixture F;

/* Auxiliaries -------------------------------------------------------------- */

/* The program itself, beside the server, on the same database. */
static gboolean
command (F           *f,
         const char  *option,
         const char  *argument,
         char       **said)
{
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  const char *const argv[] = { path, "--training", "--directory", f->directory, option, argument, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, said, NULL, &error));
  g_assert_no_error (error);

  return g_subprocess_get_successful (process);
}

static gboolean
announce (F           *f,
          const char  *json,
          char       **said)
{
  g_autofree char *path = g_build_filename (f->directory, "announcement.json", NULL);

  g_assert_true (g_file_set_contents (path, json, -1, NULL));

  return command (f, "--announce", path, said);
}

static char *
list_ids (F *f)
{
  g_autoptr (Reply) reply = call_now (f, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL);
  g_autoptr (EcpaServiceInfo) info = NULL;
  GString *ids = g_string_new (NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  info = ecpa_record_from_json (ECPA_TYPE_SERVICE_INFO, reply->json, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (info->announcements)); i++)
    {
      g_autoptr (EcpaAnnouncement) item = g_list_model_get_item (G_LIST_MODEL (info->announcements), i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", item->id);
    }

  return g_string_free (ids, FALSE);
}

static void
assert_ids (F          *f,
            const char *expected)
{
  g_autofree char *ids = list_ids (f);

  g_assert_cmpstr (ids, ==, expected);
}

/* Tests -------------------------------------------------------------------- */

static void
test_validation (void)
{
  static const struct
  {
    const char *json;
    const char *says; /* (nullable): a part of the message; NULL is good */
  } cases[] = {
    { "{\"kind\":\"information\",\"title\":\"公告\"}", NULL },
    { "{\"id\":\"a.B-1_2\",\"kind\":\"registration-suspended\",\"title\":\" 暫停註冊 \",\"text\":\"一\\n\\n二\"}", NULL },
    { "{\"kind\":\"maintenance\",\"title\":\"維護\",\"starts_at\":\"2026-11-21T00:00:00+08:00\","
      "\"ends_at\":\"2026-11-21T06:00:00+08:00\"}", NULL },
    { "", "Not JSON" },
    { "[]", "Not a JSON object" },
    { "{\"title\":\"x\"}", "kind" },
    { "{\"kind\":\"information\"}", "title" },
    { "{\"kind\":\"party\",\"title\":\"x\"}", "“kind” has to be" },
    { "{\"kind\":\"information\",\"title\":\"  \"}", "“title” has to be" },
    { "{\"kind\":\"information\",\"title\":\"a\\nb\"}", "“title” has to be" },
    { "{\"kind\":\"information\",\"title\":7}", "title" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"id\":\"a b\"}", "“id” has to be" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"id\":\"\"}", "“id” has to be" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"end_at\":\"2027-01-01T00:00:00Z\"}", "no member “end_at”" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"ends_at\":\"tomorrow\"}", "ends_at" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"ends_at\":\"2026-11-20T04:00:00Z\"}", "over already" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"starts_at\":\"2027-02-01T00:00:00Z\","
      "\"ends_at\":\"2027-01-01T00:00:00Z\"}", "after “starts_at”" },
    { "{\"kind\":\"maintenance\",\"title\":\"x\"}", "needs “starts_at”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaAnnouncement) item = ecpa_announcement_read (cases[i].json, -1, NOW, &error);

      g_test_message ("%s", cases[i].json);
      if (cases[i].says == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (item->id);
          g_assert_false (g_str_has_prefix (item->title, " "));
        }
      else
        {
          g_assert_null (item);
          g_assert_nonnull (strstr (error->message, cases[i].says));
        }
    }
}

/* What is over is not sent; the rest by when it begins. */
static void
test_order (void)
{
  static const char *const texts[] = {
    "{\"id\":\"later\",\"kind\":\"information\",\"title\":\"x\",\"starts_at\":\"2026-12-02T00:00:00Z\"}",
    "{\"id\":\"sooner\",\"kind\":\"maintenance\",\"title\":\"x\",\"starts_at\":\"2026-12-01T00:00:00Z\","
    "\"ends_at\":\"2026-12-01T06:00:00Z\"}",
  };
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (EcpaAnnouncement) item = ecpa_announcement_read (texts[i], -1, NOW, NULL);

      g_assert_true (ecpa_store_put_announcement (f->store, item, NOW, NULL));
    }
  assert_ids (f, "training sooner later");
  f->now = 1796104800 - 1; /* 2026-12-01 06:00 UTC */
  assert_ids (f, "training sooner later");
  f->now++;
  assert_ids (f, "training later");
  backend_fixture_free (f);
}

/* Beside the running server, which needs no telling. */
static void
test_commands (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *added = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *unknown = NULL;

  assert_ids (f, "training");
  g_assert_true (announce (f, "{\"id\":\"x1\",\"kind\":\"information\",\"title\":\"第一則\"}", &added));
  g_assert_cmpstr (added, ==, "x1\n");
  assert_ids (f, "training x1");
  g_assert_true (announce (f, "{\"id\":\"x1\",\"kind\":\"information\",\"title\":\"改過\"}", &changed));
  assert_ids (f, "training x1");
  g_assert_false (announce (f, "{\"id\":\"x2\",\"kind\":\"information\"}", &refused));
  g_assert_nonnull (strstr (refused, "announcement.json: "));
  g_assert_nonnull (strstr (refused, "title"));
  assert_ids (f, "training x1");
  g_assert_true (command (f, "--announcements", NULL, &listed));
  g_assert_nonnull (strstr (listed, "x1\tinformation\t-\t-\tshown\t改過\n"));
  g_assert_true (command (f, "--retract", "x1", &gone));
  assert_ids (f, "training");
  g_assert_false (command (f, "--retract", "x1", &unknown));
  g_assert_nonnull (strstr (unknown, "no announcement “x1”"));
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action IN ('service.announce', 'service.retract')"
                                  " AND target = 'x1' AND outcome = 'ok' AND method = 'command'"), ==, 3);
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/service/validation", test_validation);
  g_test_add_func ("/backend/service/order", test_order);
  g_test_add_func ("/backend/service/commands", test_commands);

  return g_test_run ();
}
