/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words that may stand in a message whatever was sent: names of members. */
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz_."
#define SHORTEST_LEAK 8

/* A wrong argument is a fault as good as a crash; everything else is of no interest here. */
static GLogWriterOutput
judge (GLogLevelFlags   level,
       const GLogField *fields,
       gsize            n_fields,
       gpointer         user_data)
{
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0)
    {
      for (gsize i = 0; i < n_fields; i++)
        if (strcmp (fields[i].key, "MESSAGE") == 0)
          fprintf (stderr, "** CRITICAL: %s\n", (const char *) fields[i].value);
      abort ();
    }

  return G_LOG_WRITER_HANDLED;
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_setenv ("TZ", "Asia/Taipei", TRUE);
  g_log_set_writer_func (judge, NULL, NULL);
  return 0;
}

/* 0 where there is nothing left. */
uint8_t
fuzz_byte (Fuzz *self)
{
  if (self->size == 0)
    return 0;

  self->size--;
  return *self->data++;
}

/* (transfer full): as many bytes, or fewer where there are not so many; a block of its own, so that reading past its
 * end shows */
GBytes *
fuzz_bytes (Fuzz   *self,
            size_t  length)
{
  size_t taken = MIN (length, self->size);
  GBytes *bytes = g_bytes_new_take (g_memdup2 (self->data, taken), taken);

  self->data += taken;
  self->size -= taken;

  return bytes;
}

/* (transfer full): what comes before the next newline */
char *
fuzz_line (Fuzz *self)
{
  const uint8_t *end = self->size > 0 ? memchr (self->data, '\n', self->size) : NULL;
  size_t length = end != NULL ? (size_t) (end - self->data) : self->size;
  char *line = g_strndup ((const char *) self->data, length);

  self->data += length + (end != NULL ? 1 : 0);
  self->size -= length + (end != NULL ? 1 : 0);

  return line;
}

/* (transfer full): everything that is left, as text */
char *
fuzz_rest (Fuzz *self)
{
  char *rest = g_strndup ((const char *) self->data, self->size);

  self->data += self->size;
  self->size = 0;

  return rest;
}

/* What somebody sent is not said again in a message, which ends in a log. */
void
fuzz_no_leak_of_text (const char *message,
                      const char *text)
{
  if (strlen (text) < SHORTEST_LEAK || strspn (text, NAME_LETTERS) == strlen (text))
    return;

  g_assert_null (strstr (message, text));
}
