/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cards swapped and the daemon killed and started at random moments, ECPA_SWAPS and ECPA_RESTARTS times. After each, the
 * name that is shown is soon that of the card that is in, and nobody waits for ever. ECPA_SEED repeats a run. */

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "daemon.h"
#include "ecpa-pcsc-transport.h"
#include "ecpa-thread.h"
#include "hand.h"
#include "login-fixture.h"

/* What is shown is right within this time, in ms: pcscd looks every 400 ms, and a machine that tests has others to
 * serve. */
#define BOUND 6000
/* A swap that is quicker than pcscd looks gives no event; the person who comes back to the window does. */
#define LOOK 1500

/* Types -------------------------------------------------------------------- */

typedef struct
{
  LoginFixture     login;
  Daemon           daemon;
  Hand             hand;
  GRand           *random;
  const LoginCard *in;          /* the card that is in; NULL: none */
  double           worst;
  guint            n_looks;     /* how often somebody had to look */
  guint            n_attempts;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static guint
count_from (const char *name)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) atoi (text) : 20;
}

static const LoginCard *
other_card (Fixture *self)
{
  const LoginCard *card;

  do
    card = &login_cards[g_rand_int_range (self->random, 0, (gint) n_login_cards)];
  while (card == self->in);

  return card;
}

static void
put (Fixture         *self,
     const LoginCard *card)
{
  g_free (hand_tell (&self->hand, "fault none"));
  g_free (hand_tell (&self->hand, "insert %s", card->id));
  self->in = card;
}

static void
take (Fixture *self)
{
  g_free (hand_tell (&self->hand, "eject"));
  self->in = NULL;
}

static gboolean
is_right (gpointer data)
{
  Fixture *self = data;
  EcpaLoginState state = ecpa_login_flow_get_state (self->login.login);

  if (self->in == NULL)
    return state == ECPA_LOGIN_NO_CARD && ecpa_login_flow_get_holder (self->login.login) == NULL;

  return state == ECPA_LOGIN_READY
         && g_strcmp0 (ecpa_login_flow_get_holder (self->login.login), self->in->holder) == 0
         && g_strcmp0 (ecpa_login_flow_get_card_number (self->login.login), self->in->number) == 0;
}

static void
await_right (Fixture *self)
{
  gint64 begin = g_get_monotonic_time ();
  double took;

  if (!ecpa_test_wait (is_right, self, LOOK))
    {
      self->n_looks++;
      ecpa_login_flow_retry (self->login.login);
      if (!ecpa_test_wait (is_right, self, BOUND - LOOK))
        {
          EcpaFault *fault = ecpa_login_flow_get_reader_fault (self->login.login);

          g_error ("in is %s; shown are state %u, fault %d and %s", self->in != NULL ? self->in->id : "nothing",
                   ecpa_login_flow_get_state (self->login.login), fault != NULL ? (int) fault->code : 0,
                   ecpa_login_flow_get_holder (self->login.login));
        }
    }
  took = (double) (g_get_monotonic_time () - begin) / 1000;
  self->worst = MAX (self->worst, took);
}

/* Nobody is signed in but the person whose card was in all the time. */
static void
end_attempt (Fixture         *self,
             const LoginCard *whose)
{
  LoginFixture *login = &self->login;
  EcpaSession *session;

  login_fixture_await_end (login);
  if (login->home == NULL)
    return;

  session = ecpa_home_flow_get_session (login->home);
  /* A card may be without a name, its person is not. */
  if (ecpa_home_flow_is_active (login->home) && *whose->holder != '\0')
    g_assert_cmpint (g_utf8_get_char (session->person_name), ==, g_utf8_get_char (whose->holder));
  if (ecpa_home_flow_is_active (login->home))
    ecpa_home_flow_sign_out (login->home);
  g_clear_object (&login->home);
  ecpa_login_flow_reset (login->login);
  ecpa_login_flow_forget_lock (login->login);
}

