/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reader-scene.h"

#include "ecpa-card-drawing.h"
#include "ecpa-reader-glyphs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CARD_WIDTH 150.0
#define CARD_HEIGHT (CARD_WIDTH / ECPA_CARD_RATIO)
#define CARD_OUTSIDE 8.0
#define CARD_INSIDE (130 - CARD_HEIGHT * 0.74)

/* Types -------------------------------------------------------------------- */

typedef enum
{
  FACE_NONE,
  FACE_FRONT,
  FACE_BACK,
  FACE_OTHER,
} Face;

typedef enum
{
  LIGHT_OFF,
  LIGHT_IDLE,
  LIGHT_BUSY,
  LIGHT_GOOD,
  LIGHT_TROUBLE,
} Light;

/* @extra is drawn last but for the badge. */
typedef struct
{
  EcpaReaderWords  words;
  Face             face;
  gboolean         inside;
  gboolean         reader;
  gboolean         pale;
  Light            light;
  EcpaReaderGlyph  glyph;
  void           (*extra) (cairo_t *cr, const GdkRGBA *ink);
} SceneRow;

static void draw_way_in        (cairo_t *cr, const GdkRGBA *ink);
static void draw_missing       (cairo_t *cr, const GdkRGBA *ink);
static void draw_loose_plug    (cairo_t *cr, const GdkRGBA *ink);
static void draw_other_program (cairo_t *cr, const GdkRGBA *ink);
static void draw_crack         (cairo_t *cr, const GdkRGBA *ink);
static void draw_gap           (cairo_t *cr, const GdkRGBA *ink);

#define WARNING "dialog-warning-symbolic", "warning"

