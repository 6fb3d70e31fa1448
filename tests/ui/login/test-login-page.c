/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-announcement-list.h"
#include "ecpa-fault-view.h"
#include "ecpa-login-page.h"
#include "ecpa-reader-chooser.h"
#include "ecpa-reader-picture.h"
#include "ecpa-reader-scene.h"
#include "ecpa-secret-row.h"
#include "ecpa-training-ribbon.h"
#include "fake-login-flow.h"
#include "ui-test.h"

#include <adwaita.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaLoginFlow *flow;
  GtkWidget     *window;
  GtkWidget     *page;
  EcpaSecretRow *row;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static guint
get_n_chars (gpointer row)
{
  return ecpa_secret_row_get_n_chars (row);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->flow = fake_login_flow_new ();
  fixture->window = gtk_window_new ();
  fixture->page = ecpa_login_page_new (fixture->flow);
  fixture->row = ECPA_SECRET_ROW (ui_test_find (fixture->page, ECPA_TYPE_SECRET_ROW, NULL));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  gtk_box_append (GTK_BOX (box), fixture->page);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ecpa_test_until (is_mapped, fixture->page);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gpointer page = fixture->page;
  gpointer flow = fixture->flow;

  g_object_add_weak_pointer (G_OBJECT (page), &page);
  g_object_add_weak_pointer (G_OBJECT (flow), &flow);
  /* as the window shell does it after each session */
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (fixture->page)), fixture->page);
  g_object_unref (fixture->flow);
  ecpa_test_assert_dies (page);
  ecpa_test_assert_dies (flow);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
put_card_in (Fixture *fixture)
{
  fake_login_flow_set_card (fixture->flow, "林○青", "****1007");
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_READY);
}

/* What a person could have typed by now. */
static void
type (Fixture    *fixture,
      const char *text)
{
  GtkWidget *field = ui_test_find (GTK_WIDGET (fixture->row), g_type_from_name ("EcpaSecretField"), NULL);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (field);

  gdk_clipboard_set_text (clipboard, text);
  g_assert_true (gtk_widget_activate_action (field, "secret.paste", NULL));
  ui_test_until_eq (get_n_chars, fixture->row, (guint) strlen (text));
}

static void
press (Fixture    *fixture,
       const char *label)
{
  GtkWidget *button = ui_test_find (fixture->page, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
password_has_focus (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->row));
}

static void
fail (Fixture       *fixture,
      EcpaFaultCode  code)
{
  g_autoptr (EcpaFault) fault = ecpa_fault_new (code, NULL);

  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_READY);
  fake_login_flow_set_fault (fixture->flow, fault);
}

/* Tests -------------------------------------------------------------------- */

static void
test_card_leads_to_password (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *button = ui_test_find (fixture->page, GTK_TYPE_BUTTON, "_Sign In");

  g_assert_true (ui_test_shows (fixture->page, "Put your health card into the reader"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (fixture->row)));
  g_assert_false (password_has_focus (fixture));

  put_card_in (fixture);
  g_assert_true (ui_test_shows (fixture->page, "林○青"));
  g_assert_true (ui_test_shows (fixture->page, "****1007"));
  g_assert_true (password_has_focus (fixture));
  g_assert_false (gtk_widget_is_sensitive (button));
  type (fixture, "Qinglin-115");
  g_assert_true (gtk_widget_is_sensitive (button));
}

static void
test_sign_in_and_cancel (Fixture       *fixture,
                         gconstpointer  data)
{
  put_card_in (fixture);
  type (fixture, "Qinglin-115");
  press (fixture, "_Sign In");
  g_assert_cmpstr (ecpa_secret_peek (fake_login_flow_get_password (fixture->flow), NULL), ==, "Qinglin-115");
  g_assert_cmpint (ecpa_login_flow_get_state (fixture->flow), ==, ECPA_LOGIN_SIGNING_IN);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (fixture->row)));

  press (fixture, "_Cancel");
  g_assert_true (password_has_focus (fixture));
  g_assert_cmpuint (get_n_chars (fixture->row), ==, 11);

  press (fixture, "_Sign In");
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_SIGNED_IN);
  g_assert_cmpuint (get_n_chars (fixture->row), ==, 0);
}

