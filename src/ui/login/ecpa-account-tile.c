/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-account-tile.h"

#include "ecpa-accessible-name.h"
#include "ecpa-field-row.h"
#include "ecpa-secret-row.h"
#include "ecpa-tile-head.h"
#include "ecpa-ui-style.h"
#include "ecpa-wrap-layout.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaAccountTile
{
  GtkWidget      parent_instance;

  /* Template widgets */
  GtkButton     *head;
  GtkImage      *arrow;
  GtkWidget     *body;
  EcpaFieldRow  *account_row;
  GtkLabel      *locked_label;
  EcpaSecretRow *secret_row;
  GtkStack      *button_stack;
  GtkWidget     *sign_in_button;
  GtkWidget     *busy_box;
  GtkSpinner    *spinner;
  GtkLabel      *busy_label;
  GtkWidget     *cancel_button;
  EcpaFaultView *fault_view;
  GtkButton     *activate_button;
  GtkButton     *forgotten_button;

  /* Owned */
  EcpaLoginFlow *flow;

  gboolean       open;
  gboolean       was_busy;
};

enum
{
  PROP_0,
  PROP_OPEN,
  N_PROPS,
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaAccountTile, ecpa_account_tile, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaAccountLogin *
get_login (EcpaAccountTile *self)
{
  return ecpa_login_flow_get_account (self->flow);
}

static gboolean
is_busy (EcpaAccountTile *self)
{
  return ecpa_account_login_get_state (get_login (self)) != ECPA_ACCOUNT_LOGIN_ENTRY;
}

static gboolean
is_locked (EcpaAccountTile *self)
{
  return ecpa_account_login_get_locked_account (get_login (self)) != NULL;
}

static gboolean
has_account (EcpaAccountTile *self)
{
  g_autofree char *account = g_strstrip (g_strdup (ecpa_field_row_get_text (self->account_row)));

  return is_locked (self) || *account != '\0';
}

static gboolean
can_submit (EcpaAccountTile *self)
{
  return !is_busy (self) && has_account (self) && ecpa_secret_row_is_complete (self->secret_row);
}

static void
show_form (EcpaAccountTile *self)
{
  const char *locked = ecpa_account_login_get_locked_account (get_login (self));
  gboolean busy = is_busy (self);
  g_autofree char *account = NULL;

  /* Translators: %s is the masked name of the account that is locked: l*** */
  account = locked != NULL ? g_strdup_printf (_("Account %s"), locked) : NULL;
  gtk_label_set_label (self->locked_label, account != NULL ? account : "");
  gtk_widget_set_visible (GTK_WIDGET (self->locked_label), locked != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), locked == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->activate_button), locked == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->account_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->secret_row), !busy);
  gtk_widget_set_sensitive (self->sign_in_button, can_submit (self));
  gtk_stack_set_visible_child (self->button_stack, busy ? self->busy_box : self->sign_in_button);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_label_set_label (self->busy_label, busy && ecpa_account_login_is_slow (get_login (self))
                                           ? _("The service takes longer than usual; still waiting")
                                           : _("Signing in"));
}

/* A field that cannot be used must not have the focus: GTK 4.8 leaves it there. */
static void
let_go_of_focus (EcpaAccountTile *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_root_set_focus (root, NULL);
}

static void
submit (EcpaAccountTile *self)
{
  if (!can_submit (self))
    return;

  ecpa_login_flow_sign_in_by_account (self->flow,
                                      is_locked (self) ? NULL : ecpa_field_row_get_text (self->account_row),
                                      ecpa_secret_row_get_secret (self->secret_row));
}

/* Callbacks: the flow ------------------------------------------------------ */

static void
state_changed_cb (EcpaAccountTile *self)
{
  gboolean busy = is_busy (self);

  if (busy && !self->was_busy)
    let_go_of_focus (self);
  if (ecpa_account_login_get_state (get_login (self)) == ECPA_ACCOUNT_LOGIN_SIGNED_IN)
    {
      ecpa_secret_row_clear (self->secret_row);
      ecpa_field_row_set_text (self->account_row, "");
    }
  show_form (self);
  if (busy != self->was_busy && self->open && gtk_widget_get_mapped (GTK_WIDGET (self)))
    ecpa_account_tile_focus_next (self);
  self->was_busy = busy;
}

/* What was refused is typed again; what did not arrive may be sent again. */
static void
fault_changed_cb (EcpaAccountTile *self)
{
  EcpaFault *fault = ecpa_account_login_get_fault (get_login (self));
  gboolean refused = fault != NULL && (fault->code == ECPA_FAULT_ACCOUNT_REFUSED
                                       || fault->code == ECPA_FAULT_ACCOUNT_STOPPED);

  if (refused)
    ecpa_secret_row_clear (self->secret_row);
  ecpa_secret_row_set_has_error (self->secret_row, fault != NULL && fault->code == ECPA_FAULT_ACCOUNT_REFUSED);
}

/* Callbacks: the person ---------------------------------------------------- */

