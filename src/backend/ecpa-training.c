/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training.h"

#include "ecpa-backend-data.h"
#include "ecpa-card-proof.h"
#include "ecpa-commands.h"
#include "ecpa-hasher.h"
#include "ecpa-server-certificate.h"
#include "ecpa-store-cards.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define TRAINING_NAME "ecpa-training"
#define LEAST_VALIDITY (7 * G_TIME_SPAN_DAY)

/* Auxiliaries -------------------------------------------------------------- */

static const char *
text_of (JsonObject *object,
         const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

static GBytes *
parse_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = hex; p[0] != '\0' && p[1] != '\0'; p += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (p[0]) << 4 | g_ascii_xdigit_value (p[1]));

      g_byte_array_append (bytes, &byte, 1);
    }

  return g_byte_array_free_to_bytes (bytes);
}

static char *
hash_text (const char  *password,
           guint        cost,
           GError     **error)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text (password, -1);

  return ecpa_hash_password (secret, cost, error);
}

static gboolean
add_card (EcpaStore   *store,
          JsonObject  *card,
          gint64       person_id,
          GError     **error)
{
  g_autoptr (GBytes) card_id = parse_hex (text_of (card, "card_id"));
  g_autoptr (GBytes) public_key = ecpa_training_card_public_key (text_of (card, "number"), error);
  EcpaCardRow row = { card_id, (char *) text_of (card, "number"), (char *) ECPA_CARD_PROOF_SCHEME_TRAINING, public_key,
                      person_id };

  return public_key != NULL && ecpa_store_add_card (store, &row, error);
}

static gboolean
add_registration (EcpaStore           *store,
                  EcpaServerSettings  *settings,
                  JsonObject          *card,
                  gint64               person_id,
                  gint64               now,
                  GError             **error)
{
  EcpaRegistrationRow row = { person_id };
  g_autofree char *hash = NULL;
  JsonObject *registration;

  if (!json_object_has_member (card, "registration"))
    return TRUE;

  registration = json_object_get_object_member (card, "registration");
  row.password_hash = hash = hash_text (text_of (registration, "password"), settings->hash_cost, error);
  row.verified_at = json_object_get_boolean_member (registration, "verified") ? now : 0;
  if (json_object_get_boolean_member_with_default (registration, "cancelled", FALSE))
    row.stops = settings->stops_before_cancel;
  else if (json_object_get_boolean_member_with_default (registration, "stopped", FALSE))
    {
      row.stops = 1;
      row.stopped_until = now + settings->stop_seconds;
    }

  return hash != NULL && ecpa_store_add_registration (store, &row, error)
         && ecpa_store_save_attempts (store, &row, error);
}

/* Where the household register has somebody, and how a registration has it that they are reached: what the training desk
 * says is to be typed. Put in at each start, so that a database from before has it too. */
static gboolean
add_residence (EcpaStore   *store,
               JsonObject  *card,
               gint64       person_id,
               GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaRegistrationRow) registration = ecpa_store_find_registration (store, person_id, &local_error);
  g_autoptr (EcpaContactsRow) known = local_error == NULL ? ecpa_store_find_contacts (store, person_id, &local_error) : NULL;
  g_autoptr (EcpaResidence) residence = NULL;
  g_autoptr (EcpaContacts) contacts = NULL;

  if (local_error == NULL)
    residence = ecpa_record_from_json (ECPA_TYPE_RESIDENCE, json_object_get_member (card, "residence"), &local_error);
  if (local_error == NULL)
    contacts = ecpa_record_from_json (ECPA_TYPE_CONTACTS, json_object_get_member (card, "contacts"), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return ecpa_store_put_residence (store, person_id, residence, error)
         && (registration == NULL || known != NULL
             || ecpa_store_put_contacts (store, person_id, contacts, NULL, error));
}

/* Cards of another kind, and such as do not answer, belong to nobody here. */
static gboolean
is_health_card (JsonObject *card)
{
  return strcmp (text_of (card, "behaviour"), "other") != 0 && strcmp (text_of (card, "behaviour"), "mute") != 0;
}

/* The tray's cards, and their holders as persons; what else those are is in people.json. */
static gboolean
add_cards (EcpaStore           *store,
           EcpaServerSettings  *settings,
           GHashTable          *ids,
           gint64               now,
           GError             **error)
{
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("training/cards.json", error);
  JsonArray *cards;

  if (root == NULL)
    return FALSE;

  cards = json_object_get_array_member (json_node_get_object (root), "cards");
  for (guint i = 0; i < json_array_get_length (cards); i++)
    {
      JsonObject *card = json_array_get_object_element (cards, i);
      EcpaPersonRow person = { i + 1, (char *) text_of (card, "national_id"), (char *) text_of (card, "name"),
                               (char *) text_of (card, "birth_date") };

      if (!is_health_card (card))
        continue;
      if (!ecpa_store_add_person (store, &person, error)
          || !add_card (store, card, person.id, error)
          || !add_registration (store, settings, card, person.id, now, error)
          || !add_residence (store, card, person.id, error))
        return FALSE;
      g_hash_table_insert (ids, g_strdup (text_of (card, "id")), GINT_TO_POINTER (i + 1));
    }

  return TRUE;
}

