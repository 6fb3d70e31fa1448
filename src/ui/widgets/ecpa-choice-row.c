/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-choice-row.h"

#include "ecpa-reveal.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Where there are more choices than this to begin with, nobody looks through them: the best ones that match are shown, which
 * is as fast as typing, and none before something is typed. With fewer, all that match can be walked through. */
#define MANY 200
#define SHOWN_OF_MANY 8

/* What parts a name from where it is. */
#define SEPARATOR "　"

/* Types -------------------------------------------------------------------- */

/* Where the text is found in a choice, best first: there are far more places in a county than names of its letters. */
typedef enum
{
  IN_FRONT,                     /* the name begins with it */
  IN_NAME,
  IN_LAST,                      /* in the last part: the narrowest of where it is */
  ELSEWHERE,
  N_RANKS,
} Rank;

/* A choice as it is compared, without separators. */
typedef struct
{
  char *text;
  guint name_end;               /* bytes */
  guint last_begin;             /* bytes */
} Folded;

/* What stands at one place of the list. The rows of the list stay when the text changes: to make them anew takes longer than to
 * search. */
#define ECPA_TYPE_CHOICE (ecpa_choice_get_type ())
G_DECLARE_FINAL_TYPE (EcpaChoice, ecpa_choice, ECPA, CHOICE, GObject)

struct _EcpaChoice
{
  GObject parent_instance;

  char   *text;
};

struct _EcpaChoiceRow
{
  GtkWidget       parent_instance;

  /* Template widgets */
  EcpaFieldRow   *field;
  GtkWidget      *popup;
  GtkWidget      *scroller;
  GtkListView    *list;
  GtkLabel       *more_label;

  GtkEventControllerFocus *focus;       /* borrowed: it is this widget's */

  /* Owned */
  GListStore     *matches;              /* of EcpaChoice */
  GStrv           choices;              /* nullable */
  GArray         *folded;               /* (nullable): of Folded, one for each choice */
  guint           n_choices;
  char           *chosen;               /* nullable */

  char         *(*fold) (const char *text);
  gboolean        quiet;                /* the text is set from here */
};

enum
{
  CHOICE_PROP_TEXT = 1,
  N_CHOICE_PROPS,
};

enum
{
  PROP_TITLE = 1,
  PROP_HINT,
  PROP_CHOSEN,
  N_PROPS,
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *choice_properties[N_CHOICE_PROPS];
static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaChoice, ecpa_choice, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (EcpaChoiceRow, ecpa_choice_row, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_focus (EcpaChoiceRow *self)
{
  return gtk_event_controller_focus_contains_focus (self->focus);
}

/* Among many, what begins with nothing is no answer. */
static gboolean
is_too_early (EcpaChoiceRow *self,
              const char    *typed)
{
  return *typed == '\0' && self->n_choices > MANY;
}

static void
show_how_many (EcpaChoiceRow *self,
               gboolean       too_early,
               guint          n_more)
{
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->scroller, !too_early);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), too_early || n_more > 0);
  if (too_early)
    /* Translators: where one of very many names is to be typed: how many there are */
    words = g_strdup_printf (_("%u names; type how one begins"), self->n_choices);
  else if (n_more > 0)
    /* Translators: below the first names of a long list */
    words = g_strdup_printf (_("… and %u more; type more of the name"), n_more);
  if (words != NULL)
    gtk_label_set_label (self->more_label, words);
}

static EcpaChoice *
get_match (EcpaChoiceRow *self,
           guint          position)
{
  g_autoptr (EcpaChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->matches), position);

  return choice;                /* the list holds it */
}

static void
set_choice_text (EcpaChoice *choice,
                 const char *text)
{
  if (g_strcmp0 (choice->text, text) == 0)
    return;

  g_free (choice->text);
  choice->text = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (choice), choice_properties[CHOICE_PROP_TEXT]);
}

static void
set_matches (EcpaChoiceRow *self,
             char         **texts,
             guint          n)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->matches));
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      EcpaChoice *choice = i < n_before ? get_match (self, i) : g_object_new (ECPA_TYPE_CHOICE, NULL);

      set_choice_text (choice, texts[i]);
      if (i >= n_before)
        g_ptr_array_add (more, choice);
    }
  if (n != n_before)
    g_list_store_splice (self->matches, MIN (n, n_before), n < n_before ? n_before - n : 0, more->pdata, more->len);
}

static void
folded_clear (Folded *folded)
{
  g_free (folded->text);
}

