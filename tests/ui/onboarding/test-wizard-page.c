/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of the wizards over plans of the test's own, in front of a service that says one thing to whatever it is
 * asked. */

#include "ecpa-address-step.h"
#include "ecpa-choice-row.h"
#include "ecpa-divisions.h"
#include "ecpa-interruption-bar.h"
#include "ecpa-phones-step.h"
#include "ecpa-simulator.h"
#include "ecpa-test-server.h"
#include "ecpa-thread.h"
#include "ecpa-training-ribbon.h"
#include "ecpa-wizard-flow-private.h"
#include "ecpa-wizard-page.h"

#include "ui-test.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaSimulator   *simulator;
  EcpaTestServer  *server;
  EcpaServices    *services;
  EcpaWizardFlow  *flow;
  GtkWindow       *window;
  EcpaWizardPage  *page;
} Fixture;

typedef struct
{
  EcpaWizardFlow  *flow;
  EcpaWizardState  state;
} Place;

static const EcpaWizardStep contact_steps[] = {
  { "reset-contact", 0, NULL, NULL, NULL, NULL, NULL },
};

static const EcpaWizardPlan contact_plan = { .kind = "forgotten", .steps = contact_steps, .n_steps = 1 };

static const EcpaWizardStep phone_steps[] = {
  { "phones", 0, NULL, NULL, NULL, NULL, NULL },
};

static const EcpaWizardPlan phone_plan = { .kind = "phones", .steps = phone_steps, .n_steps = 1 };

static const EcpaWizardStep address_steps[] = {
  { "address", 0, NULL, NULL, NULL, NULL, NULL },
};

static const EcpaWizardPlan address_plan = { .kind = "registration", .steps = address_steps, .n_steps = 1 };

static const EcpaWizardStep summary_steps[] = {
  { "summary", 0, NULL, NULL, NULL, NULL, NULL },
};

static const EcpaWizardPlan summary_plan = { .kind = "registration", .steps = summary_steps, .n_steps = 1 };

static void wait_for_ever (EcpaWizardFlow *flow,
                           GTask          *task);

static const EcpaWizardStep slow_steps[] = {
  { "reset-contact", 0, NULL, NULL, wait_for_ever, NULL, NULL },
};

static const EcpaWizardPlan slow_plan = { .kind = "forgotten", .steps = slow_steps, .n_steps = 1 };

/* Auxiliaries -------------------------------------------------------------- */

static gpointer
get_part (gpointer    widget,
          GType       type,
          const char *name)
{
  GObject *part = gtk_widget_get_template_child (widget, type, name);

  g_assert_nonnull (part);

  return part;
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

static gboolean
has_dialog (gpointer unused)
{
  AdwMessageDialog *dialog = ui_test_find_dialog ();

  return dialog != NULL && is_mapped (dialog);
}

static gboolean
is_at (gpointer data)
{
  Place *place = data;

  return ecpa_wizard_flow_get_state (place->flow) == place->state;
}

static void
await (Fixture         *fixture,
       EcpaWizardState  state)
{
  Place place = { fixture->flow, state };

  ecpa_test_until (is_at, &place);
}

static void
stopped_cb (GCancellable *cancellable,
            GTask        *task)
{
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

/* As long as nobody stops it. */
static void
wait_for_ever (EcpaWizardFlow *flow,
               GTask          *task)
{
  g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (stopped_cb), task, NULL);
}

static void
open_wizard (Fixture              *fixture,
             const EcpaWizardPlan *plan)
{
  fixture->flow = ecpa_wizard_flow_new_from_plan (fixture->services, plan);
  fixture->page = ECPA_WIZARD_PAGE (ecpa_wizard_page_new (fixture->flow));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  gtk_window_set_default_size (fixture->window, 800, 600);
  gtk_window_present (fixture->window);
  ecpa_test_until (is_mapped, fixture->page);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  announcements)
{
  const char *said = announcements != NULL ? announcements : "";
  g_autofree char *answer = g_strdup_printf ("{\"name\":\"test\",\"version\":\"1\",\"training\":true,"
                                             "\"time\":\"2026-11-21T10:00:00Z\",\"announcements\":[%s]}", said);
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;

  fixture->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  fixture->server = ecpa_test_server_new ();
  ecpa_test_server_set_answer (fixture->server, answer, 0);
  uri = ecpa_test_server_dup_uri (fixture->server);
  fixture->services = ecpa_services_new (ECPA_CARD_TRANSPORT (fixture->simulator), uri,
                                         ecpa_test_server_get_certificate (fixture->server),
                                         ECPA_TRAINING_DESK (fixture->simulator));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  if (ecpa_wizard_flow_get_state (fixture->flow) != ECPA_WIZARD_DONE)
    ecpa_wizard_flow_leave (fixture->flow, FALSE);
  gtk_window_destroy (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->flow), (gpointer *) &fixture->flow);
  g_object_unref (fixture->flow);
  ecpa_test_assert_dies (fixture->flow);
  ecpa_services_shutdown (fixture->services);
  ecpa_simulator_shut_down (fixture->simulator);
  g_object_unref (fixture->services);
  g_object_unref (fixture->simulator);
  ecpa_test_until_no_threads ("ecpa-");
  ecpa_test_server_free (fixture->server);
}

