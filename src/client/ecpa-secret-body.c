/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-secret-body.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaSecretBody
{
  gatomicrefcount refs;
  gsize           mapped;       /* bytes of the mapping this lives in */
  gsize           capacity;
  gsize           length;
  char            text[];
};

/* Reads a body once. At its end it overwrites the reader's buffer, which is a heap block of GIO's that would be
 * freed with the secret in it. */
#define ECPA_TYPE_SECRET_STREAM (ecpa_secret_stream_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSecretStream, ecpa_secret_stream, ECPA, SECRET_STREAM, GInputStream)

struct _EcpaSecretStream
{
  GInputStream    parent_instance;

  /* Owned */
  EcpaSecretBody *body;
  gsize           position;
};

G_DEFINE_FINAL_TYPE (EcpaSecretStream, ecpa_secret_stream, G_TYPE_INPUT_STREAM)

/* Auxiliaries -------------------------------------------------------------- */

static void
put (EcpaSecretBody *self,
     const char     *text,
     gsize           length)
{
  g_assert (self->length + length <= self->capacity);

  memcpy (self->text + self->length, text, length);
  self->length += length;
}

static void
put_name (EcpaSecretBody *self,
          const char     *name)
{
  put (self, self->length == 0 ? "{\"" : ",\"", 2);
  put (self, name, strlen (name));
  put (self, "\":", 2);
}

/* RFC 8259 7: what must be escaped is the quotation mark, the backslash and what is below U+0020. */
static void
put_quoted (EcpaSecretBody *self,
            const char     *text,
            gsize           length)
{
  static const char hex[] = "0123456789abcdef";

  put (self, "\"", 1);
  for (gsize i = 0; i < length; i++)
    {
      guint8 c = (guint8) text[i];

      if (c == '"' || c == '\\')
        put (self, "\\", 1);
      if (c >= 0x20)
        put (self, text + i, 1);
      else
        {
          put (self, "\\u00", 4);
          put (self, hex + (c >> 4), 1);
          put (self, hex + (c & 15), 1);
        }
    }
  put (self, "\"", 1);
}

/* Overrides ---------------------------------------------------------------- */

static gssize
ecpa_secret_stream_read (GInputStream  *stream,
                         void          *buffer,
                         gsize          count,
                         GCancellable  *cancellable,
                         GError       **error)
{
  EcpaSecretStream *self = ECPA_SECRET_STREAM (stream);
  gsize n = MIN (count, self->body->length - self->position);

  if (n > 0)
    memcpy (buffer, self->body->text + self->position, n);
  else
    explicit_bzero (buffer, count);
  self->position += n;

  return (gssize) n;
}

/* Memory needs no thread of GIO's pool. */
static void
ecpa_secret_stream_read_async (GInputStream        *stream,
                               void                *buffer,
                               gsize                count,
                               int                  io_priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, ecpa_secret_stream_read_async);
  g_task_return_int (task, ecpa_secret_stream_read (stream, buffer, count, NULL, NULL));
}

