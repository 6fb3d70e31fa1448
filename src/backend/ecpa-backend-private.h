/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-backend.h"
#include "ecpa-clerk.h"
#include "ecpa-endpoints.h"
#include "ecpa-hasher.h"
#include "ecpa-mail.h"
#include "ecpa-office-calendar.h"
#include "ecpa-password-policy.h"
#include "ecpa-postman.h"
#include "ecpa-secret.h"
#include "ecpa-store-cards.h"

/* Bytes of a password, wherever it is typed. */
#define ECPA_MAX_PASSWORD 128

/**
 * EcpaRouteFlags:
 * @ECPA_ROUTE_OPEN: anybody may ask
 * @ECPA_ROUTE_SESSION: needs a session
 * @ECPA_ROUTE_JSON: needs a JSON object as its body
 * @ECPA_ROUTE_ONCE: needs an idempotency key; its answer is kept
 * @ECPA_ROUTE_QUIET: leaves no line in the audit log
 * @ECPA_ROUTE_PASSIVE: is no use of its session, which goes on running out
 * @ECPA_ROUTE_CARD: needs a card session; together with %ECPA_ROUTE_SESSION either will do
 */
typedef enum
{
  ECPA_ROUTE_OPEN = 0,
  ECPA_ROUTE_SESSION = 1 << 0,
  ECPA_ROUTE_JSON = 1 << 1,
  ECPA_ROUTE_ONCE = 1 << 2,
  ECPA_ROUTE_QUIET = 1 << 3,
  ECPA_ROUTE_PASSIVE = 1 << 4,
  ECPA_ROUTE_CARD = 1 << 5,
} EcpaRouteFlags;

/**
 * EcpaRoute:
 * @path: the path; `*` stands for one identifier
 * @method: the HTTP method
 * @action: its name in the audit log
 * @flags: what it needs
 * @application: (nullable): the application whose methods of signing in it takes
 * @scope: (nullable): what the person has to have agreed to
 * @handle: (nullable): answers at once, inside the transaction of the request
 * @start: (nullable): answers later, with transactions of its own, by ecpa_inquiry_finish()
 *
 * A row of the table that says who may do what (ecpa-routes.c). Both functions run on the clerk's thread.
 */
typedef struct
{
  const char     *path;
  const char     *method;
  const char     *action;
  EcpaRouteFlags  flags;
  const char     *application;
  const char     *scope;
  gboolean      (*handle) (EcpaInquiry *request, GError **error);
  void          (*start)  (EcpaInquiry *request);
} EcpaRoute;

struct _EcpaBackend
{
  GObject             parent_instance;

  /* Owned */
  EcpaServerSettings *settings;
  EcpaStore          *store;  /* the clerk's thread only */
  EcpaClerk          *clerk;
  EcpaHasher         *hasher; /* the clerk's thread only */
  EcpaPostman        *postman; /* (nullable) until mail is brought away */
  EcpaOfficeCalendar *calendar;
  GBytes             *nobodys_key; /* tried where there is no card */

  /* Borrowed */
  EcpaClock           clock;
  gpointer            clock_data;
};

struct _EcpaInquiry
{
  /* What was asked */
  char            *method;
  char            *path;
  GHashTable      *query;   /* (nullable): where it is none, or no UTF-8 */
  GHashTable      *headers; /* names in lower case */
  GBytes          *body;
  char            *peer;          /* (nullable): the other side's IP address */
  char            *forwarded_for; /* (nullable): who a proxy says it asks for */

  /* What was found out */
  EcpaBackend     *backend; /* owned */
  const EcpaRoute *route;
  char            *target; /* the path's identifier */
  JsonNode        *json;
  gint64           now;
  EcpaSessionRow  *session;
  EcpaCardSessionRow *card; /* (nullable): that asks, instead of a session */
  const char      *key;     /* (nullable): the idempotency key */
  GBytes          *request_hash;
  EcpaServantRow  *servant;
  EcpaWatch       *watch; /* (nullable): that it began */

