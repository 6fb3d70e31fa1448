/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-paper-view.h"

#include <math.h>

/* Types -------------------------------------------------------------------- */

/* Around and between the sheets, in logical pixels. */
#define MARGIN 16
#define GAP 20

/* Logical pixels a point; 4/3 is the size on paper at 96 dots an inch. */
#define LEAST_ZOOM 0.35
#define MOST_ZOOM 4.0
#define MOST_FIT 1.7
#define ZOOM_STEP 1.2

/* While a zoom goes on, the sheets are stretched; they are drawn anew this long after it rested. */
#define REDRAW_MS 120

/* A sheet of more pixels is not drawn whole, but where it is seen and this share of the view around that: what is
 * drawn at once takes some 50 ms at most, and as much memory at any zoom. */
#define MOST_PIXELS 2500000
#define SHARE_AROUND 0.25

/* What was drawn of a sheet. */
typedef struct
{
  GdkTexture      *texture;
  graphene_rect_t  area; /* of the sheet, in logical pixels at @zoom */
  double           zoom;
  int              scale;
} Drawing;

struct _EcpaPaperView
{
  GtkWidget          parent_instance;

  /* Owned */
  EcpaOrderDocument *document;
  GtkAdjustment     *adjustments[2];
  GArray            *drawings; /* Drawing, one a page */
  guint              redraw_source;

  gboolean           fit;
  double             zoom;
  double             zoom_before;
  guint              policies[2];
};

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaPaperView, ecpa_paper_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Auxiliaries -------------------------------------------------------------- */

static void
drawing_clear (Drawing *drawing)
{
  g_clear_object (&drawing->texture);
}

static guint
count_pages (EcpaPaperView *self)
{
  return self->document != NULL ? ecpa_order_document_get_n_pages (self->document) : 0;
}

static double
get_content_height (EcpaPaperView *self)
{
  guint n = count_pages (self);

  return n > 0 ? 2 * MARGIN + n * round (ECPA_PAGE_HEIGHT * self->zoom) + (n - 1) * GAP : 0;
}

static double
get_value (EcpaPaperView  *self,
           GtkOrientation  orientation)
{
  return self->adjustments[orientation] != NULL ? gtk_adjustment_get_value (self->adjustments[orientation]) : 0;
}

/* Where a sheet lies in the widget, whole logical pixels, so that its edges are sharp. */
static graphene_rect_t
get_sheet (EcpaPaperView *self,
           guint          page)
{
  double width = round (ECPA_PAGE_WIDTH * self->zoom);
  double height = round (ECPA_PAGE_HEIGHT * self->zoom);
  double room = gtk_widget_get_width (GTK_WIDGET (self));
  double x = room > width + 2 * MARGIN ? floor ((room - width) / 2)
                                       : MARGIN - round (get_value (self, GTK_ORIENTATION_HORIZONTAL));
  double y = MARGIN + page * (height + GAP) - round (get_value (self, GTK_ORIENTATION_VERTICAL));

  return GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
}

