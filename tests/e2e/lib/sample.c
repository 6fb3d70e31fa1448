/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small application with one of each kind of control, on which the helper proves itself. With an
 * argument it leaves a button without a name. */

#include <adwaita.h>
#include <glib/gi18n.h>

#include <locale.h>
#include <string.h>

static void
copy_clicked_cb (GtkButton *button,
                 gpointer   user_data)
{
  GtkWidget *entry = g_object_get_data (G_OBJECT (button), "entry");

  gtk_label_set_label (GTK_LABEL (user_data), gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
hello_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  gtk_label_set_label (GTK_LABEL (user_data), g_variant_get_string (parameter, NULL));
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  gpointer       user_data)
{
  gtk_label_set_label (GTK_LABEL (user_data), gtk_list_box_row_get_index (row) == 1 ? "second" : "other");
}

static GtkWidget *
make_list (GtkWidget *label)
{
  GtkWidget *list = gtk_list_box_new ();

  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), label);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), i == 0 ? "First row" : "Second row");
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }

  return list;
}

static void
activate_cb (GApplication *application,
             gpointer      user_data)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *label = gtk_label_new ("nothing yet");
  GtkWidget *button = gtk_button_new_with_label (g_dgettext ("ecpa", "Width of the window"));
  GtkWidget *icon = gtk_button_new_from_icon_name ("document-print-symbolic");
  g_autoptr (GSimpleAction) hello = g_simple_action_new ("hello", G_VARIANT_TYPE_STRING);
  g_autoptr (GSimpleAction) greet = g_simple_action_new ("greet", G_VARIANT_TYPE_STRING);

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "What to say", -1);
  if (user_data == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "Print", -1);

  g_object_set_data (G_OBJECT (button), "entry", entry);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_clicked_cb), label);
  g_signal_connect (hello, "activate", G_CALLBACK (hello_activated_cb), label);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (hello));
  g_signal_connect (greet, "activate", G_CALLBACK (hello_activated_cb), label);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (greet));

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), make_list (label));
  gtk_box_append (GTK_BOX (box), label);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Sample");
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 400);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AdwApplication) application = adw_application_new ("io.github.ecpa_desktop.Sample",
                                                                G_APPLICATION_DEFAULT_FLAGS);

  setlocale (LC_ALL, "");
  bindtextdomain ("ecpa", g_getenv ("ECPA_LOCALEDIR"));
  bind_textdomain_codeset ("ecpa", "UTF-8");
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argc > 1 ? argv[1] : NULL);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