static void
answer_dialog (const char *label)
{
  ecpa_test_until (has_dialog, NULL);
  g_signal_emit_by_name (ui_test_find (GTK_WIDGET (ui_test_find_dialog ()), GTK_TYPE_BUTTON, label), "clicked");
  ecpa_test_until (ui_test_has_no_dialog, NULL);
}

/* Leaving ------------------------------------------------------------------ */

/* A password is wiped whatever is answered. */
static void
test_leave_password (Fixture       *fixture,
                     gconstpointer  unused)
{
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text ("Meihui-302", -1);

  open_wizard (fixture, &contact_plan);
  ecpa_wizard_draft_set_secret (ecpa_wizard_flow_get_draft (fixture->flow), "password", password);
  ecpa_wizard_page_leave (fixture->page);
  g_assert_null (ui_test_find_dialog ());
  g_assert_cmpint (ecpa_wizard_flow_get_state (fixture->flow), ==, ECPA_WIZARD_DONE);
}

/* In letters twice as big, the answers, which are below each other then, fit on a screen of 800 × 600. */
static void
test_leave_big (Fixture       *fixture,
                gconstpointer  unused)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  open_wizard (fixture, &contact_plan);
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (fixture->flow), "mobile", "0900033757");
  ecpa_wizard_page_leave (fixture->page);
  ecpa_test_until (has_dialog, NULL);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (ui_test_find_dialog ())), <=, 600);
  if (g_getenv ("ECPA_LOOK") != NULL)
    ecpa_test_settle (20000);
  answer_dialog ("_Stay Here");
  g_assert_cmpint (ecpa_wizard_flow_get_state (fixture->flow), ==, ECPA_WIZARD_STEP);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* A wizard that goes by itself, as one does whose mail was answered elsewhere, takes the question along. */
static void
test_leave_gone (Fixture       *fixture,
                 gconstpointer  unused)
{
  open_wizard (fixture, &contact_plan);
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (fixture->flow), "mobile", "0900033757");
  ecpa_wizard_page_leave (fixture->page);
  ecpa_test_until (has_dialog, NULL);
  gtk_window_set_child (fixture->window, NULL);
  ecpa_test_until (ui_test_has_no_dialog, NULL);
}

/* The frame ---------------------------------------------------------------- */

static void
test_forward (Fixture       *fixture,
              gconstpointer  unused)
{
  GtkWidget *button;

  open_wizard (fixture, &slow_plan);
  button = get_part (fixture->page, ECPA_TYPE_WIZARD_PAGE, "forward_button");
  g_assert_true (ecpa_wizard_flow_has_forward (fixture->flow));
  g_assert_true (gtk_widget_get_visible (button));
  ecpa_wizard_flow_forward (fixture->flow);
  g_assert_cmpint (ecpa_wizard_flow_get_state (fixture->flow), ==, ECPA_WIZARD_APPLYING);
  g_assert_false (ecpa_wizard_flow_has_forward (fixture->flow));
  g_assert_false (gtk_widget_get_visible (button));
  ecpa_wizard_flow_cancel (fixture->flow);
  g_assert_true (ecpa_wizard_flow_has_forward (fixture->flow));
  g_assert_true (gtk_widget_get_visible (button));
}

static gboolean
is_hyphen_free (PangoAttribute *attribute,
                gpointer        unused)
{
  return attribute->klass->type == PANGO_ATTR_INSERT_HYPHENS && ((PangoAttrInt *) attribute)->value == FALSE;
}

