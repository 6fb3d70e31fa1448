/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-login-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The box that a scene is drawn in. */
#define ECPA_READER_SCENE_WIDTH 240.0
#define ECPA_READER_SCENE_HEIGHT 200.0

/**
 * EcpaReaderScene:
 * @ECPA_READER_SCENE_NO_SERVICE: the reader service does not run
 * @ECPA_READER_SCENE_NOT_PERMITTED: it does not let this program in
 * @ECPA_READER_SCENE_MISMATCH: it is of another version
 * @ECPA_READER_SCENE_NO_READER: no reader
 * @ECPA_READER_SCENE_UNPLUGGED: no reader any more
 * @ECPA_READER_SCENE_EMPTY: a reader without a card
 * @ECPA_READER_SCENE_TAKEN_OUT: the card went before it had been read
 * @ECPA_READER_SCENE_READING: a card is being read
 * @ECPA_READER_SCENE_MUTE: the card does not answer; perhaps it is the wrong way round
 * @ECPA_READER_SCENE_OTHER_KIND: a card of another kind
 * @ECPA_READER_SCENE_OTHER_PERSON: a health card, and not of the person who is to come back
 * @ECPA_READER_SCENE_IN_USE: another program holds the card
 * @ECPA_READER_SCENE_UNREADABLE: the card's answer makes no sense
 * @ECPA_READER_SCENE_LOST: reader and card lost each other
 * @ECPA_READER_SCENE_READY: the card has been read
 * @ECPA_READER_SCENE_SIGNING_IN: the card is at work
 * @ECPA_READER_SCENE_SIGNED_IN: done
 *
 * What there is to see of the reader: each of them has a drawing and words of its own.
 */
typedef enum
{
  ECPA_READER_SCENE_NO_SERVICE,
  ECPA_READER_SCENE_NOT_PERMITTED,
  ECPA_READER_SCENE_MISMATCH,
  ECPA_READER_SCENE_NO_READER,
  ECPA_READER_SCENE_UNPLUGGED,
  ECPA_READER_SCENE_EMPTY,
  ECPA_READER_SCENE_TAKEN_OUT,
  ECPA_READER_SCENE_READING,
  ECPA_READER_SCENE_MUTE,
  ECPA_READER_SCENE_OTHER_KIND,
  ECPA_READER_SCENE_OTHER_PERSON,
  ECPA_READER_SCENE_IN_USE,
  ECPA_READER_SCENE_UNREADABLE,
  ECPA_READER_SCENE_LOST,
  ECPA_READER_SCENE_READY,
  ECPA_READER_SCENE_SIGNING_IN,
  ECPA_READER_SCENE_SIGNED_IN,
  ECPA_READER_N_SCENES,
} EcpaReaderScene;

/**
 * EcpaReaderWords:
 * @status: two or three words, translated
 * @sentence: what to do or to know, translated; what a fault says takes its place
 * @icon: an icon that tells it without colour
 * @css_class: the colour that goes with it
 *
 * How a scene is told.
 */
typedef struct
{
  const char *status;
  const char *sentence;
  const char *icon;
  const char *css_class;
} EcpaReaderWords;

EcpaReaderScene        ecpa_reader_scene_of       (EcpaLoginState   state,
                                                   const EcpaFault *fault,
                                                   gboolean         had_reader);
const EcpaReaderWords *ecpa_reader_scene_words    (EcpaReaderScene  scene);
gboolean               ecpa_reader_scene_has_card (EcpaReaderScene  scene);
void                   ecpa_reader_scene_draw     (EcpaReaderScene  scene,
                                                   GtkWidget       *widget,
                                                   cairo_t         *cr,
                                                   double           inserted,
                                                   const char      *holder,
                                                   const char      *number);

G_END_DECLS
