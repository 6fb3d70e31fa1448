#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twice the application or its backend is killed at a random moment of signing for an order; afterwards each
receipt that the person was shown exists exactly once. tests/services has the many kills without a window."""

import os
import pathlib
import random
import signal
import sys
import time
import unittest

from training import BUTTON, SIGN, Desktop, Training

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

KILLS = 2
WINDOW = 0.25       # seconds after the click within which the kill falls


class TestKills(unittest.TestCase):
    def test_kills(self):
        seed = int(os.environ.get('ECPA_SEED', random.SystemRandom().randrange(1 << 32)))
        print(f'# seed {seed}; ECPA_SEED={seed} repeats it', flush=True)
        dice = random.Random(seed)

        with Desktop() as desktop:
            shown = 0
            for number in range(KILLS):
                job = Training(desktop)
                card = ('ordinary', 'newest')[number]
                job.insert(card)
                job.sign_in(card)
                job.agree()
                job.open_order()
                before = sum(job.receipts().values())
                victim = dice.choice(['application', 'backend'])
                delay = dice.uniform(0, WINDOW)
                pid = job.app.pid if victim == 'application' else job.backend()
                job.app.find(BUTTON, SIGN, state='sensitive').click()
                time.sleep(delay)       # the random moment itself
                os.kill(pid, signal.SIGKILL)
                print(f'# kill {number}: {victim} after {delay:.3f} s', flush=True)
                # Without its backend the application can say no more than it knew; a dead application says nothing.
                acknowledged = victim == 'backend' and job.is_signed()
                job.app.kill()

                # Everything again, as the person would: whatever the kill left is finished, once.
                again = Training(desktop)
                again.insert(card)
                again.sign_in(card)
                stored = again.receipts()
                self.assertTrue(all(count == 1 for count in stored.values()), stored)
                if acknowledged:
                    self.assertEqual(sum(stored.values()), before + 1, 'an acknowledged receipt is lost')
                shown += acknowledged
                again.app.wait_for(again.orders, what='the inbox')
                if sum(stored.values()) == before:
                    again.open_order()
                    again.sign_for()
                self.assertEqual(sum(again.receipts().values()), before + 1)
                self.assertEqual(again.app.close(), 0)
            print(f'# {shown} of {KILLS} had been acknowledged before the kill', flush=True)


if __name__ == '__main__':
    tap.main()