/* An address that takes two lines has no letter more than it has. */
static void
test_summary (Fixture       *fixture,
              gconstpointer  unused)
{
  GtkWidget *label;
  PangoAttrList *attributes;
  g_autoptr (PangoAttrList) found = NULL;

  open_wizard (fixture, &summary_plan);
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (fixture->flow), "mobile", "0900033757");
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (fixture->flow), "mail", "meihui.wu@mail.example");
  label = ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_LABEL, "0900033757\nmeihui.wu@mail.example");
  g_assert_nonnull (label);
  attributes = pango_attr_list_copy (gtk_label_get_attributes (GTK_LABEL (label)));
  found = pango_attr_list_filter (attributes, is_hyphen_free, NULL);
  g_assert_nonnull (found);
  pango_attr_list_unref (attributes);
}

/* What is announced -------------------------------------------------------- */

#define ANNOUNCED(kind, times) "{\"id\":\"a\",\"kind\":\"" kind "\",\"title\":\"系統維護\"" times "}"
#define RUNNING ANNOUNCED ("maintenance", ",\"starts_at\":\"2020-01-01T00:00:00Z\",\"ends_at\":\"2099-01-01T00:00:00Z\"")
#define FAR_AWAY ANNOUNCED ("maintenance", ",\"starts_at\":\"2098-01-01T00:00:00Z\"")

static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  unused)
{
  GtkWidget *bar;

  open_wizard (fixture, &contact_plan);
  bar = get_part (fixture->page, ECPA_TYPE_WIZARD_PAGE, "interruption_bar");
  ecpa_test_until (is_mapped, bar);
  g_assert_true (ui_test_shows (bar, "系統維護"));
  g_assert_true (ui_test_shows (bar, "Now, until"));
  g_assert_true (ui_test_shows (bar, "What you typed is kept"));
  g_assert_false (gtk_widget_get_mapped (get_part (bar, ECPA_TYPE_INTERRUPTION_BAR, "line")));
  if (g_getenv ("ECPA_LOOK") != NULL)
    ecpa_test_settle (20000);
}

static gboolean
is_unmapped (gpointer widget)
{
  return !gtk_widget_get_mapped (widget);
}

static gboolean
has_seen_focus (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && gtk_widget_get_mapped (focus);
}

/* On a small screen, below all that stands there in the training mode. */
static void
open_low (Fixture              *fixture,
          const EcpaWizardPlan *plan)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  open_wizard (fixture, plan);
  g_object_ref (fixture->page);
  gtk_window_set_child (fixture->window, box);
  gtk_widget_set_vexpand (GTK_WIDGET (fixture->page), TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), ecpa_training_ribbon_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->page));
  g_object_unref (fixture->page);
}

/* In letters twice as large in 800 × 600 the step has more of the page than all that is around it: the announcement is on one
 * line, and that line opens all of it. Where there is height for it, it is whole. */
static void
test_interrupted_low (Fixture       *fixture,
                      gconstpointer  unused)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *bar, *line, *popover, *scroller;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  open_low (fixture, &contact_plan);
  bar = get_part (fixture->page, ECPA_TYPE_WIZARD_PAGE, "interruption_bar");
  line = get_part (bar, ECPA_TYPE_INTERRUPTION_BAR, "line");
  scroller = get_part (fixture->page, ECPA_TYPE_WIZARD_PAGE, "scroller");
  ecpa_test_until (is_mapped, line);
  if (g_getenv ("ECPA_LOOK") != NULL)
    ecpa_test_settle (20000);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->window)), ==, 600);
  g_assert_cmpint (gtk_widget_get_height (scroller) * 2, >, gtk_widget_get_height (GTK_WIDGET (fixture->page)));
  g_assert_false (gtk_widget_get_child_visible (gtk_widget_get_prev_sibling (line)));

  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (line)));
  gtk_widget_grab_focus (line);
  gtk_menu_button_popup (GTK_MENU_BUTTON (line));
  ecpa_test_until (is_mapped, popover);
  g_assert_true (ui_test_shows (popover, "系統維護"));
  g_assert_true (ui_test_shows (popover, "What you typed is kept"));

  /* with the usual letters it is as everywhere else, and nothing that is not seen has the focus */
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  ecpa_test_until (is_unmapped, line);
  g_assert_true (gtk_widget_get_mapped (gtk_widget_get_prev_sibling (line)));
  ecpa_test_until (is_unmapped, popover);
  ecpa_test_until (has_seen_focus, fixture->window);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* Phones ------------------------------------------------------------------- */

