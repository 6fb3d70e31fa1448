/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reader-box.h"

#include "ecpa-fault-view.h"
#include "ecpa-reader-chooser.h"
#include "ecpa-reader-picture.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaReaderBox
{
  GtkBox             parent_instance;

  /* Template widgets */
  EcpaReaderPicture *picture;
  GtkLabel          *sentence_label;
  GtkLabel          *hint_label;
  EcpaFaultView     *fault_view;
  GtkLabel          *name_label;
  EcpaReaderChooser *chooser;

  /* Owned */
  EcpaLoginFlow     *flow;

  EcpaReaderScene    scene;
  gboolean           had_reader;
};

enum
{
  PROP_0,
  PROP_SCENE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaReaderBox, ecpa_reader_box, GTK_TYPE_BOX)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_label (GtkLabel   *label,
           const char *words)
{
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
}

static gboolean
has_several (EcpaReaderBox *self)
{
  return g_list_model_get_n_items (ecpa_login_flow_get_readers (self->flow)) > 1;
}

/* A missing reader is a fault too; nobody below says so, because it may be what the person wants. */
static EcpaFault *
create_fault (EcpaReaderBox *self)
{
  EcpaFault *fault = ecpa_login_flow_get_reader_fault (self->flow);

  if (fault != NULL)
    return ecpa_fault_copy (fault);
  if (ecpa_login_flow_get_state (self->flow) == ECPA_LOGIN_NO_READER)
    return ecpa_fault_new (ECPA_FAULT_READER_GONE, NULL);

  return NULL;
}

/* Which reader, where that is a question. */
static char *
describe_reader (EcpaReaderBox *self)
{
  const char *reader = ecpa_login_flow_get_reader_name (self->flow);

  if (reader == NULL || *reader == '\0' || has_several (self))
    return NULL;

  /* Translators: %s is the card reader's name as the system gives it */
  return g_strdup_printf (_("Reader: %s"), reader);
}

/* What no fault says. */
static const char *
describe_scene (EcpaReaderBox   *self,
                EcpaReaderScene  scene)
{
  if (scene == ECPA_READER_SCENE_READING && ecpa_login_flow_is_slow (self->flow))
    return _("Reading the card takes longer than usual");
  if (scene == ECPA_READER_SCENE_EMPTY && has_several (self) && !gtk_widget_get_visible (GTK_WIDGET (self->chooser)))
    return _("Put your health card into any of the readers");

  return ecpa_reader_scene_words (scene)->sentence;
}

static void
show_reader (EcpaReaderBox *self)
{
  const char *reader = ecpa_login_flow_get_reader_name (self->flow);
  g_autoptr (EcpaFault) fault = create_fault (self);
  EcpaReaderScene scene;
  g_autofree char *name = describe_reader (self);
  const char *sentence;
  const char *title = NULL;
  gboolean slow;

  if (reader != NULL && *reader != '\0')
    self->had_reader = TRUE;
  scene = ecpa_reader_scene_of (ecpa_login_flow_get_state (self->flow), fault, self->had_reader);
  sentence = describe_scene (self, scene);
  slow = scene == ECPA_READER_SCENE_READING && ecpa_login_flow_is_slow (self->flow);
  if (scene == ECPA_READER_SCENE_UNPLUGGED)
    title = _("The card reader was unplugged");
  else if (fault != NULL)
    title = ecpa_fault_words (fault->code)->title;

  ecpa_reader_picture_set_scene (self->picture, scene, title != NULL ? title : sentence);
  ecpa_fault_view_set_title (self->fault_view, title);
  ecpa_fault_view_set_fault (self->fault_view, fault);
  set_label (self->sentence_label, fault == NULL ? sentence : NULL);
  set_label (self->hint_label, slow ? _("The card is slow, or another program is using it. Wait a little, close the "
                                        "other program, or take the card out and put it in again.")
                                    : NULL);
  set_label (self->name_label, name);
  if (scene == self->scene)
    return;

  self->scene = scene;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCENE]);
}

/* Callbacks ---------------------------------------------------------------- */

static void
fault_action_cb (EcpaFaultView *view,
                 int            action,
                 EcpaReaderBox *self)
{
  if (action == ECPA_FAULT_ACTION_RETRY)
    ecpa_login_flow_retry (self->flow);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_reader_box_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (property_id == PROP_SCENE)
    g_value_set_int (value, (int) ECPA_READER_BOX (object)->scene);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_reader_box_finalize (GObject *object)
{
  g_clear_object (&ECPA_READER_BOX (object)->flow);

  G_OBJECT_CLASS (ecpa_reader_box_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_reader_box_class_init (EcpaReaderBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_READER_CHOOSER);
  g_type_ensure (ECPA_TYPE_READER_PICTURE);

  object_class->get_property = ecpa_reader_box_get_property;
  object_class->finalize = ecpa_reader_box_finalize;

  properties[PROP_SCENE] = g_param_spec_int ("scene", NULL, NULL, 0, ECPA_READER_N_SCENES - 1, 0,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-reader-box.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaReaderBox, picture);
  gtk_widget_class_bind_template_child (widget_class, EcpaReaderBox, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaReaderBox, hint_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaReaderBox, fault_view);
  gtk_widget_class_bind_template_child (widget_class, EcpaReaderBox, name_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaReaderBox, chooser);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
}

static void
ecpa_reader_box_init (EcpaReaderBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ecpa_fault_view_set_passive (self->fault_view, TRUE);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reader_box_set_flow:
 * @self: a box
 * @flow: whose reader; set once
 */
void
ecpa_reader_box_set_flow (EcpaReaderBox *self,
                          EcpaLoginFlow *flow)
{
  static const char *const watched[] = {
    "notify::state", "notify::reader-name", "notify::reader-fault", "notify::slow",
  };

  g_return_if_fail (ECPA_IS_READER_BOX (self));
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (flow));
  g_return_if_fail (self->flow == NULL);

  self->flow = g_object_ref (flow);
  ecpa_reader_chooser_set_flow (self->chooser, flow);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (flow, watched[i], G_CALLBACK (show_reader), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chooser, "notify::visible", G_CALLBACK (show_reader), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ecpa_login_flow_get_readers (flow), "items-changed", G_CALLBACK (show_reader), self,
                           G_CONNECT_SWAPPED);
  show_reader (self);
}

/**
 * ecpa_reader_box_set_holder:
 * @self: a box
 * @holder: (nullable): what is drawn on the card as its holder's name
 * @number: (nullable): and as its number
 */
void
ecpa_reader_box_set_holder (EcpaReaderBox *self,
                            const char    *holder,
                            const char    *number)
{
  g_return_if_fail (ECPA_IS_READER_BOX (self));

  ecpa_reader_picture_set_holder (self->picture, holder, number);
}

/**
 * ecpa_reader_box_get_scene:
 * @self: a box
 *
 * Returns: what is to be seen of the reader
 */
EcpaReaderScene
ecpa_reader_box_get_scene (EcpaReaderBox *self)
{
  g_return_val_if_fail (ECPA_IS_READER_BOX (self), ECPA_READER_SCENE_NO_READER);

  return self->scene;
}
