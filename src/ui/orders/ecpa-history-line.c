/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-line.h"

#include <glib/gi18n.h>

#include "ecpa-roc-date.h"

/* Between columns, between lines, and how many characters of a reason make columns worth while. */
#define GAP 18
#define LEADING 2
#define LEAST_REASON 14

/* How long lines are named for before anything else may happen. */
#define NAMING_US 3000

/* Types -------------------------------------------------------------------- */

struct _EcpaHistoryLine
{
  GtkWidget       parent_instance;

  /* Owned */
  EcpaHistoryRow *row;          /* nullable */

  EcpaHistoryMark mark;
  gboolean        is_unnamed;   /* its name is due */
};

/* Of a font: what a column needs. */
typedef struct
{
  PangoFontDescription *font;
  double                resolution;
  int                   height;
  int                   letter;
  int                   date;
  int                   kind;
  int                   state;
} Measures;

enum
{
  SIGNAL_CLICKED,
  SIGNAL_FILLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A list of 10,000 has some 200 lines, and each name is a message to all who listen; so what changes is drawn first, and
 * told a few lines at a time. */
static GQueue unnamed = G_QUEUE_INIT;   /* of EcpaHistoryLine, borrowed */
static guint naming;                    /* source */

G_DEFINE_FINAL_TYPE (EcpaHistoryLine, ecpa_history_line, GTK_TYPE_WIDGET)

/* Words -------------------------------------------------------------------- */

static const char *
describe_state (EcpaOrderSummary *summary)
{
  if (!summary->electronic)
    return _("On paper");

  return summary->signed_at != NULL ? _("Signed for") : _("Not signed for");
}

static char *
format_day (EcpaOrderSummary *summary)
{
  GDate date;

  if (summary->issued_on == NULL || !ecpa_date_parse_iso (summary->issued_on, &date))
    return g_strdup ("");

  return ecpa_roc_date_format (&date, ECPA_ROC_SHORT);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Measures ----------------------------------------------------------------- */

static void
measure_text (PangoLayout *layout,
              const char  *text,
              int         *width,
              int         *height)
{
  int w, h;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &w, &h);
  *width = MAX (*width, w);
  *height = MAX (*height, h);
}

/* All rows have the same font, so it is measured once; another language, scale or font makes another measure. */
static const Measures *
get_measures (GtkWidget *widget)
{
  static Measures measures;
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);
  g_autoptr (PangoLayout) layout = NULL;

  if (measures.font != NULL && measures.resolution == resolution && pango_font_description_equal (measures.font, font))
    return &measures;

  g_clear_pointer (&measures.font, pango_font_description_free);
  measures = (Measures) { .font = pango_font_description_copy (font), .resolution = resolution };
  layout = pango_layout_new (context);
  measure_text (layout, "國", &measures.letter, &measures.height);
  measure_text (layout, "888/88/88", &measures.date, &measures.height);
  measure_text (layout, "一次記二大功", &measures.kind, &measures.height);
  measure_text (layout, _("On paper"), &measures.state, &measures.height);
  measure_text (layout, _("Signed for"), &measures.state, &measures.height);
  measure_text (layout, _("Not signed for"), &measures.state, &measures.height);
  /* Bold letters are wider. */
  measures.kind += measures.kind / 10;
  measures.state += measures.state / 10;

  return &measures;
}

static gboolean
is_wide (const Measures *measures,
         int             width)
{
  return width >= measures->date + measures->kind + measures->state + 3 * GAP + LEAST_REASON * measures->letter;
}

/* Drawing ------------------------------------------------------------------ */

/* Draws @text, no wider than @width, from @x on; or ending at @x + @width where @is_end. */
static void
draw (GtkWidget   *widget,
      GtkSnapshot *snapshot,
      const char  *text,
      int          x,
      int          y,
      int          width,
      gboolean     is_strong,
      gboolean     is_dim,
      gboolean     is_end)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  gboolean is_high = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  GdkRGBA colour;

  if (width <= 0 || *text == '\0')
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  if (is_dim)
    colour.alpha *= is_high ? 0.9f : 0.65f;
  if (is_strong)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, attributes);
    }
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, is_end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_wide (GtkWidget        *widget,
           GtkSnapshot      *snapshot,
           int               width,
           const Measures   *measures,
           EcpaOrderSummary *summary)
{
  int second = measures->height + LEADING;
  int kind = measures->date + GAP;
  int reason = kind + measures->kind + GAP;
  int state = width - measures->state;
  g_autofree char *day = format_day (summary);
  g_autofree char *source = g_strjoin ("　", or_empty (summary->agency_name), or_empty (summary->document_number), NULL);

  draw (widget, snapshot, day, 0, 0, measures->date, FALSE, FALSE, FALSE);
  draw (widget, snapshot, or_empty (summary->kind_name), kind, 0, measures->kind, TRUE, FALSE, FALSE);
  draw (widget, snapshot, or_empty (summary->reason), reason, 0, state - GAP - reason, FALSE, FALSE, FALSE);
  draw (widget, snapshot, describe_state (summary), state, 0, measures->state,
        summary->electronic && summary->signed_at == NULL, !summary->electronic || summary->signed_at != NULL, TRUE);
  draw (widget, snapshot, source, reason, second, width - reason, FALSE, TRUE, FALSE);
}

