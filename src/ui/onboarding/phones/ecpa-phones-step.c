/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-phones-step.h"

#include "ecpa-accessible-name.h"
#include "ecpa-parent-window.h"
#include "ecpa-phones.h"
#include "ecpa-roc-date.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaPhonesStep
{
  EcpaStepPage   parent_instance;

  /* Template widgets */
  GtkLabel      *empty_label;
  GtkListBox    *list;
  GtkLabel      *add_label;
  GtkLabel      *limit_label;
  GtkWidget     *add_box;
  EcpaFieldRow  *name_row;
  EcpaFieldRow  *code_row;
  EcpaSecretRow *password_row;
  GtkButton     *add_button;
};

/* A phone and what is asked about it; goes with the dialog. */
typedef struct
{
  EcpaPhonesStep *step;
  EcpaPhone      *phone;
  EcpaFieldRow   *row;          /* (nullable): borrowed: where its new name is typed */
} Question;

G_DEFINE_FINAL_TYPE (EcpaPhonesStep, ecpa_phones_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaWizardFlow *
get_flow (EcpaPhonesStep *self)
{
  return ecpa_step_page_get_flow (ECPA_STEP_PAGE (self));
}

static gboolean
can_add (EcpaPhonesStep *self)
{
  return *ecpa_field_row_get_text (self->name_row) != '\0' && *ecpa_field_row_get_text (self->code_row) != '\0'
         && ecpa_secret_row_is_complete (self->password_row);
}

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->step);
  g_object_unref (question->phone);
  g_free (question);
}

static AdwMessageDialog *
ask (EcpaPhonesStep *self,
     EcpaPhone      *phone,
     EcpaFieldRow   *row,
     const char     *heading,
     const char     *body,
     const char     *yes,
     GCallback       answered)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (ecpa_parent_window_of (self), heading,
                                                                        body));
  Question *question = g_new0 (Question, 1);

  question->step = g_object_ref (self);
  question->phone = g_object_ref (phone);
  question->row = row;
  adw_message_dialog_add_responses (dialog, "no", _("_Cancel"), "yes", yes, NULL);
  adw_message_dialog_set_close_response (dialog, "no");
  if (row != NULL)
    adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (row));
  g_signal_connect_data (dialog, "response", answered, question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

/* Callbacks ---------------------------------------------------------------- */

static void
removal_answered_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     Question         *question)
{
  if (g_str_equal (response, "yes"))
    ecpa_phones_remove (get_flow (question->step), question->phone);
}

static void
name_answered_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  Question         *question)
{
  const char *name = ecpa_field_row_get_text (question->row);

  if (g_str_equal (response, "yes") && *name != '\0' && g_strcmp0 (name, question->phone->name) != 0)
    ecpa_phones_rename (get_flow (question->step), question->phone, name);
}

static void
remove_clicked_cb (GtkButton      *button,
                   EcpaPhonesStep *self)
{
  EcpaPhone *phone = g_object_get_data (G_OBJECT (button), "phone");
  /* Translators: the name of a phone */
  g_autofree char *heading = g_strdup_printf (_("Remove “%s”?"), phone->name);
  AdwMessageDialog *dialog = ask (self, phone, NULL, heading,
                                  _("Nothing can be done with this phone any more until it is registered again."),
                                  _("_Remove"), G_CALLBACK (removal_answered_cb));

  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
}

static void
rename_clicked_cb (GtkButton      *button,
                   EcpaPhonesStep *self)
{
  EcpaPhone *phone = g_object_get_data (G_OBJECT (button), "phone");
  EcpaFieldRow *row = g_object_new (ECPA_TYPE_FIELD_ROW, "title", _("Name of the Phone"), "text", phone->name, "max-length",
                                    40, NULL);
  AdwMessageDialog *dialog = ask (self, phone, row, _("Rename the phone"), NULL, _("Re_name"),
                                  G_CALLBACK (name_answered_cb));

  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "yes");
  gtk_entry_set_activates_default (ecpa_field_row_get_entry (row), TRUE);
}

