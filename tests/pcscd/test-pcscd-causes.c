/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that can stand between a reader and its card: each is told apart, and goes by itself when its cause does.
 * The daemon is a real one but where it says otherwise; nobody calls ecpa_login_flow_retry() here. */

#include <glib/gstdio.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon.h"
#include "ecpa-pcsc-transport.h"
#include "ecpa-thread.h"
#include "fake-daemon.h"
#include "hand.h"
#include "login-fixture.h"

#define SOCKET DAEMON_RUN_DIRECTORY "/pcscd.comm"
#define READER "Virtual PCD 00 00"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  LoginFixture login;
  Daemon       daemon;
  Hand         hand;
} Fixture;

typedef struct
{
  EcpaLoginFlow  *login;
  EcpaLoginState  state;
  EcpaFaultCode   code;
} Cause;

static const char *holder_program;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_cause (gpointer data)
{
  Cause *cause = data;
  EcpaFault *fault = ecpa_login_flow_get_reader_fault (cause->login);

  return ecpa_login_flow_get_state (cause->login) == cause->state
         && (fault != NULL ? fault->code : ECPA_FAULT_NONE) == cause->code;
}

static void
await (Fixture        *self,
       EcpaLoginState  state,
       EcpaFaultCode   code)
{
  Cause cause = { self->login.login, state, code };

  if (!ecpa_test_wait (is_cause, &cause, 20000))
    {
      EcpaFault *fault = ecpa_login_flow_get_reader_fault (cause.login);

      g_error ("state %u, fault %d in place of state %u, fault %u", ecpa_login_flow_get_state (cause.login),
               fault != NULL ? (int) fault->code : -1, state, code);
    }
}

static void
insert (Fixture    *self,
        const char *card)
{
  g_free (hand_tell (&self->hand, "insert %s", card));
}

static void
await_card (Fixture    *self,
            const char *holder)
{
  await (self, ECPA_LOGIN_READY, ECPA_FAULT_NONE);
  g_assert_cmpstr (ecpa_login_flow_get_holder (self->login.login), ==, holder);
}

/* Root of a namespace may open whatever belongs to it; a person may not. Programs that are started get it back. */
static void
set_may_override (gboolean may)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct data[2];
  const guint32 mask = 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH;

  g_assert_cmpint (syscall (SYS_capget, &header, data), ==, 0);
  data[0].effective = may ? data[0].effective | (mask & data[0].permitted) : data[0].effective & ~mask;
  g_assert_cmpint (syscall (SYS_capset, &header, data), ==, 0);
}

static void
sit_down (Fixture *self)
{
  g_autoptr (EcpaPcscTransport) transport = ecpa_pcsc_transport_new ();

  login_fixture_begin_with (&self->login, ECPA_CARD_TRANSPORT (transport), NULL, "https://127.0.0.1:9/", NULL);
}

/* The threads of the fixture are as their maker is. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  daemon_replace (&self->daemon);
  set_may_override (FALSE);
  sit_down (self);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
  hand_open (&self->hand);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  hand_close (&self->hand);
  login_fixture_end (&self->login);
  set_may_override (TRUE);
  daemon_clear (&self->daemon);
}

/* Tests -------------------------------------------------------------------- */

/* Not there, gone with its directory, and there again. */
static void
test_absent (Fixture       *self,
             gconstpointer  data)
{
  daemon_end (&self->daemon, SIGTERM);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);
  ecpa_test_remove_directory (DAEMON_RUN_DIRECTORY);
  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
  insert (self, "ordinary");
  await_card (self, "林○○");
}

/* Killed, its socket is left and nobody answers it. */
static void
test_down (Fixture       *self,
           gconstpointer  data)
{
  insert (self, "ordinary");
  await_card (self, "林○○");
  daemon_end (&self->daemon, SIGKILL);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_SERVICE_DOWN);
  g_assert_null (ecpa_login_flow_get_holder (self->login.login));
  g_assert_true (g_file_test (SOCKET, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (SOCKET), ==, 0);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);

  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
  insert (self, "newest");
  await_card (self, "陳○○");
}

/* @data: what the permission is taken from; given back, the reader comes by itself. */
static void
test_not_permitted (Fixture       *self,
                    gconstpointer  data)
{
  const char *path = data;

  daemon_end (&self->daemon, SIGTERM);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);
  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
  daemon_end (&self->daemon, SIGKILL);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_SERVICE_DOWN);
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NOT_PERMITTED);
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_SERVICE_DOWN);
  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
}

