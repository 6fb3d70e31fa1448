/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaLegalTextView:
 *
 * A text of the backend, whole: heading, version and date, paragraphs that can be selected. Scrolls. UI thread.
 */
#define ECPA_TYPE_LEGAL_TEXT_VIEW (ecpa_legal_text_view_get_type ())
G_DECLARE_FINAL_TYPE (EcpaLegalTextView, ecpa_legal_text_view, ECPA, LEGAL_TEXT_VIEW, AdwBin)

GtkWidget *ecpa_legal_text_view_new      (void);
void       ecpa_legal_text_view_set_text (EcpaLegalTextView *self,
                                          EcpaLegalText     *text);

G_END_DECLS
