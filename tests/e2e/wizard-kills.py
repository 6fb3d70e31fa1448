#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole application is killed twice while a card is being registered; the next start offers to go on, with
everything typed but the password. Every step of every wizard is tests/ui/drafts."""

import pathlib
import re
import sys
import unittest

from registering import STEPS, Registering
from training import BUTTON, Desktop, Training

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

GO_ON = re.compile('^繼續')
# Killed once this step is shown; the next start leads to the other: the password is typed anew before all after it.
KILLS = (
    ('address', 4, 4),
    ('summary', 7, 5),
)


class TestWizardKills(unittest.TestCase):
    def go_on(self, wizard, shown, offered):
        """Returns the step at which it is: where it was killed, once the password has been typed anew."""
        wizard.app.find(BUTTON, GO_ON).click()
        wizard.step(offered)
        if offered != 5:
            return offered
        wizard.password()
        at = max(shown, 6)
        wizard.step(at)
        return at

    def test_kill(self):
        with Desktop() as desktop:
            before = None
            for name, shown, offered in KILLS:
                job = Training(desktop)
                job.insert('not-registered')
                wizard = Registering(job)
                wizard.open()
                at = self.go_on(wizard, *before) if before else 1
                while at < shown:
                    wizard.do(STEPS[at - 1])
                    at += 1
                wizard.step(shown)
                job.app.kill()
                before = (shown, offered)
                print(f'# killed at {name}', flush=True)

            job = Training(desktop)
            job.insert('not-registered')
            wizard = Registering(job)
            wizard.open()
            self.go_on(wizard, *before)
            # all that was typed before the kills is there
            wizard.step(7)
            for text in (wizard.card['residence']['household_number'], wizard.card['residence']['village'],
                         wizard.card['contacts']['mail']):
                job.app.find(None, re.compile(re.escape(text)))
            wizard.summary()
            wizard.verify()
            job.app.find(None, re.compile('已完成電子信箱認證'))
            drafts = list(pathlib.Path(desktop.env['XDG_DATA_HOME']).glob('*/drafts/*'))
            self.assertEqual(drafts, [], 'nothing is kept once it is done')
            self.assertEqual(job.app.close(), 0)


if __name__ == '__main__':
    tap.main()