static void
draw_narrow (GtkWidget        *widget,
             GtkSnapshot      *snapshot,
             int               width,
             const Measures   *measures,
             EcpaOrderSummary *summary)
{
  int step = measures->height + LEADING;
  int room = MIN (measures->state, width / 2);
  g_autofree char *day = format_day (summary);

  draw (widget, snapshot, or_empty (summary->kind_name), 0, 0, width - measures->date - GAP / 2, TRUE, FALSE, FALSE);
  draw (widget, snapshot, day, width - measures->date, 0, measures->date, FALSE, FALSE, TRUE);
  draw (widget, snapshot, or_empty (summary->reason), 0, step, width, FALSE, FALSE, FALSE);
  draw (widget, snapshot, or_empty (summary->agency_name), 0, 2 * step, width - room - GAP / 2, FALSE, TRUE, FALSE);
  draw (widget, snapshot, describe_state (summary), width - room, 2 * step, room,
        summary->electronic && summary->signed_at == NULL, !summary->electronic || summary->signed_at != NULL, TRUE);
}

/* A box with a tick in it or without, so that it is not the colour alone that tells. */
static void
draw_mark (GtkWidget       *widget,
           GtkSnapshot     *snapshot,
           int              size,
           EcpaHistoryMark  mark)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  const char *name = mark == ECPA_HISTORY_MARK_CHOSEN ? "checkbox-checked-symbolic" : "checkbox-symbolic";
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (theme, name, NULL, size,
                                                                  gtk_widget_get_scale_factor (widget),
                                                                  gtk_widget_get_direction (widget), 0);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, &colour, 1);
}

/* Callbacks ---------------------------------------------------------------- */

/* The list item around the row is what a screen reader stops at. */
static void
tell_name (EcpaHistoryLine *self)
{
  EcpaOrderSummary *summary = self->row != NULL ? ecpa_history_row_get_summary (self->row) : NULL;
  /* Translators: for screen readers: a row of a list whose content is still on its way */
  g_autofree char *order = summary != NULL ? ecpa_history_line_describe (summary, _(", ")) : g_strdup (_("Loading"));
  g_autofree char *name = NULL;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (self->mark == ECPA_HISTORY_MARK_CHOSEN)
    /* Translators: for screen readers: %s is an order that has been chosen for printing */
    name = g_strdup_printf (_("Chosen: %s"), order);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name != NULL ? name : order, -1);
}

static gboolean
name_lines_cb (gpointer data)
{
  gint64 end = g_get_monotonic_time () + NAMING_US;
  EcpaHistoryLine *line;

  while ((line = g_queue_pop_head (&unnamed)) != NULL)
    {
      line->is_unnamed = FALSE;
      tell_name (line);
      if (g_get_monotonic_time () >= end)
        break;
    }
  if (!g_queue_is_empty (&unnamed))
    return G_SOURCE_CONTINUE;

  naming = 0;

  return G_SOURCE_REMOVE;
}

static void
row_changed_cb (EcpaHistoryLine *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->is_unnamed)
    return;

  self->is_unnamed = TRUE;
  g_queue_push_tail (&unnamed, self);
  if (naming == 0)
    naming = g_idle_add (name_lines_cb, NULL);
}

static void
row_filled_cb (EcpaHistoryLine *self)
{
  row_changed_cb (self);
  g_signal_emit (self, signals[SIGNAL_FILLED], 0);
}

/* While orders are being chosen a click is no selection of the list's own. */
static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            EcpaHistoryLine *self)
{
  if (self->mark != ECPA_HISTORY_MARK_NONE)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* A click opens; the arrow keys only walk, for opening is recorded as 檢視. */
static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             EcpaHistoryLine *self)
{
  g_signal_emit (self, signals[SIGNAL_CLICKED], 0);
}

/* Overrides ---------------------------------------------------------------- */