/* The card that is stopped is so at each start of the training, as long as nobody tried again: its time begins anew. What
 * is to be typed is there, too. */
static gboolean
stop_again (EcpaStore           *store,
            EcpaServerSettings  *settings,
            gint64               now,
            GError             **error)
{
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("training/cards.json", error);
  JsonArray *cards;

  if (root == NULL)
    return FALSE;

  cards = json_object_get_array_member (json_node_get_object (root), "cards");
  for (guint i = 0; i < json_array_get_length (cards); i++)
    {
      JsonObject *card = json_array_get_object_element (cards, i);
      g_autoptr (EcpaRegistrationRow) row = NULL;

      if (is_health_card (card) && !add_residence (store, card, i + 1, error))
        return FALSE;
      if (!json_object_has_member (card, "registration")
          || !json_object_get_boolean_member_with_default (json_object_get_object_member (card, "registration"),
                                                           "stopped", FALSE))
        continue;
      row = ecpa_store_find_registration (store, i + 1, NULL);
      if (row == NULL || row->stops != 1 || row->errors != 0 || row->stopped_until == 0)
        continue;
      row->stopped_until = now + settings->stop_seconds;
      if (!ecpa_store_save_attempts (store, row, error))
        return FALSE;
    }

  return TRUE;
}

/* An order's name on the wire: made from its document number, so that it is the same on every machine. */
static char *
make_order_id (const char *document_number,
               gint64      person_id)
{
  g_autofree char *name = g_strdup_printf ("%s|%" G_GINT64_FORMAT, document_number, person_id);
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

  return g_strdup_printf ("%.8s-%.4s-4%.3s-8%.3s-%.12s", hex, hex + 8, hex + 12, hex + 15, hex + 18);
}

static char *
fill_in (const char *template,
         const char *name)
{
  g_auto (GStrv) parts = template != NULL ? g_strsplit (template, "{name}", -1) : NULL;

  return parts != NULL ? g_strjoinv (name, parts) : NULL;
}

/* What orders of one file have in common stands once, under "defaults"; `{name}` is the person. */
static char *
order_text (JsonObject *order,
            JsonObject *defaults,
            const char *member,
            const char *name)
{
  const char *text = text_of (order, member);

  return fill_in (text != NULL ? text : text_of (defaults, member), name);
}

static EcpaRemedy *
make_remedy (JsonObject *remedies,
             const char *kind)
{
  JsonObject *source;
  EcpaRemedy *remedy;

  if (kind == NULL || !json_object_has_member (remedies, kind))
    return NULL;

  source = json_object_get_object_member (remedies, kind);
  remedy = g_object_new (ECPA_TYPE_REMEDY, NULL);
  remedy->kind = g_strdup (kind);
  remedy->text = g_strdup (text_of (source, "text"));
  remedy->days = json_object_get_int_member (source, "days");

  return remedy;
}

