# SPDX-License-Identifier: GPL-3.0-or-later
"""What a measurement says: one line a row, the same for all of `./run bench`.

Every program tests/bench/bench-* prints such lines, measures its floor in the same run, interleaved with what it is
held against, and asserts nothing about absolute times.
"""

import statistics
import sys

RUNS = 11


def median(values):
    return statistics.median(values)


def row(name, figure, floor, unit, target, holds, ratio=None):
    """Prints one row. `figure` and `floor` (None where there is none) are in `unit`; `target` is words."""
    if ratio is None and floor:
        ratio = figure / floor
    print('%-44s  %10.2f %-6s  floor %10s  ratio %6s  target %-28s  %s'
          % (name, figure, unit, '–' if floor is None else '%.2f' % floor,
             '–' if ratio is None else '%.2f' % ratio, target, 'holds' if holds else 'short'),
          flush=True)
    return holds


def note(text):
    """A line that explains the row before it."""
    print('    ' + text, flush=True)


def spread(values):
    return 'median of %d: %.2f (%.2f to %.2f)' % (len(values), median(values), min(values), max(values))


if __name__ == '__main__':
    sys.exit('this is a module of the measurements, see ./run bench')