static EcpaFieldRow *
open_renaming (Fixture *fixture)
{
  GtkWidget *list = get_part (ui_test_find (GTK_WIDGET (fixture->page), ECPA_TYPE_PHONES_STEP, NULL),
                              ECPA_TYPE_PHONES_STEP, "list");

  g_signal_emit_by_name (ui_test_find (list, GTK_TYPE_BUTTON, NULL), "clicked");
  ecpa_test_until (has_dialog, NULL);

  return ECPA_FIELD_ROW (ui_test_find (GTK_WIDGET (ui_test_find_dialog ()), ECPA_TYPE_FIELD_ROW, NULL));
}

/* As the backend would list them: one phone for each letter of @ids. */
static void
keep_phones (Fixture    *fixture,
             const char *ids,
             const char *first,
             const char *second)
{
  g_autoptr (EcpaPhoneList) list = g_object_new (ECPA_TYPE_PHONE_LIST, NULL);
  const char *names[] = { first, second };

  for (guint i = 0; ids[i] != '\0'; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%c", ids[i]);
      g_autoptr (EcpaPhone) phone = g_object_new (ECPA_TYPE_PHONE, "id", id, "name", names[i], "device-masked", "****1234",
                                                  NULL);

      g_list_store_append (list->items, phone);
    }
  ecpa_wizard_flow_keep (fixture->flow, "phones", G_OBJECT (list));
}

static void
open_phones (Fixture *fixture)
{
  open_wizard (fixture, &phone_plan);
  keep_phones (fixture, "1", "舊手機", NULL);
}

static gboolean
has_fault (gpointer flow)
{
  return ecpa_wizard_flow_get_fault (flow) != NULL;
}

/* Enter is the button; the name that could not be saved is kept. */
static void
test_rename_enter (Fixture       *fixture,
                   gconstpointer  unused)
{
  EcpaFieldRow *row;

  open_phones (fixture);
  row = open_renaming (fixture);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (row))), GTK_WIDGET (row)));
  ecpa_field_row_set_text (row, "新手機");
  gtk_widget_activate_default (GTK_WIDGET (row));
  ecpa_test_until (ui_test_has_no_dialog, NULL);
  ecpa_test_until (has_fault, fixture->flow);
  g_assert_cmpstr (ecpa_field_row_get_text (open_renaming (fixture)), ==, "新手機");
  answer_dialog ("_Cancel");
}

/* A dialog closed without an answer keeps the name, “Cancel” does not. */
static void
test_rename_escape (Fixture       *fixture,
                    gconstpointer  unused)
{
  open_phones (fixture);
  ecpa_field_row_set_text (open_renaming (fixture), "新手機");
  gtk_window_close (GTK_WINDOW (ui_test_find_dialog ()));
  ecpa_test_until (ui_test_has_no_dialog, NULL);
  g_assert_true (ecpa_wizard_flow_has_typed (fixture->flow));
  g_assert_cmpstr (ecpa_field_row_get_text (open_renaming (fixture)), ==, "新手機");
  answer_dialog ("_Cancel");
  g_assert_false (ecpa_wizard_flow_has_typed (fixture->flow));
  g_assert_cmpstr (ecpa_field_row_get_text (open_renaming (fixture)), ==, "舊手機");
  answer_dialog ("_Cancel");
}

/* Without the card it is not shown; with it, it is there again. */
static void
test_rename_card (Fixture       *fixture,
                  gconstpointer  unused)
{
  open_phones (fixture);
  ecpa_field_row_set_text (open_renaming (fixture), "新手機");
  g_assert_true (ecpa_wizard_flow_feed (fixture->flow, ECPA_WIZARD_EVENT_CARD_GONE));
  ecpa_test_until (ui_test_has_no_dialog, NULL);
  await (fixture, ECPA_WIZARD_AWAY);
  g_assert_true (ecpa_wizard_flow_feed (fixture->flow, ECPA_WIZARD_EVENT_CARD_BACK));
  await (fixture, ECPA_WIZARD_STEP);
  ecpa_test_until (has_dialog, NULL);
  g_assert_cmpstr (ecpa_field_row_get_text (ECPA_FIELD_ROW (ui_test_find (GTK_WIDGET (ui_test_find_dialog ()),
                                                                           ECPA_TYPE_FIELD_ROW, NULL))), ==, "新手機");
  answer_dialog ("_Cancel");
}

