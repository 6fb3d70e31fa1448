/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "way-walk.h"

G_BEGIN_DECLS

/* The table of what goes wrong between a person and being signed in (features.md L1, L7, N): how it comes about, what is
 * told, the button that is offered, and from there by the program's own pages to signed in. */

typedef enum
{
  WAY_PRESS_BUTTON,         /* the fault's own */
  WAY_PRESS_WIZARD,         /* the one that leads to a wizard */
  WAY_PRESS_FORGOTTEN,      /* under the account */
  WAY_PRESS_ACTIVATE,
} WayPress;

typedef enum
{
  WAY_END_CARD,             /* signed in by card */
  WAY_END_ACCOUNT,          /* by account */
  WAY_END_INSIDE,           /* still, or again, without signing in */
  WAY_END_OTHERS,           /* whom to call or to write to; then somebody else signs in */
} WayEnd;

typedef struct
{
  const char    *name;
  const char    *who;           /* of people[] */
  const char    *begin;         /* `card`, `account`: the sign-in; `inside KIND`; else the wizard that it comes in */
  const char    *typed;         /* at the sign-in; NULL for what is right */
  const char    *world;         /* SQL: what the world is like */
  WaySlip        slip;
  const char    *event_at;
  WayEvent       event;
  EcpaFaultCode  before;        /* what is told until the slips are used up; its button is pressed */
  EcpaFaultCode  code;          /* NONE: nothing is told */
  const char    *words;         /* beside its title */
  WayEvent       cure;
  WayPress       press;
  const char    *leads;         /* the wizard that is open then; NULL: the same one, or none */
  const char    *again;         /* then, or when the time is over, the person opens this one anew */
  WayEnd         end;
} WayRow;

typedef struct
{
  const char *card;
  const char *password;
  const char *account;
  const char *account_password;
} WayPerson;

typedef struct
{
  const char   *name;
  const WayRow *rows;
  guint         n_rows;
} WayPart;

extern const WayPerson way_people[];
extern const guint     way_n_people;
extern const WayPart   way_parts[];
extern const guint     way_n_parts;

G_END_DECLS
