#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A password that was typed is nowhere after sign-out: not in memory, accessibility events, log, files or argv."""

import os
import pathlib
import random
import sqlite3
import string
import sys
import time
import unittest
import warnings

from training import CARDS, Desktop, Training

with warnings.catch_warnings():
    warnings.simplefilter('ignore', DeprecationWarning)     # goes in 3.13; Debian 12 has 3.11
    import crypt

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))
import tap  # noqa: E402
from secrets_scan import Eavesdropper, traces_in_arguments, traces_in_memory, traces_in_text  # noqa: E402

SETTLE = 2.0        # the promise is "2 s after sign-out": a time, not a condition
PLANT = b'ECPA-PLANT-HERE:'


def set_password(database, national_id, password):
    """Gives a registration another password, as the backend keeps it: hashed by libcrypt."""
    with sqlite3.connect(database, timeout=20) as connection:
        person, old = connection.execute(
            'SELECT person_id, password_hash FROM registrations JOIN persons ON persons.id = person_id '
            'WHERE national_id = ?', (national_id,)).fetchone()
        connection.execute('UPDATE registrations SET password_hash = ? WHERE person_id = ?',
                           (crypt.crypt(password, old), person))


def locate(pid, marker):
    """The first address at which the writable memory of a process holds the marker."""
    with open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory, open(f'/proc/{pid}/maps', encoding='utf-8') as maps:
        for line in maps:
            span, flags, *_ = line.split()
            begin, end = (int(part, 16) for part in span.split('-'))
            if not flags.startswith('rw'):
                continue
            try:
                memory.seek(begin)
                offset = memory.read(end - begin).find(marker)
            except OSError:
                continue
            if offset >= 0:
                return begin + offset
    return None


def overwrite(pid, address, data):
    with open(f'/proc/{pid}/mem', 'r+b', buffering=0) as memory:
        memory.seek(address)
        memory.write(data)


class TestSecret(unittest.TestCase):
    def test_password(self):
        seed = int(os.environ.get('ECPA_SEED', random.SystemRandom().randrange(1 << 32)))
        print(f'# seed {seed}; ECPA_SEED={seed} repeats it', flush=True)
        password = ''.join(random.Random(seed).sample(string.ascii_letters + string.digits, 14))

        with Desktop() as desktop:
            first = Training(desktop)
            self.assertEqual(first.app.close(), 0)
            set_password(first.database_path(), CARDS['ordinary']['national_id'], password)

            job = Training(desktop, env={'LD_PRELOAD': os.environ['ECPA_PROBE']})
            app = job.app
            with Eavesdropper(desktop) as bus:
                job.insert('ordinary')
                job.wait_ready('ordinary')
                job.type_password(password)
                job.press_sign_in()
                job.wait_signed_in('ordinary')
                self.assertEqual(traces_in_arguments(password), [])
                job.sign_out()
            heard = bus.text()
            self.assertIn('登入', heard.decode(errors='replace'), 'the eavesdropper heard nothing')
            self.assertEqual(traces_in_text(heard, password), 0, 'windows of the password on the buses')
            self.assertEqual(traces_in_text(app.log_text(), password), 0)

            time.sleep(SETTLE)
            self.assertEqual(traces_in_memory(app.pid, password), [])

            # The search must be able to fail: a planted copy is found, and gone when it is taken away.
            place = locate(app.pid, PLANT)
            self.assertIsNotNone(place, 'the probe is loaded')
            overwrite(app.pid, place + len(PLANT), password.encode())
            self.assertTrue(traces_in_memory(app.pid, password))
            overwrite(app.pid, place + len(PLANT), b'.' * len(password))
            self.assertEqual(traces_in_memory(app.pid, password), [])

            for path in pathlib.Path(desktop.folder).rglob('*'):
                if path.is_file():
                    self.assertEqual(traces_in_text(path.read_bytes(), password), 0, path)
            self.assertEqual(app.close(), 0)


if __name__ == '__main__':
    tap.main()
