# SPDX-License-Identifier: GPL-3.0-or-later
"""The wizards of the card services, by keyboard, in zh_TW."""

import email
import email.policy
import os
import pathlib
import re

from training import BUTTON, Training, wait_until

CODE = re.compile(r'\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b')


class CardCare(Training):
    """One run of the training mode, its window of 800×600, keys only."""

    def __init__(self, desktop, pictures=None):
        super().__init__(desktop)
        self.main = self.main_frame()
        self.window = self.app.window_of(self.main)
        self.pictures = os.environ.get('ECPA_PICTURES', pictures)
        self.n_pictures = 0
        desktop.run('xdotool', 'windowsize', '--sync', str(self.window), '800', '600')

    def picture(self, name):
        """Only where somebody wants to look."""
        if self.pictures is not None:
            self.n_pictures += 1
            self.app.screenshot(pathlib.Path(self.pictures) / f'{self.n_pictures:02d}-{name}.png', self.main)

    def put(self, card_id):
        self.insert(card_id)
        self.wait_ready(card_id)
        self.app.focus(self.window)

    def tab_to(self, name, key='Tab'):
        self.app.tab_to(self.main, name, key)

    def press(self, name):
        """A button, once it can be pressed, with the keyboard."""
        self.app.find(BUTTON, re.compile(name), state='sensitive')
        self.tab_to(name)
        self.app.key('Return')

    def enter(self, name, text):
        """What is in the field already goes."""
        self.tab_to(name)
        self.app.key('ctrl+a')
        self.app.type(text)

    def await_step(self, heading):
        self.app.find('heading', re.compile(heading))

    def open_wizard(self, title):
        """From the menu of the card services."""
        self.tab_to('^健保卡網路服務')
        self.app.key('Return')
        self.app.wait_for(lambda: any(node.role == 'menu item' and node.has_state('focused') for node in self.main.walk()),
                          what='the menu')
        self.tab_to(title, 'Down')
        self.app.key('Return')
        self.await_step('讀取')

    def open_from_fault(self, button):
        """By the failure's own button."""
        self.press(button)
        self.await_step('讀取')

    def read_card(self):
        self.press('^讀取')

    # Mail

    def mails(self):
        folder = pathlib.Path(self.database_path()).parent / 'mail' / 'new'
        return sorted(folder.glob('*'), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []

    def await_code(self, n_before):
        """The code of the newest mail, once there is one more."""
        wait_until(lambda: len(self.mails()) > n_before, 20, 'a mail')
        message = email.message_from_bytes(self.mails()[-1].read_bytes(), policy=email.policy.default)
        return CODE.search(message.get_body(('plain',)).get_content()).group(0)
