/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaDatabaseError:
 * @ECPA_DATABASE_ERROR_FAILED: the database refused, or the disk did
 * @ECPA_DATABASE_ERROR_CONSTRAINT: a row that must not be there twice, or a reference to nothing
 * @ECPA_DATABASE_ERROR_NEWER: the file was made by a newer version of the program
 *
 * What a database can answer instead of rows.
 */
typedef enum
{
  ECPA_DATABASE_ERROR_FAILED,
  ECPA_DATABASE_ERROR_CONSTRAINT,
  ECPA_DATABASE_ERROR_NEWER,
} EcpaDatabaseError;

#define ECPA_DATABASE_ERROR (ecpa_database_error_quark ())
GQuark ecpa_database_error_quark (void);

/**
 * EcpaDatabase:
 *
 * The driver under [class@Store]: a SQLite file in WAL mode that answers a commit when it is on the disk. One
 * thread. The statements that pass through are written in the subset that PostgreSQL has as well (`$1`…).
 */
#define ECPA_TYPE_DATABASE (ecpa_database_get_type ())
G_DECLARE_FINAL_TYPE (EcpaDatabase, ecpa_database, ECPA, DATABASE, GObject)

typedef struct _EcpaRows EcpaRows;

EcpaDatabase *ecpa_database_open        (const char     *path,
                                         guint           up_to,
                                         GError        **error);
guint         ecpa_database_get_version (EcpaDatabase   *self);
const char   *ecpa_database_get_path    (EcpaDatabase   *self);
gboolean      ecpa_database_begin       (EcpaDatabase   *self,
                                         GError        **error);
gboolean      ecpa_database_commit      (EcpaDatabase   *self,
                                         GError        **error);
void          ecpa_database_rollback    (EcpaDatabase   *self);
void          ecpa_database_set_batching (EcpaDatabase  *self,
                                         gboolean        batching);
gboolean      ecpa_database_end_batch   (EcpaDatabase   *self,
                                         GError        **error);

/* @types has a letter per argument: s `const char *`, i `gint64`, b `GBytes *`; %NULL is SQL's null */
gboolean      ecpa_database_execute     (EcpaDatabase   *self,
                                         gint64         *n_changed,
                                         GError        **error,
                                         const char     *sql,
                                         const char     *types,
                                         ...);
EcpaRows     *ecpa_database_query       (EcpaDatabase   *self,
                                         GError        **error,
                                         const char     *sql,
                                         const char     *types,
                                         ...);
gboolean      ecpa_rows_next            (EcpaRows       *self,
                                         GError        **error);
gboolean      ecpa_rows_end             (EcpaRows       *self,
                                         GError        **error);
gint64        ecpa_rows_get_int         (EcpaRows       *self,
                                         guint           column);
char         *ecpa_rows_dup_text        (EcpaRows       *self,
                                         guint           column);
const char   *ecpa_rows_peek_text       (EcpaRows       *self,
                                         guint           column);
GBytes       *ecpa_rows_dup_bytes       (EcpaRows       *self,
                                         guint           column);
gboolean      ecpa_rows_is_null         (EcpaRows       *self,
                                         guint           column);
void          ecpa_rows_free            (EcpaRows       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaRows, ecpa_rows_free)

G_END_DECLS
