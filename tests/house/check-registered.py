#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing in tests/ lies there unused: what the build folder was configured with is held against the tree.

Every C file is compiled into something, every test-*.py and every executable test is run by a test, every fuzz-*.c
is a test with a corpus that is not empty, and every bench-* can be run by ./run bench and prints rows.
"""

import json
import os
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get('ECPA_SOURCE_ROOT') or pathlib.Path(__file__).resolve().parents[2])
BUILD = pathlib.Path(os.environ.get('ECPA_BUILD_ROOT') or ROOT / 'build')
# Compiled by being included.
INCLUDED = set()


def built(info):
    """The absolute paths of all sources of all targets, and all words of all test commands."""
    targets = json.loads((info / 'intro-targets.json').read_text(encoding='utf-8'))
    tests = json.loads((info / 'intro-tests.json').read_text(encoding='utf-8'))
    sources = {path for target in targets for part in target['target_sources'] for path in part.get('sources', [])}
    return sources, {test['name']: test['cmd'] for test in tests}


def problems(root, sources, commands):
    words = {word for command in commands.values() for word in command}
    words |= {str(pathlib.Path(word).resolve()) for word in words if word.startswith('/')}
    tests = root / 'tests'
    for path in sorted(tests.rglob('*.c')):
        if str(path) not in sources and path.name not in INCLUDED:
            yield f'{path.relative_to(root)} is in no target'
    for path in sorted(tests.rglob('test-*.py')):
        if str(path) not in words:
            yield f'{path.relative_to(root)} is run by no test'
    for path in sorted((tests / 'fuzz').glob('fuzz-*.c')):
        if path.stem not in commands:
            yield f'{path.relative_to(root)} is no test'
        corpus = tests / 'fuzz' / 'corpus' / path.stem.removeprefix('fuzz-')
        if not corpus.is_dir() or not any(corpus.iterdir()):
            yield f'{path.relative_to(root)} has no corpus'
    for path in sorted((tests / 'fuzz').glob('corpus/*/')):
        if not (tests / 'fuzz' / f'fuzz-{path.name}.c').exists():
            yield f'{path.relative_to(root)} is the corpus of nothing'
    for path in sorted((tests / 'bench').glob('bench-*')):
        if path.suffix == '.c':
            continue
        if path.suffix != '.py' and not os.access(path, os.X_OK):
            yield f'{path.relative_to(root)} cannot be run'
        elif 'row' not in path.read_text(encoding='utf-8'):
            yield f'{path.relative_to(root)} prints no row'


def self_test():
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for path in ('base/test-a.c', 'base/test-b.c', 'e2e/test-c.py', 'fuzz/fuzz-d.c', 'bench/bench-e', 'fuzz/corpus/f/one',
                     'bench/bench-g.py'):
            (root / 'tests' / path).parent.mkdir(parents=True, exist_ok=True)
            (root / 'tests' / path).write_text('row' if 'bench-e' in path else '')
        found = list(problems(root, {str(root / 'tests/base/test-a.c')}, {'x': ['python3']}))
        assert len(found) == 8, found
        assert not any('test-a.c' in line for line in found), found
    print('finds what is not used')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0
    found = list(problems(ROOT, *built(BUILD / 'meson-info')))
    print(*(found or ['everything in tests/ is used']), sep='\n')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
