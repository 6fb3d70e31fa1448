#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two readers on the training desk (L8): what was picked and why, another choice by keyboard, and what the desk's
"what happens if" does to the sign-in window, live."""

import os
import pathlib
import re
import sys
import unittest

from training import BUTTON, CARDS, Desktop, Training

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402
from desktop import Timeout  # noqa: E402

PICTURES = os.environ.get('ECPA_PICTURES')      # a folder, for whoever wants to see it
CHOICE = ('radio button', 'check box', 'toggle button')
ANY = re.compile('^請將健保卡插入任一讀卡機')
LINES = {'ordinary': re.compile(r'^林○○ .*，位於 '), 'newest': re.compile(r'^陳○○ .*，位於 ')}


class TestReaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop())
        cls.job = Training(cls.desktop)
        cls.app = cls.job.app

    @classmethod
    def tearDownClass(cls):
        log = cls.app.log_text()
        status = cls.app.close()
        assert status == 0 and 'CRITICAL' not in log, log

    def picture(self, name):
        if PICTURES:
            self.app.screenshot(pathlib.Path(PICTURES) / f'readers-{name}.png')

    def aim(self, slot):
        """The next card goes there."""
        self.app.find(BUTTON, f'下一張卡片插入讀卡機 {slot}').click()

    def choices(self):
        return self.app.find_all(CHOICE, re.compile('，位於 '), under=self.job.main_frame())

    def chosen(self):
        return [node.name for node in self.choices() if node.has_state('checked')]

    def wait_chosen(self, card):
        self.app.wait_for(lambda: [name for name in self.chosen() if LINES[card].search(name)], what=f'{card} to be chosen')

    def tab_to_choice(self):
        """One step with Tab; whether the focus is on the choice then."""
        self.app.key('Tab')
        try:
            return self.app.wait_for(lambda: any(node.has_state('focused') for node in self.choices()), 1)
        except Timeout:
            return False

    def switch(self, name):
        self.app.find(('switch', 'check box'), re.compile(f'^{name}'), under=self.job.desk_frame()).click()

    def test_1_no_card_no_choice(self):
        self.app.find(None, ANY)
        self.assertEqual(self.choices(), [])
        self.picture('empty')

    def test_2_the_first_card_is_picked(self):
        self.aim(1)
        self.job.insert('ordinary')
        self.job.wait_ready('ordinary')
        self.app.find('label', '已選用插有健保卡的讀卡機')
        self.wait_chosen('ordinary')
        self.assertEqual(len(self.choices()), 2)
        self.picture('one')

    def test_3_the_second_card_changes_nothing(self):
        """Whoever is typing goes on; the other card is there to be chosen."""
        self.aim(2)
        self.job.insert('newest')
        self.app.wait_for(lambda: any(LINES['newest'].search(node.name) for node in self.choices()), what='the other card')
        self.wait_chosen('ordinary')
        self.picture('two')

    def test_4_the_other_by_keyboard(self):
        """Tab goes from the password to the choice; there the arrow keys choose."""
        self.job.focus_main()
        self.assertTrue(any(self.tab_to_choice() for _ in range(10)), 'Tab never comes to the choice')
        self.app.key('Down')
        self.wait_chosen('newest')
        self.app.find('label', '您選擇的讀卡機')
        self.picture('chosen')
        self.job.sign_in('newest')
        self.assertFalse(self.job.shows(CARDS['ordinary']['name']))
        self.job.sign_out()

    def test_5_reader_unplugged(self):
        self.job.take_out('newest')
        self.job.take_out('ordinary')
        self.app.find(None, ANY)
        self.app.find(None, re.compile('^如果發生這些狀況'), under=self.job.desk_frame()).press()
        self.switch('讀卡機 2 已接上')
        self.app.find(None, re.compile('^請將健保卡插入讀卡機$'))
        self.app.find('label', re.compile('^讀卡機：'))
        self.switch('讀卡機 1 已接上')
        self.app.find(None, re.compile('^讀卡機已被拔除'))
        self.picture('unplugged')
        self.switch('讀卡機 1 已接上')
        self.app.find(None, re.compile('^請將健保卡插入讀卡機$'))
        self.switch('讀卡機 2 已接上')
        self.app.find(None, ANY)

    def test_6_service_stopped(self):
        self.switch('讀卡機服務執行中')
        self.app.find(None, re.compile('^讀卡機服務沒有執行'))
        self.picture('stopped')
        self.switch('讀卡機服務執行中')
        self.app.find(None, ANY)
        self.aim(1)
        self.job.insert('ordinary')
        self.job.sign_in('ordinary')


if __name__ == '__main__':
    tap.main()
