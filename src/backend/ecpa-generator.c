/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-generator.h"

#include "ecpa-backend-data.h"
#include "ecpa-card-proof.h"
#include "ecpa-endpoints.h"
#include "ecpa-hasher.h"
#include "ecpa-national-id.h"
#include "ecpa-training.h"

#include <string.h>

#define FIRST_PERSON 100000
#define HEAVY_PERSON 1 /* the tray's first card */
#define MAX_PEOPLE 500000
#define MAX_ORDERS 20000000
#define ROWS_PER_TRANSACTION 20000
/* From 2016-01-01 to 2026-11-20, Taipei: fixed, so that the same seed makes the same orders whenever it is run. */
#define FIRST_MOMENT G_GINT64_CONSTANT (1451577600)
#define LAST_MOMENT G_GINT64_CONSTANT (1795104000)
#define DAY 86400

/* Types -------------------------------------------------------------------- */

typedef struct
{
  char *code;
  char *name;
  char *zip_and_address;
} Agency;

typedef struct
{
  char  *code;
  char  *name;
  char  *electronic_from; /* (nullable) */
  gint64 points;
  guint  weight;
} Kind;

typedef struct
{
  const EcpaGeneratorPlan *plan;
  EcpaStore               *store;
  EcpaServerSettings      *settings;
  GRand                   *random;
  GPtrArray               *agencies; /* of Agency */
  GPtrArray               *kinds;    /* of Kind */
  GPtrArray               *names;    /* by person */
  GArray                  *agency_of; /* by person, guint */
  char                    *password_hash;
  char                    *consent_version;
  guint                    total_weight;
  guint                    n_rows; /* in this transaction */
} Generator;

static const char *const surnames[] = {
  "陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊", "許", "鄭", "謝", "郭", "洪", "邱", "曾", "廖", "賴", "徐",
  "周", "葉", "蘇", "莊", "呂", "江", "何", "蕭", "羅", "高", "潘", "簡", "朱", "鍾", "游", "彭", "詹", "胡", "施", "沈",
};
static const char *const characters[] = {
  "志", "明", "俊", "傑", "建", "宏", "家", "豪", "冠", "宇", "承", "恩", "柏", "翰", "宗", "翔", "怡", "君", "雅", "婷",
  "淑", "芬", "美", "玲", "惠", "雯", "佳", "穎", "欣", "妤", "詩", "涵", "靜", "宜", "佩", "珊", "秀", "英", "子", "晴",
};
static const char *const positions[] = {
  "科員", "辦事員", "書記", "助理員", "組員", "課員", "技士", "技佐", "專員", "股長", "科長", "課長", "秘書", "視察",
};
static const char *const deeds[] = {
  "辦理年度檔案清查作業", "協助疫苗接種站設置及人力調度", "辦理公文線上簽核系統推廣", "執行防汛整備及災害應變",
  "辦理採購稽核業務", "協助選務工作", "推動節能減碳措施", "辦理資訊安全稽核", "承辦為民服務品質提升計畫",
  "辦理人事業務績效考核", "協助長期照顧服務據點設置", "執行道路養護及路平專案", "辦理公務人員訓練進修業務",
  "協助觀光節慶活動交通疏導",
};
static const char *const praises[] = {
  "規劃周延，辛勞得力", "圓滿達成任務", "認真負責，績效良好", "主動積極，著有績效",
};

/* How often a kind is given, in thousandths; what is not here is rare. */
static const struct
{
  const char *code;
  guint       weight;
} weights[] = {
  { "4001", 480 }, { "4002", 270 }, { "4010", 140 }, { "4020", 40 }, { "5001", 25 }, { "5002", 10 }, { "4100", 10 },
};

/* Auxiliaries -------------------------------------------------------------- */

static void
agency_free (gpointer data)
{
  Agency *agency = data;

  g_free (agency->code);
  g_free (agency->name);
  g_free (agency->zip_and_address);
  g_free (agency);
}

static void
kind_free (gpointer data)
{
  Kind *kind = data;

  g_free (kind->code);
  g_free (kind->name);
  g_free (kind->electronic_from);
  g_free (kind);
}

static void
generator_clear (Generator *self)
{
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->agencies, g_ptr_array_unref);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->agency_of, g_array_unref);
  g_clear_pointer (&self->password_hash, g_free);
  g_clear_pointer (&self->consent_version, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Generator, generator_clear)

