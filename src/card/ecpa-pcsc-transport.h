/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"

G_BEGIN_DECLS

/**
 * EcpaPcscTransport:
 *
 * The system's readers, through pcsc-lite.
 */
#define ECPA_TYPE_PCSC_TRANSPORT (ecpa_pcsc_transport_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPcscTransport, ecpa_pcsc_transport, ECPA, PCSC_TRANSPORT, GObject)

EcpaPcscTransport *ecpa_pcsc_transport_new (void);

G_END_DECLS
