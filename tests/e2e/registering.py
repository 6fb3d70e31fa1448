# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of registering a card (N1, N2), driven by the keyboard in zh_TW, in training mode."""

import email
import email.policy
import pathlib
import re

from training import BUTTON, CARDS, PASSWORD, wait_until

FIRST_TIME = re.compile('^首次登入')
TEXT = ('text', 'entry')
CODE = re.compile('[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}')
CHOSEN = 'Meihui-302'
STEPS = ('terms', 'card', 'household', 'address', 'password', 'contacts', 'summary', 'verify')


class Registering:
    """A wizard that is open in a Training; `actions` counts what the person does, a typed field being one."""

    def __init__(self, job, card='not-registered', word=CHOSEN):
        self.job = job
        self.app = job.app
        self.card = CARDS[card]
        self.word = word
        self.actions = 0

    def step(self, number, timeout=15):
        self.app.find(None, re.compile(f'^第 {number} 步'), timeout=timeout)

    def open(self):
        self.app.find(BUTTON, FIRST_TIME).click()
        self.actions += 1
        self.job.focus_main()

    def focused(self, name):
        def look():
            return any(field.has_state('focused') for field in self.app.find_all(TEXT, name, shown=False))
        self.app.wait_for(look, what=f'the focus in {name.pattern}')

    def fill(self, name, text, key='Return'):
        """Keys for what is plain; Chinese as an input method would bring it."""
        pattern = re.compile('^' + name)
        self.focused(pattern)
        if text.isascii():
            self.app.type(text)
        else:
            self.app.find(TEXT, pattern, shown=False).set_text(text)
        self.app.key(key)
        self.actions += 1

    def terms(self):
        self.step(1)
        button = self.app.find(BUTTON, re.compile('^我已閱讀完畢，並瞭解相關規定'))
        assert not button.has_state('sensitive') or self.fits(), 'agreed before it was read'

        def read():
            self.app.key('End')
            return button.has_state('sensitive')
        wait_until(read, what='the terms to have been read')
        button.click()
        self.actions += 2

    def fits(self):
        return True     # on a high screen the end is there at once

    def card_step(self):
        self.step(2)
        self.app.find(BUTTON, re.compile('^讀取'), state='sensitive').click()
        self.actions += 1

    def household(self):
        self.step(3)
        self.fill('戶號', self.card['residence']['household_number'])

    def address(self):
        home = self.card['residence']
        self.step(4)
        # 台 finds 臺
        self.fill('縣市', home['county'].replace('臺', '台'))
        self.fill('鄉鎮市區', home['town'])
        self.fill('村里', home['village'])
        self.fill('鄰', str(int(home['neighbourhood'])))

    def password(self):
        self.step(5)
        self.app.find(None, PASSWORD)
        self.app.type(self.word)
        self.app.key('Return')
        self.app.type(self.word)
        self.app.key('Return')
        self.actions += 2

    def contacts(self):
        self.step(6)
        self.fill('手機', self.card['contacts']['mobile'], 'Tab')
        self.fill('E-Mail（主要', self.card['contacts']['mail'])

    def summary(self):
        self.step(7)
        self.app.find(BUTTON, re.compile('^確認申請'), state='sensitive').click()
        self.actions += 1

    def code(self):
        """Out of the newest mail of the training."""
        def newest():
            folder = pathlib.Path(self.job.desktop.env['XDG_DATA_HOME'])
            mails = sorted(folder.glob('**/new/*'), key=lambda path: path.stat().st_mtime_ns)
            return mails[-1] if mails else None
        path = wait_until(newest, what='a mail')
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        return CODE.search(mail.get_body(('plain',)).get_content()).group(0)

    def verify(self):
        self.step(8)
        self.fill('認證信裡的認證碼', self.code().lower())

    def do(self, name):
        getattr(self, 'card_step' if name == 'card' else name)()
