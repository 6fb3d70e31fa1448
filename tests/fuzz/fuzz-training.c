/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tray of training cards as a file, and each card that could be understood, read as the application reads it. */

#include "fuzz.h"

#include "ecpa-card-fault.h"
#include "ecpa-card-profile.h"
#include "ecpa-health-card.h"
#include "ecpa-simulated-card.h"

#include <string.h>

static const guint8 get_basic_data[] = { 0x00, 0xca, 0x11, 0x00, 0x02, 0x00, 0x00 };
static const guint8 select_applet[] = {
  0x00, 0xa4, 0x04, 0x00, 0x10, 0xd1, 0x58, 0x00, 0x00, 0x01, 0x00,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x11, 0x00,
};

static void
try_card (const EcpaCardProfile *profile)
{
  g_autoptr (EcpaSimulatedCard) card = ecpa_simulated_card_new (profile);
  g_autoptr (GBytes) selected = ecpa_simulated_card_transmit (card, select_applet, sizeof select_applet);
  g_autoptr (GBytes) answer = ecpa_simulated_card_transmit (card, get_basic_data, sizeof get_basic_data);
  g_autoptr (EcpaHealthCard) read = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (answer, &length);

  g_assert_cmpuint (length, >=, 2);
  read = ecpa_health_card_parse (bytes, length - 2, NULL);
  if (read != NULL)
    g_assert_cmpstr (read->number, ==, profile->number);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Fuzz input = { data, size };
  g_autofree char *words = fuzz_line (&input);
  g_autofree char *card_id = NULL;
  g_autofree char *rest = fuzz_rest (&input);
  g_autoptr (GBytes) json = g_bytes_new (rest, strlen (rest) + 1);
  g_autoptr (GBytes) text = g_bytes_new_from_bytes (json, 0, strlen (rest));
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GError) error = NULL;
  EcpaCardFault fault;

  ecpa_card_fault_parse (words, &fault, &card_id);
  profiles = ecpa_card_profiles_parse (text, &error);
  g_assert_true ((profiles == NULL) == (error != NULL));
  for (guint i = 0; profiles != NULL && i < profiles->len; i++)
    try_card (g_ptr_array_index (profiles, i));

  return 0;
}
