#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures functions and files: no function over 100 lines, save class_init; no file over 900.

Prints the worst, so that they can be seen coming.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

FUNCTION_LIMIT = 100
FILE_LIMIT = 900
EXEMPT = ('_class_init', '_class_intern_init')


def functions_of(paths):
    """Yields (lines, file, name) of every function."""
    output = subprocess.run(
        ['ctags', '--languages=C', '--c-kinds=f', '--fields=+ne', '-L', '-', '-f', '-'],
        input='\n'.join(map(str, paths)), capture_output=True, text=True, check=True).stdout
    for row in output.splitlines():
        if row.startswith('!'):
            continue
        name, path, *rest = row.split('\t')
        fields = dict(f.split(':', 1) for f in rest if ':' in f)
        if 'end' in fields:
            yield int(fields['end']) - int(fields['line']) + 1, path, name


def measure(paths):
    """Returns (functions sorted by length, files sorted by length, offences)."""
    functions = sorted(functions_of(paths), reverse=True)
    files = sorted(((len(p.read_text().splitlines()), str(p)) for p in paths), reverse=True)
    offences = [f'{path}: {name} has {lines} lines, more than {FUNCTION_LIMIT}'
                for lines, path, name in functions
                if lines > FUNCTION_LIMIT and not name.endswith(EXEMPT)]
    offences += [f'{path}: {lines} lines, more than {FILE_LIMIT}: cut it by concern'
                 for lines, path in files if lines > FILE_LIMIT]
    return functions, files, offences


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'long.c'
        body = '  call ();\n' * (FUNCTION_LIMIT - 3)
        path.write_text(f'int\nfine (void)\n{{\n{body}}}\n\nint\nlonger (void)\n{{\n  call ();\n{body}}}\n')
        _, _, offences = measure([path])
        assert len(offences) == 1 and 'longer has 101' in offences[0], offences
        path.write_text('\n' * (FILE_LIMIT + 1))
        assert len(measure([path])[2]) == 1
    print('a planted long function and a planted long file are found')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0

    root = pathlib.Path(os.environ['ECPA_SOURCE_ROOT'])
    os.chdir(root)
    paths = sorted(pathlib.Path('src').rglob('*.c'))
    tests = sorted(pathlib.Path('tests').rglob('*.c'))
    functions, files, offences = measure(paths + tests)
    own = [lines for lines, path, _ in functions if path.startswith('src/')]
    sizes = [lines for lines, path in files if path.startswith('src/')]

    print('Longest functions:')
    for lines, path, name in functions[:8]:
        print(f'  {lines:4} {path} {name}')
    print('Longest files:')
    for lines, path in files[:5]:
        print(f'  {lines:4} {path}')
    if len(own) > 10:
        print(f'src: {len(own)} functions, median {statistics.median(own):.0f}, '
              f'p90 {statistics.quantiles(own, n=10)[-1]:.0f}; '
              f'{len(sizes)} files, median {statistics.median(sizes):.0f} lines')
    for offence in offences:
        print(offence)
    return 1 if offences or not functions else 0


if __name__ == '__main__':
    sys.exit(main())
