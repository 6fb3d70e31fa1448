/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where things are, relative to the backend's base URI. docs/API.md explains each call. */
#define ECPA_PATH_SERVICE "/v1/service"                   /* GET                                     */
#define ECPA_PATH_LOGIN_CHALLENGES "/v1/login-challenges" /* POST EcpaChallengeRequest -> 201 EcpaChallenge */
#define ECPA_PATH_SESSIONS "/v1/sessions"                 /* POST {method, login_id, proof, password} or
                                                           * {method:"account", account, password} -> 201 EcpaSession */
#define ECPA_PATH_SESSION "/v1/session"                   /* GET -> EcpaSession, DELETE -> 204       */
#define ECPA_PATH_CONSENTS "/v1/consents"                 /* POST {scope, version} -> 201 EcpaLegalText */
#define ECPA_PATH_CONSENT_TEXTS "/v1/consent-texts"       /* GET /{scope} -> EcpaLegalText           */
#define ECPA_PATH_ORDERS "/v1/orders"                     /* GET -> EcpaOrderPage; /{id} GET -> EcpaOrder;
                                                           * /{id}/view PUT -> EcpaOrder (records 檢視 once);
                                                           * /{id}/receipts POST -> 201 EcpaReceipt  */
#define ECPA_PATH_ORDER_SEARCHES "/v1/order-searches"     /* POST EcpaOrderQuery -> 200 EcpaOrderSearch: a read, without key;
                                                           * a POST because what is searched for stays out of URLs */
#define ECPA_PATH_EVENTS "/v1/events"                     /* GET, WebSocket: text frames, each an EcpaEvent */

#define ECPA_SCOPE_REWARD_ORDERS "reward-orders"
#define ECPA_METHOD_HEALTH_CARD "health-card"
#define ECPA_METHOD_ACCOUNT "account"

#define ECPA_MEDIA_JSON "application/json"
#define ECPA_MEDIA_PROBLEM "application/problem+json"
/* A UUID. Asked for on POST consents, PUT view and POST receipts (else invalid_request, field "idempotency_key");
 * signing in and out do without: a login id works once, and ending a session twice does no harm (the second is 401). */
#define ECPA_HEADER_IDEMPOTENCY_KEY "Idempotency-Key"
