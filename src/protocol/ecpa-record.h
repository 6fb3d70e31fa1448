/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * EcpaRecord:
 *
 * Something client and backend say to each other: a plain object whose fields are declared once, in
 * a table, and which has them as GObject properties and as JSON members. The structs are open: fields
 * may be read directly and belong to the record; only the record's maker sets them.
 */
#define ECPA_TYPE_RECORD (ecpa_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (EcpaRecord, ecpa_record, ECPA, RECORD, GObject)

/**
 * EcpaFieldKind:
 * @ECPA_FIELD_STRING: `char *`; a JSON string
 * @ECPA_FIELD_INT: `gint64`; a JSON integer. -1 stands for "not there" and is not written
 * @ECPA_FIELD_BOOL: `gboolean`; a JSON boolean
 * @ECPA_FIELD_TIME: `GDateTime *`; RFC 3339 in UTC
 * @ECPA_FIELD_BYTES: `GBytes *`; base64
 * @ECPA_FIELD_STRV: `char **`; an array of strings
 * @ECPA_FIELD_RECORD: `EcpaRecord *`; an object
 * @ECPA_FIELD_LIST: `GListStore *` of records; an array of objects. Never %NULL
 */
typedef enum
{
  ECPA_FIELD_STRING,
  ECPA_FIELD_INT,
  ECPA_FIELD_BOOL,
  ECPA_FIELD_TIME,
  ECPA_FIELD_BYTES,
  ECPA_FIELD_STRV,
  ECPA_FIELD_RECORD,
  ECPA_FIELD_LIST,
} EcpaFieldKind;

/**
 * EcpaField:
 * @name: the property's name; the JSON member has `_` where this has `-`
 * @kind: what it holds
 * @offset: where it stands in the struct
 * @required: whether JSON without it is refused
 * @get_type: the record type of %ECPA_FIELD_RECORD and %ECPA_FIELD_LIST
 */
typedef struct
{
  const char    *name;
  EcpaFieldKind  kind;
  gsize          offset;
  gboolean       required;
  GType        (*get_type) (void);
} EcpaField;

struct _EcpaRecordClass
{
  GObjectClass     parent_class;

  const EcpaField *fields;
  guint            n_fields;
  char           **members; /* the fields' names in JSON */
};

/**
 * EcpaProtocolError:
 * @ECPA_PROTOCOL_ERROR_SYNTAX: not JSON, cut short, or nested too deep
 * @ECPA_PROTOCOL_ERROR_MISSING: a required member is not there
 * @ECPA_PROTOCOL_ERROR_TYPE: a member is of another type, or a time, date or base64 that does not parse
 *
 * Why an answer or a request could not be understood.
 */
typedef enum
{
  ECPA_PROTOCOL_ERROR_SYNTAX,
  ECPA_PROTOCOL_ERROR_MISSING,
  ECPA_PROTOCOL_ERROR_TYPE,
} EcpaProtocolError;

#define ECPA_PROTOCOL_ERROR (ecpa_protocol_error_quark ())
GQuark    ecpa_protocol_error_quark   (void);

void      ecpa_record_class_declare   (EcpaRecordClass  *klass,
                                       const EcpaField  *fields,
                                       guint             n_fields);

gpointer  ecpa_record_from_json       (GType             type,
                                       JsonNode         *node,
                                       GError          **error);
gpointer  ecpa_record_parse           (GType             type,
                                       const char       *data,
                                       gssize            length,
                                       GError          **error);
JsonNode *ecpa_record_to_json         (EcpaRecord       *self);
char     *ecpa_record_print           (EcpaRecord       *self);
char     *ecpa_record_print_with      (EcpaRecord       *self,
                                       const char       *list,
                                       const char       *items);

JsonNode *ecpa_json_parse             (const char       *data,
                                       gssize            length,
                                       GError          **error);
char     *ecpa_time_format            (GDateTime        *time);
GDateTime *ecpa_time_parse            (const char       *text);

G_END_DECLS