static void
test_network_keeps_what_was_typed (Fixture       *fixture,
                                   gconstpointer  data)
{
  static const EcpaFaultCode codes[] = {
    ECPA_FAULT_OFFLINE, ECPA_FAULT_TIMEOUT, ECPA_FAULT_UNTRUSTED, ECPA_FAULT_SERVER_ERROR, ECPA_FAULT_BAD_ANSWER,
    ECPA_FAULT_UNAVAILABLE,
  };

  put_card_in (fixture);
  type (fixture, "Qinglin-115");
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      press (fixture, "_Sign In");
      fail (fixture, codes[i]);
      g_assert_true (ui_test_shows (fixture->page, ecpa_fault_words (codes[i])->title));
      g_assert_cmpuint (get_n_chars (fixture->row), ==, 11);

      /* the retry sends the same password again */
      press (fixture, "_Try Again");
      g_assert_cmpint (ecpa_login_flow_get_state (fixture->flow), ==, ECPA_LOGIN_SIGNING_IN);
      g_assert_false (ui_test_shows (fixture->page, ecpa_fault_words (codes[i])->title));
      ecpa_login_flow_cancel (fixture->flow);
    }
}

static void
test_refusals_clear_what_was_typed (Fixture       *fixture,
                                    gconstpointer  data)
{
  static const EcpaFaultCode codes[] = {
    ECPA_FAULT_WRONG_PASSWORD, ECPA_FAULT_STOPPED, ECPA_FAULT_NOT_REGISTERED, ECPA_FAULT_NO_ACCOUNT,
    ECPA_FAULT_NOT_VERIFIED, ECPA_FAULT_REGISTRATION_CANCELLED, ECPA_FAULT_CARD_CHANGED,
  };

  put_card_in (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      type (fixture, "Qinglin-115");
      press (fixture, "_Sign In");
      fail (fixture, codes[i]);
      g_assert_true (ui_test_shows (fixture->page, ecpa_fault_words (codes[i])->title));
      g_assert_cmpuint (get_n_chars (fixture->row), ==, 0);
      g_assert_true (password_has_focus (fixture));
      g_assert_true (ecpa_secret_row_get_has_error (fixture->row) == (codes[i] == ECPA_FAULT_WRONG_PASSWORD));
    }
}

static void
test_card_removal_clears (Fixture       *fixture,
                          gconstpointer  data)
{
  put_card_in (fixture);
  type (fixture, "Qinglin-115");
  fake_login_flow_set_card (fixture->flow, NULL, NULL);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_NO_CARD);
  g_assert_cmpuint (get_n_chars (fixture->row), ==, 0);
  g_assert_false (ui_test_shows (fixture->page, "林○青"));
}

static void
test_swap_clears (Fixture       *fixture,
                  gconstpointer  data)
{
  put_card_in (fixture);
  type (fixture, "Qinglin-115");
  fake_login_flow_set_card (fixture->flow, "陳○宏", "****2118");
  g_assert_cmpuint (get_n_chars (fixture->row), ==, 0);
  g_assert_true (ui_test_shows (fixture->page, "陳○宏"));
}

static void
test_service_fault (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (EcpaFault) fault = ecpa_fault_new (ECPA_FAULT_OFFLINE, NULL);

  put_card_in (fixture);
  type (fixture, "Qing");
  fake_login_flow_set_service (fixture->flow, NULL, fault);
  g_assert_true (ui_test_shows (fixture->page, "The service cannot be reached"));
  g_assert_cmpuint (get_n_chars (fixture->row), ==, 4);
  g_signal_emit_by_name (ui_test_find (fixture->page, ECPA_TYPE_FAULT_VIEW, NULL), "action", ECPA_FAULT_ACTION_NONE);
  g_assert_cmpuint (fake_login_flow_get_n_retries (fixture->flow), ==, 0);
  press (fixture, "_Try Again");
  g_assert_cmpuint (fake_login_flow_get_n_retries (fixture->flow), ==, 1);
  g_assert_cmpuint (get_n_chars (fixture->row), ==, 4);
}

typedef struct
{
  EcpaLoginState   state;
  EcpaFaultCode    code;
  gboolean         had_reader;
  EcpaReaderScene  scene;
  const char      *words;
} SceneCase;

