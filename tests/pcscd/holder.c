/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another program that takes a card for itself: says "held" when it has it, and lets it go at the end of its input. */

#include <stdio.h>
#include <stdlib.h>
#include <winscard.h>

int
main (int    argc,
      char **argv)
{
  SCARDCONTEXT context;
  SCARDHANDLE card;
  DWORD protocol;

  if (argc != 2 || SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS)
    return EXIT_FAILURE;
  while (SCardConnect (context, argv[1], SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol)
         == SCARD_E_SHARING_VIOLATION)
    ;
  puts ("held");
  fflush (stdout);
  while (getchar () != EOF)
    ;
  SCardDisconnect (card, SCARD_LEAVE_CARD);
  SCardReleaseContext (context);

  return EXIT_SUCCESS;
}