static Folded
fold_choice (const char  *choice,
             char      *(*fold) (const char *text))
{
  const char *first = strstr (choice, SEPARATOR);
  const char *last = first != NULL ? g_strrstr (choice, SEPARATOR) : NULL;
  g_autofree char *name = first != NULL ? g_strndup (choice, (gsize) (first - choice)) : NULL;
  g_autofree char *name_folded = name != NULL ? fold (name) : NULL;
  g_autofree char *last_folded = last != NULL ? fold (last) : NULL;
  Folded folded = { fold (choice), 0, 0 };
  guint length = (guint) strlen (folded.text);

  folded.name_end = name_folded != NULL ? (guint) strlen (name_folded) : length;
  folded.last_begin = last_folded != NULL ? length - (guint) strlen (last_folded) : length;

  return folded;
}

static Rank
rank (const Folded *folded,
      const char   *at,
      const char   *typed)
{
  gsize offset = (gsize) (at - folded->text);

  if (offset == 0)
    return IN_FRONT;
  if (offset < folded->name_end)
    return IN_NAME;

  return strstr (folded->text + folded->last_begin, typed) != NULL ? IN_LAST : ELSEWHERE;
}

/* The best ones first, of each rank as many as are shown; returns how many there are. */
static guint
find_best (EcpaChoiceRow *self,
           const char    *typed,
           GPtrArray     *best)
{
  guint limit = self->n_choices > MANY ? SHOWN_OF_MANY : self->n_choices;
  GPtrArray *found[N_RANKS] = { best };
  guint n = 0;

  for (guint r = 1; r < N_RANKS; r++)
    found[r] = g_ptr_array_new ();
  for (guint i = 0; i < self->n_choices; i++)
    {
      const Folded *folded = &g_array_index (self->folded, Folded, i);
      const char *at = strstr (folded->text, typed);
      GPtrArray *same = at != NULL ? found[rank (folded, at, typed)] : NULL;

      n += at != NULL;
      if (same != NULL && same->len < limit)
        g_ptr_array_add (same, self->choices[i]);
    }
  for (guint r = 1; r < N_RANKS; r++)
    g_ptr_array_extend_and_steal (best, found[r]);

  return n;
}

static void
find_matches_of (EcpaChoiceRow *self,
                 const char    *text)
{
  g_autofree char *typed = self->fold != NULL ? self->fold (text) : g_strdup (text);
  g_autoptr (GPtrArray) best = g_ptr_array_new ();
  guint n = find_best (self, typed, best);
  guint shown = MIN (best->len, self->n_choices > MANY ? SHOWN_OF_MANY : n);

  /* before something is typed they are not seen, but there for the first key */
  set_matches (self, (char **) best->pdata, shown);
  show_how_many (self, is_too_early (self, typed), n - shown);
}

static void
find_matches (EcpaChoiceRow *self)
{
  find_matches_of (self, ecpa_field_row_get_text (self->field));
}

static void
show_matches (EcpaChoiceRow *self)
{
  gboolean shown = self->chosen == NULL && has_focus (self)
                   && g_list_model_get_n_items (G_LIST_MODEL (self->matches)) > 0;

  gtk_widget_set_visible (self->popup, shown);
  if (has_focus (self))
    ecpa_reveal (GTK_WIDGET (self));
}

