/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-fault.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

/* In the order of EcpaCardFaultKind. */
static const char *const kind_names[] = {
  "none", "remove", "empty", "garbage", "failure", "swap", "silent-swap", "delay", "refuse", "in-use", "mute",
};

static gboolean
parse_kind (const char        *text,
            EcpaCardFaultKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_str_equal (text, kind_names[i]))
      {
        *kind = (EcpaCardFaultKind) i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
parse_number (const char *word,
              const char *name,
              guint      *number)
{
  guint64 value;

  if (!g_str_has_prefix (word, name)
      || !g_ascii_string_to_unsigned (word + strlen (name), 10, 0, G_MAXUINT, &value, NULL))
    return FALSE;
  *number = (guint) value;

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_fault_plan_set:
 * @self: a plan
 * @fault: (nullable): what shall go wrong, counted from now; %NULL for nothing
 */
void
ecpa_card_fault_plan_set (EcpaCardFaultPlan   *self,
                          const EcpaCardFault *fault)
{
  g_return_if_fail (self != NULL);

  ecpa_card_fault_plan_clear (self);
  if (fault == NULL)
    return;

  self->fault = *fault;
  self->fault.card_id = NULL;
  self->card_id = g_strdup (fault->card_id);
  self->n_left = fault->after_n_apdus;
}

/**
 * ecpa_card_fault_plan_clear:
 * @self: a plan
 *
 * Makes it a plan for nothing.
 */
void
ecpa_card_fault_plan_clear (EcpaCardFaultPlan *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->card_id);
  memset (self, 0, sizeof *self);
}

/**
 * ecpa_card_fault_plan_next:
 * @self: a plan
 * @connecting: whether this is about a connection; else about an APDU
 *
 * Counts one APDU or connection. A fault that does not go on is used up by it, but for its delay and its card.
 *
 * Returns: what goes wrong with this one
 */
EcpaCardFaultKind
ecpa_card_fault_plan_next (EcpaCardFaultPlan *self,
                           gboolean           connecting)
{
  EcpaCardFaultKind kind = self->fault.kind;
  gboolean at_connection = kind == ECPA_CARD_FAULT_IN_USE || kind == ECPA_CARD_FAULT_MUTE;

  if (kind == ECPA_CARD_FAULT_NONE || at_connection != connecting)
    return ECPA_CARD_FAULT_NONE;
  if (self->n_left > 0)
    {
      self->n_left--;
      return ECPA_CARD_FAULT_NONE;
    }

  if (!self->fault.forever)
    self->fault.kind = ECPA_CARD_FAULT_NONE;

  return kind;
}

/**
 * ecpa_card_fault_parse:
 * @text: a command's words: `remove after=3`, `delay ms=3000 forever`, `swap card=newest`
 * @fault: (out caller-allocates): what it says; its card is @card_id
 * @card_id: (out) (transfer full) (nullable): the card it names
 *
 * Returns: whether it is understood
 */
gboolean
ecpa_card_fault_parse (const char     *text,
                       EcpaCardFault  *fault,
                       char          **card_id)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *card = NULL;

  g_return_val_if_fail (text != NULL && fault != NULL && card_id != NULL, FALSE);

  memset (fault, 0, sizeof *fault);
  *card_id = NULL;
  words = g_strsplit (text, " ", -1);
  if (words[0] == NULL || !parse_kind (words[0], &fault->kind))
    return FALSE;

  for (guint i = 1; words[i] != NULL; i++)
    {
      if (g_str_equal (words[i], "forever"))
        fault->forever = TRUE;
      else if (g_str_has_prefix (words[i], "card=") && card == NULL)
        card = g_strdup (words[i] + strlen ("card="));
      else if (!parse_number (words[i], "after=", &fault->after_n_apdus)
               && !parse_number (words[i], "ms=", &fault->delay_ms))
        return FALSE;
    }

  *card_id = g_steal_pointer (&card);
  fault->card_id = *card_id;

  return TRUE;
}
