/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"

G_BEGIN_DECLS

char *ecpa_lock_words_title (const char *holder);
char *ecpa_lock_words_text  (EcpaFault  *fault,
                             gboolean    by_account);

G_END_DECLS