static void
set_chosen (EcpaChoiceRow *self,
            const char    *choice)
{
  if (g_strcmp0 (self->chosen, choice) == 0)
    return;

  g_free (self->chosen);
  self->chosen = g_strdup (choice);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

static void
choose (EcpaChoiceRow *self,
        const char    *choice)
{
  g_autofree char *kept = g_strdup (choice);

  gtk_widget_grab_focus (GTK_WIDGET (self->field));
  ecpa_choice_row_set_chosen (self, kept);
  g_signal_emit (self, signals[CHOSEN], 0, kept);
}

/* What is typed in full is chosen without another key. */
static const char *
find_same (EcpaChoiceRow *self)
{
  g_autofree char *typed = self->fold != NULL ? self->fold (ecpa_field_row_get_text (self->field)) : NULL;

  for (guint i = 0; self->choices != NULL && self->choices[i] != NULL; i++)
    if (g_str_equal (g_array_index (self->folded, Folded, i).text, typed))
      return self->choices[i];

  return NULL;
}

/* Callbacks ---------------------------------------------------------------- */

static void
text_changed_cb (EcpaFieldRow  *field,
                 GParamSpec    *pspec,
                 EcpaChoiceRow *self)
{
  const char *same;

  if (self->quiet)
    return;

  same = find_same (self);
  /* its list is hidden: the rows that are there serve the next key */
  if (same == NULL)
    find_matches (self);
  ecpa_field_row_set_error (self->field, same == NULL && get_match (self, 0) == NULL && self->choices != NULL
                                         ? _("There is none of this name") : NULL);
  set_chosen (self, same);
  show_matches (self);
}

/* Enter takes the first one that matches. */
static void
activated_cb (EcpaFieldRow  *field,
              EcpaChoiceRow *self)
{
  EcpaChoice *first = get_match (self, 0);

  if (self->chosen != NULL)
    choose (self, self->chosen);
  else if (first != NULL && gtk_widget_get_visible (self->scroller))
    choose (self, first->text);
}

static void
list_activated_cb (GtkListView   *list,
                   guint          position,
                   EcpaChoiceRow *self)
{
  choose (self, get_match (self, position)->text);
}

static void
contains_focus_changed_cb (GtkEventControllerFocus *controller,
                           GParamSpec              *pspec,
                           EcpaChoiceRow           *self)
{
  find_matches (self);
  show_matches (self);
}

/* Down goes into the list, and up from its first row comes back. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        modifiers,
                EcpaChoiceRow         *self)
{
  gboolean in_field = gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (self->field);

  if ((key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && in_field)
    {
      if (self->chosen != NULL)
        {
          set_chosen (self, NULL);
          find_matches_of (self, "");
        }
      show_matches (self);
      return gtk_widget_get_visible (self->popup) && gtk_widget_child_focus (self->scroller, GTK_DIR_TAB_FORWARD);
    }

  return FALSE;
}

static void
item_set_up_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
item_changed_cb (EcpaChoice *choice,
                 GParamSpec *pspec,
                 GtkLabel   *label)
{
  gtk_label_set_label (label, choice->text);
}

static void
item_bound_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  EcpaChoice *choice = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (label), choice->text);
  g_signal_connect_object (choice, "notify::text", G_CALLBACK (item_changed_cb), label, 0);
}

static void
item_unbound_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), gtk_list_item_get_child (item));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_choice_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (id == CHOICE_PROP_TEXT)
    g_value_set_string (value, ECPA_CHOICE (object)->text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_choice_finalize (GObject *object)
{
  g_free (ECPA_CHOICE (object)->text);

  G_OBJECT_CLASS (ecpa_choice_parent_class)->finalize (object);
}

/* Its children only, as in EcpaSecretRow. */
static gboolean
ecpa_choice_row_focus (GtkWidget        *widget,
                       GtkDirectionType  direction)
{
  EcpaChoiceRow *self = ECPA_CHOICE_ROW (widget);

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return !has_focus (self) && gtk_widget_grab_focus (GTK_WIDGET (self->field));

  return gtk_widget_get_visible (self->popup) && gtk_widget_child_focus (self->scroller, direction);
}

static gboolean
ecpa_choice_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ECPA_CHOICE_ROW (widget)->field));
}

