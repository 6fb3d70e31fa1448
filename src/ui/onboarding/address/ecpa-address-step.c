/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-address-step.h"

#include "ecpa-choice-row.h"
#include "ecpa-divisions.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaAddressStep
{
  EcpaStepPage   parent_instance;

  /* Template widgets */
  EcpaChoiceRow *county_row;
  EcpaChoiceRow *town_row;
  EcpaChoiceRow *village_row;
  EcpaFieldRow  *neighbourhood_row;

  gboolean       quiet;         /* it is set from here */
};

/* A village of the whole country, by its whole name. */
typedef struct
{
  const char *county;
  const char *town;
  const char *village;
} Place;

G_DEFINE_FINAL_TYPE (EcpaAddressStep, ecpa_address_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static void
set (EcpaAddressStep *self,
     const char      *field,
     const char      *value)
{
  ecpa_wizard_draft_set (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), field, value);
}

static const char *
get (EcpaAddressStep *self,
     const char      *field)
{
  return ecpa_wizard_draft_get (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), field);
}

static void
add_villages (GPtrArray  *names,
              const char *county,
              const char *only_town)
{
  const char *const *towns = ecpa_divisions_get_towns (county);

  for (guint t = 0; towns != NULL && towns[t] != NULL; t++)
    {
      const char *const *villages = ecpa_divisions_get_villages (county, towns[t]);

      if (only_town != NULL && !g_str_equal (only_town, towns[t]))
        continue;
      for (guint v = 0; villages[v] != NULL; v++)
        g_ptr_array_add (names, g_strconcat (villages[v], "　", county, "　", towns[t], NULL));
    }
}

/* Where county or town are not chosen yet, those of all that are left, by their whole names. */
static void
offer_villages (EcpaAddressStep *self)
{
  const char *const *counties = ecpa_divisions_get_counties ();
  const char *county = ecpa_choice_row_get_chosen (self->county_row);
  const char *town = ecpa_choice_row_get_chosen (self->town_row);
  g_autoptr (GPtrArray) names = NULL;

  if (county != NULL && town != NULL)
    {
      ecpa_choice_row_set_choices (self->village_row, ecpa_divisions_get_villages (county, town),
                                   ecpa_divisions_fold);
      return;
    }

  names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; counties[i] != NULL; i++)
    if (county == NULL || g_str_equal (county, counties[i]))
      add_villages (names, counties[i], NULL);
  g_ptr_array_add (names, NULL);
  ecpa_choice_row_set_choices (self->village_row, (const char *const *) names->pdata, ecpa_divisions_fold);
}

static const char *
find_name (const char *const *names,
           const char        *name)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return names[i];

  return NULL;
}

/* What a whole name stands for. */
static gboolean
find_place (const char *name,
            Place      *place)
{
  g_auto (GStrv) parts = g_strsplit (name, "　", 3);

  if (g_strv_length (parts) != 3)
    return FALSE;

  place->county = find_name (ecpa_divisions_get_counties (), parts[1]);
  place->town = place->county != NULL ? find_name (ecpa_divisions_get_towns (place->county), parts[2]) : NULL;
  place->village = place->town != NULL
                   ? find_name (ecpa_divisions_get_villages (place->county, place->town), parts[0]) : NULL;

  return place->village != NULL;
}

/* The step as the draft says. */
static void
show (EcpaAddressStep *self,
      const char      *county,
      const char      *town,
      const char      *village)
{
  self->quiet = TRUE;
  ecpa_choice_row_set_chosen (self->county_row, county);
  ecpa_choice_row_set_choices (self->town_row, county != NULL ? ecpa_divisions_get_towns (county) : NULL,
                               ecpa_divisions_fold);
  ecpa_choice_row_set_chosen (self->town_row, town);
  offer_villages (self);
  ecpa_choice_row_set_chosen (self->village_row, village);
  self->quiet = FALSE;
}

/* Callbacks ---------------------------------------------------------------- */

static void
county_changed_cb (EcpaChoiceRow   *row,
                   GParamSpec      *pspec,
                   EcpaAddressStep *self)
{
  const char *county = ecpa_choice_row_get_chosen (row);

  if (self->quiet)
    return;

  set (self, "county", county);
  ecpa_choice_row_set_choices (self->town_row, county != NULL ? ecpa_divisions_get_towns (county) : NULL,
                               ecpa_divisions_fold);
  offer_villages (self);
}

static void
town_changed_cb (EcpaChoiceRow   *row,
                 GParamSpec      *pspec,
                 EcpaAddressStep *self)
{
  if (self->quiet)
    return;

  set (self, "town", ecpa_choice_row_get_chosen (row));
  offer_villages (self);
}

static void
village_changed_cb (EcpaChoiceRow   *row,
                    GParamSpec      *pspec,
                    EcpaAddressStep *self)
{
  if (!self->quiet)
    set (self, "village", ecpa_choice_row_get_chosen (row));
}

/* A village by its whole name says county and town as well. */
static void
chosen_cb (EcpaChoiceRow   *row,
           const char      *choice,
           EcpaAddressStep *self)
{
  Place place;

  if (row == self->county_row)
    gtk_widget_grab_focus (GTK_WIDGET (self->town_row));
  else if (row == self->town_row)
    gtk_widget_grab_focus (GTK_WIDGET (self->village_row));
  else
    {
      if (find_place (choice, &place))
        {
          set (self, "county", place.county);
          set (self, "town", place.town);
          set (self, "village", place.village);
          show (self, place.county, place.town, place.village);
        }
      gtk_widget_grab_focus (GTK_WIDGET (self->neighbourhood_row));
    }
}

static void
neighbourhood_changed_cb (EcpaFieldRow    *row,
                          GParamSpec      *pspec,
                          EcpaAddressStep *self)
{
  const char *text = ecpa_field_row_get_text (row);
  gboolean wrong = *text != '\0' && ecpa_neighbourhood_read (text) == 0;

  ecpa_field_row_set_error (row, wrong ? _("The number alone, such as 7 or 12") : NULL);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_address_step_shown (EcpaStepPage *page)
{
  EcpaAddressStep *self = ECPA_ADDRESS_STEP (page);
  const char *county = get (self, "county");
  const char *town = get (self, "town");
  const char *village = get (self, "village");

  ecpa_choice_row_set_choices (self->county_row, ecpa_divisions_get_counties (), ecpa_divisions_fold);
  show (self, *county != '\0' ? county : NULL, *town != '\0' ? town : NULL, *village != '\0' ? village : NULL);
  ecpa_step_page_bind_field (page, self->neighbourhood_row, "neighbourhood");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_address_step_class_init (EcpaAddressStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_CHOICE_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_address_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-address-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaAddressStep, county_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaAddressStep, town_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaAddressStep, village_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaAddressStep, neighbourhood_row);
  gtk_widget_class_bind_template_callback (widget_class, county_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, town_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, village_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, neighbourhood_changed_cb);
}

static void
ecpa_address_step_init (EcpaAddressStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