static const SceneCase scenes[] = {
  { ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE, FALSE, ECPA_READER_SCENE_NO_SERVICE, "The card reader service is not running" },
  { ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_NOT_PERMITTED, FALSE, ECPA_READER_SCENE_NOT_PERMITTED, "This program may not use the card reader" },
  { ECPA_LOGIN_NO_SERVICE, ECPA_FAULT_READER_MISMATCH, FALSE, ECPA_READER_SCENE_MISMATCH, "The card reader service is of another version" },
  { ECPA_LOGIN_NO_READER, ECPA_FAULT_NONE, FALSE, ECPA_READER_SCENE_NO_READER, "No card reader is connected" },
  { ECPA_LOGIN_NO_READER, ECPA_FAULT_NONE, TRUE, ECPA_READER_SCENE_UNPLUGGED, "The card reader was unplugged" },
  { ECPA_LOGIN_NO_CARD, ECPA_FAULT_NONE, TRUE, ECPA_READER_SCENE_EMPTY, "Put your health card into the reader" },
  { ECPA_LOGIN_NO_CARD, ECPA_FAULT_CARD_REMOVED, TRUE, ECPA_READER_SCENE_TAKEN_OUT, "The card was taken out too early" },
  { ECPA_LOGIN_READING, ECPA_FAULT_NONE, TRUE, ECPA_READER_SCENE_READING, "The card is being read" },
  { ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_MUTE, TRUE, ECPA_READER_SCENE_MUTE, "The card does not answer" },
  { ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_OTHER_KIND, TRUE, ECPA_READER_SCENE_OTHER_KIND, "This is not a health card" },
  { ECPA_LOGIN_UNUSABLE, ECPA_FAULT_LOCKED_OTHER_CARD, TRUE, ECPA_READER_SCENE_OTHER_PERSON, "This is another card than the one that is locked" },
  { ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_IN_USE, TRUE, ECPA_READER_SCENE_IN_USE, "Another program is using the card" },
  { ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_BAD_ANSWER, TRUE, ECPA_READER_SCENE_UNREADABLE, "The card could not be understood" },
  { ECPA_LOGIN_UNUSABLE, ECPA_FAULT_CARD_COMMUNICATION, TRUE, ECPA_READER_SCENE_LOST, "Reader and card lost each other" },
  { ECPA_LOGIN_READY, ECPA_FAULT_NONE, TRUE, ECPA_READER_SCENE_READY, "Card read: type the registration password" },
  { ECPA_LOGIN_SIGNING_IN, ECPA_FAULT_NONE, TRUE, ECPA_READER_SCENE_SIGNING_IN, "Signing in: leave the card in the reader" },
  { ECPA_LOGIN_SIGNED_IN, ECPA_FAULT_NONE, TRUE, ECPA_READER_SCENE_SIGNED_IN, "You are signed in" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (scenes) == ECPA_READER_N_SCENES);

static void
test_every_state_is_told (Fixture       *fixture,
                          gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autoptr (EcpaFault) fault = scenes[i].code != ECPA_FAULT_NONE ? ecpa_fault_new (scenes[i].code, NULL) : NULL;
      const char *reader = scenes[i].state > ECPA_LOGIN_NO_READER ? "EZ100PU" : NULL;

      if (scenes[i].had_reader)
        fake_login_flow_set_reader (fixture->flow, "EZ100PU", NULL);
      fake_login_flow_set_reader (fixture->flow, reader, fault);
      fake_login_flow_set_state (fixture->flow, scenes[i].state);
      g_assert_true (ui_test_shows (fixture->page, scenes[i].words));
      g_assert_true (ui_test_shows (fixture->page, "Reader: EZ100PU") == (reader != NULL));
      g_assert_true (ui_test_shows (fixture->page, ecpa_reader_scene_words (scenes[i].scene)->status));
      g_assert_cmpint (ecpa_reader_scene_of (scenes[i].state, fault, scenes[i].had_reader), ==, scenes[i].scene);
    }
}

static void
add_reader (EcpaCardView      *view,
            const char        *name,
            EcpaCardViewState  state,
            const char        *holder,
            EcpaFaultCode      code,
            gboolean           picked)
{
  EcpaReaderView *reader = g_new0 (EcpaReaderView, 1);

  reader->name = g_strdup (name);
  reader->state = state;
  reader->holder = g_strdup (holder);
  reader->number = holder != NULL ? g_strdup ("****1007") : NULL;
  reader->fault = code != ECPA_FAULT_NONE ? ecpa_fault_new (code, NULL) : NULL;
  ecpa_card_view_add_reader (view, reader, picked);
}

