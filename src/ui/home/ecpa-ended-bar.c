/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-ended-bar.h"

#include <glib/gi18n.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaEndedBar
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkImage  *icon;
  GtkLabel  *title_label;
  GtkLabel  *text_label;
  GtkWidget *read_button;
  GtkWidget *somebody_else_button;
};

enum
{
  SIGNAL_READ,
  SIGNAL_SOMEBODY_ELSE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaEndedBar, ecpa_ended_bar, ADW_TYPE_BIN)

/* Callbacks ---------------------------------------------------------------- */

static void
read_clicked_cb (EcpaEndedBar *self)
{
  g_signal_emit (self, signals[SIGNAL_READ], 0);
}

static void
somebody_else_answered_cb (AdwMessageDialog *dialog,
                           const char       *response,
                           EcpaEndedBar     *self)
{
  if (g_str_equal (response, "go-on"))
    g_signal_emit (self, signals[SIGNAL_SOMEBODY_ELSE], 0);
}

static void
somebody_else_clicked_cb (EcpaEndedBar *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _("Sign in as somebody else?"),
                                              _("Whoever has locked this will not come back to where they were. Nothing that was signed for is lost."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "go-on", _("Sign In as _Somebody Else"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "go-on", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (somebody_else_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_ended_bar_class_init (EcpaEndedBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_READ] = g_signal_new ("read", ECPA_TYPE_ENDED_BAR, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SOMEBODY_ELSE] = g_signal_new ("somebody-else", ECPA_TYPE_ENDED_BAR, G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-ended-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaEndedBar, icon);
  gtk_widget_class_bind_template_child (widget_class, EcpaEndedBar, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaEndedBar, text_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaEndedBar, read_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaEndedBar, somebody_else_button);
  gtk_widget_class_bind_template_callback (widget_class, read_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, somebody_else_clicked_cb);
}

static void
ecpa_ended_bar_init (EcpaEndedBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_ended_bar_say:
 * @self: a bar
 * @kind: what it is about
 * @title: one line, translated
 * @text: what it means, translated
 *
 * Says this, in place of what it said.
 */
void
ecpa_ended_bar_say (EcpaEndedBar     *self,
                    EcpaEndedBarKind  kind,
                    const char       *title,
                    const char       *text)
{
  static const char *const icons[] = {
    [ECPA_ENDED_BAR_ENDED] = "system-log-out-symbolic",
    [ECPA_ENDED_BAR_LOCKED] = "system-lock-screen-symbolic",
    [ECPA_ENDED_BAR_DONE] = "emblem-ok-symbolic",
  };

  g_return_if_fail (ECPA_IS_ENDED_BAR (self));
  g_return_if_fail (kind < G_N_ELEMENTS (icons));

  gtk_image_set_from_icon_name (self->icon, icons[kind]);
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->text_label, text);
  gtk_widget_set_visible (self->read_button, kind != ECPA_ENDED_BAR_LOCKED);
  gtk_widget_set_visible (self->somebody_else_button, kind == ECPA_ENDED_BAR_LOCKED);
  if (kind == ECPA_ENDED_BAR_DONE)
    gtk_widget_add_css_class (GTK_WIDGET (self), "done");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "done");
}
