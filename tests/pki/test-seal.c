/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-seal.h"

#define MADE 1795219200

static GBytes *
flip (GBytes *bytes,
      gsize   position)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint8 *copy = g_memdup2 (data, length);

  copy[position] ^= 1;

  return g_bytes_new_take (copy, length);
}

static void
test_round (void)
{
  g_autoptr (GBytes) key = ecpa_seal_random (ECPA_SEAL_KEY_LENGTH);
  g_autoptr (GError) error = NULL;
  gint64 made = 0;

  for (gsize length = 0; length < 100; length += 33)
    {
      g_autoptr (GBytes) plain = ecpa_seal_random (length);
      g_autoptr (GBytes) sealed = ecpa_seal_close (key, plain, MADE, &error);
      g_autoptr (GBytes) again = ecpa_seal_close (key, plain, MADE, &error);
      g_autoptr (GBytes) opened = NULL;

      g_assert_no_error (error);
      g_assert_false (g_bytes_equal (sealed, again));
      opened = ecpa_seal_open (key, sealed, &made, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (opened, plain));
      g_assert_cmpint (made, ==, MADE);
    }
}

/* One bit anywhere, the time it was made included, or another key, and nothing opens. */
static void
test_changed (void)
{
  g_autoptr (GBytes) key = ecpa_seal_random (ECPA_SEAL_KEY_LENGTH);
  g_autoptr (GBytes) other = ecpa_seal_random (ECPA_SEAL_KEY_LENGTH);
  g_autoptr (GBytes) plain = g_bytes_new_static ("typed", 5);
  g_autoptr (GBytes) sealed = ecpa_seal_close (key, plain, MADE, NULL);
  gint64 made;

  g_assert_nonnull (sealed);
  g_assert_null (ecpa_seal_open (other, sealed, &made, NULL));
  for (gsize i = 0; i < g_bytes_get_size (sealed); i++)
    {
      g_autoptr (GBytes) changed = flip (sealed, i);
      g_autoptr (GBytes) shorter = g_bytes_new_from_bytes (sealed, 0, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (ecpa_seal_open (key, changed, &made, &error));
      g_assert_nonnull (error);
      g_assert_null (ecpa_seal_open (key, shorter, &made, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/seal/round", test_round);
  g_test_add_func ("/pki/seal/changed", test_changed);

  return g_test_run ();
}