static gboolean
add_order (EcpaStore   *store,
           gint64       person_id,
           const char  *name,
           JsonObject  *source,
           JsonObject  *all,
           GError     **error)
{
  static const char *const members[] = {
    "kind_code", "document_class", "agency_name", "agency_address", "agency_contact", "file_number", "retention",
    "recipient", "recipient_address", "issued_on", "document_number", "speed", "secrecy", "attachments", "subject",
    "position", "result", "reason", "legal_basis", "other", "original_to", "copies_to", "signer_title", "signer_name",
  };
  g_autoptr (EcpaOrder) order = g_object_new (ECPA_TYPE_ORDER, NULL);
  JsonObject *defaults = json_object_get_object_member (all, "defaults");

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *value = order_text (source, defaults, members[i], name);
      g_autofree char *property = g_strdelimit (g_strdup (members[i]), "_", '-');

      g_object_set (order, property, value, NULL);
    }
  order->id = make_order_id (order->document_number, person_id);
  order->remedy = make_remedy (json_object_get_object_member (all, "remedies"), text_of (source, "remedy"));
  if (text_of (source, "notified_at") != NULL)
    order->notified_at = ecpa_time_parse (text_of (source, "notified_at"));

  if (!ecpa_store_add_order (store, person_id, text_of (source, "agency_code"), order, error))
    {
      g_prefix_error (error, "%s: ", order->document_number);
      return FALSE;
    }
  if (text_of (source, "viewed_at") != NULL)
    {
      g_autoptr (GDateTime) viewed_at = ecpa_time_parse (text_of (source, "viewed_at"));

      if (!ecpa_store_mark_viewed (store, order->id, g_date_time_to_unix (viewed_at), error))
        return FALSE;
    }
  if (text_of (source, "signed_at") != NULL)
    {
      g_autoptr (EcpaReceipt) receipt = g_object_new (ECPA_TYPE_RECEIPT, NULL);

      receipt->id = g_uuid_string_random ();
      receipt->order_id = g_strdup (order->id);
      receipt->signed_at = ecpa_time_parse (text_of (source, "signed_at"));
      receipt->method = g_strdup ("health-card");
      if (!ecpa_store_add_receipt (store, person_id, receipt, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_account (EcpaStore   *store,
             gint64       person_id,
             JsonObject  *person,
             guint        cost,
             GError     **error)
{
  EcpaAccountRow row = { person_id };
  g_autofree char *hash = NULL;
  JsonObject *account;

  if (!json_object_has_member (person, "account"))
    return TRUE;

  account = json_object_get_object_member (person, "account");
  row.password_hash = hash = hash_text (text_of (account, "password"), cost, error);

  return hash != NULL && ecpa_store_add_account (store, text_of (account, "name"), &row, error);
}

static gboolean
add_servant (EcpaStore           *store,
             EcpaServerSettings  *settings,
             gint64               person_id,
             JsonObject          *person,
             JsonObject          *all,
             GError             **error)
{
  EcpaServantRow row = { person_id };
  JsonArray *orders = json_object_get_array_member (person, "orders");

  row.position = (char *) text_of (person, "position");
  row.status = (char *) text_of (person, "status");
  row.notice_address = (char *) text_of (person, "notice_address");
  row.roles = (char *) "person";
  if (!ecpa_store_add_servant (store, &row, text_of (person, "agency_code"), error)
      || !add_account (store, person_id, person, settings->hash_cost, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (orders); i++)
    if (!add_order (store, person_id, text_of (person, "name"), json_array_get_object_element (orders, i), all, error))
      return FALSE;

  return TRUE;
}

static gboolean
add_servants (EcpaStore           *store,
              EcpaServerSettings  *settings,
              GHashTable          *ids,
              GError             **error)
{
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("training/people.json", error);
  JsonObject *all;
  JsonArray *people;

  if (root == NULL)
    return FALSE;

  all = json_node_get_object (root);
  people = json_object_get_array_member (all, "people");
  for (guint i = 0; i < json_array_get_length (people); i++)
    {
      JsonObject *person = json_array_get_object_element (people, i);
      gint64 id = GPOINTER_TO_INT (g_hash_table_lookup (ids, text_of (person, "card")));

      g_assert (id > 0);
      if (!add_servant (store, settings, id, person, all, error))
        return FALSE;
    }

  return TRUE;
}

/* A directory may be older than the certificate in it lasts. */
static gboolean
has_certificate (EcpaServerSettings *settings)
{
  g_autoptr (GTlsCertificate) certificate =
    g_tls_certificate_new_from_files (settings->certificate, settings->key, NULL);
  g_autoptr (GDateTime) until = certificate != NULL ? g_tls_certificate_get_not_valid_after (certificate) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return until != NULL && g_date_time_difference (until, now) > LEAST_VALIDITY;
}

static gboolean
add_announcement (EcpaStore  *store,
                  gint64      now,
                  GError    **error)
{
  g_autoptr (GBytes) file = ecpa_backend_data_lookup ("training/announcement.json", error);
  g_autoptr (EcpaAnnouncement) announcement = NULL;

  if (file == NULL)
    return FALSE;
  announcement = ecpa_announcement_read (g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), now, error);

  return announcement != NULL && ecpa_store_put_announcement (store, announcement, now, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_prepare:
 * @settings: (inout): the settings; name, files and mode are set here
 * @directory: where everything of the training backend lies; made where it is missing
 * @error: where the disk or GnuTLS fails
 *
 * Makes a place for a training backend, with a certificate for loopback.
 *
 * Returns: whether it is there
 */
gboolean
ecpa_training_prepare (EcpaServerSettings  *settings,
                       const char          *directory,
                       GError             **error)
{
  g_return_val_if_fail (settings != NULL && directory != NULL, FALSE);

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", directory, g_strerror (errno));
      return FALSE;
    }

  g_free (settings->name);
  settings->name = g_strdup (TRAINING_NAME);
  settings->training = TRUE;
  settings->certificate = g_build_filename (directory, "server.pem", NULL);
  settings->key = g_build_filename (directory, "server-key.pem", NULL);
  settings->database = g_build_filename (directory, "ecpa.sqlite", NULL);

  return has_certificate (settings)
         || ecpa_server_certificate_make (settings->certificate, settings->key, error);
}

/**
 * ecpa_training_fill:
 * @store: a store that has what every backend begins with
 * @settings: the settings
 * @now: the time
 * @error: where the data or the database fails
 *
 * Puts in the made-up people, their cards and their orders, once; and what has to be fresh at each start.
 *
 * Returns: whether they are in
 */
gboolean
ecpa_training_fill (EcpaStore           *store,
                    EcpaServerSettings  *settings,
                    gint64               now,
                    GError             **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (ECPA_IS_STORE (store) && settings->training, FALSE);

  if (!ecpa_store_begin (store, error))
    return FALSE;
  if (ecpa_store_has_persons (store)
      ? !stop_again (store, settings, now, error)
      : !add_cards (store, settings, ids, now, error) || !add_servants (store, settings, ids, error)
        || !add_announcement (store, now, error))
    {
      ecpa_store_rollback (store);
      return FALSE;
    }

  return ecpa_store_commit (store, error);
}
