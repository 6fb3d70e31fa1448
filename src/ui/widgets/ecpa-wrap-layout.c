/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wrap-layout.h"

#include "ecpa-laid-out.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaWrapLayout
{
  GtkLayoutManager parent_instance;

  int              spacing;
};

/* Children that stand on one line. */
typedef struct
{
  GtkWidget *first;
  guint      n;
  guint      n_expanding;
  int        width;             /* natural, with what is between them */
} Line;

enum
{
  PROP_SPACING = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaWrapLayout, ecpa_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Auxiliaries -------------------------------------------------------------- */

static int
get_width (GtkWidget *child,
           gboolean   natural)
{
  int least, liked;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &liked, NULL, NULL);

  return natural ? liked : least;
}

static void
begin_line (Line      *line,
            GtkWidget *first)
{
  *line = (Line) { .first = first };
}

/* Fills @line with what fits into @width from its first child on; returns the child after it. */
static GtkWidget *
fill_line (EcpaWrapLayout *self,
           Line           *line,
           int             width)
{
  GtkWidget *child = line->first;

  while (child != NULL)
    {
      int liked = get_width (child, TRUE);

      if (line->n > 0 && line->width + self->spacing + liked > width)
        return child;
      line->width += liked + (line->n > 0 ? self->spacing : 0);
      line->n++;
      line->n_expanding += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
      child = ecpa_laid_out_next (child);
    }

  return NULL;
}

/* How wide a child of a line is; @rest is what its natural widths leave over. */
static int
share (Line      *line,
       GtkWidget *child,
       int        width)
{
  int rest = width - line->width;
  int liked = get_width (child, TRUE);

  if (rest < 0)
    return MAX (liked + rest, get_width (child, FALSE));
  if (line->n_expanding > 0 && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
    return liked + rest / (int) line->n_expanding;

  return liked;
}

static int
get_height (Line *line,
            int   width)
{
  GtkWidget *child = line->first;
  int height = 0;

  for (guint i = 0; i < line->n; i++)
    {
      int liked;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, share (line, child, width), NULL, &liked, NULL, NULL);
      height = MAX (height, liked);
      child = ecpa_laid_out_next (child);
    }

  return height;
}

static int
get_total_height (EcpaWrapLayout *self,
                  GtkWidget      *widget,
                  int             width)
{
  GtkWidget *child = ecpa_laid_out_first (widget);
  int height = 0;

  while (child != NULL)
    {
      Line line;

      begin_line (&line, child);
      child = fill_line (self, &line, width);
      height += get_height (&line, width) + (child != NULL ? self->spacing : 0);
    }

  return height;
}

/* Overrides ---------------------------------------------------------------- */

static GtkSizeRequestMode
ecpa_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ecpa_wrap_layout_measure (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  EcpaWrapLayout *self = ECPA_WRAP_LAYOUT (manager);
  int least = 0, liked = 0;

  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      least = MAX (least, get_width (child, FALSE));
      liked += get_width (child, TRUE) + (liked > 0 ? self->spacing : 0);
    }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    least = liked = get_total_height (self, widget, for_size >= 0 ? for_size : liked);
  *minimum = least;
  *natural = MAX (least, liked);
}

static void
ecpa_wrap_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  EcpaWrapLayout *self = ECPA_WRAP_LAYOUT (manager);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = ecpa_laid_out_first (widget);
  int y = 0;

  while (child != NULL)
    {
      Line line;
      int x = 0;
      int line_height;

      begin_line (&line, child);
      fill_line (self, &line, width);
      line_height = get_height (&line, width);
      for (guint i = 0; i < line.n; i++)
        {
          int taken = share (&line, child, width);

          gtk_widget_size_allocate (child, &(GtkAllocation) { is_rtl ? width - x - taken : x, y, taken, line_height }, -1);
          x += taken + self->spacing;
          child = ecpa_laid_out_next (child);
        }
      y += line_height + self->spacing;
    }
}

static void
ecpa_wrap_layout_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (id == PROP_SPACING)
    g_value_set_int (value, ECPA_WRAP_LAYOUT (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_wrap_layout_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  EcpaWrapLayout *self = ECPA_WRAP_LAYOUT (object);

  if (id == PROP_SPACING)
    {
      self->spacing = g_value_get_int (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_wrap_layout_class_init (EcpaWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = ecpa_wrap_layout_get_property;
  object_class->set_property = ecpa_wrap_layout_set_property;
  manager_class->get_request_mode = ecpa_wrap_layout_get_request_mode;
  manager_class->measure = ecpa_wrap_layout_measure;
  manager_class->allocate = ecpa_wrap_layout_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_wrap_layout_init (EcpaWrapLayout *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wrap_layout_new:
 *
 * Returns: (transfer full): a layout without spacing
 */
GtkLayoutManager *
ecpa_wrap_layout_new (void)
{
  return g_object_new (ECPA_TYPE_WRAP_LAYOUT, NULL);
}
