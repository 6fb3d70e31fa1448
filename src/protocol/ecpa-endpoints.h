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

/* The card services: by the token of a card session, and for its card only. */
#define ECPA_PATH_LEGAL_TEXTS "/v1/legal-texts"           /* GET /card-terms -> EcpaLegalText, without a session */
#define ECPA_PATH_CARD_SESSIONS "/v1/card-sessions"       /* POST EcpaCardSessionRequest -> 201 EcpaCardSession */
#define ECPA_PATH_CARD_SESSION "/v1/card-session"         /* GET -> EcpaCardSession, DELETE -> 204   */
#define ECPA_PATH_RESIDENCE_CHECKS "/v1/residence-checks" /* POST EcpaResidence -> 204               */
#define ECPA_PATH_REGISTRATIONS "/v1/registrations"       /* POST EcpaRegistrationRequest and password -> 201 EcpaRegistration */
#define ECPA_PATH_REGISTRATION "/v1/registration"         /* GET -> EcpaRegistration;
                                                           * /mails POST {} -> 202 EcpaMailNotice    */
#define ECPA_PATH_VERIFICATIONS "/v1/verifications"       /* POST EcpaCode -> 200 EcpaRegistration   */
#define ECPA_PATH_PASSWORD_RESETS "/v1/password-resets"   /* POST EcpaPasswordResetRequest -> 202 EcpaMailNotice */
#define ECPA_PATH_REGISTRATION_PASSWORDS "/v1/registration-passwords" /* POST {code or token or password, new_password} -> 204 */
#define ECPA_PATH_REGISTRATION_REMOVALS "/v1/registration-removals"   /* POST {password} -> 204      */
#define ECPA_PATH_CONTACT_READINGS "/v1/contact-readings" /* POST {password} -> 200 EcpaContacts     */
#define ECPA_PATH_CONTACTS "/v1/contacts"                 /* PUT EcpaContacts and password -> 200 EcpaRegistration */
#define ECPA_PATH_PHONES "/v1/phones"                     /* GET -> EcpaPhoneList; POST EcpaPhoneRequest and password -> 201 EcpaPhone;
                                                           * /{id} PUT EcpaPhoneRequest -> EcpaPhone, DELETE -> 204 */
#define ECPA_PATH_ACCOUNT_ACTIVATIONS "/v1/account-activations" /* POST {account, password, registration_password} -> 201 EcpaAccount */
#define ECPA_PATH_ACCOUNT_RESETS "/v1/account-resets"     /* POST {registration_password, new_password} -> 200 EcpaAccount */
#define ECPA_PATH_ACCOUNT_PASSWORDS "/v1/account-passwords" /* POST {password, new_password} -> 204; by the token of a session */

#define ECPA_SCOPE_CARD_TERMS "card-terms"
#define ECPA_SCOPE_REWARD_ORDERS "reward-orders"
#define ECPA_METHOD_HEALTH_CARD "health-card"
#define ECPA_METHOD_ACCOUNT "account"

#define ECPA_MEDIA_JSON "application/json"
#define ECPA_MEDIA_PROBLEM "application/problem+json"
/* A UUID. Asked for on POST consents, PUT view and POST receipts (else invalid_request, field "idempotency_key");
 * signing in and out do without: a login id works once, and ending a session twice does no harm (the second is 401). */
#define ECPA_HEADER_IDEMPOTENCY_KEY "Idempotency-Key"