  /* What is answered */
  guint            status;
  char            *answer;
  gboolean         is_problem;
  char            *allow;
  gint64           version;
  gint64           retry_after;
  gint64           audit_person; /* who it was about, where there is no session yet */

  EcpaAnswered     answered;
  gpointer         user_data;
};

/* A password that is tried. Its try is counted before it is looked at, so that no number of attempts at a time is more
 * than the settings allow, and given back when the password fits. */
typedef struct
{
  EcpaRegistrationRow *registration; /* (nullable): whose password it should be */
  GBytes              *account_hash; /* (nullable): or of an account of this name */
  gint64               limit;
  gint64               errors;
  gint64               blocked_until; /* 0 while tries are left */
  gboolean             cancelled;
} EcpaTry;

typedef struct _EcpaWork EcpaWork;
typedef gboolean (*EcpaWorkFunc) (EcpaInquiry *request, EcpaWork *work, GError **error);

/* A request that is answered in two steps, with passwords looked at in between: ecpa_work_run(). */
struct _EcpaWork
{
  EcpaWorkFunc    finish;
  EcpaHasherJob  *job;        /* what to do about passwords; gone afterwards */
  EcpaTry         try_;

  /* What was found out about them */
  gboolean        fits;
  gboolean        reused;
  char           *fresh_hash; /* (nullable) */

  /* The rule's own */
  EcpaRecord     *record;     /* (nullable) */
  GBytes         *code_hash;  /* (nullable) */
  char           *text;       /* (nullable) */
};

/* ecpa-routes.c */
const EcpaRoute *ecpa_route_find          (const char       *method,
                                           const char       *path,
                                           char            **target,
                                           char            **allow);

/* ecpa-access.c */
gboolean         ecpa_access_allows       (const char       *application,
                                           const char       *method);
gboolean         ecpa_access_check        (EcpaInquiry      *request,
                                           const char       *application,
                                           const char       *scope,
                                           GError          **error);
void             ecpa_access_list         (const char       *method,
                                           GListStore       *applications);
gboolean         ecpa_access_knows        (const char       *application);

/* ecpa-inquiry.c, ecpa-backend.c */
gboolean         ecpa_fail                (GError          **error,
                                           EcpaProblemCode   code);
gboolean         ecpa_fail_field          (GError          **error,
                                           EcpaProblemCode   code,
                                           const char       *field);
gboolean         ecpa_fail_retry          (GError          **error,
                                           EcpaProblemCode   code,
                                           gint64            retry_after);
gboolean         ecpa_inquiry_read_text   (EcpaInquiry      *self,
                                           const char       *member,
                                           gsize             max_length,
                                           char            **text,
                                           GError          **error);
gpointer         ecpa_inquiry_read_record (EcpaInquiry      *self,
                                           GType             type,
                                           GError          **error);
void             ecpa_inquiry_reply       (EcpaInquiry      *self,
                                           guint             status,
                                           EcpaRecord       *record,
                                           gint64            version);
void             ecpa_inquiry_reply_with  (EcpaInquiry      *self,
                                           EcpaRecord       *record,
                                           const char       *list,
                                           GString          *items);
const char      *ecpa_inquiry_get_outcome (EcpaInquiry      *self);
void             ecpa_inquiry_set_problem (EcpaInquiry      *self,
                                           const GError     *error);
void             ecpa_inquiry_finish      (EcpaInquiry      *self);
gboolean         ecpa_inquiry_add_audit   (EcpaInquiry      *self,
                                           const char       *outcome,
                                           GError          **error);
char            *ecpa_inquiry_dup_today   (EcpaInquiry      *self);
GBytes          *ecpa_random_bytes        (gsize             size);
GBytes          *ecpa_sha256              (gconstpointer     data,
                                           gsize             size);

gboolean         ecpa_inquiry_check       (EcpaInquiry      *self,
                                           GError          **error);
