/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaSecret
{
  gatomicrefcount refs;
  gsize           length;       /* bytes, without the closing NUL */
  gsize           mapped;       /* bytes of the mapping this lives in */
  char            text[];       /* ECPA_SECRET_MAX_BYTES + 1 */
};

G_DEFINE_BOXED_TYPE (EcpaSecret, ecpa_secret, ecpa_secret_ref, ecpa_secret_unref)

/* Auxiliaries -------------------------------------------------------------- */

static gsize
measure (const char *text,
         gssize      length)
{
  return length < 0 ? strlen (text) : (gsize) length;
}

static gsize
offset_of (const EcpaSecret *self,
           guint             position)
{
  const char *p = self->text;

  while (position > 0 && *p != '\0')
    {
      p = g_utf8_next_char (p);
      position--;
    }

  return (gsize) (p - self->text);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_secret_new:
 *
 * Makes an empty secret in pages of its own.
 *
 * Returns: (transfer full): a new secret
 */
EcpaSecret *
ecpa_secret_new (void)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize wanted = sizeof (EcpaSecret) + ECPA_SECRET_MAX_BYTES + 1;
  gsize mapped = (wanted + page - 1) / page * page;
  EcpaSecret *self = mmap (NULL, mapped, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (self == MAP_FAILED)
    g_error ("No memory for a secret");

  /* Both are best effort: a system may forbid locking, and the wipe still holds. */
  (void) mlock (self, mapped);
  (void) madvise (self, mapped, MADV_DONTDUMP);

  g_atomic_ref_count_init (&self->refs);
  self->mapped = mapped;

  return self;
}

/**
 * ecpa_secret_new_from_text:
 * @text: UTF-8, copied; wiping the original is the caller's affair
 * @length: bytes of @text, or -1 where it ends in NUL
 *
 * Returns: (transfer full) (nullable): a new secret holding @text, or %NULL where it is too long or not
 *   UTF-8: an empty secret in its place would be sent as if somebody had typed it
 */
EcpaSecret *
ecpa_secret_new_from_text (const char *text,
                           gssize      length)
{
  g_autoptr (EcpaSecret) self = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self = ecpa_secret_new ();
  if (!ecpa_secret_append (self, text, length))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * ecpa_secret_copy:
 * @self: a secret
 *
 * Returns: (transfer full): another secret with the same text, for another thread
 */
EcpaSecret *
ecpa_secret_copy (const EcpaSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ecpa_secret_new_from_text (self->text, (gssize) self->length);
}

/**
 * ecpa_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self
 */
EcpaSecret *
ecpa_secret_ref (EcpaSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

/**
 * ecpa_secret_unref:
 * @self: (transfer full): a secret
 *
 * Lets go of @self; the last reference wipes it.
 */
void
ecpa_secret_unref (EcpaSecret *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->refs))
    {
      gsize mapped = self->mapped;

      explicit_bzero (self, mapped);
      munmap (self, mapped);
    }
}

/**
 * ecpa_secret_peek:
 * @self: a secret
 * @length: (out) (optional): bytes of the text
 *
 * The clear text itself. It must not be copied to where it is not wiped.
 *
 * Returns: (transfer none): the text, ending in NUL; valid until @self changes
 */
const char *
ecpa_secret_peek (const EcpaSecret *self,
                  gsize            *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->length;

  return self->text;
}

/**
 * ecpa_secret_get_n_chars:
 * @self: a secret
 *
 * Returns: how many characters were typed
 */
guint
ecpa_secret_get_n_chars (const EcpaSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) g_utf8_strlen (self->text, (gssize) self->length);
}

/**
 * ecpa_secret_is_empty:
 * @self: a secret
 *
 * Returns: whether nothing has been typed
 */
gboolean
ecpa_secret_is_empty (const EcpaSecret *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->length == 0;
}

/**
 * ecpa_secret_equal:
 * @self: a secret
 * @other: another
 *
 * Compares in a time that depends on nothing but the capacity.
 *
 * Returns: whether both hold the same text
 */
gboolean
ecpa_secret_equal (const EcpaSecret *self,
                   const EcpaSecret *other)
{
  volatile guint8 difference = 0;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  for (gsize i = 0; i < ECPA_SECRET_MAX_BYTES; i++)
    difference |= (guint8) (self->text[i] ^ other->text[i]);

  return difference == 0 && self->length == other->length;
}

/**
 * ecpa_secret_insert:
 * @self: a secret
 * @position: where, in characters; past the end means at the end
 * @text: UTF-8
 * @length: bytes of @text, or -1
 *
 * Returns: %FALSE if it does not fit or is not UTF-8, and nothing was changed
 */
gboolean
ecpa_secret_insert (EcpaSecret *self,
                    guint       position,
                    const char *text,
                    gssize      length)
{
  gsize at;
  gsize n;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  n = measure (text, length);
  if (self->length + n > ECPA_SECRET_MAX_BYTES || !g_utf8_validate (text, (gssize) n, NULL))
    return FALSE;

  at = offset_of (self, position);
  memmove (self->text + at + n, self->text + at, self->length - at + 1);
  memcpy (self->text + at, text, n);
  self->length += n;

  return TRUE;
}

/**
 * ecpa_secret_append:
 * @self: a secret
 * @text: UTF-8
 * @length: bytes of @text, or -1
 *
 * Returns: %FALSE if it does not fit or is not UTF-8, and nothing was changed
 */
gboolean
ecpa_secret_append (EcpaSecret *self,
                    const char *text,
                    gssize      length)
{
  return ecpa_secret_insert (self, G_MAXUINT, text, length);
}

/**
 * ecpa_secret_delete:
 * @self: a secret
 * @position: first character to go
 * @n_chars: how many; fewer go where the text ends
 */
void
ecpa_secret_delete (EcpaSecret *self,
                    guint       position,
                    guint       n_chars)
{
  gsize from;
  const char *p;
  gsize to;
  gsize rest;

  g_return_if_fail (self != NULL);

  from = offset_of (self, position);
  p = self->text + from;
  while (n_chars > 0 && *p != '\0')
    {
      p = g_utf8_next_char (p);
      n_chars--;
    }
  to = (gsize) (p - self->text);
  rest = self->length - to;

  memmove (self->text + from, self->text + to, rest);
  explicit_bzero (self->text + from + rest, to - from);
  self->length = from + rest;
}

/**
 * ecpa_secret_clear:
 * @self: a secret
 *
 * Wipes the text; @self is empty and can be typed into again.
 */
void
ecpa_secret_clear (EcpaSecret *self)
{
  g_return_if_fail (self != NULL);

  explicit_bzero (self->text, ECPA_SECRET_MAX_BYTES + 1);
  self->length = 0;
}
