/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-page-private.h"

#include <glib/gi18n.h>

#include "ecpa-parent-window.h"
#include "ecpa-toast.h"
#include "ecpa-ui-style.h"
#include "ecpa-wrap-layout.h"

/* From 西元 to 民國 (facts/domain.md 5.1). */
#define ROC_EPOCH 1911

/* Types -------------------------------------------------------------------- */

enum
{
  PROP_CAN_GO_BACK = 1,
  N_PROPS,
};

enum
{
  SIGNAL_FAULT_ACTION,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaHistoryPage, ecpa_history_page, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static guint
count_rows (EcpaHistoryPage *self)
{
  return self->history != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->history)) : 0;
}

static const char *
choose_page (EcpaHistoryPage *self)
{
  if (count_rows (self) > 0)
    return "list";
  if (self->history != NULL && ecpa_history_get_fault (self->history) != NULL)
    return "failed";
  if (self->history == NULL || ecpa_history_is_loading (self->history)
      || ecpa_history_get_totals (self->history) == NULL)
    return "loading";

  return ecpa_history_is_filtered (self->history) ? "no-match" : "none";
}

static GPtrArray *
list_years (EcpaOrderSearch *totals)
{
  GPtrArray *facets = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_facet_free);

  for (guint i = 0; totals != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (totals->years)); i++)
    {
      g_autoptr (EcpaYearCount) year = g_list_model_get_item (G_LIST_MODEL (totals->years), i);
      /* Translators: a year of the Republic's calendar: 115年 */
      g_autofree char *label = g_strdup_printf (_("ROC %d"), (int) g_ascii_strtoll (year->year, NULL, 10) - ROC_EPOCH);

      g_ptr_array_add (facets, ecpa_facet_new (year->year, label, year->count));
    }

  return facets;
}

static GPtrArray *
list_kinds (EcpaOrderSearch *totals)
{
  GPtrArray *facets = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_facet_free);

  for (guint i = 0; totals != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (totals->kinds)); i++)
    {
      g_autoptr (EcpaKindCount) kind = g_list_model_get_item (G_LIST_MODEL (totals->kinds), i);

      g_ptr_array_add (facets, ecpa_facet_new (kind->kind_code, kind->kind_name, kind->count));
    }

  return facets;
}

/* What the query says, also where something else than these controls has set it. */
static void
show_query (EcpaHistoryPage *self)
{
  const char *text = self->history != NULL ? ecpa_history_get_text (self->history) : "";
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  self->syncing = TRUE;
  if (!g_str_equal (typed, text))
    gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  ecpa_facet_button_set_selected (self->years, self->history != NULL ? ecpa_history_get_years (self->history) : NULL);
  ecpa_facet_button_set_selected (self->kinds, self->history != NULL ? ecpa_history_get_kinds (self->history) : NULL);
  gtk_drop_down_set_selected (self->sort, self->history != NULL ? ecpa_history_get_sort (self->history) : 0);
  self->syncing = FALSE;
}

static void
show_waiting (EcpaHistoryPage *self,
              gboolean         in_list)
{
  gboolean loading = self->history != NULL && ecpa_history_is_loading (self->history);
  gboolean slow = self->history != NULL && ecpa_history_is_slow (self->history);

  gtk_label_set_label (self->loading_label, slow ? _("The service takes longer than usual; still waiting…")
                                                 : _("Fetching your orders…"));
  gtk_label_set_label (self->waiting_label, slow ? _("The service takes longer than usual; still waiting…")
                                                 : _("Searching…"));
  gtk_widget_set_visible (self->waiting, in_list && (loading || slow));
  gtk_spinner_set_spinning (self->spinner, in_list && (loading || slow));
}

/* The one place where what the history says becomes what the page shows. */
void
_ecpa_history_page_sync (EcpaHistoryPage *self)
{
  EcpaFault *fault = self->history != NULL ? ecpa_history_get_fault (self->history) : NULL;
  const char *page = choose_page (self);
  gboolean in_list = g_str_equal (page, "list");

  ecpa_fault_view_set_fault (self->load_fault, g_str_equal (page, "failed") ? fault : NULL);
  ecpa_fault_view_set_fault (self->more_fault, in_list && fault != NULL ? fault : self->file_fault);
  show_waiting (self, in_list);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button),
                          self->history != NULL && ecpa_history_is_filtered (self->history));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.export", in_list && self->exporting == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.copy", in_list);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.choose-all", in_list);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose_button), in_list || self->choosing);
  /* how many there are is not said where it is not known, or where it is said larger */
  gtk_widget_set_visible (GTK_WIDGET (self->totals), in_list || g_str_equal (page, "no-match"));
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
show_totals (EcpaHistoryPage *self)
{
  EcpaOrderSearch *totals = self->history != NULL ? ecpa_history_get_totals (self->history) : NULL;

  ecpa_history_totals_set_search (self->totals, totals);
  ecpa_facet_button_set_facets (self->years, list_years (totals));
  ecpa_facet_button_set_facets (self->kinds, list_kinds (totals));
}

