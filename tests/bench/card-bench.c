/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Measures from pcscd's event to the holder's name in the sign-in flow, and counts: beside a real pcscd, no window.
 *
 *   card-bench VIRTUAL-READER     (in tests/e2e/lib/with-pcscd)
 *
 * For every insertion a thread of this process that does nothing else waits in SCardGetStatusChange for the same event;
 * the moment it returns is zero. In turns that thread also reads the card by itself with bare SCard calls and the same
 * two APDUs: that is the floor. Output, a line each: "event MS", "floor MS", "read N", "proof N", "requests N",
 * "wakeups N". */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <winscard.h>

#include "ecpa-pcsc-transport.h"
#include "ecpa-thread.h"
#include "hand.h"
#include "login-fixture.h"

#define READER "Virtual PCD 00 00"
#define MOMENTS 20
#define IDLE_MS 10000

static gint n_requests;

typedef struct
{
  gboolean reads;       /* be the floor: read the card too */
  gint64   event;       /* out: when pcscd said that the card is in, µs */
  gint64   name;        /* out: when it was read */
  gint     ready;
} Bare;

static gpointer
bare_thread (gpointer data)
{
  static const guint8 select_applet[] = { 0x00, 0xa4, 0x04, 0x00, 0x10, 0xd1, 0x58, 0x00, 0x00, 0x01, 0x00,
                                          0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x11, 0x00 };
  static const guint8 get_data[] = { 0x00, 0xca, 0x11, 0x00, 0x02, 0x00, 0x00 };
  Bare *self = data;
  SCARD_READERSTATE state = { .szReader = READER, .dwCurrentState = SCARD_STATE_UNAWARE };
  SCARDCONTEXT context;
  SCARDHANDLE card;
  DWORD protocol;
  guint8 answer[258];
  DWORD length = sizeof answer;

  g_assert_cmpint (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context), ==, SCARD_S_SUCCESS);
  g_assert_cmpint (SCardGetStatusChange (context, 0, &state, 1), ==, SCARD_S_SUCCESS);
  g_atomic_int_set (&self->ready, TRUE);
  do
    {
      state.dwCurrentState = state.dwEventState & ~(DWORD) SCARD_STATE_CHANGED;
      g_assert_cmpint (SCardGetStatusChange (context, INFINITE, &state, 1), ==, SCARD_S_SUCCESS);
    }
  while ((state.dwEventState & SCARD_STATE_PRESENT) == 0);
  self->event = g_get_monotonic_time ();

  if (self->reads)
    {
      SCARDCONTEXT own;

      g_assert_cmpint (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &own), ==, SCARD_S_SUCCESS);
      g_assert_cmpint (SCardConnect (own, READER, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card,
                                     &protocol), ==, SCARD_S_SUCCESS);
      g_assert_cmpint (SCardBeginTransaction (card), ==, SCARD_S_SUCCESS);
      SCardTransmit (card, SCARD_PCI_T1, select_applet, sizeof select_applet, NULL, answer, &length);
      length = sizeof answer;
      SCardTransmit (card, SCARD_PCI_T1, get_data, sizeof get_data, NULL, answer, &length);
      g_assert_cmpuint (length, ==, 59);
      self->name = g_get_monotonic_time ();
      SCardEndTransaction (card, SCARD_LEAVE_CARD);
      SCardDisconnect (card, SCARD_LEAVE_CARD);
      SCardReleaseContext (own);
    }
  SCardReleaseContext (context);

  return NULL;
}

typedef struct
{
  LoginFixture login;
  Hand         hand;
  gint64       shown;
} Bench;

static void
holder_shown_cb (EcpaLoginFlow *login,
                 GParamSpec    *pspec,
                 Bench         *self)
{
  if (self->shown == 0 && ecpa_login_flow_get_holder (login) != NULL)
    self->shown = g_get_monotonic_time ();
}

static guint
count_apdus (Bench *self)
{
  g_autofree char *n = hand_tell (&self->hand, "count");

  return (guint) atoi (n);
}

