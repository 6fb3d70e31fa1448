/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-divisions.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

/* Half width, capitals, 臺 for 台, and no blanks: what is the same when it is read aloud is the same. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL_COMPOSE);
  GString *folded = g_string_new (NULL);

  for (const char *p = normal; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_unichar_toupper (g_utf8_get_char (p));

      if (!g_unichar_isspace (character))
        g_string_append_unichar (folded, character == 0x53f0 ? 0x81fa : character);
    }

  return g_string_free (folded, FALSE);
}

static gboolean
same (const char *a,
      const char *b)
{
  g_autofree char *folded_a = fold (a);
  g_autofree char *folded_b = fold (b);

  return strcmp (folded_a, folded_b) == 0;
}

/* 012鄰, 第十二鄰 and 12 are one. */
static gboolean
same_neighbourhood (const char *a,
                    const char *b)
{
  guint number = ecpa_neighbourhood_read (a);

  return number > 0 && number == ecpa_neighbourhood_read (b);
}

/* Which step is wrong; %NULL where none is. Where nobody knows the residence everything is wrong. */
static const char *
find_wrong_step (EcpaResidence *typed,
                 EcpaResidence *known,
                 const char    *mobile,
                 const char    *known_mobile)
{
  if (known == NULL || !same (typed->household_number, known->household_number))
    return "household";
  if (!same (typed->county, known->county) || !same (typed->town, known->town)
      || !same (typed->village, known->village) || !same_neighbourhood (typed->neighbourhood, known->neighbourhood))
    return "address";
  if (mobile != NULL && g_strcmp0 (mobile, known_mobile) != 0)
    return "mobile";

  return NULL;
}

static gboolean
refuse_residence (EcpaInquiry  *request,
                  const char   *step,
                  gint64        errors,
                  gint64        stopped_until,
                  GError      **error)
{
  g_autoptr (EcpaProblem) problem = NULL;

  if (stopped_until > 0)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, stopped_until - request->now);

  problem = ecpa_problem_new (ECPA_PROBLEM_RESIDENCE_MISMATCH);
  problem->field = g_strdup (step);
  problem->tries_left = (gint64) request->backend->settings->residence_errors - errors;
  g_propagate_error (error, ecpa_problem_to_error (problem));

  return FALSE;
}

static gboolean
has_sensible_lengths (EcpaResidence  *residence,
                      GError        **error)
{
  const struct { const char *name; const char *value; glong most; } members[] = {
    { "household_number", residence->household_number, 16 },
    { "county", residence->county, 16 },
    { "town", residence->town, 16 },
    { "village", residence->village, 16 },
    { "neighbourhood", residence->neighbourhood, 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      glong length = g_utf8_strlen (members[i].value, -1);

      if (length == 0 || length > members[i].most)
        return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, members[i].name);
    }

  return TRUE;
}

static gboolean
find_known (EcpaInquiry      *request,
            EcpaResidence   **residence,
            char            **mobile,
            GError          **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;

  *residence = ecpa_store_find_residence (store, person, &local_error);
  if (local_error == NULL)
    contacts = ecpa_store_find_contacts (store, person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *mobile = contacts != NULL ? g_strdup (contacts->contacts->mobile) : NULL;

  return TRUE;
}

static gboolean
check_residence (EcpaInquiry  *request,
                 EcpaWork     *work,
                 GError      **error)
{
  g_autoptr (EcpaResidence) residence = ecpa_inquiry_read_record (request, ECPA_TYPE_RESIDENCE, error);

  return residence != NULL && ecpa_residence_check (request, residence, NULL, error);
}

static gboolean
say_nothing (EcpaInquiry  *request,
             EcpaWork     *work,
             GError      **error)
{
  ecpa_inquiry_reply (request, 204, NULL, 0);

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_residence_check:
 * @request: a request by a card session
 * @residence: what was typed
 * @mobile: (nullable): the mobile number that was typed, where it has to be the registered one
 * @error: a problem: %ECPA_PROBLEM_RESIDENCE_MISMATCH with the step that is wrong, or %ECPA_PROBLEM_STOPPED
 *
 * Compares with the household register. A wrong one counts by card and by network address, and is counted before it is
 * looked at. Inside a transaction that is kept whatever comes of it.
 *
 * Returns: whether they fit
 */
gboolean
ecpa_residence_check (EcpaInquiry    *request,
                      EcpaResidence  *residence,
                      const char     *mobile,
                      GError        **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (EcpaResidence) known = NULL;
  g_autofree char *known_mobile = NULL;
  gint64 errors, stopped_until;
  const char *wrong;

  if (!has_sensible_lengths (residence, error)
      || !ecpa_store_find_residence_attempts (store, person, &errors, &stopped_until, error))
    return FALSE;
  if (stopped_until > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, stopped_until - request->now);
  if (!ecpa_address_reserve_try (request, error))
    return FALSE;

  errors = stopped_until > 0 ? 1 : errors + 1;
  stopped_until = errors >= settings->residence_errors ? request->now + settings->residence_stop_seconds : 0;
  if (!find_known (request, &known, &known_mobile, error))
    return FALSE;
  wrong = find_wrong_step (residence, known, mobile, known_mobile);
  if (wrong != NULL)
    return ecpa_store_save_residence_attempts (store, person, errors, stopped_until, error)
           && refuse_residence (request, wrong, errors, stopped_until, error);

  return ecpa_store_save_residence_attempts (store, person, 0, 0, error)
         && ecpa_address_give_try_back (request, error);
}

/**
 * ecpa_rules_check_residence:
 * @request: a request by a card session
 *
 * Says whether a residence is that of the card's holder, before the rest of a registration is typed.
 */
void
ecpa_rules_check_residence (EcpaInquiry *request)
{
  ecpa_work_run (request, check_residence, say_nothing);
}
