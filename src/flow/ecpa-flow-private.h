/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-consent-flow.h"
#include "ecpa-history.h"
#include "ecpa-home-flow.h"
#include "ecpa-inbox.h"
#include "ecpa-order-item.h"
#include "ecpa-scope.h"

G_BEGIN_DECLS

/* What the flows know of each other. */
EcpaConsentFlow *ecpa_consent_flow_new        (EcpaScope        *scope,
                                               const char       *text_scope);
EcpaHistory     *ecpa_history_new             (EcpaScope        *scope);
EcpaInbox       *ecpa_inbox_new               (EcpaScope        *scope);
EcpaOrderItem   *ecpa_order_item_new          (EcpaScope        *scope,
                                               EcpaOrderSummary *summary);
EcpaOrderItem   *ecpa_order_item_find         (EcpaScope        *scope,
                                               const char       *order_id);
EcpaOrderItem   *ecpa_order_item_ensure       (EcpaScope        *scope,
                                               EcpaOrderSummary *summary);
void             ecpa_order_item_take_summary (EcpaOrderItem    *self,
                                               EcpaOrderSummary *summary);
EcpaHomeFlow    *ecpa_home_flow_new           (EcpaServices     *services,
                                               EcpaSession      *session,
                                               guint64           insertion);

G_END_DECLS
