/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-pinned-database.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaPinnedDatabase
{
  GTlsDatabase     parent_instance;

  /* Owned; immutable, so any thread may ask */
  GTlsCertificate *certificate;
};

G_DEFINE_FINAL_TYPE (EcpaPinnedDatabase, ecpa_pinned_database, G_TYPE_TLS_DATABASE)

/* Overrides ---------------------------------------------------------------- */

/* The certificate itself is what was agreed on, so neither its issuer nor its name matters; that it has expired does. */
static GTlsCertificateFlags
ecpa_pinned_database_verify_chain (GTlsDatabase            *database,
                                   GTlsCertificate         *chain,
                                   const char              *purpose,
                                   GSocketConnectable      *identity,
                                   GTlsInteraction         *interaction,
                                   GTlsDatabaseVerifyFlags  flags,
                                   GCancellable            *cancellable,
                                   GError                 **error)
{
  EcpaPinnedDatabase *self = ECPA_PINNED_DATABASE (database);

  if (!g_tls_certificate_is_same (chain, self->certificate))
    return G_TLS_CERTIFICATE_UNKNOWN_CA;

  return g_tls_certificate_verify (chain, NULL, self->certificate)
         & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED | G_TLS_CERTIFICATE_INSECURE);
}

static void
ecpa_pinned_database_finalize (GObject *object)
{
  EcpaPinnedDatabase *self = ECPA_PINNED_DATABASE (object);

  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (ecpa_pinned_database_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_pinned_database_class_init (EcpaPinnedDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_pinned_database_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = ecpa_pinned_database_verify_chain;
}

static void
ecpa_pinned_database_init (EcpaPinnedDatabase *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_pinned_database_new:
 * @certificate: the only certificate to trust
 *
 * Returns: (transfer full): a database for a session or connection
 */
GTlsDatabase *
ecpa_pinned_database_new (GTlsCertificate *certificate)
{
  EcpaPinnedDatabase *self;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  self = g_object_new (ECPA_TYPE_PINNED_DATABASE, NULL);
  self->certificate = g_object_ref (certificate);

  return G_TLS_DATABASE (self);
}
