/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls, and what standalone.c calls with the files of the corpus where there is no libFuzzer. */
int  LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
int  LLVMFuzzerInitialize   (int *argc, char ***argv);

/* The part of an input that has not been used yet. */
typedef struct
{
  const uint8_t *data;
  size_t         size;
} Fuzz;

uint8_t  fuzz_byte   (Fuzz       *self);
GBytes  *fuzz_bytes  (Fuzz       *self,
                      size_t      length);
char    *fuzz_line   (Fuzz       *self);
char    *fuzz_rest   (Fuzz       *self);
void     fuzz_no_leak_of_text (const char *message,
                               const char *text);
