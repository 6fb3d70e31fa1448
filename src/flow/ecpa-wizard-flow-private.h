/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-patience.h"
#include "ecpa-registration-service.h"
#include "ecpa-services-insides.h"
#include "ecpa-wizard-plan.h"

G_BEGIN_DECLS

typedef enum
{
  /* what the person does */
  ECPA_WIZARD_EVENT_FORWARD,
  ECPA_WIZARD_EVENT_BACK,
  ECPA_WIZARD_EVENT_SKIP,
  ECPA_WIZARD_EVENT_CHANGE,
  ECPA_WIZARD_EVENT_CANCEL,
  ECPA_WIZARD_EVENT_GO_ON,
  ECPA_WIZARD_EVENT_ANEW,
  ECPA_WIZARD_EVENT_LEAVE,
  /* what becomes of an attempt */
  ECPA_WIZARD_EVENT_APPLIED,
  ECPA_WIZARD_EVENT_REFUSED,
  ECPA_WIZARD_EVENT_OFFLINE,
  ECPA_WIZARD_EVENT_EXPIRED,
  ECPA_WIZARD_EVENT_PROVED,
  ECPA_WIZARD_EVENT_FINISHED,
  /* the card, and what was typed with it */
  ECPA_WIZARD_EVENT_FOUND,
  ECPA_WIZARD_EVENT_CARD_GONE,
  ECPA_WIZARD_EVENT_CARD_BACK,
  ECPA_WIZARD_EVENT_CARD_OTHER,
  ECPA_WIZARD_N_EVENTS,
} EcpaWizardEvent;

struct _EcpaWizardFlow
{
  GObject               parent_instance;

  /* Owned */
  EcpaServices         *services;
  EcpaCardView         *view;
  EcpaWizardDraft      *draft;
  GHashTable           *findings;       /* name → GObject */
  EcpaFault            *fault;          /* nullable */
  char                 *digest;         /* (nullable): of the card that it is bound to */
  char                 *outcome;        /* (nullable): what `finished` will say */
  EcpaDraftBox         *box;            /* (nullable): where what was typed is kept */
  char                 *box_digest;     /* (nullable): of the card that the box is for, or is being opened for */
  GVariant             *saved;          /* (nullable): what was typed earlier, until it is taken or thrown away */

  /* Borrowed */
  const EcpaWizardPlan *plan;

  gboolean              is_other_code;  /* what was typed as a code belongs to another card */
  EcpaWizardState       state;
  EcpaPatience          patience;
  guint                 step;
  guint                 return_to;      /* where a change leads back to; 0 for no change */
  const char           *next;           /* (nullable): where an apply leads, in place of the next step */

  /* The attempt */
  GCancellable         *attempt;        /* nullable */
  EcpaFault            *refusal;        /* nullable: between what happened and its action */
  gboolean              again;          /* once the card has proved itself, forward */
  gboolean              renewed;        /* it has within this attempt */
  guint                 save_source;    /* what was typed just now is kept soon */
  guint                 saved_step;     /* what is kept says this one */
  gboolean              keeping;        /* it is left, and what was typed is kept */

  /* What was seen last, so that only changes are told */
  gboolean              was_complete;
  int                   entered;        /* the step whose enter has run, or -1 */
};

gboolean ecpa_wizard_flow_feed            (EcpaWizardFlow  *self,
                                           EcpaWizardEvent  event);
/* Takes @error. */
void     ecpa_wizard_flow_feed_error      (EcpaWizardFlow  *self,
                                           GError          *error);
/* Takes @fault. */
void     ecpa_wizard_flow_set_fault       (EcpaWizardFlow  *self,
                                           EcpaFault       *fault);
void     ecpa_wizard_flow_drop_attempt    (EcpaWizardFlow  *self);
/* Which step comes where: ecpa-wizard-flow-steps.c. */
gboolean ecpa_wizard_flow_wants_step      (EcpaWizardFlow  *self,
                                           guint            step);
gboolean ecpa_wizard_flow_check_step      (EcpaWizardFlow  *self,
                                           guint            step);
guint    ecpa_wizard_flow_count_steps     (EcpaWizardFlow  *self,
                                           guint            limit);
int      ecpa_wizard_flow_find_step       (EcpaWizardFlow  *self,
                                           const char      *id);
int      ecpa_wizard_flow_find_before     (EcpaWizardFlow  *self);
guint    ecpa_wizard_flow_find_after      (EcpaWizardFlow  *self);
guint    ecpa_wizard_flow_find_incomplete (EcpaWizardFlow  *self,
                                           guint            limit);
guint    ecpa_wizard_flow_take_next       (EcpaWizardFlow  *self,
                                           guint            otherwise);
/* What was typed, kept for the card: ecpa-wizard-flow-saving.c. */
void     ecpa_wizard_flow_look_for_saved  (EcpaWizardFlow  *self);
void     ecpa_wizard_flow_offer           (EcpaWizardFlow  *self);
void     ecpa_wizard_flow_take_saved      (EcpaWizardFlow  *self);
void     ecpa_wizard_flow_forget_saved    (EcpaWizardFlow  *self);
void     ecpa_wizard_flow_save            (EcpaWizardFlow  *self);
void     ecpa_wizard_flow_save_soon       (EcpaWizardFlow  *self);
void     ecpa_wizard_flow_drop_box        (EcpaWizardFlow  *self,
                                           gboolean         keep);
void     ecpa_wizard_flow_notify_complete (EcpaWizardFlow  *self);
void     ecpa_wizard_flow_notify_all      (EcpaWizardFlow  *self);

G_END_DECLS
