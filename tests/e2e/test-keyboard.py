#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job by keyboard alone, in a window of 800×600 and with text of twice the size.

Nothing is clicked over the bus: keys are typed, and the accessibility tree only tells where the focus is.
"""

import os
import pathlib
import re
import sys
import unittest

from training import CARDS, Desktop, Training, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402



class TestKeyboard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))

    def do_the_job(self, dpi):
        # What a desktop's setting for large text becomes on X11.
        self.desktop.run('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', f'Xft.dpi: {dpi}\n')
        job = Training(self.desktop)
        app = job.app
        main, desk = job.main_frame(), job.desk_frame()
        window = app.window_of(main)
        self.desktop.run('xdotool', 'windowsize', '--sync', str(window), '800', '600')

        app.focus(app.window_of(desk))
        app.tab_to(desk, re.compile('^將林曉青的卡片插入'))
        app.key('Return')
        job.wait_ready('ordinary')

        app.focus(window)
        app.type(CARDS['ordinary']['registration']['password'])
        app.key('Return')
        job.wait_signed_in('ordinary')

        wait_until(lambda: app.find_all('list', '獎令清單') or app.find_all('push button', re.compile('^同意$')),
                   what='orders, or the question before them')
        if not app.find_all('list', '獎令清單'):
            app.tab_to(main, re.compile('^同意$'))
            app.key('Return')
            dialog = app.find('dialog', re.compile('線上檢視'))
            app.focus(app.window_of(dialog))
            app.tab_to(dialog, re.compile('^同意'))
            app.key('Return')
            app.wait_gone('dialog', re.compile('線上檢視'))
            app.focus(window)
        wait_until(job.orders, what='the orders')

        app.tab_to(main, re.compile('未簽收$'))
        app.key('Return')
        before = sum(job.receipts().values())
        app.tab_to(main, re.compile('^簽收$'))
        app.key('Return')
        app.wait_for(job.is_signed, 40, 'the receipt')
        self.assertEqual(sum(job.receipts().values()), before + 1)
        app.screenshot(pathlib.Path(os.environ.get('ECPA_PICTURES', self.desktop.folder)) / f'keyboard-{dpi}.png', main)

        app.key('ctrl+shift+l')
        app.wait_for(lambda: not job.shows('林曉青'), what='the sign-in page')
        self.assertEqual(app.close(), 0)
        self.assertNotIn('CRITICAL', app.log_text())

    def test_1_usual_text(self):
        self.do_the_job(96)

    def test_2_large_text(self):
        self.do_the_job(192)


if __name__ == '__main__':
    tap.main()
