/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-interruption.h"

/* Auxiliaries -------------------------------------------------------------- */

static void
announce (GListStore *announcements,
          GDateTime  *now,
          const char *kind,
          const char *id,
          int         from,
          int         until)
{
  g_autoptr (GDateTime) starts = from != 0 ? g_date_time_add_minutes (now, from) : NULL;
  g_autoptr (GDateTime) ends = until != 0 ? g_date_time_add_minutes (now, until) : NULL;
  g_autoptr (EcpaAnnouncement) announcement = g_object_new (ECPA_TYPE_ANNOUNCEMENT, "id", id, "kind", kind, "title", id,
                                                            "starts-at", starts, "ends-at", ends, NULL);

  g_list_store_append (announcements, announcement);
}

/* Tests -------------------------------------------------------------------- */

/* Running, or half an hour ahead at most; what runs comes before what is to come. */
static void
test_find (void)
{
  static const struct { const char *kind; int from; int until; gboolean told; } rows[] = {
    { "maintenance", -5, 5, TRUE },
    { "maintenance", -5, 0, TRUE },
    { "maintenance", 0, 5, TRUE },
    { "maintenance", 30, 60, TRUE },
    { "maintenance", 31, 60, FALSE },
    { "maintenance", -60, -1, FALSE },
    { "maintenance", 0, 0, FALSE },
    { "registration-suspended", -5, 5, TRUE },
    { "information", -5, 5, FALSE },
  };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GListStore) both = g_list_store_new (ECPA_TYPE_ANNOUNCEMENT);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GListStore) announcements = g_list_store_new (ECPA_TYPE_ANNOUNCEMENT);

      announce (announcements, now, rows[i].kind, "one", rows[i].from, rows[i].until);
      g_test_message ("%s, %d to %d", rows[i].kind, rows[i].from, rows[i].until);
      g_assert_true ((ecpa_interruption_find (G_LIST_MODEL (announcements), now) != NULL) == rows[i].told);
    }

  announce (both, now, "maintenance", "soon", 10, 20);
  announce (both, now, "maintenance", "running", -10, 20);
  g_assert_cmpstr (ecpa_interruption_find (G_LIST_MODEL (both), now)->id, ==, "running");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/interruption/find", test_find);

  return g_test_run ();
}
