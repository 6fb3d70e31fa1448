#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stopped after wrong passwords, a mail, its code, a new password, signed in (N3): by keyboard, in a window of 800×600."""

import pathlib
import re
import sys
import unittest

from card_care import CardCare
from training import Desktop

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

NEW = 'Xiaoqing+77'


class TestForgotten(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))

    def test_forgotten(self):
        job = CardCare(self.desktop)
        app = job.app
        job.put('ordinary')
        for left in (2, 1, 0):
            app.find(None, re.compile('^註冊密碼'), state='focused')
            app.type('Wrong-password')
            app.key('Return')
            if left:
                app.find(None, re.compile('註冊密碼輸入錯誤'))
                app.wait_for(lambda left=left: job.shows(f'{left}'), what='the tries that are left')
        app.wait_for(lambda: job.shows('停用') or job.shows('暫停'), what='the stop')
        job.picture('stopped')

        before = len(job.mails())
        job.open_from_fault('^重設註冊密碼')
        job.picture('card')
        job.read_card()
        job.await_step('重設註冊密碼信寄送方式')
        job.picture('way')
        job.press('^下一步')
        job.await_step('信中的認證碼')
        code = job.await_code(before)
        job.picture('code')
        job.enter('認證碼', code.lower().replace('-', ' '))
        job.press('^下一步')
        job.await_step('新註冊密碼')
        job.picture('password-empty')
        job.enter('^新密碼', NEW)
        job.enter('^再次輸入新密碼', NEW)
        job.picture('password')
        job.press('^設定新密碼')
        app.find(None, re.compile('^註冊密碼變更成功'))
        job.picture('done')

        job.wait_ready('ordinary')
        app.focus(job.window)
        job.tab_to('^註冊密碼')
        app.type(NEW)
        app.key('Return')
        job.wait_signed_in('ordinary')
        self.assertEqual(app.close(), 0)
        self.assertNotIn('CRITICAL', app.log_text())
        self.assertNotIn(code, app.log_text())


if __name__ == '__main__':
    tap.main()
