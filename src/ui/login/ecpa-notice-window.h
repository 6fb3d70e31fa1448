/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ecpa_notice_window_present (GtkWindow     *parent,
                                 EcpaLegalText *notice);

G_END_DECLS
