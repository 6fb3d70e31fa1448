#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From never registered to the first order signed for, in zh_TW at 800×600 and 200 % text, without a mouse: what is
typed goes over the keyboard, buttons are pressed as a screen reader does."""

import pathlib
import re
import sys
import unittest

from registering import STEPS, Registering
from training import PASSWORD, Desktop, Training

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

MOST_ACTIONS = 25


class TestRegistration(unittest.TestCase):
    def look_for_help(self, job):
        """F1, where there is nothing to read the handbook with: what it says of registering, and whom to ring up."""
        job.app.key('F1')
        window = job.app.find(('frame', 'dialog'), '客服電話')
        job.app.find(None, re.compile('^這部電腦無法開啟使用說明'))
        job.app.find(None, re.compile('^請撥打健保卡網路服務專線，說明要註冊'))
        job.app.focus(job.app.window_of(window))
        job.app.key('Escape')
        job.app.wait_gone(('frame', 'dialog'), '客服電話')
        job.focus_main()

    def test_whole_way(self):
        with Desktop() as desktop:
            desktop.run('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', 'Xft.dpi: 192')
            job = Training(desktop)
            desktop.run('xdotool', 'windowsize', '--sync', str(job.app.window_of(job.main_frame())), '800', '600')
            job.insert('not-registered')
            job.focus_main()
            wizard = Registering(job)
            wizard.open()
            wizard.step(1)
            self.look_for_help(job)
            for name in STEPS:
                wizard.do(name)
                self.assertEqual(job.app.unnamed_controls(), [], name)

            # straight back to the sign-in, with this card ready
            job.app.find(None, re.compile('已完成電子信箱認證'))
            job.app.find(None, PASSWORD, state='focused', shown=False)
            job.app.type(wizard.word)
            job.app.key('Return')
            job.wait_signed_in('not-registered')
            job.agree()
            job.open_order()
            job.sign_for()
            actions = wizard.actions + 4        # card in, password, consent, order, signature: the card counts below
            print(f'# {actions + 1} actions from never registered to the first order signed for', flush=True)
            self.assertLessEqual(actions + 1, MOST_ACTIONS)
            self.assertEqual(job.app.close(), 0)


if __name__ == '__main__':
    tap.main()
