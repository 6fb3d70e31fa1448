/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

/**
 * EcpaReaderGlyph:
 *
 * What a badge beside the reader says, to be known by its shape alone: a state is never told by colour only.
 */
typedef enum
{
  ECPA_READER_GLYPH_NONE,
  ECPA_READER_GLYPH_WARNING,
  ECPA_READER_GLYPH_QUESTION,
  ECPA_READER_GLYPH_TICK,
  ECPA_READER_GLYPH_DOTS,
  ECPA_READER_GLYPH_PADLOCK,
  ECPA_READER_GLYPH_UNEQUAL,
  ECPA_READER_GLYPH_OFF,
  ECPA_READER_GLYPH_TURN,
  ECPA_READER_GLYPH_EXCHANGE,
  ECPA_READER_GLYPH_OUT,
} EcpaReaderGlyph;

void ecpa_reader_glyph_draw (EcpaReaderGlyph  glyph,
                             cairo_t         *cr,
                             double           x,
                             double           y);
