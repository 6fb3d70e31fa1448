/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "layout-walk.h"

#include <math.h>
#include <string.h>

/* Rounding of scaled sizes is no finding. */
#define SLACK 1.5f
/* More than any list of a test has rows: who goes on for longer goes in circles. */
#define MOST_STEPS 5000

/* Auxiliaries -------------------------------------------------------------- */

static void
add_name (GString   *words,
          GtkWidget *widget)
{
  const char *text = NULL;

  g_string_append (words, G_OBJECT_TYPE_NAME (widget));
  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_BUTTON (widget))
    text = gtk_button_get_label (GTK_BUTTON (widget));
  if (text == NULL || *text == '\0')
    text = gtk_widget_get_tooltip_text (widget);
  if (text != NULL && *text != '\0')
    {
      g_autofree char *beginning = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 40));

      g_string_append_printf (words, " “%s”", beginning);
    }
  if (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)) != NULL)
    g_string_append_printf (words, " #%s", gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
}

static void
find (GPtrArray  *findings,
      const char *kind,
      GtkWidget  *widget,
      const char *details)
{
  GString *words = g_string_new (kind);
  int depth = 0;

  g_string_append (words, "\t");
  for (GtkWidget *at = widget; at != NULL && depth < 6; at = gtk_widget_get_parent (at), depth++)
    {
      if (depth > 0)
        g_string_append (words, " < ");
      add_name (words, at);
    }
  g_string_append_printf (words, "\t%s", details);
  for (char *c = strchr (words->str, '\n'); c != NULL; c = strchr (c, '\n'))
    *c = ' ';
  g_ptr_array_add (findings, g_string_free (words, FALSE));
}

static gboolean
is_shown (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_child_visible (widget) && gtk_widget_get_opacity (widget) > 0;
}

/* What is in these moves under them; that is what they are for. */
static gboolean
is_window_on_more (GtkWidget *widget)
{
  return GTK_IS_VIEWPORT (widget) || GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LIST_BASE (widget)
         || GTK_IS_TEXT_VIEW (widget) || GTK_IS_TEXT (widget) || GTK_IS_SCROLLABLE (widget)
         || gtk_widget_get_overflow (widget) == GTK_OVERFLOW_HIDDEN;
}

/* Layout: one widget ------------------------------------------------------- */

static gboolean
has_whole_text (GtkWidget *label)
{
  for (GtkWidget *at = label; at != NULL && !GTK_IS_WINDOW (at); at = gtk_widget_get_parent (at))
    {
      const char *tooltip = gtk_widget_get_tooltip_text (at);

      if (tooltip != NULL && strstr (tooltip, gtk_label_get_text (GTK_LABEL (label))) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
check_label (GtkLabel  *label,
             GPtrArray *findings)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  PangoRectangle ink;
  PangoRectangle logical;
  g_autofree char *sizes = NULL;

  if (*gtk_label_get_text (label) == '\0')
    return;

  pango_layout_get_pixel_extents (layout, &ink, &logical);
  sizes = g_strdup_printf ("%d×%d in %d×%d", logical.width, logical.height,
                           gtk_widget_get_width (GTK_WIDGET (label)), gtk_widget_get_height (GTK_WIDGET (label)));
  if (pango_layout_is_ellipsized (layout))
    {
      if (!has_whole_text (GTK_WIDGET (label)))
        find (findings, "cut", GTK_WIDGET (label), sizes);
    }
  else if (logical.width > gtk_widget_get_width (GTK_WIDGET (label)) + 1
           || logical.height > gtk_widget_get_height (GTK_WIDGET (label)) + 1)
    {
      find (findings, "clipped", GTK_WIDGET (label), sizes);
    }
}

/* A scrolled window shows a part, and GTK draws its bars thinner than they say they are. */
static gboolean
may_be_small (GtkWidget *widget)
{
  return GTK_IS_VIEWPORT (widget) || GTK_IS_SCROLLABLE (widget)
         || gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLBAR) != NULL;
}

/* Margins of widget and style belong to what a widget asks for, and not to its bounds. */
static void
subtract_margins (GtkWidget *widget,
                  int       *width,
                  int       *height)
{
  GtkBorder margin;

  gtk_style_context_get_margin (gtk_widget_get_style_context (widget), &margin);
  *width -= gtk_widget_get_margin_start (widget) + gtk_widget_get_margin_end (widget) + margin.left + margin.right;
  *height -= gtk_widget_get_margin_top (widget) + gtk_widget_get_margin_bottom (widget) + margin.top + margin.bottom;
}

static void
check_size (GtkWidget *widget,
            GPtrArray *findings)
{
  graphene_rect_t bounds;
  int minimum_width;
  int minimum_height;
  g_autofree char *sizes = NULL;

  int margins_width = 0;
  int margins_height = 0;

  if (may_be_small (widget) || !gtk_widget_compute_bounds (widget, widget, &bounds))
    return;

  subtract_margins (widget, &margins_width, &margins_height);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL,
                      MAX ((int) ceilf (bounds.size.width) - margins_width, minimum_width),
                      &minimum_height, NULL, NULL, NULL);
  minimum_width += margins_width;
  minimum_height += margins_height;
  if ((float) minimum_width <= bounds.size.width + SLACK && (float) minimum_height <= bounds.size.height + SLACK)
    return;

  sizes = g_strdup_printf ("is %.0f×%.0f, needs %d×%d", bounds.size.width, bounds.size.height,
                           minimum_width, minimum_height);
  find (findings, "squeezed", widget, sizes);
}