/* A moment at which something is going on: nothing, a reading that takes a while, or a proof. */
static const LoginCard *
begin_something (Fixture *self)
{
  switch (g_rand_int_range (self->random, 0, 3))
    {
    case 0:
      ecpa_test_settle ((guint) g_rand_int_range (self->random, 0, 500));
      return NULL;
    case 1:
      take (self);
      ecpa_test_settle ((guint) g_rand_int_range (self->random, 0, 600));
      put (self, other_card (self));
      g_free (hand_tell (&self->hand, "fault delay after=%d ms=%d", g_rand_int_range (self->random, 0, 2),
                         g_rand_int_range (self->random, 50, 400)));
      ecpa_test_settle ((guint) g_rand_int_range (self->random, 0, 600));
      return NULL;
    default:
      g_free (hand_tell (&self->hand, "fault delay after=%d ms=%d", g_rand_int_range (self->random, 0, 6),
                         g_rand_int_range (self->random, 1, 200)));
      if (ecpa_login_flow_get_state (self->login.login) != ECPA_LOGIN_READY)
        return NULL;
      self->n_attempts++;
      login_fixture_submit (&self->login, self->in->password);
      ecpa_test_settle ((guint) g_rand_int_range (self->random, 0, 150));
      return self->in;
    }
}

/* Asked of the kernel: a connection would be a card. */
static gboolean
has_reader (gpointer data)
{
  g_autofree char *wanted = g_strdup_printf (":%04X 00000000:0000 0A", (guint) atoi (g_getenv ("ECPA_VPCD_PORT")));
  g_autofree char *sockets = NULL;

  return g_file_get_contents ("/proc/net/tcp", &sockets, NULL, NULL) && strstr (sockets, wanted) != NULL;
}

/* Set-up and tear-down ----------------------------------------------------- */

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (EcpaPcscTransport) transport = ecpa_pcsc_transport_new ();

  self->random = g_rand_new_with_seed (ecpa_test_seed ());
  daemon_replace (&self->daemon);
  self->login.backend = ecpa_test_backend_new (NULL);
  login_fixture_begin_with (&self->login, ECPA_CARD_TRANSPORT (transport), NULL,
                            ecpa_test_backend_get_uri (self->login.backend),
                            ecpa_test_backend_get_certificate (self->login.backend));
  login_fixture_await (&self->login, ECPA_LOGIN_NO_CARD);
  hand_open (&self->hand);
  put (self, &login_cards[0]);
  await_right (self);
  self->worst = 0;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  hand_close (&self->hand);
  login_fixture_tear_down (&self->login, data);
  daemon_clear (&self->daemon);
  g_rand_free (self->random);
}

/* Tests -------------------------------------------------------------------- */

static void
test_swaps (Fixture       *self,
            gconstpointer  data)
{
  guint n = count_from ("ECPA_SWAPS");
  guint n_quick = 0;

  for (guint i = 0; i < n; i++)
    {
      const LoginCard *proves = begin_something (self);

      /* Half of the swaps are quicker than pcscd looks. */
      if (g_rand_boolean (self->random))
        {
          take (self);
          ecpa_test_settle ((guint) g_rand_int_range (self->random, 0, 700));
        }
      else
        n_quick++;
      put (self, other_card (self));
      if (proves != NULL)
        end_attempt (self, proves);
      await_right (self);
      ecpa_login_flow_dismiss (self->login.login);
    }
  g_test_message ("%u swaps, %u of them quick, %u in the middle of a proof; shown right within %.0f ms, %u times once "
                  "somebody looked", n, n_quick, self->n_attempts, self->worst, self->n_looks);
}

static void
test_restarts (Fixture       *self,
               gconstpointer  data)
{
  guint n = count_from ("ECPA_RESTARTS");
  guint n_killed = 0;

  for (guint i = 0; i < n; i++)
    {
      const LoginCard *proves = begin_something (self);
      gboolean killed = g_rand_boolean (self->random);

      n_killed += killed;
      daemon_end (&self->daemon, killed ? SIGKILL : SIGTERM);
      if (g_rand_boolean (self->random))
        ecpa_test_settle ((guint) g_rand_int_range (self->random, 0, 400));
      daemon_start (&self->daemon);
      self->in = NULL;
      ecpa_test_until (has_reader, self);
      if (proves != NULL)
        end_attempt (self, proves);
      await_right (self);
      put (self, other_card (self));
      await_right (self);
      ecpa_login_flow_dismiss (self->login.login);
    }
  g_test_message ("%u restarts, %u of them kills, %u in the middle of a proof; shown right within %.0f ms, %u times "
                  "once somebody looked", n, n_killed, self->n_attempts, self->worst, self->n_looks);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  hand_program = argv[1];
  ecpa_thread_mark_main ();

  if (!daemon_is_allowed ())
    {
      g_print ("1..0 # SKIP no namespaces here: this pcscd must not be killed\n");
      return 0;
    }

#define ADD(path, func) g_test_add ("/pcscd/swaps/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("cards", test_swaps);
  ADD ("daemon", test_restarts);

  return ecpa_test_run ();
}
