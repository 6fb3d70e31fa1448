/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

/* An order waits for a signature when it is delivered on line and has no receipt. */
#define UNSIGNED "o.electronic = 1 AND o.signed_at IS NULL"

/* Both are read from an index alone (schema/006-pages.sql). */
#define SELECT_PAGE \
  "SELECT " ECPA_SUMMARY_COLUMNS " FROM orders o JOIN order_kinds k ON k.code = o.kind_code" \
  " WHERE o.person_id = $1 AND (o.issued_on, o.id) < ($2, $3)"
#define ORDER_PAGE " ORDER BY o.issued_on DESC, o.id DESC LIMIT $4"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const char *column;
  gsize       offset;
} TextColumn;

#define TEXT(name) { #name, G_STRUCT_OFFSET (EcpaOrder, name) }

/* The columns of an order that are text as they are, in the order of the SELECT below. */
static const TextColumn text_columns[] = {
  TEXT (kind_code), TEXT (document_class), TEXT (agency_name), TEXT (agency_address), TEXT (agency_contact),
  TEXT (file_number), TEXT (retention), TEXT (recipient), TEXT (recipient_address), TEXT (issued_on),
  TEXT (document_number), TEXT (speed), TEXT (secrecy), TEXT (attachments), TEXT (subject), TEXT (position),
  TEXT (result), TEXT (reason), TEXT (legal_basis), TEXT (other), TEXT (original_to), TEXT (copies_to),
  TEXT (signer_title), TEXT (signer_name),
};

#define ORDER_COLUMNS \
  "o.kind_code, o.document_class, o.agency_name, o.agency_address, o.agency_contact, o.file_number, o.retention," \
  " o.recipient, o.recipient_address, o.issued_on, o.document_number, o.speed, o.secrecy, o.attachments, o.subject," \
  " o.position, o.result, o.reason, o.legal_basis, o.other, o.original_to, o.copies_to, o.signer_title, o.signer_name"

/* Auxiliaries -------------------------------------------------------------- */

static EcpaRemedy *
read_remedy (EcpaRows *rows,
             guint     first)
{
  EcpaRemedy *remedy;

  if (ecpa_rows_is_null (rows, first))
    return NULL;

  remedy = g_object_new (ECPA_TYPE_REMEDY, NULL);
  remedy->kind = ecpa_rows_dup_text (rows, first);
  remedy->text = ecpa_rows_dup_text (rows, first + 1);
  remedy->days = ecpa_rows_get_int (rows, first + 2);

  return remedy;
}

static gboolean
count_orders (EcpaStore   *self,
              const char  *sql,
              gint64       person_id,
              gint64      *count,
              GError     **error)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self->database, error, sql, "i", person_id);

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return FALSE;
  *count = ecpa_rows_get_int (rows, 0);

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_list_orders:
 * @self: a store
 * @person_id: whose
 * @unsigned_only: whether only those that wait for a signature
 * @after: (nullable): the row before the page; %NULL begins at the newest
 * @limit: rows of a page
 * @items: (out caller-allocates): an empty string, for the page's rows as ecpa_record_print_with() wants them
 * @last: (out caller-allocates): the page's last row where there are rows after it, else as it was
 * @error: a #EcpaDatabaseError
 *
 * A page, newest first. The order of rows never changes, so a cursor stays good whatever is signed meanwhile.
 *
 * Returns: (transfer full) (nullable): the page, without its rows and its cursor
 */
EcpaOrderPage *
ecpa_store_list_orders (EcpaStore        *self,
                        gint64            person_id,
                        gboolean          unsigned_only,
                        EcpaOrderCursor  *after,
                        guint             limit,
                        GString          *items,
                        EcpaOrderCursor  *last,
                        GError          **error)
{
  g_autoptr (EcpaOrderPage) page = g_object_new (ECPA_TYPE_ORDER_PAGE, NULL);
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         unsigned_only ? SELECT_PAGE " AND " UNSIGNED ORDER_PAGE : SELECT_PAGE ORDER_PAGE,
                         "issi", person_id, after != NULL ? after->issued_on : "9999-99-99",
                         after != NULL ? after->id : "", (gint64) limit + 1);
  g_autofree char *id = NULL;
  g_autofree char *issued_on = NULL;

  if (rows == NULL)
    return NULL;

  for (guint n = 1; ecpa_rows_next (rows, NULL); n++)
    {
      if (n > limit)
        {
          last->id = g_steal_pointer (&id);
          last->issued_on = g_steal_pointer (&issued_on);
          break;
        }
      ecpa_rows_print_record (rows, ECPA_TYPE_ORDER_SUMMARY, items);
      if (n == limit)
        {
          id = ecpa_rows_dup_text (rows, ECPA_SUMMARY_ID);
          issued_on = ecpa_rows_dup_text (rows, ECPA_SUMMARY_ISSUED_ON);
        }
    }
  if (!ecpa_rows_end (rows, error))
    return NULL;

  if (!ecpa_store_count_unsigned (self, person_id, &page->unsigned_orders, error))
    return NULL;
  page->total = page->unsigned_orders;
  if (!unsigned_only && !count_orders (self, "SELECT count(*) FROM orders WHERE person_id = $1", person_id,
                                       &page->total, error))
    return NULL;

  return g_steal_pointer (&page);
}

