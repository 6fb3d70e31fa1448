# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold of every window: as a screen reader meets it, by keyboard, and in every size and language.

    look = Look(desktop, secrets=['…'])
    app = desktop.start(program, env=look.env)
    look.at('inbox', app)
    assert not look.findings

Two walks for each stop. From without, over AT-SPI: controls have a name of their own, once; pictures are described;
in Chinese nothing is left in English; no secret is told. From within, by tests/e2e/window-probe.c: nothing is cut,
squeezed or outside what it is in, in STEPS; Tab comes by everything and is never trapped.

ALLOWED is what may stay, and why.
"""

import gettext
import os
import pathlib
import re
import tempfile
import time

from desktop import CONTROL_ROLES, FRAMES, TYPE_NAME, build_root, wait_until

# dpi x width x height; 0 for the size the window has. 192 dpi is text of twice the size.
STEPS = ('96x0x0', '96x800x600', '96x400x640', '192x800x600')
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
CHINESE = re.compile(r'[\u3400-\u9fff\U00020000-\U0003ffff]')
# A button that GTK names by its own label and by that of the label in it.
TWICE = re.compile(r'^(.{2,}?)[\s:：]*\1$')
MNEMONIC = re.compile(r'\([A-Z_]{1,2}\)$|(?<!\w)_\w|\w_\w')
PICTURES = ('image', 'icon')
# What a person types into tells of it in its text; the rest is said by its name.
TYPED_INTO = ('text', 'entry', 'search box', 'spin button', 'paragraph', 'document text')
NAMED_BY_CONTENT = ('list item', 'table cell')

# (what, stop, text): patterns of findings that may stay.
ALLOWED = (
    # The beginning of the notice; the button below it opens the whole.
    ('cut', '', r'#notice_label'),
    # The reason of an order in its list, which opens to the whole.
    ('cut', '', r'#reason < EcpaOrderRow'),
    # The title of the window, in a header bar beside its buttons.
    ('cut', '', r'#title_label < GtkBox #box < AdwWindowTitle'),
    # A link's words stand in line with the text above; its background, seen under the pointer, is wider.
    ('outside', '', r'#notice_button'),
    # The bar with the pages, of libadwaita: it opens a moment after a window has become narrow, and the dot that it keeps
    # for what is new lies outside the picture that it belongs to.
    ('squeezed', '', r'AdwViewSwitcher'),
    ('outside', '', r'AdwViewSwitcher'),
    ('cut', '', r'#vertical_label < .*AdwViewSwitcher'),
    # Names as they come from outside: readers, addresses, the product's own name.
    ('english', '', r'Training Reader|CASTLES|Generic USB|EZ100|Virtual PCD|pemis@|mailto:|eCPA|^PDF$|pcscd|GPL|GNU'),
    # GTK says the letter of a menu item with its name, which is how one learns it.
    ('mnemonic', 'menu', r'^menu item'),
    # The windows that GTK and libadwaita bring along have parts without a name and words without a translation.
    ('unnamed', 'shortcuts', r'GtkShortcutsWindow|GtkImage|GtkMenuButton|GtkStackPage'),
    ('unnamed', 'about', r'GtkImage|GtkTextView|GtkButton'),
    ('english', 'about', r'^(_?Copy Text|_?Save as|Debugging|What’s New|To assist in|Translated by)'),
    ('mnemonic', 'about', r'Copy Text|Save as'),
    ('unnamed', 'preferences', r'AdwViewSwitcher|GtkSearchEntry'),
    # AdwComboRow is named by its title as it is drawn, with the letter.
    ('mnemonic', 'preferences', r'^combo box'),
    # GTK names a check button by its label and by the label in it; the desk is for practising only.
    ('twice', 'sign_in_without_card', r'^check box'),
    # AdwMessageDialog names its buttons as GTK does.
    ('twice', 'question', r'^push button'),
    ('twice', 'export_notice', r'^push button'),
    ('mnemonic', 'export_notice', r'^push button'),
)


class Look:
    """Looks at the windows of one application, and keeps what it found."""

    def __init__(self, desktop, secrets=()):
        self.desktop = desktop
        self.secrets = [secret for secret in secrets if secret]
        self.findings = []
        self.stops = []
        self.seen = set()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='windows-', dir=desktop.folder))
        self.catalogue = {}
        if desktop.locale.startswith('zh'):
            translations = gettext.translation('ecpa', build_root() / 'po', [desktop.locale.partition('.')[0]])
            self.catalogue = {key: value for key, value in translations._catalog.items()
                              if isinstance(key, str) and key and key != value}

    @property
    def env(self):
        return {'LD_PRELOAD': os.environ['ECPA_WINDOWS'], 'ECPA_WINDOW_PROBE': str(self.folder)}

    def say(self, msgid):
        """The words on the screen for words of the source, without the mnemonic."""
        return re.sub(r'\(_\w\)$', '', self.catalogue.get(msgid, msgid)).replace('_', '')

    def pattern(self, msgid):
        """A pattern for words with placeholders; GTK names some controls with the mnemonic."""
        return re.compile('^_?' + re.sub(r'%\w', '.*', re.escape(self.say(msgid)).replace(r'\%', '%')))

    # Findings

    def find(self, what, stop, text):
        for allowed, where, pattern in ALLOWED:
            if allowed == what and where in stop and re.search(pattern, text):
                return
        self.findings.append(f'{stop} [{self.desktop.locale}]: {what}: {text}')
        print(f'# {self.findings[-1]}', flush=True)

    on_desk = False

    def at(self, stop, app, steps=STEPS, from_without=True):
        """Looks at all windows there are now."""
        began = time.monotonic()
        before = len(self.findings)
        if from_without:
            self._from_without(stop, app)
        self._from_within(stop, app, steps)
        self.stops.append(stop)
        print(f'# {stop} [{self.desktop.locale}]: {len(self.findings) - before} findings, '
              f'{time.monotonic() - began:.1f} s', flush=True)

    # From without

    def _from_without(self, stop, app):
        desk = self.say('Training Desk')
        for frame in app.tree(thorough=True).children(app.root()):
            names = {}
            self.on_desk = desk in frame.name       # it tells the passwords of its made-up people
            if self.on_desk and self.stops:
                continue                            # it has been looked at, and is large
            for node in frame.walk():
                try:
                    self._check_node(stop, app, node, names)
                except app.gone:
                    continue

    def _check_node(self, stop, app, node, names):
        role, name, description = node.role, node.name, node.description
        text = node.text if role in TYPED_INTO else ''
        control = role in CONTROL_ROLES
        if control and (not name or TYPE_NAME.match(name)):
            if role not in NAMED_BY_CONTENT or not any(n.name and not TYPE_NAME.match(n.name) for n in list(node.walk())[1:]):
                self.find('unnamed', stop, self._path(node))
        if control and TWICE.match(name):
            self.find('twice', stop, f'{role} “{name}”')
        if control and MNEMONIC.search(name):
            self.find('mnemonic', stop, f'{role} “{name}”')
        if role in PICTURES and not name and not description:
            self.find('undescribed', stop, self._path(node))
        if control and name and role not in NAMED_BY_CONTENT:
            key = (role, name, node.above)
            if key in names:
                self.find('same name', stop, self._path(node))
            names[key] = True
        for words in (name, description, text):
            self._check_words(stop, words)

    def _check_words(self, stop, words):
        for secret in self.secrets:
            if secret in words and not self.on_desk:
                self.find('secret', stop, f'a secret of {len(secret)} characters is told')
        if not words or TYPE_NAME.match(words) or not self.desktop.locale.startswith('zh'):
            return
        if words in self.catalogue and WORD.search(words):
            self.find('untranslated', stop, words)
        elif len(WORD.findall(words)) >= 2 and not CHINESE.search(words):
            self.find('english', stop, words)

    @staticmethod
    def _path(node):
        path = []
        while node is not None and node.role != 'application' and len(path) < 6:
            path.append(str(node))
            node = node.parent
        return ' < '.join(path)

    # From within

    def _from_within(self, stop, app, steps):
        name = f'answer-{len(self.stops)}'
        answer = self.folder / name
        with open(self.folder / 'ask', 'w', encoding='utf-8') as ask:
            ask.write(' '.join((name, *steps)) + '\n')

        def look():
            app.check_alive()
            return answer.exists()
        wait_until(look, 40, f'the windows of {stop} to be looked at')
        for line in answer.read_text(encoding='utf-8').splitlines():
            step, window, what, widget, details = (line.split('\t') + [''] * 5)[:5]
            if (what, widget) not in self.seen:         # each once, at the first stop that has it
                self.seen.add((what, widget))
                self.find(what, stop, f'{step} “{window}” {widget} {details}')


__all__ = ['FRAMES', 'Look', 'STEPS']
