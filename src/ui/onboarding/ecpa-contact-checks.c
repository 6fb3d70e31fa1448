/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-contact-checks.h"

#include "ecpa-card-care.h"
#include "ecpa-contact-check.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

/* Rows and the secret of the draft that they choose; goes with the rows. */
typedef struct
{
  EcpaWizardFlow *flow;
  const char     *name;       /* static */
} Bond;

/* Auxiliaries -------------------------------------------------------------- */

static const char *
find_error (const char      *text,
            EcpaContactKind  kind)
{
  if (*text == '\0')
    return NULL;
  if (kind == ECPA_CONTACT_MOBILE && !ecpa_card_care_is_mobile (text))
    return _("A mobile number is 09 and eight digits, without blanks or dashes");
  if (kind == ECPA_CONTACT_MAIL && !ecpa_card_care_is_mail (text))
    return _("This is no whole e-mail address, such as name@example.tw");

  return NULL;
}

/* Callbacks ---------------------------------------------------------------- */

static void
typed_cb (EcpaFieldRow *row,
          GParamSpec   *pspec,
          gpointer      kind)
{
  const char *text = ecpa_field_row_get_text (row);
  gboolean risky = GPOINTER_TO_UINT (kind) == ECPA_CONTACT_MAIL && find_error (text, ECPA_CONTACT_MAIL) == NULL
                   && ecpa_contact_may_get_lost (text);

  if (find_error (text, GPOINTER_TO_UINT (kind)) == NULL)
    ecpa_field_row_set_error (row, NULL);
  ecpa_field_row_set_warning (row, risky ? _("Mail to Microsoft's services may not arrive; another address is safer") : NULL);
}

static void
left_cb (GtkEventControllerFocus *controller,
         gpointer                 kind)
{
  EcpaFieldRow *row = ECPA_FIELD_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));

  ecpa_field_row_set_error (row, find_error (ecpa_field_row_get_text (row), GPOINTER_TO_UINT (kind)));
}

static void
bond_free (gpointer  data,
           GClosure *closure)
{
  Bond *bond = data;

  g_object_unref (bond->flow);
  g_free (bond);
}

static void
password_typed_cb (EcpaPasswordRows *rows,
                   Bond             *bond)
{
  ecpa_wizard_draft_set_secret (ecpa_wizard_flow_get_draft (bond->flow), bond->name,
                                ecpa_password_rows_get_secret (rows));
}

static void
activated_cb (EcpaPasswordRows *rows,
              Bond             *bond)
{
  if (ecpa_wizard_flow_is_complete (bond->flow))
    ecpa_wizard_flow_forward (bond->flow);
  else
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (rows))), GTK_DIR_TAB_FORWARD);
}

/* Forgotten there, it is wiped here. */
static void
secret_changed_cb (EcpaPasswordRows *rows,
                   const char       *name,
                   EcpaWizardDraft  *draft)
{
  if (ecpa_wizard_draft_get_secret (draft, name) == NULL && ecpa_password_rows_is_complete (rows))
    ecpa_password_rows_clear (rows);
}

static void
service_found_cb (EcpaPasswordRows *rows,
                  const char       *name,
                  EcpaWizardFlow   *flow)
{
  EcpaServiceInfo *service = ecpa_wizard_flow_find (flow, "service");

  ecpa_password_rows_set_policy (rows, service != NULL ? service->registration_policy : NULL);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_contact_checks_watch:
 * @row: where it is typed
 * @kind: what it is to be
 *
 * Says under @row what is wrong with what was typed, once one has gone on from it, and no longer once it is right.
 */
void
ecpa_contact_checks_watch (EcpaFieldRow    *row,
                           EcpaContactKind  kind)
{
  GtkEventController *controller;

  g_return_if_fail (ECPA_IS_FIELD_ROW (row));

  controller = gtk_event_controller_focus_new ();
  g_signal_connect (controller, "leave", G_CALLBACK (left_cb), GUINT_TO_POINTER (kind));
  gtk_widget_add_controller (GTK_WIDGET (row), controller);
  g_signal_connect (row, "notify::text", G_CALLBACK (typed_cb), GUINT_TO_POINTER (kind));
}

/**
 * ecpa_contact_checks_bind_password:
 * @page: a step
 * @rows: some of its rows
 * @name: static: a secret of the draft
 *
 * Once complete, the password is that secret; forgotten there, it is wiped here. The rules are those of the registration,
 * as the wizard's `service` has them.
 */
void
ecpa_contact_checks_bind_password (EcpaStepPage     *page,
                                   EcpaPasswordRows *rows,
                                   const char       *name)
{
  EcpaWizardFlow *flow = ecpa_step_page_get_flow (page);
  g_autofree char *signal = g_strconcat ("changed::", name, NULL);

  for (guint i = 0; i < 2; i++)
    {
      Bond *bond = g_new0 (Bond, 1);

      bond->flow = g_object_ref (flow);
      bond->name = name;
      g_signal_connect_data (rows, i == 0 ? "changed" : "activate",
                             i == 0 ? G_CALLBACK (password_typed_cb) : G_CALLBACK (activated_cb), bond, bond_free, 0);
    }
  g_signal_connect_object (ecpa_wizard_flow_get_draft (flow), signal, G_CALLBACK (secret_changed_cb), rows,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "found::service", G_CALLBACK (service_found_cb), rows, G_CONNECT_SWAPPED);
  service_found_cb (rows, "service", flow);
}
