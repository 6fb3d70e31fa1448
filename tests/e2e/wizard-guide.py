#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to the first sign-in (N9), by keyboard alone, at 800×600 and with text of twice the size: it looks at reader and
card, opens the wizard that is missing, goes on after a kill, and is met by nobody who has signed in.
"""

import os
import pathlib
import re
import sys
import unittest

from training import CARDS, Desktop, Training

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

KEPT = {'GSETTINGS_BACKEND': 'keyfile'}


class TestGuide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))
        cls.desktop.run('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', 'Xft.dpi: 192\n')
        cls.start()

    @classmethod
    def start(cls, **how):
        cls.job = Training(cls.desktop, env=KEPT, **how)
        cls.app = cls.job.app
        cls.main = cls.job.main_frame()
        cls.window = cls.app.window_of(cls.main)
        cls.desktop.run('xdotool', 'windowsize', '--sync', str(cls.window), '800', '600')
        cls.app.focus(cls.window)

    def tab_to(self, name, key='Tab'):
        self.app.tab_to(self.main, name, key)

    def shows(self, *texts):
        for text in texts:
            self.app.find(None, re.compile(re.escape(text)), timeout=40)

    def picture(self, name):
        self.app.screenshot(pathlib.Path(os.environ.get('ECPA_PICTURES', self.desktop.folder)) / f'guide-{name}.png',
                            self.main)

    def test_1_to_what_is_missing(self):
        self.tab_to(re.compile('^首次登入？帶我一步步完成'))
        self.app.key('Return')
        self.shows('您手邊有什麼？')
        self.tab_to(re.compile('^健保卡與讀卡機'))
        self.app.key('space')
        self.picture('hold')
        self.tab_to(re.compile('^下一步'))
        self.app.key('Return')
        self.shows('讀取健保卡')
        self.job.insert('not-registered')
        self.app.focus(self.window)
        self.app.find(None, re.compile('吳○'))
        self.tab_to(re.compile('^讀取'))
        self.app.key('Return')
        self.shows('接下來', '尚未註冊健保卡網路服務')
        self.picture('next')

    def test_2_after_a_kill(self):
        self.app.kill()
        self.start(begins_with='^讀取健保卡')
        self.job.insert('ordinary')
        self.app.focus(self.window)
        self.app.find(None, re.compile('林○'))
        self.tab_to(re.compile('^讀取'))
        self.app.key('Return')
        self.shows('沒有缺少的步驟')
        self.tab_to(re.compile('^繼續'))
        self.app.key('Return')
        self.shows('一切就緒')
        self.picture('ready')
        self.job.wait_ready('ordinary')
        self.tab_to(re.compile('^註冊密碼'))
        self.app.type(CARDS['ordinary']['registration']['password'])
        self.app.key('Return')
        self.job.wait_signed_in('ordinary')

    def test_3_never_again(self):
        self.assertEqual(self.app.close(), 0)
        self.start()
        self.app.find(None, re.compile('^健保卡$'))
        self.assertFalse(self.app.find_all(None, re.compile('讀取健保卡|您手邊有什麼')))
        self.assertEqual(self.app.close(), 0)
        self.assertNotIn('CRITICAL', self.app.log_text())


if __name__ == '__main__':
    tap.main(sys.argv[1:])
