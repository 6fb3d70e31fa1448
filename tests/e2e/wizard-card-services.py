#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another password (N6), contact data and its verification (N7), phones (N8), and the end of a registration (N5), one after
the other: by keyboard, in a window of 800×600."""

import pathlib
import re
import sys
import unittest

from card_care import CardCare
from training import BUTTON, CARDS, Desktop

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

OLD = CARDS['ordinary']['registration']['password']
NEW = 'Xiaoqing+77'


class TestCardServices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))

    def begin(self, job, title, heading):
        job.open_wizard(title)
        job.read_card()
        job.await_step(heading)

    def end(self, job, text):
        job.app.find(None, re.compile(text))
        job.wait_ready('ordinary')

    def change_password(self, job):
        self.begin(job, '^註冊密碼變更', '原密碼與新密碼')
        job.enter('^註冊密碼', OLD)
        job.enter('^新密碼', NEW)
        job.enter('^再次輸入新密碼', NEW)
        job.picture('change')
        job.press('^變更密碼')
        self.end(job, '^註冊密碼變更成功')

    def change_contacts(self, job):
        self.begin(job, '^基本資料異動', '註冊密碼')
        job.picture('contacts-password')
        job.enter('^註冊密碼', NEW)
        job.press('^下一步')
        job.await_step('^基本資料')
        job.tab_to('主要')
        self.assertTrue(job.shows(CARDS['ordinary']['contacts']['mail']))
        before = len(job.mails())
        job.enter('主要', 'someone@hotmail.example')
        job.app.find(None, re.compile('微軟信箱'))
        job.picture('contacts')
        job.enter('主要', 'xiaoqing@post.example')
        job.press('^儲存')
        job.await_step('認證新的電子信箱')
        code = job.await_code(before)
        job.picture('contacts-mail')
        job.enter('認證碼', code)
        job.press('^認證')
        self.end(job, '^基本資料已更新')

    def keep_phones(self, job):
        self.begin(job, '^行動裝置', '已認證的行動裝置')
        job.app.find(None, re.compile('^尚未認證任何手機'))
        job.picture('phones-empty')
        job.enter('^手機名稱', 'My phone')
        job.enter('^裝置代碼', 'AB12CD34')
        job.enter('^註冊密碼', NEW)
        job.app.key('Return')
        job.app.find(BUTTON, re.compile('^變更「My phone」的名稱'))
        job.picture('phones')
        job.press('^變更「My phone」的名稱')
        dialog = job.app.find('dialog', re.compile('變更手機名稱'))
        job.app.focus(job.app.window_of(dialog))
        job.app.key('ctrl+a')
        job.app.type('Work phone')
        job.app.key('Return')
        job.app.wait_gone('dialog', re.compile('變更手機名稱'))
        job.app.focus(job.window)
        job.app.find(BUTTON, re.compile('^移除「Work phone」'))
        job.press('^移除「Work phone」')
        dialog = job.app.find('dialog', re.compile('^移除'))
        job.app.focus(job.app.window_of(dialog))
        job.app.find(BUTTON, re.compile(r'^移除\b|^移除$'), under=dialog).click()
        job.app.wait_gone('dialog', re.compile('^移除'))
        job.app.focus(job.window)
        job.app.find(None, re.compile('^尚未認證任何手機'))
        job.press('^完成')
        job.wait_ready('ordinary')

    def delete(self, job):
        self.begin(job, '^刪除註冊申請', '刪除後的影響')
        job.tab_to('^我已瞭解')
        job.app.key('space')
        job.enter('^註冊密碼', NEW)
        job.picture('cancellation')
        job.press('^刪除註冊申請')
        self.end(job, '註冊已刪除')

    def test_card_services(self):
        job = CardCare(self.desktop)
        job.put('ordinary')
        self.change_password(job)
        self.change_contacts(job)
        self.keep_phones(job)
        self.delete(job)
        job.tab_to('^註冊密碼')
        job.app.type(NEW)
        job.app.key('Return')
        job.app.find(None, re.compile('尚未註冊健保卡網路服務'))
        self.assertEqual(job.app.close(), 0)
        self.assertNotIn('CRITICAL', job.app.log_text())


if __name__ == '__main__':
    tap.main()
