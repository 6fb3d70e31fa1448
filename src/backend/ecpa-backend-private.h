/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-backend.h"
#include "ecpa-clerk.h"
#include "ecpa-endpoints.h"
#include "ecpa-hasher.h"
#include "ecpa-office-calendar.h"
#include "ecpa-postman.h"
#include "ecpa-secret.h"

/**
 * EcpaRouteFlags:
 * @ECPA_ROUTE_OPEN: anybody may ask
 * @ECPA_ROUTE_SESSION: needs a session
 * @ECPA_ROUTE_JSON: needs a JSON object as its body
 * @ECPA_ROUTE_ONCE: needs an idempotency key; its answer is kept
 * @ECPA_ROUTE_QUIET: leaves no line in the audit log
 * @ECPA_ROUTE_PASSIVE: is no use of its session, which goes on running out
 */
typedef enum
{
  ECPA_ROUTE_OPEN = 0,
  ECPA_ROUTE_SESSION = 1 << 0,
  ECPA_ROUTE_JSON = 1 << 1,
  ECPA_ROUTE_ONCE = 1 << 2,
  ECPA_ROUTE_QUIET = 1 << 3,
  ECPA_ROUTE_PASSIVE = 1 << 4,
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
  GHashTable      *query;
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

/* ecpa-rules-address.c; all but the first inside a transaction */
char            *ecpa_address_of          (EcpaInquiry *request);
gboolean         ecpa_address_reserve_try (EcpaInquiry *request, GError **error);
gboolean         ecpa_address_give_try_back (EcpaInquiry *request, GError **error);

/* ecpa-rules-session.c; inside a transaction */
gboolean         ecpa_session_open        (EcpaInquiry *request,
                                           gint64       person_id,
                                           const char  *method,
                                           GError     **error);
gboolean         ecpa_session_find        (EcpaInquiry *request,
                                           GError     **error);
