/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows the sign-in in states that real cards, readers and services reach once a year: the walks over all windows go
 * through them. The action `show` takes the name of a state and shows it on a fresh page, with a plus before it on the
 * page there is; `--list` prints them all. */

#include "ecpa-config.h"

#include "ecpa-login-page.h"
#include "ecpa-ui-style.h"
#include "fake-login-flow.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <locale.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  AdwApplication *application;
  EcpaLoginFlow  *flow;
  GtkBox         *box;
  GtkWidget      *page;
} Gallery;

typedef struct
{
  const char     *name;
  EcpaLoginState  state;
  EcpaFaultCode   reader_fault;
  EcpaFaultCode   fault;
  gboolean        announced;
} StateRow;

static const StateRow rows[] = {
  { "no-service", ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE, ECPA_FAULT_NONE, FALSE },
  { "not-permitted", ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NOT_PERMITTED, ECPA_FAULT_NONE, FALSE },
  { "mismatch", ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_MISMATCH, ECPA_FAULT_NONE, FALSE },
  { "no-reader", ECPA_LOGIN_NO_READER, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "unplugged", ECPA_LOGIN_NO_READER, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "no-card", ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "taken-out", ECPA_LOGIN_NO_CARD, ECPA_FAULT_CARD_REMOVED, ECPA_FAULT_NONE, FALSE },
  { "reading", ECPA_LOGIN_READING, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "reading-slowly", ECPA_LOGIN_READING, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "mute", ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_MUTE, ECPA_FAULT_NONE, FALSE },
  { "other-kind", ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_OTHER_KIND, ECPA_FAULT_NONE, FALSE },
  { "in-use", ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_IN_USE, ECPA_FAULT_NONE, FALSE },
  { "unreadable", ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_BAD_ANSWER, ECPA_FAULT_NONE, FALSE },
  { "lost", ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_COMMUNICATION, ECPA_FAULT_NONE, FALSE },
  { "ready", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "signing-in", ECPA_LOGIN_SIGNING_IN, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "no-proof", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_CARD_NO_PROOF, FALSE },
  { "wrong-password", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_WRONG_PASSWORD, FALSE },
  { "stopped", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_STOPPED, FALSE },
  { "cancelled", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_REGISTRATION_CANCELLED, TRUE },
  { "not-registered", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_NOT_REGISTERED, FALSE },
  { "not-verified", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_NOT_VERIFIED, FALSE },
  { "no-account", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_NO_ACCOUNT, FALSE },
  { "offline", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_OFFLINE, FALSE },
  { "untrusted", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_UNTRUSTED, FALSE },
  { "unavailable", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_UNAVAILABLE, TRUE },
  { "two-readers", ECPA_LOGIN_READY, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "two-empty-readers", ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE, ECPA_FAULT_NONE, FALSE },
  { "announced", ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE, ECPA_FAULT_NONE, TRUE },
};

/* Auxiliaries -------------------------------------------------------------- */

static void
announce (EcpaServiceInfo *service,
          const char      *kind,
          const char      *title,
          const char      *text,
          int              from_hours,
          int              to_hours)
{
  g_autoptr (EcpaAnnouncement) announcement = g_object_new (ECPA_TYPE_ANNOUNCEMENT, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  announcement->id = g_strdup (title);
  announcement->kind = g_strdup (kind);
  announcement->title = g_strdup (title);
  announcement->text = g_strdup (text);
  if (to_hours != 0)
    {
      announcement->starts_at = g_date_time_add_hours (now, from_hours);
      announcement->ends_at = g_date_time_add_hours (now, to_hours);
    }
  g_list_store_append (service->announcements, announcement);
}

static EcpaServiceInfo *
create_service (gboolean announced)
{
  EcpaServiceInfo *service = g_object_new (ECPA_TYPE_SERVICE_INFO, NULL);

  service->notice = g_object_new (ECPA_TYPE_LEGAL_TEXT, NULL);
  service->notice->title = g_strdup ("重要訊息");
  service->notice->version = g_strdup ("115-1");
  service->notice->text = g_strdup ("本系統提供之個人資料，僅限於辦理人事業務之目的範圍內使用，使用後應即刪除。\n\n"
                                    "違反者依個人資料保護法及相關規定負責。");
  g_clear_object (&service->announcements);
  service->announcements = g_list_store_new (ECPA_TYPE_ANNOUNCEMENT);
  if (announced)
    {
      announce (service, "maintenance", "系統更新作業", "更新期間暫停登入。\n\n造成不便，敬請見諒。", -1, 4);
      announce (service, "registration-suspended", "健保卡網路服務暫停註冊", "請於恢復後再行註冊。", -2, 30);
      announce (service, "information", "客服專線於連假期間暫停服務", NULL, 24, 48);
    }

  return service;
}

static void
add_reader (EcpaCardView  *view,
            const char    *name,
            gboolean       has_card,
            const char    *holder,
            EcpaFaultCode  code,
            gboolean       picked)
{
  EcpaReaderView *reader = g_new0 (EcpaReaderView, 1);

  reader->name = g_strdup (name);
  reader->state = holder != NULL ? ECPA_CARD_VIEW_READY : has_card ? ECPA_CARD_VIEW_UNUSABLE : ECPA_CARD_VIEW_NO_CARD;
  reader->holder = g_strdup (holder);
  reader->number = holder != NULL ? g_strdup ("****1007") : NULL;
  reader->fault = code != ECPA_FAULT_NONE ? ecpa_fault_new (code, NULL) : NULL;
  ecpa_card_view_add_reader (view, reader, picked);
}

static void
show_readers (Gallery  *self,
              gboolean  with_cards)
{
  g_autoptr (EcpaCardView) view = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);

  add_reader (view, "CASTLES EZ100PU 00 00", with_cards, with_cards ? "林○青" : NULL, ECPA_FAULT_NONE, TRUE);
  add_reader (view, "Generic USB2.0-CRW Smart Card Reader Interface 01 00", with_cards, NULL,
              with_cards ? ECPA_FAULT_CARD_OTHER_KIND : ECPA_FAULT_NONE, FALSE);
  fake_login_flow_set_view (self->flow, view);
}

