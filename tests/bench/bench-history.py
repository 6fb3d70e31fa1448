#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A history of 10,000 orders: the largest gap of the UI loop while it is opened, searched and scrolled.

The program runs as it is, in training, with accessibility on and a backend that holds the orders; the probe is loaded into
it. While it measures nothing asks the program anything: keys and the mouse are the X server's. The gaps are without
what the UI thread spent waiting for a processor that others had (the whole is noted below each row). The floor is the
largest gap of the same program in the same time while nobody does anything.
"""

import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'e2e'), str(HERE.parent / 'e2e' / 'lib')]
from desktop import Desktop, build_root, wait_until  # noqa: E402
from row import RUNS, median, note, row, spread  # noqa: E402
from training import BUTTON, CARDS, SIGN_OUT, Training  # noqa: E402

PROBE = build_root() / 'tests' / 'e2e' / 'libloop-probe.so'
BACKEND = build_root() / 'src' / 'backend' / 'ecpa-backend'
N_ORDERS = 10000
FOUND = re.compile('共 ([0-9]+) 件')
HISTORY = re.compile('^個人歷年獎懲')

# How long each thing is looked at: longer than it takes.
SECONDS = 2.0


class Gaps:
    def __init__(self, path):
        self.path = path

    def restart(self):
        self.path.unlink(missing_ok=True)
        wait_until(self.path.exists, what='the probe')

    def read(self):
        """The largest gap, and the largest without waiting for a processor, in ms."""
        words = self.path.read_text(encoding='utf-8').split()
        return float(words[0]), float(words[2])


def generate(desktop):
    """Puts the orders where the training backend of the program looks for its database."""
    folder = pathlib.Path(desktop.env['XDG_DATA_HOME']) / 'io.github.ecpa_desktop.Ecpa.Training' / 'backend'
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    subprocess.run([BACKEND, '--training', '--directory', folder, '--generate', 'people=1', f'orders={N_ORDERS}',
                    f'heavy={N_ORDERS}'], check=True, env=desktop.env)


def outside_lists(node):
    """A node and what is below it, but for the rows of lists, of which there are hundreds."""
    yield node
    if node.role != 'list':
        for child in node.children:
            yield from outside_lists(child)


class Bench:
    def __init__(self, desktop):
        self.desktop = desktop
        self.gaps = Gaps(pathlib.Path(desktop.folder) / 'probe')
        self.found = {name: [] for name in ('open', 'type', 'scroll', 'idle')}
        self.job = Training(desktop, env={'LD_PRELOAD': str(PROBE), 'ECPA_LOOP_PROBE': str(self.gaps.path)})
        self.app = self.job.app
        self.window = self.app.window_of(self.job.main_frame())

    def key(self, *keys, delay=60):
        self.desktop.run('xdotool', 'key', '--delay', str(delay), *keys)

    def measure(self, name, act):
        self.gaps.restart()
        began = time.monotonic()
        act()
        time.sleep(max(0.3, SECONDS - (time.monotonic() - began)))
        self.found[name].append(self.gaps.read())

    def sign_in(self):
        self.job.wait_ready('ordinary').press()
        self.job.type_password(CARDS['ordinary']['registration']['password'])
        self.job.press_sign_in()
        self.app.wait_for(lambda: self.place_of_history(), 60, 'the way to the history')

    def seen(self, *roles):
        return [node for node in outside_lists(self.job.main_frame()) if node.role in roles]

    def button(self, pattern):
        return next((node for node in self.seen(*BUTTON) if pattern.search(node.name) and node.is_shown), None)

    def place_of_history(self):
        """The row of the sidebar, one of the first of its list."""
        rows = [row for rows in self.seen('list') for row in rows.children[:4]]
        return next((row for row in rows if HISTORY.search(row.name) and row.is_shown), None)

    def sign_out(self):
        self.button(SIGN_OUT).click()
        self.app.wait_for(lambda: self.button(SIGN_OUT) is None, 60, 'the person to be gone')

    def find_place(self):
        """Where the mouse opens the history."""
        self.sign_in()
        self.job.agree()
        self.app.focus(self.window)
        self.place_of_history().press()
        words = self.desktop.run('xdotool', 'getmouselocation', '--shell').stdout.split()[:2]
        self.app.wait_for(self.count, 60, 'the history')
        self.sign_out()
        return [word.split('=')[1] for word in words]

    def scroll(self):
        self.key(*['Next'] * 12)
        self.desktop.run('xdotool', 'click', '--repeat', '25', '--delay', '20', '5')
        self.key('End', 'Home', delay=250)

    def type_words(self):
        self.key('ctrl+f')
        self.key('1', '1', '5', 'BackSpace', '4', delay=130)

    def count(self):
        """How many orders the page says there are."""
        words = [FOUND.search(node.text or node.name) for node in self.seen('status bar')]
        return next((int(match.group(1)) for match in words if match), 0)

    def one_run(self, place):
        self.sign_in()
        self.app.focus(self.window)
        self.desktop.run('xdotool', 'mousemove', *place)
        time.sleep(0.5)
        self.measure('open', lambda: self.desktop.run('xdotool', 'click', '1'))
        found = self.count()
        assert found >= N_ORDERS, f'{found} orders are there'
        time.sleep(0.5)
        self.measure('idle', lambda: None)
        self.desktop.run('xdotool', 'mousemove', '--window', str(self.window), '700', '500')
        time.sleep(0.3)
        self.measure('scroll', self.scroll)
        self.measure('type', self.type_words)
        assert 0 < self.count() < found, 'nothing was searched for'
        self.sign_out()


def tell(bench, name, label, most):
    own = [pair[1] for pair in bench.found[name]]
    floor = median([pair[1] for pair in bench.found['idle']])
    row(label, median(own), floor, 'ms', f'<= {most} ms', median(own) <= most)
    note(f'{spread(own)}; with waiting for a processor {spread([pair[0] for pair in bench.found[name]])}')


def main():
    runs = int(os.environ.get('ECPA_BENCH_RUNS', RUNS))
    with Desktop() as desktop:
        generate(desktop)
        bench = Bench(desktop)
        bench.job.insert('ordinary')
        place = bench.find_place()
        for _ in range(runs):
            try:
                bench.one_run(place)
            except AssertionError:
                desktop.run('import', '-window', 'root', build_root() / 'bench-history-failed.png')
                raise
        assert 'CRITICAL' not in bench.app.log_text(), bench.app.log_text()
        tell(bench, 'open', 'history of 10,000 orders: open', 150)
        tell(bench, 'type', 'history of 10,000 orders: type in the search', 33)
        tell(bench, 'scroll', 'history of 10,000 orders: scroll', 33)


if __name__ == '__main__':
    main()