static const SceneRow rows[] = {
  [ECPA_READER_SCENE_NO_SERVICE] = {
    { N_("No reader service"), N_("Cards cannot be read just now"), WARNING },
    FACE_NONE, FALSE, TRUE, TRUE, LIGHT_OFF, ECPA_READER_GLYPH_OFF, NULL,
  },
  [ECPA_READER_SCENE_NOT_PERMITTED] = {
    { N_("Not permitted"), N_("Cards cannot be read just now"), WARNING },
    FACE_NONE, FALSE, TRUE, TRUE, LIGHT_OFF, ECPA_READER_GLYPH_PADLOCK, NULL,
  },
  [ECPA_READER_SCENE_MISMATCH] = {
    { N_("Versions do not fit"), N_("Cards cannot be read just now"), WARNING },
    FACE_NONE, FALSE, TRUE, TRUE, LIGHT_OFF, ECPA_READER_GLYPH_UNEQUAL, NULL,
  },
  [ECPA_READER_SCENE_NO_READER] = {
    { N_("No reader"), N_("Plug in a card reader"), WARNING },
    FACE_NONE, FALSE, FALSE, FALSE, LIGHT_OFF, ECPA_READER_GLYPH_WARNING, draw_missing,
  },
  [ECPA_READER_SCENE_UNPLUGGED] = {
    { N_("Reader unplugged"), N_("Plug in a card reader"), WARNING },
    FACE_NONE, FALSE, TRUE, TRUE, LIGHT_OFF, ECPA_READER_GLYPH_WARNING, draw_loose_plug,
  },
  [ECPA_READER_SCENE_EMPTY] = {
    { N_("No card"), N_("Put your health card into the reader"), "list-remove-symbolic", "dim-label" },
    FACE_FRONT, FALSE, TRUE, FALSE, LIGHT_IDLE, ECPA_READER_GLYPH_NONE, draw_way_in,
  },
  [ECPA_READER_SCENE_TAKEN_OUT] = {
    { N_("Taken out too early"), N_("Put your health card into the reader"), WARNING },
    FACE_FRONT, FALSE, TRUE, FALSE, LIGHT_IDLE, ECPA_READER_GLYPH_OUT, draw_way_in,
  },
  [ECPA_READER_SCENE_READING] = {
    { N_("Reading"), N_("The card is being read"), "content-loading-symbolic", "accent" },
    FACE_FRONT, TRUE, TRUE, FALSE, LIGHT_BUSY, ECPA_READER_GLYPH_DOTS, NULL,
  },
  [ECPA_READER_SCENE_MUTE] = {
    { N_("No answer"), N_("This card cannot be used"), WARNING },
    FACE_BACK, TRUE, TRUE, FALSE, LIGHT_TROUBLE, ECPA_READER_GLYPH_TURN, NULL,
  },
  [ECPA_READER_SCENE_OTHER_KIND] = {
    { N_("Another kind of card"), N_("This card cannot be used"), WARNING },
    FACE_OTHER, TRUE, TRUE, FALSE, LIGHT_TROUBLE, ECPA_READER_GLYPH_QUESTION, NULL,
  },
  [ECPA_READER_SCENE_OTHER_PERSON] = {
    { N_("Another person's card"), N_("This card cannot be used"), WARNING },
    FACE_FRONT, TRUE, TRUE, FALSE, LIGHT_TROUBLE, ECPA_READER_GLYPH_QUESTION, NULL,
  },
  [ECPA_READER_SCENE_IN_USE] = {
    { N_("In use elsewhere"), N_("This card cannot be used"), WARNING },
    FACE_FRONT, TRUE, TRUE, FALSE, LIGHT_TROUBLE, ECPA_READER_GLYPH_PADLOCK, draw_other_program,
  },
  [ECPA_READER_SCENE_UNREADABLE] = {
    { N_("Not readable"), N_("This card cannot be used"), WARNING },
    FACE_FRONT, TRUE, TRUE, FALSE, LIGHT_TROUBLE, ECPA_READER_GLYPH_WARNING, draw_crack,
  },
  [ECPA_READER_SCENE_LOST] = {
    { N_("Contact lost"), N_("This card cannot be used"), WARNING },
    FACE_FRONT, FALSE, TRUE, FALSE, LIGHT_TROUBLE, ECPA_READER_GLYPH_WARNING, draw_gap,
  },
  [ECPA_READER_SCENE_READY] = {
    { N_("Inserted"), N_("Card read: type the registration password"), "emblem-ok-symbolic", "success" },
    FACE_FRONT, TRUE, TRUE, FALSE, LIGHT_GOOD, ECPA_READER_GLYPH_TICK, NULL,
  },
  [ECPA_READER_SCENE_SIGNING_IN] = {
    { N_("Signing in"), N_("Signing in: leave the card in the reader"), "content-loading-symbolic", "accent" },
    FACE_FRONT, TRUE, TRUE, FALSE, LIGHT_BUSY, ECPA_READER_GLYPH_EXCHANGE, NULL,
  },
  [ECPA_READER_SCENE_SIGNED_IN] = {
    { N_("Signed in"), N_("You are signed in"), "emblem-ok-symbolic", "success" },
    FACE_FRONT, TRUE, TRUE, FALSE, LIGHT_GOOD, ECPA_READER_GLYPH_TICK, NULL,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == ECPA_READER_N_SCENES);

/* Auxiliaries: the reader -------------------------------------------------- */

static void
rounded_box (cairo_t *cr,
             double   x,
             double   y,
             double   width,
             double   height,
             double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
set_ink (cairo_t       *cr,
         const GdkRGBA *ink,
         double         alpha)
{
  cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, alpha);
}

/* Behind the card: the slot it goes into. */
static void
draw_slot (cairo_t *cr)
{
  rounded_box (cr, 30, 122, 180, 26, 12);
  cairo_set_source_rgb (cr, 0.22, 0.24, 0.27);
  cairo_fill (cr);
  rounded_box (cr, 40, 126, 160, 9, 4);
  cairo_set_source_rgb (cr, 0.08, 0.09, 0.10);
  cairo_fill (cr);
}

static void
set_light (cairo_t *cr,
           Light    light)
{
  static const double colours[][3] = {
    [LIGHT_OFF] = { 0.45, 0.46, 0.48 },  [LIGHT_IDLE] = { 0.85, 0.87, 0.89 }, [LIGHT_BUSY] = { 0.38, 0.63, 0.92 },
    [LIGHT_GOOD] = { 0.20, 0.82, 0.48 }, [LIGHT_TROUBLE] = { 0.96, 0.76, 0.07 },
  };

  cairo_set_source_rgb (cr, colours[light][0], colours[light][1], colours[light][2]);
}

/* In front of the card: the body and its light. */
static void
draw_front (cairo_t *cr,
            Light    light)
{
  cairo_pattern_t *body = cairo_pattern_create_linear (0, 130, 0, 184);

  cairo_pattern_add_color_stop_rgb (body, 0, 0.36, 0.39, 0.43);
  cairo_pattern_add_color_stop_rgb (body, 1, 0.27, 0.29, 0.33);
  rounded_box (cr, 30, 132, 180, 52, 11);
  cairo_set_source (cr, body);
  cairo_fill (cr);
  cairo_pattern_destroy (body);

  cairo_arc (cr, 190, 158, 5, 0, 2 * G_PI);
  set_light (cr, light);
  cairo_fill (cr);
}

/* Of another issuer, by its looks: no health card, whatever it is. */
static void
draw_other_card (cairo_t *cr)
{
  cairo_pattern_t *body = cairo_pattern_create_linear (0, 0, CARD_WIDTH, CARD_HEIGHT);

  cairo_pattern_add_color_stop_rgb (body, 0, 0.38, 0.33, 0.55);
  cairo_pattern_add_color_stop_rgb (body, 1, 0.24, 0.22, 0.40);
  rounded_box (cr, 0, 0, CARD_WIDTH, CARD_HEIGHT, 7);
  cairo_set_source (cr, body);
  cairo_fill (cr);
  cairo_pattern_destroy (body);
  rounded_box (cr, 16, 26, 22, 17, 3);
  cairo_set_source_rgb (cr, 0.86, 0.87, 0.90);
  cairo_fill (cr);
  for (int group = 0; group < 4; group++)
    {
      rounded_box (cr, 16 + group * 30, 54, 23, 5, 2);
      cairo_set_source_rgba (cr, 1, 1, 1, 0.6);
      cairo_fill (cr);
    }
}

/* A card that waits above the reader is paler than one that is in it. */
static void
draw_card (const SceneRow *row,
           GtkWidget      *widget,
           cairo_t        *cr,
           double          inserted,
           const char     *holder,
           const char     *number)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, -ECPA_READER_SCENE_HEIGHT, ECPA_READER_SCENE_WIDTH, ECPA_READER_SCENE_HEIGHT + 133);
  cairo_clip (cr);
  cairo_translate (cr, (ECPA_READER_SCENE_WIDTH - CARD_WIDTH) / 2,
                   CARD_OUTSIDE + (CARD_INSIDE - CARD_OUTSIDE) * inserted);
  cairo_push_group (cr);
  if (row->face == FACE_OTHER)
    draw_other_card (cr);
  else
    ecpa_card_draw (widget, cr, CARD_WIDTH, row->face == FACE_BACK ? ECPA_CARD_BACK : ECPA_CARD_FRONT, holder, number);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, row->inside ? 1 : 0.35 + 0.65 * inserted);
  cairo_restore (cr);
}

