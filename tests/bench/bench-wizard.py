#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it takes from never registered to the first order signed for, how soon the search for a village answers, and what
memory a wizard leaves behind.

Actions are counted where they are done, on one real walk in training mode: a button that is pressed, a field that is filled
(with the Enter that ends it), a text that is scrolled to its end, a card that is put in. There is no floor but the manuals.

The search is measured inside the program (tests/bench/wizard-probe.c), in the wizard's own step, from the change of the text
to the end of the first frame with the new list, as an input method would bring the characters: names from all over the
country are typed one character after the other, while the field still searches all villages. Its floor is a character in
a field of the same page that nothing is searched for, in turns with it.

Memory is what is private to the process, once it has not changed for three seconds: before the wizard for registering is
opened, and after it has been gone through to its sixth step and left. Floor and figure are these two, neighbours in time.
"""

import json
import os
import pathlib
import random
import re
import signal
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'e2e'), str(HERE.parent / 'e2e' / 'lib')]
import desktop as driver  # noqa: E402
from desktop import BUTTON, Desktop, build_root, source_root, wait_until  # noqa: E402
from registering import STEPS, Registering  # noqa: E402
from row import RUNS, median, note, row, spread  # noqa: E402
from steady import steady_memory  # noqa: E402
from training import PASSWORD, Training, program  # noqa: E402

PROBE = build_root() / 'tests' / 'bench' / 'libwizard-probe.so'

MOST_ACTIONS = 25
KEY_MS = 16
KEPT_MIB = 1
VILLAGES = 30


# Actions

class Actions:
    """Counts what is done to the program, whoever asks for it: by taking over what the driver does it with."""

    # What ends a field is part of filling it.
    ENDS_A_FIELD = ('Return', 'Tab')

    def __init__(self):
        self.done = []
        self.taken = {}

    def __enter__(self):
        for owner, name, note_it in ((driver.Node, 'click', self.pressed), (driver.Node, 'press', self.pressed),
                                     (driver.Node, 'set_text', self.filled), (driver.Application, 'type', self.filled),
                                     (driver.Application, 'key', self.key)):
            self.take_over(owner, name, note_it)
        return self

    def __exit__(self, *error):
        for (owner, name), real in self.taken.items():
            setattr(owner, name, real)

    def take_over(self, owner, name, note_it):
        real = getattr(owner, name)

        def both(it, *arguments):
            note_it(it, *arguments)
            return real(it, *arguments)
        self.taken[owner, name] = real
        setattr(owner, name, both)

    def pressed(self, node, *_):
        self.done.append(('press', node.name or node.role))

    def filled(self, *_):
        self.done.append(('fill', ''))

    def key(self, _, *keys):
        for key in keys:
            last = self.done[-1] if self.done else ('', '')
            if last == ('key', key) or (last[0] == 'fill' and key in self.ENDS_A_FIELD):
                continue        # held down, or the end of what was typed
            self.done.append(('key', key))


def measure_actions(desktop):
    """One walk; returns what was done and which screens there were."""
    screens = []
    with Actions() as actions:
        job = Training(desktop)
        actions.done.clear()            # waiting for the training's start is nobody's work

        def screen(name, role=None):
            job.app.find(role, re.compile(name))
            screens.append(name)
        job.insert('not-registered')
        job.focus_main()
        screen('首次登入')
        wizard = Registering(job)
        wizard.open()
        for number, step in enumerate(STEPS, 1):
            screen(f'^第 {number} 步')
            wizard.do(step)
        screen('已完成電子信箱認證')
        job.app.find(None, PASSWORD, state='focused', shown=False)
        job.app.type(wizard.word)
        job.app.key('Return')
        job.wait_signed_in('not-registered')
        screen('^同意', BUTTON)
        job.agree()
        screens.append('question')      # agree() has found it
        screen('獎令清單', 'list')
        job.open_order()
        job.sign_for()
        screen('^已簽收 [0-9]', 'status bar')
    if job.app.close() != 0:
        raise AssertionError(f'the application ended with {job.app.process.returncode}')
    return actions.done, screens


def tell_actions(done, screens):
    row('never registered to first order signed for', len(done), None, 'acts', f'<= {MOST_ACTIONS} actions',
        len(done) <= MOST_ACTIONS)
    kinds = {kind: sum(1 for action in done if action[0] == kind) for kind in ('press', 'fill', 'key')}
    note(f'{kinds["press"]} pressed, {kinds["fill"]} filled, {kinds["key"]} scrolled; {len(screens)} screens in one window, '
         'no site, no install; the manuals: 7 steps on 3 sites, an install and a mail')


# Search

def keys():
    """The texts that the field is to hold one after the other; each name is typed, and deleted at once."""
    seed = int(os.environ.get('ECPA_SEED', random.randrange(1 << 30)))
    note(f'seed {seed}')
    tree = json.loads((source_root() / 'data' / 'divisions.json').read_text(encoding='utf-8'))['tree']
    names = [village for towns in tree.values() for villages in towns.values() for village in villages]
    texts = []
    for name in random.Random(seed).sample(names, VILLAGES):
        texts += [name[:length] for length in range(1, len(name) + 1)] + ['']
    return texts, names


def measure_search(desktop):
    """Returns for each text the median of its turns and of the floor's, in ms, and how slow the slowest was."""
    folder = pathlib.Path(desktop.folder) / 'wizard-probe'
    folder.mkdir()
    job = Training(desktop, env={'LD_PRELOAD': str(PROBE), 'ECPA_WIZARD_PROBE': str(folder)})
    job.insert('not-registered')
    job.focus_main()
    wizard = Registering(job)
    wizard.open()
    for step in STEPS[:STEPS.index('address')]:
        wizard.do(step)
    wizard.focused(re.compile('^縣市'))
    job.app.key('Tab', 'Tab')
    wizard.focused(re.compile('^村里'))
    texts, names = keys()
    (folder / 'texts').write_text('\n'.join(texts * RUNS + ['end']) + '\n', encoding='utf-8')
    os.kill(job.app.pid, signal.SIGUSR1)
    answer = folder / 'answer'
    job.app.wait_for(answer.exists, 300, 'all keys to have been answered')
    lines = [line.split(' ', 2) for line in answer.read_text(encoding='utf-8').splitlines()[:-1]]
    leave(job)
    if job.app.close() != 0:
        raise AssertionError(f'the application ended with {job.app.process.returncode}')
    if len(lines) != len(texts) * RUNS:
        raise AssertionError(f'{len(lines)} answers to {len(texts) * RUNS} keys')
    for text, line in zip(texts * RUNS, lines):
        if text and text not in names and text not in line[2]:
            raise AssertionError(f'“{text}” was answered with “{line[2]}”')
    times = [[int(line[column]) / 1000 for line in lines] for column in (0, 1)]
    of_each = [[median(column[number::len(texts)]) for number in range(len(texts))] for column in times]
    return of_each[0], of_each[1], max(times[0])


