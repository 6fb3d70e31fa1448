#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each wizard by keyboard alone, in zh_TW at 800×600 and with text of twice the size.

At each step Tab goes through all that is there and Shift+Tab comes back: every control of the step is met, each is in
sight while it has the focus, and the focus is always somewhere. Then what the step asks for is typed, chosen with arrows
or Space, and Enter is the primary button. Keys come from xdotool; the accessibility tree only tells what has the focus.

WAYS is the table: a row for each wizard, a row in it for each step. Words are those of the source, as the catalogue
translates them. For looking at it: ECPA_PICTURES takes a picture of each step, ECPA_WALK_LOCALE, ECPA_WALK_DPI and
ECPA_WALK_SIZE are other languages and sizes, ECPA_WALK_DARK is the
dark style, ECPA_WALK_FAST leaves out the walk with Tab, ECPA_WALK_ONLY is some of the ways.
"""

import gettext
import json
import os
import pathlib
import re
import sys
import time
import unittest

from card_care import CardCare
from training import CARDS, Desktop, build_root, source_root

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402
from accessible import SCROLLER  # noqa: E402
from desktop import BUTTON, CONTROL_ROLES, TYPE_NAME, wait_until  # noqa: E402

LOCALE = os.environ.get('ECPA_WALK_LOCALE', 'zh_TW.UTF-8')
DPI = os.environ.get('ECPA_WALK_DPI', '192')
SIZE = os.environ.get('ECPA_WALK_SIZE', '800x600').split('x')
LOOK = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'} if 'ECPA_WALK_DARK' in os.environ else {}
FAST = 'ECPA_WALK_FAST' in os.environ
TABS = 60
# Choices below a field are met with Down, not with Tab.
WITH_TAB = CONTROL_ROLES - {'list item', 'menu item'}
NEW = 'Xiaoqing+77'


def place(card):
    """Where it is in the lists of the address: how often Down is pressed."""
    home = CARDS[card]['residence']
    tree = json.loads((source_root() / 'data' / 'divisions.json').read_text(encoding='utf-8'))['tree']
    towns = tree[home['county']]
    return (list(tree).index(home['county']), list(towns).index(home['town']),
            towns[home['town']].index(home['village']))


def fill(field, text):
    return 'fill', field, text


def address(card):
    counts = place(card)
    return [('choose', field, count) for field, count in
            zip(('County or City', 'Township or District', 'Village'), counts)] + [
                fill('Neighbourhood (Number)', str(int(CARDS[card]['residence']['neighbourhood'])))]


READ = ('Read the Card', [], '_Read')
STRANGER = CARDS['not-registered']
ORDINARY = CARDS['ordinary']['registration']['password']

# wizard, card, how it is opened, its steps: heading, what is done there, the primary button (None: Enter in the last field)
WAYS = (
    ('guide', None, ('sign-in', 'First Sign-In? _Guide Me'), 'Guide to the First Sign-In', (
        ('What Do You Have at Hand?', [('space', 'None of these yet')], '_Next'),
        ('What You Need First', [('back',)], None),
        ('What Do You Have at Hand?', [('space', 'My health card and a card reader')], '_Next'),
        ('Read the Card', [('put', 'not-registered')], '_Read'),
        ('What Comes Next', [('close',)], None))),
    ('registration', 'not-registered', ('menu',), 'Register the Health Card', (
        ('Terms of the Card Service', [('read',)], 'I Have Read and _Understood Them'),
        READ,
        ('Household Number', [('escape',), fill('Household Number', STRANGER['residence']['household_number']), ('escape',)],
         None),
        ('Registered Address', address('not-registered'), None),
        ('Registration Password', [fill('Registration Password', 'Meihui-302'),
                                   fill('Registration Password, Once More', 'Meihui-302')], None),
        ('How to Reach You', [fill('Mobile Number', STRANGER['contacts']['mobile']),
                              fill('E-Mail (Main)', 'meihui@hotmail.example'),
                              fill('E-Mail (Main)', STRANGER['contacts']['mail'])], None),
        ('Is All of This Right?', [], 'Confirm the _Application'),
        ('Check Your Mail', [('code', 'Code of the Mail')], None))),
    ('verification', 'not-verified', ('menu',), 'Verify the E-Mail Address', (
        READ,
        ('Check Your Mail', [('mail', 'Send the Mail _Again'), ('code', 'Code of the Mail')], None))),
    ('forgotten', 'newest', ('menu',), 'Forgotten Registration Password', (
        READ,
        ('Where the Mail Goes', [('space', 'Send it to another e-mail address'),
                                 ('space', 'Send it to the registered e-mail address')], '_Next'),
        ('Code from the Mail', [('code', 'Code from the Mail')], None),
        ('New Registration Password', [fill('New Password', NEW), fill('The Same Password Again', NEW)], None))),
    ('forgotten-elsewhere', 'ordinary', ('menu',), 'Forgotten Registration Password', (
        READ,
        ('Where the Mail Goes', [('space', 'Send it to another e-mail address')], '_Next'),
        ('Household Number', [fill('Household Number', CARDS['ordinary']['residence']['household_number'])], None),
        ('Registered Address', address('ordinary'), None),
        ('Another E-Mail Address', [fill('Registered Mobile Number', CARDS['ordinary']['contacts']['mobile']),
                                    fill('E-Mail Address for This Mail', 'other@post.example')], None),
        ('Code from the Mail', [('leave',)], None))),
    ('change', 'ordinary', ('menu',), 'Change the Registration Password', (
        READ,
        ('Old and New Password', [fill('Registration Password', ORDINARY), fill('New Password', NEW),
                                  fill('The Same Password Again', NEW)], None))),
    ('contacts', 'ordinary', ('menu',), 'Change the Contact Data', (
        READ,
        ('Registration Password', [fill('Registration Password', NEW)], None),
        ('Contact Data', [fill('E-Mail (Main)', 'xiaoqing@post.example')], None),
        ('Verify the New Address', [('code', 'Code from the Mail')], None))),
    ('phones', 'ordinary', ('menu',), 'Phones of the Health Card', (
        READ,
        ('Registered Phones', [fill('Name of the Phone', 'My phone'), fill('Code of the Phone', 'AB12CD34'),
                               fill('Registration Password', NEW), ('enter',), ('shows', 'Rename “%s”')], '_Done'))),
    ('activation', 'newest', ('sign-in', 'Account and Password', 'First Time Here? _Activate the Account'),
     'Activate the Account', (
         READ,
         ('Choose Account and Password', [fill('Account', 'jianhong.chen'), fill('New Password', 'Gangshan#115'),
                                          fill('The Same Password Again', 'Gangshan#115')], None),
         ('Type the Registration Password', [fill('Registration Password', NEW)], None))),
    ('account-forgotten', 'newest', ('sign-in', '_Forgotten the Password?'), 'New Password for the Account', (
        READ,
        ('Choose a New Password', [fill('New Password', 'Gangshan#116'), fill('The Same Password Again', 'Gangshan#116')],
         None),
        ('Type the Registration Password', [fill('Registration Password', NEW)], None))),
    ('cancellation', 'ordinary', ('menu',), 'Delete the Card\'s Registration', (
        READ,
        ('What Is Lost', [('space', 'I understand this and want to delete the registration'),
                          fill('Registration Password', NEW)], None))),
)


def key_of(node):
    return getattr(node.accessible, 'path', None) or node.accessible


class Walk(CardCare):
    """One run of the training mode, and what Tab meets in it."""

    def __init__(self, desktop):
        self.catalogue = {}
        if LOCALE.startswith('zh'):
            self.catalogue = gettext.translation('ecpa', build_root() / 'po', [LOCALE.partition('.')[0]])._catalog
        super().__init__(desktop)
        desktop.run('xdotool', 'windowsize', '--sync', str(self.window), *SIZE)
        self.page = None
        self.outside = []
        self.above = {}
        self.title = ''
        self.card = None
        self.n_mails = 0
        self.began_tabs = 0
        self.n_tabs = 0

    # Words

    def say(self, msgid):
        return re.sub(r'\(_\w\)$', '', self.catalogue.get(msgid, msgid)).replace('_', '')

    def pattern(self, msgid):
        return '^_?' + re.sub(r'%\w', '.*', re.escape(self.say(msgid)).replace(r'\%', '%'))

    # Where it is

    def wait_backend(self):
        self.app.find(BUTTON, re.compile(self.pattern('Read the _Whole Notice')), timeout=120)

    def frame(self, desk):
        title = self.say('Training Desk')
        return self.app.wait_for(lambda: next((f for f in self.app.root().children if (title in f.name) == desk), None),
                                 what='a window')

    def main_frame(self):
        return self.frame(False)

    def desk_frame(self):
        return self.frame(True)

    def await_heading(self, heading):
        """The page of the wizard, which is called by the wizard and the step."""
        begin, end = self.say(self.title), self.say(heading)

        def look():
            return next((node.now for node in self.main.walk() if node.name.startswith(begin) and node.name.endswith(end)), None)
        self.page = self.app.wait_for(look, 40, f'“{end}” of “{begin}”')
        self.above = {}

    def controls(self):
        """As they are at one time: where one goes away between being told of and being asked for, all are looked at again."""
        return self.app.wait_for(lambda: [node.now for node in self.page.walk()
                                          if node.role in WITH_TAB or node.has_state('focusable')], what='the controls of the page')

    def focus_of(self, nodes):
        """The innermost of them that has the focus."""
        return next((node for node in reversed(nodes) if node.has_state('focused')), None)

    def await_focus(self, nodes, before=None, backwards=False):
        """What has the focus, once that is another than before; None where it has left the page."""
        nodes = nodes[::-1] if backwards else nodes
        at = next((i for i, node in enumerate(nodes) if before is not None and key_of(node) == key_of(before)), -1)
        turn = nodes[at + 1:] + nodes[:max(at, 0)]          # the likely ones first

        def look():
            return (next((node for node in turn if node.has_state('focused')), None)
                    or next((node for node in self.outside if node.has_state('focused')), None))
        try:
            now = self.app.wait_for(look, 10, 'the focus')
        except AssertionError:
            if any(node.has_state('focused') for node in nodes):
                raise AssertionError(f'the focus does not leave {before}') from None
            raise AssertionError(f'the focus is lost after {before}; {[str(node) for node in self.app.focused(self.main)]}') from None
        return None if any(now is node for node in self.outside) else now

    def assert_in_sight(self, node):
        """Wherever the page scrolls to: all of it, or as much as there is room for."""
        def look():
            _, top, _, height = node.box
            above = self.around(node)
            _, edge, _, room = above.box
            if above.role == 'frame':
                edge = 0
            return min(top + height, edge + room) - max(top, edge) >= min(height, room) - 2
        try:
            self.app.wait_for(look, 10, f'{node} to be in sight')
        except AssertionError as error:
            self.picture('out-of-sight')
            raise AssertionError(f'{error}: {node.box}') from None

    def assert_begins(self, focus):
        """The heading is in sight too, where there is room for all down to what has the focus."""
        heading = next((node for node in self.page.walk() if node.role == 'heading'), None)
        if heading is None or self.around(focus).role == 'frame':
            return
        _, top, _, height = focus.box
        if top + height - heading.box[1] <= self.around(focus).box[3]:
            self.assert_in_sight(heading.now)

    def around(self, node):
        """What it scrolls in, or its window."""
        if key_of(node) not in self.above:
            above = node.parent
            while above.role not in (SCROLLER, 'frame', 'dialog'):
                above = above.parent
            self.above[key_of(node)] = above
        return self.above[key_of(node)]

    # What is done

    def survey(self):
        """Tab from the first control to the last one, and Shift+Tab back."""
        nodes = self.controls()
        at = self.await_focus(nodes)
        if at is None:
            raise AssertionError('nothing of the step has the focus')
        self.assert_in_sight(at)
        self.assert_begins(at)
        if FAST:
            return
        met = {key_of(at): at}
        for key in ('Tab', 'shift+Tab'):
            now = at
            for _ in range(TABS):
                self.assert_in_sight(now)
                self.app.key(key)
                self.n_tabs += 1
                before, now = now, self.await_focus(nodes, now, key != 'Tab')
                if now is None:
                    # back onto the page: by the way one came
                    self.app.key('Tab' if key == 'shift+Tab' else 'shift+Tab')
                    at = self.await_focus(nodes)
                    if at is None:
                        raise AssertionError(f'from beyond {before} no key leads back')
                    break
                met[key_of(now)] = now
            else:
                raise AssertionError(f'{key} goes round in the page')
        self.assert_all_met(nodes, met)

    def assert_all_met(self, nodes, met):
        """The page keeps the steps before, which GTK 4.8 tells of too: of those nothing was met."""
        def step_of(node):
            while node is not None and key_of(node) != key_of(self.page):
                if node.parent is not None and node.parent.name == 'GtkStackPage':
                    return key_of(node.parent)
                node = node.parent
            return None
        steps = {step_of(node) for node in met.values()}
        # Of choices that exclude each other, Tab meets the one that is chosen, and arrows the others.
        chosen = [node for node in met.values() if node.role == 'check box' and node.has_state('checked')]
        missed = [str(node) for node in nodes if key_of(node) not in met and node.has_state('sensitive') and node.role in WITH_TAB
                  and not (chosen and node.role == 'check box')
                  and min(node.box[2:]) > 0 and step_of(node) in steps | {None} and not self.is_inside(node, met)]
        if missed:
            raise AssertionError(f'with Tab alone one does not meet {missed}, only {[str(node) for node in met.values()]}')

    def is_inside(self, node, met):
        """A field has an inner part, or an outer one, that is told of as well."""
        return any(node.is_above(other) or other.is_above(node) for other in met.values())

    def go_to(self, msgid):
        name = re.compile(self.pattern(msgid))

        def is_there(node):
            return node is not None and (name.search(node.name) or (node.parent is not None and name.search(node.parent.name)
                                                                    and not TYPE_NAME.match(node.parent.name)))
        nodes = self.controls()
        at = self.await_focus(nodes)
        passed = []
        for key in ['Tab'] * TABS + ['shift+Tab'] * TABS:
            if at is None:
                self.app.key('shift+Tab')
                at = self.await_focus(nodes)
                break
            if is_there(at):
                return self.assert_in_sight(at)
            passed.append(str(at))
            self.app.key(key)
            at = self.await_focus(nodes, at, key != 'Tab')
        for _ in range(TABS):
            if is_there(at):
                return self.assert_in_sight(at)
            passed.append(str(at))
            self.app.key('shift+Tab')
            at = self.await_focus(nodes, at, True)
        raise AssertionError(f'“{msgid}” is not reached; passed {passed}')

    def do_fill(self, field, text):
        self.go_to(field)
        self.app.key('ctrl+a')
        self.app.type(text)

    def do_choose(self, field, count):
        """With arrows; the entry that has the focus is in sight."""
        self.go_to(field)
        self.app.key('Down')
        rows = self.app.wait_for(lambda: [node for node in self.page.walk() if node.role == 'list item'
                                          and node.has_state('focused')], what='an entry with the focus')
        self.picture_of(field)
        for _ in range(count):
            self.app.key('Down')
        rows = self.app.wait_for(lambda: [node for node in self.page.walk() if node.role == 'list item'
                                          and node.has_state('focused')], what='an entry with the focus')
        self.assert_in_sight(rows[-1])
        self.app.key('Return')

    def do_space(self, name):
        """With Tab to it, or with arrows from the one that is chosen."""
        boxes = [node for node in self.controls() if node.role == 'check box']
        wanted = next(node for node in boxes if re.search(self.pattern(name), node.name))
        if any(node.has_state('checked') for node in boxes):
            self.go_to(next(node.name for node in boxes if node.has_state('checked')))
            at = next(i for i, node in enumerate(boxes) if node.has_state('focused'))
            to = next(i for i, node in enumerate(boxes) if node is wanted)
            self.app.key(*['Down' if to > at else 'Up'] * abs(to - at))
        else:
            self.go_to(name)
            self.app.key('space')
        self.app.wait_for(lambda: wanted.has_state('checked'), what=f'{wanted} to be chosen')
        self.assert_in_sight(wanted)

    def do_enter(self):
        self.app.key('Return')

    def do_read(self):
        """To the end of the text, by the keys that scroll."""
        button = self.app.find(BUTTON, re.compile(self.pattern('I Have Read and _Understood Them')), under=self.page)

        def has_read():
            self.app.key('Page_Down')
            return button.has_state('sensitive')
        wait_until(has_read, what='the terms to have been read')

    def do_put(self, card):
        self.put_card(card)

    def do_back(self):
        self.go_to('_Back')
        self.app.key('Return')

    def do_leave(self):
        self.app.key('Escape')
        self.leave_dialog('Return')

    def do_close(self):
        """Where nothing was typed, one is not asked."""
        self.app.key('Escape')

    def do_escape(self):
        """Escape asks only where there is something to lose; Escape again stays, with the focus on the page."""
        nodes = self.controls()
        if not any(node.text for node in nodes if node.role == 'text'):
            return
        before = self.await_focus(nodes)
        self.app.key('Escape')
        self.leave_dialog('Escape')
        self.app.wait_for(lambda: self.focus_of(nodes) is not None, what=f'the focus to come back to {before}')

    def leave_dialog(self, key):
        name = re.compile(self.pattern('Leave what you typed?'))
        dialog = self.app.find('dialog', name)
        self.app.focus(self.app.window_of(dialog))
        self.picture('leave')
        self.app.key(key)
        self.app.wait_gone('dialog', name)
        self.app.focus(self.window)

    def do_shows(self, name):
        self.assert_in_sight(self.app.find(BUTTON, re.compile(self.pattern(name)), under=self.page))

    def do_mail(self, button):
        """Another mail, where it may be sent already."""
        node = self.app.find(BUTTON, re.compile(self.pattern(button)), under=self.page)
        if node.has_state('sensitive'):
            before = len(self.mails())
            self.go_to(button)
            self.app.key('Return')
            wait_until(lambda: len(self.mails()) > before, 20, 'another mail')
            self.n_mails = before

    def do_code(self, field):
        code = self.await_code(self.n_mails)
        self.do_fill(field, code.lower())

    # Wizards

    def put_card(self, card):
        if card == self.card:
            return
        desk = self.desk_frame()
        if self.card is not None:
            name = self.say('Take the card of %s out of reader %u').replace('%s', CARDS[self.card]['name'])
            self.app.find(BUTTON, re.compile('^' + re.sub(r'%u', r'\\d', re.escape(name).replace(r'\%', '%'))),
                          under=desk).click()
        if card is not None:
            name = self.say('Put the card of %s into reader %u').replace('%s', CARDS[card]['name']).replace('%u', '1')
            self.app.find(BUTTON, re.compile(re.escape(name)), under=desk).click()
            self.app.wait_for(lambda: self.shows(f'{CARDS[card]["name"][0]}○'), what='the holder')
        self.card = card
        self.app.focus(self.window)

    def look_around(self):
        """What takes the focus beside the page: the header bar, mostly."""
        page = key_of(self.page)

        def walk(node):
            if key_of(node) == page:
                return
            yield node
            for child in node.children:
                yield from walk(child)
        self.outside = [node for node in walk(self.main) if node.role in WITH_TAB and min(node.box[2:]) > 0]

    def open_kind(self, how):
        if how[0] == 'menu':
            self.tab_to(self.pattern('NHI Card Online Services'))
            self.app.key('Return')
            self.app.wait_for(lambda: any(node.role == 'menu item' and node.has_state('focused')
                                          for node in self.main.walk()), what='the menu')
            self.picture('menu')
            self.tab_to(self.pattern(self.title), 'Down')
            self.app.key('Return')
            return
        for name in how[1:]:
            self.tab_to(self.pattern(name))
            self.app.key('Return')

    def walk_through(self, kind, card, how, title, steps):
        self.title = title
        self.name = kind
        self.put_card(card)
        self.n_mails = len(self.mails())
        self.open_kind(how)
        for number, (heading, deeds, primary) in enumerate(steps, 1):
            self.await_heading(heading)
            if number == 1:
                self.look_around()
            self.survey()
            self.picture(f'{kind}-{number}-{heading}')
            self.n_mails = len(self.mails()) if not any(deed[0] in ('code', 'mail') for deed in deeds) else self.n_mails
            for deed in deeds:
                getattr(self, f'do_{deed[0]}')(*deed[1:])
            if any(deed[0] in ('fill', 'code', 'choose') for deed in deeds):
                self.picture(f'{kind}-{number}-{heading}-filled')
            if deeds and deeds[-1][0] in ('leave', 'back'):
                continue
            if primary is not None:
                self.app.find(BUTTON, re.compile(self.pattern(primary)), state='sensitive', under=self.page)
                self.go_to(primary)
            self.app.key('Return')
        self.app.wait_for(lambda: not any(node.name.startswith(self.say(title)) and '：' in node.name or
                                          self.say(title) + ', ' in node.name for node in self.main.walk()), 40,
                          f'“{self.say(title)}” to end')
        self.app.wait_for(lambda: self.app.focused(self.main), what='the focus after the wizard')
        self.picture(f'{kind}-after')

    def picture(self, name):
        super().picture(re.sub(r'[^\w-]+', '_', name))

    def picture_of(self, field):
        self.picture(f'{self.name}-choices-{field}')


class TestKeyboard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = cls.enterClassContext(Desktop(width=1840, height=960, locale=LOCALE, env=LOOK))
        cls.desktop.run('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', f'Xft.dpi: {DPI}')
        cls.walk = Walk(cls.desktop)

    def test_each_wizard(self):
        wanted = os.environ.get('ECPA_WALK_ONLY', '').split()
        for way in WAYS:
            if wanted and way[0] not in wanted:
                continue
            began = time.monotonic()
            before = self.walk.n_tabs
            print(f'# {way[0]}', flush=True)
            self.walk.walk_through(*way)
            print(f'#   {self.walk.n_tabs - before} times Tab, {time.monotonic() - began:.1f} s', flush=True)
        self.assertEqual(self.walk.app.close(), 0)
        self.assertNotIn('CRITICAL', self.walk.app.log_text())


if __name__ == '__main__':
    tap.main(sys.argv[1:])
