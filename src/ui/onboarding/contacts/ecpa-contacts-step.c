/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-contacts-step.h"

#include "ecpa-contact-check.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaContactsStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  EcpaFieldRow *mobile_row;
  EcpaFieldRow *mail_row;
  EcpaFieldRow *mail_secondary_row;
  EcpaFieldRow *telephone_row;
  EcpaFieldRow *extension_row;
};

/* How a field is looked at. */
typedef struct
{
  const char *name;
  gsize       row;              /* offset */
  gboolean  (*check)    (const char *text);
  gboolean  (*may_fail) (const char *text);     /* nullable */
  const char *error;
} Field;

static const Field fields[] = {
  { "mobile", G_STRUCT_OFFSET (EcpaContactsStep, mobile_row), ecpa_contact_is_mobile, NULL,
    N_("A mobile number has ten digits and begins with 09") },
  { "mail", G_STRUCT_OFFSET (EcpaContactsStep, mail_row), ecpa_contact_is_mail, ecpa_contact_may_get_lost,
    N_("An address looks like name@example.com") },
  { "mail-secondary", G_STRUCT_OFFSET (EcpaContactsStep, mail_secondary_row), ecpa_contact_is_mail,
    ecpa_contact_may_get_lost, N_("An address looks like name@example.com") },
  { "telephone", G_STRUCT_OFFSET (EcpaContactsStep, telephone_row), ecpa_contact_is_telephone, NULL,
    N_("Area code and number, such as 02-23456789") },
  { "extension", G_STRUCT_OFFSET (EcpaContactsStep, extension_row), ecpa_contact_is_extension, NULL,
    N_("Up to six digits") },
};

G_DEFINE_FINAL_TYPE (EcpaContactsStep, ecpa_contacts_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaFieldRow *
get_row (EcpaContactsStep *self,
         const Field      *field)
{
  return G_STRUCT_MEMBER (EcpaFieldRow *, self, field->row);
}

static const Field *
find_field (EcpaContactsStep *self,
            EcpaFieldRow     *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (get_row (self, &fields[i]) == row)
      return &fields[i];

  g_return_val_if_reached (&fields[0]);
}

/* Callbacks ---------------------------------------------------------------- */

/* What is wrong is said once the field is left; that it is right, with the key that makes it so. */
static void
look_cb (EcpaContactsStep *self,
         EcpaFieldRow     *row)
{
  const Field *field = find_field (self, row);
  const char *text = ecpa_field_row_get_text (row);
  gboolean typing = gtk_widget_get_focus_child (GTK_WIDGET (row)) != NULL;
  gboolean wrong = *text != '\0' && !field->check (text);
  gboolean may_fail = !wrong && field->may_fail != NULL && field->may_fail (text);

  if (!wrong || !typing)
    ecpa_field_row_set_error (row, wrong ? _(field->error) : NULL);
  ecpa_field_row_set_warning (row, may_fail ? _("Mails of the card service may not arrive at addresses of Microsoft (hotmail, outlook, live, msn). "
                                                "Use another address if you can.") : NULL);
}

static void
text_changed_cb (EcpaFieldRow     *row,
                 GParamSpec       *pspec,
                 EcpaContactsStep *self)
{
  look_cb (self, row);
}

static void
focus_changed_cb (GtkEventControllerFocus *controller,
                  GParamSpec              *pspec,
                  EcpaContactsStep        *self)
{
  look_cb (self, ECPA_FIELD_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_contacts_step_shown (EcpaStepPage *page)
{
  EcpaContactsStep *self = ECPA_CONTACTS_STEP (page);

  if (g_str_equal (ecpa_wizard_flow_get_kind (ecpa_step_page_get_flow (page)), "contacts"))
    g_object_set (self->mail_row, "hint",
                  _("A new address counts once it has been verified; until then the old one stays"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      EcpaFieldRow *row = get_row (self, &fields[i]);
      GtkEventController *focus = gtk_event_controller_focus_new ();

      ecpa_step_page_bind_field (page, row, fields[i].name);
      g_signal_connect (row, "notify::text", G_CALLBACK (text_changed_cb), self);
      g_signal_connect (focus, "notify::contains-focus", G_CALLBACK (focus_changed_cb), self);
      gtk_widget_add_controller (GTK_WIDGET (row), focus);
      look_cb (self, row);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_contacts_step_class_init (EcpaContactsStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_contacts_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-contacts-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsStep, mobile_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsStep, mail_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsStep, mail_secondary_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsStep, telephone_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsStep, extension_row);
}

static void
ecpa_contacts_step_init (EcpaContactsStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
