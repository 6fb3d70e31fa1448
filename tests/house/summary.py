#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what `meson test` has written into the given build folders.

A test that speaks TAP counts each of its subtests, every other test counts as one. A test that ends
badly without naming a failed subtest (a crash, a time-out, leaked memory) counts as one failure. The
exit status is 0 only if something ran and nothing failed. The last line is for machines.
"""

import json
import pathlib
import re
import sys

LINE = re.compile(r'^(not )?ok\b[ \t]*\d*[^#\n]*(#[ \t]*(?:SKIP|TODO)\b)?', re.IGNORECASE | re.MULTILINE)
GOOD = ('OK', 'EXPECTEDFAIL')
SLOWEST = 10
# Of what failing tests said: so many lines each, so long, of the first so many tests; what libraries say for debugging is not told.
LINES = 20
WIDTH = 240
TOLD = 4
NOISE = '-DEBUG: '


def count(entry):
    """Returns (passed, failed, skipped) of one test."""
    result = entry['result']
    passed = failed = skipped = 0
    lines = LINE.findall(entry.get('stdout') or '')
    for negative, directive in lines:
        if directive.upper().endswith('SKIP'):
            skipped += 1
        elif negative and not directive:
            failed += 1
        else:
            passed += 1
    if not lines and result == 'SKIP':
        skipped = 1
    elif not lines and result in GOOD:
        passed = 1
    elif result not in GOOD + ('SKIP',) and failed == 0:
        failed = 1
    return passed, failed, skipped


def explain(entry):
    """What a failing test said last: before its first failed subtest, or before its end."""
    said = [line[:WIDTH] for line in (entry.get('stdout') or '').splitlines() if NOISE not in line]
    first = next((n for n, line in enumerate(said) if (match := LINE.match(line)) and match[1] and not match[2]), None)
    if first is None:
        return (said[-LINES // 2:] + (entry.get('stderr') or '').splitlines())[-LINES:]
    return said[max(0, first + 1 - LINES):first + 1]


def read(folder):
    for log in sorted((folder / 'meson-logs').glob('testlog*.json')):
        for line in log.read_text().splitlines():
            yield json.loads(line)


def self_test():
    tap = '1..3\nok 1 /a\nnot ok 2 /b\nok 3 /c # SKIP no card\n# ok 4 said a child\n'
    assert count({'result': 'FAIL', 'stdout': tap}) == (1, 1, 1)
    assert count({'result': 'ERROR', 'stdout': '1..2\nok 1 /a\n'}) == (1, 1, 0)
    assert count({'result': 'TIMEOUT', 'stdout': ''}) == (0, 1, 0)
    assert count({'result': 'OK', 'stdout': 'fine\n'}) == (1, 0, 0)
    assert count({'result': 'SKIP'}) == (0, 0, 1)
    assert count({'result': 'SKIP', 'stdout': '1..0 # SKIP no pcscd\n'}) == (0, 0, 1)
    assert count({'result': 'OK', 'stdout': '1..1\nok 1 - x # TODO later\n'}) == (1, 0, 0)
    more = ''.join(f'# {n}\n' for n in range(LINES))
    assert explain({'stdout': f'{more}# why\nnot ok 1 /b\n# later\n'})[-2:] == ['# why', 'not ok 1 /b']
    assert len(explain({'stdout': f'{more}# why\nnot ok 1 /b\n'})) == LINES
    assert explain({'stdout': 'ok 1 /a\nnot ok 2 /b # TODO later\n', 'stderr': 'gone'})[-1] == 'gone'
    assert explain({}) == []
    print('counts as it should')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0

    total = [0, 0, 0]
    slow, bad, told, skips, empty = [], [], [], [], []
    for folder in map(pathlib.Path, sys.argv[1:]):
        part = [0, 0, 0]
        for entry in read(folder):
            numbers = count(entry)
            part = [a + b for a, b in zip(part, numbers)]
            name = f'{folder.name}: {entry["name"].replace("ecpa-desktop:", "")}'
            slow.append((entry.get('duration') or 0, name))
            if numbers[1]:
                bad.append(f'{name}: {entry["result"]}')
                told.append([f'{name} said:', *(f'  {line}' for line in explain(entry))])
            if numbers[2]:
                skips.append(f'{name}: {numbers[2]}')
        print(f'{folder.name}: {part[0]} passed, {part[1]} failed, {part[2]} skipped')
        if not any(part):
            empty.append(f'{folder.name}: no test ran')
        if (folder / 'meson-logs' / 'stopped').exists():
            empty.append(f'{folder.name}: was stopped before all tests had run')
        total = [a + b for a, b in zip(total, part)]

    print(f'\nThe {SLOWEST} slowest:')
    for seconds, name in sorted(slow, reverse=True)[:SLOWEST]:
        print(f'  {seconds:7.2f} s  {name}')
    for title, rows in (('Skipped', skips), ('Failed', bad + empty)):
        if rows:
            print(f'\n{title}:')
            for row in rows:
                print(f'  {row}')
    for lines in told[:TOLD]:
        print('\n' + '\n'.join(lines))
    total[1] += len(empty)
    print(f'\n{total[0]} passed, {total[1]} failed, {total[2]} skipped')
    return 1 if total[1] or not total[0] else 0


if __name__ == '__main__':
    sys.exit(main())
