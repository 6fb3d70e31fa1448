/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-fault.h"
#include "ecpa-simulated-card.h"

#include <string.h>

#define SELECT "00a4040010d1580000010000000000000000001100"
#define SELECT_SAM "00a4040010d1580000010000000000000000003100"
#define BASIC "00ca1100020000"
#define CARD_ID "00ca000002000000"
#define CHALLENGE "0084000008"

/* Auxiliaries -------------------------------------------------------------- */

static EcpaSimulatedCard *
new_card (EcpaCardBehaviour behaviour)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) profiles = ecpa_card_profiles_load (&error);
  EcpaCardProfile *profile;

  g_assert_no_error (error);
  profile = g_ptr_array_index (profiles, 0);
  profile->behaviour = behaviour;

  return ecpa_simulated_card_new (profile);
}

/* The status word; the length of the data before it. */
static guint
ask (EcpaSimulatedCard *card,
     const char        *hex,
     gsize             *n_data)
{
  guint8 apdu[300];
  gsize length = strlen (hex) / 2;
  g_autoptr (GBytes) answer = NULL;
  const guint8 *data;
  gsize size;

  for (gsize i = 0; i < length; i++)
    apdu[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  answer = ecpa_simulated_card_transmit (card, apdu, length);
  data = g_bytes_get_data (answer, &size);
  g_assert_cmpuint (size, >=, 2);
  if (n_data != NULL)
    *n_data = size - 2;

  return (guint) data[size - 2] << 8 | data[size - 1];
}

static char *
authenticate (guint n_data)
{
  GString *hex = g_string_new ("00880000");

  g_string_append_printf (hex, "%02x", n_data);
  for (guint i = 0; i < n_data; i++)
    g_string_append (hex, "a5");
  g_string_append (hex, "00");

  return g_string_free (hex, FALSE);
}

/* Tests -------------------------------------------------------------------- */

static void
test_ordinary (void)
{
  g_autoptr (EcpaSimulatedCard) card = new_card (ECPA_CARD_ORDINARY);
  gsize n_data;

  g_assert_cmphex (ask (card, BASIC, NULL), ==, 0x6985);
  g_assert_cmphex (ask (card, CARD_ID, NULL), ==, 0x6985);
  g_assert_cmphex (ask (card, CHALLENGE, NULL), ==, 0x6985);
  g_assert_cmphex (ask (card, SELECT, &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 0);
  g_assert_cmphex (ask (card, BASIC, &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 57);
  g_assert_cmphex (ask (card, BASIC "00", &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 57);
  g_assert_cmphex (ask (card, BASIC "10", NULL), ==, 0x6c39);
  g_assert_cmphex (ask (card, "00ca240002000000", &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 1);
  g_assert_cmphex (ask (card, CARD_ID, &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 12);
  g_assert_cmphex (ask (card, SELECT_SAM, NULL), ==, 0x9000);
  g_assert_cmphex (ask (card, BASIC, NULL), ==, 0x6985);
}

static void
test_refuses_select (void)
{
  g_autoptr (EcpaSimulatedCard) card = new_card (ECPA_CARD_REFUSES_SELECT);
  gsize n_data;

  g_assert_cmphex (ask (card, BASIC, &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 57);
  g_assert_cmphex (ask (card, SELECT, NULL), ==, 0x6d00);
  g_assert_cmphex (ask (card, BASIC, NULL), ==, 0x9000);
}

static void
test_other (void)
{
  g_autoptr (EcpaSimulatedCard) card = new_card (ECPA_CARD_OTHER);

  g_assert_cmphex (ask (card, SELECT, NULL), ==, 0x6a82);
  g_assert_cmphex (ask (card, BASIC, NULL), ==, 0x6a86);
  g_assert_cmphex (ask (card, CHALLENGE, NULL), ==, 0x6d00);
}

static void
test_wrong_commands (void)
{
  static const struct
  {
    const char *apdu;
    guint       status_word;
  } cases[] = {
    { "", 0x6700 }, { "00", 0x6700 }, { "00ca11", 0x6700 }, { "80ca1100020000", 0x6e00 }, { "ffffffff", 0x6e00 },
    { "00b00000", 0x6d00 }, { "0082111220", 0x6d00 }, { "00ca1100", 0x6700 }, { "00ca1100020000ff00", 0x6700 },
    { "00ca11000200", 0x6700 }, { "00ca110003000000", 0x6700 }, { "00ca1200020000", 0x6a86 },
    { "00ca110000000200", 0x6700 }, { "00a4000002" "3f00", 0x6a86 }, { "00a4040002" "3f00", 0x6a82 },
    { "00a40400", 0x6a82 }, { "0084000000", 0x9000 }, { "0084000004", 0x6c08 }, { "00840001" "08", 0x6a86 },
    { "00840000", 0x6700 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EcpaSimulatedCard) card = new_card (ECPA_CARD_ORDINARY);

      g_assert_cmphex (ask (card, SELECT, NULL), ==, 0x9000);
      g_assert_cmphex (ask (card, cases[i].apdu, NULL), ==, cases[i].status_word);
      g_assert_cmphex (ask (card, BASIC, NULL), ==, 0x9000);
    }
}

/* A challenge is good for one signature, and for none after a reset, another selection or a wrong attempt. */
static void
test_challenge (void)
{
  g_autoptr (EcpaSimulatedCard) card = new_card (ECPA_CARD_ORDINARY);
  g_autofree char *right = authenticate (80);
  g_autofree char *wrong = authenticate (79);
  gsize n_data;

  g_assert_cmphex (ask (card, SELECT, NULL), ==, 0x9000);
  g_assert_cmphex (ask (card, right, NULL), ==, 0x6985);
  g_assert_cmphex (ask (card, CHALLENGE, &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 8);
  g_assert_cmphex (ask (card, right, &n_data), ==, 0x9000);
  g_assert_cmpuint (n_data, ==, 64);
  g_assert_cmphex (ask (card, right, NULL), ==, 0x6985);

  g_assert_cmphex (ask (card, CHALLENGE, NULL), ==, 0x9000);
  g_assert_cmphex (ask (card, wrong, NULL), ==, 0x6700);
  g_assert_cmphex (ask (card, right, NULL), ==, 0x6985);

  g_assert_cmphex (ask (card, CHALLENGE, NULL), ==, 0x9000);
  g_assert_cmphex (ask (card, SELECT, NULL), ==, 0x9000);
  g_assert_cmphex (ask (card, right, NULL), ==, 0x6985);

  g_assert_cmphex (ask (card, CHALLENGE, NULL), ==, 0x9000);
  ecpa_simulated_card_reset (card);
  g_assert_cmphex (ask (card, BASIC, NULL), ==, 0x6985);
  g_assert_cmphex (ask (card, SELECT, NULL), ==, 0x9000);
  g_assert_cmphex (ask (card, right, NULL), ==, 0x6985);
}

/* ISO 7816-3: all bytes but the first, the check byte too, cancel out. */
static void
test_atr (void)
{
  for (guint behaviour = ECPA_CARD_ORDINARY; behaviour <= ECPA_CARD_OTHER; behaviour++)
    {
      g_autoptr (EcpaSimulatedCard) card = new_card ((EcpaCardBehaviour) behaviour);
      g_autoptr (GBytes) atr = ecpa_simulated_card_get_atr (card);
      const guint8 *data = g_bytes_get_data (atr, NULL);
      guint8 check = 0;

      for (gsize i = 1; i < g_bytes_get_size (atr); i++)
        check ^= data[i];
      g_assert_cmphex (check, ==, 0);
      g_assert_cmpuint (g_bytes_get_size (atr), ==, 17);
    }
}

/* Random commands: always an answer, never anything else. */
static void
test_anything (void)
{
  static const guint8 instructions[] = { 0xa4, 0xca, 0x84, 0x88, 0xc0 };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (EcpaSimulatedCard) card = i % 500 == 0 ? new_card (ECPA_CARD_ORDINARY) : NULL;
      static EcpaSimulatedCard *kept;
      guint8 apdu[280];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof apdu);
      g_autoptr (GBytes) answer = NULL;

      if (card != NULL)
        g_set_object (&kept, card);
      for (gsize j = 0; j < length; j++)
        apdu[j] = (guint8) g_test_rand_int_range (0, 256);
      if (length > 4 && i % 2 == 0)
        {
          apdu[0] = 0x00;
          apdu[1] = instructions[i / 2 % G_N_ELEMENTS (instructions)];
          apdu[2] = apdu[3] = 0x00;
          apdu[4] = (guint8) (length - 5);
        }
      answer = ecpa_simulated_card_transmit (kept, apdu, length);
      g_assert_cmpuint (g_bytes_get_size (answer), >=, 2);
      g_assert_cmpuint (g_bytes_get_size (answer), <=, 258);
      if (i == 19999)
        g_clear_object (&kept);
    }
}

static void
test_bad_trays (void)
{
  static const char *const trays[] = {
    "", "[]", "{}", "{\"cards\": 1}", "{\"cards\": [1]}", "{\"cards\": [{}]}",
    "{\"cards\": [{\"id\": \"x\", \"number\": \"990000001007\", \"card_id\": \"zz\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (trays); i++)
    {
      g_autoptr (GBytes) json = g_bytes_new_static (trays[i], strlen (trays[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (ecpa_card_profiles_parse (json, &error));
      g_assert_nonnull (error);
    }
}

static void
test_faults (void)
{
  static const char *const bad[] = { "", "foo", "remove after=", "remove after=-1", "delay ms=x", "swap who=x" };
  g_autofree char *card_id = NULL;
  EcpaCardFaultPlan plan = { 0 };
  EcpaCardFault fault;

  g_assert_true (ecpa_card_fault_parse ("swap after=2 card=newest forever ms=7", &fault, &card_id));
  g_assert_cmpint (fault.kind, ==, ECPA_CARD_FAULT_SWAP);
  g_assert_cmpuint (fault.after_n_apdus, ==, 2);
  g_assert_cmpuint (fault.delay_ms, ==, 7);
  g_assert_true (fault.forever);
  g_assert_cmpstr (card_id, ==, "newest");

  ecpa_card_fault_plan_set (&plan, &fault);
  g_assert_cmpint (ecpa_card_fault_plan_next (&plan, FALSE), ==, ECPA_CARD_FAULT_NONE);
  g_assert_cmpint (ecpa_card_fault_plan_next (&plan, TRUE), ==, ECPA_CARD_FAULT_NONE);
  g_assert_cmpint (ecpa_card_fault_plan_next (&plan, FALSE), ==, ECPA_CARD_FAULT_NONE);
  g_assert_cmpint (ecpa_card_fault_plan_next (&plan, FALSE), ==, ECPA_CARD_FAULT_SWAP);
  g_assert_cmpint (ecpa_card_fault_plan_next (&plan, FALSE), ==, ECPA_CARD_FAULT_SWAP);
  ecpa_card_fault_plan_clear (&plan);
  g_assert_cmpint (ecpa_card_fault_plan_next (&plan, FALSE), ==, ECPA_CARD_FAULT_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *other = NULL;

      g_assert_false (ecpa_card_fault_parse (bad[i], &fault, &other));
      g_assert_null (other);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/simulator/simulated-card/ordinary", test_ordinary);
  g_test_add_func ("/simulator/simulated-card/refuses-select", test_refuses_select);
  g_test_add_func ("/simulator/simulated-card/other", test_other);
  g_test_add_func ("/simulator/simulated-card/wrong-commands", test_wrong_commands);
  g_test_add_func ("/simulator/simulated-card/challenge", test_challenge);
  g_test_add_func ("/simulator/simulated-card/atr", test_atr);
  g_test_add_func ("/simulator/simulated-card/anything", test_anything);
  g_test_add_func ("/simulator/simulated-card/bad-trays", test_bad_trays);
  g_test_add_func ("/simulator/simulated-card/faults", test_faults);

  return g_test_run ();
}
