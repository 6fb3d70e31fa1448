#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session as a person lives it (L10): locked and opened again by the same card, another card, somebody else, a card
that is taken out under both settings, a session that the backend ends, two windows, a second start."""

import os
import pathlib
import re
import subprocess
import sqlite3
import sys
import unittest

from training import BUTTON, CARDS, PASSWORD, SIGN_OUT, Desktop, Training, program, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402

PICTURES = os.environ.get('ECPA_PICTURES')      # a folder, for whoever wants to see it
LOCKED = re.compile('^已鎖定 – 林○○$')
SOMEBODY_ELSE = re.compile('^改由他人登入')
OTHER_CARD = re.compile('這不是鎖定時所用的卡片')
ORDINARY = CARDS['ordinary']['name']


class Session(Training):
    def picture(self, name):
        if PICTURES:
            self.app.screenshot(pathlib.Path(PICTURES) / f'{name}.png')

    def focus_main(self):
        """Without a window manager nobody hands the focus on when a window has gone: it comes by way of the desk."""
        self.app.focus(self.app.window_of(self.desk_frame()))
        super().focus_main()

    def wait_locked(self):
        self.app.find('label', LOCKED)
        self.app.wait_for(lambda: not self.shows(ORDINARY), what='nothing of the person to be left')

    def unlock(self):
        self.sign_in('ordinary')

    def lock(self):
        self.app.activate_action('lock')
        self.wait_locked()

    def document(self):
        """Which order is open: the document number in its head."""
        return [node.name for node in self.main_frame().walk() if '字第' in node.name]

    def order_windows(self):
        return [f for f in self.app.root().children if f.role == 'frame' and f.name in ('嘉獎一次', '嘉獎二次', '記功一次', '記功二次')]

    def end_sessions(self):
        with sqlite3.connect(self.database_path(), timeout=10) as connection:
            assert connection.execute('DELETE FROM sessions').rowcount > 0


class SignedIn(unittest.TestCase):
    """Somebody is inside, on a desktop of their own: what one class does to windows and focus is not the next one's."""

    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1640, height=960))
        cls.job = Session(cls.desktop)
        cls.app = cls.job.app
        cls.job.insert('ordinary')
        cls.job.sign_in('ordinary')
        cls.job.agree()

    @classmethod
    def tearDownClass(cls):
        status = cls.app.process.poll()     # the last test ends it
        if status is None:
            status = cls.app.close()
        log = cls.app.log_text()
        assert status == 0 and 'CRITICAL' not in log, log

    def sessions(self):
        with sqlite3.connect(self.job.database_path(), timeout=10) as connection:
            return connection.execute('SELECT count (*) FROM sessions').fetchone()[0]


class TestLock(SignedIn):
    def test_01_first_sign_in_is_told(self):
        self.app.find('label', '這是您第一次登入')

    def test_02_lock_and_unlock_leads_back(self):
        self.job.open_order(1)
        before = self.app.wait_for(self.job.document, what='an order')
        self.job.picture('inside')
        self.job.focus_main()
        self.app.key('ctrl+l')
        self.job.wait_locked()
        self.job.picture('locked')
        self.job.unlock()
        self.app.wait_for(lambda: set(before) <= set(self.job.document()), what='the same order to be open again')
        self.job.picture('unlocked')
        self.app.find('label', re.compile('^上次登入：.*健保卡'))

    def test_03_another_card_does_not_open_it(self):
        self.job.lock()
        self.job.take_out('ordinary')
        self.job.insert('newest')
        self.app.find(None, OTHER_CARD)
        self.job.picture('other-card')
        self.job.take_out('newest')
        self.job.insert('ordinary')
        self.job.unlock()

    def test_04_somebody_else_is_asked_first(self):
        self.job.lock()
        self.job.take_out('ordinary')
        self.job.insert('newest')
        self.app.find(None, OTHER_CARD)
        self.app.find(BUTTON, SOMEBODY_ELSE).click()
        dialog = self.app.find('dialog', re.compile('要改由他人登入嗎'))
        self.job.picture('somebody-else')
        self.app.find(BUTTON, re.compile('^取消'), under=dialog).click()
        self.app.wait_gone('dialog', re.compile('要改由他人登入嗎'))
        self.app.find('label', LOCKED)
        self.app.find(BUTTON, SOMEBODY_ELSE).click()
        dialog = self.app.find('dialog', re.compile('要改由他人登入嗎'))
        self.app.find(BUTTON, re.compile('^改由他人登入'), under=dialog).click()
        self.app.wait_gone('label', LOCKED)
        self.job.sign_in('newest')
        self.job.sign_out()
        self.job.take_out('newest')
        self.job.insert('ordinary')
        self.job.unlock()

    def test_05_card_taken_out_locks(self):
        self.job.take_out('ordinary')
        self.job.wait_locked()
        self.job.picture('taken-out')
        self.job.insert('ordinary')
        self.job.unlock()

    def test_06_preferences(self):
        self.job.focus_main()
        self.app.key('ctrl+comma')
        self.app.find(None, re.compile('^多久後自動鎖定'))
        self.app.find(None, '10 分鐘')
        self.job.picture('preferences')
        self.app.key('Escape')
        self.app.wait_gone(None, re.compile('^多久後自動鎖定'))


class TestEnded(SignedIn):
    def test_07_ended_by_the_backend(self):
        self.job.end_sessions()
        self.app.activate_window_action('reload')
        self.job.wait_locked()
        self.job.picture('ended-by-backend')
        self.job.unlock()


