/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"

G_BEGIN_DECLS

/* A transport whose card expects certain APDUs and answers as written: pairs of hex, the answer with its status word;
 * an answer of "!" is a transmit that fails. */
typedef struct
{
  const char *apdu;
  const char *answer;
} ScriptLine;

#define TEST_TYPE_SCRIPTED (scripted_get_type ())
G_DECLARE_FINAL_TYPE (Scripted, scripted, TEST, SCRIPTED, GObject)

Scripted *scripted_new           (const ScriptLine *lines,
                                  gsize             n_lines);
/* The whole script was played, and all connections are closed again. */
void      scripted_assert_played (Scripted         *self);
/* Cancels while the given line is being answered. */
void      scripted_cancel_at     (Scripted         *self,
                                  gsize             line,
                                  GCancellable     *cancellable);

GBytes   *bytes_from_hex         (const char       *hex);

G_END_DECLS
