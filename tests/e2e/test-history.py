#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""個人歷年獎懲 in zh_TW: search, filter, open, back, copy, export; by keyboard where there are keys for it."""

import csv
import io
import pathlib
import re
import sys
import unittest

from training import BUTTON, SIGN, Desktop, Training, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

HISTORY = re.compile('^個人歷年獎懲')
INBOX = re.compile('^未檢視獎令')
FOUND = re.compile('共 ([0-9]+) 件')


class TestHistory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop())
        cls.job = Training(cls.desktop)
        cls.app = cls.job.app
        cls.job.insert('ordinary')
        cls.job.sign_in('ordinary')
        cls.job.agree()
        cls.app.wait_for(cls.job.orders, 40, 'the inbox')
        cls.window = cls.app.window_of(cls.job.main_frame())
        cls.app.find('list item', HISTORY).press()
        cls.app.wait_for(lambda: cls.job.shows('加權合計'), 40, 'the history')
        cls.app.focus(cls.window)

    def searched(self):
        """What stands in the search, said as a row is named."""
        entries = [node for node in self.job.main_frame().walk() if node.role in ('entry', 'text') and node.text]
        return entries[0].text.replace('\t', '，') if entries else ''

    def rows(self):
        return self.app.find('list', '歷年獎懲清單').children

    def count(self):
        words = [FOUND.search(node.text or node.name) for node in self.job.main_frame().walk() if node.role == 'status bar']
        return next((int(match.group(1)) for match in words if match), 0)

    def wait_count(self, number):
        self.app.wait_for(lambda: self.count() == number and (number == 0 or len(self.rows()) == number), 20,
                          f'{number} orders to be found')

    def is_open(self, kind):
        return any(node.role == 'label' and node.text == kind for node in self.job.main_frame().walk()
                   if node.role == 'label' and node.is_shown)

    def in_database(self, condition='1'):
        with self.job.database() as connection:
            return connection.execute(
                'SELECT count (*) FROM orders JOIN persons ON persons.id = person_id '
                f"WHERE persons.name = '林曉青' AND {condition}").fetchone()[0]

    def test_1_everything(self):
        """Paper orders and punishments too, newest first, and what they add up to."""
        everything = self.in_database()
        self.wait_count(everything)
        names = [row.name for row in self.rows()]
        self.assertTrue(any('申誡' in name and '紙本' in name for name in names), names)
        days = [name.split('，')[0] for name in names]
        self.assertEqual(days, sorted(days, reverse=True))
        weighted = self.app.find(None, re.compile('^加權合計'))
        self.assertRegex(weighted.name, '加權合計 -?[0-9]+')
        self.assertEqual(self.app.unnamed_controls(), [])

    def test_2_search(self):
        everything = self.count()
        some = self.in_database("reason LIKE '%114%'")
        self.assertTrue(0 < some < everything)
        self.app.key('ctrl+f')
        self.app.type('114')
        self.app.wait_for(lambda: 0 < self.count() < everything, what='fewer orders')
        for row in self.rows():
            self.assertIn('114', row.name)
        self.app.key('BackSpace', 'BackSpace', 'BackSpace')
        self.app.type('zzzz')
        self.app.key('Return')
        self.app.find('label', '沒有符合的資料')
        self.app.key('Escape')
        self.wait_count(everything)

    def test_3_filter(self):
        everything = self.count()
        self.app.find(BUTTON, re.compile('^年度')).press()
        self.app.find('check box', re.compile('^114年'))
        # The focus is on the newest year; the next is below it.
        self.app.key('Tab')
        self.app.key('space')
        some = self.in_database("issued_on LIKE '2025-%'")
        self.wait_count(some)
        self.app.key('Escape')
        self.app.find(None, re.compile('^年度：114年'))
        for row in self.rows():
            self.assertTrue(row.name.startswith('114/'), row.name)
        self.app.find(BUTTON, '清除條件').click()
        self.wait_count(everything)
        self.assertFalse(self.app.find_all(BUTTON, '清除條件'))

    def test_4_open_and_back(self):
        """Back comes to the same row with the same search."""
        receipts = self.job.receipts()
        self.app.key('ctrl+f')
        self.app.type('114')
        self.app.wait_for(lambda: 0 < self.count() < self.in_database(), what='fewer orders')
        number = self.count()
        self.rows()[1].press()
        self.app.find(BUTTON, re.compile('^以文字顯示'), state='sensitive')
        self.app.wait_for(lambda: not self.app.find_all('list', '歷年獎懲清單'), what='the order in place of the list')
        self.app.key('Escape')
        self.app.find('list', '歷年獎懲清單')
        self.assertEqual(self.count(), number)
        self.app.wait_for(lambda: self.rows()[1].has_state('focused') or
                          any(node.has_state('focused') for node in self.rows()[1].walk()), what='the focus on the row')

        self.app.key('Return')
        self.app.wait_for(lambda: not self.app.find_all('list', '歷年獎懲清單'), what='the order again')
        self.app.key('alt+Left')
        self.app.find('list', '歷年獎懲清單')
        self.assertEqual(self.count(), number)
        self.assertEqual(self.job.receipts(), receipts)
        self.app.find(BUTTON, '清除條件').click()
        self.wait_count(self.in_database())

    def test_4_paper(self):
        """What came on paper is read like the others, and no receipt is asked for."""
        receipts = self.job.receipts()
        place = next(i for i, row in enumerate(self.rows()) if '紙本' in row.name)
        self.app.key('ctrl+f')
        self.app.key('Escape', 'Home', *['Down'] * place, 'Return')
        self.app.find(BUTTON, re.compile('^以文字顯示'), state='sensitive')
        self.assertEqual([button for button in self.app.find_all(BUTTON, SIGN) if button.is_shown], [])
        self.app.key('Escape')
        self.app.find('list', '歷年獎懲清單')
        self.app.wait_for(lambda: self.rows()[place].has_state('focused'), what='the focus on the row')
        self.assertIn('紙本', self.rows()[place].name)
        self.assertEqual(self.job.receipts(), receipts)

    def test_5_copy(self):
        """What is copied is the row, part by part; a place to paste it to is the search itself."""
        self.app.key('ctrl+f')
        self.app.key('Escape', 'Home', 'Return')
        self.app.wait_for(lambda: not self.app.find_all('list', '歷年獎懲清單'), what='the order')
        self.app.key('Escape')
        self.app.find('list', '歷年獎懲清單')
        self.app.wait_for(lambda: self.rows()[0].has_state('focused'), what='the focus on the row')
        name = self.rows()[0].name
        self.app.key('ctrl+c')
        self.app.wait_for(lambda: self.job.shows('已複製'), what='the word that it was copied')
        self.app.key('ctrl+f')
        self.app.key('ctrl+v')
        self.app.wait_for(lambda: self.searched() == name, what='the row in the search')
        self.app.key('Escape')
        self.wait_count(self.in_database())

    def test_6_export(self):
        """All of what was found, after the notice, in a file that spreadsheets read."""
        path = pathlib.Path(self.desktop.folder) / 'history.csv'
        self.app.find(BUTTON, re.compile('^匯出 CSV')).click()
        notice = self.app.find('dialog', re.compile('^重要訊息'))
        self.app.find(BUTTON, re.compile('^匯出 CSV'), under=notice).click()
        self.app.wait_gone('dialog', re.compile('^重要訊息'))
        chooser = self.app.find('filler', '匯出 CSV')
        self.app.focus(self.app.window_of(chooser))
        self.app.key('ctrl+a')
        self.app.type(str(path))
        self.app.key('Return')
        wait_until(path.exists, what='the file')
        data = path.read_bytes()
        self.assertTrue(data.startswith(b'\xef\xbb\xbf'))
        table = list(csv.reader(io.StringIO(data.decode('utf-8-sig'), newline='')))
        self.assertEqual(table[0][:6], ['發文日期', '獎懲結果', '獎懲結果代碼', '獎懲事由', '發文機關', '發文字號'])
        self.assertEqual(len(table) - 1, self.in_database())
        self.assertRegex(table[1][0], '^115/')
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertEqual(list(path.parent.glob('.goutputstream*')), [])
        self.app.wait_for(lambda: self.job.shows('已匯出 CSV'), what='the word that it was saved')

    def test_7_inbox_knows(self):
        """What was signed for in one list is signed for in the other."""
        self.app.focus(self.window)
        unsigned = next(i for i, row in enumerate(self.rows()) if '未簽收' in row.name)
        waiting = sum('未簽收' in row.name for row in self.rows())
        self.rows()[unsigned].press()
        self.job.sign_for()
        self.app.key('Escape')
        self.app.wait_for(lambda: '已簽收' in self.rows()[unsigned].name, what='the row to be told')
        self.app.find('list item', INBOX).press()
        self.app.wait_for(lambda: sum('未簽收' in row.name for row in self.job.orders()) == waiting - 1,
                          what='the inbox to be told')
        self.job.sign_out()
        self.assertEqual(self.app.close(), 0)
        self.assertNotIn('CRITICAL', self.app.log_text())


if __name__ == '__main__':
    tap.main()