static void
show_pane (EcpaHistoryPage *self,
           const char      *name)
{
  gtk_stack_set_visible_child_name (self->panes, name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.back", ecpa_history_page_can_go_back (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.search", !ecpa_history_page_can_go_back (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

/* Rows come with the first layout; the focus goes to the first of them, so that Return opens it. */
static gboolean
focus_first_row_cb (GtkWidget     *list,
                    GdkFrameClock *clock,
                    gpointer       user_data)
{
  if (gtk_widget_get_first_child (list) == NULL || gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;

  gtk_widget_grab_focus (list);

  return G_SOURCE_REMOVE;
}

static void
focus_list (EcpaHistoryPage *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self->list), focus_first_row_cb, NULL, NULL);
}

/* Callbacks ---------------------------------------------------------------- */

static void
history_notified_cb (EcpaHistoryPage *self)
{
  _ecpa_history_page_sync (self);
  if (self->focus_due && g_str_equal (choose_page (self), "list"))
    {
      self->focus_due = FALSE;
      focus_list (self);
    }
}

/* The lines stay and show something else: from the top, and none of them is the one that was opened. */
static void
replaced_cb (EcpaHistoryPage *self)
{
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  if (count_rows (self) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
}

static void
filled_cb (EcpaHistoryLine *line,
           EcpaHistoryPage *self)
{
  _ecpa_history_page_mark (self, line);
}

static void
typed_cb (EcpaHistoryPage *self)
{
  if (self->history != NULL && !self->syncing)
    ecpa_history_set_text (self->history, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
search_activated_cb (EcpaHistoryPage *self)
{
  if (self->history != NULL)
    ecpa_history_search_now (self->history);
}

/* Escape: first the text goes, then the focus. */
static void
search_stopped_cb (EcpaHistoryPage *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
years_changed_cb (EcpaHistoryPage *self)
{
  if (self->history != NULL)
    ecpa_history_set_years (self->history, ecpa_facet_button_get_selected (self->years));
}

static void
kinds_changed_cb (EcpaHistoryPage *self)
{
  if (self->history != NULL)
    ecpa_history_set_kinds (self->history, ecpa_facet_button_get_selected (self->kinds));
}

static void
sort_changed_cb (EcpaHistoryPage *self)
{
  EcpaHistorySort sort = (EcpaHistorySort) gtk_drop_down_get_selected (self->sort);

  if (self->history != NULL && !self->syncing && ecpa_history_get_sort (self->history) != sort)
    ecpa_history_set_sort (self->history, sort);
}

static void
fault_action_cb (EcpaFaultView   *view,
                 int              action,
                 EcpaHistoryPage *self)
{
  gboolean of_file = view == self->more_fault && ecpa_history_get_fault (self->history) == NULL;

  if (of_file)
    {
      g_clear_pointer (&self->file_fault, ecpa_fault_free);
      _ecpa_history_page_sync (self);
      if (action == ECPA_FAULT_ACTION_RETRY)
        gtk_widget_activate_action (GTK_WIDGET (self), "history.export", NULL);
    }
  else if (action == ECPA_FAULT_ACTION_RETRY || action == ECPA_FAULT_ACTION_DISMISS)
    ecpa_history_retry (self->history);
  else
    g_signal_emit (self, signals[SIGNAL_FAULT_ACTION], 0, action);
}

static void
order_fault_action_cb (EcpaOrderView   *view,
                       int              action,
                       EcpaHistoryPage *self)
{
  g_signal_emit (self, signals[SIGNAL_FAULT_ACTION], 0, action);
}

static void
line_clicked_cb (EcpaHistoryLine *line,
                 GtkListItem     *item)
{
  gtk_widget_activate_action (GTK_WIDGET (line), "list.activate-item", "u", gtk_list_item_get_position (item));
}

static void
line_setup_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               EcpaHistoryPage          *self)
{
  GtkWidget *line = ecpa_history_line_new ();

  g_signal_connect (line, "clicked", G_CALLBACK (line_clicked_cb), item);
  g_signal_connect_object (line, "filled", G_CALLBACK (filled_cb), self, 0);
  gtk_list_item_set_child (item, line);
}

static void
line_bound_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               EcpaHistoryPage          *self)
{
  ecpa_history_line_set_row (ECPA_HISTORY_LINE (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  _ecpa_history_page_mark (self, ECPA_HISTORY_LINE (gtk_list_item_get_child (item)));
}

static void
line_unbound_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item,
                 EcpaHistoryPage          *self)
{
  ecpa_history_line_set_row (ECPA_HISTORY_LINE (gtk_list_item_get_child (item)), NULL);
}

static void
activated_cb (GtkListView     *list,
              guint            position,
              EcpaHistoryPage *self)
{
  g_autoptr (EcpaOrderItem) item = NULL;

  if (self->choosing && self->history != NULL)
    _ecpa_history_page_toggle (self, position);
  else if (self->history != NULL)
    item = ecpa_history_get_order (self->history, position);
  if (item == NULL)
    return;

  gtk_single_selection_set_selected (self->selection, position);
  ecpa_history_page_open_order (self, item);
}

static void
choose_toggled_cb (GtkToggleButton *button,
                   EcpaHistoryPage *self)
{
  _ecpa_history_page_set_choosing (self, gtk_toggle_button_get_active (button));
}

/* Actions ------------------------------------------------------------------ */

static void
search_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  EcpaHistoryPage *self = ECPA_HISTORY_PAGE (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

static void
clear_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  EcpaHistoryPage *self = ECPA_HISTORY_PAGE (widget);

  if (self->history == NULL)
    return;

  ecpa_history_clear_filters (self->history);
  show_query (self);
  /* The button that was pressed goes. */
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
copy_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  EcpaHistoryPage *self = ECPA_HISTORY_PAGE (widget);
  EcpaHistoryRow *row = gtk_single_selection_get_selected_item (self->selection);
  EcpaOrderSummary *summary = row != NULL ? ecpa_history_row_get_summary (row) : NULL;
  g_autofree char *text = NULL;

  if (summary == NULL)
    return;

  text = ecpa_history_line_describe (summary, "\t");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  ecpa_toast_show (self->toasts, _("Copied"));
}

static void
back_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ecpa_history_page_go_back (ECPA_HISTORY_PAGE (widget));
}

static void
choose_all_action_cb (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  EcpaHistoryPage *self = ECPA_HISTORY_PAGE (widget);

  if (self->history == NULL)
    return;

  gtk_toggle_button_set_active (self->choose_button, TRUE);
  _ecpa_history_page_choose_all (self);
}

static void
bring_out_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  _ecpa_history_page_bring_out (ECPA_HISTORY_PAGE (widget), name);
}

static void
export_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  _ecpa_history_page_export (ECPA_HISTORY_PAGE (widget));
}

static void
export_to_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  _ecpa_history_page_export_to (ECPA_HISTORY_PAGE (widget), file);
}

static void
cancel_export_action_cb (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  _ecpa_history_page_cancel_export (ECPA_HISTORY_PAGE (widget));
}

static void
open_file_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  gtk_show_uri (ecpa_parent_window_of (widget), g_variant_get_string (parameter, NULL), GDK_CURRENT_TIME);
}