/* L8: nothing extra for one reader; with two, what is in them, which one was picked and why, and another choice. */
static void
test_readers (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *chooser = ui_test_find (fixture->page, ECPA_TYPE_READER_CHOOSER, NULL);
  g_autoptr (EcpaCardView) one = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);
  g_autoptr (EcpaCardView) two = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);
  g_autoptr (EcpaCardView) other = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);
  GtkWidget *first;
  GtkWidget *second;

  fake_login_flow_set_reader (fixture->flow, "EZ100PU", NULL);
  add_reader (one, "EZ100PU", ECPA_CARD_VIEW_READY, "林○青", ECPA_FAULT_NONE, TRUE);
  fake_login_flow_set_view (fixture->flow, one);
  g_assert_false (gtk_widget_get_visible (chooser));
  g_assert_true (ui_test_shows (fixture->page, "Reader: EZ100PU"));

  add_reader (two, "EZ100PU", ECPA_CARD_VIEW_READY, "林○青", ECPA_FAULT_NONE, TRUE);
  add_reader (two, "Generic", ECPA_CARD_VIEW_UNUSABLE, NULL, ECPA_FAULT_CARD_OTHER_KIND, FALSE);
  fake_login_flow_set_view (fixture->flow, two);
  g_assert_true (gtk_widget_get_visible (chooser));
  g_assert_false (ui_test_shows (fixture->page, "Reader: EZ100PU"));
  g_assert_true (ui_test_shows (chooser, "Picked because it has a health card"));
  g_assert_true (ui_test_shows (chooser, "林○青 ****1007"));
  g_assert_true (ui_test_shows (chooser, "Another kind of card"));
  first = ui_test_find (chooser, GTK_TYPE_CHECK_BUTTON, NULL);
  second = gtk_widget_get_next_sibling (first);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (first)));
  g_assert_null (fake_login_flow_get_choice (fixture->flow));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (second), TRUE);
  g_assert_cmpstr (fake_login_flow_get_choice (fixture->flow), ==, "Generic");
  g_assert_true (ui_test_shows (chooser, "You chose this reader"));

  /* what the flow picks is shown, and is no choice of the person's */
  add_reader (other, "EZ100PU", ECPA_CARD_VIEW_NO_CARD, NULL, ECPA_FAULT_NONE, FALSE);
  add_reader (other, "Generic", ECPA_CARD_VIEW_READING, NULL, ECPA_FAULT_NONE, TRUE);
  ecpa_login_flow_choose_reader (fixture->flow, NULL);
  fake_login_flow_set_view (fixture->flow, other);
  g_assert_null (fake_login_flow_get_choice (fixture->flow));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (second)));
  g_assert_true (ui_test_shows (chooser, "Picked because a card was put in"));

  fake_login_flow_set_view (fixture->flow, one);
  g_assert_false (gtk_widget_get_visible (chooser));
}

/* With no card anywhere there is nothing to choose, and any reader will do. */
static void
test_empty_readers (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *chooser = ui_test_find (fixture->page, ECPA_TYPE_READER_CHOOSER, NULL);
  g_autoptr (EcpaCardView) empty = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);
  g_autoptr (EcpaCardView) reading = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);
  g_autoptr (EcpaCardView) one = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);

  fake_login_flow_set_reader (fixture->flow, "EZ100PU", NULL);
  add_reader (empty, "EZ100PU", ECPA_CARD_VIEW_NO_CARD, NULL, ECPA_FAULT_NONE, TRUE);
  add_reader (empty, "Generic", ECPA_CARD_VIEW_NO_CARD, NULL, ECPA_FAULT_NONE, FALSE);
  fake_login_flow_set_view (fixture->flow, empty);
  g_assert_false (gtk_widget_get_visible (chooser));
  g_assert_true (ui_test_shows (fixture->page, "Put your health card into any of the readers"));
  g_assert_false (ui_test_shows (fixture->page, "Reader: EZ100PU"));

  add_reader (reading, "EZ100PU", ECPA_CARD_VIEW_NO_CARD, NULL, ECPA_FAULT_NONE, FALSE);
  add_reader (reading, "Generic", ECPA_CARD_VIEW_READING, NULL, ECPA_FAULT_NONE, TRUE);
  fake_login_flow_set_view (fixture->flow, reading);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_READING);
  g_assert_true (gtk_widget_get_visible (chooser));
  g_assert_false (ui_test_shows (fixture->page, "Put your health card into any of the readers"));

  /* an empty reader that the person chose is theirs to unchoose */
  fake_login_flow_set_view (fixture->flow, empty);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_NO_CARD);
  g_assert_false (gtk_widget_get_visible (chooser));
  ecpa_login_flow_choose_reader (fixture->flow, "Generic");
  g_assert_true (gtk_widget_get_visible (chooser));
  g_assert_true (ui_test_shows (fixture->page, "Put your health card into the reader"));
  ecpa_login_flow_choose_reader (fixture->flow, NULL);

  add_reader (one, "EZ100PU", ECPA_CARD_VIEW_NO_CARD, NULL, ECPA_FAULT_NONE, TRUE);
  fake_login_flow_set_view (fixture->flow, one);
  g_assert_true (ui_test_shows (fixture->page, "Put your health card into the reader"));
  g_assert_true (ui_test_shows (fixture->page, "Reader: EZ100PU"));
}

