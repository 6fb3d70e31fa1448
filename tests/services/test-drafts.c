/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "card-server.h"
#include "ecpa-draft-store.h"
#include "ecpa-services.h"
#include "ecpa-services-insides.h"
#include "ecpa-simulator.h"
#include "ecpa-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  CardServer     *server;
  EcpaSimulator  *simulator;
  EcpaServices   *services;
  EcpaDraftStore *drafts;
  char           *directory;
  GAsyncResult   *result;       /* nullable */
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  ((Fixture *) user_data)->result = g_object_ref (result);
}

static gboolean
is_answered (gpointer data)
{
  return ((Fixture *) data)->result != NULL;
}

static gboolean
is_ready (gpointer data)
{
  return ecpa_card_service_get_view (data)->state == ECPA_CARD_VIEW_READY;
}

static gboolean
is_empty (gpointer data)
{
  return ecpa_card_service_get_view (data)->state == ECPA_CARD_VIEW_NO_CARD;
}

static void
put_card (Fixture    *self,
          const char *id)
{
  EcpaCardService *card = ecpa_services_get_card (self->services);

  ecpa_simulator_take (self->simulator, 0);
  ecpa_test_until (is_empty, card);
  g_assert_true (ecpa_simulator_put (self->simulator, id, 0));
  ecpa_test_until (is_ready, card);
}

static EcpaDraftBox *
open_box (Fixture    *self,
          const char *kind)
{
  EcpaCardService *card = ecpa_services_get_card (self->services);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  EcpaDraftBox *box;

  ecpa_draft_store_open_async (self->drafts, ecpa_card_service_get_view (card)->serial, kind, answered_cb, self);
  ecpa_test_until (is_answered, self);
  result = g_steal_pointer (&self->result);
  box = ecpa_draft_store_open_finish (self->drafts, result, &error);
  g_assert_no_error (error);

  return box;
}

static void
save (Fixture    *self,
      const char *text)
{
  g_autoptr (EcpaDraftBox) box = open_box (self, "registration");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  ecpa_draft_box_save (box, bytes);
}

/* NULL: nothing is offered */
static void
assert_found (Fixture    *self,
              const char *kind,
              const char *wanted)
{
  g_autoptr (EcpaDraftBox) box = open_box (self, kind);
  GBytes *found = ecpa_draft_box_get_found (box);

  if (wanted == NULL)
    g_assert_null (found);
  else
    g_assert_cmpmem (g_bytes_get_data (found, NULL), g_bytes_get_size (found), wanted, strlen (wanted));
}

typedef void (*FileFunc) (const char *path,
                          gpointer    data);

static guint
each_file (const char *directory,
           FileFunc    func,
           gpointer    data)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          n += each_file (path, func, data);
          continue;
        }
      func (path, data);
      n++;
    }

  return n;
}

static void
assert_says_nothing (const char *path,
                     gpointer    data)
{
  g_autofree char *contents = NULL;
  gsize length;
  GStatBuf status;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_null (memmem (contents, length, data, strlen (data)));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0077, ==, 0);
}

static void
spoil (const char *path,
       gpointer    data)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  contents[length - 1] ^= 1;
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->server = card_server_new ();
  self->directory = ecpa_test_make_directory ();
  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  self->services = ecpa_services_new (ECPA_CARD_TRANSPORT (self->simulator), card_server_get_uri (self->server),
                                      card_server_get_certificate (self->server), NULL);
  self->drafts = ecpa_draft_store_new (self->directory, ecpa_services_get_card (self->services));
  put_card (self, "ordinary");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  ecpa_draft_store_stop (self->drafts);
  g_object_unref (self->drafts);
  ecpa_services_shutdown (self->services);
  g_object_unref (self->services);
  g_object_unref (self->simulator);
  card_server_free (self->server);
  ecpa_test_until_no_threads ("ecpa-");
  ecpa_test_remove_directory (self->directory);
  g_free (self->directory);
}

/* Tests -------------------------------------------------------------------- */

/* With the card it was typed with, and for what it was typed, and nowhere else. */
static void
test_only_that_card (Fixture       *self,
                     gconstpointer  data)
{
  save (self, "household 12345678");
  assert_found (self, "registration", "household 12345678");
  assert_found (self, "forgotten", NULL);
  put_card (self, "newest");
  assert_found (self, "registration", NULL);
  put_card (self, "ordinary");
  assert_found (self, "registration", "household 12345678");
  g_assert_cmpuint (each_file (self->directory, assert_says_nothing, (gpointer) "12345678"), ==, 2);
}

static void
test_old (Fixture       *self,
          gconstpointer  data)
{
  save (self, "old");
  assert_found (self, "registration", "old");
  ecpa_draft_store_set_max_age (self->drafts, -1);
  assert_found (self, "registration", NULL);
  ecpa_draft_store_set_max_age (self->drafts, ECPA_DRAFT_SECONDS);
  assert_found (self, "registration", NULL);
}

/* 0 hours: nothing is written at all. */
static void
test_kept_for_no_time (Fixture       *self,
                       gconstpointer  data)
{
  ecpa_draft_store_set_max_age (self->drafts, 0);
  save (self, "typed");
  ecpa_draft_store_set_max_age (self->drafts, ECPA_DRAFT_SECONDS);
  assert_found (self, "registration", NULL);
}

/* A changed draft, and one whose key was changed, is nothing, and does not come back. */
static void
test_spoilt (Fixture       *self,
             gconstpointer  data)
{
  save (self, "typed");
  each_file (self->directory, spoil, NULL);
  assert_found (self, "registration", NULL);
  save (self, "typed anew");
  assert_found (self, "registration", "typed anew");
}

static void
test_dropped (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (EcpaDraftBox) box = NULL;

  save (self, "done with");
  box = open_box (self, "registration");
  ecpa_draft_box_drop (box);
  assert_found (self, "registration", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/services/drafts/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("only-that-card", test_only_that_card);
  ADD ("old", test_old);
  ADD ("kept-for-no-time", test_kept_for_no_time);
  ADD ("spoilt", test_spoilt);
  ADD ("dropped", test_dropped);

  return g_test_run ();
}
