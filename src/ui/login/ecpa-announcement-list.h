/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaAnnouncementList:
 *
 * What the service has to say before anybody signs in (L12): a row each with kind, title and times, that opens to the
 * text. Not to be seen where there is nothing to say. A row that was opened stays open while the same announcement
 * is there.
 */
#define ECPA_TYPE_ANNOUNCEMENT_LIST (ecpa_announcement_list_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAnnouncementList, ecpa_announcement_list, ECPA, ANNOUNCEMENT_LIST, GtkWidget)

GtkWidget *ecpa_announcement_list_new               (void);
void       ecpa_announcement_list_set_announcements (EcpaAnnouncementList *self,
                                                     GListModel           *announcements);

G_END_DECLS
