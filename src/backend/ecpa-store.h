/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-problem.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaStore:
 *
 * What the backend remembers. All SQL stands behind this interface (`ecpa-store*.c`); the rules above see plain
 * structs and records. One thread. A function that finds nothing answers %NULL or 0 without an error.
 */
#define ECPA_TYPE_STORE (ecpa_store_get_type ())
G_DECLARE_FINAL_TYPE (EcpaStore, ecpa_store, ECPA, STORE, GObject)

typedef struct
{
  gint64   id;
  char    *national_id;
  char    *name;
  char    *birth_date;
} EcpaPersonRow;

/* Only those who are or were civil servants have one. */
typedef struct
{
  gint64   person_id;
  char    *national_id;
  char    *name;
  char    *agency_name;
  char    *position;
  char    *status;
  char    *notice_address;
  char    *roles; /* separated by blanks */
} EcpaServantRow;

typedef struct
{
  GBytes  *card_id;
  char    *number;
  char    *scheme;
  GBytes  *public_key;
  gint64   person_id;
} EcpaCardRow;

typedef struct
{
  gint64   person_id;
  char    *password_hash;
  gint64   verified_at;
  gint64   errors;
  gint64   stopped_until;
  gint64   stops;
  gint64   created_at; /* 0 where that is not known */
} EcpaRegistrationRow;

typedef struct
{
  gint64   person_id;
  char    *password_hash;
} EcpaAccountRow;

typedef struct
{
  GBytes  *login_id;
  GBytes  *card_id;
  GBytes  *card_challenge;
  GBytes  *backend_challenge;
  gint64   expires_at;
  char    *address; /* (nullable): borrowed, and only when it is added */
} EcpaChallengeRow;

typedef struct
{
  GBytes  *token_hash;
  gint64   person_id;
  char    *method;
  gint64   created_at;
  gint64   last_used_at;
  gint64   previous_at;     /* 0 where this is the first */
  char    *previous_method; /* (nullable) */
} EcpaSessionRow;

typedef struct
{
  GBytes  *request_hash;
  guint    status;
  char    *body;
  gint64   version;
} EcpaAnswerRow;

/* Where a page of orders begins: after this row. */
typedef struct
{
  char    *issued_on;
  char    *id;
} EcpaOrderCursor;

EcpaStore           *ecpa_store_open              (const char           *path,
                                                   guint                 up_to,
                                                   GError              **error);
gboolean             ecpa_store_begin             (EcpaStore            *self,
                                                   GError              **error);
gboolean             ecpa_store_commit            (EcpaStore            *self,
                                                   GError              **error);
void                 ecpa_store_rollback          (EcpaStore            *self);
void                 ecpa_store_set_batching      (EcpaStore            *self,
                                                   gboolean              batching);
gboolean             ecpa_store_end_batch         (EcpaStore            *self,
                                                   GError              **error);

/* People and how they prove it: ecpa-store-people.c */
EcpaServantRow      *ecpa_store_find_servant      (EcpaStore            *self,
                                                   gint64                person_id,
                                                   GError              **error);
EcpaCardRow         *ecpa_store_find_card         (EcpaStore            *self,
                                                   GBytes               *card_id,
                                                   GError              **error);
gboolean             ecpa_store_find_person       (EcpaStore            *self,
                                                   const char           *account_or_id,
                                                   gint64               *person_id,
                                                   GError              **error);
EcpaRegistrationRow *ecpa_store_find_registration (EcpaStore            *self,
                                                   gint64                person_id,
                                                   GError              **error);
gboolean             ecpa_store_save_attempts     (EcpaStore            *self,
                                                   EcpaRegistrationRow  *row,
                                                   GError              **error);
EcpaAccountRow      *ecpa_store_find_account      (EcpaStore            *self,
                                                   const char           *account,
                                                   GError              **error);
gboolean             ecpa_store_find_account_attempts (EcpaStore        *self,
                                                   GBytes               *account_hash,
                                                   gint64               *errors,
                                                   gint64               *locked_until,
                                                   GError              **error);
gboolean             ecpa_store_save_account_attempts (EcpaStore        *self,
                                                   GBytes               *account_hash,
                                                   gint64                errors,
                                                   gint64                locked_until,
                                                   gint64                now,
                                                   GError              **error);
gboolean             ecpa_store_find_address_attempts (EcpaStore        *self,
                                                   const char           *address,
                                                   gint64                not_before,
                                                   gint64               *errors,
                                                   gint64               *locked_until,
                                                   GError              **error);