static void
test_slow_card_is_told (Fixture       *fixture,
                        gconstpointer  data)
{
  const char *sentence = "Reading the card takes longer than usual";
  const char *hint = "The card is slow, or another program is using it. Wait a little, close the "
                     "other program, or take the card out and put it in again.";

  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_READING);
  g_assert_true (ui_test_shows (fixture->page, "The card is being read"));
  g_assert_false (ui_test_shows (fixture->page, hint));
  fake_login_flow_set_slow (fixture->flow, TRUE);
  g_assert_true (ui_test_shows (fixture->page, sentence));
  g_assert_true (ui_test_shows (fixture->page, hint));
  put_card_in (fixture);
  g_assert_false (ui_test_shows (fixture->page, sentence));
  g_assert_false (ui_test_shows (fixture->page, hint));
}

static gboolean
is_inside (gpointer picture)
{
  return ecpa_reader_picture_get_inserted (picture) >= 1;
}

/* The card slides in, but not for people whom what moves makes ill. */
static void
test_reduced_motion (Fixture       *fixture,
                     gconstpointer  data)
{
  EcpaReaderPicture *picture = ECPA_READER_PICTURE (ui_test_find (fixture->page, ECPA_TYPE_READER_PICTURE, NULL));
  GtkSettings *settings = gtk_settings_get_default ();

  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_READY);
  g_assert_cmpfloat (ecpa_reader_picture_get_inserted (picture), <, 1);
  ecpa_test_until (is_inside, picture);

  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_NO_CARD);
  g_assert_cmpfloat (ecpa_reader_picture_get_inserted (picture), ==, 0);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_READY);
  g_assert_cmpfloat (ecpa_reader_picture_get_inserted (picture), ==, 1);
  gtk_settings_reset_property (settings, "gtk-enable-animations");
}

/* As somebody sees it who sees no colours. */
static guint8 *
draw_grey (GtkWidget       *widget,
           EcpaReaderScene  scene)
{
  const int width = (int) ECPA_READER_SCENE_WIDTH;
  const int height = (int) ECPA_READER_SCENE_HEIGHT;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  guint8 *grey = g_malloc ((gsize) width * height);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  ecpa_reader_scene_draw (scene, widget, cr, ecpa_reader_scene_has_card (scene) ? 1 : 0, NULL, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *pixel = cairo_image_surface_get_data (surface)
                              + (gsize) y * cairo_image_surface_get_stride (surface) + (gsize) x * 4;

        grey[(gsize) y * width + x] = (guint8) ((pixel[0] + 6 * pixel[1] + 3 * pixel[2]) / 10);
      }
  cairo_surface_destroy (surface);

  return grey;
}

static void
test_every_scene_looks_different (Fixture       *fixture,
                                  gconstpointer  data)
{
  const gsize n_pixels = (gsize) (ECPA_READER_SCENE_WIDTH * ECPA_READER_SCENE_HEIGHT);

  for (int a = 0; a < ECPA_READER_N_SCENES; a++)
    for (int b = 0; b < a; b++)
      {
        g_autofree guint8 *first = draw_grey (fixture->page, (EcpaReaderScene) a);
        g_autofree guint8 *second = draw_grey (fixture->page, (EcpaReaderScene) b);
        gsize different = 0;

        for (gsize i = 0; i < n_pixels; i++)
          if (ABS (first[i] - second[i]) > 40)
            different++;
        /* both say that all is well, and the words tell the rest */
        if (a == ECPA_READER_SCENE_SIGNED_IN && b == ECPA_READER_SCENE_READY)
          continue;
        if (different < 40)
          g_error ("scenes %d and %d look the same: %" G_GSIZE_FORMAT " pixels differ", a, b, different);
      }
}