/**
 * ecpa_store_count_unsigned:
 * @self: a store
 * @person_id: whose
 * @count: (out): orders that wait for a signature
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_count_unsigned (EcpaStore  *self,
                           gint64      person_id,
                           gint64     *count,
                           GError    **error)
{
  return count_orders (self,
                       "SELECT count(*) FROM orders o WHERE o.person_id = $1 AND " UNSIGNED, person_id, count, error);
}

/**
 * ecpa_store_find_order:
 * @self: a store
 * @person_id: whose
 * @id: an order
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the order, if there is one and it is theirs; the person's ID in it is whole
 */
EcpaOrder *
ecpa_store_find_order (EcpaStore   *self,
                       gint64       person_id,
                       const char  *id,
                       GError     **error)
{
  guint n = G_N_ELEMENTS (text_columns);
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT " ORDER_COLUMNS ", o.version, k.name, p.name, p.national_id, o.electronic,"
                         " o.notified_at, o.viewed_at, o.signed_at, o.remedy_kind, o.remedy_text, o.remedy_days"
                         " FROM orders o JOIN order_kinds k ON k.code = o.kind_code"
                         " JOIN persons p ON p.id = o.person_id"
                         " WHERE o.person_id = $1 AND o.id = $2",
                         "is", person_id, id);
  EcpaOrder *order;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  order = g_object_new (ECPA_TYPE_ORDER, NULL);
  order->id = g_strdup (id);
  for (guint i = 0; i < n; i++)
    G_STRUCT_MEMBER (char *, order, text_columns[i].offset) = ecpa_rows_dup_text (rows, i);
  order->version = ecpa_rows_get_int (rows, n);
  order->kind_name = ecpa_rows_dup_text (rows, n + 1);
  order->person_name = ecpa_rows_dup_text (rows, n + 2);
  order->person_id_masked = ecpa_rows_dup_text (rows, n + 3);
  order->electronic = ecpa_rows_get_int (rows, n + 4) != 0;
  order->notified_at = ecpa_rows_dup_time (rows, n + 5);
  order->viewed_at = ecpa_rows_dup_time (rows, n + 6);
  order->signed_at = ecpa_rows_dup_time (rows, n + 7);
  order->remedy = read_remedy (rows, n + 8);

  return order;
}

/**
 * ecpa_store_mark_viewed:
 * @self: a store
 * @id: an order
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Records 檢視 the first time; later ones change nothing.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_mark_viewed (EcpaStore   *self,
                        const char  *id,
                        gint64       now,
                        GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE orders SET viewed_at = $2, version = version + 1"
                                " WHERE id = $1 AND viewed_at IS NULL",
                                "si", id, now);
}

/**
 * ecpa_store_find_receipt:
 * @self: a store
 * @order_id: an order
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): its receipt
 */
EcpaReceipt *
ecpa_store_find_receipt (EcpaStore   *self,
                         const char  *order_id,
                         GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT id, signed_at, method FROM receipts WHERE order_id = $1", "s", order_id);
  EcpaReceipt *receipt;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  receipt = g_object_new (ECPA_TYPE_RECEIPT, NULL);
  receipt->order_id = g_strdup (order_id);
  receipt->id = ecpa_rows_dup_text (rows, 0);
  receipt->signed_at = ecpa_rows_dup_time (rows, 1);
  receipt->method = ecpa_rows_dup_text (rows, 2);

  return receipt;
}

/**
 * ecpa_store_add_receipt:
 * @self: a store
 * @person_id: who signs
 * @receipt: the receipt
 * @error: a #EcpaDatabaseError; a second receipt for an order is %ECPA_DATABASE_ERROR_CONSTRAINT
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_receipt (EcpaStore    *self,
                        gint64        person_id,
                        EcpaReceipt  *receipt,
                        GError      **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO receipts (id, order_id, person_id, signed_at, method)"
                                " VALUES ($1, $2, $3, $4, $5)",
                                "ssiis", receipt->id, receipt->order_id, person_id,
                                g_date_time_to_unix (receipt->signed_at), receipt->method)
         && ecpa_database_execute (self->database, NULL, error,
                                   "UPDATE orders SET version = version + 1 WHERE id = $1", "s", receipt->order_id);
}
