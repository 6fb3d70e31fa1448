#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing in tests/ lies there unused: what the build folder was configured with is held against the tree.

Every C file is in a program or module, every test-*.py and every executable test is run by a test, every fuzz-*.c
is a test with a corpus that is not empty, and every bench-* can be run by ./run bench and prints rows.

In a clone only what git knows of counts, so that a copy, a draft or what an editor left behind does not matter; a
new file counts from `git add` on. Elsewhere everything that lies there counts.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get('ECPA_SOURCE_ROOT') or pathlib.Path(__file__).resolve().parents[2])
BUILD = pathlib.Path(os.environ.get('ECPA_BUILD_ROOT') or ROOT / 'build')
# Compiled by being included.
INCLUDED = set()


LINKED = re.compile(r'^build ([^:|]+): (c|STATIC)_LINKER(?:_RSP)? ([^\n]*)', re.MULTILINE)


def linked(ninja):
    """The names of the objects that a program or module is made of, by itself or by an archive."""
    archives, words = {}, []
    for output, kind, inputs in LINKED.findall(ninja):
        if kind == 'STATIC':
            archives[output.strip()] = inputs.split()
        else:
            words += inputs.split()
    words += [word for archive in set(words) & set(archives) for word in archives[archive]]
    return {word.split('/')[-1].split('_')[-1] for word in words if word.endswith('.o')}


def built(build):
    """The absolute paths of all sources of all programs, and (name, command) of all tests; names may be there twice."""
    info = build / 'meson-info'
    objects = linked((build / 'build.ninja').read_text(encoding='utf-8'))
    targets = json.loads((info / 'intro-targets.json').read_text(encoding='utf-8'))
    tests = json.loads((info / 'intro-tests.json').read_text(encoding='utf-8'))
    sources = {path for target in targets for part in target['target_sources'] for path in part.get('sources', [])
               if pathlib.Path(path).name + '.o' in objects}
    return sources, [(test['name'], test['cmd']) for test in tests]


def tracked(root):
    """The files in tests/ that git knows of and that are there; None where git cannot say."""
    try:
        # No variable of a git that runs this (a hook) may point somewhere else.
        env = {name: value for name, value in os.environ.items() if not name.startswith('GIT_')}
        listed = subprocess.run(['git', '-C', root, 'ls-files', '-z', '--', 'tests'], env=env, capture_output=True,
                                check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return None
    # None of them: the folder of a release, unpacked inside another clone.
    return {path for path in (root / name for name in listed.split('\0') if name) if path.is_file()} or None


def files(root):
    """The files in tests/, sorted."""
    known = tracked(root)
    return sorted(known if known is not None else (path for path in (root / 'tests').rglob('*') if path.is_file()))


def is_in(path, folder, pattern):
    return path.parent == folder and path.match(pattern)


def problems(root, sources, commands):
    names = {name for name, _ in commands}
    words = {word for _, command in commands for word in command}
    words |= {str(pathlib.Path(word).resolve()) for word in words if word.startswith('/')}
    tests = root / 'tests'
    known = files(root)
    corpora = {path.parent.name for path in known if path.parent.parent == tests / 'fuzz' / 'corpus'}
    for path in known:
        if path.suffix == '.c' and str(path) not in sources and path.name not in INCLUDED:
            yield f'{path.relative_to(root)} is in no program'
        if path.match('test-*.py') and str(path) not in words:
            yield f'{path.relative_to(root)} is run by no test'
        if is_in(path, tests / 'fuzz', 'fuzz-*.c'):
            if path.stem not in names:
                yield f'{path.relative_to(root)} is no test'
            if path.stem.removeprefix('fuzz-') not in corpora:
                yield f'{path.relative_to(root)} has no corpus'
        if is_in(path, tests / 'bench', 'bench-*') and path.suffix != '.c':
            if path.suffix != '.py' and not os.access(path, os.X_OK):
                yield f'{path.relative_to(root)} cannot be run'
            elif 'row' not in path.read_text(encoding='utf-8'):
                yield f'{path.relative_to(root)} prints no row'
    for name in sorted(corpora):
        if tests / 'fuzz' / f'fuzz-{name}.c' not in known:
            yield f'tests/fuzz/corpus/{name} is the corpus of nothing'


def self_test():
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for path in ('base/test-a.c', 'base/test-b.c', 'e2e/test-c.py', 'e2e/test-h.py', 'fuzz/fuzz-d.c', 'bench/bench-e', 'fuzz/corpus/f/one',
                     'bench/bench-g.py'):
            (root / 'tests' / path).parent.mkdir(parents=True, exist_ok=True)
            (root / 'tests' / path).write_text('row' if 'bench-e' in path else '')
        found = list(problems(root, {str(root / 'tests/base/test-a.c')},
                              [('x', ['python3', str(root / 'tests/e2e/test-h.py')]), ('x', ['python3'])]))
        assert len(found) == 8, found
        assert linked('build a: c_LINKER a.p/one.c.o | lib/b.a\nbuild lib/b.a: STATIC_LINKER lib/b.a.p/x_two.c.o\n'
                      'build c.a: STATIC_LINKER c.a.p/three.c.o\n') == {'one.c.o', 'two.c.o'}
        assert not any(name in line for line in found for name in ('test-a.c', 'test-h.py')), found
        # The same as a clone that knows of one of them.
        if shutil.which('git'):
            git = ['git', '-C', name, '-c', 'init.defaultBranch=main']
            subprocess.run([*git, 'init', '-q'], check=True)
            subprocess.run([*git, 'add', 'tests/base/test-b.c'], check=True)
            found = list(problems(root, set(), []))
            assert found == ['tests/base/test-b.c is in no program'], found
    print('finds what is not used')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0
    found = list(problems(ROOT, *built(BUILD)))
    print(*(found or ['everything in tests/ is used']), sep='\n')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
