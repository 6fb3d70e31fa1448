/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-share-layout.h"

#include "ecpa-laid-out.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaShareLayout
{
  GtkLayoutManager parent_instance;

  int              share;
};

enum
{
  PROP_SHARE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaShareLayout, ecpa_share_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_main (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_VERTICAL);
}

/* Of all children, or of those around the one that expands. */
static void
measure_heights (GtkWidget *widget,
                 int        width,
                 gboolean   around,
                 int       *minimum,
                 int       *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      int least, liked;

      if (around && is_main (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, &liked, NULL, NULL);
      *minimum += least;
      *natural += liked;
    }
}

/* Overrides ---------------------------------------------------------------- */

static GtkSizeRequestMode
ecpa_share_layout_get_request_mode (GtkLayoutManager *manager,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ecpa_share_layout_measure (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_heights (widget, for_size, FALSE, minimum, natural);
      return;
    }

  *minimum = *natural = 0;
  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      int least, liked;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &liked, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, liked);
    }
}

static void
ecpa_share_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  EcpaShareLayout *self = ECPA_SHARE_LAYOUT (manager);
  int minimum, natural, around, wished, y = 0;

  measure_heights (widget, width, TRUE, &minimum, &natural);
  around = CLAMP (height * (100 - self->share) / 100, minimum, natural);
  wished = natural - minimum;
  for (GtkWidget *child = ecpa_laid_out_first (widget); child != NULL; child = ecpa_laid_out_next (child))
    {
      int least, liked, given;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, &liked, NULL, NULL);
      if (is_main (child))
        given = MAX (least, height - around);
      else
        {
          wished -= liked - least;      /* by what comes after it, which is first to be given something */
          given = least + CLAMP (around - minimum - wished, 0, liked - least);
        }
      gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, width, given }, -1);
      y += given;
    }
}

static void
ecpa_share_layout_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_SHARE)
    g_value_set_int (value, ECPA_SHARE_LAYOUT (object)->share);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_share_layout_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  EcpaShareLayout *self = ECPA_SHARE_LAYOUT (object);

  if (id == PROP_SHARE)
    {
      self->share = g_value_get_int (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_share_layout_class_init (EcpaShareLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = ecpa_share_layout_get_property;
  object_class->set_property = ecpa_share_layout_set_property;
  manager_class->get_request_mode = ecpa_share_layout_get_request_mode;
  manager_class->measure = ecpa_share_layout_measure;
  manager_class->allocate = ecpa_share_layout_allocate;

  properties[PROP_SHARE] = g_param_spec_int ("share", NULL, NULL, 0, 100, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_share_layout_init (EcpaShareLayout *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_share_layout_new:
 * @share: how much of the height what expands is to have, in per cent
 *
 * Returns: (transfer full): a layout
 */
GtkLayoutManager *
ecpa_share_layout_new (int share)
{
  return g_object_new (ECPA_TYPE_SHARE_LAYOUT, "share", share, NULL);
}
