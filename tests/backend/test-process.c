/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-generator.h"
#include "ecpa-server-certificate.h"
#include "ecpa-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define KILLS 20
#define SOAK_KILLS 200
#define ORDERS_PER_KILL 8
/* How long a life may be at first, and at the outside; see live_and_die (). */
#define LIFE_MICROSECONDS 60000
#define LONGEST_LIFE_MICROSECONDS 2000000

/* Types -------------------------------------------------------------------- */

/* The program itself. */
typedef struct
{
  GSubprocess *process;
  char        *directory;
  guint        port;
  char        *certificate;
  SoupSession *client;
} Program;

typedef struct
{
  char *order;
  char *key;
  char *receipt; /* (nullable): the id that was acknowledged */
  Call *call;
} Signing;

/* Auxiliaries -------------------------------------------------------------- */

static void
program_start_with (Program           *program,
                    const char *const *options)
{
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) ready = NULL;

  g_ptr_array_add (argv, path);
  for (; *options != NULL; options++)
    g_ptr_array_add (argv, (gpointer) *options);
  g_ptr_array_add (argv, NULL);
  program->process = g_subprocess_newv ((const char *const *) argv->pdata,
                                        G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (out), FALSE);
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  ready = ecpa_json_parse (line, -1, &error);
  g_assert_no_error (error);
  program->port = (guint) json_object_get_int_member (json_node_get_object (ready), "port");
  g_free (program->certificate);
  program->certificate = g_strdup (json_object_get_string_member (json_node_get_object (ready), "certificate"));
  program->client = client_new (program->certificate);
}

/* As training starts it. */
static void
program_start (Program *program)
{
  const char *const options[] = { "--training", "--directory",       program->directory,  "--listen", "127.0.0.1", "--port",
                                  "0",          "--exit-with-parent", NULL };

  program_start_with (program, options);
}

static void
program_kill (Program *program)
{
  g_subprocess_force_exit (program->process);
  g_assert_true (g_subprocess_wait (program->process, NULL, NULL));
  g_clear_object (&program->process);
}

static void
program_forget (Program *program)
{
  soup_session_abort (program->client);
  g_clear_object (&program->client);
}

static void
program_init (Program *program)
{
  memset (program, 0, sizeof *program);
  program->directory = g_dir_make_tmp ("ecpa-process-XXXXXX", NULL);
}

