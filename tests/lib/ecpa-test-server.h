/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaTestMode:
 *
 * How a server behaves: one good way, and many bad ones.
 */
typedef enum
{
  ECPA_TEST_GOOD,               /* `answer` */
  ECPA_TEST_KEEP,               /* the same, and the connection stays for the next request */
  ECPA_TEST_MUTE_TCP,           /* accepts, and never says a word of TLS */
  ECPA_TEST_CUT_TLS,            /* hears the first words of TLS and closes */
  ECPA_TEST_MUTE,               /* takes the request and never answers */
  ECPA_TEST_SLOW,               /* answers well, `delay_ms` late */
  ECPA_TEST_500,                /* no problem document */
  ECPA_TEST_500_PROBLEM,        /* with one */
  ECPA_TEST_503_SOON,           /* retry_after 1 */
  ECPA_TEST_503_LATER,          /* retry_after 3600 */
  ECPA_TEST_TRUNCATED_JSON,     /* a whole body that is cut JSON */
  ECPA_TEST_SHORT_BODY,         /* less than Content-Length, then an orderly end */
  ECPA_TEST_STALLED_BODY,       /* the beginning of a body, and never the rest */
  ECPA_TEST_RESET,              /* half a body, then a reset */
  ECPA_TEST_HANG_UP,            /* takes the request and closes */
  ECPA_TEST_WRONG_TYPE,         /* text/html */
  ECPA_TEST_REDIRECT,           /* to `elsewhere` */
  ECPA_TEST_WRONG_CERTIFICATE,
  ECPA_TEST_HUGE,               /* a body without end */
  ECPA_TEST_NO_HTTP,            /* TLS, and then noise */
} EcpaTestMode;

/**
 * EcpaTestServer:
 *
 * An HTTPS server on threads of its own, on a free port of loopback.
 */
typedef struct _EcpaTestServer EcpaTestServer;

EcpaTestServer  *ecpa_test_server_new             (void);
void             ecpa_test_server_free            (EcpaTestServer *self);
char            *ecpa_test_server_dup_uri         (EcpaTestServer *self);
GTlsCertificate *ecpa_test_server_get_certificate (EcpaTestServer *self);
/* In place of its own; with its key. */
void             ecpa_test_server_set_certificate (EcpaTestServer *self,
                                                   GTlsCertificate *certificate);
guint            ecpa_test_server_get_port        (EcpaTestServer *self);
void             ecpa_test_server_set_mode        (EcpaTestServer *self,
                                                   EcpaTestMode    mode);
/* The next @n requests are answered in the present mode, those after in @then. */
void             ecpa_test_server_set_then        (EcpaTestServer *self,
                                                   guint           n,
                                                   EcpaTestMode    then);
void             ecpa_test_server_set_answer      (EcpaTestServer *self,
                                                   const char     *json,
                                                   guint           delay_ms);
void             ecpa_test_server_set_elsewhere   (EcpaTestServer *self,
                                                   const char     *uri);
guint            ecpa_test_server_get_n_requests  (EcpaTestServer *self);
guint            ecpa_test_server_get_n_connections (EcpaTestServer *self);
/* (transfer full): the last request as it came: head and body */
char            *ecpa_test_server_dup_request     (EcpaTestServer *self);
GTlsCertificate *ecpa_test_make_certificate       (const char     *name);

G_END_DECLS
