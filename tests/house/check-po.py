#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the words: po/POTFILES.in is sorted and complete, and each catalogue, of the program and of its
manual, says everything.

With --potfiles or --catalogues it checks one of the two, with --self-test that it can fail.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

MARKED = re.compile(r'\b(?:N|C|NC|Q)?_\s*\(\s*"|\b(?:d?n|d?p|dnp)?gettext\s*\(\s*"|\bg_dp?n?gettext2?\s*\(')
TRANSLATABLE = re.compile(r'translatable="(?:yes|true)"')
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.DOTALL)


def has_words(path):
    text = path.read_text()
    if path.suffix == '.ui':
        return bool(TRANSLATABLE.search(text))
    return bool(MARKED.search(COMMENT.sub('', text)))


def expected_files(root):
    """What must be in POTFILES.in: the desktop file and metainfo, and all code with words."""
    code = [p for p in (root / 'src').rglob('*') if p.suffix in ('.c', '.h', '.ui') and has_words(p)]
    data = [p for p in (root / 'data').glob('*') if p.name.endswith(('.desktop.in', '.metainfo.xml.in', '.gschema.xml'))]
    return sorted(str(p.relative_to(root)) for p in code + data)


def check_potfiles(root):
    listed = [line.strip() for line in (root / 'po' / 'POTFILES.in').read_text().splitlines()
              if line.strip() and not line.startswith('#')]
    expected = expected_files(root)
    found = [f'po/POTFILES.in: {name} is missing' for name in expected if name not in listed]
    found += [f'po/POTFILES.in: {name} has no words or does not exist' for name in listed if name not in expected]
    if listed != sorted(listed):
        found.append('po/POTFILES.in: not sorted (LC_ALL=C sort)')
    return found


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, 'LC_ALL': 'C.UTF-8'}, **more)


def extract(root, folder):
    """Makes the template of all strings as the sources are now."""
    pot = pathlib.Path(folder) / 'ecpa.pot'
    result = run('xgettext', '--from-code=UTF-8', '--files-from=po/POTFILES.in', f'--output={pot}', '--add-comments=Translators',
                 '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3',
                 '--keyword=g_dpgettext2:2c,3', '--flag=g_strdup_printf:1:c-format', cwd=root)
    if result.returncode != 0:
        return None, [f'xgettext: {result.stderr.strip()}']
    return pot, []


def extract_help(root, folder):
    """Makes the template of the manual."""
    pages = sorted(str(p.relative_to(root)) for p in (root / 'help' / 'C').glob('*.page'))
    if not pages:
        return None, []
    pot = pathlib.Path(folder) / 'help.pot'
    result = run('itstool', '-o', str(pot), *pages, cwd=root)
    return (pot, []) if result.returncode == 0 else (None, [f'itstool: {result.stderr.strip()}'])


def check_catalogue(catalogue, pot, folder):
    name = f'{catalogue.parent.name}/{catalogue.stem}'
    merged = pathlib.Path(folder) / f'{catalogue.parent.name}-{catalogue.stem}.po'
    result = run('msgmerge', '--quiet', '--no-fuzzy-matching', f'--output-file={merged}', str(catalogue), str(pot))
    if result.returncode != 0:
        return [f'{name}.po: {result.stderr.strip()}']
    result = run('msgfmt', '--check', '--statistics', '--output-file=/dev/null', str(merged))
    said = result.stderr.strip()
    print(f'{name}.po: {said}')
    if result.returncode != 0:
        return [f'{name}.po: {said}']
    found = []
    if 'fuzzy' in said or 'untranslated' in said:
        for what, option in (('fuzzy', '--only-fuzzy'), ('untranslated', '--untranslated')):
            rows = run('msgattrib', option, '--no-obsolete', str(merged)).stdout
            found += [f'{name}.po: {what}: {text}' for text in re.findall(r'^msgid "(.+)"', rows, re.MULTILINE)]
    return found or ([f'{name}.po: {said}'] if 'untranslated' in said or 'fuzzy' in said else [])


def check_catalogues(root):
    with tempfile.TemporaryDirectory() as folder:
        pot, found = extract(root, folder)
        names = [line.strip() for line in (root / 'po' / 'LINGUAS').read_text().splitlines()
                 if line.strip() and not line.startswith('#')]
        if 'zh_TW' not in names:
            found.append('po/LINGUAS: zh_TW is missing')
        manual, wrong = extract_help(root, folder)
        found += wrong
        for name in names:
            if pot:
                found += check_catalogue(root / 'po' / f'{name}.po', pot, folder)
            if manual:
                found += check_catalogue(root / 'help' / name / f'{name}.po', manual, folder)
    return found


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in ('src', 'po', 'data'):
            (root / name).mkdir()
        (root / 'src' / 'a.c').write_text('char *a = _("Sign in");\n')
        (root / 'src' / 'b.ui').write_text('<property translatable="yes">Print</property>\n')
        (root / 'src' / 'c.c').write_text('/* _("no word") */ int c;\n')
        (root / 'po' / 'POTFILES.in').write_text('src/a.c\n')
        (root / 'po' / 'LINGUAS').write_text('zh_TW\n')
        catalogue = root / 'po' / 'zh_TW.po'

        assert check_potfiles(root) == ['po/POTFILES.in: src/b.ui is missing'], check_potfiles(root)
        catalogue.write_text(HEADER)
        assert check_catalogues(root) == ['po/zh_TW.po: untranslated: Sign in'], 'untranslated'
        catalogue.write_text(HEADER + '#, fuzzy\nmsgid "Sign in"\nmsgstr "登入"\n')
        assert 'fuzzy: Sign in' in check_catalogues(root)[0], 'fuzzy'
        catalogue.write_text(HEADER + '#, c-format\nmsgid "Sign in"\nmsgstr "登入"\n')
        assert check_catalogues(root) == [], 'complete'
        (root / 'src' / 'a.c').write_text('g_strdup_printf (_("Sign %s"), x);\n')
        catalogue.write_text(HEADER + '#, c-format\nmsgid "Sign %s"\nmsgstr "登入 %d"\n')
        assert check_catalogues(root), 'a wrong format passes'
    print('planted mistakes are found')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0

    root = pathlib.Path(os.environ['ECPA_SOURCE_ROOT'])
    found = []
    if '--catalogues' not in sys.argv:
        found += check_potfiles(root)
    if '--potfiles' not in sys.argv:
        found += check_catalogues(root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
