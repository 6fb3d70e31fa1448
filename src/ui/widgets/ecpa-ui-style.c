/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-ui-style.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_ui_style_install:
 *
 * Gives the default display the style of our own widgets, once. Each widget that needs it calls this, so that it
 * looks right in a test or in another window, too. UI thread.
 */
void
ecpa_ui_style_install (void)
{
  static gboolean installed;
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = NULL;

  if (installed || display == NULL)
    return;

  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, ECPA_UI_RESOURCE "/widgets.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  installed = TRUE;
}

/**
 * ecpa_ui_style_break_plainly:
 * @label: shows an address, a code or the like
 *
 * It wraps, inside a word where it has to. A line that is broken gets no hyphen, which would look like a letter of what it
 * says. UI thread.
 */
void
ecpa_ui_style_break_plainly (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (GTK_IS_LABEL (label));

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
}
