/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-home-flow.h"
#include "ecpa-login-flow.h"
#include "ecpa-services-insides.h"
#include "ecpa-simulator.h"
#include "ecpa-test-backend.h"
#include "ecpa-test-server.h"
#include "ecpa-test.h"

G_BEGIN_DECLS

/**
 * LoginFixture:
 *
 * A desk with simulated readers, a backend, and the flow that signs in; no window. Weak pointers prove in the end
 * that everything died.
 */
typedef struct
{
  EcpaTestBackend *backend;     /* nullable */
  char            *directory;   /* the client's data */
  EcpaSimulator   *simulator;   /* nullable: real readers instead */
  EcpaServices    *services;
  EcpaWorker      *worker;      /* borrowed */
  EcpaLoginFlow   *login;
  EcpaHomeFlow    *home;        /* nullable */
  EcpaFault       *ended_with;  /* nullable */
  guint            n_ended;
} LoginFixture;

/* A card of data/training/cards.json and what signing in with it leads to. */
typedef struct
{
  const char    *id;
  const char    *password;
  const char    *holder;
  const char    *number;
  EcpaFaultCode  outcome;       /* ECPA_FAULT_NONE: signed in */
} LoginCard;

extern const LoginCard login_cards[];
extern const guint     n_login_cards;

void login_fixture_set_up         (LoginFixture   *self,
                                   gconstpointer   data);
void login_fixture_begin          (LoginFixture   *self,
                                   const char     *uri,
                                   GTlsCertificate *certificate);
/* With other readers than the simulator's; @desk: (nullable) */
void login_fixture_begin_with     (LoginFixture   *self,
                                   EcpaCardTransport *transport,
                                   EcpaTrainingDesk *desk,
                                   const char     *uri,
                                   GTlsCertificate *certificate);
/* The flow alone; part of the above. */
void login_fixture_begin_login    (LoginFixture   *self);
void login_fixture_end            (LoginFixture   *self);
void login_fixture_tear_down      (LoginFixture   *self,
                                   gconstpointer   data);
void login_fixture_put            (LoginFixture   *self,
                                   const char     *card_id);
void login_fixture_take           (LoginFixture   *self);
void login_fixture_await          (LoginFixture   *self,
                                   EcpaLoginState  state);
void login_fixture_submit         (LoginFixture   *self,
                                   const char     *password);
/* Until an attempt is over, one way or the other. */
void login_fixture_await_end      (LoginFixture   *self);
void login_fixture_sign_in        (LoginFixture   *self,
                                   const char     *card_id,
                                   const char     *password);
void login_fixture_sign_out       (LoginFixture   *self);
void login_fixture_agree          (LoginFixture   *self);
void login_fixture_await_inbox    (LoginFixture   *self);
void login_fixture_await_order    (EcpaOrderItem  *item,
                                   EcpaOrderState  state);
EcpaFaultCode login_fixture_fault (LoginFixture   *self);
/* One statement that changes something, behind the backend's back. */
void login_fixture_execute        (LoginFixture   *self,
                                   const char     *sql);

G_END_DECLS