static void
program_clear (Program *program)
{
  g_autoptr (GDir) dir = g_dir_open (program->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (program->directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (program->directory);
  g_free (program->directory);
  g_free (program->certificate);
}

/* Orders of the card "ordinary", opened and not signed for. */
static void
add_orders (Program *program,
            Signing *signings)
{
  g_autofree char *path = g_build_filename (program->directory, "ecpa.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaStore) store = ecpa_store_open (path, G_MAXUINT, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    {
      Signing *signing = &signings[i];

      signing->order = g_uuid_string_random ();
      signing->key = g_uuid_string_random ();
      g_assert_true (ecpa_database_execute (store->database, NULL, &error,
                                            "INSERT INTO orders SELECT $1, person_id, 1, kind_code, electronic,"
                                            " document_class, agency_code, agency_name, agency_address, agency_contact,"
                                            " file_number, retention, recipient, recipient_address, issued_on, $1, speed,"
                                            " secrecy, attachments, subject, position, result, reason, legal_basis, other,"
                                            " original_to, copies_to, signer_title, signer_name, remedy_kind, remedy_text,"
                                            " remedy_days, notified_at, 1, NULL FROM orders WHERE person_id = 1"
                                            " AND electronic = 1 LIMIT 1",
                                            "s", signing->order));
      g_assert_no_error (error);
    }
}

static Call *
start_signing (Program    *program,
               Signing    *signing,
               const char *token)
{
  g_autofree char *path = g_strdup_printf (ECPA_PATH_ORDERS "/%s/receipts", signing->order);

  return call_start_at (program->client, program->port, "POST", path, token, signing->key, "{}");
}

/* Opens the connections, so that the time until the kill is spent on receipts. */
static void
warm_up (Program *program)
{
  Call *calls[ORDERS_PER_KILL];

  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    calls[i] = call_start_at (program->client, program->port, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL);
  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    {
      g_autoptr (Reply) reply = call_wait (calls[i]);

      g_assert_cmpuint (reply->status, ==, 200);
    }
}

typedef struct
{
  Program     *program;
  guint        delay;
  GAsyncQueue *never; /* nothing comes; waiting for it takes the delay */
} Death;

/* On a thread of its own: when it comes does not depend on what the client is doing. */
static gpointer
die_on_thread (gpointer data)
{
  Death *death = data;

  g_async_queue_timeout_pop (death->never, death->delay);
  g_subprocess_force_exit (death->program->process);

  return NULL;
}

static void
check_receipts (Program *program,
                Signing *signings)
{
  g_autofree char *path = g_build_filename (program->directory, "ecpa.sqlite", NULL);
  g_autoptr (EcpaStore) store = ecpa_store_open (path, G_MAXUINT, NULL);

  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    {
      g_autoptr (EcpaRows) rows = ecpa_database_query (store->database, NULL,
                                                       "SELECT count(*), max (id) FROM receipts WHERE order_id = $1",
                                                       "s", signings[i].order);
      g_autofree char *id = NULL;

      g_assert_true (ecpa_rows_next (rows, NULL));
      id = ecpa_rows_dup_text (rows, 1);
      g_assert_cmpint (ecpa_rows_get_int (rows, 0), ==, 1);
      g_assert_cmpstr (id, ==, signings[i].receipt);
    }
}

/* One life and death: signs for eight orders at a time, dies somewhere among them, is started again and asked again.
 * @life, the longest that it may take, follows the pace of the machine and of its disk: longer after a life in which
 * nothing was acknowledged, shorter after one in which everything was. */
static void
live_and_die (Program    *program,
              const char *token,
              GRand      *random,
              guint      *life,
              guint      *acknowledged)
{
  Signing signings[ORDERS_PER_KILL] = { { NULL } };
  Death death = { program, (guint) g_rand_int_range (random, 0, (gint) *life), g_async_queue_new () };
  GThread *thread;
  guint before = *acknowledged;

  add_orders (program, signings);
  warm_up (program);
  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    signings[i].call = start_signing (program, &signings[i], token);
  thread = g_thread_new ("death", die_on_thread, &death);
  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    {
      g_autoptr (Reply) reply = call_wait (signings[i].call);

      if (reply->status == 201 && reply->error == NULL)
        {
          signings[i].receipt = g_strdup (reply_text (reply, "id"));
          (*acknowledged)++;
        }
    }
  g_thread_join (thread);
  if (*acknowledged == before)
    *life = MIN (*life * 2, LONGEST_LIFE_MICROSECONDS);
  else if (*acknowledged == before + ORDERS_PER_KILL)
    *life = MAX (*life / 2, 1000);
  g_async_queue_unref (death.never);
  g_assert_true (g_subprocess_wait (program->process, NULL, NULL));
  g_clear_object (&program->process);
  program_forget (program);

  program_start (program);
  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    {
      g_autoptr (Reply) reply = call_wait (start_signing (program, &signings[i], token));

      g_assert_no_error (reply->error);
      g_assert_cmpuint (reply->status, ==, 201);
      if (signings[i].receipt != NULL)
        g_assert_cmpstr (reply_text (reply, "id"), ==, signings[i].receipt);
      else
        signings[i].receipt = g_strdup (reply_text (reply, "id"));
    }
  check_receipts (program, signings);
  for (guint i = 0; i < ORDERS_PER_KILL; i++)
    {
      g_free (signings[i].order);
      g_free (signings[i].key);
      g_free (signings[i].receipt);
    }
}

/* Tests -------------------------------------------------------------------- */

/* Whatever was acknowledged is there once, and what was not can be asked for again with the same key. */
static void
test_kills (void)
{
  const char *given = g_getenv ("ECPA_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : g_random_int ();
  guint kills = g_getenv ("ECPA_SOAK") != NULL ? SOAK_KILLS : KILLS;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *token = NULL;
  guint life = LIFE_MICROSECONDS;
  guint acknowledged = 0;
  Program program;

  g_test_message ("seed %u (ECPA_SEED)", seed);
  program_init (&program);
  program_start (&program);
  token = card_token_at (program.client, program.port, "ordinary");
  agree_at (program.client, program.port, token);
  for (guint i = 0; i < kills; i++)
    live_and_die (&program, token, random, &life, &acknowledged);
  g_test_message ("%u of %u acknowledged before the end", acknowledged, kills * ORDERS_PER_KILL);
  /* A run in which nobody was answered, or everybody, has shown nothing. */
  g_assert_cmpuint (acknowledged, >, 0);
  g_assert_cmpuint (acknowledged, <, kills * ORDERS_PER_KILL);
  program_kill (&program);
  program_forget (&program);
  program_clear (&program);
}

/* SIGTERM: what is being answered is answered, then it ends well. */
static void
test_terminate (void)
{
  static const char body[] = "{\"method\":\"account\",\"account\":\"linqing115\",\"password\":\"Portal-Lin115\"}";
  Program program;
  g_autoptr (Reply) warm = NULL;
  g_autoptr (Reply) reply = NULL;
  g_autoptr (GError) error = NULL;
  Call *call;

  program_init (&program);
  program_start (&program);
  warm = call_wait (call_start_at (program.client, program.port, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL));
  g_assert_cmpuint (warm->status, ==, 200);
  call = call_start_at (program.client, program.port, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);
  while (!call->sent)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_send_signal (program.process, SIGTERM);
  reply = call_wait (call);
  g_assert_no_error (reply->error);
  g_assert_cmpuint (reply->status, ==, 201);
  g_assert_true (g_subprocess_wait_check (program.process, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&program.process);
  program_forget (&program);
  program_clear (&program);
}

/* With --exit-with-parent the end of standard input is its end. */
static void
test_exit_with_parent (void)
{
  Program program;
  g_autoptr (GError) error = NULL;

  program_init (&program);
  program_start (&program);
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (program.process), NULL, &error));
  g_assert_true (g_subprocess_wait_check (program.process, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&program.process);
  program_forget (&program);
  program_clear (&program);
}

/* Not in training: as a key file says, with agencies and without people. */
static void
test_config (void)
{
  Program program;
  g_autofree char *config = NULL;
  g_autofree char *text = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *database = NULL;
  g_autofree char *port_file = NULL;
  g_autofree char *port = NULL;
  g_autoptr (Reply) service = NULL;

  program_init (&program);
  certificate = g_build_filename (program.directory, "c.pem", NULL);
  key = g_build_filename (program.directory, "k.pem", NULL);
  database = g_build_filename (program.directory, "d.sqlite", NULL);
  config = g_build_filename (program.directory, "backend.conf", NULL);
  port_file = g_build_filename (program.directory, "port", NULL);
  g_assert_true (ecpa_server_certificate_make (certificate, key, NULL));
  text = g_strdup_printf ("[server]\nname=somewhere\nport=0\ncertificate=%s\nkey=%s\ndatabase=%s\n", certificate, key,
                          database);
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  {
    const char *const options[] = { "--config", config, "--port-file", port_file, "--exit-with-parent", NULL };

    program_start_with (&program, options);
  }
  service = call_wait (call_start_at (program.client, program.port, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL));
  g_assert_cmpuint (service->status, ==, 200);
  g_assert_cmpstr (reply_text (service, "name"), ==, "somewhere");
  g_assert_false (json_object_get_boolean_member (json_node_get_object (service->json), "training"));
  g_assert_true (g_file_get_contents (port_file, &port, NULL, NULL));
  g_assert_cmpuint (g_ascii_strtoull (port, NULL, 10), ==, program.port);
  {
    g_autoptr (EcpaStore) store = ecpa_store_open (database, G_MAXUINT, NULL);

    g_assert_false (ecpa_store_has_persons (store));
    g_assert_false (ecpa_store_is_empty (store));
  }
  program_kill (&program);
  program_forget (&program);
  program_clear (&program);
}

/* Where temporary files have a folder with a longer name than a socket may have: one server does not get in the next
 * one's way. */
static void
test_long_temporary (void)
{
  g_autofree char *before = g_strdup (g_getenv ("TMPDIR"));
  g_autofree char *name = g_strnfill (120, 'd');
  g_autofree char *path = NULL;
  g_autoptr (Reply) service = NULL;
  Program program;

  program_init (&program);
  path = g_build_filename (program.directory, name, NULL);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_setenv ("TMPDIR", path, TRUE);
  program_start (&program);
  program_kill (&program);
  program_forget (&program);
  program_start (&program);
  if (before != NULL)
    g_setenv ("TMPDIR", before, TRUE);
  else
    g_unsetenv ("TMPDIR");
  service = call_wait (call_start_at (program.client, program.port, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL));
  g_assert_cmpuint (service->status, ==, 200);
  program_kill (&program);
  program_forget (&program);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  program_clear (&program);
}

static void
test_bad_options (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autofree char *directory = g_dir_make_tmp ("ecpa-process-XXXXXX", NULL);
  Program program = { .directory = g_strdup (directory) };
  /* What it says, and what it was given. */
  const char *const cases[][9] = {
    { "Either --training", NULL },
    { "Either --training", "--training", NULL },
    { "/nonexistent: No such file", "--config", "/nonexistent", NULL },
    { "--nonsense", "--nonsense", NULL },
    { "Either --training", "--training", "--directory", "/tmp", "--config", "/nonexistent", NULL },
    { "Not a directory", "--training", "--directory", "/dev/null/x", NULL },
    { "loopback", "--training", "--directory", directory, "--listen", "0.0.0.0", NULL },
    { "loopback", "--training", "--directory", directory, "--listen", "example.invalid", NULL },
    { "99999” is no port", "--training", "--directory", directory, "--port", "99999", NULL },
    { "-1” is no port", "--training", "--directory", directory, "--port", "-1", NULL },
    { "One command at a time", "--training", "--directory", directory, "--announcements", "--retract", "x", NULL },
    { "One command at a time", "--training", "--directory", directory, "--end-sessions-all", "--backup", "x", NULL },
    { "people=5", "--training", "--directory", directory, "people=5", NULL },
    { "There have to be people", "--training", "--directory", directory, "--generate", NULL },
    { "people=five", "--training", "--directory", directory, "--generate", "people=five", NULL },
    { "There have to be people", "--training", "--directory", directory, "--generate", "people=1", "orders=1", "heavy=2", NULL },
    { "Either --training", "--generate", "people=5", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *argv[9] = { path };
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *said = NULL;

      for (guint j = 1; cases[i][j] != NULL; j++)
        argv[j] = cases[i][j];
      process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL);
      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), !=, 0);
      g_assert_true (g_str_has_prefix (said, "ecpa-backend: "));
      g_test_message ("%s", said);
      g_assert_nonnull (strstr (said, cases[i][0]));
    }
  program_clear (&program);
}

/* Made-up people come in by the front door, with card and account. */
static void
test_generate (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autofree char *token = NULL;
  g_autofree char *account = NULL;
  g_autoptr (Reply) session = NULL;
  g_autoptr (GError) error = NULL;
  Program program;

  program_init (&program);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, path, "--training", "--directory",
                          program.directory, "--generate", "people=30", "orders=300", "heavy=50", NULL);

      g_assert_no_error (error);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      /* A second time there is somebody. */
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, i == 0 ? 0 : 1);
    }

  program_start (&program);
  token = card_token_at (program.client, program.port, "ordinary");
  account = g_strdup_printf ("{\"method\":\"account\",\"account\":\"person000007\",\"password\":\"%s\"}",
                             ECPA_GENERATOR_PASSWORD);
  session = call_wait (call_start_at (program.client, program.port, "POST", ECPA_PATH_SESSIONS, NULL, NULL, account));
  g_assert_cmpuint (session->status, ==, 201);
  program_kill (&program);
  program_forget (&program);
  program_clear (&program);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/process/kills", test_kills);
  g_test_add_func ("/backend/process/terminate", test_terminate);
  g_test_add_func ("/backend/process/exit-with-parent", test_exit_with_parent);
  g_test_add_func ("/backend/process/config", test_config);
  g_test_add_func ("/backend/process/long-temporary", test_long_temporary);
  g_test_add_func ("/backend/process/bad-options", test_bad_options);
  g_test_add_func ("/backend/process/generate", test_generate);

  return g_test_run ();
}
