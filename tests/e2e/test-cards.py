#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each card of the tray at the sign-in, as a person meets it: what is said, and the way out that is offered; then a
backend that dies, and a card that is pulled, with what was typed in mind."""

import os
import pathlib
import re
import signal
import sys
import unittest

from training import BUTTON, CARDS, PASSWORD, SIGN_IN, Desktop, Training

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402


class TestCards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))
        cls.job = Training(cls.desktop)
        cls.app = cls.job.app

    @classmethod
    def tearDownClass(cls):
        log = cls.app.log_text()
        status = cls.app.close()
        assert status == 0 and 'CRITICAL' not in log, log

    def attempt(self, card, password):
        self.job.insert(card)
        self.job.wait_ready(card)
        self.job.type_password(password)
        self.job.press_sign_in()

    def test_1_each_generation_signs_in(self):
        for card in ('ordinary', 'newest', 'rare-name'):
            with self.subTest(card):
                self.job.insert(card)
                self.job.sign_in(card)
                self.job.sign_out()

    def test_2_not_registered(self):
        self.attempt('not-registered', 'Anything-1')
        self.app.find(None, re.compile('您尚未註冊健保卡網路服務'))
        self.app.find(BUTTON, re.compile('服務|說明|電話'))

    def test_3_no_account(self):
        self.attempt('no-account', CARDS['no-account']['registration']['password'])
        self.app.find(None, re.compile('查無您的帳號'))
        self.app.find(BUTTON, re.compile('信|郵件'))

    def test_4_another_card_takes_the_message_away(self):
        self.job.insert('newest')
        self.job.wait_ready('newest')
        self.app.wait_gone(None, re.compile('查無您的帳號'))

    def test_5_pulled_while_typing(self):
        self.job.insert('ordinary')
        self.job.wait_ready('ordinary')
        self.job.type_password('half')
        self.job.take_out('ordinary')
        self.app.find(None, re.compile('請將健保卡插入'))
        self.app.wait_for(lambda: not self.app.find(BUTTON, SIGN_IN, state=None).has_state('sensitive'), what='登入 to rest')
        self.assertFalse(self.job.shows('林○○'), 'the holder is still shown')
        self.job.insert('ordinary')
        self.job.wait_ready('ordinary')
        self.assertNotIn('4', self.app.find(None, PASSWORD).description, 'what was typed for a card that went is gone')

    def test_6_wrong_until_stopped(self):
        for tries_left in (2, 1):
            self.job.type_password('Wrong-pass1')
            self.job.press_sign_in()
            self.app.find(None, re.compile('註冊密碼輸入錯誤'))
            self.app.find(None, re.compile(f'{tries_left} 次'))
        self.job.type_password('Wrong-pass1')
        self.job.press_sign_in()
        self.app.find(None, re.compile('分'))      # how long it lasts

    def test_7_backend_dies(self):
        self.job.insert('newest')
        self.job.wait_ready('newest')
        os.kill(self.job.backend(), signal.SIGKILL)
        self.app.find(None, re.compile('練習服務已停止'))
        self.app.find(BUTTON, re.compile('重新啟動')).click()
        self.job.sign_in('newest')
        self.job.sign_out()


if __name__ == '__main__':
    tap.main()