static GdkTexture *
create_texture (EcpaPaperView         *self,
                guint                  page,
                const graphene_rect_t *sheet,
                const graphene_rect_t *area,
                int                    scale)
{
  int width = (int) area->size.width * scale;
  int height = (int) area->size.height * scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  int stride = cairo_image_surface_get_stride (surface);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -area->origin.x, -area->origin.y);
  cairo_scale (cr, sheet->size.width / ECPA_PAGE_WIDTH, sheet->size.height / ECPA_PAGE_HEIGHT);
  ecpa_order_document_draw_page (self->document, page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  /* The sheet is opaque: the unused byte of RGB24 is passed on as alpha, and has to be full. */
  for (int y = 0; y < height; y++)
    {
      guint32 *row = (guint32 *) (gpointer) (cairo_image_surface_get_data (surface) + (gsize) y * stride);

      for (int x = 0; x < width; x++)
        row[x] |= 0xFF000000;
    }

  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* What of a sheet to draw when @seen of it is seen. */
static graphene_rect_t
choose_area (EcpaPaperView         *self,
             const graphene_rect_t *sheet,
             const graphene_rect_t *seen,
             int                    scale)
{
  graphene_rect_t whole = GRAPHENE_RECT_INIT (0, 0, sheet->size.width, sheet->size.height);
  graphene_rect_t area = *seen;

  if (sheet->size.width * sheet->size.height * scale * scale <= MOST_PIXELS)
    return whole;

  graphene_rect_inset (&area, (float) (-SHARE_AROUND * gtk_widget_get_width (GTK_WIDGET (self))),
                       (float) (-SHARE_AROUND * gtk_widget_get_height (GTK_WIDGET (self))));
  graphene_rect_intersection (&area, &whole, &area);
  graphene_rect_round_extents (&area, &area);
  graphene_rect_intersection (&area, &whole, &area);

  return area;
}

static gboolean
redraw_cb (gpointer data)
{
  EcpaPaperView *self = data;

  self->redraw_source = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

/* What is seen of a sheet, at the size of the screen's pixels; for the moment at another size while a zoom goes on.
 * Draws one sheet a frame, and asks for the next frame for others. */
static const Drawing *
get_drawing (EcpaPaperView         *self,
             guint                  page,
             const graphene_rect_t *sheet,
             const graphene_rect_t *seen,
             gboolean              *drew)
{
  Drawing *drawing = &g_array_index (self->drawings, Drawing, page);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (drawing->texture != NULL)
    {
      gboolean same = drawing->zoom == self->zoom && drawing->scale == scale;

      if ((same && graphene_rect_contains_rect (&drawing->area, seen)) || (!same && self->redraw_source != 0))
        return drawing;
    }
  if (*drew)
    {
      if (self->redraw_source == 0)
        self->redraw_source = g_timeout_add (0, redraw_cb, self);
      return drawing;
    }

  *drew = TRUE;
  drawing_clear (drawing);
  drawing->area = choose_area (self, sheet, seen, scale);
  drawing->zoom = self->zoom;
  drawing->scale = scale;
  drawing->texture = create_texture (self, page, sheet, &drawing->area, scale);

  return drawing;
}

static void
draw_sheet (EcpaPaperView         *self,
            GtkSnapshot           *snapshot,
            guint                  page,
            const graphene_rect_t *sheet,
            const graphene_rect_t *seen,
            gboolean              *drew)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  const Drawing *drawing = get_drawing (self, page, sheet, seen, drew);
  graphene_rect_t place;
  float ratio;

  gtk_snapshot_append_color (snapshot, &white, sheet);
  if (drawing->texture == NULL)
    return;

  ratio = (float) (self->zoom / drawing->zoom);
  graphene_rect_scale (&drawing->area, ratio, ratio, &place);
  graphene_rect_offset (&place, sheet->origin.x, sheet->origin.y);
  gtk_snapshot_append_texture (snapshot, drawing->texture, &place);
}

/* Keeps the middle of what is seen in the middle. */
static void
configure (EcpaPaperView  *self,
           GtkOrientation  orientation,
           double          size,
           double          content)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  double upper = MAX (content, size);
  double before, page, value;

  if (adjustment == NULL)
    return;

  before = gtk_adjustment_get_upper (adjustment);
  page = gtk_adjustment_get_page_size (adjustment);
  value = gtk_adjustment_get_value (adjustment);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && before <= page)
    value = (upper - size) / 2;
  else if (before > page && page > 0 && upper != before && value > 0)
    value = (value + page / 2) / before * upper - size / 2;
  gtk_adjustment_configure (adjustment, CLAMP (value, 0, upper - size), 0, upper, size * 0.1, size * 0.9, size);
}

