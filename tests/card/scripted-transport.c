/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scripted-transport.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

struct _Scripted
{
  GObject parent_instance;

  const ScriptLine *lines;
  gsize             n_lines;
  gsize             next;
  gsize             cancel_line;
  GCancellable     *cancellable;
  guint             n_open;
};

#define TEST_TYPE_SCRIPTED_CHANNEL (scripted_channel_get_type ())
G_DECLARE_FINAL_TYPE (ScriptedChannel, scripted_channel, TEST, SCRIPTED_CHANNEL, GObject)

struct _ScriptedChannel
{
  GObject parent_instance;

  Scripted *transport;
  gboolean  in_transaction;
};

static void scripted_iface_init         (EcpaCardTransportInterface *iface);
static void scripted_channel_iface_init (EcpaCardChannelInterface   *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Scripted, scripted, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_TRANSPORT, scripted_iface_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedChannel, scripted_channel, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_CHANNEL, scripted_channel_iface_init))

/* The channel -------------------------------------------------------------- */

static gboolean
scripted_channel_begin (EcpaCardChannel  *channel,
                        GError          **error)
{
  ScriptedChannel *self = TEST_SCRIPTED_CHANNEL (channel);

  g_assert_false (self->in_transaction);
  self->in_transaction = TRUE;

  return TRUE;
}

static void
scripted_channel_end (EcpaCardChannel *channel)
{
  TEST_SCRIPTED_CHANNEL (channel)->in_transaction = FALSE;
}

static GBytes *
scripted_channel_transmit (EcpaCardChannel  *channel,
                           const guint8     *apdu,
                           gsize             length,
                           GError          **error)
{
  ScriptedChannel *self = TEST_SCRIPTED_CHANNEL (channel);
  Scripted *transport = self->transport;
  const ScriptLine *line = &transport->lines[transport->next];
  g_autoptr (GBytes) sent = g_bytes_new (apdu, length);
  g_autoptr (GBytes) expected = NULL;

  g_assert_true (self->in_transaction);
  g_assert_cmpuint (transport->next, <, transport->n_lines);
  expected = bytes_from_hex (line->apdu);
  g_assert_cmpmem (apdu, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
  if (transport->cancellable != NULL && transport->next == transport->cancel_line)
    g_cancellable_cancel (transport->cancellable);
  transport->next++;

  if (g_str_equal (line->answer, "!"))
    {
      ecpa_card_set_error (error, ECPA_CARD_ERROR_COMMUNICATION);
      return NULL;
    }

  return bytes_from_hex (line->answer);
}

static void
scripted_channel_finalize (GObject *object)
{
  ScriptedChannel *self = TEST_SCRIPTED_CHANNEL (object);

  self->transport->n_open--;
  g_clear_object (&self->transport);

  G_OBJECT_CLASS (scripted_channel_parent_class)->finalize (object);
}

static void
scripted_channel_iface_init (EcpaCardChannelInterface *iface)
{
  iface->begin = scripted_channel_begin;
  iface->end = scripted_channel_end;
  iface->transmit = scripted_channel_transmit;
}

static void
scripted_channel_class_init (ScriptedChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scripted_channel_finalize;
}

static void
scripted_channel_init (ScriptedChannel *self)
{
}

/* The transport ------------------------------------------------------------ */

static EcpaCardChannel *
scripted_connect (EcpaCardTransport  *transport,
                  const char         *reader,
                  GError            **error)
{
  ScriptedChannel *channel = g_object_new (TEST_TYPE_SCRIPTED_CHANNEL, NULL);

  /* One connection at a time: the one that failed is closed before another is tried. */
  g_assert_cmpuint (TEST_SCRIPTED (transport)->n_open, ==, 0);
  channel->transport = g_object_ref (TEST_SCRIPTED (transport));
  channel->transport->n_open++;

  return ECPA_CARD_CHANNEL (channel);
}

static void
scripted_iface_init (EcpaCardTransportInterface *iface)
{
  iface->connect = scripted_connect;
}

static void
scripted_finalize (GObject *object)
{
  g_clear_object (&TEST_SCRIPTED (object)->cancellable);

  G_OBJECT_CLASS (scripted_parent_class)->finalize (object);
}

static void
scripted_class_init (ScriptedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scripted_finalize;
}

static void
scripted_init (Scripted *self)
{
}

/* Helpers ------------------------------------------------------------------ */

Scripted *
scripted_new (const ScriptLine *lines,
              gsize             n_lines)
{
  Scripted *self = g_object_new (TEST_TYPE_SCRIPTED, NULL);

  self->lines = lines;
  self->n_lines = n_lines;

  return self;
}

void
scripted_assert_played (Scripted *self)
{
  g_assert_cmpuint (self->next, ==, self->n_lines);
  g_assert_cmpuint (self->n_open, ==, 0);
}

void
scripted_cancel_at (Scripted     *self,
                    gsize         line,
                    GCancellable *cancellable)
{
  self->cancel_line = line;
  g_set_object (&self->cancellable, cancellable);
}

GBytes *
bytes_from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = hex; *p != '\0'; p += *p == ' ' ? 1 : 2)
    if (*p != ' ')
      {
        guint8 byte = (guint8) (g_ascii_xdigit_value (p[0]) << 4 | g_ascii_xdigit_value (p[1]));

        g_byte_array_append (bytes, &byte, 1);
      }

  return g_byte_array_free_to_bytes (bytes);
}
