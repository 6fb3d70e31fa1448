/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-service.h"

G_BEGIN_DECLS

/* How long a draft is offered again, where nothing else is set. */
#define ECPA_DRAFT_SECONDS (24 * 3600)

/**
 * EcpaDraftBox:
 *
 * Where one card's draft of one kind is kept: a file whose name and key are made of that card and a key file of this
 * computer, so that nobody finds or opens it without both. UI thread.
 */
#define ECPA_TYPE_DRAFT_BOX (ecpa_draft_box_get_type ())
G_DECLARE_FINAL_TYPE (EcpaDraftBox, ecpa_draft_box, ECPA, DRAFT_BOX, GObject)

/* (nullable) (transfer none): what was in it when it was opened; %NULL for nothing that can still be offered */
GBytes         *ecpa_draft_box_get_found (EcpaDraftBox        *self);
/* At once. */
void            ecpa_draft_box_save      (EcpaDraftBox        *self,
                                          GBytes              *draft);
void            ecpa_draft_box_drop      (EcpaDraftBox        *self);

/**
 * EcpaDraftStore:
 *
 * What was typed and not sent yet, sealed for the card that it was typed with (AES-256-GCM) and offered again for a day,
 * or for as long as the setting `draft-hours` says.
 */
#define ECPA_TYPE_DRAFT_STORE (ecpa_draft_store_get_type ())
G_DECLARE_FINAL_TYPE (EcpaDraftStore, ecpa_draft_store, ECPA, DRAFT_STORE, GObject)

EcpaDraftStore *ecpa_draft_store_new         (const char          *directory,
                                              EcpaCardService     *card);
void            ecpa_draft_store_open_async  (EcpaDraftStore      *self,
                                              guint64              serial,
                                              const char          *kind,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
EcpaDraftBox   *ecpa_draft_store_open_finish (EcpaDraftStore      *self,
                                              GAsyncResult        *result,
                                              GError             **error);
/* What is older is not offered any more; 0: nothing is kept. For the setting, and for tests */
void            ecpa_draft_store_set_max_age (EcpaDraftStore      *self,
                                              gint64               seconds);
void            ecpa_draft_store_stop        (EcpaDraftStore      *self);

G_END_DECLS
