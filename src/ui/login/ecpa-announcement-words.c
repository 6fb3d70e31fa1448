/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-announcement-words.h"

#include "ecpa-roc-date.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

/* The kinds that the backend knows (EcpaAnnouncement); others are shown as information. */
typedef struct
{
  const char *kind;
  const char *word;
  const char *icon;
} KindRow;

static const KindRow kinds[] = {
  { "information", N_("Information"), "dialog-information-symbolic" },
  { "maintenance", N_("Maintenance"), "preferences-system-symbolic" },
  { "registration-suspended", N_("Registration suspended"), "action-unavailable-symbolic" },
};

/* Auxiliaries -------------------------------------------------------------- */

static const KindRow *
find_kind (EcpaAnnouncement *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (self->kind, kinds[i].kind) == 0)
      return &kinds[i];

  return &kinds[0];
}

static int
days_between (GDateTime *now,
              GDateTime *then)
{
  GDate today;
  GDate day;

  ecpa_roc_date_from_time (now, &today);
  ecpa_roc_date_from_time (then, &day);

  return g_date_days_between (&today, &day);
}

static char *
describe_running (EcpaAnnouncement *self)
{
  g_autofree char *end = NULL;

  if (self->ends_at == NULL)
    return g_strdup (_("Now"));

  end = ecpa_roc_date_format_time (self->ends_at);

  /* Translators: %s is a date and a time */
  return g_strdup_printf (_("Now, until %s"), end);
}

static char *
describe_coming (EcpaAnnouncement *self,
                 GDateTime        *now)
{
  g_autofree char *start = ecpa_roc_date_format_time (self->starts_at);
  g_autofree char *end = self->ends_at != NULL ? ecpa_roc_date_format_time (self->ends_at) : NULL;
  int days = days_between (now, self->starts_at);

  if (end == NULL)
    switch (days)
      {
      case 0:
        /* Translators: %s is a date and a time */
        return g_strdup_printf (_("From today, %s"), start);
      case 1:
        return g_strdup_printf (_("From tomorrow, %s"), start);
      default:
        return g_strdup_printf (_("From %s"), start);
      }

  switch (days)
    {
    case 0:
      /* Translators: both %s are a date and a time */
      return g_strdup_printf (_("From today, %s to %s"), start, end);
    case 1:
      return g_strdup_printf (_("From tomorrow, %s to %s"), start, end);
    default:
      return g_strdup_printf (_("From %s to %s"), start, end);
    }
}

/* What may be the reason of a failure. */
static gboolean
may_explain (EcpaAnnouncement *self,
             EcpaFaultCode     code)
{
  switch ((int) code)
    {
    case ECPA_FAULT_OFFLINE:
    case ECPA_FAULT_TIMEOUT:
    case ECPA_FAULT_SERVER_ERROR:
    case ECPA_FAULT_BAD_ANSWER:
    case ECPA_FAULT_UNAVAILABLE:
      return g_strcmp0 (self->kind, "maintenance") == 0;
    case ECPA_FAULT_NOT_REGISTERED:
    case ECPA_FAULT_NOT_VERIFIED:
    case ECPA_FAULT_REGISTRATION_CANCELLED:
      return g_strcmp0 (self->kind, "registration-suspended") == 0;
    default:
      return FALSE;
    }
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_announcement_kind_word:
 * @self: an announcement
 *
 * Returns: (transfer none): what kind it is, translated
 */
const char *
ecpa_announcement_kind_word (EcpaAnnouncement *self)
{
  g_return_val_if_fail (ECPA_IS_ANNOUNCEMENT (self), NULL);

  return _(find_kind (self)->word);
}

/**
 * ecpa_announcement_kind_icon:
 * @self: an announcement
 *
 * Returns: (transfer none): the name of an icon for its kind
 */
const char *
ecpa_announcement_kind_icon (EcpaAnnouncement *self)
{
  g_return_val_if_fail (ECPA_IS_ANNOUNCEMENT (self), NULL);

  return find_kind (self)->icon;
}

/**
 * ecpa_announcement_holds:
 * @self: an announcement
 * @now: the time
 *
 * Returns: whether what it speaks of is the case at that time
 */
gboolean
ecpa_announcement_holds (EcpaAnnouncement *self,
                         GDateTime        *now)
{
  g_return_val_if_fail (ECPA_IS_ANNOUNCEMENT (self), FALSE);
  g_return_val_if_fail (now != NULL, FALSE);

  return (self->starts_at == NULL || g_date_time_compare (self->starts_at, now) <= 0)
         && (self->ends_at == NULL || g_date_time_compare (now, self->ends_at) < 0);
}

/**
 * ecpa_announcement_describe_time:
 * @self: an announcement
 * @now: the time
 *
 * Returns: (transfer full) (nullable): when it holds, in local time and years of the Republic, translated; %NULL for
 *   one without times
 */
char *
ecpa_announcement_describe_time (EcpaAnnouncement *self,
                                 GDateTime        *now)
{
  g_return_val_if_fail (ECPA_IS_ANNOUNCEMENT (self), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  if (self->starts_at == NULL && self->ends_at == NULL)
    return NULL;
  if (self->starts_at == NULL || g_date_time_compare (self->starts_at, now) <= 0)
    return describe_running (self);

  return describe_coming (self, now);
}

/**
 * ecpa_announcement_for_fault:
 * @announcements: (nullable): #EcpaAnnouncement
 * @code: what went wrong
 * @now: the time
 *
 * Returns: (transfer none) (nullable): the announcement that may explain it
 */
EcpaAnnouncement *
ecpa_announcement_for_fault (GListModel    *announcements,
                             EcpaFaultCode  code,
                             GDateTime     *now)
{
  guint n = announcements != NULL ? g_list_model_get_n_items (announcements) : 0;

  for (guint i = 0; i < n; i++)
    {
      /* the list keeps it */
      g_autoptr (EcpaAnnouncement) announcement = g_list_model_get_item (announcements, i);

      if (may_explain (announcement, code) && ecpa_announcement_holds (announcement, now))
        return announcement;
    }

  return NULL;
}