static GtkWidget *
make_button (EcpaPhonesStep *self,
             EcpaPhone      *phone,
             const char     *icon,
             const char     *name,
             GCallback       clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "phone", g_object_ref (phone), g_object_unref);
  g_signal_connect_object (button, "clicked", clicked, self, 0);

  return button;
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  EcpaPhonesStep *self = user_data;
  EcpaPhone *phone = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *day = phone->added_at != NULL ? ecpa_roc_date_format_time (phone->added_at) : NULL;
  /* Translators: of a phone: its masked code, and the day on which it was registered */
  g_autofree char *about = day != NULL ? g_strdup_printf (_("%s, registered on %s"), phone->device_masked, day)
                                       : g_strdup (phone->device_masked);
  /* Translators: the name of a phone */
  g_autofree char *rename_words = g_strdup_printf (_("Rename “%s”"), phone->name);
  /* Translators: the name of a phone */
  g_autofree char *remove_words = g_strdup_printf (_("Remove “%s”"), phone->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), phone->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, phone, "document-edit-symbolic", rename_words,
                                                                G_CALLBACK (rename_clicked_cb)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, phone, "user-trash-symbolic", remove_words,
                                                                G_CALLBACK (remove_clicked_cb)));

  return row;
}

static void
typed_cb (EcpaPhonesStep *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), can_add (self));
}

static void
phones_found_cb (EcpaPhonesStep *self)
{
  EcpaPhoneList *phones = ecpa_wizard_flow_find (get_flow (self), "phones");
  guint n = phones != NULL ? g_list_model_get_n_items (G_LIST_MODEL (phones->items)) : 0;
  gboolean full = phones != NULL && phones->limit > 0 && n >= (guint) phones->limit;
  g_autofree char *text = NULL;

  gtk_list_box_bind_model (self->list, phones != NULL ? G_LIST_MODEL (phones->items) : NULL, make_row, self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), phones != NULL && n == 0);
  gtk_widget_set_visible (self->add_box, !full);
  gtk_widget_set_visible (GTK_WIDGET (self->limit_label), full);
  if (full)
    text = g_strdup_printf (_("There can be %d phones. Remove one to register another."), (int) phones->limit);
  gtk_label_set_label (self->limit_label, text != NULL ? text : "");
}

static void
add_cb (EcpaPhonesStep *self)
{
  if (!can_add (self))
    {
      gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  ecpa_phones_add (get_flow (self), ecpa_field_row_get_text (self->name_row),
                   ecpa_field_row_get_text (self->code_row), ecpa_secret_row_get_secret (self->password_row));
  ecpa_secret_row_clear (self->password_row);
}

/* Enter is the button of the phone here, not that of the wizard. */
static void
entered_cb (GtkWidget      *row,
            EcpaPhonesStep *self)
{
  g_signal_stop_emission_by_name (row, "activate");
  add_cb (self);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_phones_step_shown (EcpaStepPage *page)
{
  EcpaPhonesStep *self = ECPA_PHONES_STEP (page);
  EcpaWizardFlow *flow = get_flow (self);

  ecpa_step_page_bind_field (page, self->name_row, "phone-name");
  ecpa_step_page_bind_field (page, self->code_row, "phone-code");
  ecpa_step_page_bind_secret (page, self->password_row, "phone-password");
  g_signal_connect_object (flow, "found::phones", G_CALLBACK (phones_found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::fault", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  ecpa_accessible_name_button (self->add_button);
  phones_found_cb (self);
  typed_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_phones_step_class_init (EcpaPhonesStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);
  g_type_ensure (ECPA_TYPE_SECRET_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_phones_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-phones-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, empty_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, list);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, add_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, limit_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, add_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, name_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, code_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, password_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaPhonesStep, add_button);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
}

static void
ecpa_phones_step_init (EcpaPhonesStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
