/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-password-rows.h"

#include "ecpa-password-policy.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

#define N_RULES 3

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaPasswordFaults  faults;   /* which break it */
  GtkWidget          *box;      /* borrowed; nullable: the policy has no such rule */
  GtkImage           *image;    /* borrowed */
  GtkLabel           *label;    /* borrowed */
} Rule;

struct _EcpaPasswordRows
{
  GtkWidget           parent_instance;

  /* Template widgets */
  EcpaSecretRow      *first_row;
  GtkBox             *meter_box;
  GtkLevelBar        *meter;
  GtkLabel           *meter_label;
  GtkBox             *rules_box;
  EcpaSecretRow      *second_row;
  GtkBox             *same_box;
  GtkImage           *same_image;
  GtkLabel           *same_label;

  /* Owned */
  EcpaPasswordPolicy *policy;   /* nullable */

  Rule                rules[N_RULES];
  gboolean            complete;
};

enum
{
  PROP_TITLE = 1,
  PROP_AGAIN_TITLE,
  PROP_POLICY,
  PROP_METER,
  PROP_COMPLETE,
  N_PROPS
};

enum
{
  CHANGED,
  ACTIVATE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaPasswordRows, ecpa_password_rows, GTK_TYPE_WIDGET)

/* Official: 弱, 中, 中強, 強. */
static const char *const strength_words[] = {
  [ECPA_PASSWORD_WEAK] = N_("Weak"),
  [ECPA_PASSWORD_FAIR] = N_("Fair"),
  [ECPA_PASSWORD_GOOD] = N_("Good"),
  [ECPA_PASSWORD_STRONG] = N_("Strong"),
};

static const char *const strength_classes[] = {
  [ECPA_PASSWORD_WEAK] = "weak",
  [ECPA_PASSWORD_FAIR] = "fair",
  [ECPA_PASSWORD_GOOD] = "good",
  [ECPA_PASSWORD_STRONG] = "strong",
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_complete (EcpaPasswordRows *self)
{
  EcpaSecret *secret = ecpa_secret_row_get_secret (self->first_row);

  return ecpa_secret_row_is_complete (self->first_row)
         && ecpa_secret_equal (secret, ecpa_secret_row_get_secret (self->second_row))
         && (self->policy == NULL || ecpa_password_policy_check (self->policy, secret) == 0);
}

static void
show_mark (GtkImage   *image,
           const char *icon,
           const char *css_class)
{
  gtk_image_set_from_icon_name (image, icon);
  gtk_widget_remove_css_class (GTK_WIDGET (image), "ecpa-rule-kept");
  gtk_widget_remove_css_class (GTK_WIDGET (image), "ecpa-rule-broken");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (image), css_class);
}

/* What is not typed yet is not broken. */
static void
show_rules (EcpaPasswordRows *self)
{
  EcpaSecret *secret = ecpa_secret_row_get_secret (self->first_row);
  gboolean typed = ecpa_secret_row_is_complete (self->first_row);
  EcpaPasswordFaults faults = typed && self->policy != NULL ? ecpa_password_policy_check (self->policy, secret) : 0;

  for (guint i = 0; i < N_RULES; i++)
    {
      Rule *rule = &self->rules[i];
      gboolean broken = (faults & rule->faults) != 0;

      if (rule->box == NULL)
        continue;
      show_mark (rule->image, !typed ? "radio-symbolic" : broken ? "dialog-error-symbolic" : "object-select-symbolic",
                 !typed ? NULL : broken ? "ecpa-rule-broken" : "ecpa-rule-kept");
      gtk_accessible_update_property (GTK_ACCESSIBLE (rule->image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      !typed ? "" : broken ? _("Not kept") : _("Kept"), -1);
    }
}

static void
show_strength (EcpaPasswordRows *self)
{
  EcpaSecret *secret = ecpa_secret_row_get_secret (self->first_row);
  gboolean typed = ecpa_secret_row_is_complete (self->first_row);
  EcpaPasswordStrength strength = typed ? ecpa_password_get_strength (secret) : ECPA_PASSWORD_WEAK;
  const char *words = typed ? _(strength_words[strength]) : "";

  for (guint i = 0; i < G_N_ELEMENTS (strength_classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->meter), strength_classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->meter), strength_classes[strength]);
  gtk_level_bar_set_value (self->meter, typed ? strength + 1 : 0);
  gtk_label_set_label (self->meter_label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->meter), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}

