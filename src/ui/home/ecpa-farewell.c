/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-farewell.h"

/* How long the program stays after its window has gone, for the backend to be told that the session is over. */
#define FAREWELL_MILLISECONDS 700
/* And how many times that at most, where a receipt is still on its way. */
#define MAX_FAREWELLS 30

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GApplication *application;
  EcpaHomeFlow *home;
  guint         n;
} Farewell;

/* Callbacks ---------------------------------------------------------------- */

static void
farewell_free (gpointer data)
{
  Farewell *self = data;

  g_application_release (self->application);
  g_object_unref (self->application);
  g_object_unref (self->home);
  g_free (self);
}

/* What has been signed for is waited for, but not for ever: its key is on the disk. */
static gboolean
farewell_over_cb (gpointer data)
{
  Farewell *self = data;
  gboolean stays = ecpa_home_flow_is_sending (self->home) && ++self->n < MAX_FAREWELLS;

  return stays ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_farewell_say:
 * @application: the program, which stays for it
 * @home: the session
 *
 * Signs out of a session whose window goes, and stays until the backend has been told. UI thread.
 */
void
ecpa_farewell_say (GApplication *application,
                   EcpaHomeFlow *home)
{
  Farewell *farewell;

  g_return_if_fail (G_IS_APPLICATION (application));
  g_return_if_fail (ECPA_IS_HOME_FLOW (home));

  farewell = g_new0 (Farewell, 1);
  farewell->application = g_object_ref (application);
  farewell->home = g_object_ref (home);
  g_application_hold (application);
  ecpa_home_flow_sign_out (home);
  g_timeout_add_full (G_PRIORITY_DEFAULT, FAREWELL_MILLISECONDS, farewell_over_cb, farewell, farewell_free);
}
