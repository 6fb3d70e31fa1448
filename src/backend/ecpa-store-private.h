/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-database.h"
#include "ecpa-mail.h"
#include "ecpa-store.h"

struct _EcpaStore
{
  GObject       parent_instance;

  /* Owned */
  EcpaDatabase *database;
  GBytes       *mail_key; /* (nullable) until there is a mail */

  EcpaMailAdded mail_added;
  gpointer      mail_added_data;
};

/* ecpa-rows-print.c: a row whose columns are the fields of a record, in their order, as the record's JSON */
void ecpa_rows_print_record (EcpaRows *rows,
                             GType     type,
                             GString  *out);

/* The fields of a line of the inbox, EcpaOrderSummary */
#define ECPA_SUMMARY_COLUMNS \
  "o.id, o.version, o.kind_code, k.name, o.agency_name, o.issued_on, o.document_number," \
  " o.reason, o.electronic, o.notified_at, o.viewed_at, o.signed_at"
#define ECPA_SUMMARY_ID 0
#define ECPA_SUMMARY_ISSUED_ON 5

/* ecpa-store-people.c: how often something went wrong, and until when it is locked for that */
gboolean ecpa_rows_read_attempts (EcpaRows  *rows,
                                  gint64    *errors,
                                  gint64    *locked_until,
                                  GError   **error);

/* ecpa-store-sessions.c: sessions that are taken out, and why */
gboolean ecpa_store_note_endings (EcpaStore   *self,
                                  EcpaRows    *removed,
                                  const char  *reason,
                                  gint64       now,
                                  gint64      *n_ended,
                                  GError     **error);

/* (nullable): the moment in a column, null where the column is */
static inline GDateTime *
ecpa_rows_dup_time (EcpaRows *rows,
                    guint     column)
{
  return ecpa_rows_is_null (rows, column) ? NULL : g_date_time_new_from_unix_utc (ecpa_rows_get_int (rows, column));
}
