/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-double.h"

#include "ecpa-card-proof.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static GBytes *
random_bytes (gsize length)
{
  guint8 *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) g_random_int_range (0, 256);

  return g_bytes_new_take (data, length);
}

/* Helpers ------------------------------------------------------------------ */

EcpaCardChallenge *
backend_double_fetch (GBytes        *card_id,
                      GBytes        *card_challenge,
                      gpointer       user_data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BackendDouble *self = user_data;
  g_autoptr (GBytes) challenge = random_bytes (ECPA_BACKEND_CHALLENGE_LENGTH);
  g_autoptr (GBytes) login_id = random_bytes (ECPA_LOGIN_ID_LENGTH);

  backend_double_clear (self);
  self->n_calls++;
  self->card_id = g_bytes_ref (card_id);
  self->card_challenge = g_bytes_ref (card_challenge);
  self->input = ecpa_card_proof_input (challenge, "localhost:8443", login_id);
  if (self->during != NULL)
    self->during (self->during_data);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return ecpa_card_challenge_new (login_id, self->input);
}

const EcpaCardProfile *
backend_double_accept (BackendDouble       *self,
                       const EcpaCardProof *proof)
{
  if (self->card_id == NULL || !g_bytes_equal (self->card_id, proof->card_id))
    return NULL;

  for (guint i = 0; i < self->profiles->len; i++)
    {
      EcpaCardProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_bytes_equal (profile->card_id, proof->card_id))
        {
          g_autoptr (GBytes) key = ecpa_training_card_public_key (profile->number, NULL);
          g_autoptr (GBytes) message = ecpa_card_proof_message (self->card_id, self->card_challenge, self->input);

          return ecpa_card_proof_verify (key, message, proof->proof, NULL) ? profile : NULL;
        }
    }

  return NULL;
}

void
backend_double_clear (BackendDouble *self)
{
  g_clear_pointer (&self->card_id, g_bytes_unref);
  g_clear_pointer (&self->card_challenge, g_bytes_unref);
  g_clear_pointer (&self->input, g_bytes_unref);
}

EcpaCardProfile *
find_profile (GPtrArray  *profiles,
              const char *id)
{
  for (guint i = 0; i < profiles->len; i++)
    {
      EcpaCardProfile *profile = g_ptr_array_index (profiles, i);

      if (g_str_equal (profile->id, id))
        return profile;
    }
  g_assert_not_reached ();
}

void
assert_same_person (const EcpaHealthCard  *card,
                    const EcpaCardProfile *profile)
{
  g_assert_cmpstr (card->number, ==, profile->number);
  g_assert_cmpstr (card->national_id, ==, profile->national_id);
  g_assert_cmpstr (card->birth_date, ==, profile->birth_date);
  g_assert_cmpint (card->sex, ==, profile->sex);
  g_assert_cmpstr (card->issue_date, ==, profile->issue_date);
  if (g_str_equal (profile->id, "rare-name"))
    g_assert_cmpstr (card->name, ==, "黃〓玲");
  else if (g_str_equal (profile->id, "empty-name"))
    g_assert_cmpstr (card->name, ==, "");
  else if (g_str_equal (profile->id, "foreign"))
    g_assert_cmpstr (card->name, ==, "NGUYEN THI THANH HUO");
  else
    g_assert_cmpstr (card->name, ==, profile->holder);
  g_assert_true (card->name_complete == !g_str_equal (profile->id, "rare-name"));
}
