/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"

#include <winscard.h>

G_BEGIN_DECLS

#define ECPA_TYPE_PCSC_CHANNEL (ecpa_pcsc_channel_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPcscChannel, ecpa_pcsc_channel, ECPA, PCSC_CHANNEL, GObject)

EcpaCardChannel *ecpa_pcsc_channel_new (const char  *reader,
                                        GError     **error);

/* The one function that knows what pcsc-lite's codes mean. @connected: whether a card had been connected to. */
void ecpa_pcsc_set_error (GError   **error,
                          LONG       code,
                          gboolean   connected);

G_END_DECLS
