/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-yield-layout.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaYieldLayout
{
  GtkLayoutManager parent_instance;

  gboolean         allow_none;
};

enum
{
  PROP_ALLOW_NONE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaYieldLayout, ecpa_yield_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Auxiliaries -------------------------------------------------------------- */

/* Not gtk_widget_should_layout(): that leaves out the one that is not seen at the moment. */
static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_get_visible (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static GtkWidget *
first_shown (GtkWidget *widget)
{
  return next_shown (gtk_widget_get_first_child (widget));
}

/* The first that has room, or the last. */
static GtkWidget *
choose (EcpaYieldLayout *self,
        GtkWidget       *widget,
        int              width,
        int              height)
{
  GtkWidget *last = NULL;

  for (GtkWidget *child = first_shown (widget); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int least;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
      if (least <= height)
        return child;
      last = child;
    }

  return self->allow_none ? NULL : last;
}

/* Overrides ---------------------------------------------------------------- */

static GtkSizeRequestMode
ecpa_yield_layout_get_request_mode (GtkLayoutManager *manager,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ecpa_yield_layout_measure (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  EcpaYieldLayout *self = ECPA_YIELD_LAYOUT (manager);
  gboolean vertical = orientation == GTK_ORIENTATION_VERTICAL;
  int least = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = first_shown (widget); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int liked;

      gtk_widget_measure (child, orientation, vertical ? for_size : -1, &least, &liked, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, liked);
    }
  if (vertical)
    *minimum = self->allow_none ? 0 : least;
}

static void
ecpa_yield_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  GtkWidget *chosen = choose (ECPA_YIELD_LAYOUT (manager), widget, width, height);

  for (GtkWidget *child = first_shown (widget); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    gtk_widget_set_child_visible (child, child == chosen);
  if (chosen != NULL)
    gtk_widget_size_allocate (chosen, &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
ecpa_yield_layout_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_ALLOW_NONE)
    g_value_set_boolean (value, ECPA_YIELD_LAYOUT (object)->allow_none);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_yield_layout_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  EcpaYieldLayout *self = ECPA_YIELD_LAYOUT (object);

  if (id == PROP_ALLOW_NONE)
    {
      self->allow_none = g_value_get_boolean (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_yield_layout_class_init (EcpaYieldLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = ecpa_yield_layout_get_property;
  object_class->set_property = ecpa_yield_layout_set_property;
  manager_class->get_request_mode = ecpa_yield_layout_get_request_mode;
  manager_class->measure = ecpa_yield_layout_measure;
  manager_class->allocate = ecpa_yield_layout_allocate;

  properties[PROP_ALLOW_NONE] = g_param_spec_boolean ("allow-none", NULL, NULL, FALSE,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_yield_layout_init (EcpaYieldLayout *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_yield_layout_new:
 * @allow_none: whether nothing is seen where not even the last child has room
 *
 * Returns: (transfer full): a layout
 */
GtkLayoutManager *
ecpa_yield_layout_new (gboolean allow_none)
{
  return g_object_new (ECPA_TYPE_YIELD_LAYOUT, "allow-none", allow_none, NULL);
}