gboolean             ecpa_store_save_address_attempts (EcpaStore        *self,
                                                   const char           *address,
                                                   gint64                errors,
                                                   gint64                locked_until,
                                                   gint64                now,
                                                   GError              **error);
gboolean             ecpa_store_add_challenge     (EcpaStore            *self,
                                                   EcpaChallengeRow     *row,
                                                   GError              **error);
gboolean             ecpa_store_count_challenges  (EcpaStore            *self,
                                                   GBytes               *card_id,
                                                   const char           *address,
                                                   gint64                now,
                                                   gint64               *of_card,
                                                   gint64               *of_address,
                                                   gint64               *in_all,
                                                   GError              **error);
EcpaChallengeRow    *ecpa_store_take_challenge    (EcpaStore            *self,
                                                   GBytes               *login_id,
                                                   GError              **error);

/* Sessions, texts and consents: ecpa-store-sessions.c */
gboolean             ecpa_store_add_session       (EcpaStore            *self,
                                                   EcpaSessionRow       *row,
                                                   GError              **error);
EcpaSessionRow      *ecpa_store_find_session      (EcpaStore            *self,
                                                   GBytes               *token_hash,
                                                   GError              **error);
gboolean             ecpa_store_touch_session     (EcpaStore            *self,
                                                   GBytes               *token_hash,
                                                   gint64                now,
                                                   GError              **error);
gboolean             ecpa_store_remove_session    (EcpaStore            *self,
                                                   GBytes               *token_hash,
                                                   gint64                now,
                                                   GError              **error);
gboolean             ecpa_store_end_sessions      (EcpaStore            *self,
                                                   gint64                person_id,
                                                   gint64                now,
                                                   gint64               *n_ended,
                                                   GError              **error);
gboolean             ecpa_store_end_sessions_by   (EcpaStore            *self,
                                                   gint64                person_id,
                                                   const char           *method,
                                                   GBytes               *but,
                                                   gint64                now,
                                                   GError              **error);
gboolean             ecpa_store_find_ending       (EcpaStore            *self,
                                                   GBytes               *token_hash,
                                                   char                **reason,
                                                   GError              **error);
EcpaLegalText       *ecpa_store_find_text         (EcpaStore            *self,
                                                   const char           *scope,
                                                   const char           *today,
                                                   GError              **error);
gboolean             ecpa_store_put_text          (EcpaStore            *self,
                                                   EcpaLegalText        *text,
                                                   GError              **error);
gboolean             ecpa_store_find_consent      (EcpaStore            *self,
                                                   gint64                person_id,
                                                   const char           *scope,
                                                   gint64               *agreed_at,
                                                   char                **version,
                                                   GError              **error);
gboolean             ecpa_store_add_consent       (EcpaStore            *self,
                                                   gint64                person_id,
                                                   const char           *scope,
                                                   const char           *version,
                                                   gint64                now,
                                                   const char           *method,
                                                   GError              **error);

/* Orders and receipts: ecpa-store-orders.c, ecpa-store-search.c */
EcpaOrderPage       *ecpa_store_list_orders       (EcpaStore            *self,
                                                   gint64                person_id,
                                                   gboolean              unsigned_only,
                                                   EcpaOrderCursor      *after,
                                                   guint                 limit,
                                                   GString              *items,
                                                   EcpaOrderCursor      *last,
                                                   GError              **error);
EcpaOrderSearch     *ecpa_store_search_orders     (EcpaStore            *self,
                                                   gint64                person_id,
                                                   EcpaOrderQuery       *query,
                                                   GString              *items,
                                                   GError              **error);
gboolean             ecpa_store_read_history      (EcpaStore            *self,
                                                   gint64                person_id,
                                                   gint64               *revision,
                                                   GError              **error);
gboolean             ecpa_store_fold_order        (EcpaStore            *self,
                                                   gint64                person_id,
                                                   EcpaOrder            *order,
                                                   GError              **error);
gboolean             ecpa_store_count_unsigned    (EcpaStore            *self,
                                                   gint64                person_id,
                                                   gint64               *count,
                                                   GError              **error);
EcpaOrder           *ecpa_store_find_order        (EcpaStore            *self,
                                                   gint64                person_id,
                                                   const char           *id,
                                                   GError              **error);
gboolean             ecpa_store_mark_viewed       (EcpaStore            *self,
                                                   const char           *id,
                                                   gint64                now,
                                                   GError              **error);
EcpaReceipt         *ecpa_store_find_receipt      (EcpaStore            *self,
                                                   const char           *order_id,
                                                   GError              **error);
