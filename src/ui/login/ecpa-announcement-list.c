/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-announcement-list.h"

#include "ecpa-announcement-words.h"
#include "ecpa-ui-style.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Times are told anew this often: “from tomorrow” becomes “now”. */
#define RENEW_SECONDS 60

/* Types -------------------------------------------------------------------- */

struct _EcpaAnnouncementList
{
  GtkWidget   parent_instance;

  /* Borrowed: of our children */
  GtkListBox *list;

  /* Owned */
  GListModel *announcements;
  GHashTable *open;             /* ids */

  gint64      told_at;          /* when the announcements came; seconds */
  guint       renew_id;
  guint       map_id;
};

G_DEFINE_FINAL_TYPE (EcpaAnnouncementList, ecpa_announcement_list, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static GtkWidget *
create_text (EcpaAnnouncement *announcement)
{
  GtkWidget *label = gtk_label_new (announcement->text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "ecpa-announcement-text");

  return label;
}

static void
expanded_cb (AdwExpanderRow       *row,
             GParamSpec           *pspec,
             EcpaAnnouncementList *self)
{
  const char *id = g_object_get_data (G_OBJECT (row), "ecpa-id");

  if (adw_expander_row_get_expanded (row))
    g_hash_table_add (self->open, g_strdup (id));
  else
    g_hash_table_remove (self->open, id);
}

static GtkWidget *
create_row (EcpaAnnouncementList *self,
            EcpaAnnouncement     *announcement,
            GDateTime            *now)
{
  gboolean opens = announcement->text != NULL && *announcement->text != '\0';
  GtkWidget *row = opens ? adw_expander_row_new () : adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (ecpa_announcement_kind_icon (announcement));
  g_autofree char *time = ecpa_announcement_describe_time (announcement, now);
  /* Translators: an announcement: what kind it is, and its title */
  g_autofree char *title = g_strdup_printf (_("%s: %s"), ecpa_announcement_kind_word (announcement), announcement->title);

  g_object_set (row, "title", title, "use-markup", FALSE, NULL);
  if (opens)
    {
      g_object_set (row, "subtitle", time != NULL ? time : "", NULL);
      adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), create_text (announcement));
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), g_hash_table_contains (self->open, announcement->id));
      g_object_set_data_full (G_OBJECT (row), "ecpa-id", g_strdup (announcement->id), g_free);
      g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
    }
  else
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), time != NULL ? time : "");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
  if (ecpa_announcement_holds (announcement, now) && g_strcmp0 (announcement->kind, "information") != 0)
    gtk_widget_add_css_class (icon, "warning");

  return row;
}

/* One that was over when it came is not: the backend's clock is right, and ours is not. */
static gboolean
is_over (EcpaAnnouncementList *self,
         EcpaAnnouncement     *announcement,
         GDateTime            *now)
{
  gint64 end = announcement->ends_at != NULL ? g_date_time_to_unix (announcement->ends_at) : G_MAXINT64;

  return end > self->told_at && end <= g_date_time_to_unix (now);
}

static void
fill (EcpaAnnouncementList *self)
{
  guint n = self->announcements != NULL ? g_list_model_get_n_items (self->announcements) : 0;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EcpaAnnouncement) announcement = g_list_model_get_item (self->announcements, i);

      if (announcement->title != NULL && !is_over (self, announcement, now))
        gtk_list_box_append (self->list, create_row (self, announcement, now));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL);
}

/* Not under the hands of somebody who has come to a row with the keyboard. */
static gboolean
renew_cb (gpointer user_data)
{
  EcpaAnnouncementList *self = user_data;

  if (gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == NULL)
    fill (self);

  return G_SOURCE_CONTINUE;
}

/* Whoever comes back to it after hours does not see what was the case then. */
static gboolean
mapped_cb (gpointer user_data)
{
  EcpaAnnouncementList *self = user_data;

  self->map_id = 0;
  renew_cb (self);

  return G_SOURCE_REMOVE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_announcement_list_map (GtkWidget *widget)
{
  EcpaAnnouncementList *self = ECPA_ANNOUNCEMENT_LIST (widget);

  GTK_WIDGET_CLASS (ecpa_announcement_list_parent_class)->map (widget);
  if (self->renew_id == 0)
    self->renew_id = g_timeout_add_seconds (RENEW_SECONDS, renew_cb, self);
  if (self->map_id == 0)
    self->map_id = g_idle_add (mapped_cb, self);
}

static void
ecpa_announcement_list_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&ECPA_ANNOUNCEMENT_LIST (widget)->renew_id, g_source_remove);
  g_clear_handle_id (&ECPA_ANNOUNCEMENT_LIST (widget)->map_id, g_source_remove);
  GTK_WIDGET_CLASS (ecpa_announcement_list_parent_class)->unmap (widget);
}

static void
ecpa_announcement_list_dispose (GObject *object)
{
  EcpaAnnouncementList *self = ECPA_ANNOUNCEMENT_LIST (object);

  g_clear_handle_id (&self->renew_id, g_source_remove);
  g_clear_handle_id (&self->map_id, g_source_remove);
  if (self->list != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->list));
  self->list = NULL;
  g_clear_object (&self->announcements);
  g_clear_pointer (&self->open, g_hash_table_unref);

  G_OBJECT_CLASS (ecpa_announcement_list_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_announcement_list_class_init (EcpaAnnouncementListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_announcement_list_dispose;
  widget_class->map = ecpa_announcement_list_map;
  widget_class->unmap = ecpa_announcement_list_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_announcement_list_init (EcpaAnnouncementList *self)
{
  ecpa_ui_style_install ();
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Announcements of the service"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Announcements of the service"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_announcement_list_new:
 *
 * Returns: (transfer floating): a list with nothing to say, which is not to be seen
 */
GtkWidget *
ecpa_announcement_list_new (void)
{
  return g_object_new (ECPA_TYPE_ANNOUNCEMENT_LIST, NULL);
}

/**
 * ecpa_announcement_list_set_announcements:
 * @self: a list
 * @announcements: (nullable): #EcpaAnnouncement, in the order to be shown
 */
void
ecpa_announcement_list_set_announcements (EcpaAnnouncementList *self,
                                          GListModel           *announcements)
{
  g_return_if_fail (ECPA_IS_ANNOUNCEMENT_LIST (self));

  g_set_object (&self->announcements, announcements);
  self->told_at = g_get_real_time () / G_USEC_PER_SEC;
  fill (self);
}