static void
set_zoom (EcpaPaperView *self,
          double         zoom,
          gboolean       fit)
{
  self->fit = fit;
  self->zoom = CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM);
  g_clear_handle_id (&self->redraw_source, g_source_remove);
  self->redraw_source = g_timeout_add (REDRAW_MS, redraw_cb, self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (EcpaPaperView  *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  GtkAdjustment **slot = &self->adjustments[orientation];

  if (*slot == adjustment && adjustment != NULL)
    return;
  if (*slot != NULL)
    g_signal_handlers_disconnect_by_func (*slot, gtk_widget_queue_draw, self);
  g_clear_object (slot);
  *slot = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_swapped (*slot, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
scrolled_cb (EcpaPaperView            *self,
             double                    dx,
             double                    dy,
             GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return GDK_EVENT_PROPAGATE;
  set_zoom (self, self->zoom * pow (ZOOM_STEP, -dy), FALSE);

  return GDK_EVENT_STOP;
}

static void
pinch_began_cb (EcpaPaperView *self)
{
  self->zoom_before = self->zoom;
}

static void
pinched_cb (EcpaPaperView *self,
            double         scale)
{
  set_zoom (self, self->zoom_before * scale, FALSE);
}

/* A click gives the keyboard to the paper, so that the arrows scroll it. */
static void
pressed_cb (EcpaPaperView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
scroll_keyed_cb (GtkWidget *widget,
                 GVariant  *arguments,
                 gpointer   data)
{
  EcpaPaperView *self = ECPA_PAPER_VIEW (widget);
  int orientation, pages;
  double steps, value;
  GtkAdjustment *adjustment;

  g_variant_get (arguments, "(iid)", &orientation, &pages, &steps);
  adjustment = self->adjustments[orientation];
  if (adjustment == NULL)
    return GDK_EVENT_PROPAGATE;

  value = gtk_adjustment_get_value (adjustment);
  value += steps * gtk_adjustment_get_step_increment (adjustment);
  value += pages * gtk_adjustment_get_page_increment (adjustment);
  gtk_adjustment_set_value (adjustment, value);

  return GDK_EVENT_STOP;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_paper_view_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = 0;
  *natural = (int) ceil ((orientation == GTK_ORIENTATION_HORIZONTAL ? ECPA_PAGE_WIDTH : ECPA_PAGE_HEIGHT) + 2 * MARGIN);
}

static void
ecpa_paper_view_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  EcpaPaperView *self = ECPA_PAPER_VIEW (widget);

  if (self->fit)
    self->zoom = CLAMP ((width - 2.0 * MARGIN) / ECPA_PAGE_WIDTH, LEAST_ZOOM, MOST_FIT);
  configure (self, GTK_ORIENTATION_HORIZONTAL, width, round (ECPA_PAGE_WIDTH * self->zoom) + 2 * MARGIN);
  configure (self, GTK_ORIENTATION_VERTICAL, height, get_content_height (self));
}

static void
ecpa_paper_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  EcpaPaperView *self = ECPA_PAPER_VIEW (widget);
  static const GdkRGBA shadow = { 0, 0, 0, 0.35f }, edge = { 0, 0, 0, 0.18f };
  graphene_rect_t view = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  gboolean drew = FALSE;

  gtk_snapshot_push_clip (snapshot, &view);
  for (guint i = 0; i < count_pages (self); i++)
    {
      graphene_rect_t sheet = get_sheet (self, i);
      graphene_rect_t seen;
      GskRoundedRect outline;

      if (!graphene_rect_intersection (&sheet, &view, &seen))
        {
          drawing_clear (&g_array_index (self->drawings, Drawing, i));
          continue;
        }
      graphene_rect_offset (&seen, -sheet.origin.x, -sheet.origin.y);
      gsk_rounded_rect_init_from_rect (&outline, &sheet, 0);
      gtk_snapshot_append_outset_shadow (snapshot, &outline, &edge, 0, 0, 1, 0);
      gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 2, 1, 7);
      draw_sheet (self, snapshot, i, &sheet, &seen, &drew);
    }
  gtk_snapshot_pop (snapshot);
}

static void
ecpa_paper_view_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  EcpaPaperView *self = ECPA_PAPER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int) self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_paper_view_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  EcpaPaperView *self = ECPA_PAPER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, (GtkOrientation) (id - PROP_HADJUSTMENT), g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = (guint) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_paper_view_dispose (GObject *object)
{
  EcpaPaperView *self = ECPA_PAPER_VIEW (object);

  g_clear_handle_id (&self->redraw_source, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    if (self->adjustments[i] != NULL)
      {
        g_signal_handlers_disconnect_by_func (self->adjustments[i], gtk_widget_queue_draw, self);
        g_clear_object (&self->adjustments[i]);
      }
  g_clear_pointer (&self->drawings, g_array_unref);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (ecpa_paper_view_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
add_scroll_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint          key;
    GtkOrientation orientation;
    int            pages;
    double         steps;
  } keys[] = {
    { GDK_KEY_Up, GTK_ORIENTATION_VERTICAL, 0, -1 },
    { GDK_KEY_KP_Up, GTK_ORIENTATION_VERTICAL, 0, -1 },
    { GDK_KEY_Down, GTK_ORIENTATION_VERTICAL, 0, 1 },
    { GDK_KEY_KP_Down, GTK_ORIENTATION_VERTICAL, 0, 1 },
    { GDK_KEY_Left, GTK_ORIENTATION_HORIZONTAL, 0, -1 },
    { GDK_KEY_KP_Left, GTK_ORIENTATION_HORIZONTAL, 0, -1 },
    { GDK_KEY_Right, GTK_ORIENTATION_HORIZONTAL, 0, 1 },
    { GDK_KEY_KP_Right, GTK_ORIENTATION_HORIZONTAL, 0, 1 },
    { GDK_KEY_Page_Up, GTK_ORIENTATION_VERTICAL, -1, 0 },
    { GDK_KEY_Page_Down, GTK_ORIENTATION_VERTICAL, 1, 0 },
    { GDK_KEY_space, GTK_ORIENTATION_VERTICAL, 1, 0 },
    { GDK_KEY_Home, GTK_ORIENTATION_VERTICAL, -1000, 0 },
    { GDK_KEY_End, GTK_ORIENTATION_VERTICAL, 1000, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, 0, scroll_keyed_cb, "(iid)",
                                  (int) keys[i].orientation, keys[i].pages, keys[i].steps);
}

static void
ecpa_paper_view_class_init (EcpaPaperViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ecpa_paper_view_dispose;
  object_class->get_property = ecpa_paper_view_get_property;
  object_class->set_property = ecpa_paper_view_set_property;
  widget_class->measure = ecpa_paper_view_measure;
  widget_class->size_allocate = ecpa_paper_view_size_allocate;
  widget_class->snapshot = ecpa_paper_view_snapshot;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_set_css_name (widget_class, "paperview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  add_scroll_keys (widget_class);
}

static void
ecpa_paper_view_init (EcpaPaperView *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->fit = TRUE;
  self->zoom = 1;
  self->drawings = g_array_new (FALSE, TRUE, sizeof (Drawing));
  g_array_set_clear_func (self->drawings, (GDestroyNotify) drawing_clear);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scrolled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_began_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinched_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_paper_view_new:
 *
 * Returns: (transfer floating): a view without a document
 */
GtkWidget *
ecpa_paper_view_new (void)
{
  return g_object_new (ECPA_TYPE_PAPER_VIEW, NULL);
}

/**
 * ecpa_paper_view_set_document:
 * @self: a view
 * @document: (nullable): what to show; %NULL drops everything that was drawn
 */
void
ecpa_paper_view_set_document (EcpaPaperView     *self,
                              EcpaOrderDocument *document)
{
  g_return_if_fail (ECPA_IS_PAPER_VIEW (self));

  if (!g_set_object (&self->document, document))
    return;

  g_array_set_size (self->drawings, 0);
  g_array_set_size (self->drawings, count_pages (self));
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    if (self->adjustments[i] != NULL)
      gtk_adjustment_set_value (self->adjustments[i], 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ecpa_paper_view_zoom_in:
 * @self: a view
 */
void
ecpa_paper_view_zoom_in (EcpaPaperView *self)
{
  g_return_if_fail (ECPA_IS_PAPER_VIEW (self));

  set_zoom (self, self->zoom * ZOOM_STEP, FALSE);
}

/**
 * ecpa_paper_view_zoom_out:
 * @self: a view
 */
void
ecpa_paper_view_zoom_out (EcpaPaperView *self)
{
  g_return_if_fail (ECPA_IS_PAPER_VIEW (self));

  set_zoom (self, self->zoom / ZOOM_STEP, FALSE);
}

/**
 * ecpa_paper_view_zoom_fit:
 * @self: a view
 *
 * As wide as there is room, and from now on with the room.
 */
void
ecpa_paper_view_zoom_fit (EcpaPaperView *self)
{
  g_return_if_fail (ECPA_IS_PAPER_VIEW (self));

  set_zoom (self, self->zoom, TRUE);
}

/**
 * ecpa_paper_view_get_zoom:
 * @self: a view
 *
 * Returns: logical pixels a point
 */
double
ecpa_paper_view_get_zoom (EcpaPaperView *self)
{
  g_return_val_if_fail (ECPA_IS_PAPER_VIEW (self), 0);

  return self->zoom;
}
