/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-registration-service.h"

G_BEGIN_DECLS

/**
 * EcpaCardCallKind:
 * @ECPA_CARD_CALL_OPEN: needs no card session
 * @ECPA_CARD_CALL_READ: in the name of the card
 * @ECPA_CARD_CALL_CHANGE: likewise, after another look at the card
 *
 * What a call takes.
 */
typedef enum
{
  ECPA_CARD_CALL_OPEN,
  ECPA_CARD_CALL_READ,
  ECPA_CARD_CALL_CHANGE,
} EcpaCardCallKind;

/**
 * EcpaCardCall:
 * @method: HTTP method
 * @path: where, without an id
 * @answer: (nullable): what comes back
 * @kind: what it takes
 *
 * One call of the card services.
 */
typedef struct
{
  const char        *method;
  const char        *path;
  GType            (*answer) (void);
  EcpaCardCallKind   kind;
} EcpaCardCall;

/* @record: (nullable) (type EcpaRecord): what is not secret; then pairs of a member's name and an EcpaSecret, then NULL */
EcpaSecretBody *ecpa_card_body_new                (gpointer                 record,
                                                   ...) G_GNUC_NULL_TERMINATED;
/* @id: (nullable); @body: (nullable) (transfer full); @key: (nullable); @tag: the source tag */
void            ecpa_registration_service_ask     (EcpaRegistrationService *self,
                                                   const EcpaCardCall      *call,
                                                   const char              *id,
                                                   EcpaSecretBody          *body,
                                                   const char              *key,
                                                   gpointer                 tag,
                                                   GCancellable            *cancellable,
                                                   GAsyncReadyCallback      callback,
                                                   gpointer                 user_data);
gboolean        ecpa_registration_service_is_done (GAsyncResult            *result,
                                                   GError                 **error);

G_END_DECLS
