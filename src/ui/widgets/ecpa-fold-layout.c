/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-fold-layout.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaFoldLayout
{
  GtkLayoutManager  parent_instance;

  int               spacing;
};

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaFoldLayout, ecpa_fold_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Auxiliaries -------------------------------------------------------------- */

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static int
count_children (GtkWidget *widget)
{
  int n = 0;

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    n++;

  return n;
}

static int
width_of_widest (GtkWidget *widget)
{
  int widest = 0;

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widest = MAX (widest, minimum);
    }

  return widest;
}

/* All columns are as wide as the widest has to be, so that is what decides. */
static gboolean
is_folded (EcpaFoldLayout *self,
           GtkWidget      *widget,
           int             width)
{
  int n = count_children (widget);

  return width >= 0 && width < n * width_of_widest (widget) + (n - 1) * self->spacing;
}

static int
width_of_column (EcpaFoldLayout *self,
                 GtkWidget      *widget,
                 int             width,
                 gboolean        folded)
{
  int n = count_children (widget);

  return folded || n == 0 ? width : (width - (n - 1) * self->spacing) / n;
}

static void
measure_width (EcpaFoldLayout *self,
               GtkWidget      *widget,
               int            *minimum,
               int            *natural)
{
  int widest = 0;
  int n = count_children (widget);

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int wish;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wish, NULL, NULL);
      widest = MAX (widest, wish);
    }

  *minimum = width_of_widest (widget);
  *natural = n * widest + MAX (0, n - 1) * self->spacing;
}

static void
measure_height (EcpaFoldLayout *self,
                GtkWidget      *widget,
                int             width,
                int            *minimum,
                int            *natural)
{
  gboolean folded = is_folded (self, widget, width);
  int column = width < 0 ? -1 : width_of_column (self, widget, width, folded);

  *minimum = *natural = folded ? MAX (0, count_children (widget) - 1) * self->spacing : 0;
  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int least;
      int wish;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column, &least, &wish, NULL, NULL);
      *minimum = folded ? *minimum + least : MAX (*minimum, least);
      *natural = folded ? *natural + wish : MAX (*natural, wish);
    }
}

/* Overrides ---------------------------------------------------------------- */

static GtkSizeRequestMode
ecpa_fold_layout_get_request_mode (GtkLayoutManager *manager,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ecpa_fold_layout_measure (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  EcpaFoldLayout *self = ECPA_FOLD_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, widget, minimum, natural);
  else
    measure_height (self, widget, for_size, minimum, natural);
}

static void
ecpa_fold_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  EcpaFoldLayout *self = ECPA_FOLD_LAYOUT (manager);
  gboolean folded = is_folded (self, widget, width);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int column = width_of_column (self, widget, width, folded);
  GtkAllocation place = { mirrored && !folded ? width - column : 0, 0, column, height };

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      if (folded)
        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column, NULL, &place.height, NULL, NULL);
      gtk_widget_size_allocate (child, &place, -1);
      if (folded)
        place.y += place.height + self->spacing;
      else
        place.x += mirrored ? -(column + self->spacing) : column + self->spacing;
    }
}

static void
ecpa_fold_layout_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (property_id == PROP_SPACING)
    g_value_set_int (value, ECPA_FOLD_LAYOUT (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_fold_layout_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  EcpaFoldLayout *self = ECPA_FOLD_LAYOUT (object);

  if (property_id != PROP_SPACING)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      return;
    }

  self->spacing = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_fold_layout_class_init (EcpaFoldLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = ecpa_fold_layout_get_property;
  object_class->set_property = ecpa_fold_layout_set_property;
  layout_class->get_request_mode = ecpa_fold_layout_get_request_mode;
  layout_class->measure = ecpa_fold_layout_measure;
  layout_class->allocate = ecpa_fold_layout_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_fold_layout_init (EcpaFoldLayout *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_fold_layout_new:
 *
 * Returns: (transfer full): a layout
 */
GtkLayoutManager *
ecpa_fold_layout_new (void)
{
  return g_object_new (ECPA_TYPE_FOLD_LAYOUT, NULL);
}
