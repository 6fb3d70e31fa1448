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

  /* Owned */
  EcpaPhone     *renaming;      /* (nullable): was being renamed when the card went */
  EcpaPhoneList *shown;         /* (nullable): the phones as they are in the list */
};

/* A phone and what is asked about it; goes with the dialog. */
typedef struct
{
  EcpaPhonesStep *step;
  EcpaPhone      *phone;
  char           *field;        /* of the draft: its new name */
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

static EcpaPhone *
find_phone (EcpaPhoneList *phones,
            const char    *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (phones->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EcpaPhone) phone = g_list_model_get_item (G_LIST_MODEL (phones->items), i);

      if (g_strcmp0 (phone->id, id) == 0)
        return phone;           /* the list keeps it */
    }

  return NULL;
}

/* Where the phone is that was not there before, or not by this name; in place of one that has gone, the one after it.
 * Returns -1 where nothing is different. */
static int
find_different (EcpaPhoneList *before,
                EcpaPhoneList *now)
{
  int n_before = g_list_model_get_n_items (G_LIST_MODEL (before->items));
  int n_now = g_list_model_get_n_items (G_LIST_MODEL (now->items));

  for (int i = 0; i < n_now; i++)
    {
      g_autoptr (EcpaPhone) phone = g_list_model_get_item (G_LIST_MODEL (now->items), i);
      EcpaPhone *old = find_phone (before, phone->id);

      if (old == NULL || g_strcmp0 (old->name, phone->name) != 0)
        return i;
    }
  for (int i = 0; i < n_before; i++)
    {
      g_autoptr (EcpaPhone) phone = g_list_model_get_item (G_LIST_MODEL (before->items), i);

      if (find_phone (now, phone->id) == NULL)
        return MIN (i, n_now - 1);
    }

  return -1;
}

/* The list stands above what was typed, where large letters leave no room for both: one goes to what has become of it,
 * and so does a screen reader. A failure is more important. */
static void
go_to_different (EcpaPhonesStep *self,
                 EcpaPhoneList  *before)
{
  int at = before != NULL && self->shown != NULL ? find_different (before, self->shown) : -1;
  GtkListBoxRow *row = at >= 0 ? gtk_list_box_get_row_at_index (self->list, at) : NULL;

  if (row == NULL || ecpa_wizard_flow_get_fault (get_flow (self)) != NULL)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static Question *
question_new (EcpaPhonesStep *step,
              EcpaPhone      *phone)
{
  Question *question = g_new0 (Question, 1);

  question->step = g_object_ref (step);
  question->phone = g_object_ref (phone);
  question->field = ecpa_phones_name_field (phone);

  return question;
}

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->step);
  g_object_unref (question->phone);
  g_free (question->field);
  g_free (question);
}

/* The name that it has stands there until another one is typed. */
static void
forget_name (Question *question)
{
  EcpaWizardDraft *draft = ecpa_step_page_get_draft (ECPA_STEP_PAGE (question->step));

  ecpa_wizard_draft_give (draft, question->field, question->phone->name);
  ecpa_wizard_draft_set (draft, question->field, question->phone->name);
}

/* What is asked with a card in is not shown without it. */
static void
hide_without_card_cb (AdwMessageDialog *dialog,
                      GParamSpec       *pspec,
                      EcpaWizardFlow   *flow)
{
  EcpaWizardState state = ecpa_wizard_flow_get_state (flow);

  if (state != ECPA_WIZARD_STEP && state != ECPA_WIZARD_PROVING)
    gtk_window_close (GTK_WINDOW (dialog));
}

/* For whoever calls it to present, with all that is in it: what is there first has the focus. */
static AdwMessageDialog *
make_dialog (EcpaPhonesStep *self,
             EcpaPhone      *phone,
             const char     *heading,
             const char     *body,
             const char     *yes,
             GCallback       answered)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (ecpa_parent_window_of (self), heading,
                                                                        body));

  adw_message_dialog_add_responses (dialog, "no", _("_Cancel"), "yes", yes, NULL);
  adw_message_dialog_set_close_response (dialog, "later");
  g_signal_connect_object (get_flow (self), "notify::state", G_CALLBACK (hide_without_card_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_data (dialog, "response", answered, question_new (self, phone), question_free, 0);

  return dialog;
}

/* Callbacks ---------------------------------------------------------------- */

static void
removal_answered_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     Question         *question)
{
  if (!g_str_equal (response, "yes"))
    return;

  forget_name (question);
  ecpa_phones_remove (get_flow (question->step), question->phone);
}