static void
announce (EcpaServiceInfo *service,
          const char      *kind,
          const char      *title,
          const char      *text,
          int              from_days,
          int              to_days)
{
  g_autoptr (EcpaAnnouncement) announcement = g_object_new (ECPA_TYPE_ANNOUNCEMENT, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  announcement->id = g_strdup (title);
  announcement->kind = g_strdup (kind);
  announcement->title = g_strdup (title);
  announcement->text = g_strdup (text);
  announcement->starts_at = g_date_time_add_days (now, from_days);
  announcement->ends_at = g_date_time_add_days (now, to_days);
  g_list_store_append (service->announcements, announcement);
}

static EcpaServiceInfo *
create_service (void)
{
  EcpaServiceInfo *service = g_object_new (ECPA_TYPE_SERVICE_INFO, NULL);

  g_clear_object (&service->announcements);
  service->announcements = g_list_store_new (ECPA_TYPE_ANNOUNCEMENT);

  return service;
}

static void
test_announcements (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *list = ui_test_find (fixture->page, ECPA_TYPE_ANNOUNCEMENT_LIST, NULL);
  g_autoptr (EcpaServiceInfo) service = create_service ();
  g_autoptr (EcpaServiceInfo) nothing = create_service ();
  g_autoptr (EcpaServiceInfo) same = create_service ();
  GtkWidget *row;

  g_assert_false (gtk_widget_get_visible (list));
  announce (service, "maintenance", "系統更新", "第一段\n\n第二段", -1, 1);
  announce (service, "registration-suspended", "暫停註冊", NULL, 1, 2);
  announce (service, "information", "<b>不是標記</b>", NULL, 3, 4);
  announce (service, "of-tomorrow", "新的種類", NULL, 3, 4);
  fake_login_flow_set_service (fixture->flow, service, NULL);
  g_assert_true (gtk_widget_get_visible (list));
  g_assert_true (ui_test_shows (list, "Maintenance: 系統更新"));
  g_assert_true (ui_test_shows (list, "Now, until 1"));
  g_assert_true (ui_test_shows (list, "Registration suspended: 暫停註冊"));
  g_assert_true (ui_test_shows (list, "From tomorrow, 1"));
  g_assert_true (ui_test_shows (list, "Information: <b>不是標記</b>"));
  g_assert_true (ui_test_shows (list, "Information: 新的種類"));

  /* one that is open stays open when the service is asked again */
  row = ui_test_find (list, ADW_TYPE_EXPANDER_ROW, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  announce (same, "information", "插隊", "文字", -1, 1);
  announce (same, "maintenance", "系統更新", "第一段\n\n第二段", -1, 1);
  fake_login_flow_set_service (fixture->flow, same, NULL);
  row = ui_test_find (list, ADW_TYPE_EXPANDER_ROW, NULL);
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  row = gtk_widget_get_next_sibling (row);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));

  fake_login_flow_set_service (fixture->flow, nothing, NULL);
  g_assert_false (gtk_widget_get_visible (list));
}

static gboolean
is_past (gpointer time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_compare (now, time) > 0;
}

