/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-fault-words.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

/* One row for each code. Every title says what happened, every advice what to do; the Chinese of the titles that
 * manuals and help desks know is fixed (features.md L1). */
static const EcpaFaultWords rows[] = {
  [ECPA_FAULT_NONE] = { "", "", ECPA_FAULT_ACTION_NONE, NULL, NULL, NULL },

  [ECPA_FAULT_READER_NO_SERVICE] = {
    N_("The card reader service is not running"),
    N_("Install or start the service “pcscd” on this computer, then try again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_READER_SERVICE_DOWN] = {
    N_("The card reader service has stopped"),
    N_("The service “pcscd” of this computer does not answer any more; start it anew or restart the computer. Cards are then read by themselves."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_READER_NOT_PERMITTED] = {
    N_("This program may not use the card reader"),
    N_("Ask whoever looks after this computer for permission to use card readers, then try again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_READER_MISMATCH] = {
    N_("The card reader service is of another version"),
    N_("The service “pcscd” of this computer and this program do not understand each other; update both, then try again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_READER_GONE] = {
    N_("No card reader is connected"),
    N_("Plug a card reader into this computer; it is found by itself."),
    ECPA_FAULT_ACTION_RETRY, N_("_Look Again"),
  },
  [ECPA_FAULT_CARD_ABSENT] = {
    N_("There is no card in the reader"),
    N_("Put your health card into the reader, chip first."),
    ECPA_FAULT_ACTION_NONE, NULL,
  },
  [ECPA_FAULT_CARD_REMOVED] = {
    N_("The card was taken out too early"),
    N_("Put your health card in again and leave it there until you are signed in."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },
  [ECPA_FAULT_CARD_CHANGED] = {
    N_("Another card is in the reader now"),
    N_("Nothing was sent. Check whose card it is, then type the password of this card."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },
  [ECPA_FAULT_CARD_IN_USE] = {
    N_("Another program is using the card"),
    N_("Close the other program or wait until it is done, then try again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_CARD_MUTE] = {
    N_("The card does not answer"),
    N_("Take it out, turn it round so that the chip goes in first, wipe the chip, and put it in again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Read Again"),
  },
  [ECPA_FAULT_CARD_OTHER_KIND] = {
    N_("This is not a health card"),
    N_("Take it out and put your health card into the reader."),
    ECPA_FAULT_ACTION_RETRY, N_("_Read Again"),
  },
  [ECPA_FAULT_CARD_BAD_ANSWER] = {
    N_("The card could not be understood"),
    N_("Take it out and put it in again; if that does not help, have the card checked."),
    ECPA_FAULT_ACTION_RETRY, N_("_Read Again"),
  },
  [ECPA_FAULT_CARD_NO_PROOF] = {
    N_("This card cannot prove itself here"),
    N_("The service asks for a proof that needs the NHI component; ask its help desk how to install it."),
    ECPA_FAULT_ACTION_HELP, N_("_Whom to Call"),
  },
  [ECPA_FAULT_CARD_COMMUNICATION] = {
    N_("Reader and card lost each other"),
    N_("Check that the card is in all the way and the reader is plugged in firmly, then try again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },

  [ECPA_FAULT_OFFLINE] = {
    N_("The service cannot be reached"),
    N_("Check the network connection of this computer, then try again; what you typed is kept."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_TIMEOUT] = {
    N_("The service does not answer in time"),
    N_("It may be busy; wait a moment, then try again. What you typed is kept."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_UNTRUSTED] = {
    N_("The connection is not safe"),
    N_("The certificate of the service is not the one expected, so nothing was sent. Tell whoever looks after your network, then try again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_SERVER_ERROR] = {
    N_("The service has a fault"),
    N_("The fault is not on your side; try again later. What you typed is kept."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_BAD_ANSWER] = {
    N_("The answer of the service arrived damaged"),
    N_("It was cut short or is not what was agreed on; try again. What you typed is kept."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_UNAVAILABLE] = {
    N_("The service is closed for the moment"),
    N_("It is being looked after or has too much to do; try again later. What you typed is kept."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },

  [ECPA_FAULT_WRONG_PASSWORD] = {
    /* Translators: official: 註冊密碼輸入錯誤 */
    N_("The registration password is wrong"),
    N_("Type the password that you chose when you registered this card."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Type It Again"),
    "forgotten", N_("_Forgotten the Password"),
  },
  [ECPA_FAULT_STOPPED] = {
    N_("Stopped after too many wrong passwords"),
    N_("You can try again when the time is over, or choose a new password now if you have forgotten the old one."),
    ECPA_FAULT_ACTION_HELP, N_("_Whom to Call"),
    "forgotten", N_("Choose a _New Password"),
  },
  [ECPA_FAULT_REGISTRATION_CANCELLED] = {
    N_("The registration of this card was cancelled"),
    N_("It was stopped too often. Register the card anew; it takes a few minutes."),
    ECPA_FAULT_ACTION_HELP, N_("_Whom to Call"),
    "registration", N_("_Register This Card"),
  },
  [ECPA_FAULT_NOT_REGISTERED] = {
    /* Translators: official: 您尚未註冊健保卡網路服務 */
    N_("You have not registered with NHI Card Online Services"),
    N_("Register this card first; then sign in here with the password you chose."),
    ECPA_FAULT_ACTION_HELP, N_("_Whom to Call"),
    "registration", N_("_Register This Card"),
  },
  [ECPA_FAULT_NOT_VERIFIED] = {
    N_("Your e-mail address is not verified yet"),
    N_("Enter the code of the verification mail, or have the mail sent again; then sign in."),
    ECPA_FAULT_ACTION_HELP, N_("_Whom to Call"),
    "verification", N_("_Verify the Address"),
  },
  [ECPA_FAULT_NO_ACCOUNT] = {
    /* Translators: official, together with the next one: 驗證失敗 查無您的帳號 基於安全考量，請洽本總處客服信箱：… */
    N_("Verification failed: no account of yours was found"),
    N_("For the sake of security, please write to our service mailbox: pemis@dgpa.gov.tw."),
    ECPA_FAULT_ACTION_MAIL, N_("_Write a Mail"),
  },
  [ECPA_FAULT_PROOF_REFUSED] = {
    N_("The proof of the card was refused"),
    N_("It came too late or was used before. Leave the card in the reader and try again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
  [ECPA_FAULT_SCHEME_REFUSED] = {
    N_("A training card does not work here"),
    N_("Cards of the training mode open no real account; put in your own health card."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },
  [ECPA_FAULT_SESSION_ENDED] = {
    N_("Your session is over"),
    N_("Sign in again to go on; what was signed for stays signed for."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_METHOD_INSUFFICIENT] = {
    N_("This way of signing in does not open this"),
    N_("Sign in again with your health card to open it."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_CONSENT_REQUIRED] = {
    N_("You have not agreed to reading orders on line"),
    N_("Read the consent first; orders open once you have agreed."),
    ECPA_FAULT_ACTION_CONSENT, N_("_Read the Consent"),
  },
  [ECPA_FAULT_NOT_FOUND] = {
    N_("This is not there any more"),
    N_("It may have been withdrawn; load the list again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Load Again"),
  },
  [ECPA_FAULT_CONFLICT] = {
    N_("It was changed in the meantime"),
    N_("Somebody else changed it while it was open here; load it again."),
    ECPA_FAULT_ACTION_RETRY, N_("_Load Again"),
  },
  [ECPA_FAULT_NOT_ELECTRONIC] = {
    N_("This order is delivered on paper"),
    N_("It is listed for your information only and need not be signed for here."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },

  [ECPA_FAULT_RESIDENCE_MISMATCH] = {
    N_("What you entered is not what the household register says"),
    N_("Compare it with your household certificate or transcript, then correct it."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Correct It"),
  },
  [ECPA_FAULT_ALREADY_REGISTERED] = {
    /* Translators: official: 已註冊 */
    N_("This card is registered already"),
    N_("Sign in with its registration password, or choose a new one if you have forgotten it."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In"),
    "forgotten", N_("_Forgotten the Password"),
  },
  [ECPA_FAULT_CODE_INVALID] = {
    N_("This code is not in any of our mails"),
    N_("Compare it with the one in the newest mail, then type it again."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Type It Again"),
  },
  [ECPA_FAULT_CODE_EXPIRED] = {
    N_("This code is no longer good"),
    N_("A code is good for 30 minutes; then it takes another mail."),
    ECPA_FAULT_ACTION_ANOTHER_MAIL, N_("_Send Another Mail"),
  },
  [ECPA_FAULT_CODE_USED] = {
    N_("This code was used before"),
    N_("Each code works once. If it was not you who used it, have another mail sent."),
    ECPA_FAULT_ACTION_ANOTHER_MAIL, N_("_Send Another Mail"),
  },
  [ECPA_FAULT_CODE_OTHER_CARD] = {
    N_("This code belongs to another card"),
    N_("Put in the card for which the mail was sent, or have a mail sent for the one that is in."),
    ECPA_FAULT_ACTION_ANOTHER_MAIL, N_("_Send Another Mail"),
  },
  [ECPA_FAULT_PASSWORD_POLICY] = {
    N_("The new password does not follow the rules"),
    N_("Choose one that follows every rule shown beside it."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Choose Another"),
  },
  [ECPA_FAULT_PASSWORD_REUSED] = {
    N_("This password was used before"),
    N_("Choose one that you have not used here lately."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Choose Another"),
  },
  [ECPA_FAULT_PASSWORD_TOO_SOON] = {
    N_("The password was changed only a short while ago"),
    N_("It can be changed again when the time is over."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },
  [ECPA_FAULT_MAIL_LIMIT] = {
    N_("Enough mails were sent for now"),
    N_("Look into the mailbox, the folder for junk mail too; another mail can be sent when the time is over."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },
  [ECPA_FAULT_ACCOUNT_TAKEN] = {
    N_("Somebody has an account of this name"),
    N_("Choose another name for your account."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Choose Another"),
  },
  [ECPA_FAULT_ACCOUNT_EXISTS] = {
    N_("You have an account already"),
    N_("Sign in with it, or set a new password with your health card if you have forgotten the old one."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In"),
    "account-forgotten", N_("_New Account Password"),
  },
  [ECPA_FAULT_MOBILE_MISMATCH] = {
    N_("This is not the registered mobile number"),
    N_("Type the number that was given when the card was registered."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Correct It"),
  },
  [ECPA_FAULT_RESIDENCE_STOPPED] = {
    N_("The residence did not match too many times"),
    N_("So that nobody can guess it, it cannot be typed for a while. Have your household certificate or transcript at hand then."),
    ECPA_FAULT_ACTION_HELP, N_("_Whom to Call"),
  },
  [ECPA_FAULT_CODE_SUPERSEDED] = {
    N_("This code is from an older mail"),
    N_("Only the code of the newest mail is good. Look for that one, or have another mail sent."),
    ECPA_FAULT_ACTION_ANOTHER_MAIL, N_("_Send Another Mail"),
  },
  [ECPA_FAULT_TERMS_CHANGED] = {
    N_("Other terms are in force by now"),
    N_("Read the new ones; then confirm the application again. What you typed is kept."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Read the Terms"),
  },
  [ECPA_FAULT_NO_MAIL] = {
    N_("No e-mail address is registered for this card"),
    N_("So no mail can be sent; the help desk tells you how to get on."),
    ECPA_FAULT_ACTION_HELP, N_("_Whom to Call"),
  },
  [ECPA_FAULT_PHONE_CODE] = {
    N_("This is not the code of a phone"),
    N_("Type the code as the phone shows it: 8 letters and digits or more."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Type It Again"),
  },
  [ECPA_FAULT_PHONE_KNOWN] = {
    N_("This phone is registered already"),
    N_("It stands in the list; a phone is registered once."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },
  [ECPA_FAULT_PHONE_LIMIT] = {
    N_("No more phones can be registered"),
    N_("Remove one that you do not use any more; then register this one."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
  },
  [ECPA_FAULT_ACCOUNT_MISSING] = {
    N_("You have no account yet"),
    N_("Activate one with your health card, or sign in with the card itself."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In"),
    "activation", N_("Activate an _Account"),
  },
  [ECPA_FAULT_OLD_PASSWORD_WRONG] = {
    N_("The old password of the account is wrong"),
    N_("Type the password that the account has now; capital and small letters are not the same."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Type It Again"),
    "account-forgotten", N_("_New Account Password"),
  },
  [ECPA_FAULT_OLD_PASSWORD_STOPPED] = {
    N_("The account is locked after too many wrong passwords"),
    N_("You stay signed in. You can try again when the time is over, or choose a new password with your health card now."),
    ECPA_FAULT_ACTION_DISMISS, N_("_OK"),
    "account-forgotten", N_("_New Account Password"),
  },

  [ECPA_FAULT_ACCOUNT_REFUSED] = {
    N_("Account or password is wrong"),
    N_("Check both and type the password again; capital and small letters are not the same."),
    ECPA_FAULT_ACTION_DISMISS, N_("_Type It Again"),
  },
  [ECPA_FAULT_ACCOUNT_STOPPED] = {
    N_("Locked after too many wrong passwords"),
    N_("You can try again when the time is over. With your health card you can sign in now, or choose a new password."),
    ECPA_FAULT_ACTION_USE_CARD, N_("Sign In with the _Card"),
    "account-forgotten", N_("_New Account Password"),
  },

  [ECPA_FAULT_SESSION_EXPIRED] = {
    N_("The session ran out"),
    N_("The service ends a session that nothing is asked of for too long. Sign in again to go on where you were."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_SESSION_ELSEWHERE] = {
    N_("You were signed out somewhere else"),
    N_("If that was not you, tell the service mailbox: pemis@dgpa.gov.tw. Sign in again to go on where you were."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_SESSION_ADMINISTRATOR] = {
    N_("The service ended your session"),
    N_("Whoever runs the service has ended it. Sign in again to go on where you were."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_LOCKED] = {
    N_("Locked"),
    N_("Sign in with the same card to go on where you were."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_LOCKED_IDLE] = {
    N_("Locked, as nobody was here for a while"),
    N_("Sign in with the same card to go on where you were."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_LOCKED_SCREEN] = {
    N_("Locked together with the screen"),
    N_("Sign in with the same card to go on where you were."),
    ECPA_FAULT_ACTION_SIGN_IN_AGAIN, N_("_Sign In Again"),
  },
  [ECPA_FAULT_LOCKED_OTHER_CARD] = {
    N_("This is another card than the one that is locked"),
    N_("Put in the card that was signed in with, or choose to sign in as somebody else."),
    ECPA_FAULT_ACTION_NONE, NULL,
  },

  [ECPA_FAULT_FILE] = {
    N_("The file could not be written"),
    N_("Check that there is room and that you may write there, or choose another place."),
    ECPA_FAULT_ACTION_RETRY, N_("_Choose Again"),
  },
  [ECPA_FAULT_INTERNAL] = {
    N_("Something went wrong in this program"),
    N_("Try again; if it happens once more, restart the program and tell the service mailbox: pemis@dgpa.gov.tw."),
    ECPA_FAULT_ACTION_RETRY, N_("_Try Again"),
  },
};

/* A code added at the end without its row does not compile; one added in between fails tests/ui/widgets. */
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == ECPA_FAULT_INTERNAL + 1);

/* Auxiliaries -------------------------------------------------------------- */

/* gettext's answer for the empty string is the catalogue's header */
static const char *
translate (const char *text)
{
  return text != NULL && *text != '\0' ? _(text) : text;
}

static char *
add_sentence (char       *sentences,
              const char *sentence)
{
  g_autofree char *before = sentences;

  if (sentence == NULL || *sentence == '\0')
    return g_steal_pointer (&before);

  /* Translators: two sentences, one after the other; in Chinese there is no space between them */
  return g_strdup_printf (C_("sentences", "%s %s"), before, sentence);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_fault_words:
 * @code: what happened
 *
 * The one place that says how faults are told. UI thread.
 *
 * Returns: (transfer none): translated words, valid for ever; those of %ECPA_FAULT_INTERNAL for an unknown code
 */
const EcpaFaultWords *
ecpa_fault_words (EcpaFaultCode code)
{
  static EcpaFaultWords translated[G_N_ELEMENTS (rows)];
  const EcpaFaultWords *row;

  if ((guint) code >= G_N_ELEMENTS (rows) || rows[code].title == NULL)
    code = ECPA_FAULT_INTERNAL;

  row = &rows[code];
  translated[code].title = translate (row->title);
  translated[code].advice = translate (row->advice);
  translated[code].action = row->action;
  translated[code].button = translate (row->button);
  translated[code].wizard = row->wizard;
  translated[code].wizard_button = translate (row->wizard_button);

  return &translated[code];
}

/**
 * ecpa_fault_get_seconds:
 * @fault: a fault
 *
 * Returns: how long it still makes no sense to try again, in seconds; 0 if that time is over, -1 if there is none
 */
int
ecpa_fault_get_seconds (const EcpaFault *fault)
{
  g_autoptr (GDateTime) now = NULL;
  GTimeSpan passed;

  g_return_val_if_fail (fault != NULL, -1);

  if (fault->retry_after < 0)
    return -1;
  if (fault->when == NULL)
    return fault->retry_after;

  now = g_date_time_new_now_utc ();
  passed = g_date_time_difference (now, fault->when) / G_TIME_SPAN_SECOND;

  return (int) CLAMP (fault->retry_after - passed, 0, fault->retry_after);
}

/**
 * ecpa_fault_describe_tries:
 * @fault: a fault
 *
 * Returns: (transfer full) (nullable): how many tries are left, as a sentence; %NULL where that is not known
 */
char *
ecpa_fault_describe_tries (const EcpaFault *fault)
{
  g_return_val_if_fail (fault != NULL, NULL);

  if (fault->tries_left < 0)
    return NULL;
  if (fault->code == ECPA_FAULT_RESIDENCE_MISMATCH || fault->code == ECPA_FAULT_MOBILE_MISMATCH)
    /* Translators: %d is how many more times a wrong residence or number is possible before it is stopped */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%d try is left before this is stopped for a while.",
                                         "%d tries are left before this is stopped for a while.",
                                         (gulong) fault->tries_left),
                            fault->tries_left);
  if (fault->code == ECPA_FAULT_ACCOUNT_REFUSED || fault->code == ECPA_FAULT_OLD_PASSWORD_WRONG)
    /* Translators: %d is how many more wrong passwords are possible before signing in with this account is locked */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%d try is left before this account is locked.",
                                         "%d tries are left before this account is locked.",
                                         (gulong) fault->tries_left),
                            fault->tries_left);

  /* Translators: %d is how many more wrong passwords are possible before signing in with this card is stopped */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%d try is left before this card is stopped.",
                                       "%d tries are left before this card is stopped.",
                                       (gulong) fault->tries_left),
                          fault->tries_left);
}

/**
 * ecpa_fault_describe_wait:
 * @seconds: how long still, as from ecpa_fault_get_seconds()
 *
 * Returns: (transfer full) (nullable): the time as a sentence; %NULL where there is none
 */
char *
ecpa_fault_describe_wait (int seconds)
{
  if (seconds < 0)
    return NULL;
  if (seconds == 0)
    return g_strdup (_("You can try again now."));
  if (seconds < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "You can try again in %d second.",
                                         "You can try again in %d seconds.",
                                         (gulong) seconds),
                            seconds);

  /* Translators: minutes and seconds: “in 9 min 05 s” */
  return g_strdup_printf (_("You can try again in %d min %02d s."), seconds / 60, seconds % 60);
}

/**
 * ecpa_fault_describe:
 * @fault: a fault
 *
 * What to do, with the tries left and the time to wait at this moment, without the title.
 *
 * Returns: (transfer full): one or more translated sentences
 */
char *
ecpa_fault_describe (const EcpaFault *fault)
{
  char *sentences;
  g_autofree char *tries = NULL;
  g_autofree char *wait = NULL;

  g_return_val_if_fail (fault != NULL, NULL);

  tries = ecpa_fault_describe_tries (fault);
  wait = ecpa_fault_describe_wait (ecpa_fault_get_seconds (fault));
  sentences = g_strdup (ecpa_fault_words (fault->code)->advice);
  sentences = add_sentence (sentences, tries);
  sentences = add_sentence (sentences, wait);

  return sentences;
}
