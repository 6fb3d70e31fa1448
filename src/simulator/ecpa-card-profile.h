/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-desk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaCardBehaviour:
 * @ECPA_CARD_ORDINARY: gives nothing before the applet has been selected
 * @ECPA_CARD_REFUSES_SELECT: as cards issued since the end of 2025: 6D00 to SELECT, and answers all the same
 * @ECPA_CARD_OTHER: a card of another kind: selects nothing, knows no such data
 * @ECPA_CARD_MUTE: does not answer its reset, so nothing can be asked of it
 *
 * How a simulated card differs from others (facts/cards.md 1.4, 1.6).
 */
typedef enum
{
  ECPA_CARD_ORDINARY,
  ECPA_CARD_REFUSES_SELECT,
  ECPA_CARD_OTHER,
  ECPA_CARD_MUTE,
} EcpaCardBehaviour;

/**
 * EcpaCardProfile:
 * @id: what the card is called in commands and tests
 * @number: 卡號, 12 digits
 * @card_id: its 12-byte id
 * @holder: the name as printed, UTF-8
 * @name: the name as stored, up to 20 bytes
 * @padding: what fills the rest of them
 * @national_id: 10 characters
 * @birth_date: `YYYMMDD`
 * @sex: `M` or `F`
 * @issue_date: `YYYMMDD`
 * @behaviour: how it differs
 * @delay_ms: how late each of its answers is
 * @group: what comes of it
 * @feature: what is special about it, in the person's language
 * @hint: (nullable): its registration password
 * @notes: what else its holder has to type, text by name
 *
 * A made-up card of data/training/cards.json.
 */
typedef struct
{
  char              *id;
  char              *number;
  GBytes            *card_id;
  char              *holder;
  GBytes            *name;
  char               padding;
  char              *national_id;
  char              *birth_date;
  char               sex;
  char              *issue_date;
  EcpaCardBehaviour  behaviour;
  guint              delay_ms;
  EcpaTrainingGroup  group;
  char              *feature;
  char              *hint;
  GHashTable        *notes;
} EcpaCardProfile;

EcpaCardProfile *ecpa_card_profile_copy      (const EcpaCardProfile  *self);
void             ecpa_card_profile_free      (EcpaCardProfile        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCardProfile, ecpa_card_profile_free)

GPtrArray       *ecpa_card_profiles_load     (GError                **error);
GPtrArray       *ecpa_card_profiles_parse    (GBytes                 *json,
                                              GError                **error);

G_END_DECLS