def tell_search(ours, floors, slowest):
    for name, figure, floor in (('village search, key to list, median', median(ours), median(floors)),
                                ('village search, key to list, worst', max(ours), max(floors))):
        row(name, figure, floor, 'ms', f'<= {KEY_MS} ms', figure <= KEY_MS)
    note(f'{len(ours)} keys, each the {spread(ours).split(":")[0].replace(str(len(ours)), str(RUNS))}; the slowest of all '
         f'turns {slowest:.2f} ms')


# Memory

def leave(job):
    """What was typed is not kept: it would be offered at the next start. A button that is clicked over the bus answers a
    quarter of a second later; whoever closes the window or opens a wizard before leaves this one as it is, and kept."""
    job.app.find(BUTTON, re.compile('^離開')).click()
    job.app.find(BUTTON, re.compile('^不保留')).click()
    job.app.wait_for(lambda: not job.app.find_all(BUTTON, re.compile('^離開'), shown=False), what='the wizard to be gone')
    job.wait_ready('not-registered')


def walk_and_leave(job):
    wizard = Registering(job)
    wizard.open()
    for step in STEPS[:STEPS.index('contacts')]:
        wizard.do(step)
    wizard.step(6)
    leave(job)


def measure_memory(desktop):
    job = Training(desktop)
    job.insert('not-registered')
    job.wait_ready('not-registered')
    job.focus_main()
    before, after = [], []
    for number in range(RUNS + 1):
        before.append(steady_memory(job.app.pid))
        walk_and_leave(job)
        after.append(steady_memory(job.app.pid))
        if number == 0:                 # code, fonts, icons and the divisions are there from now on
            before.clear()
            after.clear()
    if job.app.close() != 0:
        raise AssertionError(f'the application ended with {job.app.process.returncode}')
    return before, after


def tell_memory(before, after):
    kept = [behind - ahead for ahead, behind in zip(before, after)]
    row('private memory after a wizard closed', median(after), median(before), 'MiB', f'before ± {KEPT_MIB} MiB',
        abs(median(kept)) <= KEPT_MIB)
    note(f'kept, {spread(kept)} MiB; {after[-1] - before[0]:.2f} MiB over all {len(kept)}')


def main():
    os.environ.setdefault('ECPA_SOURCE_ROOT', str(HERE.parents[1]))
    with Desktop() as desktop:
        # the one that registers the card comes last
        tell_search(*measure_search(desktop))
        tell_memory(*measure_memory(desktop))
        tell_actions(*measure_actions(desktop))


if __name__ == '__main__':
    main()
