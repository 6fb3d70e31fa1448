/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

#include "ecpa-print.h"

/* Auxiliaries -------------------------------------------------------------- */

/* What a record could not hold, or would take for nothing, is left out as that is. */
static gboolean
holds_something (EcpaRows      *rows,
                 guint          column,
                 EcpaFieldKind  kind)
{
  gint64 number;

  if (ecpa_rows_is_null (rows, column))
    return FALSE;
  if (kind != ECPA_FIELD_INT && kind != ECPA_FIELD_TIME)
    return TRUE;

  number = ecpa_rows_get_int (rows, column);

  return kind == ECPA_FIELD_INT ? number >= 0 : number >= ECPA_PRINT_TIME_FIRST && number <= ECPA_PRINT_TIME_LAST;
}

static void
print_column (EcpaRows      *rows,
              guint          column,
              EcpaFieldKind  kind,
              GString       *out)
{
  switch (kind)
    {
    case ECPA_FIELD_STRING:
      ecpa_print_text (out, ecpa_rows_peek_text (rows, column));
      break;
    case ECPA_FIELD_INT:
      ecpa_print_int (out, ecpa_rows_get_int (rows, column));
      break;
    case ECPA_FIELD_BOOL:
      ecpa_print_bool (out, ecpa_rows_get_int (rows, column) != 0);
      break;
    case ECPA_FIELD_TIME:
      ecpa_print_time (out, ecpa_rows_get_int (rows, column));
      break;
    case ECPA_FIELD_BYTES:
    case ECPA_FIELD_STRV:
    case ECPA_FIELD_RECORD:
    case ECPA_FIELD_LIST:
    default:
      g_assert_not_reached ();
    }
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_rows_print_record:
 * @rows: rows whose columns are the fields of a record, in their order: text, numbers, truths and moments
 * @type: the record's type
 * @out: where it goes, behind a comma where there is something already
 *
 * Prints a row as ecpa_record_print() would print the record made of it, and makes none: a page of orders is a hundred
 * texts and forty moments.
 */
void
ecpa_rows_print_record (EcpaRows *rows,
                        GType     type,
                        GString  *out)
{
  EcpaRecordClass *klass = g_type_class_ref (type);

  if (out->len > 0)
    g_string_append_c (out, ',');
  g_string_append_c (out, '{');
  for (guint i = 0; i < klass->n_fields; i++)
    {
      if (!holds_something (rows, i, klass->fields[i].kind))
        continue;
      ecpa_print_name (out, klass->members[i]);
      print_column (rows, i, klass->fields[i].kind, out);
    }
  g_string_append_c (out, '}');
  g_type_class_unref (klass);
}
