/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-account-login-private.h"
#include "ecpa-login-flow.h"
#include "ecpa-patience.h"
#include "ecpa-session-lock.h"

G_BEGIN_DECLS

struct _EcpaLoginFlow
{
  GObject          parent_instance;

  /* Owned */
  EcpaServices    *services;
  EcpaCardView    *view;
  EcpaReaderList  *readers;
  EcpaAccountLogin *account;            /* account and password, in place of a card */
  EcpaFault       *fault;               /* nullable */
  EcpaServiceInfo *service;             /* nullable */
  EcpaFault       *service_fault;       /* nullable */
  GCancellable    *asking;              /* nullable: what the backend says of itself */
  gboolean         ask_again;           /* it has changed since `asking` began */
  gint64           asked_at;            /* when it last answered; of the clock, which goes on while the machine sleeps */
  EcpaLoginState   state;
  EcpaPatience     patience;
  EcpaSessionLock *lock;                /* nullable: who is to come back */
  EcpaSessionLock *person;              /* nullable: who signs in, or is signed in */

  /* The attempt */
  GCancellable    *attempt;             /* nullable */
  EcpaSecret      *password;            /* nullable: between submit and its action */
  EcpaSession     *session;             /* nullable: between welcome and its action */
  EcpaFault       *refusal;             /* nullable: between refused or gone and its action */
  guint64          insertion;           /* of the card of the attempt */

  /* What `fault` is about, so that it does not outlive it */
  guint64          fault_insertion;
  gboolean         card_was_away;
};

gboolean ecpa_login_flow_is_shut_out (EcpaLoginFlow *self);

G_END_DECLS
