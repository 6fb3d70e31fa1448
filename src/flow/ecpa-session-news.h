/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-attendance.h"
#include "ecpa-inbox.h"
#include "ecpa-scope.h"

G_BEGIN_DECLS

/**
 * EcpaSessionNews:
 *
 * What the backend says of a session by itself, and what follows: it is over, there are other orders. Where nobody could
 * say it for a while the orders are asked for once. Where it is refused it is tried again every five minutes. UI thread.
 */
#define ECPA_TYPE_SESSION_NEWS (ecpa_session_news_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSessionNews, ecpa_session_news, ECPA, SESSION_NEWS, GObject)

EcpaSessionNews *ecpa_session_news_new (EcpaScope      *scope,
                                        EcpaInbox      *inbox,
                                        EcpaAttendance *attendance);

G_END_DECLS