static guint
pick (Generator *self,
      guint      n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

#define PICK(self, array) (array)[pick ((self), G_N_ELEMENTS (array))]

static gboolean
load_agencies (Generator  *self,
               GError    **error)
{
  g_autoptr (GPtrArray) rows = ecpa_backend_data_read_agencies (error);

  self->agencies = g_ptr_array_new_with_free_func (agency_free);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      char **columns = g_ptr_array_index (rows, i);
      Agency *agency = g_new0 (Agency, 1);

      agency->code = g_strdup (columns[0]);
      agency->name = g_strdup (columns[1]);
      agency->zip_and_address = g_strconcat (columns[4], columns[5], NULL);
      g_ptr_array_add (self->agencies, agency);
    }

  return rows != NULL;
}

static guint
weight_of (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    if (strcmp (weights[i].code, code) == 0)
      return weights[i].weight;

  return 5;
}

static gboolean
load_kinds (Generator  *self,
            GError    **error)
{
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("order-kinds.json", error);
  JsonArray *kinds;

  if (root == NULL)
    return FALSE;

  self->kinds = g_ptr_array_new_with_free_func (kind_free);
  kinds = json_object_get_array_member (json_node_get_object (root), "kinds");
  for (guint i = 0; i < json_array_get_length (kinds); i++)
    {
      JsonObject *source = json_array_get_object_element (kinds, i);
      Kind *kind = g_new0 (Kind, 1);

      kind->code = g_strdup (json_object_get_string_member (source, "code"));
      kind->name = g_strdup (json_object_get_string_member (source, "name"));
      kind->points = json_object_get_int_member (source, "points");
      kind->electronic_from = g_strdup (json_object_get_string_member_with_default (source, "electronic_from", NULL));
      kind->weight = weight_of (kind->code);
      self->total_weight += kind->weight;
      g_ptr_array_add (self->kinds, kind);
    }

  return TRUE;
}

static const Kind *
pick_kind (Generator *self)
{
  guint rest = pick (self, self->total_weight);

  for (guint i = 0; i < self->kinds->len; i++)
    {
      const Kind *kind = g_ptr_array_index (self->kinds, i);

      if (rest < kind->weight)
        return kind;
      rest -= kind->weight;
    }

  g_assert_not_reached ();
}

/* Rows go to the disk some thousands at a time. */
static gboolean
count_row (Generator  *self,
           GError    **error)
{
  if (++self->n_rows < ROWS_PER_TRANSACTION)
    return TRUE;

  self->n_rows = 0;

  return ecpa_store_commit (self->store, error) && ecpa_store_begin (self->store, error);
}

static char *
print_day (gint64 moment)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (moment + 8 * 3600);

  return g_date_time_format (utc, "%Y-%m-%d");
}

/* Of the shape of RFC 9562's version 7: what is made later sorts later, which also keeps the indexes' ends warm. */
static char *
make_id (Generator *self,
         gint64     moment)
{
  guint64 milliseconds = (guint64) moment * 1000 + pick (self, 1000);

  return g_strdup_printf ("%08x-%04x-7%03x-8%03x-%06x%06x", (guint) (milliseconds >> 16),
                          (guint) (milliseconds & 0xffff), pick (self, 1 << 12), pick (self, 1 << 12),
                          pick (self, 1 << 24), pick (self, 1 << 24));
}

/* 998 after the sex: four digits for each letter, beside the tray's 9999. The check digit is the one that fits. */
static char *
make_national_id (guint index)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  char *id = g_strdup_printf ("%c%u998%04u0", letters[index % 26], index / 26 % 2 + 1, index / 52);

  while (!ecpa_national_id_is_valid (id))
    {
      g_assert (id[9] < '9');
      id[9]++;
    }

  return id;
}

static char *
make_name (Generator *self)
{
  return g_strconcat (PICK (self, surnames), PICK (self, characters), PICK (self, characters), NULL);
}

