#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links of mails: a start with one, a second start with one, links that lead nowhere, and the mailbox of the desk."""

import pathlib
import re
import subprocess
import sys
import unittest

from training import BUTTON, Desktop, Training, build_root, program, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

CODE = 'K7QF-3M9T-XW2R'
# What GTK calls the buttons of a view switcher differs between versions.
TABS = ('page tab', 'radio button', 'toggle button')
FAULT = re.compile('^無法使用此連結$')


class Links(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = Desktop()
        cls.desktop.__enter__()
        cls.addClassCleanup(cls.desktop.__exit__, None, None, None)
        cls.app = cls.desktop.start(program(), '--training', f'ecpa-training:verify#{CODE}')
        cls.job = Training.__new__(Training)
        cls.job.desktop, cls.job.app = cls.desktop, cls.app
        # The wizard that takes the code is over the sign-in, so the notice there proves nothing.
        cls.app.find('label', '電子信箱認證', timeout=60)
        cls.app.wait_for(lambda: any('練習桌' in f.name for f in cls.app.root().children), 40, 'the training desk')
        cls.job.part_windows()
        cls.desk = cls.job.desk_frame()

    def second_start(self, link):
        done = subprocess.run([str(program()), '--training', link], env=self.desktop.env, timeout=30, check=False,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_1_code_is_in_no_list_of_processes(self):
        words = pathlib.Path(f'/proc/{self.app.pid}/cmdline').read_bytes()
        self.assertIn(b'ecpa-training:verify', words)
        self.assertNotIn(CODE.encode(), words)

    def test_2_links_that_lead_nowhere_say_so(self):
        for link, words in (('ecpa-training:verify#K7QF', '不完整'), ('ecpa-training:nowhere#' + CODE, '不完整'),
                            ('ecpa:verify#' + CODE, '正式信件')):
            with self.subTest(link):
                self.second_start(link)
                dialog = self.app.find('label', FAULT).frame
                self.app.find('label', re.compile(words), under=dialog)
                self.app.find(BUTTON, re.compile('^關閉'), under=dialog).click()
                self.app.wait_gone('label', FAULT)

    def test_3_mailbox(self):
        tab = next(node for node in self.desk.walk() if node.role in TABS and '信箱' in node.name)
        tab.click()
        self.app.find('label', '目前沒有郵件', under=self.desk)
        subprocess.run([build_root() / 'tests/backend/mail-probe', self.job.database_path(), 'verification', 'zh_TW',
                        'meihui.wu@mail.example', CODE, '1800', '1'], check=True)
        box = self.job.database_path().parent / 'mail'
        wait_until(lambda: list(box.glob('new/*')), 60, 'the mail')
        row = self.app.find('list item', re.compile('^未讀：.*電子信箱認證信'), under=self.desk)
        self.app.focus(self.app.window_of(self.desk))
        row.press()
        self.app.find('label', re.compile(f'm/verify#{CODE}'), under=self.desk)
        wait_until(lambda: list(box.glob('cur/*:2,S')), 10, 'the mail to be read')
        self.app.find(BUTTON, '複製認證碼', under=self.desk).click()
        self.app.find('label', '已複製認證碼')
        self.app.find(BUTTON, '開啟信中連結', under=self.desk).click()
        self.assertFalse(self.app.find_all('label', FAULT))

    def test_4_wizard_has_the_code(self):
        """The program was started with the link, and opens it again from the mailbox: the wizard asks for the card, and
        then has the code that the person only looks at."""
        main = self.job.main_frame()
        tab = next(node for node in self.desk.walk() if node.role in TABS and '卡片' in node.name)
        tab.click()
        self.job.insert('not-verified')
        self.app.find(BUTTON, re.compile('^讀取'), under=main, state='sensitive').click()
        self.app.wait_for(lambda: [node for node in main.walk() if node.role == 'text' and node.text == CODE],
                          what='the code to be filled in')

    def test_5_code_is_in_no_log(self):
        self.assertNotIn(CODE, self.app.log_text())
        self.assertNotIn('meihui.wu', self.app.log_text())


if __name__ == '__main__':
    sys.exit(tap.main())
