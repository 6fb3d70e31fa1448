/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaFacetButton:
 *
 * A filter: a button with a list of what there is, each with how many, of which any number may be ticked. None ticked
 * means all. Properties: `title` (what it filters by). Signal `changed`: the person ticked something.
 */
#define ECPA_TYPE_FACET_BUTTON (ecpa_facet_button_get_type ())
G_DECLARE_FINAL_TYPE (EcpaFacetButton, ecpa_facet_button, ECPA, FACET_BUTTON, AdwBin)

/**
 * EcpaFacet:
 * @id: what it is called in a query
 * @label: what it is called on the screen
 * @count: how many there are
 */
typedef struct
{
  char  *id;
  char  *label;
  gint64 count;
} EcpaFacet;

EcpaFacet          *ecpa_facet_new                  (const char         *id,
                                                     const char         *label,
                                                     gint64              count);
void                ecpa_facet_free                 (EcpaFacet          *self);
void                ecpa_facet_button_set_facets    (EcpaFacetButton    *self,
                                                     GPtrArray          *facets);
void                ecpa_facet_button_set_selected  (EcpaFacetButton    *self,
                                                     const char *const  *ids);
const char *const  *ecpa_facet_button_get_selected  (EcpaFacetButton    *self);

G_END_DECLS
