/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-view.h"
#include "ecpa-health-card.h"
#include "ecpa-worker.h"

G_BEGIN_DECLS

/**
 * EcpaCardRack:
 *
 * The worker's half of #EcpaCardService: which card is in which reader, what was read from it, and the lane of each
 * reader. All functions but new, ref and unref belong to the worker's thread.
 */
#define ECPA_TYPE_CARD_RACK (ecpa_card_rack_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCardRack, ecpa_card_rack, ECPA, CARD_RACK, GObject)

/* Called on the worker's thread with each new view. */
typedef void (*EcpaCardRackFunc) (EcpaCardView *view,
                                  gpointer      user_data);

EcpaCardRack *ecpa_card_rack_new   (EcpaWorker            *worker,
                                    EcpaCardTransport     *transport,
                                    EcpaCardRackFunc       func,
                                    gpointer               user_data,
                                    GDestroyNotify         destroy);
void          ecpa_card_rack_start (EcpaCardRack          *self);
void          ecpa_card_rack_retry (EcpaCardRack          *self);
void          ecpa_card_rack_check (EcpaCardRack          *self,
                                    guint64                insertion,
                                    GTask                 *task);
void          ecpa_card_rack_choose (EcpaCardRack          *self,
                                     const char            *reader);
void          ecpa_card_rack_prove (EcpaCardRack          *self,
                                    guint64                serial,
                                    EcpaCardChallengeFunc  fetch,
                                    gpointer               fetch_data,
                                    GDestroyNotify         fetch_destroy,
                                    GTask                 *task);
/* (transfer full) @task: answered with 32 bytes that only this card and this key make */
void          ecpa_card_rack_derive  (EcpaCardRack          *self,
                                      guint64                serial,
                                      GBytes                *key,
                                      GTask                 *task);
void          ecpa_card_rack_stop  (EcpaCardRack          *self);

G_END_DECLS
