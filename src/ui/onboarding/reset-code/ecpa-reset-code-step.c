/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reset-code-step.h"

#include "ecpa-card-records.h"
#include "ecpa-ui-style.h"
#include "ecpa-verify-step.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaResetCodeStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  GtkLabel     *sent_label;
  EcpaFieldRow *code_row;
  GtkButton    *paste_button;
  GtkButton    *again_button;
};

G_DEFINE_FINAL_TYPE (EcpaResetCodeStep, ecpa_reset_code_step, ECPA_TYPE_STEP_PAGE)

/* Callbacks ---------------------------------------------------------------- */

static void
notice_found_cb (EcpaResetCodeStep *self)
{
  EcpaMailNotice *notice = ecpa_wizard_flow_find (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)), "notice");
  g_autofree char *text = NULL;

  if (notice != NULL)
    /* Translators: a masked mail address */
    text = g_strdup_printf (_("A mail was sent to %s. Its link and its code are good for 30 minutes, once, and only with this "
                              "card."), notice->mail_masked);
  gtk_label_set_label (self->sent_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sent_label), text != NULL);
}

static void
text_pasted_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (EcpaResetCodeStep) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL)
    ecpa_field_row_set_text (self->code_row, g_strstrip (text));
}

static void
paste_clicked_cb (GtkButton         *button,
                  EcpaResetCodeStep *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, text_pasted_cb, g_object_ref (self));
}

/* Back to where it is asked for; forward there sends another one. */
static void
again_clicked_cb (GtkButton         *button,
                  EcpaResetCodeStep *self)
{
  ecpa_verify_step_ask_again (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_reset_code_step_shown (EcpaStepPage *page)
{
  EcpaResetCodeStep *self = ECPA_RESET_CODE_STEP (page);

  ecpa_step_page_bind_field (page, self->code_row, "code");
  g_signal_connect_object (ecpa_step_page_get_flow (page), "found::notice", G_CALLBACK (notice_found_cb), self,
                           G_CONNECT_SWAPPED);
  notice_found_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_reset_code_step_class_init (EcpaResetCodeStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_reset_code_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-reset-code-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaResetCodeStep, sent_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaResetCodeStep, code_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaResetCodeStep, paste_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaResetCodeStep, again_button);
  gtk_widget_class_bind_template_callback (widget_class, paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
}

static void
ecpa_reset_code_step_init (EcpaResetCodeStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
