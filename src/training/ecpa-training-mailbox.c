/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-mailbox.h"

#include <glib/gstdio.h>
#include <string.h>

/* What is bigger than this is no mail of ours. */
#define MAX_BYTES (256 * 1024)

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingMailbox
{
  GObject       parent_instance;

  /* Owned */
  char         *folder;
  GPtrArray    *mails;   /* the newest first */
  GFileMonitor *monitor; /* nullable */
};

enum
{
  PROP_N_UNREAD = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaTrainingMailbox, ecpa_training_mailbox, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Auxiliaries -------------------------------------------------------------- */

static char *
dup_name (const char *file)
{
  const char *flags = strstr (file, ":2,");

  return flags != NULL ? g_strndup (file, (gsize) (flags - file)) : g_strdup (file);
}

static EcpaTrainingMail *
find_mail (GPtrArray  *mails,
           const char *name)
{
  for (guint i = 0; i < mails->len; i++)
    if (g_str_equal (ecpa_training_mail_get_name (g_ptr_array_index (mails, i)), name))
      return g_ptr_array_index (mails, i);

  return NULL;
}

static EcpaTrainingMail *
load_mail (const char *path,
           const char *name,
           gboolean    unread)
{
  g_autofree char *data = NULL;
  GStatBuf info;
  gsize size;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > MAX_BYTES
      || !g_file_get_contents (path, &data, &size, NULL))
    return NULL;

  return ecpa_training_mail_parse (name, data, size, unread);
}

/* A mail that is there keeps its object. */
static void
add_mails (EcpaTrainingMailbox *self,
           GPtrArray           *mails,
           const char          *folder,
           gboolean             unread)
{
  g_autofree char *path = g_build_filename (self->folder, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, file, NULL);
      g_autofree char *name = dup_name (file);
      EcpaTrainingMail *mail = find_mail (self->mails, name);

      if (find_mail (mails, name) != NULL)
        continue;
      if (mail != NULL && !unread)
        ecpa_training_mail_set_read (mail);
      mail = mail != NULL ? g_object_ref (mail) : load_mail (full, name, unread && strstr (file, ":2,S") == NULL);
      if (mail != NULL)
        g_ptr_array_add (mails, mail);
    }
}

/* Their names begin with when they were handed over. */
static int
compare_mails (gconstpointer a,
               gconstpointer b)
{
  EcpaTrainingMail *one = *(EcpaTrainingMail *const *) a;
  EcpaTrainingMail *other = *(EcpaTrainingMail *const *) b;
  gint64 first = g_ascii_strtoll (ecpa_training_mail_get_name (one), NULL, 10);
  gint64 second = g_ascii_strtoll (ecpa_training_mail_get_name (other), NULL, 10);

  if (first != second)
    return first > second ? -1 : 1;

  return strcmp (ecpa_training_mail_get_name (one), ecpa_training_mail_get_name (other));
}

static gboolean
is_same (GPtrArray *one,
         GPtrArray *other)
{
  return one->len == other->len && (one->len == 0 || memcmp (one->pdata, other->pdata, one->len * sizeof (gpointer)) == 0);
}

/* Callbacks ---------------------------------------------------------------- */

static void
changed_cb (EcpaTrainingMailbox *self)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) mails = g_ptr_array_new_with_free_func (g_object_unref);
  guint kept = 0;

  add_mails (self, mails, "new", TRUE);
  add_mails (self, mails, "cur", FALSE);
  g_ptr_array_sort (mails, compare_mails);
  if (!is_same (self->mails, mails))
    {
      before = g_steal_pointer (&self->mails);
      self->mails = g_steal_pointer (&mails);
      /* New mail is on top: what is below stays as it is, and so does what is selected. */
      while (kept < MIN (before->len, self->mails->len)
             && before->pdata[before->len - 1 - kept] == self->mails->pdata[self->mails->len - 1 - kept])
        kept++;
      g_list_model_items_changed (G_LIST_MODEL (self), 0, before->len - kept, self->mails->len - kept);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNREAD]);
}

