#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every window of the program, in the language of ECPA_WALK_LOCALE, for everybody: see windows.py for what must hold.

Each row of STOPS opens one more window, page, popover or dialog; a new window is one more row."""

import os
import pathlib
import re
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402
from desktop import BUTTON, FRAMES, Desktop, wait_until  # noqa: E402
from training import CARDS, program  # noqa: E402
from windows import STEPS, Look  # noqa: E402

LOCALE = os.environ.get('ECPA_WALK_LOCALE', 'zh_TW.UTF-8')
# The language of most people is looked at in each size, others where their longer words have least room.
LOOKED_AT = STEPS if LOCALE.startswith('zh') else STEPS[2:]
GALLERY = os.environ['ECPA_GALLERY']
PASSWORD = CARDS['ordinary']['registration']['password']
WRONG = 'Wrong-pass1'


class Others:
    """All windows but the desk, for `under`: it is large, and what is waited for is not on it."""

    def __init__(self, app, desk):
        self.app = app
        self.desk = desk

    def walk(self):
        tree = self.app.tree()
        for frame in tree.children(self.app.root()):
            if self.desk not in frame.name:
                yield from tree.walk(frame)


class Journey:
    """The real application in training, one stop after the other."""

    def __init__(self, desktop, look):
        self.desktop = desktop
        self.look = look
        self.app = desktop.start(program(), '--training', env=look.env)
        self.others = Others(self.app, look.say('Training Desk'))
        self.find(None, '重要訊息', timeout=40)
        self.main_name = self.frame().name

    # Hands

    def find(self, role, msgid, **more):
        return self.app.find(role, self.look.pattern(msgid), **{'under': self.others, **more})

    def wait_gone(self, role, msgid, timeout=40):
        self.app.wait_for(lambda: not self.app.find_all(role, self.look.pattern(msgid), under=self.others), timeout,
                          f'{role} “{msgid}” to go')

    def frame(self, desk=False):
        title = self.look.say('Training Desk')
        return self.app.wait_for(
            lambda: next((f for f in self.app.root().children if (title in f.name) == desk), None), what='a window')

    def type(self, text):
        self.app.focus(self.app.window_of(self.frame()))
        self.app.type(text)

    # Stops

    def sign_in_without_card(self):
        self.find(None, 'Put your health card into any of the readers')

    def menu(self):
        self.app.focus(self.app.window_of(self.frame()))
        self.find(('toggle button', *BUTTON), 'Main Menu', under=self.frame()).press()
        self.find(None, '_Keyboard Shortcuts', shown=False)

    def after_menu(self):
        self.app.key('Escape')

    def shortcuts(self):
        self.app.activate_action('shortcuts')
        self.app.wait_for(lambda: len(self.app.root().children) == 3, what='the shortcuts')

    def close_the_rest(self):
        """Closes whatever is open beside the window and the desk."""
        desk = self.look.say('Training Desk')
        main = self.app.root().children[0].name
        for frame in self.app.root().children[1:]:
            if desk not in frame.name and (frame.name != main or 'window.close' in frame.actions):
                frame.act('window.close')
        self.app.wait_for(lambda: len(self.app.root().children) == 2, what='all but two windows to close')

    after_shortcuts = after_about = after_notice = after_help = close_the_rest

    def about(self):
        self.app.activate_action('about')
        self.app.wait_for(lambda: len(self.app.root().children) == 3, what='the about window')

    def notice(self):
        self.find(BUTTON, 'Read the _Whole Notice').click()
        self.app.wait_for(lambda: len(self.app.root().children) == 3, what='the notice')

    def help(self):
        self.find(BUTTON, '_Forgotten the password, or not registered?').click()
        self.app.find(None, re.compile('0800-030-598'), under=self.others)

    def card_read(self):
        name = CARDS['ordinary']['name']
        pattern = self.look.say('Put the card of %s into reader %u').replace('%s', name).replace('%u', '1')
        self.app.find(BUTTON, re.compile(re.escape(pattern)), under=self.frame(desk=True)).click()
        self.app.find(None, re.compile(f'{name[0]}○'), under=self.others)
        self.type(WRONG)

    def wrong_password(self):
        self.app.key('Return')
        self.find(None, 'The registration password is wrong')

    def registration(self):
        self.find(BUTTON, 'First Time Here? _Register the Card').click()
        self.find(BUTTON, '_Leave')

    def after_registration(self):
        self.find(BUTTON, '_Leave').click()

        def left():
            """It may ask what is to become of what was typed."""
            for button in self.app.find_all(BUTTON, self.look.pattern('_Discard'), under=self.others):
                button.click()
            return self.app.find_all('text', self.look.pattern('Registration Password'), under=self.others)
        self.app.wait_for(left, what='the sign-in')

    def consent(self):
        self.find('text', 'Registration Password', state='focused')
        self.type(PASSWORD)
        self.app.key('Return')
        self.find(BUTTON, 'Agree', state='sensitive', timeout=40)

    def consent_question(self):
        self.find(BUTTON, 'Agree', state='sensitive').click()
        self.find('dialog', 'Read reward orders on line from now on?')

    def inbox(self):
        dialog = self.find('dialog', 'Read reward orders on line from now on?')
        self.find(BUTTON, 'Agree', under=dialog).click()
        self.app.wait_for(self.orders, what='the orders')

    def orders(self):
        return self.find('list', 'Orders').children

    def order(self):
        self.orders()[0].press()
        self.find(BUTTON, 'Sign for It', state='sensitive')

    def order_as_text(self):
        self.find(BUTTON, 'Show as Text').click()

    def export_notice(self):
        self.find(BUTTON, 'Save as PDF').click()
        self.find('dialog', '重要訊息')

    def after_export_notice(self):
        dialog = self.find('dialog', '重要訊息')
        self.find(BUTTON, '_Cancel', under=dialog).click()
        self.app.wait_for(lambda: len(self.app.root().children) == 2, what='the question to go')

    def print_preview(self):
        self.find(BUTTON, 'Print Preview').click()
        self.app.wait_for(lambda: len(self.app.root().children) == 3, what='the preview')

    def order_window(self):
        self.app.activate_window_action('open-window')
        self.app.wait_for(lambda: len(self.app.root().children) == 3, what='a second window')

    def after_order_window(self):
        frames = [frame for frame in self.app.root().children
                  if self.look.say('Training Desk') not in frame.name and frame.name != self.main_name]
        frames[0].act('window.close')
        self.app.wait_for(lambda: len(self.app.root().children) == 2, what='the second window to close')

    def preferences(self):
        self.app.activate_action('preferences')
        self.find(None, '_Lock After')

    def history(self):
        row = self.find('list item', 'All Rewards and Punishments', shown=False)
        if row.box[0] < 0:          # longer words leave no room for it beside the rest
            self.app.activate_window_action('toggle-sidebar')
            self.app.wait_for(lambda: row.box[0] >= 0, what='the sidebar')
        row.press()
        self.app.wait_for(self.history_rows, 40, 'the history')

    def history_rows(self):
        return self.find('list', 'Rewards and punishments of all years').children

    def history_choosing(self):
        self.find(('toggle button', *BUTTON), 'Choose Several').click()
        self.find(BUTTON, 'Choose All').click()

    def after_history_choosing(self):
        self.find(('toggle button', *BUTTON), 'Choose Several').click()
        self.wait_gone(BUTTON, 'Choose All')

    def history_order(self):
        self.history_rows()[1].press()
        self.find(BUTTON, 'Show as Text', state='sensitive')
        self.app.wait_for(lambda: not self.app.find_all('list', self.look.pattern('Rewards and punishments of all years'),
                                                        under=self.others), what='the order in place of the list')

    def set_idle_minutes(self, minutes):
        settings = pathlib.Path(self.desktop.env['XDG_DATA_HOME']) / 'io.github.ecpa_desktop.Ecpa.Training' / 'settings.ini'
        group = '[io/github/ecpa_desktop/Ecpa]\n'
        text = settings.read_text(encoding='utf-8') if settings.exists() else group
        text = re.sub(r'^idle-lock-minutes=.*\n', '', text, flags=re.MULTILINE)
        settings.write_text(text.replace(group, f'{group}idle-lock-minutes=uint32 {minutes}\n'), encoding='utf-8')

    def locking_bar(self):
        """Nobody touches anything for half of a minute; looking does not."""
        began = time.monotonic()
        self.set_idle_minutes(1)
        self.app.wait_for(lambda: time.monotonic() > began + 25 and self.app.find_all(
            BUTTON, self.look.pattern('Stay Signed In'), under=self.others), 90, 'the bar')

    def after_locking_bar(self):
        self.set_idle_minutes(30)
        self.wait_gone(BUTTON, 'Stay Signed In')

    def locked(self):
        self.app.activate_action('lock')
        self.find(None, 'Locked – %s')
        assert not self.app.find_all(BUTTON, self.look.pattern('First Time Here? _Register the Card'), under=self.others), \
            'whoever is to come back is not here for the first time'

    def unlocked(self):
        # The walk before has taken the focus elsewhere.
        self.app.focus(self.app.window_of(self.app.root().children[0]))
        self.find('text', 'Registration Password', state='sensitive').press()
        self.find('text', 'Registration Password', state='focused')
        self.type(PASSWORD)
        self.app.key('Return')
        self.wait_gone(None, 'Locked – %s')

    def signed_out(self):
        self.find(BUTTON, 'Sign Out').click()
        self.find(None, 'Registration Password', state='sensitive')

    after_print_preview = after_preferences = close_the_rest


STOPS = ('sign_in_without_card', 'menu', 'shortcuts', 'about', 'notice', 'help', 'registration', 'card_read', 'wrong_password',
         'consent', 'consent_question', 'inbox', 'order', 'order_as_text', 'export_notice', 'print_preview', 'order_window',
         'preferences', 'history', 'history_choosing', 'history_order', 'locking_bar', 'locked', 'unlocked', 'signed_out')


class TestWindows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=1100, locale=LOCALE))

    def settle(self, look, app):
        log = app.log_text()
        self.assertNotIn('CRITICAL', log)
        self.assertEqual(look.findings, [], '\n' + '\n'.join(look.findings))

    def test_1_sign_in_in_each_state(self):
        from gi.repository import GLib
        look = Look(self.desktop)
        app = self.desktop.start(GALLERY, env=look.env)
        app.root()
        states = subprocess.run([GALLERY, '--list'], check=True, capture_output=True, text=True).stdout.split()
        for state in states:
            app.activate_action('show', GLib.Variant('s', state))
            app.find('frame', state)
            look.at(state, app, LOOKED_AT, from_without=LOCALE.startswith('zh'))
        app.close()
        self.settle(look, app)

    def test_2_changes_are_told(self):
        """What changes at the reader reaches a screen reader as an event, in words."""
        from gi.repository import GLib
        told = []
        listener = self.desktop.atspi.EventListener.new(lambda event: told.append(str(event.any_data)))
        listener.register('object:property-change:accessible-name')
        look = Look(self.desktop)
        app = self.desktop.start(GALLERY)
        app.root()
        app.activate_action('show', GLib.Variant('s', 'no-card'))
        app.find('frame', 'no-card')

        def is_told(words):
            while GLib.MainContext.default().iteration(False):
                pass
            return any(words in name for name in told)
        try:
            for state, words in (('reading', 'The card is being read'), ('mute', 'The card does not answer'),
                                 ('no-card', 'Put your health card into the reader'),
                                 ('ready', 'Card read: type the registration password'),
                                 ('wrong-password', 'The registration password is wrong'),
                                 ('no-service', 'The card reader service is not running')):
                app.outline()           # GTK tells only of what somebody has asked for
                told.clear()
                app.activate_action('show', GLib.Variant('s', f'+{state}'))
                wait_until(lambda said=look.say(words): is_told(said), what=f'“{look.say(words)}” to be told')
        finally:
            listener.deregister('object:property-change:accessible-name')
        app.close()

    def test_3_the_whole_program(self):
        look = Look(self.desktop, secrets=[PASSWORD, WRONG])
        journey = Journey(self.desktop, look)
        pictures = os.environ.get('ECPA_PICTURES')
        for stop in STOPS:
            getattr(journey, stop)()
            if pictures:
                self.desktop.run('import', '-window', 'root', f'{pictures}/{LOCALE[:2]}-{stop}.png')
            look.at(stop, journey.app, LOOKED_AT)
            getattr(journey, f'after_{stop}', lambda: None)()
        journey.app.close()
        self.settle(look, journey.app)


if __name__ == '__main__':
    tap.main(sys.argv[1:])
