/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaHouseholdPicture:
 *
 * Where the household number stands: a household certificate, drawn, with its upper left corner marked.
 */
#define ECPA_TYPE_HOUSEHOLD_PICTURE (ecpa_household_picture_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHouseholdPicture, ecpa_household_picture, ECPA, HOUSEHOLD_PICTURE, GtkWidget)

G_END_DECLS
