/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-text.h"

#include "ecpa-roc-date.h"

/* Types -------------------------------------------------------------------- */

/* A numbered line of 人事條列; the numbers are given when it is known which lines there are. */
typedef struct
{
  const char *label;
  goffset     field;
  gboolean    optional;
} Item;

static const Item items[] = {
  { "現職：", G_STRUCT_OFFSET (EcpaOrder, position), FALSE },
  { "獎懲：", G_STRUCT_OFFSET (EcpaOrder, result), FALSE },
  { "獎懲事由：", G_STRUCT_OFFSET (EcpaOrder, reason), FALSE },
  { "法令依據：", G_STRUCT_OFFSET (EcpaOrder, legal_basis), FALSE },
  { "其他事項：", G_STRUCT_OFFSET (EcpaOrder, other), TRUE },
};

static const char *const numbers[] = { "一、", "二、", "三、", "四、", "五、", "六、" };
G_STATIC_ASSERT (G_N_ELEMENTS (numbers) == G_N_ELEMENTS (items) + 1);

/* Auxiliaries -------------------------------------------------------------- */

static void
paragraph_free (EcpaParagraph *self)
{
  g_free (self->lead);
  g_free (self->text);
  g_free (self);
}

/* Takes nothing over; @text comes from the record and is cleaned here. */
static void
add (GPtrArray          *paragraphs,
     EcpaParagraphStyle  style,
     const char         *lead,
     const char         *text)
{
  EcpaParagraph *paragraph = g_new0 (EcpaParagraph, 1);

  paragraph->style = style;
  paragraph->lead = g_strdup (lead);
  paragraph->text = ecpa_order_text_clean (text);
  g_ptr_array_add (paragraphs, paragraph);
}

/* A part that is left out together with its label where there is nothing to say. */
static void
add_optional (GPtrArray          *paragraphs,
              EcpaParagraphStyle  style,
              const char         *lead,
              const char         *text)
{
  g_autofree char *clean = ecpa_order_text_clean (text);

  if (*clean != '\0')
    add (paragraphs, style, lead, clean);
}

/* A date that cannot be read is printed as it came: an order is never shown without what it says. */
static char *
format_issued_on (const char *issued_on)
{
  GDate date;

  if (issued_on != NULL && ecpa_date_parse_iso (issued_on, &date))
    return ecpa_roc_date_format (&date, ECPA_ROC_FULL);

  return g_strdup (issued_on);
}

static void
add_head (GPtrArray *paragraphs,
          EcpaOrder *order)
{
  g_autofree char *agency = ecpa_order_text_clean (order->agency_name);
  g_autofree char *class = ecpa_order_text_clean (order->document_class);
  g_autofree char *title = g_strconcat (agency, "　", *class != '\0' ? class : "令", NULL);
  g_autofree char *issued_on = format_issued_on (order->issued_on);

  add (paragraphs, ECPA_PARAGRAPH_FILING, "檔　　號：", order->file_number);
  add (paragraphs, ECPA_PARAGRAPH_FILING, "保存年限：", order->retention);
  add (paragraphs, ECPA_PARAGRAPH_TITLE, "", title);
  add_optional (paragraphs, ECPA_PARAGRAPH_CONTACT, "地址：", order->agency_address);
  add_optional (paragraphs, ECPA_PARAGRAPH_CONTACT, "聯絡方式：", order->agency_contact);
  add_optional (paragraphs, ECPA_PARAGRAPH_ADDRESS, "", order->recipient_address);
  add (paragraphs, ECPA_PARAGRAPH_RECIPIENT, "受文者：", order->recipient);
  add (paragraphs, ECPA_PARAGRAPH_META, "發文日期：", issued_on);
  add (paragraphs, ECPA_PARAGRAPH_META, "發文字號：", order->document_number);
  add (paragraphs, ECPA_PARAGRAPH_META, "速別：", order->speed);
  add (paragraphs, ECPA_PARAGRAPH_META, "密等及解密條件或保密期限：", order->secrecy);
  add (paragraphs, ECPA_PARAGRAPH_META, "附件：", order->attachments);
}

