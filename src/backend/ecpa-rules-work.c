/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

/* Auxiliaries -------------------------------------------------------------- */

static void
work_free (EcpaWork *work)
{
  ecpa_try_clear (&work->try_);
  g_clear_pointer (&work->job, ecpa_hasher_job_free);
  g_clear_pointer (&work->code_hash, g_bytes_unref);
  g_clear_object (&work->record);
  g_free (work->text);
  g_free (work->fresh_hash);
  g_free (work);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaWork, work_free)

/* What the rule has to say once everything about passwords is known. */
static gboolean
finish_work (EcpaInquiry  *request,
             EcpaWork     *work,
             GError      **error)
{
  gboolean has_try = work->try_.registration != NULL || work->try_.account_hash != NULL;

  if (!work->fits)
    return ecpa_try_refuse (request, &work->try_, error);
  if (has_try && !ecpa_try_give_back (request, &work->try_, error))
    return FALSE;
  if (work->reused)
    return ecpa_fail_field (error, ECPA_PROBLEM_PASSWORD_REUSED, "new_password");

  return work->finish (request, work, error) && ecpa_inquiry_keep_answer (request, error);
}

/* Callbacks ---------------------------------------------------------------- */

typedef struct
{
  EcpaInquiry *request;
  EcpaWork    *work;
} Pending;

static void
work_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Pending *pending = user_data;
  EcpaInquiry *request = pending->request;
  g_autoptr (EcpaWork) work = pending->work;
  g_autoptr (GError) error = NULL;
  EcpaHasherJob *job = ecpa_hasher_work_finish (ECPA_HASHER (source), result, &error);
  gboolean replayed = FALSE;

  if (error != NULL || !ecpa_store_begin (request->backend->store, &error))
    {
      ecpa_inquiry_set_problem (request, error);
      ecpa_inquiry_finish (request);
      return;
    }

  work->fits = job->fits;
  work->reused = job->reused;
  work->fresh_hash = g_steal_pointer (&job->fresh_hash);
  /* The same request may have come twice, and the other one be done. */
  if (ecpa_inquiry_find_answer (request, &replayed, &error) && !replayed)
    finish_work (request, work, &error);
  ecpa_inquiry_conclude (request, error);
}

/* What was counted is on the disk: only now may anybody find out whether it was right. */
static void
try_was_written (gpointer      data,
                 const GError *error)
{
  Pending *pending = data;

  if (error == NULL)
    {
      ecpa_hasher_work_async (pending->request->backend->hasher, g_steal_pointer (&pending->work->job), work_done_cb,
                              pending);
      return;
    }

  ecpa_inquiry_set_problem (pending->request, error);
  ecpa_inquiry_finish (pending->request);
  work_free (pending->work);
  g_free (pending);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_work_run:
 * @request: a request
 * @begin: checks and counts what comes before passwords; what it writes stays, whatever it answers
 * @finish: does what was asked and sets the answer; has to check everything before it writes anything
 *
 * Runs a rule that counts its failures, or hashes: one transaction up to the passwords, another after them, and only
 * one where there are none. Leaves one line in the audit log.
 */
void
ecpa_work_run (EcpaInquiry  *request,
               EcpaWorkFunc  begin,
               EcpaWorkFunc  finish)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (EcpaWork) work = g_new0 (EcpaWork, 1);
  g_autoptr (GError) error = NULL;
  gboolean replayed = FALSE;
  Pending *pending;

  work->finish = finish;
  work->fits = TRUE;
  work->job = ecpa_hasher_job_new ();
  if (!ecpa_store_begin (store, &error))
    {
      ecpa_inquiry_set_problem (request, error);
      ecpa_inquiry_finish (request);
      return;
    }

  if (!ecpa_inquiry_check (request, &error) || !ecpa_inquiry_find_answer (request, &replayed, &error) || replayed
      || (begin != NULL && !begin (request, work, &error))
      || (work->job->password == NULL && work->job->fresh == NULL))
    {
      if (error == NULL && !replayed)
        finish_work (request, work, &error);
      ecpa_inquiry_conclude (request, error);
      return;
    }

  if (!ecpa_store_commit (store, &error))
    {
      ecpa_store_rollback (store);
      ecpa_inquiry_set_problem (request, error);
      ecpa_inquiry_finish (request);
      return;
    }
  pending = g_new (Pending, 1);
  pending->request = request;
  pending->work = g_steal_pointer (&work);
  ecpa_clerk_when_written (request->backend->clerk, try_was_written, pending);
}

/**
 * ecpa_work_check_password:
 * @request: a request by a card session
 * @work: its work
 * @member: the member that holds the registration password
 * @error: a problem
 *
 * Has the registration password checked, and the try counted.
 *
 * Returns: whether it will be
 */
gboolean
ecpa_work_check_password (EcpaInquiry  *request,
                          EcpaWork     *work,
                          const char   *member,
                          GError      **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!ecpa_inquiry_read_secret (request, member, &work->job->password, error))
    return FALSE;
  work->try_.registration =
    ecpa_store_find_registration (request->backend->store, request->card->person_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (work->try_.registration == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_REGISTERED);
  work->job->hash = g_strdup (work->try_.registration->password_hash);

  return ecpa_try_reserve_registration (request, &work->try_, error);
}

/**
 * ecpa_work_take_password:
 * @request: a request
 * @work: its work
 * @member: the member that holds a new password
 * @rules: what it has to be like
 * @error: a problem
 *
 * Has a new password hashed.
 *
 * Returns: whether it follows the rules
 */
gboolean
ecpa_work_take_password (EcpaInquiry        *request,
                         EcpaWork           *work,
                         const char         *member,
                         EcpaPasswordRules  *rules,
                         GError            **error)
{
  g_autoptr (EcpaPasswordPolicy) policy = ecpa_password_rules_describe (rules);
  EcpaPasswordFaults faults;

  if (!ecpa_inquiry_read_secret (request, member, &work->job->fresh, error))
    return FALSE;
  faults = ecpa_password_policy_check (policy, work->job->fresh);

  return faults == 0
         || ecpa_fail_field (error, ECPA_PROBLEM_PASSWORD_POLICY, ecpa_password_faults_get_rule (faults));
}

/**
 * ecpa_work_forbid_former:
 * @request: a request
 * @work: its work
 * @person_id: who gets a new password
 * @kind: %ECPA_PASSWORD_ACCOUNT or %ECPA_PASSWORD_REGISTRATION
 * @rules: how many of the last ones must not come again
 * @hash: the one in force
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the passwords that must not come again are known
 */
gboolean
ecpa_work_forbid_former (EcpaInquiry        *request,
                         EcpaWork           *work,
                         gint64              person_id,
                         const char         *kind,
                         EcpaPasswordRules  *rules,
                         const char         *hash,
                         GError            **error)
{
  work->job->former = g_ptr_array_new_with_free_func (g_free);
  if (rules->history == 0)
    return TRUE;
  g_ptr_array_add (work->job->former, g_strdup (hash));

  return ecpa_store_list_passwords (request->backend->store, person_id, kind, rules->history - 1, work->job->former,
                                    error);
}
