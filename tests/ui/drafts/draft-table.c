/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draft-table.h"

#define CODE "K7QF-3M9T-XW2R"

/* Types -------------------------------------------------------------------- */

#define CARD { "card", DRAFT_REOPENED }

static const DraftRow registration[] = {
  { "terms", DRAFT_RESUMED, .typed = { { NULL, ".terms", NULL } } },
  { "card", DRAFT_RESUMED },
  { "household", DRAFT_RESUMED, .typed = { { "number_row", "household", "S0963201" } } },
  { "address", DRAFT_RESUMED,
    .typed = { { "county_row", "county", "臺北市" }, { "town_row", "town", "大安區" },
               { "village_row", "village", "龍陣里" }, { "neighbourhood_row", "neighbourhood", "013" } } },
  { "password", DRAFT_RESUMED, .secrets = { { "rows", "Meihui-302" } } },
  { "contacts", DRAFT_RESUMED, "password",
    .typed = { { "mobile_row", "mobile", "0900033757" }, { "mail_row", "mail", "meihui.wu@mail.example" },
               { "mail_secondary_row", "mail-secondary", "wu@other.example" },
               { "telephone_row", "telephone", "02-00000412" }, { "extension_row", "extension", "12" } } },
  { "summary", DRAFT_RESUMED, "password" },
  { "verify", DRAFT_RESUMED, .lost = TRUE, .typed = { { "code_row", "code", CODE } } },
};

static const DraftRow verification[] = {
  CARD,
  { "verify", DRAFT_RESUMED, .typed = { { "code_row", "code", CODE } } },
};

static const DraftRow forgotten[] = {
  CARD,
  { "reset-way", DRAFT_RESUMED },
  { "reset-code", DRAFT_RESUMED, .once = TRUE, .typed = { { "code_row", "code", CODE } } },
  { "new-password", DRAFT_RESUMED, .secrets = { { "password_rows", "Qinglin-116" } } },
};

/* By the other way: household, address and another mail address. */
static const DraftRow forgotten_other[] = {
  CARD,
  { "reset-way", DRAFT_RESUMED, .local = TRUE, .typed = { { "other_check", "way", "other" } } },
  { "household", DRAFT_RESUMED, .typed = { { "number_row", "household", "R6053141" } } },
  { "address", DRAFT_RESUMED,
    .typed = { { "county_row", "county", "高雄市" }, { "town_row", "town", "鳳山區" },
               { "village_row", "village", "忠誠里" }, { "neighbourhood_row", "neighbourhood", "010" } } },
  { "reset-contact", DRAFT_RESUMED,
    .typed = { { "mobile_row", "mobile", "0900017919" }, { "mail_row", "mail", "chen@other.example" } } },
  { "reset-code", DRAFT_RESUMED, .once = TRUE, .typed = { { "code_row", "code", CODE } } },
  { "new-password", DRAFT_RESUMED, .secrets = { { "password_rows", "Jianhong*89" } } },
};

static const DraftRow cancellation[] = {
  CARD,
  { "cancellation", DRAFT_RESUMED, .typed = { { "understood_check", "understood", "yes" } },
    .secrets = { { "password_row", "Huong!2026" } } },
};

static const DraftRow change[] = {
  CARD,
  { "change-password", DRAFT_RESUMED,
    .secrets = { { "old_row", "Huong!2026" }, { "password_rows", "Huong!2027" } } },
};

static const DraftRow contacts[] = {
  CARD,
  { "contacts-password", DRAFT_RESUMED, .secrets = { { "password_row", "Huang#2026" } } },
  { "contact-data", DRAFT_RESUMED, "contacts-password",
    .typed = { { "mail_row", "mail", "huang@other.example" }, { "telephone_row", "telephone", "" },
               { "extension_row", "extension", "7" } } },
  { "contacts-mail", DRAFT_RESUMED, .typed = { { "code_row", "code", CODE } } },
};

static const DraftRow phones[] = {
  CARD,
  { "phones", DRAFT_RESUMED,
    .typed = { { "name_row", "phone-name", "我的手機" }, { "code_row", "phone-code", "1234-5678" } },
    .secrets = { { "password_row", "Huang#2026" } } },
};

static const DraftRow activation[] = {
  CARD,
  { "account", DRAFT_RESUMED, .typed = { { "account_row", "account", "huang.ling" } },
    .secrets = { { "password_rows", "Portal-Huang7" } } },
  { "account-proof", DRAFT_RESUMED, "account", .secrets = { { "password_row", "Huang#2026" } } },
};

static const DraftRow account_forgotten[] = {
  CARD,
  { "account-password", DRAFT_RESUMED, .secrets = { { "password_rows", "Portal-Lin116" } } },
  { "account-proof", DRAFT_RESUMED, "account-password", .secrets = { { "password_row", "Qinglin-115" } } },
};

/* Within a session, which has to be begun anew; there are only secrets, and no card to seal anything for. */
static const DraftRow account_change[] = {
  { "account-change", DRAFT_REOPENED,
    .secrets = { { "old_row", "Portal-Lin115" }, { "password_rows", "Portal-Lin116" } } },
  { "account-done", DRAFT_OVER },
};

static const DraftRow guide[] = {
  { "guide-hold", DRAFT_REOPENED, "card", .typed = { { "card_button", ".holds", "card" } } },
  { "card", DRAFT_REOPENED },
  { "guide-next", DRAFT_RESUMED },
};

static const DraftRow guide_nothing[] = {
  { "guide-hold", DRAFT_REOPENED, "guide-nothing", .typed = { { "nothing_button", ".holds", "nothing" } } },
  { "guide-nothing", DRAFT_REOPENED },
};

#define CHAIN(name, kind, card, rows) { name, kind, card, rows, G_N_ELEMENTS (rows) }

static const DraftChain chains[] = {
  CHAIN ("registration", "registration", "not-registered", registration),
  CHAIN ("verification", "verification", "not-verified", verification),
  CHAIN ("forgotten", "forgotten", "ordinary", forgotten),
  CHAIN ("forgotten-other", "forgotten", "newest", forgotten_other),
  CHAIN ("cancellation", "cancellation", "foreign", cancellation),
  CHAIN ("change", "change", "foreign", change),
  CHAIN ("contacts", "contacts", "rare-name", contacts),
  CHAIN ("phones", "phones", "rare-name", phones),
  CHAIN ("activation", "activation", "rare-name", activation),
  CHAIN ("account-forgotten", "account-forgotten", "ordinary", account_forgotten),
  CHAIN ("account-change", "account-change", "ordinary", account_change),
  CHAIN ("guide", "guide", "ordinary", guide),
  CHAIN ("guide-nothing", "guide", "ordinary", guide_nothing),
};

/* Public API --------------------------------------------------------------- */

/* (nullable): past the last */
const DraftChain *
draft_table_nth (guint i)
{
  return i < G_N_ELEMENTS (chains) ? &chains[i] : NULL;
}

const DraftChain *
draft_table_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    if (g_str_equal (chains[i].name, name))
      return &chains[i];

  g_error ("There is no way “%s”", name);
}