static void
sit_down (Bench *self)
{
  g_autoptr (EcpaPcscTransport) transport = ecpa_pcsc_transport_new ();

  login_fixture_begin_with (&self->login, ECPA_CARD_TRANSPORT (transport), NULL,
                            ecpa_test_backend_get_uri (self->login.backend),
                            ecpa_test_backend_get_certificate (self->login.backend));
  g_signal_connect (self->login.login, "notify::holder", G_CALLBACK (holder_shown_cb), self);
  login_fixture_await (&self->login, ECPA_LOGIN_NO_CARD);
}

static void
take (Bench *self)
{
  g_free (hand_tell (&self->hand, "eject"));
  login_fixture_await (&self->login, ECPA_LOGIN_NO_CARD);
}

static Bare
insert (Bench    *self,
        gboolean  floor)
{
  Bare bare = { .reads = floor };
  GThread *thread = g_thread_new ("bare", bare_thread, &bare);

  while (!g_atomic_int_get (&bare.ready))
    g_thread_yield ();
  self->shown = 0;
  g_free (hand_tell (&self->hand, "insert ordinary"));
  if (!floor)
    login_fixture_await (&self->login, ECPA_LOGIN_READY);
  g_thread_join (thread);

  return bare;
}

/* Each request that was sent, whatever became of it: the client says of each call after how many attempts it ended. */
static GLogWriterOutput
count_request (GLogLevelFlags   level,
               const GLogField *fields,
               gsize            n_fields,
               gpointer         data)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      const char *after = g_str_equal (fields[i].key, "MESSAGE") ? strstr (fields[i].value, " after ") : NULL;

      if (after != NULL && strstr (after, " attempts and ") != NULL)
        g_atomic_int_add (&n_requests, atoi (after + strlen (" after ")));
    }

  return g_log_writer_default (level, fields, n_fields, data);
}

/* Of all threads of this process; it has no window, so none is GTK's. */
static guint64
count_wake_ups (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint64 n = 0;
  const char *name;

  while ((name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", name, "status", NULL);
      g_autofree char *status = NULL;

      if (atoi (name) != getpid () && g_file_get_contents (path, &status, NULL, NULL))
        n += g_ascii_strtoull (strstr (status, "\nvoluntary_ctxt_switches:") + 25, NULL, 10);
    }

  return n;
}

static void
measure_moments (Bench *self)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (ecpa_test_seed ());

  for (guint i = 0; i < 2 * MOMENTS; i++)
    {
      gboolean floor = i % 2 == 1;
      Bare bare;

      ecpa_test_settle ((guint) g_rand_int_range (random, 400, 900));
      if (floor)
        {
          login_fixture_end (&self->login);
          bare = insert (self, TRUE);
          printf ("floor %.3f\n", (double) (bare.name - bare.event) / 1000);
          g_free (hand_tell (&self->hand, "eject"));
          sit_down (self);
        }
      else
        {
          bare = insert (self, FALSE);
          printf ("event %.3f\n", (double) (self->shown - bare.event) / 1000);
          take (self);
        }
    }
}

static void
measure_counts (Bench *self)
{
  guint before;
  guint64 wake_ups;

  insert (self, FALSE);
  printf ("read %u\n", count_apdus (self));
  before = count_apdus (self);
  g_atomic_int_set (&n_requests, 0);
  login_fixture_submit (&self->login, "Qinglin-115");
  login_fixture_await (&self->login, ECPA_LOGIN_SIGNED_IN);
  printf ("proof %u\n", count_apdus (self) - before);
  printf ("requests %d\n", g_atomic_int_get (&n_requests));
  login_fixture_sign_out (&self->login);

  ecpa_test_settle (3000);
  wake_ups = count_wake_ups ();
  ecpa_test_settle (IDLE_MS);
  printf ("wakeups %" G_GUINT64_FORMAT "\n", count_wake_ups () - wake_ups);
}

int
main (int    argc,
      char **argv)
{
  Bench self = { 0 };

  g_assert_cmpint (argc, ==, 2);
  hand_program = argv[1];
  ecpa_thread_mark_main ();
  g_log_set_writer_func (count_request, NULL, NULL);
  setvbuf (stdout, NULL, _IOLBF, 0);
  self.login.backend = ecpa_test_backend_new (NULL);
  sit_down (&self);
  hand_open (&self.hand);

  measure_moments (&self);
  measure_counts (&self);

  take (&self);
  hand_close (&self.hand);
  login_fixture_tear_down (&self.login, NULL);

  return EXIT_SUCCESS;
}