/* Overrides ---------------------------------------------------------------- */

/* Its keys are the window's only while it is shown. */
static void
ecpa_history_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ecpa_history_page_parent_class)->map (widget);
  show_pane (ECPA_HISTORY_PAGE (widget), gtk_stack_get_visible_child_name (ECPA_HISTORY_PAGE (widget)->panes));
}

static void
ecpa_history_page_unmap (GtkWidget *widget)
{
  gtk_widget_action_set_enabled (widget, "history.back", FALSE);
  gtk_widget_action_set_enabled (widget, "history.search", FALSE);
  GTK_WIDGET_CLASS (ecpa_history_page_parent_class)->unmap (widget);
}

static void
ecpa_history_page_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_CAN_GO_BACK)
    g_value_set_boolean (value, ecpa_history_page_can_go_back (ECPA_HISTORY_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_history_page_dispose (GObject *object)
{
  EcpaHistoryPage *self = ECPA_HISTORY_PAGE (object);

  _ecpa_history_page_end_export (self);
  if (self->printer != NULL)
    ecpa_order_printer_cancel (self->printer);
  g_clear_object (&self->printer);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->history);
  g_clear_object (&self->notice);
  g_clear_pointer (&self->file_fault, ecpa_fault_free);

  G_OBJECT_CLASS (ecpa_history_page_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_history_page_class_bind (GtkWidgetClass *widget_class)
{
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EcpaHistoryPage, name)
  BIND (panes);
  BIND (search);
  BIND (years);
  BIND (kinds);
  BIND (sort);
  BIND (clear_button);
  BIND (export_button);
  BIND (totals);
  BIND (waiting);
  BIND (spinner);
  BIND (waiting_label);
  BIND (loading_label);
  BIND (toasts);
  BIND (stack);
  BIND (scroller);
  BIND (list);
  BIND (selection);
  BIND (load_fault);
  BIND (more_fault);
  BIND (export_bar);
  BIND (export_progress);
  BIND (order_view);
  BIND (choose_button);
  BIND (choice_bar);
  BIND (choice_label);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, years_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kinds_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_fault_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_bound_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_unbound_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_toggled_cb);
}

static void
ecpa_history_page_class_init (EcpaHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ecpa_history_page_dispose;
  object_class->get_property = ecpa_history_page_get_property;
  widget_class->map = ecpa_history_page_map;
  widget_class->unmap = ecpa_history_page_unmap;

  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_FAULT_ACTION] = g_signal_new ("fault-action", ECPA_TYPE_HISTORY_PAGE, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_install_action (widget_class, "history.search", NULL, search_action_cb);
  gtk_widget_class_install_action (widget_class, "history.clear", NULL, clear_action_cb);
  gtk_widget_class_install_action (widget_class, "history.copy", NULL, copy_action_cb);
  gtk_widget_class_install_action (widget_class, "history.back", NULL, back_action_cb);
  gtk_widget_class_install_action (widget_class, "history.export", NULL, export_action_cb);
  gtk_widget_class_install_action (widget_class, "history.export-to", "s", export_to_action_cb);
  gtk_widget_class_install_action (widget_class, "history.cancel-export", NULL, cancel_export_action_cb);
  gtk_widget_class_install_action (widget_class, "history.choose-all", NULL, choose_all_action_cb);
  gtk_widget_class_install_action (widget_class, "history.print-chosen", NULL, bring_out_action_cb);
  gtk_widget_class_install_action (widget_class, "history.preview-chosen", NULL, bring_out_action_cb);
  gtk_widget_class_install_action (widget_class, "history.save-chosen", NULL, bring_out_action_cb);
  gtk_widget_class_install_action (widget_class, "history.open-file", "s", open_file_action_cb);

  g_type_ensure (ECPA_TYPE_FACET_BUTTON);
  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_HISTORY_TOTALS);
  g_type_ensure (ECPA_TYPE_ORDER_VIEW);
  g_type_ensure (ECPA_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-history-page.ui");
  ecpa_history_page_class_bind (widget_class);
}

static void
ecpa_history_page_init (EcpaHistoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* GTK 4.8 leaves the button inside a drop-down without a name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->sort))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Order of the list"), -1);
  gtk_text_set_max_length (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))), ECPA_ORDER_QUERY_MAX_TEXT);
  /* Whoever types with the focus in the list searches. */
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->list));
  self->dialogs = g_cancellable_new ();
  self->signals = g_signal_group_new (ECPA_TYPE_HISTORY);
  g_signal_group_connect_swapped (self->signals, "notify::totals", G_CALLBACK (show_totals), self);
  g_signal_group_connect_swapped (self->signals, "notify::filtered", G_CALLBACK (show_query), self);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (history_notified_cb), self);
  g_signal_group_connect_swapped (self->signals, "replaced", G_CALLBACK (replaced_cb), self);
  _ecpa_history_page_set_up_choice (self);
  show_pane (self, "list");
  _ecpa_history_page_sync (self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_page_set_history:
 * @self: a page
 * @history: (nullable): what to show; nothing is asked before ecpa_history_page_enter(). %NULL takes everything away
 */
void
ecpa_history_page_set_history (EcpaHistoryPage *self,
                               EcpaHistory     *history)
{
  g_return_if_fail (ECPA_IS_HISTORY_PAGE (self));
  g_return_if_fail (history == NULL || ECPA_IS_HISTORY (history));

  _ecpa_history_page_end_export (self);
  _ecpa_history_page_end_choice (self);
  self->dialogs = g_cancellable_new ();
  g_clear_pointer (&self->file_fault, ecpa_fault_free);
  g_set_object (&self->history, history);
  g_signal_group_set_target (self->signals, history);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (history));
  ecpa_order_view_set_item (self->order_view, NULL);
  self->focus_due = history != NULL;
  show_pane (self, "list");
  show_query (self);
  show_totals (self);
  _ecpa_history_page_sync (self);
}

