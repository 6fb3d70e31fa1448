/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-office-calendar.h"

#include "ecpa-record.h"
#include "ecpa-roc-date.h"

/* No run of closed days comes near; a data file that closes every day ends the search here. */
#define MOST_CLOSED_DAYS 60

/* Types -------------------------------------------------------------------- */

struct _EcpaOfficeCalendar
{
  GHashTable *closed;  /* Julian days */
  GHashTable *working; /* week-ends that are worked */
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
read_days (JsonObject  *year,
           const char  *member,
           GHashTable  *days,
           GError     **error)
{
  JsonNode *node = json_object_get_member (year, member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = json_node_get_string (json_array_get_element (array, i));
      GDate day;

      if (text == NULL || !ecpa_date_parse_iso (text, &day))
        {
          g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_TYPE, "The calendar's %s has a bad day", member);
          return FALSE;
        }
      g_hash_table_add (days, GUINT_TO_POINTER (g_date_get_julian (&day)));
    }

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_office_calendar_parse:
 * @json: the file `office-calendar.json`
 * @length: its length, or -1
 * @error: a #EcpaProtocolError
 *
 * Returns: (transfer full) (nullable): the calendar; years that the file does not name have their week-ends only
 */
EcpaOfficeCalendar *
ecpa_office_calendar_parse (const char  *json,
                            gssize       length,
                            GError     **error)
{
  g_autoptr (JsonNode) root = ecpa_json_parse (json, length, error);
  g_autoptr (EcpaOfficeCalendar) self = NULL;
  JsonObjectIter iter;
  JsonNode *years;
  JsonNode *node;

  if (root == NULL)
    return NULL;
  years = JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "years") : NULL;
  if (years == NULL || !JSON_NODE_HOLDS_OBJECT (years))
    {
      g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_MISSING, "The calendar names no years");
      return NULL;
    }

  self = g_new0 (EcpaOfficeCalendar, 1);
  self->closed = g_hash_table_new (NULL, NULL);
  self->working = g_hash_table_new (NULL, NULL);
  json_object_iter_init (&iter, json_node_get_object (years));
  while (json_object_iter_next (&iter, NULL, &node))
    {
      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_TYPE, "A year of the calendar is no object");
          return NULL;
        }
      if (!read_days (json_node_get_object (node), "closed", self->closed, error)
          || !read_days (json_node_get_object (node), "working", self->working, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * ecpa_office_calendar_is_closed:
 * @self: a calendar
 * @day: a day
 *
 * Returns: whether offices are closed on it
 */
gboolean
ecpa_office_calendar_is_closed (EcpaOfficeCalendar *self,
                                const GDate        *day)
{
  gpointer key = GUINT_TO_POINTER (g_date_get_julian (day));
  GDateWeekday weekday = g_date_get_weekday (day);

  if (g_hash_table_contains (self->closed, key))
    return TRUE;

  return (weekday == G_DATE_SATURDAY || weekday == G_DATE_SUNDAY) && !g_hash_table_contains (self->working, key);
}

/**
 * ecpa_office_calendar_last_day:
 * @self: a calendar
 * @served_on: the day of service, which is not counted
 * @days: the period
 * @last_day: (out): its last day, moved to the next day on which offices are open
 *
 * The deadline rule of 行政程序法 §48 (facts/domain.md 5.1); an estimate, since travel days are not in it.
 */
void
ecpa_office_calendar_last_day (EcpaOfficeCalendar *self,
                               const GDate        *served_on,
                               guint               days,
                               GDate              *last_day)
{
  *last_day = *served_on;
  g_date_add_days (last_day, days);
  for (guint i = 0; i < MOST_CLOSED_DAYS && ecpa_office_calendar_is_closed (self, last_day); i++)
    g_date_add_days (last_day, 1);
}

/**
 * ecpa_office_calendar_free:
 * @self: (transfer full): a calendar
 */
void
ecpa_office_calendar_free (EcpaOfficeCalendar *self)
{
  g_hash_table_unref (self->closed);
  g_hash_table_unref (self->working);
  g_free (self);
}