static void
head_clicked_cb (GtkButton       *button,
                 EcpaAccountTile *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
typed_cb (EcpaAccountTile *self)
{
  if (self->flow != NULL)
    show_form (self);
}

static void
account_entered_cb (EcpaAccountTile *self)
{
  if (can_submit (self))
    submit (self);
  else if (has_account (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
}

static void
submitted_cb (EcpaAccountTile *self)
{
  submit (self);
}

static void
cancelled_cb (EcpaAccountTile *self)
{
  ecpa_account_login_cancel (get_login (self));
}

static void
fault_action_cb (EcpaAccountTile *self,
                 int              action)
{
  gboolean failed = ecpa_account_login_get_fault (get_login (self)) != NULL;

  if (action == ECPA_FAULT_ACTION_RETRY && failed && can_submit (self))
    submit (self);
  else if (action == ECPA_FAULT_ACTION_RETRY || action == ECPA_FAULT_ACTION_DISMISS)
    {
      ecpa_account_login_dismiss (get_login (self));
      ecpa_login_flow_retry (self->flow);
      ecpa_account_tile_focus_next (self);
    }
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_account_tile_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (property_id == PROP_OPEN)
    g_value_set_boolean (value, ECPA_ACCOUNT_TILE (object)->open);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_account_tile_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  if (property_id == PROP_OPEN)
    ecpa_account_tile_set_open (ECPA_ACCOUNT_TILE (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_account_tile_dispose (GObject *object)
{
  EcpaAccountTile *self = ECPA_ACCOUNT_TILE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->flow);

  G_OBJECT_CLASS (ecpa_account_tile_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-account-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, head);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, arrow);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, body);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, account_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, locked_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, secret_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, button_stack);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, busy_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, spinner);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, busy_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, fault_view);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, activate_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountTile, forgotten_button);
  gtk_widget_class_bind_template_callback (widget_class, head_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, submitted_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
}

static void
ecpa_account_tile_class_init (EcpaAccountTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_FIELD_ROW);
  g_type_ensure (ECPA_TYPE_SECRET_ROW);
  g_type_ensure (ECPA_TYPE_WRAP_LAYOUT);

  object_class->get_property = ecpa_account_tile_get_property;
  object_class->set_property = ecpa_account_tile_set_property;
  object_class->dispose = ecpa_account_tile_dispose;

  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", ECPA_TYPE_ACCOUNT_TILE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "accounttile");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_account_tile_init (EcpaAccountTile *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
  ecpa_tile_head_set_open (self->head, self->arrow, FALSE);
  ecpa_accessible_name_button (GTK_BUTTON (self->sign_in_button));
  ecpa_accessible_name_button (GTK_BUTTON (self->cancel_button));
  ecpa_accessible_name_button (self->activate_button);
  ecpa_accessible_name_button (self->forgotten_button);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_account_tile_set_flow:
 * @self: a tile without a flow
 * @flow: what may happen next
 */
void
ecpa_account_tile_set_flow (EcpaAccountTile *self,
                            EcpaLoginFlow   *flow)
{
  EcpaAccountLogin *login;

  g_return_if_fail (ECPA_IS_ACCOUNT_TILE (self));
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (flow) && self->flow == NULL);

  self->flow = g_object_ref (flow);
  login = get_login (self);
  g_signal_connect_object (login, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (login, "notify::fault", G_CALLBACK (fault_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (login, "notify::slow", G_CALLBACK (show_form), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (login, "notify::locked-account", G_CALLBACK (show_form), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
  fault_changed_cb (self);
}

/**
 * ecpa_account_tile_is_open:
 * @self: a tile
 *
 * Returns: whether one may type into it
 */
gboolean
ecpa_account_tile_is_open (EcpaAccountTile *self)
{
  g_return_val_if_fail (ECPA_IS_ACCOUNT_TILE (self), FALSE);

  return self->open;
}

/**
 * ecpa_account_tile_set_open:
 * @self: a tile
 * @open: whether one may type into it; what was typed goes when it closes
 */
void
ecpa_account_tile_set_open (EcpaAccountTile *self,
                            gboolean         open)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_TILE (self));

  if (self->open == open)
    return;

  self->open = open;
  gtk_widget_set_visible (self->body, open);
  ecpa_tile_head_set_open (self->head, self->arrow, open);
  if (!open)
    ecpa_secret_row_clear (self->secret_row);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

/**
 * ecpa_account_tile_get_fault_view:
 * @self: a tile
 *
 * Returns: (transfer none): where what stops the person is told
 */
EcpaFaultView *
ecpa_account_tile_get_fault_view (EcpaAccountTile *self)
{
  g_return_val_if_fail (ECPA_IS_ACCOUNT_TILE (self), NULL);

  return self->fault_view;
}

/**
 * ecpa_account_tile_focus_next:
 * @self: an open tile
 *
 * Puts the focus on what is to be typed or pressed next.
 */
void
ecpa_account_tile_focus_next (EcpaAccountTile *self)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_TILE (self));

  if (is_busy (self))
    gtk_widget_grab_focus (self->cancel_button);
  else if (has_account (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
  else
    gtk_widget_grab_focus (GTK_WIDGET (ecpa_field_row_get_entry (self->account_row)));
}
