# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of the main job, driven through the accessibility tree in zh_TW, in training mode.

Each step finds its control by role and name, as a screen reader would, and waits for what it leads to.
Secrets are typed on the keyboard, never set over the bus.
"""

import json
import pathlib
import re
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
from desktop import BUTTON, Desktop, build_root, source_root, wait_until  # noqa: E402

CARDS = {card['id']: card for card in
         json.loads((source_root() / 'data/training/cards.json').read_text(encoding='utf-8'))['cards']}

SIGN_IN = re.compile('^登入')
SIGN_OUT = re.compile('^登出')
PASSWORD = re.compile('^註冊密碼')
INBOX = re.compile('未檢視獎令')
AGREE = re.compile('^同意')
SIGNED = re.compile('^已簽收 [0-9]')
SIGN = re.compile('^簽收')


def program():
    return build_root() / 'src' / 'ecpa'


class Training:
    """One run of `ecpa --training` on a Desktop."""

    def __init__(self, desktop, env=None, begins_with='^重要訊息'):
        """`begins_with`: what is shown first when the backend has answered; its notice, or where somebody goes on."""
        self.desktop = desktop
        self.app = desktop.start(program(), '--training', env=env)
        self.begins_with = begins_with
        self.wait_backend()
        self.app.aside = self.desk_frame().name
        self.part_windows()

    def wait_backend(self):
        """The notice comes from the backend, so where it is shown the backend has answered. One that starts on a busy
        machine may be late; then one asks again, as people do."""
        def has_answered():
            # The desk is large, and nothing of this is on it.
            self.app.aside = next((frame.name for frame in self.app.root().children if '練習桌' in frame.name), None)
            if self.app.find_all(None, re.compile(self.begins_with)):
                return True
            for button in self.app.find_all(BUTTON, re.compile('^(再試一次|Try Again)')):
                button.click()
            return False
        self.app.wait_for(has_answered, timeout=120, what='the notice of the backend')

    def part_windows(self):
        """Without a window manager both windows begin in the same corner."""
        left = self.app.geometry(self.app.window_of(self.main_frame()))['WIDTH']
        window = self.app.window_of(self.desk_frame())
        self.desktop.run('xdotool', 'windowmove', '--sync', str(window), str(left), '0')

    # What lies on the disk

    def database_path(self):
        found = list(pathlib.Path(self.desktop.env['XDG_DATA_HOME']).glob('**/ecpa.sqlite'))
        assert len(found) == 1, found
        return found[0]

    def database(self):
        """A read-only look at the training backend's database."""
        return sqlite3.connect(f'file:{self.database_path()}?mode=ro', uri=True, timeout=10)

    def backend(self):
        """The process of the training backend."""
        children = pathlib.Path(f'/proc/{self.app.pid}/task/{self.app.pid}/children').read_text(encoding='utf-8').split()
        for task in pathlib.Path(f'/proc/{self.app.pid}/task').iterdir():
            children += (task / 'children').read_text(encoding='utf-8').split()
        for child in children:
            try:
                if pathlib.Path(f'/proc/{child}/exe').resolve().name == 'ecpa-backend':
                    return int(child)
            except OSError:
                continue
        return None

    def receipts(self):
        """order id -> how many receipts the backend has stored."""
        with self.database() as connection:
            return dict(connection.execute('SELECT order_id, count (*) FROM receipts GROUP BY order_id'))

    # Windows

    def main_frame(self):
        """The window that is not the training desk."""
        return self.app.wait_for(
            lambda: next((f for f in self.app.root().children if '練習桌' not in f.name), None), what='the main window')

    def desk_frame(self):
        return self.app.wait_for(
            lambda: next((f for f in self.app.root().children if '練習桌' in f.name), None), what='the training desk')

    def focus_main(self):
        self.app.focus(self.app.window_of(self.main_frame()))

    # Steps

    def insert(self, card_id):
        holder = CARDS[card_id]['name']
        self.app.find(BUTTON, re.compile(f'^將{holder}的卡片插入'), under=self.desk_frame()).click()

    def take_out(self, card_id):
        self.app.find(BUTTON, re.compile(f"^將{CARDS[card_id]['name']}的卡片從.*取出"), under=self.desk_frame()).click()

    def wait_ready(self, card_id):
        """The card's holder, masked, and a place for the password."""
        first = CARDS[card_id]['name'][0]
        self.app.find(None, re.compile(f'{first}○'))
        return self.app.find(None, PASSWORD, state='sensitive')

    def type_password(self, password):
        """Keys go where the focus is, and it is there a moment after the card has been read."""
        self.focus_main()
        self.app.find(None, PASSWORD, state='focused')
        self.app.type(password)

    def press_sign_in(self):
        self.app.find(BUTTON, SIGN_IN, state='sensitive').click()

    def sign_in(self, card_id, password=None):
        self.wait_ready(card_id)
        self.type_password(password or CARDS[card_id]['registration']['password'])
        self.press_sign_in()
        self.wait_signed_in(card_id)

    def shows(self, text):
        """Whether any control of the main window says it. (Pages that are not shown stay in the tree, so a button
        proves nothing; what the page says of the person does.)"""
        return self.shows_any([text])

    def shows_any(self, texts):
        def say(words):
            return any(text in words for text in texts)
        nodes = []
        for node in self.main_frame().walk():
            if say(node.name):
                return True
            nodes.append(node)
        return any(say(node.text) for node in nodes)

    def wait_signed_in(self, card_id):
        name = CARDS[card_id]['name']
        self.app.wait_for(lambda: self.shows(name), 40, f'the name of {card_id} in the window')

    def agree(self):
        """Consent, asked twice because it cannot be taken back."""
        self.app.find(BUTTON, AGREE, state='sensitive').click()
        dialog = self.app.find('dialog', re.compile('線上檢視'))
        self.app.find(BUTTON, AGREE, under=dialog).click()
        self.app.wait_gone('dialog', re.compile('線上檢視'))

    def orders(self):
        """The rows of the inbox, newest first."""
        return self.app.find('list', '獎令清單').children

    def open_order(self, number=0):
        """An order of the inbox, by mouse: rows have no action."""
        row = self.app.wait_for(lambda: self.orders()[number:number + 1], what='an order in the inbox')[0]
        row.press()
        return self.app.find(BUTTON, SIGN, state='sensitive')

    def sign_for(self):
        self.app.find(BUTTON, SIGN, state='sensitive').click()
        self.app.wait_for(self.is_signed, 40, 'the receipt')

    def is_signed(self):
        """Whether the order that is open says when it was signed for."""
        return any(node.role == 'status bar' and SIGNED.search(node.name) for node in self.main_frame().walk())

    def show_text(self):
        """The text twin of the paper, and back."""
        self.app.find(BUTTON, re.compile('^以文字顯示')).click()

    def export(self, path):
        """Through the notice and the toolkit's own file dialog, with the keyboard."""
        self.app.find(BUTTON, re.compile('PDF')).click()
        notice = self.app.find('dialog', re.compile('^重要訊息'))
        self.app.find(BUTTON, re.compile('^另存為 PDF'), under=notice).click()
        self.save_as(path)

    def save_as(self, path):
        """What follows the notice: the toolkit's own file dialog."""
        self.app.wait_gone('dialog', re.compile('^重要訊息'))
        chooser = self.app.find('filler', '另存為 PDF')      # the role GTK 4.8 gives its file dialog
        self.app.focus(self.app.window_of(chooser))
        self.app.key('ctrl+a')
        self.app.type(str(path))
        self.app.key('Return')

    def sign_out(self):
        self.app.find(BUTTON, SIGN_OUT).click()
        names = [card['name'] for card in CARDS.values()]
        # One look for all of them: to look through a window takes seconds under a sanitizer.
        self.app.wait_for(lambda: not self.shows_any(names), what='the person to be gone from the window')


__all__ = ['BUTTON', 'CARDS', 'Desktop', 'Training', 'program', 'build_root', 'source_root', 'wait_until']
