/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "table.h"

#include "ecpa-test.h"

/* Auxiliaries -------------------------------------------------------------- */

static void
reported_cb (GPtrArray    *states,
             const GError *error,
             gpointer      user_data)
{
  Table *self = user_data;

  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_error (&self->error);
  self->states = states != NULL ? g_ptr_array_ref (states) : NULL;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->n_reports++;
}

static gboolean
has_reader (gpointer data)
{
  return table_reader (data) != NULL;
}

static gboolean
has_card (gpointer data)
{
  EcpaReaderState *state = table_reader (data);

  return state != NULL && state->card_present && state->atr != NULL;
}

static gboolean
is_empty (gpointer data)
{
  EcpaReaderState *state = table_reader (data);

  return state != NULL && !state->card_present;
}

typedef struct
{
  Table         *table;
  EcpaCardError  code;
} Wanted;

static gboolean
has_error (gpointer data)
{
  Wanted *wanted = data;

  return g_error_matches (wanted->table->error, ECPA_CARD_ERROR, (gint) wanted->code);
}

/* Helpers ------------------------------------------------------------------ */

void
table_open (Table *self)
{
  g_autoptr (GError) error = NULL;

  self->profiles = ecpa_card_profiles_load (&error);
  g_assert_no_error (error);
  self->backend.profiles = self->profiles;
  self->transport = ECPA_CARD_TRANSPORT (ecpa_pcsc_transport_new ());
  self->watch = ecpa_reader_watch_new (self->transport, NULL, reported_cb, self, NULL);
  hand_open (&self->hand);
}

void
table_set_up (Table         *self,
              gconstpointer  data)
{
  table_open (self);
  ecpa_test_until (has_reader, self);
  ecpa_test_until (is_empty, self);
}

void
table_tear_down (Table         *self,
                 gconstpointer  data)
{
  gpointer transport = self->transport;
  gpointer watch = self->watch;

  hand_close (&self->hand);
  if (table_reader (self) != NULL)
    ecpa_test_until (is_empty, self);

  g_object_add_weak_pointer (G_OBJECT (self->transport), &transport);
  g_object_add_weak_pointer (G_OBJECT (self->watch), &watch);
  g_clear_object (&self->watch);
  g_clear_object (&self->transport);
  g_assert_null (watch);
  ecpa_test_assert_dies (transport);

  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_error (&self->error);
  backend_double_clear (&self->backend);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
}

char *
table_tell (Table      *self,
            const char *format,
            ...)
{
  va_list args;
  char *answer;

  va_start (args, format);
  answer = hand_tell_valist (&self->hand, format, args);
  va_end (args);

  return answer;
}

/* The first slot, or NULL while there is none. */
EcpaReaderState *
table_reader (Table *self)
{
  for (guint i = 0; self->states != NULL && i < self->states->len; i++)
    {
      EcpaReaderState *state = g_ptr_array_index (self->states, i);

      if (g_str_equal (state->name, "Virtual PCD 00 00"))
        return state;
    }

  return NULL;
}

void
table_await_card (Table *self)
{
  ecpa_test_until (has_card, self);
}

void
table_await_empty (Table *self)
{
  ecpa_test_until (is_empty, self);
}

void
table_await_reader (Table *self)
{
  ecpa_test_until (has_reader, self);
}

void
table_await_error (Table         *self,
                   EcpaCardError  code)
{
  Wanted wanted = { self, code };

  ecpa_test_until (has_error, &wanted);
}

EcpaHealthCard *
table_read (Table   *self,
            GError **error)
{
  return ecpa_health_card_read (self->transport, "Virtual PCD 00 00", NULL, error);
}

EcpaCardProof *
table_prove (Table           *self,
             EcpaHealthCard  *expected,
             GError         **error)
{
  return ecpa_health_card_prove (self->transport, "Virtual PCD 00 00", expected, backend_double_fetch,
                                 &self->backend, NULL, error);
}

EcpaHealthCard *
table_insert (Table      *self,
              const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (EcpaCardProof) proof = NULL;

  g_free (table_tell (self, "fault none"));
  g_free (table_tell (self, "eject"));
  table_await_empty (self);
  g_free (table_tell (self, "insert %s", id));
  table_await_card (self);

  card = table_read (self, &error);
  g_assert_no_error (error);
  assert_same_person (card, find_profile (self->profiles, id));
  proof = table_prove (self, card, &error);
  g_assert_no_error (error);
  g_assert_true (backend_double_accept (&self->backend, proof) == find_profile (self->profiles, id));

  return g_steal_pointer (&card);
}
