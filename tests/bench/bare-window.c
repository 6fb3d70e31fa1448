/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of the measurements of the window: what any libadwaita program takes that shows a header bar and one line
 * of text, in a window of the same size as the product's. With an argument it stands for the other programs of a desktop
 * in Chinese: all common characters, regular and bold, so that the pages of the fonts are shared as they are there. */

#include <adwaita.h>

/* The 5,401 characters of Big5's first level (rows A4 to C6). */
static char *
common_characters (void)
{
  GByteArray *big5 = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  for (guint code = 0xa440; code <= 0xc67e; code++)
    if (((code & 0xff) >= 0x40 && (code & 0xff) <= 0x7e) || ((code & 0xff) >= 0xa1 && (code & 0xff) <= 0xfe))
      g_byte_array_append (big5, (guint8[]) { (guint8) (code >> 8), (guint8) code }, 2);
  bytes = g_byte_array_free_to_bytes (big5);
  length = g_bytes_get_size (bytes);

  return g_convert (g_bytes_get_data (bytes, NULL), (gssize) length, "UTF-8", "BIG5", NULL, NULL, NULL);
}

static GtkWidget *
new_label (gboolean others)
{
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  GtkWidget *label = gtk_label_new ("人事服務");

  if (others)
    {
      text = common_characters ();
      markup = g_strdup_printf ("<span size='4500'>%s<b>%s</b></span>", text, text);
      gtk_label_set_markup (GTK_LABEL (label), markup);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
    }

  return label;
}

static void
activate_cb (GtkApplication *application,
             gpointer        others)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = new_label (GPOINTER_TO_INT (others));

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "人事服務");
  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 720);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application =
    adw_application_new ("io.github.ecpa_desktop.Bare", argc > 1 ? G_APPLICATION_NON_UNIQUE : G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), GINT_TO_POINTER (argc > 1));

  return g_application_run (G_APPLICATION (application), 1, argv);
}