/* Auxiliaries: what only some scenes have ---------------------------------- */

/* An arrow that says where the card goes, until it is there. */
static void
draw_way_in (cairo_t       *cr,
             const GdkRGBA *ink)
{
  cairo_set_source_rgba (cr, 1, 1, 1, 0.65);
  cairo_set_line_width (cr, 3);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, 111, 152);
  cairo_line_to (cr, 120, 161);
  cairo_line_to (cr, 129, 152);
  cairo_stroke (cr);
}

/* Only the outline of a reader that is not there. */
static void
draw_missing (cairo_t       *cr,
              const GdkRGBA *ink)
{
  const double dashes[] = { 6, 5 };

  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  set_ink (cr, ink, 0.45);
  rounded_box (cr, 30, 122, 180, 62, 12);
  cairo_stroke (cr);
  cairo_move_to (cr, 60, 136);
  cairo_line_to (cr, 180, 136);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* The reader's cable, and its plug beside the socket. */
static void
draw_loose_plug (cairo_t       *cr,
                 const GdkRGBA *ink)
{
  set_ink (cr, ink, 0.6);
  cairo_set_line_width (cr, 3);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, 60, 122);
  cairo_curve_to (cr, 56, 70, 96, 96, 96, 62);
  cairo_stroke (cr);
  rounded_box (cr, 86, 42, 20, 22, 3);
  cairo_fill (cr);
  cairo_rectangle (cr, 90, 31, 12, 11);
  cairo_stroke (cr);

  /* the socket it came from */
  rounded_box (cr, 74, 4, 44, 14, 3);
  cairo_stroke (cr);
  cairo_rectangle (cr, 88, 9, 16, 4);
  cairo_fill (cr);
}