static gboolean
is_not_visible (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

/* What ends while the window is open goes; what was over when it came stays, for then the clock is wrong. */
static void
test_announcement_ends (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *list = ui_test_find (fixture->page, ECPA_TYPE_ANNOUNCEMENT_LIST, NULL);
  g_autoptr (EcpaServiceInfo) service = create_service ();
  g_autoptr (EcpaServiceInfo) other_clock = create_service ();
  g_autoptr (EcpaAnnouncement) announcement = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  announce (service, "maintenance", "系統更新", NULL, -1, 1);
  announcement = g_list_model_get_item (G_LIST_MODEL (service->announcements), 0);
  g_date_time_unref (announcement->ends_at);
  announcement->ends_at = g_date_time_add_seconds (now, 2);
  fake_login_flow_set_service (fixture->flow, service, NULL);
  g_assert_true (gtk_widget_get_visible (list));
  gtk_widget_set_visible (fixture->page, FALSE);
  ecpa_test_until (is_past, announcement->ends_at);
  g_assert_true (gtk_widget_get_visible (list));
  gtk_widget_set_visible (fixture->page, TRUE);
  ecpa_test_until (is_not_visible, list);

  announce (other_clock, "maintenance", "系統更新", NULL, -3, -2);
  fake_login_flow_set_service (fixture->flow, other_clock, NULL);
  g_assert_true (gtk_widget_get_visible (list));
}

/* A failure that may come of what was announced says so; others do not. */
static void
test_failures_point_to_announcements (Fixture       *fixture,
                                      gconstpointer  data)
{
  static const struct { EcpaFaultCode code; const char *hint; } cases[] = {
    { ECPA_FAULT_UNAVAILABLE, "Announced: 系統更新" }, { ECPA_FAULT_TIMEOUT, "Announced: 系統更新" },
    { ECPA_FAULT_OFFLINE, "Announced: 系統更新" },     { ECPA_FAULT_NOT_REGISTERED, "Announced: 暫停註冊" },
    { ECPA_FAULT_REGISTRATION_CANCELLED, "Announced: 暫停註冊" },
    { ECPA_FAULT_WRONG_PASSWORD, NULL }, { ECPA_FAULT_NO_ACCOUNT, NULL }, { ECPA_FAULT_UNTRUSTED, NULL },
  };
  GtkWidget *view = ui_test_find (gtk_widget_get_parent (ui_test_find (fixture->page, ECPA_TYPE_SECRET_ROW, NULL)),
                                  ECPA_TYPE_FAULT_VIEW, NULL);
  g_autoptr (EcpaServiceInfo) service = create_service ();
  g_autoptr (EcpaServiceInfo) tomorrow = create_service ();

  announce (service, "maintenance", "系統更新", NULL, -1, 1);
  announce (service, "registration-suspended", "暫停註冊", NULL, -1, 1);
  announce (tomorrow, "maintenance", "系統更新", NULL, 1, 2);
  put_card_in (fixture);
  fake_login_flow_set_service (fixture->flow, service, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fail (fixture, cases[i].code);
      g_assert_true (ui_test_shows (view, "Announced: ") == (cases[i].hint != NULL));
      g_assert_true (cases[i].hint == NULL || ui_test_shows (view, cases[i].hint));
    }

  fake_login_flow_set_service (fixture->flow, tomorrow, NULL);
  fail (fixture, ECPA_FAULT_UNAVAILABLE);
  g_assert_false (ui_test_shows (view, "Announced: "));
}

static void
test_notice (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (EcpaServiceInfo) service = g_object_new (ECPA_TYPE_SERVICE_INFO, NULL);

  service->notice = g_object_new (ECPA_TYPE_LEGAL_TEXT, NULL);
  service->notice->title = g_strdup ("重要訊息");
  service->notice->version = g_strdup ("115-1");
  service->notice->text = g_strdup ("第一段\n\n第二段");
  g_assert_false (ui_test_shows (fixture->page, "重要訊息"));
  fake_login_flow_set_service (fixture->flow, service, NULL);
  g_assert_true (ui_test_shows (fixture->page, "重要訊息"));
  g_assert_true (ui_test_shows (fixture->page, "第一段 第二段"));
}

static gboolean
is_another_window (gpointer data)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ()) == 2;
}

/* T2: what a marked window opens is marked, too; what another opens is not. */
static void
test_windows_are_marked (Fixture       *fixture,
                         gconstpointer  data)
{
  for (int training = 0; training <= 1; training++)
    {
      g_autoptr (GtkWindow) window = NULL;
      GListModel *windows = gtk_window_get_toplevels ();

      if (training)
        gtk_box_prepend (GTK_BOX (gtk_widget_get_parent (fixture->page)), ecpa_training_ribbon_new ());
      press (fixture, "_Forgotten the password, or not registered?");
      ecpa_test_until (is_another_window, NULL);
      for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
        {
          g_autoptr (GtkWindow) candidate = g_list_model_get_item (windows, i);

          if (GTK_WIDGET (candidate) != fixture->window)
            g_set_object (&window, candidate);
        }
      g_assert_true (ui_test_shows (GTK_WIDGET (window), "0800-030-598"));
      g_assert_true (ecpa_training_ribbon_is_worn (window) == training);
      gtk_window_destroy (window);
    }
}

/* 800x600 less a header bar and the training ribbon: no state may need scrolling there. */
static void
test_fits (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (EcpaFault) fault = ecpa_fault_new (ECPA_FAULT_CARD_MUTE, NULL);
  g_autoptr (EcpaServiceInfo) service = g_object_new (ECPA_TYPE_SERVICE_INFO, NULL);
  GtkWidget *scrolled = ui_test_find (fixture->page, GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkWidget *content = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));
  int minimum;

  service->notice = g_object_new (ECPA_TYPE_LEGAL_TEXT, NULL);
  service->notice->title = g_strdup ("重要訊息");
  service->notice->version = g_strdup ("115-1");
  service->notice->text = g_strnfill (400, 'a');
  fake_login_flow_set_service (fixture->flow, service, NULL);
  fake_login_flow_set_reader (fixture->flow, "EZ100PU", fault);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_UNUSABLE);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, 800, &minimum, NULL, NULL, NULL);
  g_test_message ("unusable card: %d", minimum);
  g_assert_cmpint (minimum, <=, 600 - 47 - 36);

  fake_login_flow_set_reader (fixture->flow, "EZ100PU", NULL);
  put_card_in (fixture);
  fail (fixture, ECPA_FAULT_STOPPED);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, 800, &minimum, NULL, NULL, NULL);
  g_test_message ("stopped: %d", minimum);
  g_assert_cmpint (minimum, <=, 600 - 47 - 36);
}

