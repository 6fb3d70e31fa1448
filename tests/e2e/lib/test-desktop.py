#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The helper's hands and eyes, tried on the sample application."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import desktop
import tap
from desktop import BUTTON

SAMPLE = sys.argv[1]


class TestDesktop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(desktop.Desktop())
        cls.app = cls.desktop.start(SAMPLE)
        cls.app.find('frame', 'Sample')
        cls.app.focus()

    def label(self, text):
        return self.app.find('label', text, timeout=5)

    def test_1_translation(self):
        """The locale of our own is a real one: gettext speaks Chinese."""
        self.app.find(BUTTON, '視窗寬度')

    def test_2_text_and_click(self):
        self.app.find('text', 'What to say').set_text('王小明')
        self.app.find(BUTTON, '視窗寬度').click()
        self.label('王小明')

    def test_3_keys(self):
        entry = self.app.find('text', 'What to say')
        entry.set_text('')
        entry.press()
        self.app.type('Abc-123 !')
        self.app.wait_for(lambda: entry.text == 'Abc-123 !', 5, 'the typed text')
        self.app.key('Tab')
        self.app.find(BUTTON, '視窗寬度', state='focused', timeout=5)
        self.app.key('Return')
        self.label('Abc-123 !')

    def test_4_row(self):
        """Rows have no action over AT-SPI in GTK 4.8, so they are pressed."""
        self.app.find('list item', 'Second row').press()
        self.label('second')

    def test_5_action(self):
        from gi.repository import GLib
        self.app.activate_action('hello', GLib.Variant('s', 'from the bus'))
        self.label('from the bus')
        self.app.activate_window_action('greet', GLib.Variant('s', 'from the window'))
        self.label('from the window')

    def test_6_names(self):
        self.assertEqual(self.app.unnamed_controls(), [])

    def test_7_screenshot(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self.app.screenshot(pathlib.Path(folder) / 'sample.png')
            size = subprocess.run(['identify', '-format', '%w %h %k', path], capture_output=True, text=True, check=True).stdout
            width, height, colours = map(int, size.split())
            self.assertEqual((width, height), tuple(self.app.find('frame').box[2:]))
            self.assertGreater(colours, 10)
            if 'ECPA_KEEP_PICTURE' in os.environ:
                path.rename(os.environ['ECPA_KEEP_PICTURE'])

    def test_8_timeout(self):
        with self.assertRaises(desktop.Timeout) as caught:
            self.app.find('button', re.compile('^not there$'), timeout=0.3)
        self.assertIn('What to say', str(caught.exception))

    def test_9_close(self):
        self.assertEqual(self.app.close(), 0)
        bad = self.desktop.start(SAMPLE, 'nameless')
        bad.find('frame', 'Sample')
        self.assertEqual(len(bad.unnamed_controls()), 1, bad.unnamed_controls())
        self.assertEqual(bad.close(), 0)


if __name__ == '__main__':
    tap.main()
