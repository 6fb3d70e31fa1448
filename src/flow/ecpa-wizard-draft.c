/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-draft.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaWizardDraft
{
  GObject     parent_instance;

  /* Owned */
  GHashTable *fields;           /* name → text; "" where what was given has been emptied */
  GHashTable *given;            /* name → text */
  GHashTable *secrets;          /* name → EcpaSecret */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaWizardDraft, ecpa_wizard_draft, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
tell (EcpaWizardDraft *self,
      const char      *name)
{
  g_signal_emit (self, signals[CHANGED], g_quark_from_string (name), name);
}

static void
empty (EcpaWizardDraft *self,
       GHashTable      *table)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (table, NULL);
  g_auto (GStrv) names = g_strdupv ((char **) keys);

  g_hash_table_remove_all (table);
  for (guint i = 0; names[i] != NULL; i++)
    tell (self, names[i]);
}

static const char *
get_given (EcpaWizardDraft *self,
           const char      *name)
{
  const char *value = g_hash_table_lookup (self->given, name);

  return value != NULL ? value : "";
}

/* Emptied, too, even where nothing has been given yet. */
static void
take_field (EcpaWizardDraft *self,
            const char      *name,
            const char      *value)
{
  if (*value != '\0')
    ecpa_wizard_draft_set (self, name, value);
  else if (!g_hash_table_contains (self->fields, name))
    g_hash_table_replace (self->fields, g_strdup (name), g_strdup (""));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_wizard_draft_finalize (GObject *object)
{
  EcpaWizardDraft *self = ECPA_WIZARD_DRAFT (object);

  g_hash_table_unref (self->fields);
  g_hash_table_unref (self->given);
  g_hash_table_unref (self->secrets);

  G_OBJECT_CLASS (ecpa_wizard_draft_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_wizard_draft_class_init (EcpaWizardDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_wizard_draft_finalize;

  /**
   * EcpaWizardDraft::changed:
   * @self: the draft
   * @name: the field's name
   *
   * It has another value.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ecpa_wizard_draft_init (EcpaWizardDraft *self)
{
  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ecpa_secret_unref);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_draft_new:
 *
 * Returns: (transfer full): a draft in which nothing has been typed
 */
EcpaWizardDraft *
ecpa_wizard_draft_new (void)
{
  return g_object_new (ECPA_TYPE_WIZARD_DRAFT, NULL);
}

/**
 * ecpa_wizard_draft_get:
 * @self: a draft
 * @name: a field
 *
 * Returns: what was typed, else what was given, "" for neither; valid until the field is set again
 */
const char *
ecpa_wizard_draft_get (EcpaWizardDraft *self,
                       const char      *name)
{
  const char *value;

  g_return_val_if_fail (ECPA_IS_WIZARD_DRAFT (self), "");
  g_return_val_if_fail (name != NULL, "");

  value = g_hash_table_lookup (self->fields, name);

  return value != NULL ? value : get_given (self, name);
}

/**
 * ecpa_wizard_draft_set:
 * @self: a draft
 * @name: a field
 * @value: (nullable): what was typed
 */
void
ecpa_wizard_draft_set (EcpaWizardDraft *self,
                       const char      *name,
                       const char      *value)
{
  g_return_if_fail (ECPA_IS_WIZARD_DRAFT (self));
  g_return_if_fail (name != NULL && *name != '\0');

  if (value == NULL)
    value = "";
  if (g_str_equal (ecpa_wizard_draft_get (self, name), value))
    return;

  if (!g_str_equal (value, get_given (self, name)))
    g_hash_table_replace (self->fields, g_strdup (name), g_strdup (value));
  else
    g_hash_table_remove (self->fields, name);
  tell (self, name);
}

/**
 * ecpa_wizard_draft_give:
 * @self: a draft
 * @name: a field
 * @value: (nullable): what stands there until something else is typed
 *
 * What has been typed there already stays, and counts as typed only where it is something else.
 */
void
ecpa_wizard_draft_give (EcpaWizardDraft *self,
                        const char      *name,
                        const char      *value)
{
  const char *typed;
  g_autofree char *before = NULL;

  g_return_if_fail (ECPA_IS_WIZARD_DRAFT (self));
  g_return_if_fail (name != NULL && *name != '\0');

  before = g_strdup (ecpa_wizard_draft_get (self, name));
  g_hash_table_replace (self->given, g_strdup (name), g_strdup (value != NULL ? value : ""));
  typed = g_hash_table_lookup (self->fields, name);
  if (typed != NULL && g_str_equal (typed, get_given (self, name)))
    g_hash_table_remove (self->fields, name);
  if (!g_str_equal (before, ecpa_wizard_draft_get (self, name)))
    tell (self, name);
}

/**
 * ecpa_wizard_draft_get_secret:
 * @self: a draft
 * @name: a secret
 *
 * Returns: (transfer none) (nullable): what was typed; valid until it is set again or forgotten
 */
EcpaSecret *
ecpa_wizard_draft_get_secret (EcpaWizardDraft *self,
                              const char      *name)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_DRAFT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->secrets, name);
}

/**
 * ecpa_wizard_draft_set_secret:
 * @self: a draft
 * @name: a secret
 * @secret: (nullable): what was typed; copied. The copy is wiped when it is set again, forgotten, or the draft goes
 */
void
ecpa_wizard_draft_set_secret (EcpaWizardDraft *self,
                              const char      *name,
                              EcpaSecret      *secret)
{
  EcpaSecret *old;

  g_return_if_fail (ECPA_IS_WIZARD_DRAFT (self));
  g_return_if_fail (name != NULL && *name != '\0');

  old = g_hash_table_lookup (self->secrets, name);
  if (secret != NULL && ecpa_secret_is_empty (secret))
    secret = NULL;
  if (secret == old || (secret != NULL && old != NULL && ecpa_secret_equal (secret, old)))
    return;

  if (secret != NULL)
    g_hash_table_replace (self->secrets, g_strdup (name), ecpa_secret_copy (secret));
  else
    g_hash_table_remove (self->secrets, name);
  tell (self, name);
}

/**
 * ecpa_wizard_draft_forget_secrets:
 * @self: a draft
 *
 * Wipes them all.
 */
void
ecpa_wizard_draft_forget_secrets (EcpaWizardDraft *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_DRAFT (self));

  empty (self, self->secrets);
}

/**
 * ecpa_wizard_draft_clear:
 * @self: a draft
 *
 * Forgets all that was typed.
 */
void
ecpa_wizard_draft_clear (EcpaWizardDraft *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_DRAFT (self));

  empty (self, self->secrets);
  empty (self, self->given);
  empty (self, self->fields);
}

