/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-export-notice.h"

#include <glib/gi18n.h>

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_export_notice_new:
 * @window: (nullable): the window it belongs to
 * @notice: (nullable): the personal-data notice in force
 * @verb: what its button does, with a mnemonic
 *
 * The personal-data notice that comes before each print and export (L11). Its responses are `go` and `cancel`.
 *
 * Returns: (transfer none): a dialog that is not shown yet
 */
AdwMessageDialog *
ecpa_export_notice_new (GtkWindow     *window,
                        EcpaLegalText *notice,
                        const char    *verb)
{
  const char *heading = notice != NULL ? notice->title : _("Personal Data");
  const char *body = notice != NULL ? notice->text
                                    : _("This order holds personal data. Use it only for the purpose it was given "
                                        "for, keep it from others, and delete it when it is no longer needed.");
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, heading, NULL));

  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "go", verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, "go", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "go");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return dialog;
}
