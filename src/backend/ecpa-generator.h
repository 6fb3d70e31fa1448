/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-server-settings.h"
#include "ecpa-store.h"

G_BEGIN_DECLS

/* The password of everybody who was generated, for card and account alike. */
#define ECPA_GENERATOR_PASSWORD "Training-115"

/**
 * EcpaGeneratorPlan:
 * @people: how many people, beside those of the tray
 * @orders: how many orders they get
 * @heavy: how many of them go to the holder of the tray's first card
 * @seed: the same plan with the same seed makes the same people and orders
 *
 * What to fill a training database with.
 */
typedef struct
{
  guint   people;
  guint   orders;
  guint   heavy;
  guint32 seed;
} EcpaGeneratorPlan;

gboolean ecpa_generator_parse (EcpaGeneratorPlan        *plan,
                               const char *const        *arguments,
                               GError                  **error);
gboolean ecpa_generator_run   (const EcpaGeneratorPlan  *plan,
                               EcpaStore                *store,
                               EcpaServerSettings       *settings,
                               gint64                    now,
                               GError                  **error);

G_END_DECLS
