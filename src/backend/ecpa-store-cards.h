/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-records.h"
#include "ecpa-store.h"

G_BEGIN_DECLS

typedef struct
{
  GBytes  *token_hash;
  GBytes  *card_id;
  gint64   person_id;
  char    *name;
  gint64   created_at;
  gint64   last_used_at;
} EcpaCardSessionRow;

/* Contact data as they are, and the address that waits to be verified. */
typedef struct
{
  EcpaContacts *contacts;
  char         *new_mail; /* (nullable) */
} EcpaContactsRow;

#define ECPA_CODE_VERIFICATION "verification"
#define ECPA_CODE_RESET "reset"

typedef struct
{
  GBytes  *code_hash;
  char    *purpose;
  gint64   person_id;
  GBytes  *card_id;
  char    *mail;
  gint64   created_at;
  gint64   expires_at;
  gint64   used_at;       /* 0 where it was not */
  gint64   superseded_at; /* 0 where it is the newest */
} EcpaCodeRow;

#define ECPA_PASSWORD_ACCOUNT "account"
#define ECPA_PASSWORD_REGISTRATION "registration"

/* Card sessions, residences: ecpa-store-cards.c */
gboolean             ecpa_store_add_card_session        (EcpaStore           *self,
                                                         EcpaCardSessionRow  *row,
                                                         GError             **error);
EcpaCardSessionRow  *ecpa_store_find_card_session       (EcpaStore           *self,
                                                         GBytes              *token_hash,
                                                         GError             **error);
gboolean             ecpa_store_touch_card_session      (EcpaStore           *self,
                                                         GBytes              *token_hash,
                                                         gint64               now,
                                                         GError             **error);
gboolean             ecpa_store_remove_card_session     (EcpaStore           *self,
                                                         GBytes              *token_hash,
                                                         gint64               now,
                                                         GError             **error);
EcpaResidence       *ecpa_store_find_residence          (EcpaStore           *self,
                                                         gint64               person_id,
                                                         GError             **error);
gboolean             ecpa_store_put_residence           (EcpaStore           *self,
                                                         gint64               person_id,
                                                         EcpaResidence       *residence,
                                                         GError             **error);
gboolean             ecpa_store_find_residence_attempts (EcpaStore           *self,
                                                         gint64               person_id,
                                                         gint64              *errors,
                                                         gint64              *stopped_until,
                                                         GError             **error);
gboolean             ecpa_store_save_residence_attempts (EcpaStore           *self,
                                                         gint64               person_id,
                                                         gint64               errors,
                                                         gint64               stopped_until,
                                                         GError             **error);

/* Registrations, contacts, phones: ecpa-store-registrations.c */
gboolean             ecpa_store_put_registration        (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *password_hash,
                                                         gint64               now,
                                                         GError             **error);
gboolean             ecpa_store_verify_registration     (EcpaStore           *self,
                                                         gint64               person_id,
                                                         gint64               now,
                                                         GError             **error);
gboolean             ecpa_store_remove_registration     (EcpaStore           *self,
                                                         gint64               person_id,
                                                         GError             **error);
gboolean             ecpa_store_read_registration_revision (EcpaStore        *self,
                                                         gint64               person_id,
                                                         gint64              *revision,
                                                         GError             **error);
gboolean             ecpa_store_add_terms               (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *scope,
                                                         const char          *version,
                                                         gint64               now,
                                                         GError             **error);
EcpaContactsRow     *ecpa_store_find_contacts           (EcpaStore           *self,
                                                         gint64               person_id,
                                                         GError             **error);
gboolean             ecpa_store_put_contacts            (EcpaStore           *self,
                                                         gint64               person_id,
                                                         EcpaContacts        *contacts,
                                                         const char          *new_mail,
                                                         GError             **error);
gboolean             ecpa_store_list_phones             (EcpaStore           *self,
                                                         gint64               person_id,
                                                         GListStore          *phones,
                                                         GError             **error);
gboolean             ecpa_store_add_phone               (EcpaStore           *self,
                                                         gint64               person_id,
                                                         EcpaPhone           *phone,
                                                         GBytes              *device_hash,
                                                         gboolean            *added,
                                                         GError             **error);
gboolean             ecpa_store_rename_phone            (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *id,
                                                         const char          *name,
                                                         gboolean            *found,
                                                         GError             **error);
gboolean             ecpa_store_remove_phone            (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *id,
                                                         gboolean            *found,
                                                         GError             **error);

/* Codes and passwords: ecpa-store-passwords.c */
gboolean             ecpa_store_add_code                (EcpaStore           *self,
                                                         EcpaCodeRow         *row,
                                                         GError             **error);
EcpaCodeRow         *ecpa_store_find_code               (EcpaStore           *self,
                                                         GBytes              *code_hash,
                                                         GError             **error);
EcpaCodeRow         *ecpa_store_find_open_code          (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *purpose,
                                                         gint64               now,
                                                         GError             **error);
gboolean             ecpa_store_use_code                (EcpaStore           *self,
                                                         GBytes              *code_hash,
                                                         gint64               now,
                                                         GError             **error);
gboolean             ecpa_store_count_codes             (EcpaStore           *self,
                                                         gint64               person_id,
                                                         gint64               since,
                                                         gint64              *count,
                                                         gint64              *first_at,
                                                         gint64              *last_at,
                                                         GError             **error);
gboolean             ecpa_store_list_passwords          (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *kind,
                                                         guint                limit,
                                                         GPtrArray           *hashes,
                                                         GError             **error);
gboolean             ecpa_store_set_registration_password (EcpaStore         *self,
                                                         gint64               person_id,
                                                         const char          *password_hash,
                                                         gint64               now,
                                                         GError             **error);
gboolean             ecpa_store_renew_hash              (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *kind,
                                                         const char          *password_hash,
                                                         const char          *renewed,
                                                         GError             **error);
gboolean             ecpa_store_find_hash_kinds         (EcpaStore           *self,
                                                         GPtrArray           *kinds,
                                                         GError             **error);
gboolean             ecpa_store_set_account_password    (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *password_hash,
                                                         gint64               now,
                                                         GError             **error);
char                *ecpa_store_find_account_name       (EcpaStore           *self,
                                                         gint64               person_id,
                                                         gint64              *changed_at,
                                                         GError             **error);
gboolean             ecpa_store_create_account          (EcpaStore           *self,
                                                         gint64               person_id,
                                                         const char          *account,
                                                         const char          *password_hash,
                                                         gint64               now,
                                                         gboolean            *created,
                                                         GError             **error);

void                 ecpa_card_session_row_free         (EcpaCardSessionRow  *row);
void                 ecpa_contacts_row_free             (EcpaContactsRow     *row);
void                 ecpa_code_row_free                 (EcpaCodeRow         *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCardSessionRow, ecpa_card_session_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaContactsRow, ecpa_contacts_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCodeRow, ecpa_code_row_free)

G_END_DECLS
