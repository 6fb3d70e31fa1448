/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts mails into the outbox of a database, as a rule of the backend would:
 *
 *   mail-probe DATABASE KIND LANGUAGE ADDRESS CODE SECONDS N   adds N mails whose code is good for SECONDS
 */

#include "ecpa-mail.h"
#include <stdlib.h>
#include <string.h>

static EcpaMailKind
parse_kind (const char *name)
{
  for (guint kind = 0; kind <= ECPA_MAIL_CONTACT_CHANGED; kind++)
    if (strcmp (ecpa_mail_kind_get_name (kind), name) == 0)
      return kind;

  g_error ("There is no kind of mail “%s”", name);
}

static void
add (EcpaStore  *store,
     char      **words,
     guint       n)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 seconds = g_ascii_strtoll (words[4], NULL, 10);
  EcpaMailDraft draft = {
    parse_kind (words[0]), words[1], words[2], "林○青", *words[3] != '\0' ? words[3] : NULL,
    seconds > 0 ? now + seconds : 0, 0,
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    if (!ecpa_store_add_mail (store, &draft, now, &error))
      g_error ("%s", error->message);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaStore) store = NULL;

  g_assert (argc == 8);
  store = ecpa_store_open (argv[1], G_MAXUINT, &error);
  if (store == NULL)
    g_error ("%s", error->message);
  add (store, argv + 2, (guint) atoi (argv[7]));

  return 0;
}