static void
add_items (GPtrArray *paragraphs,
           EcpaOrder *order)
{
  g_autofree char *name = ecpa_order_text_clean (order->person_name);
  g_autofree char *id = ecpa_order_text_clean (order->person_id_masked);
  g_autofree char *who = g_strconcat ("姓名／身分證統一編號：", name, "／", id, NULL);
  guint n = 0;

  add (paragraphs, ECPA_PARAGRAPH_ITEM, numbers[n++], who);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autofree char *value = ecpa_order_text_clean (G_STRUCT_MEMBER (char *, order, items[i].field));
      g_autofree char *text = g_strconcat (items[i].label, value, NULL);

      if (*value != '\0' || !items[i].optional)
        add (paragraphs, ECPA_PARAGRAPH_ITEM, numbers[n++], text);
    }
}

static void
add_foot (GPtrArray *paragraphs,
          EcpaOrder *order)
{
  g_autofree char *title = ecpa_order_text_clean (order->signer_title);
  g_autofree char *name = ecpa_order_text_clean (order->signer_name);
  g_autofree char *signer = g_strjoin (*title != '\0' && *name != '\0' ? "　" : "", title, name, NULL);

  add (paragraphs, ECPA_PARAGRAPH_COPIES, "正本：", order->original_to);
  add_optional (paragraphs, ECPA_PARAGRAPH_COPIES, "副本：", order->copies_to);
  if (order->remedy != NULL)
    add_optional (paragraphs, ECPA_PARAGRAPH_REMEDY, "", order->remedy->text);
  add_optional (paragraphs, ECPA_PARAGRAPH_SIGNER, "", signer);
}

/* What may not stand in a line of an official document: controls, and the marks that turn the
 * direction of writing, with which a text can be made to read otherwise than it is stored. */
static gboolean
is_dropped (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0xFEFF || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_break (gunichar c)
{
  return c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f' || c == ' ' || c == 0x85 ||
         c == 0x2028 || c == 0x2029;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_text_clean:
 * @text: (nullable): a field of an order
 *
 * Makes a field fit for a line of an official document: valid UTF-8, runs of blanks and line breaks
 * as one blank, no controls, no marks that change the direction of writing.
 *
 * Returns: (transfer full): the text, empty for %NULL
 */
char *
ecpa_order_text_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *clean = g_string_new (NULL);
  gboolean blank = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_break (c))
        blank = clean->len > 0;
      else if (!is_dropped (c))
        {
          if (blank)
            g_string_append_c (clean, ' ');
          g_string_append_unichar (clean, c);
          blank = FALSE;
        }
    }

  return g_string_free (clean, FALSE);
}

/**
 * ecpa_order_text_new_paragraphs:
 * @order: an order
 * @training: whether the document says that it is for practice
 *
 * What the document says, part by part, in reading order (facts/domain.md 3.3). 檔號, 保存年限, 速別,
 * 密等 and 附件 keep their labels when there is nothing to say, as official documents do; the other
 * optional parts are left out whole. The remedy clause is the order's own; the day worked out from it
 * is an estimate of ours and has no place on the paper.
 *
 * Returns: (transfer full) (element-type EcpaParagraph): the paragraphs
 */
GPtrArray *
ecpa_order_text_new_paragraphs (EcpaOrder *order,
                                gboolean   training)
{
  GPtrArray *paragraphs;

  g_return_val_if_fail (ECPA_IS_ORDER (order), NULL);

  paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify) paragraph_free);
  if (training)
    add (paragraphs, ECPA_PARAGRAPH_TRAINING, "", "練習用：內容均屬虛構，不具任何效力");
  add_head (paragraphs, order);
  add (paragraphs, ECPA_PARAGRAPH_SUBJECT, "主旨：", order->subject);
  add_items (paragraphs, order);
  add_foot (paragraphs, order);

  return paragraphs;
}

/**
 * ecpa_order_text_join:
 * @paragraphs: (element-type EcpaParagraph): what ecpa_order_text_new_paragraphs() made
 *
 * Returns: (transfer full): the text twin, one paragraph a line
 */
char *
ecpa_order_text_join (GPtrArray *paragraphs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < paragraphs->len; i++)
    {
      EcpaParagraph *paragraph = g_ptr_array_index (paragraphs, i);

      g_string_append_printf (text, "%s%s\n", paragraph->lead, paragraph->text);
    }

  return g_string_free (text, FALSE);
}
