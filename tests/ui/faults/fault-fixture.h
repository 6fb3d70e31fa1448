/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault-view.h"
#include "ecpa-fault-words.h"
#include "ecpa-login-page.h"
#include "ecpa-secret-row.h"
#include "ecpa-simulator.h"
#include "ecpa-test-backend.h"
#include "ecpa-test-relay.h"
#include "ecpa-test-server.h"
#include "ecpa-window.h"

#include "ui-test.h"

G_BEGIN_DECLS

/**
 * FaultFixture:
 *
 * The main window in front of everything that can fail on demand: readers and cards, the way to the service, the
 * service's own people. One for all rows, which leave it as they found it.
 */
typedef struct
{
  char            *directory;
  EcpaTestBackend *backend;
  EcpaTestServer  *faulty;     /* with the backend's certificate */
  EcpaTestRelay   *relay;
  EcpaSimulator   *simulator;
  EcpaServices    *services;
  AdwApplication  *application;
  EcpaWindow      *window;
} FaultFixture;

void           fault_fixture_prepare      (void);
FaultFixture  *fault_fixture_new          (void);
void           fault_fixture_free         (FaultFixture *self);

/* What the world is like */
void           fault_fixture_sql          (FaultFixture *self,
                                           const char   *sql);
gint64         fault_fixture_count        (FaultFixture *self,
                                           const char   *sql);
char          *fault_fixture_get_mails    (FaultFixture *self);
void           fault_fixture_network      (FaultFixture *self,
                                           EcpaTestMode  mode);
void           fault_fixture_network_good (FaultFixture *self);
void           fault_fixture_network_down (FaultFixture *self);
void           fault_fixture_set_limit    (FaultFixture *self,
                                           guint         ms);
void           fault_fixture_card_fault   (FaultFixture      *self,
                                           EcpaCardFaultKind  kind,
                                           guint              after,
                                           gboolean           forever);

/* What the person sees and does */
void           fault_fixture_put          (FaultFixture *self,
                                           const char   *card);
void           fault_fixture_await_card   (FaultFixture *self);
EcpaFaultView *fault_fixture_await_fault  (FaultFixture *self,
                                           EcpaFaultCode code);
void           fault_fixture_await_page   (FaultFixture *self,
                                           const char   *name);
gboolean       fault_fixture_is_on_page   (FaultFixture *self,
                                           const char   *name);
gpointer       fault_fixture_part         (gpointer      widget,
                                           GType         type,
                                           const char   *name);
gpointer       fault_fixture_ended_part   (FaultFixture *self,
                                           const char   *name);
void           fault_fixture_type         (FaultFixture *self,
                                           const char   *password);
void           fault_fixture_paste        (FaultFixture  *self,
                                           EcpaSecretRow *row,
                                           const char    *text);
void           fault_fixture_sign_in      (FaultFixture *self);
void           fault_fixture_sign_out     (FaultFixture *self);
GtkWindow     *fault_fixture_await_dialog (FaultFixture *self);
char          *fault_fixture_await_mail   (FaultFixture *self);
void           fault_fixture_click        (gpointer      button);

G_END_DECLS
