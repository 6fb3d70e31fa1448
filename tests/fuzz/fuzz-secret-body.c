/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Secrets: edited like a text, and written as JSON by hand. What a JSON parser reads from it is what was put in, and
 * it is never longer than it may be. */

#include "fuzz.h"

#include "ecpa-record.h"
#include "ecpa-secret-body.h"

#include <string.h>

/* Inserts and deletes, held against a plain text. */
static EcpaSecret *
edit (Fuzz     *input,
      GString  *model)
{
  EcpaSecret *secret = ecpa_secret_new ();
  uint8_t n_edits = fuzz_byte (input) % 8;

  for (uint8_t i = 0; i < n_edits; i++)
    {
      uint8_t at = fuzz_byte (input);
      g_autofree char *line = fuzz_line (input);
      g_autofree char *text = g_utf8_make_valid (line, -1);
      glong n_chars = g_utf8_strlen (model->str, -1);
      guint position = n_chars > 0 ? at % (guint) (n_chars + 1) : 0;

      if ((at & 0x80) != 0 && position < n_chars)
        {
          const char *from = g_utf8_offset_to_pointer (model->str, (glong) position);

          ecpa_secret_delete (secret, position, 1);
          g_string_erase (model, from - model->str, g_utf8_next_char (from) - from);
        }
      else if (ecpa_secret_insert (secret, position, text, -1))
        g_string_insert (model, g_utf8_offset_to_pointer (model->str, (glong) position) - model->str, text);
      g_assert_cmpuint (model->len, <=, ECPA_SECRET_MAX_BYTES);
      g_assert_cmpuint (ecpa_secret_get_n_chars (secret), ==, (guint) g_utf8_strlen (model->str, -1));
    }

  return secret;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Fuzz input = { data, size };
  g_autoptr (GString) model = g_string_new (NULL);
  g_autoptr (EcpaSecret) secret = edit (&input, model);
  g_autofree char *rest = fuzz_rest (&input);
  g_autofree char *plain = g_utf8_make_valid (rest, -1);
  g_autoptr (GBytes) bytes = g_bytes_new (rest, strlen (rest));
  g_autoptr (EcpaSecretBody) body = ecpa_secret_body_new (64 + 6 * (model->len + strlen (plain)) + 2 * strlen (rest));
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guchar *decoded = NULL;
  JsonObject *object;
  const char *text;
  gsize length;

  text = ecpa_secret_peek (secret, &length);
  g_assert_cmpmem (text, length, model->str, model->len);

  ecpa_secret_body_add_string (body, "plain", plain);
  ecpa_secret_body_add_secret (body, "secret", secret);
  ecpa_secret_body_add_bytes (body, "bytes", bytes);
  ecpa_secret_body_close (body);

  text = ecpa_secret_body_peek (body, &length);
  node = ecpa_json_parse (text, (gssize) length, &error);
  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "plain"), ==, plain);
  g_assert_cmpstr (json_object_get_string_member (object, "secret"), ==, model->str);
  decoded = g_base64_decode (json_object_get_string_member (object, "bytes"), &length);
  g_assert_cmpmem (decoded, length, rest, strlen (rest));

  return 0;
}
