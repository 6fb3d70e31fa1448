/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-fault-view.h"

#include "ecpa-accessible-name.h"
#include "ecpa-service-help.h"
#include "ecpa-ui-style.h"
#include "ecpa-wizard-plan.h"
#include "ecpa-wrap-layout.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaFaultView
{
  GtkWidget  parent_instance;

  /* Template widgets */
  GtkLabel  *title_label;
  GtkLabel  *advice_label;
  GtkLabel  *wait_label;
  GtkBox    *hint_box;
  GtkLabel  *hint_label;
  GtkBox    *button_box;
  GtkButton *wizard_button;
  GtkButton *button;

  /* Owned */
  EcpaFault *fault;
  char      *title;
  char      *hint;

  gboolean   passive;
  guint      tick_id;
};

enum
{
  PROP_0,
  PROP_FAULT,
  N_PROPS,
};

enum
{
  ACTION,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaFaultView, ecpa_fault_view, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

/* Returns whether there is still time to wait. */
static gboolean
show_wait (EcpaFaultView *self)
{
  int seconds = self->fault != NULL ? ecpa_fault_get_seconds (self->fault) : -1;
  g_autofree char *words = ecpa_fault_describe_wait (seconds);

  gtk_label_set_label (self->wait_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wait_label), words != NULL);

  return seconds > 0;
}

static char *
describe_without_wait (const EcpaFault *fault)
{
  EcpaFault timeless = *fault;

  timeless.retry_after = -1;

  return ecpa_fault_describe (&timeless);
}

/* What is read out: all of it but the seconds, which would be read out each second. */
static void
announce (EcpaFaultView *self)
{
  g_autoptr (GString) words = g_string_new (gtk_label_get_label (self->title_label));

  g_string_append_printf (words, " %s", gtk_label_get_label (self->advice_label));
  if (self->fault->retry_after >= 0 && ecpa_fault_get_seconds (self->fault) == 0)
    g_string_append_printf (words, " %s", gtk_label_get_label (self->wait_label));
  if (self->hint != NULL)
    g_string_append_printf (words, " %s", self->hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
}

static void
show_hint (EcpaFaultView *self)
{
  gtk_label_set_label (self->hint_label, self->hint != NULL ? self->hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_box), self->hint != NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  EcpaFaultView *self = user_data;

  if (show_wait (self))
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  announce (self);

  return G_SOURCE_REMOVE;
}

/* A wizard leads out where there is one; before the help, and after what is done here. */
static void
show_wizard (EcpaFaultView        *self,
             const EcpaFaultWords *words)
{
  gboolean known = words->wizard != NULL && ecpa_wizard_plan_find (words->wizard) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->wizard_button), known);
  if (!known)
    return;

  gtk_button_set_label (self->wizard_button, words->wizard_button);
  ecpa_accessible_name_button (self->wizard_button);
  gtk_box_reorder_child_after (self->button_box, GTK_WIDGET (self->wizard_button),
                               words->action == ECPA_FAULT_ACTION_HELP ? NULL : GTK_WIDGET (self->button));
}

static void
show_fault (EcpaFaultView *self)
{
  const EcpaFaultWords *words = ecpa_fault_words (self->fault->code);
  gboolean useless = words->button == NULL || (self->passive && words->action == ECPA_FAULT_ACTION_DISMISS);
  g_autofree char *advice = describe_without_wait (self->fault);

  gtk_label_set_label (self->title_label, self->title != NULL ? self->title : words->title);
  gtk_label_set_label (self->advice_label, advice);
  gtk_widget_set_visible (GTK_WIDGET (self->button), !useless);
  gtk_button_set_label (self->button, words->button != NULL ? words->button : "");
  ecpa_accessible_name_button (self->button);
  show_wizard (self, words);
  gtk_widget_set_visible (GTK_WIDGET (self->button_box),
                          !useless || gtk_widget_get_visible (GTK_WIDGET (self->wizard_button)));

  if (show_wait (self))
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  announce (self);
}

/* Callbacks ---------------------------------------------------------------- */