/* Only once as much has been typed as in the first row is it said that it differs. */
static void
show_same (EcpaPasswordRows *self)
{
  guint first = ecpa_secret_row_get_n_chars (self->first_row);
  guint second = ecpa_secret_row_get_n_chars (self->second_row);
  gboolean same = ecpa_secret_equal (ecpa_secret_row_get_secret (self->first_row),
                                     ecpa_secret_row_get_secret (self->second_row));

  gtk_widget_set_visible (GTK_WIDGET (self->same_box), second > 0 && (same || second >= first));
  show_mark (self->same_image, same ? "object-select-symbolic" : "dialog-error-symbolic",
             same ? "ecpa-rule-kept" : "ecpa-rule-broken");
  gtk_label_set_label (self->same_label, same ? _("Both are the same") : _("This is not the same as above"));
}

static void
set_rule (EcpaPasswordRows   *self,
          guint               i,
          EcpaPasswordFaults  faults,
          const char         *text)
{
  Rule *rule = &self->rules[i];

  rule->faults = faults;
  rule->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  rule->image = GTK_IMAGE (gtk_image_new_from_icon_name ("radio-symbolic"));
  rule->label = GTK_LABEL (gtk_label_new (text));
  gtk_widget_set_valign (GTK_WIDGET (rule->image), GTK_ALIGN_START);
  gtk_label_set_xalign (rule->label, 0);
  gtk_label_set_wrap (rule->label, TRUE);
  gtk_label_set_wrap_mode (rule->label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (GTK_WIDGET (rule->label), TRUE);
  gtk_box_append (GTK_BOX (rule->box), GTK_WIDGET (rule->image));
  gtk_box_append (GTK_BOX (rule->box), GTK_WIDGET (rule->label));
  gtk_box_append (self->rules_box, rule->box);
}

static void
make_rules (EcpaPasswordRows *self)
{
  EcpaPasswordPolicy *policy = self->policy;
  g_autofree char *length = NULL;
  g_autofree char *classes = NULL;

  for (guint i = 0; i < N_RULES; i++)
    if (self->rules[i].box != NULL)
      {
        gtk_box_remove (self->rules_box, self->rules[i].box);
        self->rules[i].box = NULL;
      }
  gtk_widget_set_visible (GTK_WIDGET (self->rules_box), policy != NULL);
  if (policy == NULL)
    return;

  length = g_strdup_printf (_("%d to %d characters"), (int) policy->min_length, (int) policy->max_length);
  set_rule (self, 0, ECPA_PASSWORD_TOO_SHORT | ECPA_PASSWORD_TOO_LONG, length);
  set_rule (self, 1, ECPA_PASSWORD_CHARACTERS, _("Only letters from A to Z, digits and signs; no blanks"));
  if (policy->classes > 1)
    {
      classes = g_strdup_printf (_("At least %d of these: small letters, capital letters, digits, signs"),
                                 (int) policy->classes);
      set_rule (self, 2, ECPA_PASSWORD_FEW_CLASSES, classes);
    }
}

static void
update (EcpaPasswordRows *self)
{
  gboolean complete = is_complete (self);

  show_rules (self);
  show_strength (self);
  show_same (self);
  if (complete == self->complete)
    return;

  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

/* Callbacks ---------------------------------------------------------------- */

static void
changed_cb (EcpaSecretRow    *row,
            EcpaPasswordRows *self)
{
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
first_activated_cb (EcpaSecretRow    *row,
                    EcpaPasswordRows *self)
{
  if (self->complete)
    g_signal_emit (self, signals[ACTIVATE], 0);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->second_row));
}

static void
second_activated_cb (EcpaSecretRow    *row,
                     EcpaPasswordRows *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

/* Overrides ---------------------------------------------------------------- */

static gboolean
ecpa_password_rows_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static gboolean
ecpa_password_rows_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ECPA_PASSWORD_ROWS (widget)->first_row));
}

