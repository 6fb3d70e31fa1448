/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-pair-layout.h"

/* Types -------------------------------------------------------------------- */

#define SPACING 12

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

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && n < 2;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      children[n++] = child;

  return n;
}

static void
make_plan (Plan      *plan,
           GtkWidget *children[2],
           guint      n,
           int        width)
{
  int natural[2] = { 0, 0 };

  *plan = (Plan) { 0 };
  for (guint i = 0; i < n; i++)
    gtk_widget_measure (children[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural[i], NULL, NULL);
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
      gtk_widget_measure (children[i], GTK_ORIENTATION_VERTICAL, plan->widths[i],
                          &plan->minima[i], &plan->heights[i], NULL, NULL);
    }
  plan->height = plan->beside ? MAX (plan->heights[0], plan->heights[1])
                              : plan->heights[0] + plan->heights[1] + (n == 2 ? SPACING : 0);
  plan->minimum = plan->beside ? MAX (plan->minima[0], plan->minima[1])
                               : plan->minima[0] + plan->minima[1] + (n == 2 ? SPACING : 0);
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
      Plan plan;

      make_plan (&plan, children, n, for_size);
      *minimum = plan.minimum;
      *natural = plan.height;
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      int least, most;

      gtk_widget_measure (children[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, &most, NULL, NULL);
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
  Plan plan;
  int y = 0;

  make_plan (&plan, children, n, width);
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