static void
check_place (GtkWidget *widget,
             GPtrArray *findings)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  graphene_rect_t bounds;
  graphene_rect_t around;
  g_autofree char *where = NULL;

  if (parent == NULL || is_window_on_more (parent) || GTK_IS_NATIVE (widget)
      || gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLBAR) != NULL
      || !gtk_widget_compute_bounds (widget, parent, &bounds) || !gtk_widget_compute_bounds (parent, parent, &around))
    return;

  graphene_rect_inset (&around, -SLACK, -SLACK);
  if (graphene_rect_contains_rect (&around, &bounds))
    return;

  where = g_strdup_printf ("at %.0f,%.0f %.0f×%.0f in %.0f×%.0f", bounds.origin.x, bounds.origin.y, bounds.size.width,
                           bounds.size.height, around.size.width, around.size.height);
  find (findings, "outside", widget, where);
}

/* Focus -------------------------------------------------------------------- */

static gboolean
can_take_focus (GtkWidget *widget)
{
  if (!gtk_widget_get_focusable (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_focus (at))
      return FALSE;

  return TRUE;
}

static void
collect_focusable (GtkWidget *widget,
                   GPtrArray *found)
{
  if (!is_shown (widget) || GTK_IS_POPOVER (widget))
    return;
  /* scrolled windows pass the focus on, and selectable labels are not stopped at */
  if (can_take_focus (widget) && !GTK_IS_WINDOW (widget) && !GTK_IS_SCROLLED_WINDOW (widget) && !GTK_IS_LABEL (widget))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_focusable (child, found);
}

/* Within these, the arrow keys go on. */
static gboolean
is_composite (GtkWidget *widget)
{
  return GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_BASE (widget) || GTK_IS_FLOW_BOX (widget);
}

static gboolean
is_reached (GtkWidget  *widget,
            GHashTable *visited)
{
  GHashTableIter iter;
  gpointer other;

  if (g_hash_table_contains (visited, widget))
    return TRUE;

  g_hash_table_iter_init (&iter, visited);
  while (g_hash_table_iter_next (&iter, &other, NULL))
    {
      if (gtk_widget_is_ancestor (other, widget))
        return TRUE;
      if (GTK_IS_CHECK_BUTTON (widget) && GTK_IS_CHECK_BUTTON (other)
          && gtk_widget_get_parent (widget) == gtk_widget_get_parent (other))
        return TRUE;
      for (GtkWidget *common = widget; common != NULL; common = gtk_widget_get_parent (common))
        if (is_composite (common) && (other == common || gtk_widget_is_ancestor (other, common)))
          return TRUE;
    }

  return FALSE;
}

/* The rows of a list are used again for other items, and a list begins where it was left: it counts as one place. */
static GtkWidget *
get_place (GtkWidget *focus)
{
  GtkWidget *list = gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BASE);

  return list != NULL ? list : focus;
}

static void
go_round (GtkWindow        *window,
          GtkDirectionType  direction,
          GPtrArray        *focusable,
          GPtrArray        *findings)
{
  const char *key = direction == GTK_DIR_TAB_FORWARD ? "Tab" : "Shift+Tab";
  g_autoptr (GHashTable) visited = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  GtkWidget *first = NULL;
  GtkWidget *last = NULL;
  guint n_steps = 0;

  /* the window begins anew after its last control; coming back to another than the first means going in circles */
  gtk_window_set_focus (window, NULL);
  while (gtk_widget_child_focus (GTK_WIDGET (window), direction))
    {
      GtkWidget *focus = gtk_window_get_focus (window);
      GtkWidget *place = get_place (focus);
      gboolean goes_on = place == last && place != focus;

      g_hash_table_add (visited, focus);
      if ((!goes_on && !g_hash_table_add (places, place)) || n_steps++ == MOST_STEPS)
        {
          if (place != first || n_steps > MOST_STEPS)
            find (findings, "trap", focus, key);
          break;
        }
      if (first == NULL)
        first = place;
      last = place;
    }
  for (guint i = 0; i < focusable->len; i++)
    if (!is_reached (g_ptr_array_index (focusable, i), visited))
      find (findings, "unreachable", g_ptr_array_index (focusable, i), key);
}

/* Public API --------------------------------------------------------------- */

void
layout_walk (GtkWidget *root,
             GPtrArray *findings)
{
  if (!is_shown (root))
    return;

  if (GTK_IS_LABEL (root))
    check_label (GTK_LABEL (root), findings);
  if (!GTK_IS_NATIVE (root))
    check_size (root, findings);
  check_place (root, findings);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    layout_walk (child, findings);
}

void
focus_walk (GtkWindow *window,
            GPtrArray *findings)
{
  g_autoptr (GPtrArray) focusable = g_ptr_array_new ();
  GtkWidget *before = gtk_window_get_focus (window);

  collect_focusable (GTK_WIDGET (window), focusable);
  go_round (window, GTK_DIR_TAB_FORWARD, focusable, findings);
  go_round (window, GTK_DIR_TAB_BACKWARD, focusable, findings);
  if (before != NULL && gtk_widget_get_mapped (before))
    gtk_window_set_focus (window, before);
}

void
width_walk (GtkWindow *window,
            int        width,
            GPtrArray *findings)
{
  int now = gtk_widget_get_width (GTK_WIDGET (window));

  if (gtk_window_get_resizable (window) && now > width)
    g_ptr_array_add (findings, g_strdup_printf ("wide\t%s\tis %d wide", G_OBJECT_TYPE_NAME (window), now));
}
