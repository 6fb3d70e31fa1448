#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the backend answers in a second: pages of 20 orders, and sign-ins.

Pages: 64 TLS connections that stay open, each asking at once again, each time for the newest 20 orders of another
random person with a session, out of a million orders (ECPA_BENCH_ORDERS for another number); every request is a session
looked up and noted, a consent checked, a page read, JSON made and a line in the audit log on the disk. The backend keeps
no answers. The floor is floor-server.c, a libsoup server that sends a constant body of the same length, on one main loop,
with the same kind of certificate and the same headers.

Sign-ins: a challenge and a session with the proof of a simulated card and its password at the default cost of hashing,
16 at a time. The floor is the hash alone, on as many threads as the backend has for it (2).

Server and client share the machine, as do the floor and its client; nothing is subtracted.
"""

import hashlib
import json
import os
import pathlib
import secrets
import signal
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from row import RUNS, median, note, row, spread  # noqa: E402

BUILD = pathlib.Path(os.environ.get('ECPA_BUILD_ROOT', HERE.parent.parent / 'build'))
BACKEND = BUILD / 'src' / 'backend' / 'ecpa-backend'
TOOLS = BUILD / 'tests' / 'bench'
ORDERS = int(os.environ.get('ECPA_BENCH_ORDERS', '1000000'))
PEOPLE = max(100, ORDERS // 50)
SESSIONS = 4000
CONNECTIONS = 64
SECONDS = os.environ.get('ECPA_BENCH_SECONDS', '2.4')
SIGN_INS = 16
PAGES_TARGET = 0.3
SIGN_INS_TARGET = 0.8


class Server:
    """A program that says its port in one line of JSON."""

    def __init__(self, *argv):
        self.process = subprocess.Popen([str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.port = json.loads(self.process.stdout.readline())['port']

    def threads(self):
        """Seconds of processor each thread has had, by name."""
        seconds = {}
        for task in pathlib.Path(f'/proc/{self.process.pid}/task').iterdir():
            fields = (task / 'stat').read_text(encoding='utf-8').rpartition(')')[2].split()
            name = (task / 'comm').read_text(encoding='utf-8').strip()
            seconds[name] = seconds.get(name, 0) + (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
        return seconds

    def processor(self):
        """Seconds of processor in all, threads that are gone among them."""
        fields = pathlib.Path(f'/proc/{self.process.pid}/stat').read_text(encoding='utf-8').rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def settle(self):
        """Waits until it has done what nobody waits for any more, so that the floor has the machine to itself."""
        seen, deadline = -1.0, time.monotonic() + 30
        while seen != self.processor() and time.monotonic() < deadline:
            seen = self.processor()
            time.sleep(0.3)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def generated():
    """The database's directory; made once and kept."""
    directory = BUILD / 'bench' / f'orders-{ORDERS}'
    if not (directory / 'complete').exists():
        directory.mkdir(parents=True, exist_ok=True)
        for path in directory.iterdir():
            path.unlink()
        subprocess.run([BACKEND, '--training', '--directory', directory, '--generate', f'people={PEOPLE}',
                        f'orders={ORDERS}', f'heavy={min(10000, ORDERS // 10)}'], check=True)
        (directory / 'complete').touch()
    return directory


def open_sessions(directory):
    """Sessions of random people, as signing in by card leaves them; returns the file of their tokens."""
    tokens = [secrets.token_urlsafe(32) for _ in range(SESSIONS)]
    now = int(time.time())
    with sqlite3.connect(directory / 'ecpa.sqlite') as database:
        database.execute('DELETE FROM sessions')
        database.execute('DELETE FROM audit')
        people = [person for (person,) in database.execute(
            'SELECT person_id FROM consents WHERE person_id >= 100000 ORDER BY random () LIMIT ?', (SESSIONS,))]
        database.executemany('INSERT INTO sessions (token_hash, person_id, method, created_at, last_used_at)'
                             " VALUES (?, ?, 'health-card', ?, ?)",
                             [(hashlib.sha256(token.encode()).digest(), people[i % len(people)], now, now)
                              for i, token in enumerate(tokens)])
    database.close()
    path = directory / 'tokens'
    path.write_text('\n'.join(tokens) + '\n', encoding='utf-8')
    return path