/* polkit lets nobody in, and then somebody. */
static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  FakeDaemon *fake;

  daemon_end (&self->daemon, SIGTERM);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);
  fake = fake_daemon_new (SOCKET, FAKE_DAEMON_REFUSES);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NOT_PERMITTED);
  fake_daemon_free (fake);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);
  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
}

/* 0x8010001E: a pcscd of another version, and then one of ours. */
static void
test_mismatch (Fixture       *self,
               gconstpointer  data)
{
  FakeDaemon *fake;

  daemon_end (&self->daemon, SIGTERM);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);
  fake = fake_daemon_new (SOCKET, FAKE_DAEMON_OTHER_VERSION);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_MISMATCH);
  fake_daemon_free (fake);
  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
  insert (self, "ordinary");
  await_card (self, "林○○");
}

/* A pcscd without a reader, and one with; plugging in while it runs needs a device (flow/card-events/plugged). */
static void
test_reader (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *file = g_build_filename (self->daemon.directory, "vpcd", NULL);
  g_autofree char *away = g_strconcat (self->daemon.directory, "-away", NULL);
  GListModel *readers = ecpa_login_flow_get_readers (self->login.login);

  g_assert_cmpuint (g_list_model_get_n_items (readers), >, 0);
  daemon_end (&self->daemon, SIGTERM);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);
  g_assert_cmpint (g_rename (file, away), ==, 0);
  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_READER, ECPA_FAULT_NONE);
  g_assert_cmpuint (g_list_model_get_n_items (readers), ==, 0);

  daemon_end (&self->daemon, SIGTERM);
  await (self, ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE);
  g_assert_cmpint (g_rename (away, file), ==, 0);
  daemon_start (&self->daemon);
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
  insert (self, "ordinary");
  await_card (self, "林○○");
}

static GSubprocess *
hold_card (void)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *holder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                          holder_program, READER, NULL);
  char said[5];

  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (g_subprocess_get_stdout_pipe (holder), said, sizeof said, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (said, sizeof said, "held\n", 5);

  return holder;
}

static void
let_go (GSubprocess *holder)
{
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (holder), NULL, NULL));
  g_assert_true (g_subprocess_wait_check (holder, NULL, NULL));
  g_object_unref (holder);
}

/* Another program had it first; once that lets go the card is read by itself, however long that took: pcscd tells, and
 * no pause of ours has to end. */
static void
test_held (Fixture       *self,
           gconstpointer  data)
{
  GSubprocess *holder;
  gint64 begin;

  insert (self, "ordinary");
  await_card (self, "林○○");
  holder = hold_card ();
  login_fixture_end (&self->login);
  sit_down (self);
  await (self, ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_IN_USE);
  ecpa_test_settle (3300);
  await (self, ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_IN_USE);
  begin = g_get_monotonic_time ();
  let_go (holder);
  await_card (self, "林○○");
  g_test_message ("read %.0f ms after it was let go", (double) (g_get_monotonic_time () - begin) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 1500 * G_TIME_SPAN_MILLISECOND);
}

static void
test_mute (Fixture       *self,
           gconstpointer  data)
{
  g_free (hand_tell (&self->hand, "fault mute forever"));
  insert (self, "ordinary");
  await (self, ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_MUTE);
  g_free (hand_tell (&self->hand, "fault none"));
  g_free (hand_tell (&self->hand, "eject"));
  await (self, ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE);
  insert (self, "ordinary");
  await_card (self, "林○○");
}

static void
test_other_kind (Fixture       *self,
                 gconstpointer  data)
{
  insert (self, "other-kind");
  await (self, ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_OTHER_KIND);
  insert (self, "ordinary");
  await_card (self, "林○○");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  hand_program = argv[1];
  holder_program = argv[2];
  ecpa_thread_mark_main ();

  if (!daemon_is_allowed ())
    {
      g_print ("1..0 # SKIP no namespaces here: this pcscd must not be killed\n");
      return 0;
    }

#define ADD(path, data, func) g_test_add ("/pcscd/causes/" path, Fixture, data, set_up, func, tear_down)
  ADD ("absent", NULL, test_absent);
  ADD ("down", NULL, test_down);
  ADD ("not-permitted/socket", SOCKET, test_not_permitted);
  ADD ("not-permitted/directory", DAEMON_RUN_DIRECTORY, test_not_permitted);
  ADD ("refused", NULL, test_refused);
  ADD ("mismatch", NULL, test_mismatch);
  ADD ("reader", NULL, test_reader);
  ADD ("held", NULL, test_held);
  ADD ("mute", NULL, test_mute);
  ADD ("other-kind", NULL, test_other_kind);

  return ecpa_test_run ();
}
