/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend-fixture.h"
#include "ecpa-mail.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BackendFixture, backend_fixture_free)

/* The card services as the tests ask for them: ' stands for " in bodies. */
char     *card_session          (BackendFixture *self,
                                 const char     *card);
Reply    *card_session_reply    (BackendFixture *self,
                                 const char     *card);
Reply    *ask                   (BackendFixture *self,
                                 const char     *method,
                                 const char     *path,
                                 const char     *token,
                                 const char     *format,
                                 ...) G_GNUC_PRINTF (5, 6);
Reply    *ask_again             (BackendFixture *self,
                                 const char     *method,
                                 const char     *path,
                                 const char     *token,
                                 const char     *key,
                                 const char     *body);
char     *residence_body        (const char     *card,
                                 const char     *member,
                                 const char     *value,
                                 const char     *more);
char     *registration_body     (const char     *card,
                                 const char     *password,
                                 const char     *member,
                                 const char     *value);
void      register_card         (BackendFixture *self,
                                 const char     *card,
                                 const char     *token,
                                 const char     *password);
char     *take_code             (BackendFixture *self,
                                 EcpaMailKind    kind,
                                 const char     *address);
guint     count_mails           (BackendFixture *self,
                                 EcpaMailKind    kind,
                                 const char     *address);
char     *state_of              (BackendFixture *self,
                                 const char     *token);

#define ASSERT_ASK(f, code, ...) \
  G_STMT_START \
  { \
    g_autoptr (Reply) asked_ = ask ((f), __VA_ARGS__); \
    assert_problem (asked_, (code)); \
  } \
  G_STMT_END

#define ASSERT_DONE(f, status_, ...) \
  G_STMT_START \
  { \
    g_autoptr (Reply) asked_ = ask ((f), __VA_ARGS__); \
    g_assert_cmpstr (reply_text (asked_, "code"), ==, NULL); \
    g_assert_cmpuint (asked_->status, ==, (status_)); \
  } \
  G_STMT_END
