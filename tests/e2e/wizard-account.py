#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Account and password (L7), by keyboard alone, at 800×600 and with text of twice the size: signing in, what it does not
open (L10), and the lock that the same account opens again; then an account that is activated with a card, and a change of
its password that comes too soon.

Nothing is clicked over the bus: keys are typed, and the accessibility tree only tells where the focus is.
"""

import os
import pathlib
import re
import sys
import unittest

from training import CARDS, Desktop, Training

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

ACCOUNT = 'linqing115'
PASSWORD = 'Portal-Lin115'
TOO_SOON = '密碼剛變更不久'


class Window(unittest.TestCase):
    """The program at 800×600, with large text, and keys for it."""

    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))
        # What a desktop's setting for large text becomes on X11.
        cls.desktop.run('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', 'Xft.dpi: 192\n')
        cls.job = Training(cls.desktop)
        cls.app = cls.job.app
        cls.main = cls.job.main_frame()
        cls.window = cls.app.window_of(cls.main)
        cls.desktop.run('xdotool', 'windowsize', '--sync', str(cls.window), '800', '600')
        cls.app.focus(cls.window)

    @classmethod
    def tearDownClass(cls):
        log = cls.app.log_text()
        status = cls.app.close()
        super().tearDownClass()
        assert status == 0, status
        assert 'CRITICAL' not in log, log

    def tab_to(self, name, key='Tab'):
        self.app.tab_to(self.main, name, key)

    def picture(self, name):
        self.app.screenshot(pathlib.Path(os.environ.get('ECPA_PICTURES', self.desktop.folder)) / f'account-{name}.png',
                            self.main)

    def shows(self, *texts):
        for text in texts:
            self.app.find(None, re.compile(re.escape(text)), timeout=40)


class TestAccount(Window):
    def test_1_wrong_password(self):
        self.tab_to(re.compile('^帳號密碼$'))
        self.app.key('Return')
        self.app.find('text', re.compile('^帳號$'), state='focused')
        self.app.type(ACCOUNT)
        self.app.key('Return')
        self.app.find(None, re.compile('^密碼'), state='focused')
        self.app.type('Portal-Lin114')
        self.app.key('Return')
        self.shows('帳號或密碼錯誤', '再錯誤 4 次，此帳號將暫停登入')
        self.picture('refused')

    def test_2_signed_in(self):
        self.tab_to(re.compile('^密碼'), 'shift+Tab')
        self.app.type(PASSWORD)
        self.app.key('Return')
        self.shows('請使用健保卡登入才可使用', '改用健保卡登入')
        self.picture('closed')
        with self.job.database() as connection:
            methods = [row[0] for row in connection.execute('SELECT method FROM sessions')]
        self.assertEqual(methods, ['account'])
        # Neither entry of the sidebar leads to an error.
        self.assertFalse(self.app.find_all(None, re.compile('此登入方式無法開啟')))

    def test_3_card_is_nothing_to_it(self):
        self.job.insert('newest')
        self.job.take_out('newest')
        self.app.focus(self.window)
        self.shows('請使用健保卡登入才可使用')

    def test_4_lock_and_unlock(self):
        self.app.activate_action('lock')
        self.shows('已鎖定', '帳號 l***', '請輸入同一帳號的密碼')
        self.assertFalse(self.app.find_all(None, re.compile('^註冊密碼')))
        self.picture('locked')
        self.tab_to(re.compile('^密碼'))
        self.app.type(PASSWORD)
        self.app.key('Return')
        self.shows('請使用健保卡登入才可使用')

    def test_5_to_the_card(self):
        self.tab_to(re.compile('^改用健保卡登入'))
        self.app.key('Return')
        self.app.find(None, re.compile('^健保卡$'))
        self.job.insert('ordinary')
        self.job.wait_ready('ordinary')


class TestActivation(Window):
    """By card: an account of one's own choice, that signs in at once, and whose password stays as it is for two hours."""

    chosen, password, next_password = 'jianhong.chen', 'Gangshan#115', 'Gangshan#116'

    def choose_password(self, password):
        self.tab_to(re.compile('^新密碼'))
        self.app.type(password)
        self.tab_to(re.compile('^再次輸入新密碼'))
        self.app.type(password)

    def test_1_activate(self):
        self.job.insert('newest')
        self.job.wait_ready('newest')
        self.app.focus(self.window)
        self.tab_to(re.compile('^帳號密碼$'))
        self.app.key('Return')
        self.tab_to(re.compile('^首次登入？啟用帳號'))
        self.app.key('Return')
        self.shows('讀取健保卡')
        self.tab_to(re.compile('^讀取'))
        self.app.key('Return')
        self.shows('設定帳號與密碼')
        self.tab_to(re.compile('^帳號$'))
        self.app.type(self.chosen)
        self.choose_password(self.password)
        self.picture('choice')
        self.app.key('Return')
        self.shows('輸入註冊密碼')
        self.tab_to(re.compile('^註冊密碼'))
        self.app.type(CARDS['newest']['registration']['password'])
        self.picture('proof')
        self.app.key('Return')
        self.shows('帳號已啟用')
        self.picture('activated')

    def test_2_sign_in(self):
        self.tab_to(re.compile('^帳號$'))
        self.app.type(self.chosen)
        self.app.key('Return')
        self.app.find(None, re.compile('^密碼'), state='focused')
        self.app.type(self.password)
        self.app.key('Return')
        self.shows('請使用健保卡登入才可使用')

    def test_3_change_too_soon(self):
        self.tab_to(re.compile('^變更帳號密碼'))
        self.app.key('Return')
        self.shows('2 小時內不得再次變更')
        self.tab_to(re.compile('^目前的密碼'))
        self.app.type(self.password)
        self.choose_password(self.next_password)
        self.picture('change')
        self.app.key('Return')
        self.shows(TOO_SOON)
        self.picture('too-soon')


if __name__ == '__main__':
    tap.main(sys.argv[1:])