gboolean             ecpa_store_add_receipt       (EcpaStore            *self,
                                                   gint64                person_id,
                                                   EcpaReceipt          *receipt,
                                                   GError              **error);

/* What is said to everybody: ecpa-store-service.c */
gboolean             ecpa_store_list_announcements (EcpaStore           *self,
                                                   gint64                not_over_at,
                                                   GListStore           *list,
                                                   GError              **error);
gboolean             ecpa_store_put_announcement  (EcpaStore            *self,
                                                   EcpaAnnouncement     *announcement,
                                                   gint64                now,
                                                   GError              **error);
gboolean             ecpa_store_remove_announcement (EcpaStore          *self,
                                                   const char           *id,
                                                   gboolean             *removed,
                                                   GError              **error);

gboolean             ecpa_store_read_revision     (EcpaStore            *self,
                                                   const char           *topic,
                                                   gint64               *revision,
                                                   GError              **error);

/* Answers to idempotency keys, the audit log, growing old: ecpa-store-traces.c */
EcpaAnswerRow       *ecpa_store_find_answer       (EcpaStore            *self,
                                                   gint64                person_id,
                                                   const char           *key,
                                                   gint64                not_before,
                                                   GError              **error);
gboolean             ecpa_store_add_answer        (EcpaStore            *self,
                                                   gint64                person_id,
                                                   const char           *key,
                                                   EcpaAnswerRow        *row,
                                                   gint64                now,
                                                   GError              **error);
gboolean             ecpa_store_add_audit         (EcpaStore            *self,
                                                   gint64                now,
                                                   gint64                person_id,
                                                   gint64                subject_id,
                                                   const char           *method,
                                                   const char           *action,
                                                   const char           *target,
                                                   const char           *outcome,
                                                   GError              **error);
gboolean             ecpa_store_purge             (EcpaStore            *self,
                                                   gint64                now,
                                                   gint64                idle_seconds,
                                                   gint64                session_seconds,
                                                   gint64                keep_seconds,
                                                   GError              **error);

/* Filling it: ecpa-store-import.c */
gboolean             ecpa_store_set_bulk          (EcpaStore            *self,
                                                   gboolean              bulk,
                                                   GError              **error);
gboolean             ecpa_store_is_empty          (EcpaStore            *self);
gboolean             ecpa_store_has_persons       (EcpaStore            *self);
gboolean             ecpa_store_put_agency        (EcpaStore            *self,
                                                   const char *const    *columns,
                                                   GError              **error);
gboolean             ecpa_store_put_kind          (EcpaStore            *self,
                                                   const char           *code,
                                                   const char           *name,
                                                   gint64                points,
                                                   const char           *electronic_from,
                                                   GError              **error);
gboolean             ecpa_store_add_person        (EcpaStore            *self,
                                                   EcpaPersonRow        *row,
                                                   GError              **error);
gboolean             ecpa_store_add_servant       (EcpaStore            *self,
                                                   EcpaServantRow       *row,
                                                   const char           *agency_code,
                                                   GError              **error);
gboolean             ecpa_store_add_card          (EcpaStore            *self,
                                                   EcpaCardRow          *row,
                                                   GError              **error);
gboolean             ecpa_store_add_registration  (EcpaStore            *self,
                                                   EcpaRegistrationRow  *row,
                                                   GError              **error);
gboolean             ecpa_store_add_account       (EcpaStore            *self,
                                                   const char           *account,
                                                   EcpaAccountRow       *row,
                                                   GError              **error);
gboolean             ecpa_store_add_order         (EcpaStore            *self,
                                                   gint64                person_id,
                                                   const char           *agency_code,
                                                   EcpaOrder            *order,
                                                   GError              **error);

void                 ecpa_servant_row_free        (EcpaServantRow       *row);
void                 ecpa_card_row_free           (EcpaCardRow          *row);
void                 ecpa_registration_row_free   (EcpaRegistrationRow  *row);
void                 ecpa_account_row_free        (EcpaAccountRow       *row);
void                 ecpa_challenge_row_free      (EcpaChallengeRow     *row);
void                 ecpa_session_row_free        (EcpaSessionRow       *row);
void                 ecpa_answer_row_free         (EcpaAnswerRow        *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaServantRow, ecpa_servant_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCardRow, ecpa_card_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaRegistrationRow, ecpa_registration_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaAccountRow, ecpa_account_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaChallengeRow, ecpa_challenge_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaSessionRow, ecpa_session_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaAnswerRow, ecpa_answer_row_free)

G_END_DECLS
