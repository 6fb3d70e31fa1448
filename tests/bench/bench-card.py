#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From pcscd's event to the holder's name, what a card costs, and that nothing wakes up for nothing.

tests/bench/card-bench.c does it beside a private, real pcscd. Zero is the moment at which a bare SCardGetStatusChange
of a thread that does nothing else returns; how often pcscd itself looks into vpcd is not ours. The floor is that thread
connecting to the card and sending the same two APDUs, nobody else being there, in turns with the product.
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'e2e' / 'lib')]
from desktop import build_root  # noqa: E402
from row import median, note, row  # noqa: E402

NAME_MS = 50
READ_APDUS = 6
REQUESTS = 2


def main():
    build = build_root()
    # What a test is told of where things are (meson.build).
    env = dict(os.environ, ECPA_SOURCE_ROOT=str(HERE.parent.parent), ECPA_BUILD_ROOT=str(build), LC_ALL='C.UTF-8',
               G_TEST_BUILDDIR=str(build / 'tests'), G_TEST_SRCDIR=str(HERE.parent), GSETTINGS_BACKEND='memory',
               GSETTINGS_SCHEMA_DIR=str(build / 'data'), GIO_USE_VFS='local')
    answer = subprocess.run(
        [sys.executable, str(HERE.parent / 'e2e' / 'lib' / 'with-pcscd'), str(build / 'tests' / 'bench' / 'card-bench'),
         str(build / 'src' / 'simulator' / 'ecpa-virtual-reader')],
        env=env, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode == 77:
        print('no private pcscd can be had here')
        return 0
    if answer.returncode != 0:
        return 1

    values = {}
    for line in answer.stdout.splitlines():
        name, _, figure = line.partition(' ')
        try:
            values.setdefault(name, []).append(float(figure))
        except ValueError:
            pass
    events, floors = values['event'], values['floor']
    row('card: event to name, worst of %d' % len(events), max(events), max(floors), 'ms', 'each <= %d ms' % NAME_MS,
        max(events) <= NAME_MS)
    row('card: event to name, median', median(events), median(floors), 'ms', 'each <= %d ms' % NAME_MS,
        median(events) <= NAME_MS)
    read, proof, requests, wakeups = (values[name][0] for name in ('read', 'proof', 'requests', 'wakeups'))
    row('card: APDUs to recognise and read', read, None, 'APDUs', '<= %d' % READ_APDUS, read <= READ_APDUS)
    row('card: APDUs of a proof', proof, None, 'APDUs', '<= %d' % READ_APDUS, proof <= READ_APDUS)
    row('card: requests of a login', requests, None, 'calls', '%d' % REQUESTS, requests == REQUESTS)
    row('card: wake-ups in 10 s, reader attached', wakeups, None, 'times', '0', wakeups == 0)
    note('counted over all threads but the main one, which has a window in the product')
    return 0


if __name__ == '__main__':
    sys.exit(main())