/* The number says whose it is: the tray's begin with 99. The key follows from it, as with all simulated cards. */
static gboolean
add_card (Generator  *self,
          guint       index,
          gint64      person_id,
          GError    **error)
{
  g_autofree char *number = g_strdup_printf ("98%010u", index);
  g_autoptr (GBytes) public_key = ecpa_training_card_public_key (number, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GBytes) card_id = NULL;
  EcpaCardRow row = { NULL, number, (char *) ECPA_CARD_PROOF_SCHEME_TRAINING, public_key, person_id };
  guint8 digest[32];
  gsize length = sizeof digest;

  if (public_key == NULL)
    return FALSE;

  g_checksum_update (checksum, (const guchar *) number, -1);
  g_checksum_get_digest (checksum, digest, &length);
  row.card_id = card_id = g_bytes_new (digest, ECPA_CARD_ID_LENGTH);

  return ecpa_store_add_card (self->store, &row, error);
}

static gboolean
add_credentials (Generator  *self,
                 guint       index,
                 gint64      person_id,
                 GError    **error)
{
  g_autofree char *account = g_strdup_printf ("person%06u", index);
  EcpaRegistrationRow registration = { person_id, self->password_hash, FIRST_MOMENT };
  EcpaAccountRow row = { person_id, self->password_hash };

  return add_card (self, index, person_id, error)
         && ecpa_store_add_registration (self->store, &registration, error)
         && ecpa_store_add_account (self->store, account, &row, error)
         && ecpa_store_add_consent (self->store, person_id, ECPA_SCOPE_REWARD_ORDERS, self->consent_version,
                                    FIRST_MOMENT, ECPA_METHOD_HEALTH_CARD, error);
}

static gboolean
add_person (Generator  *self,
            guint       index,
            GError    **error)
{
  gint64 id = FIRST_PERSON + (gint64) index;
  guint agency_index = pick (self, self->agencies->len);
  const Agency *agency = g_ptr_array_index (self->agencies, agency_index);
  g_autofree char *national_id = make_national_id (index);
  g_autofree char *birth_date = g_strdup_printf ("%03u%02u%02u", 50 + pick (self, 40), 1 + pick (self, 12),
                                                 1 + pick (self, 28));
  g_autofree char *position = g_strconcat (agency->name, PICK (self, positions), NULL);
  g_autofree char *address = g_strdup_printf ("person%06u@ms.example", index);
  EcpaPersonRow person = { id, national_id, make_name (self), birth_date };
  EcpaServantRow servant = { .person_id = id, .position = position, .notice_address = address,
                             .roles = (char *) "person" };

  servant.status = (char *) (pick (self, 20) == 0 ? "retired" : "active");
  g_ptr_array_add (self->names, person.name);
  g_array_append_val (self->agency_of, agency_index);

  return ecpa_store_add_person (self->store, &person, error)
         && ecpa_store_add_servant (self->store, &servant, agency->code, error)
         && add_credentials (self, index, id, error)
         && count_row (self, error);
}

static EcpaRemedy *
make_remedy (void)
{
  EcpaRemedy *remedy = g_object_new (ECPA_TYPE_REMEDY, NULL);

  remedy->kind = g_strdup ("civil-servant");
  remedy->days = 30;
  remedy->text = g_strdup ("對本令如有不服，得於本令達到之次日起三十日內，繕具復審書，經由原處分機關向公務人員保障暨培訓委員會提起復審。");

  return remedy;
}

static EcpaOrder *
make_order (Generator    *self,
            guint         number,
            const char   *name,
            const Agency *agency,
            const Kind   *kind,
            gint64        moment)
{
  EcpaOrder *o = g_object_new (ECPA_TYPE_ORDER, NULL);
  const char *deed = PICK (self, deeds);

  o->id = make_id (self, moment);
  o->issued_on = print_day (moment);
  o->kind_code = g_strdup (kind->code);
  o->document_class = g_strdup ("令");
  o->agency_name = g_strdup (agency->name);
  o->agency_address = g_strdup (agency->zip_and_address);
  o->agency_contact = g_strdup ("承辦人：○○○　電話：(02)0000-0000");
  o->recipient = g_strconcat (name, "君", NULL);
  o->document_number = g_strdup_printf ("訓人字第%04u%08u號", (guint) strtoul (o->issued_on, NULL, 10) - 1911, number);
  o->speed = g_strdup ("普通件");
  o->subject = g_strconcat ("核定", name, kind->points > 0 ? "獎勵" : "懲處", "如下，請查照。", NULL);
  o->position = g_strconcat (agency->name, " ", PICK (self, positions), NULL);
  o->result = g_strdup_printf ("%s（%s）", kind->name, kind->code);
  o->reason = kind->points > 0 ? g_strconcat (deed, "，", PICK (self, praises), "。", NULL)
                               : g_strconcat (deed, "，處理延誤，核有疏失。", NULL);
  o->legal_basis = g_strdup ("公務人員考績法第12條、公務人員考績法施行細則第13條");
  o->original_to = g_strdup (o->recipient);
  o->copies_to = g_strdup ("本機關人事單位");
  o->signer_title = g_strdup ("首長");
  o->signer_name = g_strdup ("○○○");
  o->remedy = make_remedy ();

  return o;
}

