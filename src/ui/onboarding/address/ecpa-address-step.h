/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaAddressStep:
 *
 * 縣市, 鄉鎮市區, 村里 and 鄰, each found by typing a part of it.
 */
#define ECPA_TYPE_ADDRESS_STEP (ecpa_address_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAddressStep, ecpa_address_step, ECPA, ADDRESS_STEP, EcpaStepPage)

G_END_DECLS
