/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-closed-page.h"

#include <glib/gi18n.h>

#include "ecpa-endpoints.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaClosedPage
{
  AdwBin parent_instance;

  /* Template widgets */
  AdwStatusPage *status_page;
  GtkWidget     *card_button;
  GtkWidget     *change_button;
};

enum
{
  SIGNAL_SIGN_IN_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaClosedPage, ecpa_closed_page, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_opened_by (EcpaApplication *application,
              const char      *method)
{
  return application->methods != NULL && g_strv_contains ((const char *const *) application->methods, method);
}

/* Callbacks ---------------------------------------------------------------- */

static void
card_clicked_cb (EcpaClosedPage *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_IN_AGAIN], 0);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_closed_page_class_init (EcpaClosedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_SIGN_IN_AGAIN] = g_signal_new ("sign-in-again", ECPA_TYPE_CLOSED_PAGE, G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-closed-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaClosedPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, EcpaClosedPage, card_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaClosedPage, change_button);
  gtk_widget_class_bind_template_callback (widget_class, card_clicked_cb);
}

static void
ecpa_closed_page_init (EcpaClosedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_closed_page_describe:
 * @application: what is closed, with the ways of signing in that open it
 *
 * Says which way opens it, as one sentence: the backend's table decides, not this program.
 *
 * Returns: (transfer none): the sentence, translated
 */
const char *
ecpa_closed_page_describe (EcpaApplication *application)
{
  g_return_val_if_fail (ECPA_IS_APPLICATION (application), NULL);

  if (is_opened_by (application, ECPA_METHOD_HEALTH_CARD))
    return _("Sign in with your health card to open this");
  if (is_opened_by (application, "citizen-certificate"))
    /* Translators: official: 請使用自然人憑證登入才可使用 */
    return _("Sign in with your citizen certificate to open this");

  return _("This way of signing in does not open this");
}

/**
 * ecpa_closed_page_set_application:
 * @self: a page
 * @application: (nullable): what this session does not open; %NULL takes it away
 * @method: (nullable): how the person signed in
 *
 * Shows why it is closed.
 */
void
ecpa_closed_page_set_application (EcpaClosedPage  *self,
                                  EcpaApplication *application,
                                  const char      *method)
{
  g_autofree char *why = NULL;

  g_return_if_fail (ECPA_IS_CLOSED_PAGE (self));
  g_return_if_fail (application == NULL || ECPA_IS_APPLICATION (application));

  if (application == NULL)
    {
      adw_status_page_set_title (self->status_page, "");
      adw_status_page_set_description (self->status_page, NULL);
      return;
    }

  if (g_strcmp0 (method, ECPA_METHOD_ACCOUNT) == 0)
    why = g_strdup (_("You have signed in with account and password. Reward orders are personal documents; they open only "
                      "for whoever proves who they are with a card."));
  else
    why = g_strdup (_("The way you have signed in does not open them."));
  adw_status_page_set_title (self->status_page, ecpa_closed_page_describe (application));
  adw_status_page_set_description (self->status_page, why);
  gtk_widget_set_visible (self->change_button, g_strcmp0 (method, ECPA_METHOD_ACCOUNT) == 0);
  gtk_widget_set_visible (self->card_button, is_opened_by (application, ECPA_METHOD_HEALTH_CARD));
}
