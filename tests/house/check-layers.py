#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every #include in src/ against the table of floors.

A folder may include its own headers, those of the floors it sees, generated headers of the same
floors, and the libraries of the table that it may see. Static libraries alone do not stop a wrong
include: it compiles and links. With --self-test, planted violations prove that this check can fail.
"""

import os
import pathlib
import re
import sys
import tempfile

import floors

INCLUDE = re.compile(r'^\s*#\s*(?:include|import)\s+(.*?)\s*$', re.MULTILINE)
NAMED = re.compile(r'^(?:"([^"]+)"|<([^>]+)>)')
COMMENT = re.compile(r'/\*.*?\*/', re.DOTALL)
CONFIG = 'ecpa-config.h'


class Tree:
    """The headers of one source tree and of its build directory."""

    def __init__(self, root, build=None):
        self.root = pathlib.Path(root)
        self.src = self.root / 'src'
        self.headers = {}
        for base in [self.src, pathlib.Path(build) / 'src' if build else None]:
            for path in sorted(base.rglob('*.h')) if base else []:
                place = path.relative_to(base).parts
                self.headers.setdefault(path.name, set()).add(place[0] if len(place) > 1 else '')

    def sources(self):
        return sorted(p for p in self.src.rglob('*') if p.suffix in ('.c', '.h'))


def problem_with(tree, path, floor, quoted, angled):
    """Says what is wrong with one include, or returns None."""
    header = quoted or angled
    seen = floors.closure(floor) if floor else list(floors.FLOORS)
    homes = tree.headers.get(pathlib.PurePath(header).name)

    if '..' in pathlib.PurePath(header).parts:
        return f'"{header}" climbs out of its folder'
    if homes and (quoted or header.startswith('ecpa-')):
        if angled:
            return f'<{header}> is ours and belongs in quotes'
        if homes & set(seen) or (path.parent / header).exists():
            return None
        if homes == {''} and not floor:
            return None
        return f'"{header}" lives in {"/".join(sorted(homes))}/, which {floor}/ does not see'
    if header == CONFIG and quoted:
        return None
    if quoted:
        return f'"{header}" is nowhere in this tree'
    library = floors.library_of(header)
    if floor and library and library not in floors.visible_libraries(floor):
        return f'<{header}> is of {library}, which {floor}/ does not see'
    return None


def check_file(tree, path):
    place = path.relative_to(tree.root)
    parts = place.parts
    is_process = any(len(parts) == p.count('/') + 1 and place.match(p) for p in floors.PROCESSES)
    if len(parts) > 2 and parts[1] == 'pch':
        return [f'{place}: what is compiled ahead is of libraries, not {match.group(1)}'
                for match in INCLUDE.finditer(path.read_text()) if not match.group(1).startswith('<')]
    if is_process:
        floor = None
    elif len(parts) > 2 and parts[1] in floors.FLOORS:
        floor = parts[1]
    else:
        return [f'{place}: belongs to no floor and no process of floors.json']

    found = []
    text = COMMENT.sub(lambda m: re.sub(r'[^\n]', ' ', m.group()), path.read_text())
    for match in INCLUDE.finditer(text):
        line = text.count('\n', 0, match.start(1)) + 1
        named = NAMED.match(match.group(1))
        wrong = (problem_with(tree, path, floor, *named.groups()) if named
                 else f'an include by macro cannot be checked: {match.group(1)}')
        if wrong:
            found.append(f'{place}:{line}: {wrong}')
    return found


def check_tree(tree):
    return [wrong for path in tree.sources() for wrong in check_file(tree, path)]


def check_document(root):
    """docs/ARCHITECTURE.md must show the table of floors.json."""
    text = (root / 'docs' / 'ARCHITECTURE.md').read_text()
    rows = dict(re.findall(r'^\| `([a-z]+)/` \|.*\| ([^|]*) \|$', text, re.MULTILINE))
    found = []
    for floor, row in floors.FLOORS.items():
        shown = {word for word in re.findall(r'[\w.-]+', rows.get(floor, '')) if word in floors.FLOORS}
        if floor not in rows:
            found.append(f'docs/ARCHITECTURE.md: no row for {floor}/')
        elif shown != set(row['sees']):
            found.append(f'docs/ARCHITECTURE.md: {floor}/ sees {sorted(shown)}, floors.json says {row["sees"]}')
    for extra in sorted(set(rows) - set(floors.FLOORS)):
        found.append(f'docs/ARCHITECTURE.md: {extra}/ is no floor of floors.json')
    return found


PLANTED = {
    'src/base/ecpa-up.c': ('#include "ecpa-card.h"\n', 'does not see'),
    'src/services/ecpa-soup.c': ('#include <libsoup/soup.h>\n', 'is of soup'),
    'src/services/ecpa-pcsc.c': ('#include <winscard.h>\n', 'is of pcsc'),
    'src/flow/ecpa-gtk.c': ('#  include <gtk/gtk.h>\n', 'is of gtk'),
    'src/flow/ecpa-adw.c': ('/* a */ \n#include <adwaita.h> /* b */\n', 'is of adwaita'),
    'src/card/ecpa-path.c': ('#include "../worker/ecpa-lane.h"\n', 'climbs'),
    'src/worker/ecpa-angle.c': ('#include <ecpa-card.h>\n', 'in quotes'),
    'src/ui/home/ecpa-sim.c': ('#include "ecpa-reader.h"\n', 'does not see'),
    'src/ui/ecpa-typo.c': ('#include "ecpa-nothing.h"\n', 'nowhere'),
    'src/base/ecpa-macro.c': ('#define X "y.h"\n#include X\n', 'by macro'),
    'src/pch/ecpa-pch.h': ('#include <gio/gio.h>\n#include "ecpa-low.h"\n', 'compiled ahead'),
    'src/attic/ecpa-lost.c': ('\n', 'no floor'),
}
CLEAN = {
    'src/base/ecpa-low.h': '#include <glib.h>\n',
    'src/card/ecpa-card.h': '#include "ecpa-low.h"\n#include <winscard.h>\n',
    'src/worker/ecpa-lane.h': '#include <gio/gio.h>\n',
    'src/simulator/ecpa-reader.h': '#include "ecpa-card.h"\n/*\n#include "ecpa-page.h"\n*/\n',
    'src/ui/home/ecpa-page.h': '#include "ecpa-card.h"\n#include "ecpa-config.h"\n#include <gtk/gtk.h>\n',
    'src/pch/ecpa-pch-gtk.h': '#include <gtk/gtk.h>\n',
    'src/main.c': '#include "ecpa-page.h"\n#include "ecpa-reader.h"\n#include <string.h>\n',
}


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)

        def write(name, text):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)

        for name, text in CLEAN.items():
            write(name, text)
        wrong = check_tree(Tree(root))
        assert not wrong, f'the clean tree is refused: {wrong}'
        for name, (text, expected) in PLANTED.items():
            write(name, text)
            wrong = check_tree(Tree(root))
            assert len(wrong) == 1 and wrong[0].startswith(name) and expected in wrong[0], \
                f'{name} was planted, found: {wrong}'
            (root / name).unlink()
    print(f'{len(PLANTED)} planted violations found, the clean tree passes')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0

    root = pathlib.Path(os.environ['ECPA_SOURCE_ROOT'])
    tree = Tree(root, os.environ['ECPA_BUILD_ROOT'])
    found = check_tree(tree) + check_document(root)
    for line in found:
        print(line)
    print(f'{len(tree.sources())} files, {len(found)} violations')
    return 1 if found or not tree.sources() else 0


if __name__ == '__main__':
    sys.exit(main())
