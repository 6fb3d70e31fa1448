/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EcpaRocStyle:
 * @ECPA_ROC_SHORT: 115/08/03, in lists
 * @ECPA_ROC_LONG: 115年8月3日, in sentences
 * @ECPA_ROC_FULL: 中華民國115年8月3日, in documents
 *
 * How a date of the Republic's calendar is written (facts/domain.md 5.1).
 */
typedef enum
{
  ECPA_ROC_SHORT,
  ECPA_ROC_LONG,
  ECPA_ROC_FULL,
} EcpaRocStyle;

char     *ecpa_roc_date_format      (const GDate  *date,
                                     EcpaRocStyle  style);
char     *ecpa_roc_date_format_time (GDateTime    *time);
gboolean  ecpa_roc_date_parse_7     (const char   *text,
                                     GDate        *date);
void      ecpa_roc_date_from_time   (GDateTime    *time,
                                     GDate        *date);
gboolean  ecpa_date_parse_iso       (const char   *text,
                                     GDate        *date);

G_END_DECLS
