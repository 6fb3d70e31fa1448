/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-health-card.h"

G_BEGIN_DECLS

char   *ecpa_card_digest      (EcpaHealthCard *card);
GBytes *ecpa_card_digest_with (EcpaHealthCard *card,
                               GBytes         *key);

G_END_DECLS