/* Most of what is older than a month has been signed for; some of what is newer. */
static gboolean
add_receipt (Generator  *self,
             EcpaOrder  *order,
             gint64      person_id,
             gint64      moment,
             GError    **error)
{
  g_autoptr (EcpaReceipt) receipt = g_object_new (ECPA_TYPE_RECEIPT, NULL);

  receipt->id = make_id (self, moment);
  receipt->order_id = g_strdup (order->id);
  receipt->signed_at = g_date_time_new_from_unix_utc (moment);
  receipt->method = g_strdup (ECPA_METHOD_HEALTH_CARD);

  return ecpa_store_add_receipt (self->store, person_id, receipt, error) && count_row (self, error);
}

static gboolean
add_order (Generator   *self,
           guint        number,
           gint64       person_id,
           const char  *name,
           guint        agency_index,
           gint64       moment,
           GError     **error)
{
  const Agency *agency = g_ptr_array_index (self->agencies, agency_index);
  const Kind *kind = pick_kind (self);
  g_autoptr (EcpaOrder) order = make_order (self, number, name, agency, kind, moment);
  gboolean electronic = kind->electronic_from != NULL && strcmp (kind->electronic_from, order->issued_on) <= 0;
  gboolean is_signed = electronic && pick (self, 100) < (moment < LAST_MOMENT - 30 * DAY ? 97 : 40);
  gint64 viewed_at = MIN (moment + 3600 + pick (self, 5 * DAY), LAST_MOMENT + DAY);

  order->recipient_address = g_strdup (electronic ? "（電子送達）" : "（紙本送達）");
  if (electronic)
    order->notified_at = g_date_time_new_from_unix_utc (moment + 600);
  if (is_signed || (electronic && pick (self, 2) == 0))
    order->viewed_at = g_date_time_new_from_unix_utc (viewed_at);

  return ecpa_store_add_order (self->store, person_id, agency->code, order, error)
         && count_row (self, error)
         && (!is_signed || add_receipt (self, order, person_id, viewed_at + 120, error));
}

