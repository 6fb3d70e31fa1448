/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 縣市, 鄉鎮市區 and 村里 as they are in force (data/divisions.json), in the official order. What is returned lives as long
 * as the process and may be asked for on any thread. */
const char *const *ecpa_divisions_get_counties (void);
/* (nullable): an unknown one */
const char *const *ecpa_divisions_get_towns    (const char *county);
const char *const *ecpa_divisions_get_villages (const char *county,
                                                const char *town);
gboolean           ecpa_divisions_has          (const char *county,
                                                const char *town,
                                                const char *village);

/* How names are compared: 台 and 臺 are one, and so are forms that only look different. */
char              *ecpa_divisions_fold         (const char *text);

/* The number of a 鄰 as people write it: 3, 003, ３, 三, 第三鄰. */
guint              ecpa_neighbourhood_read     (const char *text);

G_END_DECLS
