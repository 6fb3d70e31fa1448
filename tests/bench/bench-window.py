#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the window is there, how soon it is painted, and what memory the program takes once somebody is signed in.

The floor is tests/bench/bare-window.c: a libadwaita window of the same size with a header bar and one line of text, in
the same environment (accessibility on, software rendering, the same fonts and locale), run in turns with the product.
Times are from the moment the process is started by its parent. Memory is what is private to the process
(Private_Clean and Private_Dirty of smaps_rollup), measured while a bare window with all common Chinese characters stands
beside it, and so is the floor's: pages of libraries and fonts that every GTK program on the desktop shares are counted
for neither.
"""

import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'e2e'), str(HERE.parent / 'e2e' / 'lib')]
from desktop import Desktop, build_root, wait_until  # noqa: E402
from row import RUNS, median, note, row, spread  # noqa: E402
from steady import steady_memory  # noqa: E402
from training import Training, program  # noqa: E402

PROBE = build_root() / 'tests' / 'bench' / 'libwindow-probe.so'
BARE = build_root() / 'tests' / 'bench' / 'bare-window'

MAPPED_MS = 60
PAINTED_MS = 80
MEMORY_MIB = 30


def start(desktop, answer, *argv):
    """Starts a program; returns it and its two times in ms."""
    answer.unlink(missing_ok=True)
    began = time.clock_gettime(time.CLOCK_MONOTONIC) * 1000
    app = desktop.start(*argv, env={'LD_PRELOAD': str(PROBE), 'ECPA_WINDOW_PROBE': str(answer)})
    wait_until(lambda: app.process.poll() is not None or answer.exists(), 60, 'the first frame')
    app.check_alive()
    return app, [int(number) / 1000 - began for number in answer.read_text(encoding='utf-8').split()]


def measure_times(desktop):
    answer = pathlib.Path(desktop.folder) / 'window-probe'
    kinds = {'bare': [BARE], 'product': [program()], 'training': [program(), '--training']}
    times = {kind: [] for kind in kinds}
    for number in range(RUNS + 1):
        for kind, argv in kinds.items():
            app, both = start(desktop, answer, *argv)
            app.kill()
            if number > 0:                  # the first of each warms up
                times[kind].append(both)
    return times


def tell_times(times):
    for column, name, more in ((0, 'window mapped, warm', MAPPED_MS), (1, 'first frame', PAINTED_MS)):
        floor = median([both[column] for both in times['bare']])
        for kind, words in (('product', ''), ('training', ', training mode')):
            figures = [both[column] for both in times[kind]]
            figure = median(figures)
            # Neighbours in time are compared, so that what else the machine does falls on both.
            more_than = median([ours[column] - bare[column] for ours, bare in zip(times[kind], times['bare'])])
            row(name + words, figure, floor, 'ms', f'<= floor + {more} ms', figure - floor <= more)
            note(f'{figure - floor:.1f} ms over the floor (in pairs {more_than:.1f}); {spread(figures)}')


def measure_memory(desktop):
    ours, floors = [], []
    desktop.start(BARE, 'beside').root()
    for _ in range(RUNS):
        bare = desktop.start(BARE)
        bare.root()
        floors.append(steady_memory(bare.pid))
        bare.kill()
        job = Training(desktop)
        job.insert('ordinary')
        job.sign_in('ordinary')
        if not ours:
            job.agree()                     # once for all: the backend remembers
        job.app.wait_for(job.orders, what='the inbox')
        ours.append(steady_memory(job.app.pid))
        if job.app.close() != 0:
            raise AssertionError(f'the application ended with {job.app.process.returncode}')
    return ours, floors


def main():
    os.environ.setdefault('ECPA_SOURCE_ROOT', str(HERE.parents[1]))
    with Desktop() as desktop:
        tell_times(measure_times(desktop))
        ours, floors = measure_memory(desktop)
        row('private memory after login', median(ours), median(floors), 'MiB', f'<= floor + {MEMORY_MIB} MiB',
            median(ours) - median(floors) <= MEMORY_MIB)
        note(f'{median(ours) - median(floors):.1f} MiB over the floor, in training: the desk and the simulated cards are in it; '
             f'{spread(ours)}')


if __name__ == '__main__':
    main()