/**
 * ecpa_wizard_draft_forget_own:
 * @self: a draft
 * @prefix: how their names begin
 *
 * Forgets these fields of the wizard's own; nobody is told.
 */
void
ecpa_wizard_draft_forget_own (EcpaWizardDraft *self,
                              const char      *prefix)
{
  GHashTableIter iter;
  gpointer name;

  g_return_if_fail (ECPA_IS_WIZARD_DRAFT (self));
  g_return_if_fail (prefix != NULL && *prefix == '.');

  g_hash_table_iter_init (&iter, self->fields);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, prefix))
      g_hash_table_iter_remove (&iter);
}

/**
 * ecpa_wizard_draft_is_empty:
 * @self: a draft
 *
 * Secrets do not count: they are never kept, and wiped in any case.
 *
 * Returns: whether nothing has been typed that could be kept or lost
 */
gboolean
ecpa_wizard_draft_is_empty (EcpaWizardDraft *self)
{
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (ECPA_IS_WIZARD_DRAFT (self), TRUE);

  g_hash_table_iter_init (&iter, self->fields);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (*(const char *) name != '.')
      return FALSE;

  return TRUE;
}

/**
 * ecpa_wizard_draft_dup_fields:
 * @self: a draft
 *
 * Returns: (transfer full): the fields as a{ss}, without the secrets; not floating
 */
GVariant *
ecpa_wizard_draft_dup_fields (EcpaWizardDraft *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_return_val_if_fail (ECPA_IS_WIZARD_DRAFT (self), NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, self->fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_variant_builder_add (&builder, "{ss}", name, value);

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/**
 * ecpa_wizard_draft_take_fields:
 * @self: a draft
 * @fields: fields as a{ss}, as from ecpa_wizard_draft_dup_fields()
 *
 * Sets these fields; others stay. The wizard's own come last: what is typed makes it forget some of them.
 */
void
ecpa_wizard_draft_take_fields (EcpaWizardDraft *self,
                               GVariant        *fields)
{
  GVariantIter iter;
  const char *name;
  const char *value;

  g_return_if_fail (ECPA_IS_WIZARD_DRAFT (self));
  g_return_if_fail (g_variant_is_of_type (fields, G_VARIANT_TYPE ("a{ss}")));

  for (guint own = 0; own < 2; own++)
    {
      g_variant_iter_init (&iter, fields);
      while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
        if (*name != '\0' && (*name == '.') == (own == 1))
          take_field (self, name, value);
    }
}
