#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing orders to paper or into a file (O4), in zh_TW: preview, the system's dialogue, several orders in one PDF."""

import pathlib
import re
import subprocess
import sys
import unittest

from training import BUTTON, Desktop, Training, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

PREVIEW = re.compile('^預覽列印')
HISTORY = re.compile('^個人歷年獎懲')


class TestPrint(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))
        cls.job = Training(cls.desktop)
        cls.app = cls.job.app
        cls.job.insert('ordinary')
        cls.job.sign_in('ordinary')
        cls.job.agree()
        cls.app.wait_for(cls.job.orders, 40, 'the inbox')
        cls.app.find('list item', HISTORY).press()
        cls.app.wait_for(lambda: cls.job.shows('加權合計'), 40, 'the history')

    def previews(self):
        return [frame for frame in self.app.root().children if PREVIEW.match(frame.name)]

    def test_1_choose_and_save(self):
        """All orders, the new ones counted as viewed beforehand, go into one PDF with a list of contents."""
        pdf = pathlib.Path(self.desktop.env['HOME']) / 'orders.pdf'
        self.app.find(BUTTON, '選取多件').click()
        self.app.find(BUTTON, '全選').click()
        self.app.wait_for(lambda: self.job.shows('已選 8 件獎令'), what='the choice')
        self.app.find(BUTTON, re.compile('^合併儲存為 PDF')).click()
        notice = self.app.find('dialog', re.compile('^重要訊息'))
        self.app.find(None, re.compile('其中 2 件尚未檢視'), under=notice)
        self.app.find(BUTTON, re.compile('^另存為 PDF'), under=notice).click()
        self.job.save_as(pdf)
        wait_until(lambda: pdf.exists() and pdf.stat().st_size > 0, what='the PDF')
        self.app.wait_for(lambda: self.job.shows('已另存為 PDF'), what='the toast')
        text = subprocess.run(['pdftotext', pdf, '-'], check=True, capture_output=True, text=True).stdout
        pages = subprocess.run(['pdfinfo', pdf], check=True, capture_output=True, text=True).stdout
        self.assertEqual(re.sub(r'\s', '', text).count('受文者：林曉青'), 8)
        self.assertGreaterEqual(int(re.search(r'Pages:\s+(\d+)', pages).group(1)), 8)
        self.assertNotIn('林曉青', pages)
        self.assertEqual(pdf.stat().st_mode & 0o777, 0o600)
        with self.job.database() as database:
            self.assertEqual(database.execute('SELECT count(*) FROM orders JOIN persons ON persons.id = person_id WHERE '
                                              "persons.name = '林曉青' AND electronic AND viewed_at IS NULL").fetchone()[0], 0)

    def test_2_preview(self):
        """The preview has as many pages as there are, and goes with Escape."""
        self.app.find(BUTTON, PREVIEW).click()
        self.app.wait_for(self.previews, what='the preview')
        self.app.wait_for(lambda: self.app.find(None, re.compile('^第 1 頁，共 8 頁')), what='the first page')
        self.app.focus(self.app.window_of(self.previews()[0]))
        self.app.key('Escape')
        self.app.wait_for(lambda: not self.previews(), what='the preview to go')

    def test_3_dialogue(self):
        """The system's dialogue comes after the notice, and its own preview leads to ours."""
        self.app.find(BUTTON, re.compile('^列印…')).click()
        notice = self.app.find('dialog', re.compile('^重要訊息'))
        self.app.find(BUTTON, re.compile('^列印'), under=notice).click()
        dialogue = self.app.find('dialog', '列印')
        self.app.find(BUTTON, re.compile('^預覽'), under=dialogue).click()
        self.app.wait_for(self.previews, what='the preview')
        self.app.focus(self.app.window_of(self.previews()[0]))
        self.app.key('Escape')
        self.app.wait_for(lambda: not self.previews(), what='the preview to go')

    def test_4_signing_out_takes_it_away(self):
        """Nothing that could still print stays open when the session is over."""
        self.app.find(BUTTON, PREVIEW).click()
        self.app.wait_for(self.previews, what='the preview')
        self.job.take_out('ordinary')
        self.app.wait_for(lambda: not self.previews(), 20, 'the preview to go with the session')
        self.assertNotIn('CRITICAL', self.app.log_text())


if __name__ == '__main__':
    tap.main()
