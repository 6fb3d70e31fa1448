#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small things that a reader would otherwise have to look for in every file.

Each source names its licence at the top; no tabs, no blanks at the end of a line; headers begin with #pragma
once; tests in C wait for conditions and do not sleep; nothing names a place on one person's machine.
"""

import os
import pathlib
import re
import subprocess
import sys

CODE = ('.c', '.h', '.py')
TEXT = CODE + ('.ui', '.build', '.css', '.md', '.sql', '.json', '.yml')
SLEEP = re.compile(r'\b(?:g_usleep|usleep|nanosleep|sleep|g_thread_sleep)\s*\(')
PLACE = re.compile(r'/(?:root|home/\w+|Users/\w+|tmp/[a-z0-9]+)/')


def check_text(name, text):
    path = pathlib.PurePath(name)
    lines = text.splitlines()
    found = []
    if path.suffix in CODE and not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in lines[:3]):
        found.append(f'{name}: no licence in its first lines')
    # What is compiled ahead is no header to the compiler, which refuses the line there.
    if path.suffix == '.h' and path.parent.name != 'pch' and '#pragma once' not in lines[:4]:
        found.append(f'{name}: no #pragma once')
    for number, line in enumerate(lines, 1):
        if '\t' in line:
            found.append(f'{name}:{number}: a tab')
        if line != line.rstrip() and path.suffix != '.md':
            found.append(f'{name}:{number}: blanks at the end')
        if path.suffix == '.c' and name.startswith('tests/') and SLEEP.search(line):
            found.append(f'{name}:{number}: sleeps; wait for the condition, with a limit')
        if PLACE.search(line):
            found.append(f'{name}:{number}: names a place on one machine')
    return found


def sources(root):
    listed = subprocess.run(['git', '-C', str(root), 'ls-files', '-z'], capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split('\0') if name]
    else:                       # an archive without its history
        names = [str(p.relative_to(root)) for folder in ('src', 'tests', 'docs', 'data') for p in (root / folder).rglob('*')]
    return sorted(name for name in names if name.endswith(TEXT) and (root / name).is_file())


def self_test():
    head = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'
    assert check_text('src/a.h', head + '#pragma once\n') == []
    assert check_text('src/pch/a.h', head) == []
    assert check_text('tests/a.c', head + 'wait_until (done);\n') == []
    for name, text in (('src/a.c', 'int a;\n'), ('src/a.h', head), ('src/a.c', head + '\tint a;\n'), ('src/a.c', head + 'int a; \n'),
                       ('tests/a.c', head + '  g_usleep (1000);\n'), ('docs/a.md', 'see /' + 'home/me/file\n')):
        assert len(check_text(name, text)) == 1, (name, text)
    print('planted mistakes are found')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0
    root = pathlib.Path(os.environ['ECPA_SOURCE_ROOT'])
    names = sources(root)
    found = [wrong for name in names for wrong in check_text(name, (root / name).read_text())]
    for line in found:
        print(line)
    print(f'{len(names)} files')
    return 1 if found or not names else 0


if __name__ == '__main__':
    sys.exit(main())
