/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every step of every wizard, and what is there again after the application was killed at it. */

/**
 * DraftOffer:
 * @DRAFT_RESUMED: the wizard asks whether to go on, and does
 * @DRAFT_REOPENED: the wizard opens there by itself: it is the first step and nothing is typed in it but secrets, or
 *   the guide, which goes on without being asked
 * @DRAFT_OVER: what the wizard is for is done; the step only says so
 *
 * What the next start has of it.
 */
typedef enum
{
  DRAFT_RESUMED,
  DRAFT_REOPENED,
  DRAFT_OVER,
} DraftOffer;

/**
 * DraftTyped:
 * @part: the widget in the step's template; NULL: the end of the text has been seen
 * @field: of the draft
 * @value: what is typed or chosen
 *
 * Something that is typed and no secret.
 */
typedef struct
{
  const char *part;
  const char *field;
  const char *value;
} DraftTyped;

typedef struct
{
  const char *part;
  const char *text;
} DraftSecret;

#define DRAFT_MAX_TYPED 5

/**
 * DraftRow:
 * @step: in the plan
 * @offer: what the next start has of it
 * @lands: (nullable): where one is then, until secrets are typed anew; %NULL: there
 * @once: it cannot be gone back from and come to again: what leads to it is limited
 * @local: going on from it asks the service nothing
 * @lost: it is come to although the answer to the step before got lost, and what is sent again is another request
 * @typed: what is typed
 * @secrets: likewise
 *
 * A step.
 */
typedef struct
{
  const char  *step;
  DraftOffer   offer;
  const char  *lands;
  gboolean     once;
  gboolean     local;
  gboolean     lost;
  DraftTyped   typed[DRAFT_MAX_TYPED + 1];
  DraftSecret  secrets[3];
} DraftRow;

/**
 * DraftChain:
 *
 * A way through a wizard.
 */
typedef struct
{
  const char     *name;
  const char     *kind;
  const char     *card;
  const DraftRow *rows;
  guint           n_rows;
} DraftChain;

const DraftChain *draft_table_nth  (guint       i);
const DraftChain *draft_table_find (const char *name);

G_END_DECLS
