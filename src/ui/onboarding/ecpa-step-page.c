/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-step-page.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  /* Owned */
  EcpaWizardFlow *flow;
} EcpaStepPagePrivate;

/* A row and the field of the draft that it shows; goes with the row. */
typedef struct
{
  EcpaWizardDraft *draft;
  GtkWidget       *row;         /* borrowed: holds this */
  char            *name;
} Bond;

enum
{
  PROP_FLOW = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EcpaStepPage, ecpa_step_page, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static void
bond_free (gpointer  data,
           GClosure *closure)
{
  Bond *bond = data;

  g_object_unref (bond->draft);
  g_free (bond->name);
  g_free (bond);
}

static Bond *
bond_new (EcpaStepPage *self,
          GtkWidget    *row,
          const char   *name)
{
  Bond *bond = g_new0 (Bond, 1);

  bond->draft = g_object_ref (ecpa_step_page_get_draft (self));
  bond->row = row;
  bond->name = g_strdup (name);

  return bond;
}

/* Connects to the draft for as long as the row lives. */
static void
watch_draft (EcpaStepPage *self,
             GtkWidget    *row,
             const char   *name,
             GCallback     callback)
{
  g_autofree char *signal = g_strconcat ("changed::", name, NULL);

  g_signal_connect_object (ecpa_step_page_get_draft (self), signal, callback, row, G_CONNECT_SWAPPED);
}

/* Callbacks ---------------------------------------------------------------- */

static void
text_changed_cb (EcpaFieldRow *row,
                 GParamSpec   *pspec,
                 Bond         *bond)
{
  ecpa_wizard_draft_set (bond->draft, bond->name, ecpa_field_row_get_text (row));
}

static void
field_changed_cb (EcpaFieldRow    *row,
                  const char      *name,
                  EcpaWizardDraft *draft)
{
  ecpa_field_row_set_text (row, ecpa_wizard_draft_get (draft, name));
}

static void
secret_typed_cb (EcpaSecretRow *row,
                 Bond          *bond)
{
  ecpa_wizard_draft_set_secret (bond->draft, bond->name, ecpa_secret_row_get_secret (row));
}

/* Forgotten there, it is wiped here. */
static void
secret_changed_cb (EcpaSecretRow   *row,
                   const char      *name,
                   EcpaWizardDraft *draft)
{
  if (ecpa_wizard_draft_get_secret (draft, name) == NULL && ecpa_secret_row_is_complete (row))
    ecpa_secret_row_clear (row);
}

static void
activated_cb (EcpaStepPage *self)
{
  EcpaStepPagePrivate *priv = ecpa_step_page_get_instance_private (self);

  if (ecpa_wizard_flow_is_complete (priv->flow))
    ecpa_wizard_flow_forward (priv->flow);
  else
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_step_page_constructed (GObject *object)
{
  EcpaStepPage *self = ECPA_STEP_PAGE (object);

  G_OBJECT_CLASS (ecpa_step_page_parent_class)->constructed (object);

  if (ECPA_STEP_PAGE_GET_CLASS (self)->shown != NULL)
    ECPA_STEP_PAGE_GET_CLASS (self)->shown (self);
}

static void
ecpa_step_page_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (id == PROP_FLOW)
    g_value_set_object (value, ecpa_step_page_get_flow (ECPA_STEP_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_step_page_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  EcpaStepPagePrivate *priv = ecpa_step_page_get_instance_private (ECPA_STEP_PAGE (object));

  if (id == PROP_FLOW)
    priv->flow = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_step_page_finalize (GObject *object)
{
  EcpaStepPagePrivate *priv = ecpa_step_page_get_instance_private (ECPA_STEP_PAGE (object));

  g_clear_object (&priv->flow);

  G_OBJECT_CLASS (ecpa_step_page_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_step_page_class_init (EcpaStepPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ecpa_step_page_constructed;
  object_class->get_property = ecpa_step_page_get_property;
  object_class->set_property = ecpa_step_page_set_property;
  object_class->finalize = ecpa_step_page_finalize;

  properties[PROP_FLOW] = g_param_spec_object ("flow", NULL, NULL, ECPA_TYPE_WIZARD_FLOW,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_step_page_init (EcpaStepPage *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_step_page_new:
 * @type: a type of step
 * @flow: the wizard
 *
 * Returns: (transfer floating): the step, showing what was typed into it before
 */
EcpaStepPage *
ecpa_step_page_new (GType           type,
                    EcpaWizardFlow *flow)
{
  g_return_val_if_fail (g_type_is_a (type, ECPA_TYPE_STEP_PAGE), NULL);
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (flow), NULL);

  return g_object_new (type, "flow", flow, NULL);
}

/**
 * ecpa_step_page_get_flow:
 * @self: a step
 *
 * Returns: (transfer none): its wizard
 */
EcpaWizardFlow *
ecpa_step_page_get_flow (EcpaStepPage *self)
{
  EcpaStepPagePrivate *priv = ecpa_step_page_get_instance_private (self);

  g_return_val_if_fail (ECPA_IS_STEP_PAGE (self), NULL);

  return priv->flow;
}

/**
 * ecpa_step_page_get_draft:
 * @self: a step
 *
 * Returns: (transfer none): what has been typed
 */
EcpaWizardDraft *
ecpa_step_page_get_draft (EcpaStepPage *self)
{
  g_return_val_if_fail (ECPA_IS_STEP_PAGE (self), NULL);

  return ecpa_wizard_flow_get_draft (ecpa_step_page_get_flow (self));
}

/**
 * ecpa_step_page_bind_field:
 * @self: a step
 * @row: one of its rows
 * @name: a field of the draft
 *
 * Makes the two one; Enter in the row is the primary button, or the next field where something is missing.
 */
void
ecpa_step_page_bind_field (EcpaStepPage *self,
                           EcpaFieldRow *row,
                           const char   *name)
{
  g_return_if_fail (ECPA_IS_STEP_PAGE (self));
  g_return_if_fail (ECPA_IS_FIELD_ROW (row));
  g_return_if_fail (name != NULL);

  ecpa_field_row_set_text (row, ecpa_wizard_draft_get (ecpa_step_page_get_draft (self), name));
  g_signal_connect_data (row, "notify::text", G_CALLBACK (text_changed_cb), bond_new (self, GTK_WIDGET (row), name),
                         bond_free, 0);
  g_signal_connect_object (row, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  watch_draft (self, GTK_WIDGET (row), name, G_CALLBACK (field_changed_cb));
}

/**
 * ecpa_step_page_bind_secret:
 * @self: a step
 * @row: one of its rows
 * @name: a secret of the draft
 *
 * What is typed into the row is the draft's secret; forgotten there, it is wiped here. It does not go the other way: a
 * secret of the draft that this row does not hold is wiped.
 */
void
ecpa_step_page_bind_secret (EcpaStepPage  *self,
                            EcpaSecretRow *row,
                            const char    *name)
{
  g_return_if_fail (ECPA_IS_STEP_PAGE (self));
  g_return_if_fail (ECPA_IS_SECRET_ROW (row));
  g_return_if_fail (name != NULL);

  ecpa_wizard_draft_set_secret (ecpa_step_page_get_draft (self), name, NULL);
  g_signal_connect_data (row, "changed", G_CALLBACK (secret_typed_cb), bond_new (self, GTK_WIDGET (row), name),
                         bond_free, 0);
  g_signal_connect_object (row, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  watch_draft (self, GTK_WIDGET (row), name, G_CALLBACK (secret_changed_cb));
}
