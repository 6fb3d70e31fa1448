/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault-words.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaFaultView:
 *
 * A fault in place: title, one sentence, one button; a countdown where there is a time to wait. It shows itself while
 * there is a fault and is gone otherwise. Screen readers announce it.
 *
 * Property `fault` (nullable #EcpaFault). Signal `action` (#EcpaFaultAction, as int): the button was pressed. Help and
 * mail are seen to here; the signal comes all the same.
 */
#define ECPA_TYPE_FAULT_VIEW (ecpa_fault_view_get_type ())
G_DECLARE_FINAL_TYPE (EcpaFaultView, ecpa_fault_view, ECPA, FAULT_VIEW, GtkWidget)

GtkWidget *ecpa_fault_view_new       (void);
EcpaFault *ecpa_fault_view_get_fault (EcpaFaultView *self);
void       ecpa_fault_view_set_fault (EcpaFaultView *self,
                                      EcpaFault     *fault);
void       ecpa_fault_view_set_title (EcpaFaultView *self,
                                      const char    *title);
void       ecpa_fault_view_set_hint  (EcpaFaultView *self,
                                      const char    *hint);
void       ecpa_fault_view_set_passive (EcpaFaultView *self,
                                        gboolean       passive);

G_END_DECLS
