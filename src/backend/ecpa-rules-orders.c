/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-national-id.h"
#include "ecpa-roc-date.h"

#include <string.h>

#define PAGE_SIZE 20
#define MAX_PAGE_SIZE 100
#define ROW_SIZE 512 /* bytes of one order in a page, about */

/* Auxiliaries -------------------------------------------------------------- */

static void
cursor_clear (EcpaOrderCursor *cursor)
{
  g_free (cursor->issued_on);
  g_free (cursor->id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EcpaOrderCursor, cursor_clear)

static char *
print_cursor (EcpaOrderCursor *last)
{
  g_autofree char *plain = g_strdup_printf ("%s|%s", last->issued_on, last->id);
  char *text = g_base64_encode ((const guchar *) plain, strlen (plain));

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

static gboolean
parse_cursor (const char      *text,
              EcpaOrderCursor *cursor)
{
  g_autofree char *padded = g_strconcat (text, "===", NULL);
  g_autofree char *plain = NULL;
  g_auto (GStrv) parts = NULL;
  gsize length;
  GDate day;

  if (strlen (text) > 128)
    return FALSE;
  padded[(strlen (text) + 3) / 4 * 4] = '\0';
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  plain = (char *) g_base64_decode (padded, &length);
  plain = g_realloc (plain, length + 1);
  plain[length] = '\0';
  parts = g_strsplit (plain, "|", 2);
  if (g_strv_length (parts) != 2 || !ecpa_date_parse_iso (parts[0], &day) || !g_utf8_validate (parts[1], -1, NULL))
    return FALSE;

  cursor->issued_on = g_strdup (parts[0]);
  cursor->id = g_strdup (parts[1]);

  return TRUE;
}

static char *
print_day (const GDate *day)
{
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (day), (guint) g_date_get_month (day),
                          (guint) g_date_get_day (day));
}

/* An order on paper was served by somebody else, on a day that is not known here. */
static void
estimate_remedy (EcpaInquiry *request,
                 EcpaOrder   *order)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (request->now);
  GDate served_on, last_day;

  if (order->remedy == NULL || !order->electronic)
    return;

  ecpa_roc_date_from_time (order->signed_at != NULL ? order->signed_at : now, &served_on);
  ecpa_office_calendar_last_day (request->backend->calendar, &served_on, (guint) order->remedy->days, &last_day);
  order->remedy->counted_from = print_day (&served_on);
  order->remedy->last_day = print_day (&last_day);
}

/* Another's order and one that never was answer alike. */
static EcpaOrder *
find_order (EcpaInquiry  *request,
            GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  EcpaOrder *order = ecpa_store_find_order (request->backend->store, request->session->person_id, request->target,
                                            &local_error);
  char *masked;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (order == NULL)
    {
      ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);
      return NULL;
    }

  masked = ecpa_national_id_mask (order->person_id_masked);
  g_free (order->person_id_masked);
  order->person_id_masked = masked;
  estimate_remedy (request, order);

  return order;
}

static gboolean
check_if_match (EcpaInquiry  *request,
                gint64        version,
                GError      **error)
{
  const char *wanted = g_hash_table_lookup (request->headers, "if-match");
  g_autofree char *current = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);

  return wanted == NULL || strcmp (wanted, "*") == 0 || strcmp (wanted, current) == 0
         || ecpa_fail (error, ECPA_PROBLEM_CONFLICT);
}

static gboolean
read_limit (EcpaInquiry  *request,
            guint        *limit,
            GError      **error)
{
  const char *text = g_hash_table_lookup (request->query, "limit");
  guint64 value = PAGE_SIZE;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, MAX_PAGE_SIZE, &value, NULL))
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "limit");
  *limit = (guint) value;

  return TRUE;
}

