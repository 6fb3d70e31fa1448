/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include <string.h>

#define SESSION ECPA_ROUTE_SESSION
#define JSON ECPA_ROUTE_JSON
#define ONCE ECPA_ROUTE_ONCE
#define QUIET ECPA_ROUTE_QUIET
#define PASSIVE ECPA_ROUTE_PASSIVE
#define CARD ECPA_ROUTE_CARD
#define ORDERS ECPA_SCOPE_REWARD_ORDERS

/* Types -------------------------------------------------------------------- */

/* Who may do what: the one place where it stands. Whose an order is, is part of looking it up. */
static const EcpaRoute routes[] = {
  /* path                             method    action             needs                  application  consent */
  { ECPA_PATH_SERVICE,                "GET",    "service.read",    QUIET,                 NULL,        NULL,   ecpa_rules_service, NULL },
  { ECPA_PATH_LOGIN_CHALLENGES,       "POST",   "login.challenge", JSON,                  NULL,        NULL,   ecpa_rules_challenge, NULL },
  { ECPA_PATH_SESSIONS,               "POST",   "login",           JSON,                  NULL,        NULL,   NULL, ecpa_rules_sign_in },
  { ECPA_PATH_SESSION,                "GET",    "session.read",    SESSION,               NULL,        NULL,   ecpa_rules_read_session, NULL },
  { ECPA_PATH_SESSION,                "DELETE", "session.end",     SESSION,               NULL,        NULL,   ecpa_rules_end_session, NULL },
  { ECPA_PATH_EVENTS,                 "GET",    "events.open",     SESSION | CARD | PASSIVE,     NULL,        NULL,   ecpa_rules_events, NULL },
  { ECPA_PATH_CONSENT_TEXTS "/*",     "GET",    "consent.read",    SESSION,               NULL,        NULL,   ecpa_rules_read_text, NULL },
  { ECPA_PATH_CONSENTS,               "POST",   "consent.agree",   SESSION | JSON | ONCE, NULL,        NULL,   ecpa_rules_agree, NULL },
  { ECPA_PATH_ORDERS,                 "GET",    "orders.list",     SESSION,               ORDERS,      ORDERS, ecpa_rules_list_orders, NULL },
  { ECPA_PATH_ORDER_SEARCHES,         "POST",   "orders.search",   SESSION | JSON,        ORDERS,      ORDERS, ecpa_rules_search_orders, NULL },
  { ECPA_PATH_ORDERS "/*",            "GET",    "order.read",      SESSION,               ORDERS,      ORDERS, ecpa_rules_read_order, NULL },
  { ECPA_PATH_ORDERS "/*/view",       "PUT",    "order.view",      SESSION | ONCE,        ORDERS,      ORDERS, ecpa_rules_view_order, NULL },
  { ECPA_PATH_ORDERS "/*/receipts",   "POST",   "order.sign",      SESSION | ONCE,        ORDERS,      ORDERS, ecpa_rules_sign_order, NULL },

  /* the card services, by a card session */
  { ECPA_PATH_LEGAL_TEXTS "/*", "GET", "terms.read", QUIET, NULL, NULL, ecpa_rules_read_open_text, NULL },
  { ECPA_PATH_CARD_SESSIONS, "POST", "card.open", JSON, NULL, NULL, NULL, ecpa_rules_open_card },
  { ECPA_PATH_CARD_SESSION, "GET", "card.read", CARD, NULL, NULL, ecpa_rules_read_card, NULL },
  { ECPA_PATH_CARD_SESSION, "DELETE", "card.end", CARD, NULL, NULL, ecpa_rules_end_card, NULL },
  { ECPA_PATH_RESIDENCE_CHECKS, "POST", "residence.check", CARD | JSON, NULL, NULL, NULL, ecpa_rules_check_residence },
  { ECPA_PATH_REGISTRATIONS, "POST", "registration.add", CARD | JSON | ONCE, NULL, NULL, NULL, ecpa_rules_register },
  { ECPA_PATH_REGISTRATION, "GET", "registration.read", CARD, NULL, NULL, ecpa_rules_read_registration, NULL },
  { ECPA_PATH_REGISTRATION "/mails", "POST", "registration.mail", CARD | ONCE, NULL, NULL, NULL, ecpa_rules_resend },
  { ECPA_PATH_VERIFICATIONS, "POST", "registration.verify", CARD | JSON | ONCE, NULL, NULL, NULL, ecpa_rules_verify },
  { ECPA_PATH_PASSWORD_RESETS, "POST", "password.mail", CARD | JSON | ONCE, NULL, NULL, NULL, ecpa_rules_ask_reset },
  { ECPA_PATH_REGISTRATION_PASSWORDS, "POST", "password.set", CARD | JSON | ONCE, NULL, NULL, NULL,
    ecpa_rules_set_password },
  { ECPA_PATH_REGISTRATION_REMOVALS, "POST", "registration.remove", CARD | JSON | ONCE, NULL, NULL, NULL,
    ecpa_rules_remove_registration },
  { ECPA_PATH_CONTACT_READINGS, "POST", "contacts.read", CARD | JSON, NULL, NULL, NULL, ecpa_rules_read_contacts },
  { ECPA_PATH_CONTACTS, "PUT", "contacts.set", CARD | JSON | ONCE, NULL, NULL, NULL, ecpa_rules_put_contacts },
  { ECPA_PATH_PHONES, "GET", "phones.list", CARD, NULL, NULL, ecpa_rules_list_phones, NULL },
  { ECPA_PATH_PHONES, "POST", "phone.add", CARD | JSON | ONCE, NULL, NULL, NULL, ecpa_rules_add_phone },
  { ECPA_PATH_PHONES "/*", "PUT", "phone.rename", CARD | JSON | ONCE, NULL, NULL, ecpa_rules_rename_phone, NULL },
  { ECPA_PATH_PHONES "/*", "DELETE", "phone.remove", CARD | ONCE, NULL, NULL, ecpa_rules_remove_phone, NULL },

  /* accounts */
  { ECPA_PATH_ACCOUNT_ACTIVATIONS, "POST", "account.activate", CARD | JSON | ONCE, NULL, NULL, NULL,
    ecpa_rules_activate_account },
  { ECPA_PATH_ACCOUNT_RESETS, "POST", "account.reset", CARD | JSON | ONCE, NULL, NULL, NULL, ecpa_rules_reset_account },
  { ECPA_PATH_ACCOUNT_PASSWORDS, "POST", "account.password", SESSION | JSON | ONCE, NULL, NULL, NULL,
    ecpa_rules_change_account },
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_identifier (const char *text,
               gsize       length)
{
  if (length == 0 || length > 64)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-')
      return FALSE;

  return TRUE;
}

static gboolean
match (const char  *pattern,
       const char  *path,
       char       **target)
{
  const char *star = strchr (pattern, '*');
  const char *rest;
  gsize length;

  if (star == NULL)
    return strcmp (pattern, path) == 0;
  if (strncmp (pattern, path, (gsize) (star - pattern)) != 0)
    return FALSE;

  rest = path + (star - pattern);
  length = strcspn (rest, "/");
  if (strcmp (rest + length, star + 1) != 0 || !is_identifier (rest, length))
    return FALSE;
  *target = g_strndup (rest, length);

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_backend_print_routes:
 *
 * What the tests hold data/openapi.json against. May be called from any thread.
 *
 * Returns: (transfer full): the table of routes, a line each: HTTP method, path, what it needs, whose methods of
 *   signing in it takes, what the person has to have agreed to, separated by tabs; `-` where there is none
 */
char *
ecpa_backend_print_routes (void)
{
  static const char *const needs[] = { "session", "json", "once", "quiet", "passive", "card" }; /* as EcpaRouteFlags */
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      const EcpaRoute *route = &routes[i];
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) words = NULL;
      g_autofree char *joined = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (needs); j++)
        if ((route->flags & (1 << j)) != 0)
          g_strv_builder_add (builder, needs[j]);
      words = g_strv_builder_end (builder);
      joined = g_strjoinv (",", words);
      g_string_append_printf (text, "%s\t%s\t%s\t%s\t%s\n", route->method, route->path, *joined != '\0' ? joined : "-",
                              route->application != NULL ? route->application : "-",
                              route->scope != NULL ? route->scope : "-");
    }

  return g_string_free (text, FALSE);
}

/**
 * ecpa_route_find:
 * @method: the HTTP method
 * @path: the path
 * @target: (out) (nullable): the identifier in the path
 * @allow: (out) (nullable): where the path exists and the method does not fit, those that do
 *
 * Returns: (nullable): the row of the table
 */
const EcpaRoute *
ecpa_route_find (const char  *method,
                 const char  *path,
                 char       **target,
                 char       **allow)
{
  g_autoptr (GString) methods = g_string_new (NULL);

  *target = *allow = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *found = NULL;

      if (!match (routes[i].path, path, &found))
        continue;
      if (strcmp (routes[i].method, method) == 0)
        {
          *target = g_steal_pointer (&found);
          return &routes[i];
        }
      g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", routes[i].method);
    }
  if (methods->len > 0)
    *allow = g_string_free (g_steal_pointer (&methods), FALSE);

  return NULL;
}
