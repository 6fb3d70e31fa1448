/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-mail-settings.h"

G_BEGIN_DECLS

/**
 * EcpaPasswordRules:
 *
 * The numbers of an #EcpaPasswordPolicy.
 */
typedef struct
{
  guint min_length;
  guint max_length;
  guint classes;
  guint history;
  guint min_hours;
} EcpaPasswordRules;

/**
 * EcpaServerSettings:
 * @name: the backend's name; card proofs are bound to it
 * @training: whether simulated cards are good enough
 * @listen: the address to listen on
 * @port: the port; 0 picks a free one
 * @certificate: (nullable): file of the certificate, PEM
 * @key: (nullable): file of its private key, PEM
 * @database: (nullable): file of the database
 * @errors_before_stop: wrong registration passwords before a stop
 * @stop_seconds: how long a stop lasts
 * @stops_before_cancel: stops before the registration is cancelled
 * @account_errors: wrong account passwords before a lock
 * @account_lock_seconds: how long that lasts
 * @address_errors: sign-ins that failed from one network address before it is locked
 * @address_lock_seconds: how long that lasts, and how long errors are remembered
 * @trusted_proxies: (nullable): IP addresses whose `X-Forwarded-For` is believed
 * @session_idle_seconds: how long a session lives without a request
 * @session_seconds: how long it lives at all
 * @challenge_seconds: how long a login challenge is good
 * @challenges_per_card: outstanding challenges per card
 * @challenges_per_address: outstanding challenges per network address
 * @challenges_in_all: outstanding challenges in all
 * @account_password: what the password of an account has to be like
 * @registration_password: what a registration password has to be like
 * @card_session_idle_seconds: how long a card session lives without a request
 * @card_session_seconds: how long it lives at all
 * @residence_errors: wrong residences of one card before a stop
 * @residence_stop_seconds: how long that lasts
 * @code_seconds: how long the code of a mail is good
 * @mails_per_hour: mails with a code for one person
 * @mail_pause_seconds: between two of them
 * @phones: phones of one person
 * @keep_answers_seconds: how long answers to idempotency keys are kept
 * @hash_cost: yescrypt's cost, 1–11; 0 is its own default
 * @hash_threads: passwords checked at a time
 * @hash_queue: passwords that may wait for that
 * @body_limit: bytes of a request's body
 * @header_seconds: from the first byte of a connection or request to the end of it
 * @idle_seconds: silence on a connection
 * @ping_seconds: between pings of those who listen
 * @silence_seconds: how long one who listens may leave them unanswered
 * @connections: connections at a time
 * @mail: how mail is brought away
 *
 * What an administrator can set. Owned by whoever made it; changed by nobody afterwards.
 */
typedef struct
{
  char     *name;
  gboolean  training;
  char     *listen;
  guint     port;
  char     *certificate;
  char     *key;
  char     *database;
  guint     errors_before_stop;
  guint     stop_seconds;
  guint     stops_before_cancel;
  guint     account_errors;
  guint     account_lock_seconds;
  guint     address_errors;
  guint     address_lock_seconds;
  char    **trusted_proxies;
  guint     session_idle_seconds;
  guint     session_seconds;
  guint     challenge_seconds;
  guint     challenges_per_card;
  guint     challenges_per_address;
  guint     challenges_in_all;
  EcpaPasswordRules account_password;
  EcpaPasswordRules registration_password;
  guint     card_session_idle_seconds;
  guint     card_session_seconds;
  guint     residence_errors;
  guint     residence_stop_seconds;
  guint     code_seconds;
  guint     mails_per_hour;
  guint     mail_pause_seconds;
  guint     phones;
  guint     keep_answers_seconds;
  guint     hash_cost;
  guint     hash_threads;
  guint     hash_queue;
  guint     body_limit;
  guint     header_seconds;
  guint     idle_seconds;
  guint     ping_seconds;
  guint     silence_seconds;
  guint     connections;
  EcpaMailSettings mail;
} EcpaServerSettings;

EcpaServerSettings *ecpa_server_settings_new       (void);
EcpaServerSettings *ecpa_server_settings_load      (const char          *path,
                                                    GError             **error);
void                ecpa_server_settings_free      (EcpaServerSettings  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaServerSettings, ecpa_server_settings_free)

G_END_DECLS
