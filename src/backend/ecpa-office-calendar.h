/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaOfficeCalendar:
 *
 * 辦公日曆表: which days offices are closed (facts/domain.md 5.1). Immutable.
 */
typedef struct _EcpaOfficeCalendar EcpaOfficeCalendar;

EcpaOfficeCalendar *ecpa_office_calendar_parse       (const char          *json,
                                                      gssize               length,
                                                      GError             **error);
gboolean            ecpa_office_calendar_is_closed   (EcpaOfficeCalendar  *self,
                                                      const GDate         *day);
void                ecpa_office_calendar_last_day    (EcpaOfficeCalendar  *self,
                                                      const GDate         *served_on,
                                                      guint                days,
                                                      GDate               *last_day);
void                ecpa_office_calendar_free        (EcpaOfficeCalendar  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaOfficeCalendar, ecpa_office_calendar_free)

G_END_DECLS
