/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Linked with one floor as a whole and with nothing but what that floor sees: a symbol that the
 * floor borrows from elsewhere is an error of the linker. */
int
main (void)
{
  return 0;
}
