/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-failed-page.h"

#include <glib/gi18n.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaFailedPage
{
  AdwBin parent_instance;

  /* Template widgets */
  AdwStatusPage *status_page;
  GtkButton     *again_button;
};

enum
{
  SIGNAL_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaFailedPage, ecpa_failed_page, ADW_TYPE_BIN)

/* Callbacks ---------------------------------------------------------------- */

static void
again_clicked_cb (EcpaFailedPage *self)
{
  g_signal_emit (self, signals[SIGNAL_AGAIN], 0);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_failed_page_class_init (EcpaFailedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_AGAIN] = g_signal_new ("again", ECPA_TYPE_FAILED_PAGE, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-failed-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaFailedPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, EcpaFailedPage, again_button);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
}

static void
ecpa_failed_page_init (EcpaFailedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_failed_page_new:
 * @training: whether it is the training's own service that failed; else the program lacks something to begin with
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
ecpa_failed_page_new (gboolean training)
{
  EcpaFailedPage *self = g_object_new (ECPA_TYPE_FAILED_PAGE, NULL);

  adw_status_page_set_title (self->status_page,
                             training ? _("The training service has stopped") : _("This Program Is Not Set Up Yet"));
  gtk_button_set_label (self->again_button, training ? _("Start It Again") : _("Try Again"));

  return GTK_WIDGET (self);
}

/**
 * ecpa_failed_page_tell:
 * @self: a page that is shown
 * @detail: what happened, one sentence, translated
 *
 * Says so, and has the focus where one goes on.
 */
void
ecpa_failed_page_tell (EcpaFailedPage *self,
                       const char     *detail)
{
  g_return_if_fail (ECPA_IS_FAILED_PAGE (self));

  adw_status_page_set_description (self->status_page, detail);
  gtk_widget_grab_focus (GTK_WIDGET (self->again_button));
}
