#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the manual: every page is valid Mallard, its links lead somewhere, and a guide leads to it."""

import os
import pathlib
import subprocess
import sys
import tempfile


def check_pages(pages):
    found = []
    for what in ('validate', 'links', 'orphans'):
        result = subprocess.run(['yelp-check', what, *map(str, pages)], capture_output=True, text=True, check=False)
        found += [f'{what}: {line}' for line in (result.stdout + result.stderr).splitlines() if line.strip()]
        if result.returncode != 0 and not found:
            found.append(f'yelp-check {what} ended with {result.returncode}')
    return found


PAGE = '<page xmlns="http://projectmallard.org/1.0/" type="{kind}" id="{id}"><info>{info}</info><title>T</title>{body}</page>'


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        def write(name, **parts):
            path = pathlib.Path(folder) / f'{name}.page'
            path.write_text(PAGE.format(**{'kind': 'topic', 'id': name, 'info': '', 'body': '', **parts}))
            return path

        index = write('index', kind='guide')
        good = write('good', info='<link type="guide" xref="index"/>')
        assert check_pages([index, good]) == [], check_pages([index, good])
        assert check_pages([index, write('lost')]), 'an orphan passes'
        assert check_pages([index, write('good', info='<link type="guide" xref="index"/>', body='<p><link xref="no"/></p>')]), 'a dead link passes'
        assert check_pages([index, write('good', info='<link type="guide" xref="index"/>', body='<nonsense/>')]), 'nonsense passes'
    print('planted mistakes are found')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0
    pages = sorted((pathlib.Path(os.environ['ECPA_SOURCE_ROOT']) / 'help' / 'C').glob('*.page'))
    found = check_pages(pages)
    for line in found:
        print(line)
    print(f'{len(pages)} pages')
    return 1 if found or not pages else 0


if __name__ == '__main__':
    sys.exit(main())
