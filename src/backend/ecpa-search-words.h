/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char  *ecpa_search_fold  (const char *text);
char **ecpa_search_split (const char *text);