static EcpaReceipt *
make_receipt (EcpaInquiry *request)
{
  EcpaReceipt *receipt = g_object_new (ECPA_TYPE_RECEIPT, NULL);

  receipt->id = g_uuid_string_random ();
  receipt->order_id = g_strdup (request->target);
  receipt->signed_at = g_date_time_new_from_unix_utc (request->now);
  receipt->method = g_strdup (request->session->method);

  return receipt;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_rules_list_orders:
 * @request: a request for a page
 * @error: a problem
 *
 * Returns: whether the page of this person's orders is answered
 */
gboolean
ecpa_rules_list_orders (EcpaInquiry  *request,
                        GError      **error)
{
  const char *state, *text;
  g_auto (EcpaOrderCursor) cursor = { NULL };
  g_auto (EcpaOrderCursor) last = { NULL };
  g_autoptr (EcpaOrderPage) page = NULL;
  g_autoptr (GString) items = NULL;
  guint limit = PAGE_SIZE;

  if (request->query == NULL)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "query");
  state = g_hash_table_lookup (request->query, "state");
  text = g_hash_table_lookup (request->query, "cursor");
  if (state != NULL && strcmp (state, "unsigned") != 0 && strcmp (state, "all") != 0)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "state");
  if (!read_limit (request, &limit, error))
    return FALSE;
  if (text != NULL && !parse_cursor (text, &cursor))
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "cursor");

  items = g_string_sized_new (limit * ROW_SIZE);
  page = ecpa_store_list_orders (request->backend->store, request->session->person_id,
                                 g_strcmp0 (state, "unsigned") == 0, text != NULL ? &cursor : NULL, limit, items,
                                 &last, error);
  if (page == NULL)
    return FALSE;
  if (last.id != NULL)
    page->next_cursor = print_cursor (&last);
  ecpa_inquiry_reply_with (request, ECPA_RECORD (page), "items", items);

  return TRUE;
}

/**
 * ecpa_rules_read_order:
 * @request: a request for an order
 * @error: a problem
 *
 * Returns: whether the order is answered
 */
gboolean
ecpa_rules_read_order (EcpaInquiry  *request,
                       GError      **error)
{
  g_autoptr (EcpaOrder) order = find_order (request, error);

  if (order == NULL)
    return FALSE;
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (order), order->version);

  return TRUE;
}

/**
 * ecpa_rules_view_order:
 * @request: says that an order was opened
 * @error: a problem
 *
 * Records 檢視, the first time.
 *
 * Returns: whether it is recorded; the answer is the order
 */
gboolean
ecpa_rules_view_order (EcpaInquiry  *request,
                       GError      **error)
{
  g_autoptr (EcpaOrder) order = find_order (request, error);

  if (order == NULL)
    return FALSE;
  if (order->viewed_at == NULL)
    {
      if (!check_if_match (request, order->version, error)
          || !ecpa_store_mark_viewed (request->backend->store, order->id, request->now, error))
        return FALSE;
      g_clear_object (&order);
      order = find_order (request, error);
      if (order == NULL)
        return FALSE;
    }
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (order), order->version);

  return TRUE;
}

/**
 * ecpa_rules_sign_order:
 * @request: signs for an order
 * @error: a problem
 *
 * Records 簽收: for an order of this person that is delivered on line and was opened before. An order that has a
 * receipt keeps it, and it is answered again.
 *
 * Returns: whether there is a receipt
 */
gboolean
ecpa_rules_sign_order (EcpaInquiry  *request,
                       GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (EcpaOrder) order = find_order (request, error);
  g_autoptr (EcpaReceipt) receipt = NULL;
  g_autoptr (GError) local_error = NULL;
  guint status = 200;

  if (order == NULL)
    return FALSE;
  if (!order->electronic)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_ELECTRONIC);

  receipt = ecpa_store_find_receipt (store, order->id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (receipt == NULL)
    {
      if (order->viewed_at == NULL)
        return ecpa_fail (error, ECPA_PROBLEM_NOT_VIEWED);
      if (!check_if_match (request, order->version, error))
        return FALSE;
      receipt = make_receipt (request);
      if (!ecpa_store_add_receipt (store, request->session->person_id, receipt, error))
        return FALSE;
      order->version++;
      status = 201;
    }
  ecpa_inquiry_reply (request, status, ECPA_RECORD (receipt), order->version);

  return TRUE;
}
