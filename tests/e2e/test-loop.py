#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The UI loop while card and backend take their time: no gap over 100 ms, and sign-out answers at once.

The card answers each command 3 s late (a setting of the simulator); the backend is stopped for 10 s by SIGSTOP, which
is what a slow one looks like from outside. The probe is loaded into the application, which knows nothing of it.
"""

import os
import pathlib
import re
import signal
import sys
import time
import unittest

from training import BUTTON, SIGN, SIGN_OUT, Desktop, Training, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

LONGEST_MS = 100.0
CARD_DELAY = 3.0
BACKEND_DELAY = 10.0


class Probe:
    def __init__(self, path):
        self.path = path

    def restart(self):
        """From here on; returns when the loop has taken notice."""
        self.path.unlink(missing_ok=True)
        wait_until(self.path.exists, what='the probe')

    def longest(self):
        """The longest gap, and the longest that was the application's own: without what others took of the processors."""
        words = self.path.read_text(encoding='utf-8').split()
        return float(words[0]), float(words[2])


class TestLoop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop())
        cls.probe = Probe(pathlib.Path(cls.desktop.folder) / 'probe')

    def start(self, **env):
        return Training(self.desktop, env={'LD_PRELOAD': os.environ['ECPA_PROBE'], 'ECPA_LOOP_PROBE': str(self.probe.path), **env})

    def judge(self, what):
        longest, own = self.probe.longest()
        print(f'# {what}: longest gap {longest} ms, of its own {own} ms', flush=True)
        self.assertLessEqual(own, LONGEST_MS, what)

    def test_1_slow_card(self):
        job = self.start(ECPA_TRAINING_CARD_DELAY_MS=str(int(CARD_DELAY * 1000)))
        self.probe.restart()
        began = time.monotonic()
        job.insert('ordinary')
        job.app.find(None, re.compile('讀取'))
        job.app.wait_for(lambda: job.shows('林○○'), 40, 'the slow card to have been read')
        self.assertGreater(time.monotonic() - began, CARD_DELAY, 'the card was slow')
        self.judge('while a slow card is read')

        job.type_password('Qinglin-115')
        job.press_sign_in()
        job.app.find(BUTTON, re.compile('^取消'), state='sensitive')
        self.probe.restart()
        asked = time.monotonic()
        job.app.find(BUTTON, re.compile('^取消')).click()
        job.app.wait_for(lambda: job.shows('已插入'), 5, 'the sign-in to be cancelled')
        print(f'# cancelled after {time.monotonic() - asked:.2f} s', flush=True)
        self.assertLess(time.monotonic() - asked, CARD_DELAY, 'cancel waited for the card')
        self.judge('while a sign-in is cancelled')
        self.assertEqual(job.app.close(), 0)

    def test_2_slow_backend(self):
        job = self.start()
        job.insert('ordinary')
        job.sign_in('ordinary')
        job.agree()
        job.open_order()
        job.app.wait_for(lambda: job.app.find_all(BUTTON, SIGN), what='the order')
        before = sum(job.receipts().values())
        self.probe.restart()
        backend = job.backend()
        os.kill(backend, signal.SIGSTOP)
        began = time.monotonic()
        try:
            job.app.find(BUTTON, SIGN, state='sensitive').click()
            job.app.find('label', re.compile('比平常久'))
            job.app.wait_for(lambda: time.monotonic() > began + BACKEND_DELAY, what='the backend to have been slow')
        finally:
            os.kill(backend, signal.SIGCONT)
        job.app.wait_for(job.is_signed, 40, 'the receipt')
        self.judge('while a slow backend stores a receipt')
        self.assertEqual(sum(job.receipts().values()), before + 1)

        os.kill(backend, signal.SIGSTOP)
        try:
            self.probe.restart()
            asked = time.monotonic()
            job.app.find(BUTTON, SIGN_OUT).click()
            job.app.wait_for(lambda: not job.shows('林曉青'), 4, 'the sign-in page')
            print(f'# signed out after {time.monotonic() - asked:.2f} s, the look included', flush=True)
            self.judge('while signing out of a backend that does not answer')
        finally:
            os.kill(backend, signal.SIGCONT)
        self.assertEqual(job.app.close(), 0)


if __name__ == '__main__':
    tap.main()
