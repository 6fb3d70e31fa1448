/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-log.h"

#include <string.h>

/* What may never be read in a log, whoever wrote the message: national IDs, card numbers, mail
 * addresses, mobile numbers, and long tokens. An underscore is no letter here: file names are made
 * with it. */
#define START "(?<![A-Za-z0-9])"
#define END "(?![A-Za-z0-9])"
#define PERSONAL \
  START "[A-Za-z][0-9A-Da-d][0-9]{8}" END \
  "|" START "[0-9]{12}" END \
  "|" START "09[0-9]{2}-?[0-9]{3}-?[0-9]{3}" END \
  "|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+" \
  "|" START "[A-Za-z0-9_+/-]{40,}={0,2}"

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
  g_autoptr (GPtrArray) cleaned = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (copy[i].key, "MESSAGE") == 0)
      {
        g_autofree char *message = copy[i].length < 0
                                     ? g_strdup (copy[i].value)
                                     : g_strndup (copy[i].value, (gsize) copy[i].length);

        copy[i].value = ecpa_log_redact (message);
        copy[i].length = -1;
        g_ptr_array_add (cleaned, (gpointer) copy[i].value);
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
  g_autofree char *valid = NULL;
  g_autofree char *clean = NULL;

  g_return_val_if_fail (message != NULL, NULL);

  valid = g_utf8_make_valid (message, -1);
  clean = g_regex_replace_literal (personal (), valid, -1, 0, "[…]", 0, NULL);

  return clean != NULL ? g_steal_pointer (&clean) : g_strdup ("[…]");
}