/* A page of its own for each state, as after a start; only a reader that was unplugged has a past. */
static void
renew_page (Gallery *self)
{
  if (self->page != NULL)
    gtk_box_remove (self->box, self->page);
  g_clear_object (&self->flow);
  self->flow = fake_login_flow_new ();
  self->page = ecpa_login_page_new (self->flow);
  gtk_widget_set_vexpand (self->page, TRUE);
  gtk_box_append (self->box, self->page);
}

static void
show_state (Gallery        *self,
            const StateRow *row,
            gboolean        fresh)
{
  g_autoptr (EcpaServiceInfo) service = create_service (row->announced);
  g_autoptr (EcpaFault) reader_fault = NULL;
  g_autoptr (EcpaFault) fault = NULL;
  gboolean has_reader = row->state > ECPA_LOGIN_NO_READER;

  if (row->reader_fault != ECPA_FAULT_NONE)
    reader_fault = ecpa_fault_new (row->reader_fault, NULL);
  if (row->fault != ECPA_FAULT_NONE)
    fault = ecpa_fault_new (row->fault, NULL);
  if (row->fault == ECPA_FAULT_WRONG_PASSWORD)
    fault->tries_left = 2;
  if (row->fault == ECPA_FAULT_STOPPED)
    fault->retry_after = 599;

  if (fresh)
    renew_page (self);
  fake_login_flow_set_service (self->flow, service, NULL);
  if (g_str_has_prefix (row->name, "two-"))
    show_readers (self, row->state == ECPA_LOGIN_READY);
  if (g_str_equal (row->name, "unplugged"))
    fake_login_flow_set_reader (self->flow, "CASTLES EZ100PU 00 00", NULL);
  fake_login_flow_set_reader (self->flow, has_reader ? "CASTLES EZ100PU 00 00" : NULL, reader_fault);
  if (row->state >= ECPA_LOGIN_READY)
    fake_login_flow_set_card (self->flow, "林○青", "****1007");
  fake_login_flow_set_state (self->flow, row->state == ECPA_LOGIN_SIGNING_IN ? ECPA_LOGIN_READY : row->state);
  fake_login_flow_set_state (self->flow, row->state);
  fake_login_flow_set_fault (self->flow, fault);
  fake_login_flow_set_slow (self->flow, g_str_equal (row->name, "reading-slowly"));
}

/* Callbacks ---------------------------------------------------------------- */

static void
show_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  Gallery *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);
  gboolean fresh = *name != '+';

  if (!fresh)
    name++;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name))
      {
        show_state (self, &rows[i], fresh);
        gtk_window_set_title (gtk_application_get_active_window (GTK_APPLICATION (self->application)), name);
      }
}

static void
activate_cb (GApplication *application,
             Gallery      *self)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (self->box, adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), GTK_WIDGET (self->box));
  gtk_window_set_default_size (GTK_WINDOW (window), 960, 640);
  show_state (self, &rows[0], TRUE);
  gtk_window_set_title (GTK_WINDOW (window), rows[0].name);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  static const GActionEntry actions[] = { { .name = "show", .activate = show_action, .parameter_type = "s" } };
  Gallery gallery = { NULL };
  int status;

  if (argc == 2 && g_str_equal (argv[1], "--list"))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
        g_print ("%s\n", rows[i].name);
      return 0;
    }

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("ECPA_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  gallery.application = adw_application_new ("io.github.ecpa_desktop.Ecpa.Gallery", G_APPLICATION_DEFAULT_FLAGS);
  g_action_map_add_action_entries (G_ACTION_MAP (gallery.application), actions, G_N_ELEMENTS (actions), &gallery);
  g_signal_connect (gallery.application, "activate", G_CALLBACK (activate_cb), &gallery);
  status = g_application_run (G_APPLICATION (gallery.application), argc, argv);
  g_clear_object (&gallery.flow);
  g_clear_object (&gallery.application);

  return status;
}
