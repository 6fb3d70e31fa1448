/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-mask.h"

typedef char *(*MaskFunc) (const char *text);

typedef struct
{
  const char *path;
  MaskFunc    mask;
  const char *text;
  const char *expected;
} MaskCase;

static const MaskCase cases[] = {
  { "/base/mask/name/empty", ecpa_mask_name, "", "" },
  { "/base/mask/name/one", ecpa_mask_name, "王", "王" },
  { "/base/mask/name/two", ecpa_mask_name, "王明", "王○" },
  { "/base/mask/name/three", ecpa_mask_name, "王小明", "王○○" },
  { "/base/mask/name/four", ecpa_mask_name, "歐陽小明", "歐○○○" },
  { "/base/mask/name/rare", ecpa_mask_name, "𨘻小明", "𨘻○○" },
  { "/base/mask/name/unknown", ecpa_mask_name, "〓小明", "〓○○" },
  { "/base/mask/name/romanised", ecpa_mask_name, "CHEN MEI-LING", "CHEN ○○" },
  { "/base/mask/name/romanised-comma", ecpa_mask_name, "CHEN, MEI-LING", "CHEN ○○" },
  { "/base/mask/name/romanised-word", ecpa_mask_name, "MADONNA", "M ○○" },
  { "/base/mask/number/twelve", ecpa_mask_number, "000012345678", "****5678" },
  { "/base/mask/number/short", ecpa_mask_number, "5678", "****" },
  { "/base/mask/number/empty", ecpa_mask_number, "", "****" },
  { "/base/mask/number/wide", ecpa_mask_number, "一二三四五六", "****三四五六" },
  { "/base/mask/address/plain", ecpa_mask_address, "wang@mail.example", "w***@mail.example" },
  { "/base/mask/address/wide", ecpa_mask_address, "王@mail.example", "王***@mail.example" },
  { "/base/mask/address/two-at", ecpa_mask_address, "\"a@b\"@mail.example", "\"***@mail.example" },
  { "/base/mask/address/no-at", ecpa_mask_address, "wang", "***" },
  { "/base/mask/address/no-local", ecpa_mask_address, "@mail.example", "***" },
  { "/base/mask/address/empty", ecpa_mask_address, "", "***" },
};

static void
test_case (gconstpointer data)
{
  const MaskCase *test = data;
  g_autofree char *masked = test->mask (test->text);

  g_assert_true (g_utf8_validate (masked, -1, NULL));
  g_assert_cmpstr (masked, ==, test->expected);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);

  return g_test_run ();
}