static void
clicked_cb (GtkButton     *button,
            EcpaFaultView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  EcpaFaultAction action;

  if (self->fault == NULL)
    return;

  action = ecpa_fault_words (self->fault->code)->action;
  if (action == ECPA_FAULT_ACTION_HELP)
    ecpa_service_help_present (window, ecpa_service_help_topic_of (self->fault->code));
  else if (action == ECPA_FAULT_ACTION_MAIL)
    gtk_show_uri (window, "mailto:" ECPA_SERVICE_MAIL, GDK_CURRENT_TIME);

  g_signal_emit (self, signals[ACTION], 0, (int) action);
}

static void
wizard_clicked_cb (GtkButton     *button,
                   EcpaFaultView *self)
{
  if (self->fault != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.wizard", "s", ecpa_fault_words (self->fault->code)->wizard);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_fault_view_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (property_id == PROP_FAULT)
    g_value_set_boxed (value, ECPA_FAULT_VIEW (object)->fault);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_fault_view_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (property_id == PROP_FAULT)
    ecpa_fault_view_set_fault (ECPA_FAULT_VIEW (object), g_value_get_boxed (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_fault_view_dispose (GObject *object)
{
  EcpaFaultView *self = ECPA_FAULT_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->hint, g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ecpa_fault_view_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_fault_view_class_init (EcpaFaultViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ecpa_fault_view_get_property;
  object_class->set_property = ecpa_fault_view_set_property;
  object_class->dispose = ecpa_fault_view_dispose;

  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * EcpaFaultView::action:
   * @action: an #EcpaFaultAction
   *
   * The button was pressed.
   */
  signals[ACTION] = g_signal_new ("action", ECPA_TYPE_FAULT_VIEW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (ECPA_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-fault-view.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, advice_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, wait_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, hint_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, hint_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, button_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, wizard_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaFaultView, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, wizard_clicked_cb);

  gtk_widget_class_set_css_name (widget_class, "faultview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ecpa_fault_view_init (EcpaFaultView *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_fault_view_new:
 *
 * Returns: (transfer floating): a view without a fault, which is not to be seen
 */
GtkWidget *
ecpa_fault_view_new (void)
{
  return g_object_new (ECPA_TYPE_FAULT_VIEW, NULL);
}

/**
 * ecpa_fault_view_get_fault:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
EcpaFault *
ecpa_fault_view_get_fault (EcpaFaultView *self)
{
  g_return_val_if_fail (ECPA_IS_FAULT_VIEW (self), NULL);

  return self->fault;
}

/**
 * ecpa_fault_view_set_fault:
 * @self: a view
 * @fault: (nullable): what it shows; copied. %NULL and %ECPA_FAULT_NONE make it go away
 */
void
ecpa_fault_view_set_fault (EcpaFaultView *self,
                           EcpaFault     *fault)
{
  g_return_if_fail (ECPA_IS_FAULT_VIEW (self));

  if (fault == self->fault)
    return;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  if (fault != NULL && fault->code != ECPA_FAULT_NONE)
    {
      self->fault = ecpa_fault_copy (fault);
      show_fault (self);
    }

  gtk_widget_set_visible (GTK_WIDGET (self), self->fault != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

/**
 * ecpa_fault_view_set_title:
 * @self: a view
 * @title: (nullable): what it says happened, in place of the fault's own words
 */
void
ecpa_fault_view_set_title (EcpaFaultView *self,
                           const char    *title)
{
  g_return_if_fail (ECPA_IS_FAULT_VIEW (self));

  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  if (self->fault != NULL)
    {
      gtk_label_set_label (self->title_label, title != NULL ? title : ecpa_fault_words (self->fault->code)->title);
      announce (self);
    }
}

/**
 * ecpa_fault_view_set_hint:
 * @self: a view
 * @hint: (nullable): what is known besides, such as a maintenance that was announced
 */
void
ecpa_fault_view_set_hint (EcpaFaultView *self,
                          const char    *hint)
{
  g_return_if_fail (ECPA_IS_FAULT_VIEW (self));

  if (g_strcmp0 (self->hint, hint) == 0)
    return;

  g_free (self->hint);
  self->hint = g_strdup (hint);
  show_hint (self);
  if (self->fault != NULL)
    announce (self);
}

/**
 * ecpa_fault_view_set_passive:
 * @self: a view
 * @passive: whether its faults go by themselves, so that there is nothing to dismiss
 */
void
ecpa_fault_view_set_passive (EcpaFaultView *self,
                             gboolean       passive)
{
  g_return_if_fail (ECPA_IS_FAULT_VIEW (self));

  self->passive = passive;
}
