/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "order-fixtures.h"

/* Auxiliaries -------------------------------------------------------------- */

static EcpaRemedy *
create_remedy (gboolean teacher)
{
  return g_object_new (ECPA_TYPE_REMEDY,
                       "kind", teacher ? "teacher" : "civil-servant",
                       "text",
                       teacher ? "如有不服，得於本令達到之次日起30日內，依教師法規定向本市教師申訴評議委員會提起申訴。"
                               : "如有不服，得於本令達到之次日起30日內，繕具復審書經由原處分機關向公務人員保障暨培訓委員會提起復審。",
                       "days", (gint64) 30, "counted-from", "2026-11-21", "last-day", "2026-12-21", NULL);
}

static char *
repeat (const char *text,
        guint       n)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (string, text);

  return g_string_free (string, FALSE);
}

static char *
list_offices (guint n)
{
  GString *string = g_string_new ("本處人事室");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (string, "、○○市○○區第%u公所", i + 1);

  return g_string_free (string, FALSE);
}

static void
set_name (EcpaOrder  *order,
          const char *name)
{
  g_autofree char *recipient = g_strconcat (name, "君", NULL);
  g_autofree char *subject = g_strdup_printf ("核定%s獎勵如下，請查照。", name);

  g_object_set (order, "person-name", name, "recipient", recipient, "original-to", recipient,
                "subject", subject, NULL);
}

static EcpaOrder *
create_ordinary (void)
{
  g_autoptr (EcpaRemedy) remedy = create_remedy (FALSE);
  EcpaOrder *order = g_object_new (ECPA_TYPE_ORDER,
                                   "id", "order-1", "version", (gint64) 1, "kind-code", "4002", "kind-name", "嘉獎二次",
                                   "document-class", "令", "agency-name", "○○市政府人事處",
                                   "issued-on", "2026-11-18", "document-number", "○市人考字第1150012345號",
                                   "speed", "普通件", "person-id-masked", "A1234*****",
                                   "position", "○○市政府人事處　科員　委任第五職等", "result", "嘉獎二次（4002）",
                                   "reason", "協助辦理115年度員工協助方案推動計畫，辛勞得力。",
                                   "legal-basis", "公務人員考績法第12條、○○市政府公務人員平時獎懲標準表第2點第3款",
                                   "copies-to", "本處人事室", "signer-title", "處長", "signer-name", "陳○○",
                                   "remedy", remedy, "electronic", TRUE, NULL);

  set_name (order, "王小明");

  return order;
}

static void
fill (EcpaOrder *order)
{
  g_object_set (order, "agency-address", "○○市○○區市府路1號",
                "agency-contact", "承辦人：林○○　電話：(02)2345-6789轉1234　傳真：(02)2345-9876",
                "file-number", "0115/010203/1/0001/001", "retention", "10年",
                "recipient-address", "220242 ○○市○○區○○路一段161號5樓", "secrecy", "公布後解密",
                "attachments", "如文", "other", "獎勵事實發生於考核年度內。", NULL);
}

static char *
random_text (GRand *rand,
             guint  most)
{
  static const char *const pieces[] = { "令", "獎勵", "，", "。", "、", "「", "」", "（", "）", "　", " ", "\n", "\t", "%s", "&lt;",
                                        "<b>", "A", "abcdefghijklmnopqrstuvwxyz", "0", "-", "/", "\\", "é", "e\u0301",
                                        "𥕢", "𦰡", "\u202E", "\u200F", "\u2028", "\a", "\xff", "\xe4\xb8", "😀",
                                        "한", "ع", "ไ", "\uFEFF", "\u3000\u3000", "１１５", "——", "……" };
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (rand, 0, (gint32) most + 1);

  for (guint i = 0; i < n; i++)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

  return g_string_free (text, FALSE);
}

/* Public API --------------------------------------------------------------- */

EcpaOrder *
order_fixture_new (OrderFixture fixture)
{
  EcpaOrder *order = create_ordinary ();
  g_autoptr (EcpaRemedy) teacher = create_remedy (TRUE);
  g_autofree char *reason = NULL, *copies = NULL;

  switch (fixture)
    {
    case ORDER_BARE:
      g_object_set (order, "speed", NULL, "copies-to", NULL, "remedy", NULL, NULL);
      break;
    case ORDER_FULL:
      fill (order);
      break;
    case ORDER_TEACHER:
      g_object_set (order, "remedy", teacher, "agency-name", "○○市立○○高級中等學校", "signer-title", "校長", NULL);
      break;
    case ORDER_RARE:
      set_name (order, "𥕢𦰡瑶喆堃");
      break;
    case ORDER_LONG_NAME:
      set_name (order, "沙韻芭嵐伊斯瑪哈善布農達卡努瓦卡里布安");
      g_object_set (order, "signer-name", "沙韻芭嵐伊斯瑪哈善布農達卡努瓦卡里布安", NULL);
      break;
    case ORDER_SHORT_NAME:
      set_name (order, "丁");
      break;
    case ORDER_LONG:
    case ORDER_THREE_PAGES:
      fill (order);
      /* a word longer than a line, to be broken where the line ends and without a hyphen */
      g_object_set (order, "legal-basis", "https://example.gov.tw/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", NULL);
      reason = repeat ("辦理市政建設永續發展計畫，規劃周詳、執行得力，圓滿達成任務，成效卓著；", fixture == ORDER_LONG ? 4 : 24);
      copies = list_offices (fixture == ORDER_LONG ? 30 : 60);
      g_object_set (order, "reason", reason, "copies-to", copies, NULL);
      break;
    case ORDER_ORDINARY:
    case N_ORDERS:
    default:
      break;
    }

  return order;
}

/* Whatever a broken or hostile backend could send in the fields that are printed. */
EcpaOrder *
order_random_new (GRand *rand)
{
  static const char *const fields[] = { "document-class", "agency-name", "agency-address", "agency-contact", "file-number",
                                        "retention", "recipient", "recipient-address", "issued-on", "document-number",
                                        "speed", "secrecy", "attachments", "subject", "person-name", "person-id-masked",
                                        "position", "result", "reason", "legal-basis", "other", "original-to",
                                        "copies-to", "signer-title", "signer-name" };
  EcpaOrder *order = g_object_new (ECPA_TYPE_ORDER, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = random_text (rand, g_rand_int_range (rand, 0, 8) == 0 ? 400 : 30);

      if (g_rand_int_range (rand, 0, 6) != 0)
        g_object_set (order, fields[i], text, NULL);
    }

  return order;
}
