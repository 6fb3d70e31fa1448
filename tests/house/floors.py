# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of floors (floors.json), for the checks and for meson.

Run as a program it prints one line per floor for the link test:
    <floor>:<floors of its closure, bottom first>:<meson variables of its libraries>
"""

import json
import pathlib

TABLE = json.loads((pathlib.Path(__file__).parent / 'floors.json').read_text())
FLOORS = TABLE['floors']
LIBRARIES = TABLE['libraries']
PROCESSES = TABLE['processes']


def closure(floor):
    """The floors that `floor` sees, itself included, bottom first."""
    seen = []

    def visit(name):
        for below in FLOORS[name]['sees']:
            visit(below)
        if name not in seen:
            seen.append(name)

    visit(floor)
    return seen


def linked_libraries(floor):
    """All libraries the closure of `floor` needs to be linked."""
    return [library for library in LIBRARIES
            if any(library in FLOORS[seen]['uses'] for seen in closure(floor))]


def visible_libraries(floor):
    """The libraries that `floor` may include: its own, and what is not private to a floor below."""
    return [library for library in linked_libraries(floor)
            if library in FLOORS[floor]['uses'] or not LIBRARIES[library].get('private')]


def library_of(header):
    """The library in the table that `header` belongs to, or None."""
    for library, row in LIBRARIES.items():
        if any(header.startswith(prefix) for prefix in row['headers']):
            return library
    return None


if __name__ == '__main__':
    for floor in FLOORS:
        deps = [dep for library in linked_libraries(floor) for dep in LIBRARIES[library]['deps']]
        print(f'{floor}:{",".join(closure(floor))}:{",".join(deps)}')