/* The window of another program, in front of the card. */
static void
draw_other_program (cairo_t       *cr,
                    const GdkRGBA *ink)
{
  rounded_box (cr, 28, 62, 74, 52, 5);
  cairo_set_source_rgb (cr, 0.97, 0.97, 0.98);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.35, 0.38, 0.42);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  rounded_box (cr, 28, 62, 74, 13, 5);
  cairo_fill (cr);
  for (int i = 0; i < 3; i++)
    {
      cairo_rectangle (cr, 36, 83 + i * 9, i == 2 ? 34 : 56, 3);
      cairo_set_source_rgba (cr, 0.35, 0.38, 0.42, 0.6);
      cairo_fill (cr);
    }
}

static void
draw_crack (cairo_t       *cr,
            const GdkRGBA *ink)
{
  static const double points[][2] = { { 92, 62 }, { 104, 78 }, { 92, 88 }, { 110, 102 }, { 98, 112 }, { 108, 130 } };

  cairo_move_to (cr, points[0][0], points[0][1]);
  for (gsize i = 1; i < G_N_ELEMENTS (points); i++)
    cairo_line_to (cr, points[i][0], points[i][1]);
  cairo_set_source_rgb (cr, 0.70, 0.15, 0.10);
  cairo_set_line_width (cr, 3);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

/* Between card and reader. */
static void
draw_gap (cairo_t       *cr,
          const GdkRGBA *ink)
{
  cairo_move_to (cr, 84, 112);
  for (int i = 1; i <= 6; i++)
    cairo_line_to (cr, 84 + i * 12, i % 2 == 1 ? 118 : 108);
  set_ink (cr, ink, 0.75);
  cairo_set_line_width (cr, 3);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static EcpaReaderScene
scene_of_service (EcpaFaultCode code)
{
  switch ((int) code)
    {
    case ECPA_FAULT_READER_NOT_PERMITTED:
      return ECPA_READER_SCENE_NOT_PERMITTED;
    case ECPA_FAULT_READER_MISMATCH:
      return ECPA_READER_SCENE_MISMATCH;
    default:
      return ECPA_READER_SCENE_NO_SERVICE;
    }
}

static EcpaReaderScene
scene_of_card (EcpaFaultCode code)
{
  switch ((int) code)
    {
    case ECPA_FAULT_CARD_MUTE:
      return ECPA_READER_SCENE_MUTE;
    case ECPA_FAULT_CARD_OTHER_KIND:
      return ECPA_READER_SCENE_OTHER_KIND;
    case ECPA_FAULT_LOCKED_OTHER_CARD:
      return ECPA_READER_SCENE_OTHER_PERSON;
    case ECPA_FAULT_CARD_IN_USE:
      return ECPA_READER_SCENE_IN_USE;
    case ECPA_FAULT_CARD_COMMUNICATION:
      return ECPA_READER_SCENE_LOST;
    default:
      return ECPA_READER_SCENE_UNREADABLE;
    }
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reader_scene_of:
 * @state: where signing in stands
 * @fault: (nullable): what is wrong with service, reader or card
 * @had_reader: whether there has been a reader before
 *
 * Returns: what there is to see
 */
EcpaReaderScene
ecpa_reader_scene_of (EcpaLoginState   state,
                      const EcpaFault *fault,
                      gboolean         had_reader)
{
  EcpaFaultCode code = fault != NULL ? fault->code : ECPA_FAULT_NONE;

  switch (state)
    {
    case ECPA_LOGIN_NO_SERVICE:
      return scene_of_service (code);
    case ECPA_LOGIN_NO_READER:
      return had_reader ? ECPA_READER_SCENE_UNPLUGGED : ECPA_READER_SCENE_NO_READER;
    case ECPA_LOGIN_NO_CARD:
      return code == ECPA_FAULT_NONE ? ECPA_READER_SCENE_EMPTY : ECPA_READER_SCENE_TAKEN_OUT;
    case ECPA_LOGIN_READING:
      return ECPA_READER_SCENE_READING;
    case ECPA_LOGIN_UNUSABLE:
      return scene_of_card (code);
    case ECPA_LOGIN_READY:
      return ECPA_READER_SCENE_READY;
    case ECPA_LOGIN_SIGNING_IN:
      return ECPA_READER_SCENE_SIGNING_IN;
    case ECPA_LOGIN_SIGNED_IN:
      return ECPA_READER_SCENE_SIGNED_IN;
    default:
      g_return_val_if_reached (ECPA_READER_SCENE_NO_SERVICE);
    }
}

/**
 * ecpa_reader_scene_words:
 * @scene: what there is to see
 *
 * UI thread.
 *
 * Returns: (transfer none): how it is told; valid for ever
 */
const EcpaReaderWords *
ecpa_reader_scene_words (EcpaReaderScene scene)
{
  static EcpaReaderWords translated[ECPA_READER_N_SCENES];

  g_return_val_if_fail ((guint) scene < ECPA_READER_N_SCENES, NULL);

  translated[scene] = rows[scene].words;
  translated[scene].status = _(rows[scene].words.status);
  translated[scene].sentence = _(rows[scene].words.sentence);

  return &translated[scene];
}

/**
 * ecpa_reader_scene_has_card:
 * @scene: what there is to see
 *
 * Returns: whether a card is in the reader
 */
gboolean
ecpa_reader_scene_has_card (EcpaReaderScene scene)
{
  g_return_val_if_fail ((guint) scene < ECPA_READER_N_SCENES, FALSE);

  return rows[scene].inside;
}

/**
 * ecpa_reader_scene_draw:
 * @scene: what there is to see
 * @widget: whose font and colour are used
 * @cr: where to draw, scaled to a box of %ECPA_READER_SCENE_WIDTH by %ECPA_READER_SCENE_HEIGHT
 * @inserted: how far in the card is, from 0 to 1
 * @holder: (nullable): the masked name on the card
 * @number: (nullable): its masked number
 */
void
ecpa_reader_scene_draw (EcpaReaderScene  scene,
                        GtkWidget       *widget,
                        cairo_t         *cr,
                        double           inserted,
                        const char      *holder,
                        const char      *number)
{
  const SceneRow *row;
  GdkRGBA ink;

  g_return_if_fail ((guint) scene < ECPA_READER_N_SCENES);

  row = &rows[scene];
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  cairo_push_group (cr);
  if (row->reader)
    {
      draw_slot (cr);
      if (row->face != FACE_NONE)
        draw_card (row, widget, cr, inserted, holder, number);
      draw_front (cr, row->light);
    }
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, row->pale ? 0.5 : 1);

  if (row->extra != NULL)
    row->extra (cr, &ink);
  ecpa_reader_glyph_draw (row->glyph, cr, row->face == FACE_NONE ? 120 : 195, row->face == FACE_NONE ? 90 : 38);
}
