/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaCodeLinkError:
 * @ECPA_CODE_LINK_ERROR_MALFORMED: the link is of ours, and something in it is missing or does not fit
 * @ECPA_CODE_LINK_ERROR_TRAINING: it is for the training mode, and this is the real thing
 * @ECPA_CODE_LINK_ERROR_REAL: the other way about
 *
 * Why a link leads nowhere.
 */
typedef enum
{
  ECPA_CODE_LINK_ERROR_MALFORMED,
  ECPA_CODE_LINK_ERROR_TRAINING,
  ECPA_CODE_LINK_ERROR_REAL,
} EcpaCodeLinkError;

#define ECPA_CODE_LINK_ERROR (ecpa_code_link_error_quark ())
GQuark ecpa_code_link_error_quark (void);

gboolean  ecpa_code_link_parse       (const char    *uri,
                                      gboolean       training,
                                      const char   **wizard,
                                      EcpaSecret   **code,
                                      GError       **error);
char     *ecpa_code_link_from_page   (const char    *uri);

G_END_DECLS
