/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaSecretField:
 *
 * Where a secret is typed: the inner part of #EcpaSecretRow. It is no #GtkEditable and has no text that an
 * accessibility client, Pango or a property could hold; what is typed goes character by character into an #EcpaSecret.
 *
 * Signals: `changed`, `activate` (Enter).
 */
#define ECPA_TYPE_SECRET_FIELD (ecpa_secret_field_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSecretField, ecpa_secret_field, ECPA, SECRET_FIELD, GtkWidget)

GtkWidget  *ecpa_secret_field_new            (void);
EcpaSecret *ecpa_secret_field_get_secret     (EcpaSecretField *self);
guint       ecpa_secret_field_get_n_chars    (EcpaSecretField *self);
guint       ecpa_secret_field_get_position   (EcpaSecretField *self);
void        ecpa_secret_field_clear          (EcpaSecretField *self);
void        ecpa_secret_field_set_label      (EcpaSecretField *self,
                                              const char      *label);
void        ecpa_secret_field_set_max_length (EcpaSecretField *self,
                                              guint            max_length);
void        ecpa_secret_field_set_revealed   (EcpaSecretField *self,
                                              gboolean         revealed);
void        ecpa_secret_field_set_hint       (EcpaSecretField *self,
                                              const char      *hint);

G_END_DECLS
