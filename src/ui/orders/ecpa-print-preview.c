/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-print-preview.h"

#include <glib/gi18n.h>

#include "ecpa-config.h"
#include "ecpa-training-ribbon.h"
#include "ecpa-ui-style.h"

#define FIRST_ZOOM 0.85
#define LEAST_ZOOM 0.25
#define MOST_ZOOM 3.0
#define ZOOM_STEP 1.2

/* Types -------------------------------------------------------------------- */

struct _EcpaPrintPreview
{
  AdwWindow         parent_instance;

  /* Template widgets */
  GtkBox           *box;
  AdwWindowTitle   *heading;
  GtkListView      *pages;
  GtkStringList    *names;
  GtkButton        *print_button;

  /* Owned */
  EcpaOrderPrinter *printer;
  EcpaOrderBundle  *bundle;

  double            zoom;
};

G_DEFINE_FINAL_TYPE (EcpaPrintPreview, ecpa_print_preview, ADW_TYPE_WINDOW)

/* Auxiliaries -------------------------------------------------------------- */

static void
get_paper (EcpaPrintPreview *self,
           double           *width,
           double           *height)
{
  GtkPageSetup *setup = ecpa_order_printer_get_page_setup (self->printer);

  *width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  *height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
}

/* Some words about the job: orders, pages, paper. */
static char *
describe_job (EcpaPrintPreview *self)
{
  GtkPageSetup *setup = ecpa_order_printer_get_page_setup (self->printer);
  GtkPaperSize *paper = gtk_page_setup_get_paper_size (setup);
  guint n_orders = ecpa_order_bundle_get_n_orders (self->bundle);
  guint n_pages = ecpa_order_bundle_get_n_pages (self->bundle);
  g_autofree char *orders = g_strdup_printf (ngettext ("%u order", "%u orders", n_orders), n_orders);
  g_autofree char *pages = g_strdup_printf (ngettext ("%u page", "%u pages", n_pages), n_pages);

  /* Translators: how many orders, how many pages, and the paper: “3 orders, 4 pages, A4” */
  return g_strdup_printf (_("%s, %s, %s"), orders, pages, gtk_paper_size_get_display_name (paper));
}

static void
show_job (EcpaPrintPreview *self)
{
  guint n_pages = ecpa_order_bundle_get_n_pages (self->bundle);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->names));
  g_autofree char *subtitle = describe_job (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < n_pages; i++)
    {
      /* Translators: the page, and how many there are */
      g_autofree char *name = g_strdup_printf (_("Page %u of %u"), i + 1, n_pages);

      g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  gtk_string_list_splice (self->names, 0, n_before, (const char *const *) names);
  adw_window_title_set_subtitle (self->heading, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->heading), subtitle); /* a narrow window cuts it */
}

static void
set_zoom (EcpaPrintPreview *self,
          double            zoom)
{
  self->zoom = CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM);
  show_job (self);
}

/* Callbacks ---------------------------------------------------------------- */

static void
draw_page_cb (GtkDrawingArea *area,
              cairo_t        *cr,
              int             width,
              int             height,
              gpointer        data)
{
  EcpaPrintPreview *self = data;
  guint page = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (area), "page"));
  double paper_width, paper_height;

  if (self->bundle == NULL)
    return;

  get_paper (self, &paper_width, &paper_height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, width / paper_width, height / paper_height);
  ecpa_order_printer_draw_on_paper (self->bundle, page, cr, paper_width, paper_height);
}

static void
page_setup_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               EcpaPrintPreview         *self)
{
  GtkWidget *area = gtk_drawing_area_new ();
  GtkWidget *frame = gtk_frame_new (NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_page_cb, self, NULL);
  gtk_frame_set_child (GTK_FRAME (frame), area);
  gtk_widget_set_halign (frame, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (frame, "print-page");
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, frame);
}

static void
page_bound_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               EcpaPrintPreview         *self)
{
  GtkWidget *area = gtk_frame_get_child (GTK_FRAME (gtk_list_item_get_child (item)));
  GtkStringObject *name = gtk_list_item_get_item (item);
  double width, height;

  get_paper (self, &width, &height);
  g_object_set_data (G_OBJECT (area), "page", GUINT_TO_POINTER (gtk_list_item_get_position (item)));
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), (int) (width * self->zoom));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), (int) (height * self->zoom));
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_string_object_get_string (name), -1);
  gtk_widget_queue_draw (area);
}

