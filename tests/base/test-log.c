/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-log.h"

#include <locale.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *message;
  const char *expected;
} LogCase;

static const LogCase cases[] = {
  { "plain", "Reader 0: card in, SW 9000", "Reader 0: card in, SW 9000" },
  { "id", "login of A123456789 failed", "login of […] failed" },
  { "id-lower", "typed a123456789", "typed […]" },
  { "id-new", "A800000014", "[…]" },
  { "id-old", "AB99990003,", "[…]," },
  { "id-after-han", "身分證A123456789號", "身分證[…]號" },
  { "id-underscore", "file_A123456789_1.pdf", "file_[…]_1.pdf" },
  { "id-json", "{\"id\":\"A123456789\"}", "{\"id\":\"[…]\"}" },
  { "card", "card 000012345678", "card […]" },
  { "card-underscore", "card_000012345678.", "card_[…]." },
  { "mobile", "call 0912345678", "call […]" },
  { "mobile-dashes", "call 0912-345-678", "call […]" },
  { "mail", "to wang.hs+x@mail.example now", "to […] now" },
  { "token", "Bearer Zm9vYmFyMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwQUI=", "Bearer […]" },
  { "uuid", "request 1f0c9f6e-8f6b-4d2a-9a53-2f9a6c1d7e55", "request 1f0c9f6e-8f6b-4d2a-9a53-2f9a6c1d7e55" },
  { "time", "2026-11-18T09:02:00Z took 120 ms", "2026-11-18T09:02:00Z took 120 ms" },
  { "two", "A123456789 and B123456780", "[…] and […]" },
  { "not-utf8", "A123456789 \xff", "[…] \357\277\275" },
  { "empty", "", "" },
};

static void
test_case (gconstpointer data)
{
  const LogCase *test = data;
  g_autofree char *clean = ecpa_log_redact (test->message);

  g_assert_cmpstr (clean, ==, test->expected);
}

/* All ways into the log lead through the redaction. */
static void
test_writer (void)
{
  if (g_test_subprocess ())
    {
      static const char bytes[] = "third C123456789 tail";
      const GLogField with_length[] = {
        { "PRIORITY", "5", -1 },
        { "MESSAGE", bytes, (gssize) strlen ("third C123456789") },
      };

      ecpa_log_init ();
      g_message ("first %s", "A123456789");
      g_log ("other-domain", G_LOG_LEVEL_MESSAGE, "second %s", "B123456780");
      g_log_structured_array (G_LOG_LEVEL_MESSAGE, with_length, G_N_ELEMENTS (with_length));
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*first […]*second […]*third […]*");
  g_test_trap_assert_stderr_unmatched ("*123456*");
  g_test_trap_assert_stdout_unmatched ("*123456*");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/base/log/redact/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/base/log/writer", test_writer);

  return g_test_run ();
}
