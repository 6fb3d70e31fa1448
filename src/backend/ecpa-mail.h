/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-store.h"

G_BEGIN_DECLS

/**
 * EcpaMailKind:
 * @ECPA_MAIL_VERIFICATION: the address has to be verified; has a code
 * @ECPA_MAIL_RESET: a new registration password may be set; has a code
 * @ECPA_MAIL_PASSWORD_CHANGED: the registration password was changed
 * @ECPA_MAIL_REGISTRATION_REMOVED: the registration was removed
 * @ECPA_MAIL_CONTACT_CHANGED: the contact data were changed; goes to the address that was there before
 *
 * What a mail is about.
 */
typedef enum
{
  ECPA_MAIL_VERIFICATION,
  ECPA_MAIL_RESET,
  ECPA_MAIL_PASSWORD_CHANGED,
  ECPA_MAIL_REGISTRATION_REMOVED,
  ECPA_MAIL_CONTACT_CHANGED,
} EcpaMailKind;

/**
 * EcpaMailDraft:
 * @kind: what it is about
 * @language: `zh_TW` or `en`
 * @address: where it goes; one address, ASCII, without a name
 * @name_masked: the person's masked name; the only word about them in the text
 * @code: (nullable): the code, as it is shown, for kinds that have one
 * @expires_at: until when the code is good; afterwards nothing is sent any more; 0 where that does not matter
 * @person_id: whose it is, for the audit log; 0 for nobody
 *
 * A mail that somebody wants to have sent.
 */
typedef struct
{
  EcpaMailKind  kind;
  const char   *language;
  const char   *address;
  const char   *name_masked;
  const char   *code;
  gint64        expires_at;
  gint64        person_id;
} EcpaMailDraft;

/**
 * EcpaMail:
 * @id: a UUID; the mail's Message-ID comes from it, and is the same at each try
 * @kind: what it is about
 * @language: `zh_TW` or `en`
 * @person_id: whose it is, or 0
 * @added_at: when it was handed over
 * @expires_at: until when it makes sense to send it, or 0
 * @tries: how often it was tried, this time included
 * @address: (nullable): where it goes; %NULL where the seal does not open
 * @name_masked: (nullable): the masked name
 * @code: (nullable): the code
 *
 * A mail taken from the outbox to be sent.
 */
typedef struct
{
  char         *id;
  EcpaMailKind  kind;
  char         *language;
  gint64        person_id;
  gint64        added_at;
  gint64        expires_at;
  gint64        tries;
  char         *address;
  char         *name_masked;
  char         *code;
} EcpaMail;

/* All on the thread of the store: ecpa-store-mail.c */
gboolean    ecpa_store_add_mail     (EcpaStore            *self,
                                     const EcpaMailDraft  *draft,
                                     gint64                now,
                                     GError              **error);
gboolean    ecpa_store_claim_mails  (EcpaStore            *self,
                                     gint64                now,
                                     gint64                until,
                                     guint                 limit,
                                     GPtrArray            *mails,
                                     GError              **error);
gboolean    ecpa_store_put_off_mail (EcpaStore            *self,
                                     const char           *id,
                                     gint64                next_try_at,
                                     const char           *outcome,
                                     GError              **error);
gboolean    ecpa_store_end_mail     (EcpaStore            *self,
                                     const EcpaMail       *mail,
                                     gboolean              sent,
                                     const char           *outcome,
                                     gint64                now,
                                     GError              **error);
gboolean    ecpa_store_next_mail    (EcpaStore            *self,
                                     gint64               *next_try_at,
                                     GError              **error);

/* Called, inside the transaction, when a mail was added. */
typedef void (*EcpaMailAdded) (gpointer user_data);

void        ecpa_store_watch_mails  (EcpaStore            *self,
                                     EcpaMailAdded         added,
                                     gpointer              user_data);

const char *ecpa_mail_kind_get_name (EcpaMailKind          kind);
void        ecpa_mail_free          (EcpaMail             *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaMail, ecpa_mail_free)

G_END_DECLS
