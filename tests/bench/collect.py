#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the measurements and keeps what they say: `./run bench [NAME]`.

    collect.py [--list] TABLE [NAME]

Runs each tests/bench/bench-* whose name contains NAME, one after the other, shows its lines as they come and writes
them to TABLE, under the name of the program. Rows of programs that were not asked for stay in TABLE as they were. The
exit status says whether a program failed; a row that is `short` is an answer, not a failure.
"""

import datetime
import os
import pathlib
import platform
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 1800


def programs(wanted=''):
    return [path for path in sorted(HERE.glob('bench-*')) if wanted in path.name]


def command(path):
    return [sys.executable, str(path)] if path.suffix == '.py' else [str(path)]


def measure(path):
    """Runs one program; returns its exit status and its lines, which have been shown already."""
    lines = []
    with subprocess.Popen(['timeout', '--kill-after=20', str(SECONDS), *command(path)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, errors='replace') as process:
        for line in process.stdout:
            print(line, end='', flush=True)
            lines.append(line.rstrip('\n'))
    if process.returncode == 0 and not any(is_row(line) for line in lines):
        print(f'{path.name} has measured nothing')
        return 1, lines
    return process.returncode, lines


def is_row(line):
    return line.endswith(('  holds', '  short'))


def read(table):
    """What was measured before: name of the program -> its lines."""
    blocks, name = {}, None
    for line in table.read_text(encoding='utf-8').splitlines() if table.exists() else []:
        if line.startswith('== '):
            name = line.split()[1]
            blocks[name] = [line]
        elif name is not None:
            blocks[name].append(line)
    return blocks


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--list']
    table, wanted = pathlib.Path(arguments[0]), (arguments[1:] + [''])[0]
    chosen = programs(wanted)
    if '--list' in sys.argv:
        print(*(path.name for path in chosen), sep='\n')
        return 0
    if not chosen:
        print(f'no measurement is called “{wanted}”; there are: {", ".join(path.stem for path in programs())}')
        return 1

    blocks, failed = read(table), []
    for path in chosen:
        now = datetime.datetime.now().strftime('%Y-%m-%d %H:%M')
        title = f'== {path.stem}  {now}, {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}'
        print(title, flush=True)
        status, lines = measure(path)
        if status != 0:
            failed.append(path.stem)
            lines.append(f'FAILED with {status}')
        blocks[path.stem] = [title, *lines]
        table.parent.mkdir(parents=True, exist_ok=True)
        table.write_text('\n'.join(line for name in sorted(blocks) for line in blocks[name]) + '\n', encoding='utf-8')

    rows = [line for path in chosen for line in blocks[path.stem] if is_row(line)]
    print(f'\nAll rows of this run (also in {table}):')
    print(*rows, sep='\n')
    print(f'\n{len(rows)} rows, {sum(row.endswith("short") for row in rows)} short, {len(failed)} programs failed'
          + (f': {", ".join(failed)}' if failed else ''))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
