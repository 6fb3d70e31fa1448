/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-fixture.h"

#include "ecpa-wizard-flow.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * WayWalk:
 *
 * Somebody of the training who walks through wizards: fills in each step that comes as they would, but for what they get
 * wrong, and presses its primary button, until the wizard is over or something is told.
 */
typedef struct _WayWalk WayWalk;

typedef struct
{
  const char *at;       /* `step.part` */
  const char *typed;    /* in place of what is right */
  guint       times;
} WaySlip;

typedef void (*WayEvent) (WayWalk *walk);

struct _WayWalk
{
  FaultFixture *fixture;
  JsonObject   *person;                 /* of data/training/cards.json */
  char         *password;               /* the registration password that is in force */
  char         *account;                /* nullable */
  char         *account_password;       /* nullable */
  char         *mail;
  char         *chosen;                 /* nullable: the new password that is typed just now */
  char         *code;                   /* nullable: the last code of a mail */
  gboolean      code_is_there;          /* a link has filled it in: @code, once */
  gboolean      to_other_address;
  WaySlip       slip;
  const char   *event_at;               /* nullable: the step in which something happens, once: before its button is pressed,
                                         * or with a < before its name, before it is filled in */
  WayEvent      event;
  gboolean      sends_again;            /* there is a mail, and another one is to be sent */
  gboolean      has_heeded;             /* what is told stays until the next try */
  char         *kind;                   /* nullable: the wizard that is on */
  gboolean      has_phone;              /* what there is to do at the phones is done */
  guint         n_chosen;
};

WayWalk        *way_walk_new            (FaultFixture *fixture,
                                         const char   *card,
                                         const char   *password,
                                         const char   *account,
                                         const char   *account_password);
void            way_walk_free           (WayWalk      *self);
/* Another card is in, and whoever has it goes on. */
void            way_walk_become         (WayWalk      *self,
                                         const char   *card,
                                         const char   *password);

EcpaWizardFlow *way_walk_get_flow       (WayWalk      *self);
void            way_walk_open           (WayWalk      *self,
                                         const char   *kind);
/* The fault of the wizard, or NULL where it is over. */
EcpaFaultView  *way_walk_on             (WayWalk      *self);
void            way_walk_await_state    (WayWalk         *self,
                                         EcpaWizardState  state);
void            way_walk_press          (WayWalk      *self,
                                         const char   *button);
void            way_walk_press_fault    (WayWalk       *self,
                                         EcpaFaultView *view);
gpointer        way_walk_step_part      (WayWalk      *self,
                                         const char   *name);
void            way_walk_press_in_step  (WayWalk      *self,
                                         const char   *button);
void            way_walk_send_again     (WayWalk      *self);
char           *way_walk_await_code     (WayWalk      *self);
void            way_walk_sign_in        (WayWalk      *self,
                                         gboolean      by_account);
void            way_walk_try_account    (WayWalk      *self,
                                         const char   *account,
                                         const char   *password);
gpointer        way_walk_tile_part      (WayWalk      *self,
                                         const char   *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WayWalk, way_walk_free)

G_END_DECLS
