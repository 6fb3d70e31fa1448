/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-profile.h"
#include "ecpa-health-card.h"

G_BEGIN_DECLS

/* The half of a backend that the card proof needs: gives a challenge, and then decides whose card answered. */
typedef struct
{
  GPtrArray *profiles;       /* borrowed */
  GBytes    *card_id;
  GBytes    *card_challenge;
  GBytes    *input;
  guint      n_calls;
  void     (*during) (gpointer data); /* runs inside the call, while the card's transaction is open */
  gpointer   during_data;
} BackendDouble;

EcpaCardChallenge     *backend_double_fetch  (GBytes               *card_id,
                                              GBytes               *card_challenge,
                                              gpointer              user_data,
                                              GCancellable         *cancellable,
                                              GError              **error);
/* The person whose card made @proof in this very login, or NULL. */
const EcpaCardProfile *backend_double_accept (BackendDouble        *self,
                                              const EcpaCardProof  *proof);
void                   backend_double_clear  (BackendDouble        *self);

EcpaCardProfile       *find_profile          (GPtrArray            *profiles,
                                              const char           *id);
void                   assert_same_person    (const EcpaHealthCard  *card,
                                              const EcpaCardProfile *profile);

G_END_DECLS
