/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-secret-edit.h"

/* Auxiliaries -------------------------------------------------------------- */

static guint
target_of (const EcpaSecretEdit *self,
           EcpaSecretStep        step)
{
  guint n_chars = ecpa_secret_get_n_chars (self->secret);

  switch (step)
    {
    case ECPA_SECRET_TO_START:
      return 0;
    case ECPA_SECRET_BACKWARD:
      return self->caret > 0 ? self->caret - 1 : 0;
    case ECPA_SECRET_FORWARD:
      return MIN (self->caret + 1, n_chars);
    case ECPA_SECRET_TO_END:
      return n_chars;
    default:
      g_return_val_if_reached (self->caret);
    }
}

static void
delete_between (EcpaSecretEdit *self,
                guint           one,
                guint           other)
{
  guint from = MIN (one, other);

  ecpa_secret_delete (self->secret, from, MAX (one, other) - from);
  self->caret = self->anchor = from;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_secret_edit_place:
 * @self: an edit
 * @position: where the caret goes; past the end means at the end
 * @extend: whether the selection goes along
 */
void
ecpa_secret_edit_place (EcpaSecretEdit *self,
                        guint           position,
                        gboolean        extend)
{
  self->caret = MIN (position, ecpa_secret_get_n_chars (self->secret));
  if (!extend)
    self->anchor = self->caret;
}

/**
 * ecpa_secret_edit_select_all:
 * @self: an edit
 */
void
ecpa_secret_edit_select_all (EcpaSecretEdit *self)
{
  self->anchor = 0;
  self->caret = ecpa_secret_get_n_chars (self->secret);
}

/**
 * ecpa_secret_edit_move:
 * @self: an edit
 * @step: where to
 * @extend: whether the selection goes along; if not, one character's step collapses a selection to its end
 */
void
ecpa_secret_edit_move (EcpaSecretEdit *self,
                       EcpaSecretStep  step,
                       gboolean        extend)
{
  guint target = target_of (self, step);

  if (!extend && self->caret != self->anchor && step == ECPA_SECRET_BACKWARD)
    target = MIN (self->caret, self->anchor);
  else if (!extend && self->caret != self->anchor && step == ECPA_SECRET_FORWARD)
    target = MAX (self->caret, self->anchor);

  ecpa_secret_edit_place (self, target, extend);
}

/**
 * ecpa_secret_edit_insert:
 * @self: an edit
 * @text: UTF-8, in place of the selection
 * @length: its bytes
 *
 * What does not fit is refused as a whole: a password that was cut off unseen would be a wrong password.
 *
 * Returns: whether it was put in; if not, nothing has changed
 */
gboolean
ecpa_secret_edit_insert (EcpaSecretEdit *self,
                         const char     *text,
                         gsize           length)
{
  guint selected = MAX (self->caret, self->anchor) - MIN (self->caret, self->anchor);
  gsize n_bytes;
  guint n_new;

  ecpa_secret_peek (self->secret, &n_bytes);
  if (length == 0 || n_bytes + length > ECPA_SECRET_MAX_BYTES || !g_utf8_validate (text, (gssize) length, NULL))
    return FALSE;

  n_new = (guint) g_utf8_strlen (text, (gssize) length);
  if (self->max_length > 0 && ecpa_secret_get_n_chars (self->secret) - selected + n_new > self->max_length)
    return FALSE;

  delete_between (self, self->caret, self->anchor);
  ecpa_secret_insert (self->secret, self->caret, text, (gssize) length);
  ecpa_secret_edit_place (self, self->caret + n_new, FALSE);

  return TRUE;
}

/**
 * ecpa_secret_edit_delete:
 * @self: an edit
 * @step: how far, where nothing is selected
 *
 * Returns: whether there was anything to delete
 */
gboolean
ecpa_secret_edit_delete (EcpaSecretEdit *self,
                         EcpaSecretStep  step)
{
  guint other = self->caret != self->anchor ? self->anchor : target_of (self, step);

  if (other == self->caret)
    return FALSE;

  delete_between (self, self->caret, other);

  return TRUE;
}

/**
 * ecpa_secret_edit_clear:
 * @self: an edit
 *
 * Returns: whether there was anything to wipe
 */
gboolean
ecpa_secret_edit_clear (EcpaSecretEdit *self)
{
  gboolean any = !ecpa_secret_is_empty (self->secret);

  ecpa_secret_clear (self->secret);
  self->caret = self->anchor = 0;

  return any;
}
