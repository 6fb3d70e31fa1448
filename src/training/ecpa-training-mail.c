/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-mailbox.h"

#include <stdio.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingMail
{
  GObject    parent_instance;

  /* Owned */
  char      *name;
  char      *subject;
  char      *from;
  char      *to;
  char      *body;
  GDateTime *sent_at; /* nullable */

  gboolean   unread;
};

enum
{
  PROP_UNREAD = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaTrainingMail, ecpa_training_mail, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

/* (transfer full): a header's words: RFC 2047 in UTF-8 and base64, which is what the backend writes */
static char *
decode_words (const char *value)
{
  static const char mark[] = "=?UTF-8?B?";
  GString *text = g_string_new (NULL);

  while (*value != '\0')
    {
      const char *end = g_ascii_strncasecmp (value, mark, strlen (mark)) == 0 ? strstr (value + strlen (mark), "?=") : NULL;
      g_autofree char *word = NULL;
      g_autofree guchar *clear = NULL;
      gsize size;

      if (end == NULL)
        {
          g_string_append_c (text, *value++);
          continue;
        }
      word = g_strndup (value + strlen (mark), (gsize) (end - value) - strlen (mark));
      clear = g_base64_decode (word, &size);
      g_string_append_len (text, (const char *) clear, (gssize) size);
      value = end + 2;
      /* blanks between two of them are not there */
      if (g_str_has_prefix (value + strspn (value, " \t"), mark))
        value += strspn (value, " \t");
    }

  return g_string_free (text, FALSE);
}

/* (transfer full): @name's value with its folds undone, "" where it is missing */
static char *
dup_header (const char *head,
            const char *name)
{
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  g_autoptr (GString) value = g_string_new (NULL);
  gsize length = strlen (name);
  gboolean inside = FALSE;

  for (char **line = lines; *line != NULL; line++)
    {
      if (inside && **line != ' ' && **line != '\t')
        break;
      if (inside)
        g_string_append_printf (value, " %s", g_strstrip (*line));
      else if (g_ascii_strncasecmp (*line, name, length) == 0 && (*line)[length] == ':')
        {
          inside = TRUE;
          g_string_append (value, g_strstrip (*line + length + 1));
        }
    }

  return decode_words (value->str);
}

/* `Sat, 21 Nov 2026 03:04:05 +0000`: the zone is what the backend writes */
static GDateTime *
parse_date (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  int day, year, hour, minute, second;
  char month[4];
  const char *found;

  if (sscanf (text, "%*3s, %d %3s %d %d:%d:%d", &day, month, &year, &hour, &minute, &second) != 6)
    return NULL;
  found = strlen (month) == 3 ? strstr (months, month) : NULL;

  return found != NULL ? g_date_time_new_utc (year, (int) (found - months) / 3 + 1, day, hour, minute, second) : NULL;
}

static char *
decode_body (const char *head,
             const char *body,
             gsize       size)
{
  g_autofree char *encoding = dup_header (head, "Content-Transfer-Encoding");
  g_autofree char *raw = g_strndup (body, size);
  g_autofree char *clear = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_ascii_strcasecmp (encoding, "base64") == 0)
    {
      g_autofree guchar *data = g_base64_decode (raw, &size);

      clear = g_strndup ((const char *) data, size);
    }
  text = g_utf8_make_valid (clear != NULL ? clear : raw, -1);
  lines = g_strsplit (text, "\r\n", -1);

  return g_strchomp (g_strjoinv ("\n", lines));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_mail_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (id == PROP_UNREAD)
    g_value_set_boolean (value, ECPA_TRAINING_MAIL (object)->unread);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_training_mail_finalize (GObject *object)
{
  EcpaTrainingMail *self = ECPA_TRAINING_MAIL (object);

  g_free (self->name);
  g_free (self->subject);
  g_free (self->from);
  g_free (self->to);
  g_free (self->body);
  g_clear_pointer (&self->sent_at, g_date_time_unref);

  G_OBJECT_CLASS (ecpa_training_mail_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_mail_class_init (EcpaTrainingMailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ecpa_training_mail_get_property;
  object_class->finalize = ecpa_training_mail_finalize;

  properties[PROP_UNREAD] =
    g_param_spec_boolean ("unread", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_training_mail_init (EcpaTrainingMail *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_mail_parse:
 * @name: the file's name, without flags
 * @data: a message as the training backend writes it (RFC 5322, one part of plain text)
 * @size: its size
 * @unread: whether nobody has opened it
 *
 * Returns: (transfer full) (nullable): the mail; %NULL where @data is no message
 */
EcpaTrainingMail *
ecpa_training_mail_parse (const char *name,
                          const char *data,
                          gsize       size,
                          gboolean    unread)
{
  const char *gap = g_strstr_len (data, (gssize) size, "\n\n");
  g_autofree char *head = NULL;
  g_autofree char *date = NULL;
  EcpaTrainingMail *self;

  if (gap == NULL)
    return NULL;

  head = g_utf8_make_valid (data, gap - data);
  date = dup_header (head, "Date");
  self = g_object_new (ECPA_TYPE_TRAINING_MAIL, NULL);
  self->name = g_strdup (name);
  self->subject = dup_header (head, "Subject");
  self->from = dup_header (head, "From");
  self->to = dup_header (head, "To");
  self->sent_at = parse_date (date);
  self->body = decode_body (head, gap + 2, size - (gsize) (gap + 2 - data));
  self->unread = unread;

  return self;
}

/**
 * ecpa_training_mail_get_name:
 * @self: a mail
 *
 * Returns: its file's name, without flags
 */
const char *
ecpa_training_mail_get_name (EcpaTrainingMail *self)
{
  return self->name;
}

/**
 * ecpa_training_mail_get_subject:
 * @self: a mail
 *
 * Returns: its subject
 */
const char *
ecpa_training_mail_get_subject (EcpaTrainingMail *self)
{
  return self->subject;
}

/**
 * ecpa_training_mail_get_from:
 * @self: a mail
 *
 * Returns: who sent it
 */
const char *
ecpa_training_mail_get_from (EcpaTrainingMail *self)
{
  return self->from;
}

/**
 * ecpa_training_mail_get_to:
 * @self: a mail
 *
 * Returns: the address it was sent to
 */
const char *
ecpa_training_mail_get_to (EcpaTrainingMail *self)
{
  return self->to;
}

/**
 * ecpa_training_mail_get_body:
 * @self: a mail
 *
 * Returns: its text
 */
const char *
ecpa_training_mail_get_body (EcpaTrainingMail *self)
{
  return self->body;
}

/**
 * ecpa_training_mail_get_sent_at:
 * @self: a mail
 *
 * Returns: (transfer none) (nullable): when it was sent
 */
GDateTime *
ecpa_training_mail_get_sent_at (EcpaTrainingMail *self)
{
  return self->sent_at;
}

/**
 * ecpa_training_mail_is_unread:
 * @self: a mail
 *
 * Returns: whether nobody has opened it
 */
gboolean
ecpa_training_mail_is_unread (EcpaTrainingMail *self)
{
  return self->unread;
}

/**
 * ecpa_training_mail_set_read:
 * @self: a mail
 *
 * Somebody has opened it; the mailbox says so to the file.
 */
void
ecpa_training_mail_set_read (EcpaTrainingMail *self)
{
  g_return_if_fail (ECPA_IS_TRAINING_MAIL (self));

  if (!self->unread)
    return;
  self->unread = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNREAD]);
}