static void
ecpa_password_rows_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  EcpaPasswordRows *self = ECPA_PASSWORD_ROWS (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, ecpa_secret_row_get_title (self->first_row));
      break;
    case PROP_AGAIN_TITLE:
      g_value_set_string (value, ecpa_secret_row_get_title (self->second_row));
      break;
    case PROP_POLICY:
      g_value_set_object (value, self->policy);
      break;
    case PROP_METER:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->meter_box)));
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_password_rows_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  EcpaPasswordRows *self = ECPA_PASSWORD_ROWS (object);

  switch (id)
    {
    case PROP_TITLE:
      ecpa_secret_row_set_title (self->first_row, g_value_get_string (value));
      break;
    case PROP_AGAIN_TITLE:
      ecpa_secret_row_set_title (self->second_row, g_value_get_string (value));
      break;
    case PROP_POLICY:
      ecpa_password_rows_set_policy (self, g_value_get_object (value));
      break;
    case PROP_METER:
      gtk_widget_set_visible (GTK_WIDGET (self->meter_box), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_password_rows_dispose (GObject *object)
{
  EcpaPasswordRows *self = ECPA_PASSWORD_ROWS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->policy);

  G_OBJECT_CLASS (ecpa_password_rows_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_AGAIN_TITLE] = g_param_spec_string ("again-title", NULL, NULL, NULL, flags);
  properties[PROP_POLICY] = g_param_spec_object ("policy", NULL, NULL, ECPA_TYPE_PASSWORD_POLICY,
                                                 flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_METER] = g_param_spec_boolean ("meter", NULL, NULL, TRUE, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_password_rows_class_init (EcpaPasswordRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_SECRET_ROW);

  object_class->get_property = ecpa_password_rows_get_property;
  object_class->set_property = ecpa_password_rows_set_property;
  object_class->dispose = ecpa_password_rows_dispose;
  widget_class->focus = ecpa_password_rows_focus;
  widget_class->grab_focus = ecpa_password_rows_grab_focus;
  install_properties (object_class);

  signals[CHANGED] = g_signal_new ("changed", ECPA_TYPE_PASSWORD_ROWS, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE] = g_signal_new ("activate", ECPA_TYPE_PASSWORD_ROWS, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-password-rows.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, first_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, meter_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, meter);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, meter_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, rules_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, second_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, same_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, same_image);
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordRows, same_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_activated_cb);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_password_rows_init (EcpaPasswordRows *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
  make_rules (self);
  update (self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_password_rows_new:
 *
 * Returns: (transfer floating): empty rows without rules
 */
GtkWidget *
ecpa_password_rows_new (void)
{
  return g_object_new (ECPA_TYPE_PASSWORD_ROWS, NULL);
}

/**
 * ecpa_password_rows_set_policy:
 * @self: rows
 * @policy: (nullable): the rules; %NULL where they are not known, and the backend alone decides
 */
void
ecpa_password_rows_set_policy (EcpaPasswordRows   *self,
                               EcpaPasswordPolicy *policy)
{
  g_return_if_fail (ECPA_IS_PASSWORD_ROWS (self));
  g_return_if_fail (policy == NULL || ECPA_IS_PASSWORD_POLICY (policy));

  if (!g_set_object (&self->policy, policy))
    return;

  make_rules (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POLICY]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ecpa_password_rows_is_complete:
 * @self: rows
 *
 * Returns: whether a password that keeps the rules has been typed twice
 */
gboolean
ecpa_password_rows_is_complete (EcpaPasswordRows *self)
{
  g_return_val_if_fail (ECPA_IS_PASSWORD_ROWS (self), FALSE);

  return self->complete;
}

/**
 * ecpa_password_rows_get_secret:
 * @self: rows
 *
 * Returns: (transfer none) (nullable): the password, or %NULL until it is complete
 */
EcpaSecret *
ecpa_password_rows_get_secret (EcpaPasswordRows *self)
{
  g_return_val_if_fail (ECPA_IS_PASSWORD_ROWS (self), NULL);

  return self->complete ? ecpa_secret_row_get_secret (self->first_row) : NULL;
}

/**
 * ecpa_password_rows_clear:
 * @self: rows
 *
 * Wipes both.
 */
void
ecpa_password_rows_clear (EcpaPasswordRows *self)
{
  g_return_if_fail (ECPA_IS_PASSWORD_ROWS (self));

  ecpa_secret_row_clear (self->first_row);
  ecpa_secret_row_clear (self->second_row);
}
