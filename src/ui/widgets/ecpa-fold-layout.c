/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-fold-layout.h"

#include "ecpa-laid-out.h"

/* Types -------------------------------------------------------------------- */

#define N_COLUMNS 2

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

/* Hidden children count, so that nothing changes its column when another one comes or goes. */
static int
column_of (GtkWidget *child)
{
  int index = 0;

  while ((child = gtk_widget_get_prev_sibling (child)) != NULL)
    index++;

  return index % N_COLUMNS;
}

static int
width_of_widest (GtkWidget *widget,
                 gboolean   natural)
{
  int widest = 0;

  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      int least;
      int wish;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wish, NULL, NULL);
      widest = MAX (widest, natural ? wish : least);
    }

  return widest;
}

/* Both columns are as wide as the widest child has to be, so that is what decides. */
static gboolean
is_folded (EcpaFoldLayout *self,
           GtkWidget      *widget,
           int             width)
{
  return width >= 0 && width < N_COLUMNS * width_of_widest (widget, FALSE) + (N_COLUMNS - 1) * self->spacing;
}

static int
width_of_column (EcpaFoldLayout *self,
                 int             width,
                 gboolean        folded)
{
  return folded || width < 0 ? width : (width - (N_COLUMNS - 1) * self->spacing) / N_COLUMNS;
}

static void
measure_height (EcpaFoldLayout *self,
                GtkWidget      *widget,
                int             width,
                int            *minimum,
                int            *natural)
{
  gboolean folded = is_folded (self, widget, width);
  int column_width = width_of_column (self, width, folded);
  int minima[N_COLUMNS] = { 0 };
  int naturals[N_COLUMNS] = { 0 };

  *minimum = *natural = 0;
  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      int column = folded ? 0 : column_of (child);
      int space = naturals[column] > 0 ? self->spacing : 0;
      int least;
      int wish;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column_width, &least, &wish, NULL, NULL);
      minima[column] += least + space;
      naturals[column] += wish + space;
      *minimum = MAX (*minimum, minima[column]);
      *natural = MAX (*natural, naturals[column]);
    }
}

/* How much too high a column is; its first child gives way. */
static void
measure_excess (EcpaFoldLayout *self,
                GtkWidget      *widget,
                int             column_width,
                gboolean        folded,
                int             height,
                int             excess[N_COLUMNS])
{
  int naturals[N_COLUMNS] = { 0 };

  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      int column = folded ? 0 : column_of (child);
      int wish;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column_width, NULL, &wish, NULL, NULL);
      naturals[column] += wish + (naturals[column] > 0 ? self->spacing : 0);
      excess[column] = MAX (0, naturals[column] - height);
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
    {
      *minimum = width_of_widest (widget, FALSE);
      *natural = N_COLUMNS * width_of_widest (widget, TRUE) + (N_COLUMNS - 1) * self->spacing;
    }
  else
    {
      measure_height (self, widget, for_size, minimum, natural);
    }
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
  int column_width = width_of_column (self, width, folded);
  int excess[N_COLUMNS] = { 0 };
  int y[N_COLUMNS] = { 0 };

  measure_excess (self, widget, column_width, folded, height, excess);
  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      int column = folded ? 0 : column_of (child);
      int place = mirrored && !folded ? N_COLUMNS - 1 - column : column;
      GtkAllocation box = { place * (column_width + self->spacing), y[column], column_width, 0 };
      int least;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column_width, &least, &box.height, NULL, NULL);
      if (y[column] == 0)
        box.height = MAX (least, box.height - excess[column]);
      gtk_widget_size_allocate (child, &box, -1);
      y[column] += box.height + self->spacing;
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
