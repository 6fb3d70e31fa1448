/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-facet-button.h"

#include <glib/gi18n.h>

#define MOST_HEIGHT 360

/* Types -------------------------------------------------------------------- */

struct _EcpaFacetButton
{
  AdwBin         parent_instance;

  /* Widgets */
  GtkMenuButton *button;
  GtkWidget     *popover;
  GtkWidget     *all_button;
  GtkWidget     *list;

  /* Owned */
  char          *title;
  GPtrArray     *facets;        /* of EcpaFacet */
  char         **selected;

  gboolean       outdated;      /* the list is of other facets than there are now */
  gboolean       filling;
};

enum
{
  PROP_TITLE = 1,
  N_PROPS,
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaFacetButton, ecpa_facet_button, ADW_TYPE_BIN)

static void ticked_cb (GtkCheckButton *check, EcpaFacetButton *self);

/* Auxiliaries -------------------------------------------------------------- */

static EcpaFacet *
find_facet (EcpaFacetButton *self,
            const char      *id)
{
  for (guint i = 0; i < self->facets->len; i++)
    {
      EcpaFacet *facet = g_ptr_array_index (self->facets, i);

      if (g_str_equal (facet->id, id))
        return facet;
    }

  return NULL;
}

static void
show_title (EcpaFacetButton *self)
{
  guint n = g_strv_length (self->selected);
  EcpaFacet *only = n == 1 ? find_facet (self, self->selected[0]) : NULL;
  g_autofree char *text = NULL;

  if (n == 0)
    text = g_strdup (self->title);
  else if (only != NULL)
    /* Translators: a filter and what it lets through: year: 115 */
    text = g_strdup_printf (_("%s: %s"), self->title, only->label);
  else
    /* Translators: a filter and how many things it lets through */
    text = g_strdup_printf (_("%s (%u)"), self->title, n);
  gtk_menu_button_set_label (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (n > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "facet-on");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "facet-on");
  gtk_widget_set_sensitive (self->all_button, n > 0);
}

static char *
describe (const EcpaFacet *facet)
{
  /* Translators: a year or a kind of order in a filter, and how many orders there are */
  return g_strdup_printf (_("%s (%u)"), facet->label, (guint) facet->count);
}

/* The same facets with other counts: the list may be open. */
static gboolean
has_same_facets (EcpaFacetButton *self,
                 GPtrArray       *facets)
{
  if (facets->len != self->facets->len)
    return FALSE;
  for (guint i = 0; i < facets->len; i++)
    if (!g_str_equal (((EcpaFacet *) facets->pdata[i])->id, ((EcpaFacet *) self->facets->pdata[i])->id))
      return FALSE;

  return TRUE;
}

static void
show_counts (EcpaFacetButton *self)
{
  GtkWidget *check = gtk_widget_get_first_child (self->list);

  for (guint i = 0; i < self->facets->len && check != NULL; i++)
    {
      g_autofree char *text = describe (g_ptr_array_index (self->facets, i));

      gtk_check_button_set_label (GTK_CHECK_BUTTON (check), text);
      check = gtk_widget_get_next_sibling (check);
    }
}

static void
show_ticks (EcpaFacetButton *self)
{
  GtkWidget *check = gtk_widget_get_first_child (self->list);

  self->filling = TRUE;
  for (guint i = 0; i < self->facets->len && check != NULL; i++)
    {
      EcpaFacet *facet = g_ptr_array_index (self->facets, i);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   g_strv_contains ((const char *const *) self->selected, facet->id));
      check = gtk_widget_get_next_sibling (check);
    }
  self->filling = FALSE;
}

static void
fill_list (EcpaFacetButton *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; i < self->facets->len; i++)
    {
      child = gtk_check_button_new ();
      gtk_box_append (GTK_BOX (self->list), child);
      g_signal_connect (child, "toggled", G_CALLBACK (ticked_cb), self);
    }
  self->outdated = FALSE;
  show_counts (self);
  show_ticks (self);
}

/* Callbacks ---------------------------------------------------------------- */

