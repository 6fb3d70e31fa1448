/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-mailbox.h"

G_BEGIN_DECLS

/**
 * EcpaTrainingGroup:
 * @ECPA_TRAINING_WORKS: cards that get in with their password
 * @ECPA_TRAINING_PROBLEM: cards that are read, and then something stands in the way
 * @ECPA_TRAINING_OTHER_CARD: cards of another kind
 * @ECPA_TRAINING_SILENT_CARD: cards that do not even answer their reset: put in the wrong way round
 *
 * What comes of a card of the tray, so that the desk can lay like to like.
 */
typedef enum
{
  ECPA_TRAINING_WORKS,
  ECPA_TRAINING_PROBLEM,
  ECPA_TRAINING_OTHER_CARD,
  ECPA_TRAINING_SILENT_CARD,
} EcpaTrainingGroup;

/**
 * EcpaTrainingCard:
 *
 * A made-up card in the tray of the training desk. Properties, all read-only: `id`, `holder` (name as printed),
 * `number` (as printed), `feature` (what is special about it, translated), `hint` (its registration password as a
 * note on the desk, nullable), `in-slot` (guint; %ECPA_TRAINING_TRAY while it lies in the tray; notifies). What else its
 * holder has to type (household number, address, …) are its notes, by name. UI thread.
 */
#define ECPA_TYPE_TRAINING_CARD (ecpa_training_card_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingCard, ecpa_training_card, ECPA, TRAINING_CARD, GObject)

#define ECPA_TRAINING_TRAY G_MAXUINT

EcpaTrainingCard *ecpa_training_card_new         (const char       *id,
                                                  const char       *holder,
                                                  const char       *number,
                                                  const char       *feature,
                                                  const char       *hint,
                                                  EcpaTrainingGroup group);
const char       *ecpa_training_card_get_id      (EcpaTrainingCard *self);
const char       *ecpa_training_card_get_holder  (EcpaTrainingCard *self);
const char       *ecpa_training_card_get_number  (EcpaTrainingCard *self);
const char       *ecpa_training_card_get_feature (EcpaTrainingCard *self);
const char       *ecpa_training_card_get_hint    (EcpaTrainingCard *self);
EcpaTrainingGroup ecpa_training_card_get_group   (EcpaTrainingCard *self);
void              ecpa_training_card_set_note    (EcpaTrainingCard *self,
                                                  const char       *name,
                                                  const char       *text);
/* (nullable): a member of data/training/cards.json, such as `household_number` */
const char       *ecpa_training_card_get_note    (EcpaTrainingCard *self,
                                                  const char       *name);
guint             ecpa_training_card_get_in_slot (EcpaTrainingCard *self);
void              ecpa_training_card_set_in_slot (EcpaTrainingCard *self,
                                                  guint             slot);

/**
 * EcpaTrainingDesk:
 *
 * What lies on the desk of the training mode: a tray of cards and the slots of the simulated readers, which can be
 * unplugged, and the simulated card service, which can be stopped. Implemented by the simulator, shown by the
 * application, joined in main. Signal `changed`: a reader or the service came or went. UI thread.
 */
#define ECPA_TYPE_TRAINING_DESK (ecpa_training_desk_get_type ())
G_DECLARE_INTERFACE (EcpaTrainingDesk, ecpa_training_desk, ECPA, TRAINING_DESK, GObject)

struct _EcpaTrainingDeskInterface
{
  GTypeInterface parent;

  GListModel *(*get_tray)      (EcpaTrainingDesk *self);
  guint       (*get_n_slots)   (EcpaTrainingDesk *self);
  const char *(*get_slot_name) (EcpaTrainingDesk *self, guint slot);
  void        (*insert)        (EcpaTrainingDesk *self, EcpaTrainingCard *card, guint slot);
  void        (*eject)         (EcpaTrainingDesk *self, guint slot);
  gboolean    (*is_plugged)    (EcpaTrainingDesk *self, guint slot);
  void        (*plug)          (EcpaTrainingDesk *self, guint slot, gboolean plugged);
  gboolean    (*is_serving)    (EcpaTrainingDesk *self);
  void        (*serve)         (EcpaTrainingDesk *self, gboolean serving);
  EcpaTrainingMailbox *(*get_mailbox) (EcpaTrainingDesk *self);
};

/* (transfer none): all cards, wherever they are; EcpaTrainingCard */
GListModel *ecpa_training_desk_get_tray      (EcpaTrainingDesk *self);
guint       ecpa_training_desk_get_n_slots   (EcpaTrainingDesk *self);
const char *ecpa_training_desk_get_slot_name (EcpaTrainingDesk *self,
                                              guint             slot);
/* Puts @card into @slot; what was there goes back to the tray, and @card leaves the slot it was in. */
void        ecpa_training_desk_insert        (EcpaTrainingDesk *self,
                                              EcpaTrainingCard *card,
                                              guint             slot);
void        ecpa_training_desk_eject         (EcpaTrainingDesk *self,
                                              guint             slot);
gboolean    ecpa_training_desk_is_plugged    (EcpaTrainingDesk *self,
                                              guint             slot);
void        ecpa_training_desk_plug          (EcpaTrainingDesk *self,
                                              guint             slot,
                                              gboolean          plugged);
gboolean    ecpa_training_desk_is_serving    (EcpaTrainingDesk *self);
void        ecpa_training_desk_serve         (EcpaTrainingDesk *self,
                                              gboolean          serving);
void        ecpa_training_desk_reset         (EcpaTrainingDesk *self);
/* (transfer none) (nullable): what the backend has sent, an EcpaTrainingMailbox; %NULL until there is one */
EcpaTrainingMailbox *ecpa_training_desk_get_mailbox (EcpaTrainingDesk *self);

G_END_DECLS