static void
ecpa_choice_row_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  EcpaChoiceRow *self = ECPA_CHOICE_ROW (object);

  switch (id)
    {
    case PROP_TITLE:
      g_object_get_property (G_OBJECT (self->field), "title", value);
      break;
    case PROP_HINT:
      g_object_get_property (G_OBJECT (self->field), "hint", value);
      break;
    case PROP_CHOSEN:
      g_value_set_string (value, self->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_choice_row_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  EcpaChoiceRow *self = ECPA_CHOICE_ROW (object);

  switch (id)
    {
    case PROP_TITLE:
      g_object_set_property (G_OBJECT (self->field), "title", value);
      break;
    case PROP_HINT:
      g_object_set_property (G_OBJECT (self->field), "hint", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_choice_row_dispose (GObject *object)
{
  EcpaChoiceRow *self = ECPA_CHOICE_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->matches);

  G_OBJECT_CLASS (ecpa_choice_row_parent_class)->dispose (object);
}

static void
ecpa_choice_row_finalize (GObject *object)
{
  EcpaChoiceRow *self = ECPA_CHOICE_ROW (object);

  g_strfreev (self->choices);
  g_clear_pointer (&self->folded, g_array_unref);
  g_free (self->chosen);

  G_OBJECT_CLASS (ecpa_choice_row_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_choice_class_init (EcpaChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ecpa_choice_get_property;
  object_class->finalize = ecpa_choice_finalize;

  choice_properties[CHOICE_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL,
                                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_CHOICE_PROPS, choice_properties);
}

static void
ecpa_choice_init (EcpaChoice *self)
{
}

static void
ecpa_choice_row_class_init (EcpaChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  g_type_ensure (ECPA_TYPE_FIELD_ROW);

  object_class->get_property = ecpa_choice_row_get_property;
  object_class->set_property = ecpa_choice_row_set_property;
  object_class->dispose = ecpa_choice_row_dispose;
  object_class->finalize = ecpa_choice_row_finalize;
  widget_class->focus = ecpa_choice_row_focus;
  widget_class->grab_focus = ecpa_choice_row_grab_focus;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags | G_PARAM_READWRITE);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags | G_PARAM_READWRITE);
  properties[PROP_CHOSEN] = g_param_spec_string ("chosen", NULL, NULL, NULL, flags | G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * EcpaChoiceRow::chosen:
   * @self: a row
   * @choice: what was chosen
   *
   * The person chose: time for the next field.
   */
  signals[CHOSEN] = g_signal_new ("chosen", ECPA_TYPE_CHOICE_ROW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-choice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaChoiceRow, field);
  gtk_widget_class_bind_template_child (widget_class, EcpaChoiceRow, popup);
  gtk_widget_class_bind_template_child (widget_class, EcpaChoiceRow, scroller);
  gtk_widget_class_bind_template_child (widget_class, EcpaChoiceRow, list);
  gtk_widget_class_bind_template_child (widget_class, EcpaChoiceRow, more_label);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activated_cb);

  gtk_widget_class_set_css_name (widget_class, "choicerow");
}

static void
ecpa_choice_row_init (EcpaChoiceRow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->matches = g_list_store_new (ECPA_TYPE_CHOICE);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->matches))));
  gtk_list_view_set_model (self->list, selection);
  g_signal_connect (factory, "setup", G_CALLBACK (item_set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (item_bound_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (item_unbound_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);

  self->focus = GTK_EVENT_CONTROLLER_FOCUS (gtk_event_controller_focus_new ());
  g_signal_connect (self->focus, "notify::contains-focus", G_CALLBACK (contains_focus_changed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->focus));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_choice_row_new:
 *
 * Returns: (transfer floating): a row with nothing to choose from
 */
GtkWidget *
ecpa_choice_row_new (void)
{
  return g_object_new (ECPA_TYPE_CHOICE_ROW, NULL);
}

/**
 * ecpa_choice_row_set_choices:
 * @self: a row
 * @choices: (nullable) (array zero-terminated=1): what there is to choose from, in its order; copied. After its name one
 *   may say where it is, from the wide to the narrow, each after an ideographic space; a match in the name comes first
 * @fold: (scope forever): makes the form in which things are compared; (transfer full)
 *
 * What was chosen from others is forgotten.
 */
void
ecpa_choice_row_set_choices (EcpaChoiceRow      *self,
                             const char *const  *choices,
                             char             *(*fold) (const char *text))
{
  g_return_if_fail (ECPA_IS_CHOICE_ROW (self));
  g_return_if_fail (fold != NULL);

  g_clear_pointer (&self->choices, g_strfreev);
  g_clear_pointer (&self->folded, g_array_unref);
  self->fold = fold;
  self->choices = g_strdupv ((char **) choices);
  self->n_choices = choices != NULL ? g_strv_length (self->choices) : 0;
  self->folded = g_array_sized_new (FALSE, FALSE, sizeof (Folded), self->n_choices);
  g_array_set_clear_func (self->folded, (GDestroyNotify) folded_clear);
  for (guint i = 0; i < self->n_choices; i++)
    {
      Folded folded = fold_choice (choices[i], fold);

      g_array_append_val (self->folded, folded);
    }
  ecpa_choice_row_set_chosen (self, NULL);
}

/**
 * ecpa_choice_row_get_chosen:
 * @self: a row
 *
 * Returns: (nullable): the choice
 */
const char *
ecpa_choice_row_get_chosen (EcpaChoiceRow *self)
{
  g_return_val_if_fail (ECPA_IS_CHOICE_ROW (self), NULL);

  return self->chosen;
}

/**
 * ecpa_choice_row_set_chosen:
 * @self: a row
 * @choice: (nullable): one of the choices; %NULL or another: none
 */
void
ecpa_choice_row_set_chosen (EcpaChoiceRow *self,
                            const char    *choice)
{
  g_return_if_fail (ECPA_IS_CHOICE_ROW (self));

  if (choice != NULL && (self->choices == NULL || !g_strv_contains ((const char *const *) self->choices, choice)))
    choice = NULL;
  self->quiet = TRUE;
  ecpa_field_row_set_text (self->field, choice);
  ecpa_field_row_set_error (self->field, NULL);
  self->quiet = FALSE;
  set_chosen (self, choice);
  if (choice != NULL)
    gtk_editable_set_position (GTK_EDITABLE (ecpa_field_row_get_entry (self->field)), -1);
  find_matches (self);
  show_matches (self);
}

/**
 * ecpa_choice_row_get_field:
 * @self: a row
 *
 * Returns: (transfer none): where it is typed
 */
EcpaFieldRow *
ecpa_choice_row_get_field (EcpaChoiceRow *self)
{
  g_return_val_if_fail (ECPA_IS_CHOICE_ROW (self), NULL);

  return self->field;
}
