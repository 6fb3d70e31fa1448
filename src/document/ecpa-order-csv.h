/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"

G_BEGIN_DECLS

GBytes *ecpa_order_csv_new    (GPtrArray *summaries);
char   *ecpa_order_csv_quote  (const char *text);

G_END_DECLS
