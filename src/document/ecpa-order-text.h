/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaParagraphStyle:
 * @ECPA_PARAGRAPH_TRAINING: says that the document is for practice
 * @ECPA_PARAGRAPH_FILING: 檔號, 保存年限: top right
 * @ECPA_PARAGRAPH_TITLE: agency and 令, centred
 * @ECPA_PARAGRAPH_CONTACT: 地址, 聯絡方式 of the agency: right half
 * @ECPA_PARAGRAPH_ADDRESS: the address block of the one it is for
 * @ECPA_PARAGRAPH_RECIPIENT: 受文者
 * @ECPA_PARAGRAPH_META: 發文日期 … 附件
 * @ECPA_PARAGRAPH_SUBJECT: 主旨
 * @ECPA_PARAGRAPH_ITEM: 人事條列
 * @ECPA_PARAGRAPH_COPIES: 正本, 副本
 * @ECPA_PARAGRAPH_REMEDY: 教示
 * @ECPA_PARAGRAPH_SIGNER: 署名
 *
 * The parts of an order in the order in which they stand on it (facts/domain.md 3.3).
 */
typedef enum
{
  ECPA_PARAGRAPH_TRAINING,
  ECPA_PARAGRAPH_FILING,
  ECPA_PARAGRAPH_TITLE,
  ECPA_PARAGRAPH_CONTACT,
  ECPA_PARAGRAPH_ADDRESS,
  ECPA_PARAGRAPH_RECIPIENT,
  ECPA_PARAGRAPH_META,
  ECPA_PARAGRAPH_SUBJECT,
  ECPA_PARAGRAPH_ITEM,
  ECPA_PARAGRAPH_COPIES,
  ECPA_PARAGRAPH_REMEDY,
  ECPA_PARAGRAPH_SIGNER,
  ECPA_N_PARAGRAPH_STYLES,
} EcpaParagraphStyle;

/**
 * EcpaParagraph:
 * @style: which part it is
 * @lead: what stands before the hanging text, 「主旨：」 or 「一、」; may be empty
 * @text: the rest
 */
typedef struct
{
  EcpaParagraphStyle  style;
  char               *lead;
  char               *text;
} EcpaParagraph;

GPtrArray *ecpa_order_text_new_paragraphs (EcpaOrder *order,
                                           gboolean   training);
char      *ecpa_order_text_join           (GPtrArray *paragraphs);
char      *ecpa_order_text_clean          (const char *text);

G_END_DECLS
