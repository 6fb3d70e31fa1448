/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-totals.h"

#include <glib/gi18n.h>

#include "ecpa-wrap-layout.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaHistoryTotals
{
  AdwBin           parent_instance;

  /* Widgets */
  GtkLabel        *found;
  GtkLabel        *kinds;
  GtkMenuButton   *weighted;
  GtkGrid         *table;

  /* Owned */
  EcpaOrderSearch *search;      /* nullable */
};

G_DEFINE_FINAL_TYPE (EcpaHistoryTotals, ecpa_history_totals, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaKindCount *
get_kind (EcpaHistoryTotals *self,
          guint              position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->search->kinds), position);
}

static char *
describe_kinds (EcpaHistoryTotals *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->search->kinds)); i++)
    {
      g_autoptr (EcpaKindCount) kind = get_kind (self, i);

      if (kind->count <= 0)
        continue;
      if (text->len > 0)
        g_string_append (text, "　");
      g_string_append_printf (text, "%s %" G_GINT64_FORMAT, kind->kind_name, kind->count);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
put (EcpaHistoryTotals *self,
     const char        *text,
     int                column,
     int                row,
     gboolean           is_number,
     const char        *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), is_number ? 1 : 0);
  if (is_number)
    gtk_widget_add_css_class (label, "numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->table, label, column, row, 1, 1);
}

static void
put_number (EcpaHistoryTotals *self,
            gint64             number,
            int                column,
            int                row,
            const char        *style)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  put (self, text, column, row, TRUE, style);
}

static void
fill_table (EcpaHistoryTotals *self)
{
  guint n = self->search != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->search->kinds)) : 0;
  GtkWidget *child;
  int row = 1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->table))) != NULL)
    gtk_grid_remove (self->table, child);
  put (self, _("Kind"), 0, 0, FALSE, "heading");
  put (self, _("Count"), 1, 0, TRUE, "heading");
  /* Translators: what one order of a kind counts for in the weighted total */
  put (self, _("Weight"), 2, 0, TRUE, "heading");
  put (self, _("Sum"), 3, 0, TRUE, "heading");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EcpaKindCount) kind = get_kind (self, i);
      gint64 weight = kind->punishment ? -kind->points : kind->points;

      if (kind->count <= 0)
        continue;
      put (self, kind->kind_name, 0, row, FALSE, NULL);
      put_number (self, kind->count, 1, row, NULL);
      put_number (self, weight, 2, row, NULL);
      put_number (self, weight * kind->count, 3, row, NULL);
      row++;
    }
  if (self->search == NULL)
    return;
  put (self, _("Weighted total"), 0, row, FALSE, "heading");
  put_number (self, self->search->total, 1, row, "heading");
  put_number (self, ecpa_order_search_get_weighted_total (self->search), 3, row, "heading");
}

/* Callbacks ---------------------------------------------------------------- */

/* What is not looked at is not made. */
static void
popping_up_cb (GtkMenuButton *button,
               gpointer       data)
{
  fill_table (data);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_history_totals_finalize (GObject *object)
{
  g_clear_object (&ECPA_HISTORY_TOTALS (object)->search);

  G_OBJECT_CLASS (ecpa_history_totals_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_history_totals_class_init (EcpaHistoryTotalsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_history_totals_finalize;
}

static GtkWidget *
make_explanation (EcpaHistoryTotals *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *words = gtk_label_new (_("嘉獎 counts 1, 記功 3 and 記大功 9 each time. Punishments (申誡, 記過, 記大過) are taken off in "
                                      "the same measure. It adds up what is found, for your information only."));

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (words), 36);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  self->table = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->table, 18);
  gtk_grid_set_row_spacing (self->table, 3);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->table));
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 400);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);

  return scroller;
}

static void
ecpa_history_totals_init (EcpaHistoryTotals *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *popover = gtk_popover_new ();

  self->found = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->found), "heading");
  self->kinds = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END,
                              "max-width-chars", 40, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->kinds), "dim-label");
  gtk_popover_set_child (GTK_POPOVER (popover), make_explanation (self));
  self->weighted = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_popover (self->weighted, popover);
  gtk_menu_button_set_create_popup_func (self->weighted, popping_up_cb, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->weighted), "flat");

  gtk_widget_set_layout_manager (box, g_object_new (ECPA_TYPE_WRAP_LAYOUT, "spacing", 12, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->found));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->weighted));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->kinds));
  adw_bin_set_child (ADW_BIN (self), box);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_totals_set_search:
 * @self: totals
 * @search: (nullable): an answer with totals
 */
void
ecpa_history_totals_set_search (EcpaHistoryTotals *self,
                                EcpaOrderSearch   *search)
{
  g_autofree char *found = NULL, *kinds = NULL, *weighted = NULL;

  g_return_if_fail (ECPA_IS_HISTORY_TOTALS (self));

  g_set_object (&self->search, search);
  if (search != NULL)
    {
      found = g_strdup_printf (ngettext ("%u order found", "%u orders found", (guint) search->total),
                               (guint) search->total);
      kinds = describe_kinds (self);
      /* Translators: the sum of what all orders that were found count; may be below zero */
      weighted = g_strdup_printf (_("Weighted total %d"), (int) ecpa_order_search_get_weighted_total (search));
    }
  gtk_label_set_label (self->found, found != NULL ? found : "");
  gtk_label_set_label (self->kinds, kinds != NULL ? kinds : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->kinds), kinds);
  gtk_menu_button_set_label (self->weighted, weighted != NULL ? weighted : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->weighted), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  weighted != NULL ? weighted : "", -1);
  gtk_widget_set_visible (GTK_WIDGET (self->weighted), search != NULL);
  if (search == NULL)
    fill_table (self);
}