/* The dialogue that comes next belongs to the window below: this one goes first. */
static void
print_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  EcpaPrintPreview *self = ECPA_PRINT_PREVIEW (widget);
  g_autoptr (EcpaOrderPrinter) printer = g_object_ref (self->printer);
  g_autoptr (EcpaOrderBundle) bundle = g_object_ref (self->bundle);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_destroy (GTK_WINDOW (self));
  ecpa_order_printer_print_bundle (printer, parent, bundle);
}

static void
page_set_up_cb (GtkPageSetup *setup,
                gpointer      data)
{
  g_autoptr (EcpaPrintPreview) self = data;

  if (setup == NULL || self->bundle == NULL)
    return;

  ecpa_order_printer_set_page_setup (self->printer, setup);
  show_job (self);
}

static void
set_up_page_action_cb (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  EcpaPrintPreview *self = ECPA_PRINT_PREVIEW (widget);
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();

  gtk_print_run_page_setup_dialog_async (GTK_WINDOW (self), ecpa_order_printer_get_page_setup (self->printer), settings,
                                         page_set_up_cb, g_object_ref (self));
}

static void
zoom_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  EcpaPrintPreview *self = ECPA_PRINT_PREVIEW (widget);

  set_zoom (self, g_str_equal (name, "preview.larger") ? self->zoom * ZOOM_STEP : self->zoom / ZOOM_STEP);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_print_preview_dispose (GObject *object)
{
  EcpaPrintPreview *self = ECPA_PRINT_PREVIEW (object);

  g_clear_object (&self->bundle);
  g_clear_object (&self->printer);

  G_OBJECT_CLASS (ecpa_print_preview_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_print_preview_class_init (EcpaPrintPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_print_preview_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-print-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaPrintPreview, box);
  gtk_widget_class_bind_template_child (widget_class, EcpaPrintPreview, heading);
  gtk_widget_class_bind_template_child (widget_class, EcpaPrintPreview, pages);
  gtk_widget_class_bind_template_child (widget_class, EcpaPrintPreview, names);
  gtk_widget_class_bind_template_child (widget_class, EcpaPrintPreview, print_button);
  gtk_widget_class_bind_template_callback (widget_class, page_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_bound_cb);

  gtk_widget_class_install_action (widget_class, "preview.print", NULL, print_action_cb);
  gtk_widget_class_install_action (widget_class, "preview.set-up-page", NULL, set_up_page_action_cb);
  gtk_widget_class_install_action (widget_class, "preview.larger", NULL, zoom_action_cb);
  gtk_widget_class_install_action (widget_class, "preview.smaller", NULL, zoom_action_cb);
}

static void
ecpa_print_preview_init (EcpaPrintPreview *self)
{
  self->zoom = FIRST_ZOOM;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_print_preview_present:
 * @parent: what it belongs to
 * @printer: what prints
 * @bundle: what is printed
 *
 * Shows the pages; the window goes with @parent, and with the printer's job. UI thread.
 */
void
ecpa_print_preview_present (GtkWindow        *parent,
                            EcpaOrderPrinter *printer,
                            EcpaOrderBundle  *bundle)
{
  EcpaPrintPreview *self;

  g_return_if_fail (ECPA_IS_ORDER_PRINTER (printer));
  g_return_if_fail (ECPA_IS_ORDER_BUNDLE (bundle));

  self = g_object_new (ECPA_TYPE_PRINT_PREVIEW, "transient-for", parent, NULL);
  self->printer = g_object_ref (printer);
  self->bundle = g_object_ref (bundle);
  if (ecpa_training_ribbon_is_worn (parent))
    gtk_box_insert_child_after (self->box, ecpa_training_ribbon_new (), gtk_widget_get_first_child (GTK_WIDGET (self->box)));
  show_job (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->print_button));
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * ecpa_print_preview_get_printer:
 * @self: a preview
 *
 * Returns: (transfer none): what it prints with
 */
EcpaOrderPrinter *
ecpa_print_preview_get_printer (EcpaPrintPreview *self)
{
  g_return_val_if_fail (ECPA_IS_PRINT_PREVIEW (self), NULL);

  return self->printer;
}
