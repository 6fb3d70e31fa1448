/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-test.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What tests of widgets share: real keys by way of the X server, and looking for widgets. */

gboolean          ui_test_can_type      (void);
void              ui_test_focus         (GtkWindow         *window);
void              ui_test_press         (const char        *key);
void              ui_test_hold_button   (gboolean           held);
void              ui_test_until_eq      (guint            (*get) (gpointer user_data),
                                         gpointer           user_data,
                                         guint              wanted);
void              ui_test_pass_frames   (GtkScrolledWindow *scroller,
                                         guint              n_frames);
void              ui_test_pass_still    (GtkScrolledWindow *scroller,
                                         guint              n_frames);
GtkWidget        *ui_test_find          (GtkWidget         *root,
                                         GType              type,
                                         const char        *label);
gboolean          ui_test_shows         (GtkWidget         *root,
                                         const char        *text);
guint             ui_test_count_named   (GtkWidget         *root,
                                         const char        *name);
AdwMessageDialog *ui_test_find_dialog   (void);
gboolean          ui_test_has_no_dialog (gpointer           unused);

G_END_DECLS
