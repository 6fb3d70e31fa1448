/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend-double.h"
#include "ecpa-pcsc-transport.h"
#include "ecpa-reader-watch.h"
#include "hand.h"

G_BEGIN_DECLS

/* A table with a real pcscd's reader on it, a watch over it, and an ecpa-virtual-reader that holds cards into the
 * first slot. */
typedef struct
{
  EcpaCardTransport *transport;
  EcpaReaderWatch   *watch;
  GPtrArray         *profiles;
  BackendDouble      backend;

  /* What the watch said last */
  GPtrArray         *states;
  GError            *error;
  guint              n_reports;

  Hand               hand;
} Table;

/* Without waiting for the reader. */
void             table_open         (Table         *self);
void             table_set_up       (Table         *self,
                                     gconstpointer  data);
void             table_tear_down    (Table         *self,
                                     gconstpointer  data);
/* Tells the virtual reader, and returns what it acknowledges behind "ok". */
char            *table_tell         (Table         *self,
                                     const char    *format,
                                     ...) G_GNUC_PRINTF (2, 3);
EcpaReaderState *table_reader       (Table         *self);
void             table_await_card   (Table         *self);
void             table_await_empty  (Table         *self);
void             table_await_error  (Table         *self,
                                     EcpaCardError  code);
void             table_await_reader (Table         *self);

EcpaHealthCard  *table_read         (Table         *self,
                                     GError       **error);
EcpaCardProof   *table_prove        (Table         *self,
                                     EcpaHealthCard *expected,
                                     GError       **error);
/* Pulls what is in, puts @id in, and demands that it is read and proves itself. */
EcpaHealthCard  *table_insert       (Table         *self,
                                     const char    *id);

G_END_DECLS
