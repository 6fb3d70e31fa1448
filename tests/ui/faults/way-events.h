/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "way-walk.h"

G_BEGIN_DECLS

/* What befalls somebody in the middle of a wizard, before the button of a step, and how it is cured. */

/* SQL: as many mails have been sent as may be, to everybody. */
#define WAY_MAIL_LIMIT \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)" \
  " INSERT INTO codes (code_hash, purpose, person_id, card_id, mail, created_at, expires_at, superseded_at)" \
  " SELECT randomblob (32), 'reset', person_id, card_id, 'x@mail.example', strftime ('%s', 'now') - 100 + i," \
  " strftime ('%s', 'now'), 1 FROM n, cards"

void way_event_ask_service        (WayWalk *walk);
void way_event_lose_network       (WayWalk *walk);
void way_event_mend_network       (WayWalk *walk);
void way_event_close_service      (WayWalk *walk);
void way_event_let_session_end    (WayWalk *walk);
void way_event_end_sessions       (WayWalk *walk);
void way_event_keep_sessions      (WayWalk *walk);
void way_event_pull_card          (WayWalk *walk);
void way_event_show_other_card    (WayWalk *walk);
void way_event_begin_with_other   (WayWalk *walk);
void way_event_pull_while_proving (WayWalk *walk);
void way_event_heal_card          (WayWalk *walk);
void way_event_spoil_key          (WayWalk *walk);
void way_event_mend_key           (WayWalk *walk);
void way_event_change_terms       (WayWalk *walk);
void way_event_register_elsewhere (WayWalk *walk);
void way_event_forget_rules       (WayWalk *walk);
void way_event_age_codes          (WayWalk *walk);
void way_event_use_code           (WayWalk *walk);
void way_event_supersede_code     (WayWalk *walk);
void way_event_reach_mail_limit   (WayWalk *walk);
void way_event_await_mail_limit   (WayWalk *walk);
void way_event_end_stop           (WayWalk *walk);
void way_event_forget_mails       (WayWalk *walk);
void way_event_shorten_stops      (WayWalk *walk);
void way_event_let_time_pass      (WayWalk *walk);
void way_event_want_other_address (WayWalk *walk);
void way_event_give_up_mail       (WayWalk *walk);
void way_event_lose_phone         (WayWalk *walk);
void way_event_fill_phones        (WayWalk *walk);

G_END_DECLS
