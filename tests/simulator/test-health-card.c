/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-double.h"
#include "ecpa-simulator.h"

/* How many APDUs a read and a proof take: SELECT and GET DATA; and then the id, the challenge, the signature and
 * GET DATA once more. */
#define READ_APDUS 2
#define PROVE_APDUS 6

typedef struct
{
  EcpaSimulator     *simulator;
  EcpaCardTransport *transport; /* borrowed: the same */
  const char        *reader;
  GPtrArray         *profiles;
  BackendDouble      backend;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  fixture->profiles = ecpa_card_profiles_load (&error);
  g_assert_no_error (error);
  fixture->transport = ECPA_CARD_TRANSPORT (fixture->simulator);
  fixture->reader = ecpa_simulator_get_reader (fixture->simulator, 0);
  fixture->backend.profiles = fixture->profiles;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gpointer simulator = fixture->simulator;

  g_object_add_weak_pointer (G_OBJECT (fixture->simulator), &simulator);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->simulator);
  g_assert_null (simulator);
  g_ptr_array_unref (fixture->profiles);
  backend_double_clear (&fixture->backend);
}

static EcpaHealthCard *
insert_and_read (Fixture    *fixture,
                 const char *id)
{
  g_autoptr (GError) error = NULL;
  EcpaHealthCard *card;

  g_assert_true (ecpa_simulator_put (fixture->simulator, id, 0));
  card = ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (card);
  assert_same_person (card, find_profile (fixture->profiles, id));

  return card;
}

static EcpaCardProof *
prove (Fixture         *fixture,
       EcpaHealthCard  *expected,
       GError         **error)
{
  return ecpa_health_card_prove (fixture->transport, fixture->reader, expected, backend_double_fetch,
                                 &fixture->backend, NULL, error);
}

/* Whatever went wrong before: the card that is put in next is read and proves itself. */
static void
assert_recovers (Fixture    *fixture,
                 const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (EcpaCardProof) proof = NULL;

  ecpa_simulator_set_fault (fixture->simulator, 0, NULL);
  ecpa_simulator_take (fixture->simulator, 0);
  card = insert_and_read (fixture, id);
  proof = prove (fixture, card, &error);
  g_assert_no_error (error);
  g_assert_true (backend_double_accept (&fixture->backend, proof) == find_profile (fixture->profiles, id));
}

/* Tests -------------------------------------------------------------------- */

static void
test_every_card (Fixture       *fixture,
                 gconstpointer  data)
{
  g_assert_cmpuint (fixture->profiles->len, >=, 5);
  for (guint i = 0; i < fixture->profiles->len; i++)
    {
      EcpaCardProfile *profile = g_ptr_array_index (fixture->profiles, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = insert_and_read (fixture, profile->id);
      g_autoptr (EcpaCardProof) proof = prove (fixture, card, &error);

      g_assert_no_error (error);
      g_assert_true (backend_double_accept (&fixture->backend, proof) == profile);
    }
}

static void
test_n_apdus (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = insert_and_read (fixture, "ordinary");
  g_autoptr (EcpaCardProof) proof = NULL;

  g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, READ_APDUS);
  proof = prove (fixture, card, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, READ_APDUS + PROVE_APDUS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/simulator/health-card/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("every-card", test_every_card);
  ADD ("n-apdus", test_n_apdus);
  (void) assert_recovers;

  return g_test_run ();
}