static gssize
ecpa_secret_stream_read_finish (GInputStream  *stream,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
ecpa_secret_stream_finalize (GObject *object)
{
  EcpaSecretStream *self = ECPA_SECRET_STREAM (object);

  g_clear_pointer (&self->body, ecpa_secret_body_unref);

  G_OBJECT_CLASS (ecpa_secret_stream_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_secret_stream_class_init (EcpaSecretStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ecpa_secret_stream_finalize;
  stream_class->read_fn = ecpa_secret_stream_read;
  stream_class->read_async = ecpa_secret_stream_read_async;
  stream_class->read_finish = ecpa_secret_stream_read_finish;
}

static void
ecpa_secret_stream_init (EcpaSecretStream *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_secret_body_new:
 * @capacity: the most bytes it will hold; an escaped secret may take six times its length
 *
 * Returns: (transfer full): an empty body
 */
EcpaSecretBody *
ecpa_secret_body_new (gsize capacity)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize mapped = (sizeof (EcpaSecretBody) + capacity + page - 1) / page * page;
  EcpaSecretBody *self = mmap (NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (self == MAP_FAILED)
    g_error ("No memory for a secret");

  (void) mlock (self, mapped);
  (void) madvise (self, mapped, MADV_DONTDUMP);
  g_atomic_ref_count_init (&self->refs);
  self->mapped = mapped;
  self->capacity = mapped - sizeof (EcpaSecretBody);

  return self;
}

/**
 * ecpa_secret_body_ref:
 * @self: a body
 *
 * Returns: (transfer full): @self
 */
EcpaSecretBody *
ecpa_secret_body_ref (EcpaSecretBody *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * ecpa_secret_body_unref:
 * @self: (transfer full): a body
 *
 * Lets go of @self; the last reference wipes it.
 */
void
ecpa_secret_body_unref (EcpaSecretBody *self)
{
  gsize mapped;

  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  mapped = self->mapped;
  explicit_bzero (self, mapped);
  munmap (self, mapped);
}

/**
 * ecpa_secret_body_add_string:
 * @self: a body
 * @name: the member's name, ASCII
 * @value: UTF-8
 */
void
ecpa_secret_body_add_string (EcpaSecretBody *self,
                             const char     *name,
                             const char     *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  put_name (self, name);
  put_quoted (self, value, strlen (value));
}

/**
 * ecpa_secret_body_add_bytes:
 * @self: a body
 * @name: the member's name, ASCII
 * @value: written as base64
 */
void
ecpa_secret_body_add_bytes (EcpaSecretBody *self,
                            const char     *name,
                            GBytes         *value)
{
  g_autofree char *text = NULL;
  gsize length;
  const guint8 *data;

  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  data = g_bytes_get_data (value, &length);
  text = g_base64_encode (data, length);
  ecpa_secret_body_add_string (self, name, text);
}

/**
 * ecpa_secret_body_add_secret:
 * @self: a body
 * @name: the member's name, ASCII
 * @value: a secret
 */
void
ecpa_secret_body_add_secret (EcpaSecretBody   *self,
                             const char       *name,
                             const EcpaSecret *value)
{
  const char *text;
  gsize length;

  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  text = ecpa_secret_peek (value, &length);
  put_name (self, name);
  put_quoted (self, text, length);
}

/**
 * ecpa_secret_body_add_members:
 * @self: a body
 * @json: an object; what is in it becomes members of this one. Nothing secret
 */
void
ecpa_secret_body_add_members (EcpaSecretBody *self,
                              const char     *json)
{
  gsize length;

  g_return_if_fail (self != NULL && json != NULL);

  length = strlen (json);
  g_return_if_fail (length >= 2 && json[0] == '{' && json[length - 1] == '}');

  if (length == 2)
    return;
  put (self, self->length == 0 ? "{" : ",", 1);
  put (self, json + 1, length - 2);
}

/**
 * ecpa_secret_body_close:
 * @self: a body
 *
 * Ends the object; nothing can be added any more.
 */
void
ecpa_secret_body_close (EcpaSecretBody *self)
{
  g_return_if_fail (self != NULL);

  put (self, self->length == 0 ? "{}" : "}", self->length == 0 ? 2 : 1);
}

/**
 * ecpa_secret_body_peek:
 * @self: a body
 * @length: (out): how many bytes it has
 *
 * Returns: (transfer none): the bytes, not ending in NUL
 */
const char *
ecpa_secret_body_peek (EcpaSecretBody *self,
                       gsize          *length)
{
  g_return_val_if_fail (self != NULL && length != NULL, NULL);

  *length = self->length;
  return self->text;
}

/**
 * ecpa_secret_body_open:
 * @self: a body
 *
 * Returns: (transfer full): a stream that reads it once and wipes the reader's buffer at the end
 */
GInputStream *
ecpa_secret_body_open (EcpaSecretBody *self)
{
  EcpaSecretStream *stream;

  g_return_val_if_fail (self != NULL, NULL);

  stream = g_object_new (ECPA_TYPE_SECRET_STREAM, NULL);
  stream->body = ecpa_secret_body_ref (self);

  return G_INPUT_STREAM (stream);
}