static gboolean
is_in_sight (Fixture   *fixture,
             GtkWidget *widget)
{
  GtkWidget *scroller = get_part (fixture->page, ECPA_TYPE_WIZARD_PAGE, "scroller");
  graphene_rect_t bounds;

  return gtk_widget_get_height (widget) > 0 && gtk_widget_compute_bounds (widget, scroller, &bounds) && bounds.origin.y >= 0
         && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (scroller);
}

/* Whether the row of the phone with that name has the focus, and all of it is in sight. */
static gboolean
is_at_phone (Fixture    *fixture,
             const char *name)
{
  GtkWidget *row = gtk_window_get_focus (fixture->window);

  return ADW_IS_ACTION_ROW (row) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), name)
         && is_in_sight (fixture, row);
}

static gboolean
is_at_new_phone (gpointer fixture)
{
  return is_at_phone (fixture, "新手機");
}

static gboolean
is_at_old_phone (gpointer fixture)
{
  return is_at_phone (fixture, "舊手機");
}

static GtkWidget *
get_phone_part (Fixture    *fixture,
                const char *name)
{
  return get_part (ui_test_find (GTK_WIDGET (fixture->page), ECPA_TYPE_PHONES_STEP, NULL), ECPA_TYPE_PHONES_STEP, name);
}

/* The password has the focus, and the list is not in sight. */
static gboolean
is_at_password (gpointer fixture)
{
  GtkWidget *row = get_phone_part (fixture, "password_row");
  GtkWidget *focus = gtk_window_get_focus (((Fixture *) fixture)->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, row)
         && !is_in_sight (fixture, get_phone_part (fixture, "list"));
}

/* In letters twice as big the list is far above the password: what has been added, renamed or removed there is gone to. */
static void
test_phones_in_sight (Fixture       *fixture,
                      gconstpointer  unused)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  open_phones (fixture);
  ecpa_test_until (is_at_old_phone, fixture);
  gtk_widget_grab_focus (get_phone_part (fixture, "password_row"));
  ecpa_test_until (is_at_password, fixture);

  keep_phones (fixture, "12", "舊手機", "新手機");
  ecpa_test_until (is_at_new_phone, fixture);
  keep_phones (fixture, "12", "舊手機", "另一支");
  keep_phones (fixture, "12", "舊手機", "新手機");
  ecpa_test_until (is_at_new_phone, fixture);
  keep_phones (fixture, "1", "舊手機", NULL);
  ecpa_test_until (is_at_old_phone, fixture);

  /* what has not changed takes the focus from nobody */
  gtk_widget_grab_focus (get_phone_part (fixture, "password_row"));
  keep_phones (fixture, "1", "舊手機", NULL);
  ecpa_test_until (is_at_password, fixture);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* The focus ---------------------------------------------------------------- */

/* In letters twice as big: a field that gets the focus from one that offers choices, however soon after that got it, is in
 * sight when the choices are gone and nothing moves any more. */
static void
test_focus_in_sight (Fixture       *fixture,
                     gconstpointer  unused)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *county, *village, *neighbourhood, *step;
  GtkScrolledWindow *scroller;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  open_wizard (fixture, &address_plan);
  scroller = get_part (fixture->page, ECPA_TYPE_WIZARD_PAGE, "scroller");
  step = ui_test_find (GTK_WIDGET (fixture->page), ECPA_TYPE_ADDRESS_STEP, NULL);
  county = get_part (step, ECPA_TYPE_ADDRESS_STEP, "county_row");
  village = get_part (step, ECPA_TYPE_ADDRESS_STEP, "village_row");
  neighbourhood = get_part (step, ECPA_TYPE_ADDRESS_STEP, "neighbourhood_row");
  for (guint soon = 0; soon <= 12; soon++)
    {
      gtk_widget_grab_focus (county);
      ui_test_pass_still (scroller, 8);
      g_assert_true (is_in_sight (fixture, get_part (county, ECPA_TYPE_CHOICE_ROW, "field")));
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scroller), 0);
      gtk_widget_grab_focus (village);
      ui_test_pass_frames (scroller, soon);
      gtk_widget_grab_focus (neighbourhood);
      ui_test_pass_still (scroller, 8);
      g_test_message ("%u frames after", soon);
      g_assert_true (is_in_sight (fixture, neighbourhood));
    }
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* Choosing ----------------------------------------------------------------- */

