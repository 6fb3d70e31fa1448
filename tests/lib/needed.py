#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""needed.py BUILD SETUP: what has to be built for the tests that this setup of `meson test` does not leave out.

One line a target, as ninja knows it: what the tests are made of and, as that is in no test's `depends`, all that is no
program (translations, schemas, help). The default target builds what any test needs.
"""

import json
import pathlib
import subprocess
import sys


def pretty(test):
    """A test as `meson test --list` names it."""
    project = test['suite'][0].split(':')[0]
    return f'{project}:{"+".join(suite.partition(":")[2] for suite in test["suite"])} / {test["name"]}'


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build, setup = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    info = build / 'meson-info'
    listed = set(subprocess.run(['meson', 'test', '-C', build, '--no-rebuild', '--setup', setup, '--list'],
                                check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines())
    tests = json.loads((info / 'intro-tests.json').read_text(encoding='utf-8'))
    unknown = listed - {pretty(test) for test in tests}
    if unknown or not listed:
        sys.exit(f'not known by these names: {sorted(unknown)}')
    ids = {target for test in tests if pretty(test) in listed for target in test['depends']}
    for target in json.loads((info / 'intro-targets.json').read_text(encoding='utf-8')):
        if target['id'] in ids or (target['type'] == 'custom' and target['build_by_default']):
            print(*(pathlib.Path(name).relative_to(build) for name in target['filename']), sep='\n')


if __name__ == '__main__':
    main()