/**
 * ecpa_history_page_set_notice:
 * @self: a page
 * @notice: (nullable): the personal-data notice in force, shown before each export (L11)
 */
void
ecpa_history_page_set_notice (EcpaHistoryPage *self,
                              EcpaLegalText   *notice)
{
  g_return_if_fail (ECPA_IS_HISTORY_PAGE (self));

  g_set_object (&self->notice, notice);
  ecpa_order_printer_set_notice (self->printer, notice);
  ecpa_order_view_set_notice (self->order_view, notice);
}

/**
 * ecpa_history_page_set_training:
 * @self: a page
 * @training: whether papers say that they are for practice
 */
void
ecpa_history_page_set_training (EcpaHistoryPage *self,
                                gboolean         training)
{
  g_return_if_fail (ECPA_IS_HISTORY_PAGE (self));

  ecpa_order_printer_set_training (self->printer, training);
  ecpa_order_view_set_training (self->order_view, training);
}

/**
 * ecpa_history_page_enter:
 * @self: a page
 *
 * The person has come here: asks for the history the first time, and takes the focus to where it was.
 */
void
ecpa_history_page_enter (EcpaHistoryPage *self)
{
  g_return_if_fail (ECPA_IS_HISTORY_PAGE (self));

  if (self->history == NULL)
    return;

  ecpa_history_load (self->history);
  if (!self->focus_due)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/**
 * ecpa_history_page_can_go_back:
 * @self: a page
 *
 * Returns: whether an order is shown in place of the list
 */
gboolean
ecpa_history_page_can_go_back (EcpaHistoryPage *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY_PAGE (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->panes), "order") == 0;
}