gboolean         ecpa_inquiry_find_answer (EcpaInquiry      *self,
                                           gboolean         *found,
                                           GError          **error);
gboolean         ecpa_inquiry_keep_answer (EcpaInquiry      *self,
                                           GError          **error);
void             ecpa_inquiry_conclude    (EcpaInquiry      *self,
                                           const GError     *refusal);
gint64           ecpa_inquiry_get_person  (EcpaInquiry      *self);

/* ecpa-rules-proof.c */
gboolean         ecpa_inquiry_read_bytes  (EcpaInquiry      *self,
                                           const char       *member,
                                           gsize             size,
                                           GBytes          **bytes,
                                           GError          **error);
gboolean         ecpa_inquiry_read_secret (EcpaInquiry      *self,
                                           const char       *member,
                                           EcpaSecret      **secret,
                                           GError          **error);
EcpaCardRow     *ecpa_proof_find_card     (EcpaInquiry      *request,
                                           GBytes           *login_id,
                                           GBytes           *proof,
                                           GError          **error);

/* ecpa-rules-tries.c; inside a transaction */
void             ecpa_try_clear           (EcpaTry          *self);
gboolean         ecpa_try_reserve_registration (EcpaInquiry *request,
                                           EcpaTry          *self,
                                           GError          **error);
gboolean         ecpa_try_reserve_account (EcpaInquiry      *request,
                                           EcpaTry          *self,
                                           const char       *account,
                                           GError          **error);
gboolean         ecpa_try_give_back       (EcpaInquiry      *request,
                                           EcpaTry          *self,
                                           GError          **error);
gboolean         ecpa_try_refuse          (EcpaInquiry      *request,
                                           EcpaTry          *self,
                                           GError          **error);
gboolean         ecpa_hasher_has_room     (EcpaInquiry      *request,
                                           GError          **error);

/* ecpa-rules-work.c */
void             ecpa_work_run            (EcpaInquiry      *request,
                                           EcpaWorkFunc      begin,
                                           EcpaWorkFunc      finish);
gboolean         ecpa_work_check_password (EcpaInquiry      *request,
                                           EcpaWork         *work,
                                           const char       *member,
                                           GError          **error);
gboolean         ecpa_work_take_password  (EcpaInquiry      *request,
                                           EcpaWork         *work,
                                           const char       *member,
                                           EcpaPasswordRules *rules,
                                           GError          **error);
gboolean         ecpa_work_forbid_former  (EcpaInquiry      *request,
                                           EcpaWork         *work,
                                           gint64            person_id,
                                           const char       *kind,
                                           EcpaPasswordRules *rules,
                                           const char       *hash,
                                           GError          **error);

/* ecpa-rules-card.c; inside a transaction */
gboolean         ecpa_card_session_find   (EcpaInquiry      *request,
                                           GError          **error);
gint64           ecpa_card_session_end    (EcpaServerSettings *settings,
                                           EcpaCardSessionRow *row);

/* ecpa-rules-residence.c; inside a transaction */
gboolean         ecpa_residence_check     (EcpaInquiry      *request,
                                           EcpaResidence    *residence,
                                           const char       *mobile,
                                           GError          **error);

/* ecpa-rules-registration.c; inside a transaction */
const char      *ecpa_registration_get_state (EcpaInquiry   *request,
                                           EcpaRegistrationRow *row);
gboolean         ecpa_registration_find   (EcpaInquiry      *request,
                                           gboolean          may_be_stopped,
                                           EcpaRegistrationRow **row,
                                           EcpaContactsRow **contacts,
                                           GError          **error);
gboolean         ecpa_registration_reply  (EcpaInquiry      *request,
                                           guint             status,
                                           GError          **error);
gboolean         ecpa_contacts_check      (EcpaContacts     *contacts,
                                           GError          **error);
gboolean         ecpa_mail_check          (const char       *mail);