static GtkSizeRequestMode
ecpa_history_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ecpa_history_line_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  const Measures *measures = get_measures (widget);
  int lines;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = measures->date + GAP / 2 + 2 * measures->letter;
      *natural = measures->date + measures->kind + measures->state + 3 * GAP + 2 * LEAST_REASON * measures->letter;
      return;
    }

  lines = for_size < 0 || is_wide (measures, for_size) ? 2 : 3;
  *minimum = *natural = lines * measures->height + (lines - 1) * LEADING;
}

static void
ecpa_history_line_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  EcpaHistoryLine *self = ECPA_HISTORY_LINE (widget);
  EcpaOrderSummary *summary = self->row != NULL ? ecpa_history_row_get_summary (self->row) : NULL;
  const Measures *measures = get_measures (widget);
  int indent = self->mark != ECPA_HISTORY_MARK_NONE ? measures->height + GAP : 0;
  int width = gtk_widget_get_width (widget) - indent;

  gtk_snapshot_save (snapshot);
  if (indent > 0)
    draw_mark (widget, snapshot, measures->height, self->mark);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) indent, 0));
  if (summary == NULL)
    draw (widget, snapshot, "…", 0, 0, width, FALSE, TRUE, FALSE);
  else if (is_wide (measures, width))
    draw_wide (widget, snapshot, width, measures, summary);
  else
    draw_narrow (widget, snapshot, width, measures, summary);
  gtk_snapshot_restore (snapshot);
}

static void
ecpa_history_line_dispose (GObject *object)
{
  EcpaHistoryLine *self = ECPA_HISTORY_LINE (object);

  g_queue_remove (&unnamed, self);
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);

  G_OBJECT_CLASS (ecpa_history_line_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_history_line_class_init (EcpaHistoryLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_history_line_dispose;
  widget_class->get_request_mode = ecpa_history_line_get_request_mode;
  widget_class->measure = ecpa_history_line_measure;
  widget_class->snapshot = ecpa_history_line_snapshot;

  signals[SIGNAL_CLICKED] = g_signal_new ("clicked", ECPA_TYPE_HISTORY_LINE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FILLED] = g_signal_new ("filled", ECPA_TYPE_HISTORY_LINE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "historyline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ecpa_history_line_init (EcpaHistoryLine *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_line_new:
 *
 * Returns: (transfer floating): an empty line
 */
GtkWidget *
ecpa_history_line_new (void)
{
  return g_object_new (ECPA_TYPE_HISTORY_LINE, NULL);
}

/**
 * ecpa_history_line_set_row:
 * @self: a line
 * @row: (nullable): what to show; the line follows its changes
 */
void
ecpa_history_line_set_row (EcpaHistoryLine *self,
                           EcpaHistoryRow  *row)
{
  g_return_if_fail (ECPA_IS_HISTORY_LINE (self));
  g_return_if_fail (row == NULL || ECPA_IS_HISTORY_ROW (row));

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;

  g_signal_connect_swapped (row, "changed", G_CALLBACK (row_filled_cb), self);
  row_changed_cb (self);
}

/**
 * ecpa_history_line_set_mark:
 * @self: a line
 * @mark: what stands before it
 */
void
ecpa_history_line_set_mark (EcpaHistoryLine *self,
                            EcpaHistoryMark  mark)
{
  g_return_if_fail (ECPA_IS_HISTORY_LINE (self));

  if (self->mark == mark)
    return;

  self->mark = mark;
  row_changed_cb (self);
}

/**
 * ecpa_history_line_get_order_id:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): which order it shows; %NULL while that is on its way
 */
const char *
ecpa_history_line_get_order_id (EcpaHistoryLine *self)
{
  EcpaOrderSummary *summary;

  g_return_val_if_fail (ECPA_IS_HISTORY_LINE (self), NULL);

  summary = self->row != NULL ? ecpa_history_row_get_summary (self->row) : NULL;

  return summary != NULL ? summary->id : NULL;
}

/**
 * ecpa_history_line_describe:
 * @summary: an order
 * @between: what to put between its parts
 *
 * Returns: (transfer full): date, kind, reason, agency, number and state of the order
 */
char *
ecpa_history_line_describe (EcpaOrderSummary *summary,
                            const char       *between)
{
  g_autofree char *day = NULL;

  g_return_val_if_fail (ECPA_IS_ORDER_SUMMARY (summary), NULL);

  day = format_day (summary);

  return g_strjoin (between, day, or_empty (summary->kind_name), or_empty (summary->reason),
                    or_empty (summary->agency_name), or_empty (summary->document_number), describe_state (summary), NULL);
}
