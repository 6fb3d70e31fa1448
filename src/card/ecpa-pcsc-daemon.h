/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"

G_BEGIN_DECLS

const char    *ecpa_pcsc_daemon_get_socket    (void);
char          *ecpa_pcsc_daemon_get_directory (void);
EcpaCardError  ecpa_pcsc_daemon_diagnose      (void);

G_END_DECLS
