/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaCardServices:
 *
 * 健保卡網路服務: a button whose menu opens each wizard of the card, with `win.wizard`.
 */
#define ECPA_TYPE_CARD_SERVICES (ecpa_card_services_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCardServices, ecpa_card_services, ECPA, CARD_SERVICES, AdwBin)

G_END_DECLS
