/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-desk.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingCard
{
  GObject parent_instance;

  /* Owned */
  char *id;
  char *holder;
  char *number;
  char *feature;
  char *hint;
  GHashTable *notes;

  EcpaTrainingGroup group;
  guint             in_slot;
};

enum
{
  PROP_ID = 1,
  PROP_HOLDER,
  PROP_NUMBER,
  PROP_FEATURE,
  PROP_HINT,
  PROP_IN_SLOT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaTrainingCard, ecpa_training_card, G_TYPE_OBJECT)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_card_finalize (GObject *object)
{
  EcpaTrainingCard *self = ECPA_TRAINING_CARD (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->holder, g_free);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->feature, g_free);
  g_clear_pointer (&self->hint, g_free);
  g_clear_pointer (&self->notes, g_hash_table_unref);

  G_OBJECT_CLASS (ecpa_training_card_parent_class)->finalize (object);
}

static void
ecpa_training_card_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  EcpaTrainingCard *self = ECPA_TRAINING_CARD (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_HOLDER:
      g_value_set_string (value, self->holder);
      break;
    case PROP_NUMBER:
      g_value_set_string (value, self->number);
      break;
    case PROP_FEATURE:
      g_value_set_string (value, self->feature);
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_IN_SLOT:
      g_value_set_uint (value, self->in_slot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class -------------------------------------------------------------------- */

static GParamSpec *
text_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
ecpa_training_card_class_init (EcpaTrainingCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ecpa_training_card_finalize;
  object_class->get_property = ecpa_training_card_get_property;

  properties[PROP_ID] = text_property ("id");
  properties[PROP_HOLDER] = text_property ("holder");
  properties[PROP_NUMBER] = text_property ("number");
  properties[PROP_FEATURE] = text_property ("feature");
  properties[PROP_HINT] = text_property ("hint");
  properties[PROP_IN_SLOT] = g_param_spec_uint ("in-slot", NULL, NULL, 0, G_MAXUINT, ECPA_TRAINING_TRAY,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_training_card_init (EcpaTrainingCard *self)
{
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->in_slot = ECPA_TRAINING_TRAY;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_card_new:
 * @id: what the card is called in commands and tests
 * @holder: the name as printed on it
 * @number: the number as printed on it
 * @feature: what is special about it, in the person's language
 * @hint: (nullable): its registration password, as a note that lies beside it
 * @group: what comes of it
 *
 * Returns: (transfer full): a card that lies in the tray
 */
EcpaTrainingCard *
ecpa_training_card_new (const char        *id,
                        const char        *holder,
                        const char        *number,
                        const char        *feature,
                        const char        *hint,
                        EcpaTrainingGroup  group)
{
  EcpaTrainingCard *self;

  g_return_val_if_fail (id != NULL && holder != NULL && number != NULL && feature != NULL, NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_CARD, NULL);
  self->id = g_strdup (id);
  self->holder = g_strdup (holder);
  self->number = g_strdup (number);
  self->feature = g_strdup (feature);
  self->hint = g_strdup (hint);
  self->group = group;

  return self;
}

/**
 * ecpa_training_card_get_id:
 * @self: a card
 *
 * Returns: (transfer none): what the card is called in commands and tests
 */
const char *
ecpa_training_card_get_id (EcpaTrainingCard *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), NULL);

  return self->id;
}

/**
 * ecpa_training_card_get_holder:
 * @self: a card
 *
 * Returns: (transfer none): the name as printed on it
 */
const char *
ecpa_training_card_get_holder (EcpaTrainingCard *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), NULL);

  return self->holder;
}

/**
 * ecpa_training_card_get_number:
 * @self: a card
 *
 * Returns: (transfer none): the number as printed on it
 */
const char *
ecpa_training_card_get_number (EcpaTrainingCard *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), NULL);

  return self->number;
}

/**
 * ecpa_training_card_get_feature:
 * @self: a card
 *
 * Returns: (transfer none): what is special about it, in the person's language
 */
const char *
ecpa_training_card_get_feature (EcpaTrainingCard *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), NULL);

  return self->feature;
}

/**
 * ecpa_training_card_get_hint:
 * @self: a card
 *
 * Returns: (transfer none) (nullable): its registration password; %NULL where it was never registered
 */
const char *
ecpa_training_card_get_hint (EcpaTrainingCard *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), NULL);

  return self->hint;
}

/**
 * ecpa_training_card_get_group:
 * @self: a card
 *
 * Returns: what comes of it
 */
EcpaTrainingGroup
ecpa_training_card_get_group (EcpaTrainingCard *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), ECPA_TRAINING_WORKS);

  return self->group;
}

/**
 * ecpa_training_card_get_in_slot:
 * @self: a card
 *
 * Returns: the slot it is in, or %ECPA_TRAINING_TRAY
 */
guint
ecpa_training_card_get_in_slot (EcpaTrainingCard *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), ECPA_TRAINING_TRAY);

  return self->in_slot;
}

/**
 * ecpa_training_card_set_in_slot:
 * @self: a card
 * @slot: the slot it is in now, or %ECPA_TRAINING_TRAY
 *
 * Notes where the card is; for the desk that moves it, nobody else. UI thread.
 */
void
ecpa_training_card_set_in_slot (EcpaTrainingCard *self,
                                guint             slot)
{
  g_return_if_fail (ECPA_IS_TRAINING_CARD (self));

  if (self->in_slot == slot)
    return;

  self->in_slot = slot;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_SLOT]);
}

/**
 * ecpa_training_card_set_note:
 * @self: a card
 * @name: what it is, as data/training/cards.json calls it
 * @text: what its holder has to type
 *
 * Writes something on the note that lies beside the card.
 */
void
ecpa_training_card_set_note (EcpaTrainingCard *self,
                             const char       *name,
                             const char       *text)
{
  g_return_if_fail (ECPA_IS_TRAINING_CARD (self));
  g_return_if_fail (name != NULL && text != NULL);

  g_hash_table_insert (self->notes, g_strdup (name), g_strdup (text));
}

/**
 * ecpa_training_card_get_note:
 * @self: a card
 * @name: what, as data/training/cards.json calls it
 *
 * Returns: (transfer none) (nullable): what its holder has to type
 */
const char *
ecpa_training_card_get_note (EcpaTrainingCard *self,
                             const char       *name)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_CARD (self), NULL);

  return g_hash_table_lookup (self->notes, name);
}
