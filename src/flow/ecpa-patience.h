/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How long a person waits before they are told that it takes longer than usual. */
#define ECPA_PATIENCE_MS 4000

/**
 * EcpaPatience:
 *
 * Tells a flow when something it waits for takes long, by notifying its boolean property: a backend that needs 10 s has
 * not failed, and the person should know that it is still being waited for. UI thread.
 */
typedef struct
{
  GObject    *owner;            /* borrowed: holds this */
  GParamSpec *property;
  guint       source;
  gboolean    slow;
} EcpaPatience;

void ecpa_patience_set_waiting (EcpaPatience *self,
                                GObject      *owner,
                                GParamSpec   *property,
                                gboolean      waiting);
void ecpa_patience_set_limit   (guint         ms);

G_END_DECLS
