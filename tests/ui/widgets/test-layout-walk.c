/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk that looks for what does not fit must find what is planted, and nothing else. */

#include "layout-walk.h"
#include "ui-test.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GtkWindow *window;
  GtkWidget *box;
  GPtrArray *findings;
} Fixture;

/* A box that never passes the focus on, or keeps it for ever. */
typedef struct
{
  GtkBox   parent_instance;
  gboolean is_trap;
} PlantedBox;

typedef GtkBoxClass PlantedBoxClass;

GType planted_box_get_type (void);
#define PLANTED_BOX(object) ((PlantedBox *) (object))
G_DEFINE_TYPE (PlantedBox, planted_box, GTK_TYPE_BOX)

static gboolean
planted_box_focus (GtkWidget        *widget,
                   GtkDirectionType  direction)
{
  return PLANTED_BOX (widget)->is_trap && gtk_widget_grab_focus (gtk_widget_get_first_child (widget));
}

static void
planted_box_class_init (PlantedBoxClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = planted_box_focus;
}

static void
planted_box_init (PlantedBox *self)
{
}

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  fixture->findings = g_ptr_array_new_with_free_func (g_free);
  gtk_box_append (GTK_BOX (fixture->box), gtk_label_new ("fits"));
  gtk_box_append (GTK_BOX (fixture->box), gtk_button_new_with_label ("fits, too"));
  gtk_window_set_child (fixture->window, fixture->box);
  gtk_window_set_default_size (fixture->window, 300, 200);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (fixture->window);
  g_ptr_array_unref (fixture->findings);
}

static void
walk (Fixture *fixture)
{
  gtk_window_present (fixture->window);
  ecpa_test_until (is_mapped, fixture->box);
  layout_walk (GTK_WIDGET (fixture->window), fixture->findings);
  focus_walk (fixture->window, fixture->findings);
}

static void
assert_only (Fixture    *fixture,
             const char *kind)
{
  for (guint i = 0; i < fixture->findings->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (fixture->findings, i));
  g_assert_true ((fixture->findings->len > 0) == (kind != NULL));
  for (guint i = 0; kind != NULL && i < fixture->findings->len; i++)
    g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->findings, i), kind));
}

static void
measure_small (GtkWidget      *widget,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural,
               int            *minimum_baseline,
               int            *natural_baseline)
{
  *minimum = *natural = 40;
}

/* What a custom layout does wrong: the child sticks out by half. */
static void
allocate_outside (GtkWidget *widget,
                  int        width,
                  int        height,
                  int        baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (child, MAX (minimum, 40), 40, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) width - 20, 0)));
}

static GtkWidget *
add_custom (Fixture           *fixture,
            GtkCustomAllocateFunc allocate)
{
  GtkWidget *area = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_layout_manager (area, gtk_custom_layout_new (NULL, measure_small, allocate));
  gtk_box_append (GTK_BOX (fixture->box), area);

  return area;
}

/* Tests -------------------------------------------------------------------- */

static void
test_clean (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *told = gtk_label_new ("a long text that does not fit and that the tooltip has");

  gtk_label_set_ellipsize (GTK_LABEL (told), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (told, gtk_label_get_label (GTK_LABEL (told)));
  gtk_box_append (GTK_BOX (fixture->box), told);
  gtk_window_set_default_size (fixture->window, 120, 200);
  walk (fixture);
  assert_only (fixture, NULL);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  GtkWidget *label = gtk_label_new ("a long text that does not fit and that is nowhere else");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (fixture->box), label);
  gtk_window_set_default_size (fixture->window, 120, 200);
  walk (fixture);
  assert_only (fixture, "cut\t");
}

static void
test_outside (Fixture       *fixture,
              gconstpointer  data)
{
  gtk_box_append (GTK_BOX (add_custom (fixture, allocate_outside)), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  walk (fixture);
  assert_only (fixture, "outside\t");
}

/* Words that grew, seen before anybody gave them more room. */
static void
test_squeezed (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *label = gtk_label_new ("short");

  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (fixture->box), label);
  gtk_window_present (fixture->window);
  ecpa_test_until (is_mapped, fixture->box);
  gtk_label_set_label (GTK_LABEL (label), "much, much longer than it was before anybody looked");
  layout_walk (label, fixture->findings);
  g_assert_cmpuint (fixture->findings->len, ==, 2);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->findings, 0), "clipped\t"));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->findings, 1), "squeezed\t"));
}

static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *planted = g_object_new (planted_box_get_type (), NULL);

  gtk_box_append (GTK_BOX (planted), gtk_button_new_with_label ("never"));
  gtk_box_append (GTK_BOX (fixture->box), planted);
  walk (fixture);
  assert_only (fixture, "unreachable\t");
}

static void
test_trap (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *planted = g_object_new (planted_box_get_type (), NULL);

  PLANTED_BOX (planted)->is_trap = TRUE;
  gtk_box_append (GTK_BOX (planted), gtk_button_new_with_label ("for ever"));
  gtk_box_append (GTK_BOX (fixture->box), planted);
  walk (fixture);
  g_assert_cmpuint (fixture->findings->len, >, 0);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->findings, 0), "trap\t"));
}

/* It is as wide as it was told, until something in it asks for more. */
static void
test_wide (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *planted = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  walk (fixture);
  width_walk (fixture->window, 300, fixture->findings);
  g_assert_cmpuint (fixture->findings->len, ==, 0);

  gtk_widget_set_size_request (planted, 420, -1);
  gtk_box_append (GTK_BOX (fixture->box), planted);
  ecpa_test_until (is_mapped, planted);
  width_walk (fixture->window, 300, fixture->findings);
  assert_only (fixture, "wide\t");
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "clean", test_clean },
    { "cut", test_cut },
    { "outside", test_outside },
    { "squeezed", test_squeezed },
    { "unreachable", test_unreachable },
    { "trap", test_trap },
    { "wide", test_wide },
  };

  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/layout-walk/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }

  return g_test_run ();
}
