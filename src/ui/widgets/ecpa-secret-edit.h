/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

G_BEGIN_DECLS

/**
 * EcpaSecretEdit:
 * @secret: the text
 * @caret: before which character the caret stands
 * @anchor: the other end of the selection; @caret where nothing is selected
 * @max_length: the most characters, 0 for as many as @secret holds
 *
 * Editing a secret: what keys do, without a widget.
 */
typedef struct
{
  EcpaSecret *secret;
  guint       caret;
  guint       anchor;
  guint       max_length;
} EcpaSecretEdit;

/* Steps of one character, or as far as it goes: there are no words in a password. */
typedef enum
{
  ECPA_SECRET_TO_START = -2,
  ECPA_SECRET_BACKWARD = -1,
  ECPA_SECRET_FORWARD = 1,
  ECPA_SECRET_TO_END = 2,
} EcpaSecretStep;

void     ecpa_secret_edit_place      (EcpaSecretEdit *self,
                                      guint           position,
                                      gboolean        extend);
void     ecpa_secret_edit_select_all (EcpaSecretEdit *self);
void     ecpa_secret_edit_move       (EcpaSecretEdit *self,
                                      EcpaSecretStep  step,
                                      gboolean        extend);
gboolean ecpa_secret_edit_insert     (EcpaSecretEdit *self,
                                      const char     *text,
                                      gsize           length);
gboolean ecpa_secret_edit_delete     (EcpaSecretEdit *self,
                                      EcpaSecretStep  step);
gboolean ecpa_secret_edit_clear      (EcpaSecretEdit *self);

G_END_DECLS