/* Only “Cancel” forgets the new name. One that was kept, because the card went or a dialog was closed without an answer, is
 * there again with the dialog. */
static void
name_answered_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  Question         *question)
{
  EcpaPhonesStep *self = question->step;
  EcpaWizardFlow *flow = get_flow (self);
  EcpaWizardDraft *draft = ecpa_step_page_get_draft (ECPA_STEP_PAGE (self));
  const char *name = ecpa_wizard_draft_get (draft, question->field);

  if (g_str_equal (response, "no"))
    forget_name (question);
  else if (g_str_equal (response, "later"))
    {
      EcpaPhone *interrupted = ecpa_wizard_flow_get_state (flow) != ECPA_WIZARD_STEP ? question->phone : NULL;

      g_set_object (&self->renaming, interrupted);
    }
  else if (g_strcmp0 (name, question->phone->name) != 0)
    ecpa_phones_rename (flow, question->phone, name);
}

/* None is the one that it has. */
static void
name_typed_cb (EcpaFieldRow *row,
               GParamSpec   *pspec,
               Question     *question)
{
  EcpaWizardDraft *draft = ecpa_step_page_get_draft (ECPA_STEP_PAGE (question->step));
  const char *name = ecpa_field_row_get_text (row);

  ecpa_wizard_draft_set (draft, question->field, *name != '\0' ? name : question->phone->name);
}

static void
remove_clicked_cb (GtkButton      *button,
                   EcpaPhonesStep *self)
{
  EcpaPhone *phone = g_object_get_data (G_OBJECT (button), "phone");
  /* Translators: the name of a phone */
  g_autofree char *heading = g_strdup_printf (_("Remove “%s”?"), phone->name);
  AdwMessageDialog *dialog =
    make_dialog (self, phone, heading,
                 _("Nothing can be done with this phone any more until it is registered again."), _("_Remove"),
                 G_CALLBACK (removal_answered_cb));

  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rename_phone (EcpaPhonesStep *self,
              EcpaPhone      *phone)
{
  EcpaWizardDraft *draft = ecpa_step_page_get_draft (ECPA_STEP_PAGE (self));
  AdwMessageDialog *dialog = make_dialog (self, phone, _("Rename the phone"), NULL, _("Re_name"),
                                          G_CALLBACK (name_answered_cb));
  Question *question = question_new (self, phone);
  EcpaFieldRow *row;

  ecpa_wizard_draft_give (draft, question->field, phone->name);
  row = g_object_new (ECPA_TYPE_FIELD_ROW, "title", _("Name of the Phone"), "text",
                      ecpa_wizard_draft_get (draft, question->field), "max-length", 40, NULL);
  g_signal_connect_data (row, "notify::text", G_CALLBACK (name_typed_cb), question, question_free, 0);
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (row));
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "yes");
  gtk_entry_set_activates_default (ecpa_field_row_get_entry (row), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rename_clicked_cb (GtkButton      *button,
                   EcpaPhonesStep *self)
{
  rename_phone (self, g_object_get_data (G_OBJECT (button), "phone"));
}

/* The card is back: to where one was. */
static void
state_changed_cb (EcpaPhonesStep *self)
{
  g_autoptr (EcpaPhone) phone = NULL;

  if (self->renaming == NULL || ecpa_wizard_flow_get_state (get_flow (self)) != ECPA_WIZARD_STEP)
    return;

  phone = g_steal_pointer (&self->renaming);
  rename_phone (self, phone);
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
  g_autoptr (EcpaPhoneList) before = g_steal_pointer (&self->shown);
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
  g_set_object (&self->shown, phones);
  go_to_different (self, before);
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
  g_signal_connect_object (flow, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  ecpa_accessible_name_button (self->add_button);
  phones_found_cb (self);
  typed_cb (self);
}

static void
ecpa_phones_step_finalize (GObject *object)
{
  EcpaPhonesStep *self = ECPA_PHONES_STEP (object);

  g_clear_object (&self->renaming);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (ecpa_phones_step_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_phones_step_class_init (EcpaPhonesStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);
  g_type_ensure (ECPA_TYPE_SECRET_ROW);

  G_OBJECT_CLASS (klass)->finalize = ecpa_phones_step_finalize;
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