/**
 * ecpa_history_page_go_back:
 * @self: a page
 *
 * From the order to the list, which is as it was.
 */
void
ecpa_history_page_go_back (EcpaHistoryPage *self)
{
  g_return_if_fail (ECPA_IS_HISTORY_PAGE (self));

  if (!ecpa_history_page_can_go_back (self))
    return;

  show_pane (self, "list");
  focus_list (self);
}

/**
 * ecpa_history_page_get_open_order:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the order that is shown in place of the list
 */
EcpaOrderItem *
ecpa_history_page_get_open_order (EcpaHistoryPage *self)
{
  g_return_val_if_fail (ECPA_IS_HISTORY_PAGE (self), NULL);

  return ecpa_history_page_can_go_back (self) ? ecpa_order_view_get_item (self->order_view) : NULL;
}

/**
 * ecpa_history_page_get_order:
 * @self: a page
 *
 * Returns: (transfer full) (nullable): the order that is meant: the one that is open, else the one of the line with the
 *   focus in the list
 */
EcpaOrderItem *
ecpa_history_page_get_order (EcpaHistoryPage *self)
{
  EcpaOrderItem *open = ecpa_history_page_get_open_order (self);
  guint position = gtk_single_selection_get_selected (self->selection);

  if (open != NULL)
    return g_object_ref (open);

  return self->history != NULL && position < count_rows (self) ? ecpa_history_get_order (self->history, position) : NULL;
}

/**
 * ecpa_history_page_open_order:
 * @self: a page that shows a history
 * @item: an order
 *
 * Shows it in place of the list.
 */
void
ecpa_history_page_open_order (EcpaHistoryPage *self,
                              EcpaOrderItem   *item)
{
  g_return_if_fail (ECPA_IS_HISTORY_PAGE (self));
  g_return_if_fail (ECPA_IS_ORDER_ITEM (item));

  self->focus_due = FALSE;
  ecpa_order_view_set_item (self->order_view, item);
  show_pane (self, "order");
  gtk_widget_child_focus (GTK_WIDGET (self->order_view), GTK_DIR_TAB_FORWARD);
}