/* In the order of time, more of them lately; some people get many, most a few. */
static gboolean
add_orders (Generator   *self,
            const char  *heavy_name,
            guint        heavy_agency,
            GError     **error)
{
  const EcpaGeneratorPlan *plan = self->plan;

  for (guint i = 0; i < plan->orders; i++)
    {
      double part = (i + 0.5) / plan->orders;
      double passed = part * (1.5 - 0.5 * part); /* at the end three times as many a day as at the beginning */
      gint64 day = FIRST_MOMENT + (gint64) (passed * (LAST_MOMENT - FIRST_MOMENT)) / DAY * DAY;
      gint64 moment = day + 9 * 3600 + pick (self, 8 * 3600);
      gboolean heavy = (guint64) i * plan->heavy / plan->orders != (guint64) (i + 1) * plan->heavy / plan->orders;
      double where = g_rand_double (self->random);
      guint person = (guint) (where * (1 + where) / 2 * plan->people);

      if (heavy ? !add_order (self, i, HEAVY_PERSON, heavy_name, heavy_agency, moment, error)
                : !add_order (self, i, FIRST_PERSON + (gint64) person, g_ptr_array_index (self->names, person),
                              g_array_index (self->agency_of, guint, person), moment, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
prepare (Generator  *self,
         gint64      now,
         GError    **error)
{
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text (ECPA_GENERATOR_PASSWORD, -1);
  g_autofree char *today = print_day (now);
  g_autoptr (EcpaLegalText) text = NULL;

  self->random = g_rand_new_with_seed (self->plan->seed);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->agency_of = g_array_new (FALSE, FALSE, sizeof (guint));
  self->password_hash = ecpa_hash_password (password, self->settings->hash_cost, error);
  if (self->password_hash == NULL || !load_agencies (self, error) || !load_kinds (self, error))
    return FALSE;

  text = ecpa_store_find_text (self->store, ECPA_SCOPE_REWARD_ORDERS, today, error);
  if (text == NULL)
    return FALSE;
  self->consent_version = g_strdup (text->version);

  return TRUE;
}

static gboolean
add_everything (Generator  *self,
                GError    **error)
{
  g_autoptr (EcpaServantRow) heavy = NULL;
  guint heavy_agency = 0;

  for (guint i = 0; i < self->plan->people; i++)
    if (!add_person (self, i, error))
      return FALSE;

  if (self->plan->orders == 0)
    return TRUE;

  heavy = ecpa_store_find_servant (self->store, HEAVY_PERSON, error);
  if (heavy == NULL)
    return FALSE;
  for (guint i = 0; i < self->agencies->len; i++)
    if (strcmp (((Agency *) g_ptr_array_index (self->agencies, i))->name, heavy->agency_name) == 0)
      heavy_agency = i;

  return add_orders (self, heavy->name, heavy_agency, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_generator_parse:
 * @plan: (out): the plan
 * @arguments: (array zero-terminated=1): `people=N`, `orders=M`, and perhaps `heavy=N` and `seed=S`
 * @error: a #GOptionError
 *
 * Returns: whether the arguments make sense
 */
gboolean
ecpa_generator_parse (EcpaGeneratorPlan  *plan,
                      const char *const  *arguments,
                      GError            **error)
{
  guint64 people = 0, orders = 0, heavy = 0, seed = 1;
  const struct
  {
    const char *name;
    guint64    *value;
    guint64     maximum;
  } keys[] = { { "people=", &people, MAX_PEOPLE },
               { "orders=", &orders, MAX_ORDERS },
               { "heavy=", &heavy, MAX_ORDERS },
               { "seed=", &seed, G_MAXUINT32 } };

  for (guint i = 0; arguments != NULL && arguments[i] != NULL; i++)
    {
      gboolean known = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (keys) && !known; j++)
        known = g_str_has_prefix (arguments[i], keys[j].name)
                && g_ascii_string_to_unsigned (arguments[i] + strlen (keys[j].name), 10, 0, keys[j].maximum,
                                               keys[j].value, NULL);
      if (!known)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "“%s” is none of people=N (to %u), orders=M (to %u), heavy=N, seed=S", arguments[i],
                       MAX_PEOPLE, MAX_ORDERS);
          return FALSE;
        }
    }
  if (people == 0 || heavy > orders)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There have to be people, and heavy= is part of orders=");
      return FALSE;
    }

  *plan = (EcpaGeneratorPlan) { (guint) people, (guint) orders, (guint) heavy, (guint32) seed };

  return TRUE;
}

/**
 * ecpa_generator_run:
 * @plan: what to make
 * @store: a training store that has what every backend begins with, and nobody in it
 * @settings: the settings of a training backend
 * @now: the time
 * @error: where somebody is in the store, or the database fails
 *
 * Fills a database with the people of the tray and with made-up people, their cards, accounts and orders. It writes
 * some thousand rows at a time; where it fails the file is good for nothing.
 *
 * Returns: whether everything is in
 */
gboolean
ecpa_generator_run (const EcpaGeneratorPlan  *plan,
                    EcpaStore                *store,
                    EcpaServerSettings       *settings,
                    gint64                    now,
                    GError                  **error)
{
  g_auto (Generator) self = { plan, store, settings };

  g_return_val_if_fail (plan != NULL && ECPA_IS_STORE (store) && settings != NULL, FALSE);

  if (!settings->training || ecpa_store_has_persons (store))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   "People are made up for training only, in a database that has none yet");
      return FALSE;
    }
  if (!ecpa_training_fill (store, settings, now, error) || !prepare (&self, now, error)
      || !ecpa_store_set_bulk (store, TRUE, error) || !ecpa_store_begin (store, error))
    return FALSE;
  if (!add_everything (&self, error) || !ecpa_store_commit (store, error))
    {
      ecpa_store_rollback (store);
      return FALSE;
    }

  return ecpa_store_set_bulk (store, FALSE, error);
}