/* Overrides ---------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return ECPA_TYPE_TRAINING_MAIL;
}

static guint
get_n_items (GListModel *model)
{
  return ECPA_TRAINING_MAILBOX (model)->mails->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GPtrArray *mails = ECPA_TRAINING_MAILBOX (model)->mails;

  return position < mails->len ? g_object_ref (g_ptr_array_index (mails, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
ecpa_training_mailbox_get_property (GObject    *object,
                                    guint       id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  if (id == PROP_N_UNREAD)
    g_value_set_uint (value, ecpa_training_mailbox_get_n_unread (ECPA_TRAINING_MAILBOX (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_training_mailbox_dispose (GObject *object)
{
  EcpaTrainingMailbox *self = ECPA_TRAINING_MAILBOX (object);

  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (ecpa_training_mailbox_parent_class)->dispose (object);
}

static void
ecpa_training_mailbox_finalize (GObject *object)
{
  EcpaTrainingMailbox *self = ECPA_TRAINING_MAILBOX (object);

  g_free (self->folder);
  g_ptr_array_unref (self->mails);

  G_OBJECT_CLASS (ecpa_training_mailbox_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_mailbox_class_init (EcpaTrainingMailboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ecpa_training_mailbox_get_property;
  object_class->dispose = ecpa_training_mailbox_dispose;
  object_class->finalize = ecpa_training_mailbox_finalize;

  properties[PROP_N_UNREAD] =
    g_param_spec_uint ("n-unread", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_training_mailbox_init (EcpaTrainingMailbox *self)
{
  self->mails = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_mailbox_new:
 * @folder: the training backend's Maildir; made where it is missing
 *
 * Returns: (transfer full): a mailbox that follows the folder
 */
EcpaTrainingMailbox *
ecpa_training_mailbox_new (const char *folder)
{
  EcpaTrainingMailbox *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_MAILBOX, NULL);
  self->folder = g_strdup (folder);
  ecpa_training_mailbox_reload (self);

  return self;
}

/**
 * ecpa_training_mailbox_get_n_unread:
 * @self: a mailbox
 *
 * Returns: how many mails nobody has opened
 */
guint
ecpa_training_mailbox_get_n_unread (EcpaTrainingMailbox *self)
{
  guint n = 0;

  g_return_val_if_fail (ECPA_IS_TRAINING_MAILBOX (self), 0);

  for (guint i = 0; i < self->mails->len; i++)
    n += ecpa_training_mail_is_unread (g_ptr_array_index (self->mails, i)) ? 1 : 0;

  return n;
}

/**
 * ecpa_training_mailbox_reload:
 * @self: a mailbox
 *
 * Looks into the folder, and follows it from here on; also where somebody took the folder away and made it anew.
 */
void
ecpa_training_mailbox_reload (EcpaTrainingMailbox *self)
{
  g_autofree char *fresh = NULL;
  g_autofree char *seen = NULL;
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (ECPA_IS_TRAINING_MAILBOX (self));

  fresh = g_build_filename (self->folder, "new", NULL);
  seen = g_build_filename (self->folder, "cur", NULL);
  g_mkdir_with_parents (fresh, 0700);
  g_mkdir_with_parents (seen, 0700);
  file = g_file_new_for_path (fresh);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);
  self->monitor = g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

/**
 * ecpa_training_mailbox_mark_read:
 * @self: a mailbox
 * @mail: one of its mails
 *
 * Somebody has opened it: it goes from `new` to `cur` with the flag that says so.
 */
void
ecpa_training_mailbox_mark_read (EcpaTrainingMailbox *self,
                                 EcpaTrainingMail    *mail)
{
  g_autofree char *file = NULL;
  g_autofree char *fresh = NULL;
  g_autofree char *seen = NULL;

  g_return_if_fail (ECPA_IS_TRAINING_MAILBOX (self));
  g_return_if_fail (ECPA_IS_TRAINING_MAIL (mail));

  if (!ecpa_training_mail_is_unread (mail))
    return;
  file = g_strconcat (ecpa_training_mail_get_name (mail), ":2,S", NULL);
  fresh = g_build_filename (self->folder, "new", ecpa_training_mail_get_name (mail), NULL);
  seen = g_build_filename (self->folder, "cur", file, NULL);
  if (g_rename (fresh, seen) != 0)
    g_message ("A mail could not be marked as read");
  ecpa_training_mail_set_read (mail);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNREAD]);
}