static void
ticked_cb (GtkCheckButton  *check,
           EcpaFacetButton *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GtkWidget *child = gtk_widget_get_first_child (self->list);

  if (self->filling)
    return;

  for (guint i = 0; i < self->facets->len && child != NULL; i++)
    {
      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (child)))
        g_strv_builder_add (builder, ((EcpaFacet *) self->facets->pdata[i])->id);
      child = gtk_widget_get_next_sibling (child);
    }
  g_strfreev (self->selected);
  self->selected = g_strv_builder_end (builder);
  show_title (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
all_clicked_cb (EcpaFacetButton *self)
{
  ecpa_facet_button_set_selected (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* What is not looked at is not made. */
static void
popping_up_cb (GtkMenuButton *button,
               gpointer       data)
{
  EcpaFacetButton *self = data;

  if (self->outdated)
    fill_list (self);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_facet_button_finalize (GObject *object)
{
  EcpaFacetButton *self = ECPA_FACET_BUTTON (object);

  g_free (self->title);
  g_ptr_array_unref (self->facets);
  g_strfreev (self->selected);

  G_OBJECT_CLASS (ecpa_facet_button_parent_class)->finalize (object);
}

static void
ecpa_facet_button_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, ECPA_FACET_BUTTON (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_facet_button_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  EcpaFacetButton *self = ECPA_FACET_BUTTON (object);

  if (id != PROP_TITLE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }

  g_free (self->title);
  self->title = g_value_dup_string (value);
  show_title (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_facet_button_class_init (EcpaFacetButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ecpa_facet_button_finalize;
  object_class->get_property = ecpa_facet_button_get_property;
  object_class->set_property = ecpa_facet_button_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", ECPA_TYPE_FACET_BUTTON, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ecpa_facet_button_init (EcpaFacetButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->title = g_strdup ("");
  self->facets = g_ptr_array_new ();
  self->selected = g_new0 (char *, 1);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  self->popover = gtk_popover_new ();
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  /* Translators: takes all ticks away, so that a filter lets everything through */
  self->all_button = gtk_button_new_with_label (_("Show All"));

  g_signal_connect_swapped (self->all_button, "clicked", G_CALLBACK (all_clicked_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_add_css_class (self->list, "facet-list");
  gtk_box_append (GTK_BOX (box), self->all_button);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_menu_button_set_popover (self->button, self->popover);
  gtk_menu_button_set_create_popup_func (self->button, popping_up_cb, self, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_facet_new:
 * @id: what it is called in a query
 * @label: what it is called on the screen
 * @count: how many there are
 *
 * Returns: (transfer full): a facet
 */
EcpaFacet *
ecpa_facet_new (const char *id,
                const char *label,
                gint64      count)
{
  EcpaFacet *self = g_new0 (EcpaFacet, 1);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  self->count = count;

  return self;
}

/**
 * ecpa_facet_free:
 * @self: (transfer full): a facet
 */
void
ecpa_facet_free (EcpaFacet *self)
{
  g_free (self->id);
  g_free (self->label);
  g_free (self);
}

/**
 * ecpa_facet_button_set_facets:
 * @self: a button
 * @facets: (transfer full) (element-type EcpaFacet): what there is; it frees its facets
 */
void
ecpa_facet_button_set_facets (EcpaFacetButton *self,
                              GPtrArray       *facets)
{
  gboolean same;

  g_return_if_fail (ECPA_IS_FACET_BUTTON (self));
  g_return_if_fail (facets != NULL);

  same = has_same_facets (self, facets);
  g_ptr_array_unref (self->facets);
  self->facets = facets;
  self->outdated = self->outdated || !same;
  if (gtk_widget_get_visible (self->popover) && self->outdated)
    fill_list (self);
  else if (!self->outdated)
    show_counts (self);
  show_title (self);
}

/**
 * ecpa_facet_button_set_selected:
 * @self: a button
 * @ids: (nullable): what is ticked; %NULL or empty for nothing, which means all
 */
void
ecpa_facet_button_set_selected (EcpaFacetButton   *self,
                                const char *const *ids)
{
  g_auto (GStrv) old = NULL;

  g_return_if_fail (ECPA_IS_FACET_BUTTON (self));

  old = self->selected;
  self->selected = ids != NULL ? g_strdupv ((char **) ids) : g_new0 (char *, 1);
  if (!self->outdated)
    show_ticks (self);
  show_title (self);
}

/**
 * ecpa_facet_button_get_selected:
 * @self: a button
 *
 * Returns: (transfer none): what is ticked
 */
const char *const *
ecpa_facet_button_get_selected (EcpaFacetButton *self)
{
  g_return_val_if_fail (ECPA_IS_FACET_BUTTON (self), NULL);

  return (const char *const *) self->selected;
}
