/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Waiting: nothing in a test sleeps; it waits for a condition, with a limit, and says which one was not met. */
typedef gboolean (*EcpaTestFunc) (gpointer user_data);

gboolean ecpa_test_wait      (EcpaTestFunc  func,
                              gpointer      user_data,
                              guint         ms);
void     ecpa_test_settle    (guint         ms);
gboolean ecpa_test_is_set    (gpointer      flag);
gboolean ecpa_test_is_null   (gpointer      pointer);

#define ecpa_test_until(func, data) \
  G_STMT_START \
    { \
      if (!ecpa_test_wait ((func), (data), 20000)) \
        g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #func); \
    } \
  G_STMT_END

/* An object that must die: its weak pointer is NULL in the end. */
#define ecpa_test_assert_dies(pointer) ecpa_test_until (ecpa_test_is_null, &(pointer))

/* Every thread of ours has ended, though nobody joined it. */
void     ecpa_test_until_no_threads (const char *prefix);
/* The same after all tests. To be said last in main(). */
int      ecpa_test_run       (void);

/* Whoever has a server or a backend has said it. */
void ecpa_test_trust_nobody (void);

/* The longest time in which the default main loop did nothing, in ms, by a 5 ms timer of high priority; without what
 * the thread spent waiting for a processor that others had. */
typedef struct _EcpaTestProbe EcpaTestProbe;

EcpaTestProbe *ecpa_test_probe_start (void);
double         ecpa_test_probe_stop  (EcpaTestProbe *self);

/* A directory of this test, gone with it. */
char *ecpa_test_make_directory   (void);
void  ecpa_test_remove_directory (const char *path);

/* A seed: printed, and taken from ECPA_SEED where that is set. */
guint32 ecpa_test_seed (void);

G_END_DECLS