static gboolean
fault_is_seen (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *scrolled = ui_test_find (fixture->page, GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkWidget *title = ui_test_find (fixture->page, GTK_TYPE_LABEL, ecpa_fault_words (ECPA_FAULT_WRONG_PASSWORD)->title);
  GtkWidget *view = title != NULL ? gtk_widget_get_ancestor (title, ECPA_TYPE_FAULT_VIEW) : NULL;
  graphene_rect_t bounds;

  return view != NULL && gtk_widget_get_mapped (view) && gtk_widget_compute_bounds (view, scrolled, &bounds)
         && bounds.size.height > 0 && bounds.origin.y >= 0
         && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (scrolled);
}

/* A small window holds the card, the password or what has gone wrong: the last comes into view. */
static void
test_fault_comes_into_view (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *scrolled = ui_test_find (fixture->page, GTK_TYPE_SCROLLED_WINDOW, NULL);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 320);
  put_card_in (fixture);
  fail (fixture, ECPA_FAULT_WRONG_PASSWORD);
  ecpa_test_until (fault_is_seen, fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled))), >, 0);
}

static gboolean
password_is_seen (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *scrolled = ui_test_find (fixture->page, GTK_TYPE_SCROLLED_WINDOW, NULL);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (GTK_WIDGET (fixture->row), scrolled, &bounds) && bounds.size.height > 0
         && bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (scrolled);
}

static gboolean
password_is_not_seen (gpointer fixture)
{
  return !password_is_seen (fixture);
}

/* The focus brings a page along by and by, to where it was when the card was read; what is to be seen is further down. */
static void
test_password_comes_into_view (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (EcpaCardView) reading = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);
  g_autoptr (EcpaCardView) read = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 400);
  add_reader (reading, "EZ100PU", ECPA_CARD_VIEW_READING, NULL, ECPA_FAULT_NONE, TRUE);
  add_reader (reading, "Generic", ECPA_CARD_VIEW_NO_CARD, NULL, ECPA_FAULT_NONE, FALSE);
  fake_login_flow_set_view (fixture->flow, reading);
  fake_login_flow_set_state (fixture->flow, ECPA_LOGIN_READING);
  ecpa_test_until (password_is_not_seen, fixture);
  add_reader (read, "EZ100PU", ECPA_CARD_VIEW_READY, "林○青", ECPA_FAULT_NONE, TRUE);
  add_reader (read, "Generic", ECPA_CARD_VIEW_NO_CARD, NULL, ECPA_FAULT_NONE, FALSE);
  fake_login_flow_set_view (fixture->flow, read);
  put_card_in (fixture);
  ecpa_test_until (password_is_seen, fixture);
  /* longer than GTK moves a page */
  ecpa_test_settle (300);
  g_assert_true (password_is_seen (fixture));
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "card-leads-to-password", test_card_leads_to_password },
    { "sign-in-and-cancel", test_sign_in_and_cancel },
    { "network-keeps-what-was-typed", test_network_keeps_what_was_typed },
    { "refusals-clear-what-was-typed", test_refusals_clear_what_was_typed },
    { "card-removal-clears", test_card_removal_clears },
    { "swap-clears", test_swap_clears },
    { "service-fault", test_service_fault },
    { "every-state-is-told", test_every_state_is_told },
    { "every-scene-looks-different", test_every_scene_looks_different },
    { "readers", test_readers },
    { "empty-readers", test_empty_readers },
    { "password-comes-into-view", test_password_comes_into_view },
    { "slow-card-is-told", test_slow_card_is_told },
    { "reduced-motion", test_reduced_motion },
    { "announcements", test_announcements },
    { "announcement-ends", test_announcement_ends },
    { "failures-point-to-announcements", test_failures_point_to_announcements },
    { "notice", test_notice },
    { "windows-are-marked", test_windows_are_marked },
    { "fits", test_fits },
    { "fault-comes-into-view", test_fault_comes_into_view },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/login/page/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }

  return g_test_run ();
}