class TestWindows(SignedIn):
    def test_08_two_windows_of_one_session(self):
        self.job.open_order(0)
        self.app.wait_for(self.job.document, what='an order')
        self.job.focus_main()
        self.app.key('ctrl+Return')
        self.app.wait_for(self.job.order_windows, what='the order in a window of its own')
        self.job.picture('two-windows')
        self.app.activate_action('lock')
        self.job.wait_locked()
        self.app.wait_for(lambda: not self.job.order_windows(), what='the second window to go')
        self.job.unlock()
        self.app.wait_for(self.job.order_windows, what='the second window to come back')
        self.app.find(BUTTON, SIGN_OUT).click()
        self.app.wait_for(lambda: not self.job.order_windows(), what='the second window to go with the session')
        self.assertFalse(self.job.shows(ORDINARY))
        # Without a window manager the main window does not get the keys back from the one that went; the mouse does it.
        self.job.focus_main()
        self.app.find(None, PASSWORD, state='sensitive').press()
        self.job.unlock()
        self.assertFalse(self.job.order_windows(), 'signing out leaves nothing to come back to')


class TestSecondStart(SignedIn):
    def test_09_second_start_raises_the_first(self):
        frames = len(self.app.root().children)
        for argument in ([], ['ecpa-training:']):
            with self.subTest(argument):
                second = subprocess.run([str(program()), '--training', *argument], env=self.desktop.env, timeout=20,
                                        check=False, capture_output=True)
                self.assertEqual(second.returncode, 0, second.stderr)
                self.assertEqual(len(self.app.root().children), frames)
                self.assertTrue(self.job.shows(ORDINARY), 'the session went on')


class TestRemoval(SignedIn):
    def test_10_card_taken_out_ends_where_it_is_set_so(self):
        settings = pathlib.Path(self.desktop.env['XDG_DATA_HOME']) / 'io.github.ecpa_desktop.Ecpa.Training' / 'settings.ini'
        text = settings.read_text(encoding='utf-8') if settings.exists() else ''
        group = '[io/github/ecpa_desktop/Ecpa]'
        line = "card-removal='end'\n"
        text = text.replace(group + '\n', group + '\n' + line) if group in text else f'{text}{group}\n{line}'
        settings.write_text(text, encoding='utf-8')
        self.app.activate_action('preferences')
        self.app.find(None, '登出', under=self.app.find(None, re.compile('^取出卡片時')))
        self.app.key('Escape')
        self.job.take_out('ordinary')
        self.app.find(None, re.compile('卡片已取出，系統已將您登出'))
        self.assertFalse(self.app.find_all('label', LOCKED))
        self.job.insert('ordinary')
        self.job.sign_in('ordinary')


class TestLastWindow(SignedIn):
    def test_11_last_window_ends_it(self):
        self.job.open_order(0)
        self.app.wait_for(self.job.document, what='an order')
        self.app.activate_window_action('open-window')
        self.app.wait_for(self.job.order_windows, what='a second window')
        self.assertEqual(self.sessions(), 1)
        main = self.app.window_of(self.job.main_frame())
        self.job.main_frame().act('window.close')
        self.app.wait_for(lambda: main not in self.app.windows(), what='the main window to go')
        self.assertEqual(len(self.job.order_windows()), 1)
        self.assertEqual(self.sessions(), 1, 'an order is still open, so the session goes on')
        try:
            self.job.order_windows()[0].act('window.close')
        except self.app.gone:
            pass                # it may end before it has answered
        wait_until(lambda: self.app.process.poll() is not None, 20, 'the program to end with its last window')
        self.assertEqual(self.app.process.returncode, 0)
        self.assertEqual(self.sessions(), 0, 'the backend was told')


class TestSetUp(unittest.TestCase):
    """The real program, where nobody has told it the address of the service yet."""

    AGAIN = re.compile('^再試一次')

    def test_12_says_what_is_missing_and_goes_on(self):
        with Desktop(width=1640, height=960) as desktop:
            # The settings are in a file here, not in the memory of the program, as whoever installs it would set them.
            settings = pathlib.Path(desktop.env['XDG_CONFIG_HOME']) / 'glib-2.0' / 'settings' / 'keyfile'
            settings.parent.mkdir(parents=True)
            line = "[io/github/ecpa_desktop/Ecpa]\nbackend-uri='{}'\n"
            settings.write_text(line.format('http://127.0.0.1:9/'), encoding='utf-8')
            app = desktop.start(program(), env={'GSETTINGS_BACKEND': 'keyfile'})
            app.find(None, '本程式尚未完成設定')
            app.find(None, re.compile('服務位址尚未設定，或不是 HTTPS 位址'))
            app.find(BUTTON, self.AGAIN, state='focused')
            if PICTURES:
                app.screenshot(pathlib.Path(PICTURES) / 'not-set-up.png')

            settings.write_text(line.format('https://127.0.0.1:9/'), encoding='utf-8')

            def signs_in():
                """The settings reach the program a moment after they are written."""
                for button in app.find_all(BUTTON, self.AGAIN):
                    button.click()
                return app.find_all(None, PASSWORD)
            app.wait_for(signs_in, what='the sign-in')
            self.assertFalse(app.find_all(None, '本程式尚未完成設定'))
            self.assertEqual(app.close(), 0)
            self.assertNotIn('CRITICAL', app.log_text())


if __name__ == '__main__':
    tap.main(sys.argv[1:])
