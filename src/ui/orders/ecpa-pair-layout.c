/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-pair-layout.h"

#include "ecpa-laid-out.h"

/* Types -------------------------------------------------------------------- */

#define SPACING 12

/* How much of a scrolled child is seen at least. */
#define LEAST_SCROLLED 48

struct _EcpaPairLayout
{
  GtkLayoutManager parent_instance;
};

/* Where both children go, and how much that takes. */
typedef struct
{
  gboolean beside;
  int      widths[2];
  int      minima[2];
  int      heights[2];
  int      height;
  int      minimum;
} Plan;

G_DEFINE_FINAL_TYPE (EcpaPairLayout, ecpa_pair_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Auxiliaries -------------------------------------------------------------- */

/* The visible children: as many as two. */
static guint
get_children (GtkWidget *widget,
              GtkWidget *children[2])
{
  guint n = 0;

  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL && n < 2; child = ecpa_laid_out_next (child))
    children[n++] = child;

  return n;
}

/* A scrolled window does not say how high its content is at a width (GTK 4.8): the content itself is asked, and may
 * have less than it wants. */
static void
measure_child (GtkWidget      *child,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural)
{
  GtkWidget *content = GTK_IS_SCROLLED_WINDOW (child) ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (child)) : NULL;
  int least, scrolled;

  if (GTK_IS_VIEWPORT (content))
    content = gtk_viewport_get_child (GTK_VIEWPORT (content));
  gtk_widget_measure (content != NULL ? content : child, orientation, for_size, &least, natural, NULL, NULL);
  *minimum = least;
  if (content == NULL || orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  gtk_widget_measure (child, orientation, for_size, &scrolled, NULL, NULL, NULL);
  *minimum = MAX (MIN (least, LEAST_SCROLLED), scrolled);
  *natural = MAX (*natural, *minimum);
}

static void
make_plan (Plan      *plan,
           GtkWidget *children[2],
           guint      n,
           int        width)
{
  int minimum[2] = { 0, 0 }, natural[2] = { 0, 0 };

  *plan = (Plan) { 0 };
  for (guint i = 0; i < n; i++)
    measure_child (children[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum[i], &natural[i]);
  plan->beside = n == 2 && (width < 0 || natural[0] + SPACING + natural[1] <= width);
  for (guint i = 0; i < n; i++)
    {
      /* The second has its natural width beside the first, however much room there is; unlimited room (-1) included. */
      if (plan->beside && i == 1)
        plan->widths[i] = natural[1];
      else if (plan->beside && width >= 0)
        plan->widths[i] = width - SPACING - natural[1];
      else
        plan->widths[i] = width;
      measure_child (children[i], GTK_ORIENTATION_VERTICAL, plan->widths[i], &plan->minima[i], &plan->heights[i]);
    }
  plan->height = plan->beside ? MAX (plan->heights[0], plan->heights[1])
                              : plan->heights[0] + plan->heights[1] + (n == 2 ? SPACING : 0);
  plan->minimum = plan->beside ? MAX (plan->minima[0], plan->minima[1])
                               : plan->minima[0] + plan->heights[1] + (n == 2 ? SPACING : 0);
}

/* Where there is no height for one below the other: beside each other after all, and the first, which scrolls, has what
 * the second leaves of the width. Returns whether that is half of it or more, and less high. */
static gboolean
make_low_plan (Plan      *low,
               Plan      *plan,
               GtkWidget *children[2],
               guint      n,
               int        width)
{
  int natural, least;

  if (n < 2 || plan->beside || width < 0)
    return FALSE;

  measure_child (children[0], GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural);
  *low = *plan;
  low->beside = TRUE;
  measure_child (children[1], GTK_ORIENTATION_HORIZONTAL, -1, &natural, &low->widths[1]);
  low->widths[0] = width - SPACING - low->widths[1];
  if (low->widths[0] < MAX (least, width / 2))
    return FALSE;

  for (guint i = 0; i < n; i++)
    measure_child (children[i], GTK_ORIENTATION_VERTICAL, low->widths[i], &low->minima[i], &low->heights[i]);
  low->minimum = MAX (low->minima[0], low->minima[1]);

  return low->minimum < plan->minimum;
}

/* Overrides ---------------------------------------------------------------- */

static GtkSizeRequestMode
ecpa_pair_layout_get_request_mode (GtkLayoutManager *manager,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ecpa_pair_layout_measure (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  GtkWidget *children[2] = { NULL, NULL };
  guint n = get_children (widget, children);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      Plan plan, low;

      make_plan (&plan, children, n, for_size);
      *minimum = make_low_plan (&low, &plan, children, n, for_size) ? low.minimum : plan.minimum;
      *natural = plan.height;
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      int least, most;

      measure_child (children[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, &most);
      *minimum = MAX (*minimum, least);
      *natural += most + (i > 0 ? SPACING : 0);
    }
}

static void
ecpa_pair_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  GtkWidget *children[2] = { NULL, NULL };
  guint n = get_children (widget, children);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Plan plan, low;
  int y = 0;

  make_plan (&plan, children, n, width);
  /* whichever hides less of the first, if there is room for either */
  if (height < plan.height && make_low_plan (&low, &plan, children, n, width)
      && (height < plan.minimum || low.heights[0] - height < plan.heights[0] - (height - SPACING - plan.heights[1])))
    plan = low;
  /* One below the other the first takes what is left, be it more or less than it wants. */
  if (!plan.beside && n > 0)
    plan.heights[0] = n == 2 ? MAX (height - SPACING - plan.heights[1], plan.minima[0]) : height;
  for (guint i = 0; i < n; i++)
    {
      GtkAllocation place = { 0, y, plan.widths[i], plan.heights[i] };

      if (plan.beside)
        {
          place.height = height;
          place.x = (i == 1) != rtl ? width - plan.widths[i] : 0;
        }
      else
        y += plan.heights[i] + SPACING;
      gtk_widget_size_allocate (children[i], &place, -1);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_pair_layout_class_init (EcpaPairLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = ecpa_pair_layout_get_request_mode;
  manager_class->measure = ecpa_pair_layout_measure;
  manager_class->allocate = ecpa_pair_layout_allocate;
}

static void
ecpa_pair_layout_init (EcpaPairLayout *self)
{
}
