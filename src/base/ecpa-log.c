/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-log.h"

#include <string.h>

/* What may never be read in a log, whoever wrote the message: national IDs, card numbers, mail
 * addresses, mobile numbers, and long tokens. */
#define PERSONAL \
  "\\b[A-Z][0-9A-D][0-9]{8}\\b" \
  "|\\b[0-9]{12}\\b" \
  "|\\b09[0-9]{8}\\b" \
  "|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+" \
  "|\\b[A-Za-z0-9_-]{40,}={0,2}"

static GRegex *
personal (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new (PERSONAL, G_REGEX_OPTIMIZE, 0, NULL));

  return regex;
}

static GLogWriterOutput
write_redacted (GLogLevelFlags   level,
                const GLogField *fields,
                gsize            n_fields,
                gpointer         user_data)
{
  g_autofree GLogField *copy = g_memdup2 (fields, n_fields * sizeof *fields);
  g_autofree char *clean = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (copy[i].key, "MESSAGE") == 0 && copy[i].length < 0)
      {
        g_free (clean);
        clean = ecpa_log_redact (copy[i].value);
        copy[i].value = clean;
      }

  return g_log_writer_default (level, copy, n_fields, user_data);
}

/**
 * ecpa_log_init:
 *
 * Sends every structured log message of the process through [func@log_redact]. Called once, before
 * any thread starts.
 */
void
ecpa_log_init (void)
{
  g_log_set_writer_func (write_redacted, NULL, NULL);
}

/**
 * ecpa_log_redact:
 * @message: any text
 *
 * Returns: (transfer full): the text with whatever looks personal or secret replaced
 */
char *
ecpa_log_redact (const char *message)
{
  g_autofree char *clean = NULL;

  g_return_val_if_fail (message != NULL, NULL);

  clean = g_regex_replace_literal (personal (), message, -1, 0, "[…]", 0, NULL);

  return clean != NULL ? g_steal_pointer (&clean) : g_strdup ("[…]");
}