def load(server, connections, kind, argument, seconds=SECONDS):
    done = subprocess.run([TOOLS / 'load', str(server.port), str(connections), str(seconds), kind, str(argument)],
                          check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def pages(directory):
    tokens = open_sessions(directory)
    backend = Server(BACKEND, '--training', '--directory', directory)
    length = int(load(backend, CONNECTIONS, 'pages', tokens, 1)['bytes'])
    # What is measured is the whole answer; the floor's head is as long as the backend's but for a digit or two.
    floor = Server(TOOLS / 'floor-server', directory / 'server.pem', directory / 'server-key.pem', length - 300)
    length += length - int(load(floor, CONNECTIONS, 'pages', tokens, 0.2)['bytes'])
    floor.stop()
    floor = Server(TOOLS / 'floor-server', directory / 'server.pem', directory / 'server-key.pem', length - 300)
    load(floor, CONNECTIONS, 'pages', tokens, 0.5)

    runs, floors, seen, before, of_floor = [], [], [], backend.threads(), floor.threads()
    for _ in range(RUNS):
        seen.append(load(backend, CONNECTIONS, 'pages', tokens))
        runs.append(seen[-1]['per_second'])
        floors.append(load(floor, CONNECTIONS, 'pages', tokens)['per_second'])
    used, by_floor = backend.threads(), sum(floor.threads().values()) - sum(of_floor.values())
    backend.stop()
    floor.stop()

    ratio = median(runs) / median(floors)
    row('pages of 20 orders, 64 TLS connections', median(runs), median(floors), '/s', f'>= {PAGES_TARGET}',
        ratio >= PAGES_TARGET, ratio)
    note(f'{spread(runs)}; floor {spread(floors)}; {seen[0]["bytes"]:.0f} bytes an answer, {ORDERS} orders of {PEOPLE} people')
    note(f'half answered within {median([run["ms_50"] for run in seen]):.1f} ms, '
         f'99 of 100 within {median([run["ms_99"] for run in seen]):.1f} ms')
    answers = sum(run['all'] for run in seen)
    mine = {name: (used[name] - before.get(name, 0)) / answers * 1e6 for name in used}
    note('processor per answer: ' + ', '.join(f'{name} {mine[name]:.0f} µs' for name in sorted(mine) if mine[name] >= 1)
         + f'; floor {by_floor / (sum(floors) * float(SECONDS) * 1.25) * 1e6:.0f} µs')
    # From perf, callgrind and /proc/stat, 2026-11-22.
    note('for 0.5: both processors are nearly full (the client has 41 µs an answer), so less work: of ecpa-clerk two fifths are the kernel,')
    note('which writes a page of the sessions and a line of the audit log for each answer, and a third is SQLite; of ecpa-backend most is libsoup')


def sign_ins(directory):
    backend = Server(BACKEND, '--training', '--directory', directory)
    runs, floors, hashes, signed_in, before = [], [], [], 0, backend.processor()
    for _ in range(RUNS):
        run = load(backend, SIGN_INS, 'sign-ins', PEOPLE)
        runs.append(run['per_second'])
        signed_in += run['all']
        backend.settle()
        run = json.loads(subprocess.run([TOOLS / 'hash-floor', '2', SECONDS, '0'], check=True, stdout=subprocess.PIPE).stdout)
        floors.append(run['per_second'])
        hashes.append(run['processor_ms'])
    used = (backend.processor() - before) / max(signed_in, 1) * 1000
    backend.stop()

    ratio = median(runs) / median(floors)
    row('sign-ins by card, default hash, 2 cores', median(runs), median(floors), '/s', f'>= {SIGN_INS_TARGET}',
        ratio >= SIGN_INS_TARGET, ratio)
    note(f'{spread(runs)}; floor {spread(floors)}')
    note(f'processor per sign-in {used:.1f} ms, per hash {median(hashes):.1f} ms: ratio {median(hashes) / used:.2f}, whatever else runs')


def main():
    directory = generated()
    pages(directory)
    sign_ins(directory)


if __name__ == '__main__':
    main()
