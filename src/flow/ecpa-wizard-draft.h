/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * EcpaWizardDraft:
 *
 * What has been typed into a wizard: fields by name, as text, and secrets apart from them, which are never saved.
 * A field whose name begins with a dot is the wizard's own (an idempotency key): it is saved, and does not count as
 * typed. What was given to be changed (contact data as the backend has it) is neither typed nor saved, until it is
 * changed. UI thread.
 *
 * Signal `changed` (name): a field or a secret has another value; detailed by the name.
 */
#define ECPA_TYPE_WIZARD_DRAFT (ecpa_wizard_draft_get_type ())
G_DECLARE_FINAL_TYPE (EcpaWizardDraft, ecpa_wizard_draft, ECPA, WIZARD_DRAFT, GObject)

EcpaWizardDraft *ecpa_wizard_draft_new            (void);

/* "" for what has not been typed; valid until the field is set again */
const char      *ecpa_wizard_draft_get            (EcpaWizardDraft *self,
                                                   const char      *name);
void             ecpa_wizard_draft_set            (EcpaWizardDraft *self,
                                                   const char      *name,
                                                   const char      *value);
/* What stands in a field until something else is typed there. @value: (nullable) */
void             ecpa_wizard_draft_give           (EcpaWizardDraft *self,
                                                   const char      *name,
                                                   const char      *value);
/* (nullable) (transfer none) */
EcpaSecret      *ecpa_wizard_draft_get_secret     (EcpaWizardDraft *self,
                                                   const char      *name);
/* Takes a copy. */
void             ecpa_wizard_draft_set_secret     (EcpaWizardDraft *self,
                                                   const char      *name,
                                                   EcpaSecret      *secret);
void             ecpa_wizard_draft_forget_secrets (EcpaWizardDraft *self);
void             ecpa_wizard_draft_clear          (EcpaWizardDraft *self);
/* The wizard's own fields that begin with @prefix. */
void             ecpa_wizard_draft_forget_own     (EcpaWizardDraft *self,
                                                   const char      *prefix);
gboolean         ecpa_wizard_draft_is_empty       (EcpaWizardDraft *self);

/* The fields, without the secrets, and back. */
GVariant        *ecpa_wizard_draft_dup_fields     (EcpaWizardDraft *self);
void             ecpa_wizard_draft_take_fields    (EcpaWizardDraft *self,
                                                   GVariant        *fields);

G_END_DECLS