/* ecpa-rules-codes.c; inside a transaction */
gboolean         ecpa_code_may_send       (EcpaInquiry      *request,
                                           gboolean          first,
                                           GError          **error);
gboolean         ecpa_code_read_resend_after (EcpaInquiry   *request,
                                           gint64           *seconds,
                                           GError          **error);
gboolean         ecpa_code_send           (EcpaInquiry      *request,
                                           const char       *purpose,
                                           const char       *mail,
                                           GError          **error);
EcpaCodeRow     *ecpa_code_read           (EcpaInquiry      *request,
                                           const char       *purpose,
                                           GError          **error);
EcpaCodeRow     *ecpa_code_find           (EcpaInquiry      *request,
                                           GBytes           *code_hash,
                                           const char       *purpose,
                                           GError          **error);
gboolean         ecpa_notice_send         (EcpaInquiry      *request,
                                           EcpaMailKind      kind,
                                           const char       *mail,
                                           GError          **error);

/* ecpa-rules-*.c */
gboolean         ecpa_rules_service       (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_challenge     (EcpaInquiry *request, GError **error);
void             ecpa_rules_sign_in       (EcpaInquiry *request);
gboolean         ecpa_rules_read_session  (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_end_session   (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_events        (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_read_text     (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_agree         (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_list_orders   (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_search_orders (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_read_order    (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_view_order    (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_sign_order    (EcpaInquiry *request, GError **error);

void             ecpa_rules_open_card     (EcpaInquiry *request);
gboolean         ecpa_rules_read_card     (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_end_card      (EcpaInquiry *request, GError **error);
void             ecpa_rules_check_residence (EcpaInquiry *request);
void             ecpa_rules_register      (EcpaInquiry *request);
gboolean         ecpa_rules_read_registration (EcpaInquiry *request, GError **error);
void             ecpa_rules_remove_registration (EcpaInquiry *request);
void             ecpa_rules_resend        (EcpaInquiry *request);
void             ecpa_rules_verify        (EcpaInquiry *request);
void             ecpa_rules_ask_reset     (EcpaInquiry *request);
void             ecpa_rules_set_password  (EcpaInquiry *request);
void             ecpa_rules_read_contacts (EcpaInquiry *request);
void             ecpa_rules_put_contacts  (EcpaInquiry *request);
gboolean         ecpa_rules_list_phones   (EcpaInquiry *request, GError **error);
void             ecpa_rules_add_phone     (EcpaInquiry *request);
gboolean         ecpa_rules_rename_phone  (EcpaInquiry *request, GError **error);
gboolean         ecpa_rules_remove_phone  (EcpaInquiry *request, GError **error);
void             ecpa_rules_activate_account (EcpaInquiry *request);
void             ecpa_rules_reset_account (EcpaInquiry *request);
void             ecpa_rules_change_account (EcpaInquiry *request);
gboolean         ecpa_rules_read_open_text (EcpaInquiry *request, GError **error);

/* ecpa-rules-address.c; all but the first inside a transaction */
char            *ecpa_address_of          (EcpaInquiry *request);
gboolean         ecpa_address_reserve_try (EcpaInquiry *request, GError **error);
gboolean         ecpa_address_give_try_back (EcpaInquiry *request, GError **error);

/* ecpa-rules-session.c; inside a transaction */
gboolean         ecpa_session_open        (EcpaInquiry *request,
                                           gint64       person_id,
                                           const char  *method,
                                           GError     **error);
gint64           ecpa_session_end         (EcpaServerSettings *settings,
                                           EcpaSessionRow     *row);
gboolean         ecpa_session_find        (EcpaInquiry *request,
                                           GError     **error);
GBytes          *ecpa_session_read_bearer (EcpaInquiry      *request);
char            *ecpa_session_make_token  (GBytes          **token_hash);
EcpaPasswordPolicy *ecpa_password_rules_describe (EcpaPasswordRules *rules);