static char *
describe_list (EcpaChoiceRow *row)
{
  GtkListView *list = get_part (row, ECPA_TYPE_CHOICE_ROW, "list");
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (list));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) choice = g_list_model_get_item (model, i);
      g_autofree char *name = NULL;

      g_object_get (choice, "text", &name, NULL);
      g_string_append_printf (text, "%s;", name);
    }

  return g_string_free (text, FALSE);
}

/* What is typed is looked for in the name first, then in the town, then in the county. */
static void
test_choices (void)
{
  static const char *const places[] = {
    "東興里　臺中市　東區", "大同里　臺北市　中正區", "公中里　臺北市　大安區", "中和里　臺北市　大安區",
    "三民里　新北市　中和區", "中中里　臺中市　中區", NULL,
  };
  static const struct { const char *typed; const char *found; } rows[] = {
    { "中", "中和里　臺北市　大安區;中中里　臺中市　中區;公中里　臺北市　大安區;大同里　臺北市　中正區;"
            "三民里　新北市　中和區;東興里　臺中市　東區;" },
    { "中和", "中和里　臺北市　大安區;三民里　新北市　中和區;" },
    { "台中市東", "東興里　臺中市　東區;" },
    { "里新", "三民里　新北市　中和區;" },
  };
  EcpaChoiceRow *row = g_object_ref_sink (ECPA_CHOICE_ROW (ecpa_choice_row_new ()));

  ecpa_choice_row_set_choices (row, places, ecpa_divisions_fold);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = NULL;

      ecpa_field_row_set_text (ecpa_choice_row_get_field (row), rows[i].typed);
      found = describe_list (row);
      g_assert_cmpstr (found, ==, rows[i].found);
    }
  g_object_unref (row);
}

/* Nobody looks through thousands: nothing is shown of them, and Enter takes none, before something is typed. */
static void
test_many_choices (void)
{
  EcpaChoiceRow *row = g_object_ref_sink (ECPA_CHOICE_ROW (ecpa_choice_row_new ()));
  EcpaFieldRow *field = ecpa_choice_row_get_field (row);
  GtkWidget *scroller = get_part (row, ECPA_TYPE_CHOICE_ROW, "scroller");
  GtkLabel *label = get_part (row, ECPA_TYPE_CHOICE_ROW, "more_label");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 1; i <= 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u里", i);

      g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  ecpa_choice_row_set_choices (row, (const char *const *) names, ecpa_divisions_fold);
  g_assert_false (gtk_widget_get_visible (scroller));
  g_assert_cmpstr (gtk_label_get_label (label), ==, "300 names; type how one begins");
  g_signal_emit_by_name (field, "activate");
  g_assert_null (ecpa_choice_row_get_chosen (row));

  ecpa_field_row_set_text (field, "12");
  g_assert_true (gtk_widget_get_visible (scroller));
  g_signal_emit_by_name (field, "activate");
  g_assert_cmpstr (ecpa_choice_row_get_chosen (row), ==, "12里");
  g_object_unref (row);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();
  adw_init ();

#define ADD(path, said, func) g_test_add ("/ui/wizard-page/" path, Fixture, said, set_up, func, tear_down)
  ADD ("leave-password", NULL, test_leave_password);
  ADD ("leave-big", NULL, test_leave_big);
  ADD ("leave-gone", NULL, test_leave_gone);
  ADD ("forward", NULL, test_forward);
  ADD ("summary", NULL, test_summary);
  ADD ("interrupted", FAR_AWAY "," RUNNING, test_interrupted);
  ADD ("interrupted-low", FAR_AWAY "," RUNNING, test_interrupted_low);
  ADD ("rename-enter", NULL, test_rename_enter);
  ADD ("rename-escape", NULL, test_rename_escape);
  ADD ("rename-card", NULL, test_rename_card);
  ADD ("phones-in-sight", NULL, test_phones_in_sight);
  ADD ("focus-in-sight", NULL, test_focus_in_sight);

  g_test_add_func ("/ui/wizard-page/choices", test_choices);
  g_test_add_func ("/ui/wizard-page/many-choices", test_many_choices);

  return ecpa_test_run ();
}
