# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for a secret where it must not be: memory, accessibility traffic, logs, arguments.

It is looked for by short windows, not as a whole: what is left of a wiped string often lacks its first byte,
and a search for the whole passes falsely (facts/platform.md).

    secret = random_secret()
    with Eavesdropper(desktop) as bus:
        app.type(secret)
        …
    assert not traces_in_text(bus.text(), secret)
    assert not traces_in_memory(app.pid, secret)
"""

import os
import pathlib
import re
import secrets
import string

import desktop as desktop_module

WINDOW = 6
CHUNK = 1 << 20
ENCODINGS = ('utf-8', 'utf-16-le', 'utf-32-le')


def random_secret(length=14):
    """Letters and digits, at least one of each kind, no two windows alike."""
    alphabet = string.ascii_letters + string.digits
    while True:
        text = ''.join(secrets.choice(alphabet) for _ in range(length))
        if re.search('[a-z]', text) and re.search('[A-Z]', text) and re.search('[0-9]', text) and len(set(text)) > length // 2:
            return text


def windows_of(secret, window=WINDOW):
    """A pattern of all windows of the secret, in every form a program may keep text in."""
    parts = {secret[i:i + window] for i in range(len(secret) - window + 1)}
    forms = {part.encode(encoding) for part in parts for encoding in ENCODINGS}
    return re.compile(b'|'.join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))


def writable_regions(pid):
    """Yields (begin, end, name) of the writable memory of a process."""
    for line in pathlib.Path(f'/proc/{pid}/maps').read_text().splitlines():
        span, flags, *rest = line.split(maxsplit=5)
        if flags.startswith('rw') and '[vvar]' not in line:
            begin, end = (int(part, 16) for part in span.split('-'))
            yield begin, end, rest[3] if len(rest) > 3 else '(anonymous)'


def traces_in_memory(pid, secret, window=WINDOW):
    """Where windows of the secret are in the writable memory, as 'address in region' (never the bytes)."""
    pattern = windows_of(secret, window)
    overlap = window * 4
    found = []
    with open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory:
        for begin, end, name in writable_regions(pid):
            tail = b''
            address = begin
            while address < end:
                try:
                    memory.seek(address)
                    data = memory.read(min(CHUNK, end - address))
                except (OSError, ValueError):
                    break       # guard pages, or gone meanwhile
                if not data:
                    break
                block = tail + data
                found += [f'{address - len(tail) + match.start():x} in {name}' for match in pattern.finditer(block)]
                tail = block[-overlap:]
                address += len(data)
    return sorted(set(found))


def traces_in_text(text, secret, window=WINDOW):
    """How many windows of the secret are in a text (bytes or str)."""
    return len(windows_of(secret, window).findall(text if isinstance(text, bytes) else text.encode()))


def traces_in_arguments(secret, window=WINDOW):
    """The processes of this machine that carry a window of the secret in their arguments or environment."""
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            for name in ('cmdline', 'environ'):
                try:
                    if traces_in_text((entry / name).read_bytes(), secret, window):
                        found.append(f'{entry.name}/{name}')
                except OSError:
                    continue
    return found


class Eavesdropper:
    """Records all that goes over the accessibility bus and the session bus of a Desktop."""

    def __init__(self, private):
        self.private = private
        self.files = []
        self.addresses = []
        self.processes = []

    def __enter__(self):
        asked = self.private.run('dbus-send', '--session', '--print-reply=literal', '--dest=org.a11y.Bus', '/org/a11y/bus',
                                 'org.a11y.Bus.GetAddress')
        for name, address in (('a11y', asked.stdout.strip()), ('session', self.private.env['DBUS_SESSION_BUS_ADDRESS'])):
            path = self.private.folder / f'bus-{name}-{len(self.private.children)}.log'
            self.files.append(path)
            self.addresses.append(address)
            self.processes.append(self.private._spawn('dbus-monitor', '--address', address, log=path))
        for path in self.files:
            desktop_module.wait_until(lambda p=path: p.stat().st_size > 0, what='dbus-monitor')
        return self

    def catch_up(self):
        """Returns once everything that was said before has been written down."""
        marker = f'marker-{secrets.token_hex(8)}'
        for path, address in zip(self.files, self.addresses):
            self.private.run('dbus-send', f'--bus={address}', '--type=signal', '/marker', 'org.example.Marker.Set',
                             f'string:{marker}')
            desktop_module.wait_until(lambda p=path: marker.encode() in p.read_bytes(), what='dbus-monitor to catch up')

    def __exit__(self, *why):
        self.catch_up()
        for process in self.processes:
            desktop_module.Desktop._end(process)
        return False

    def text(self):
        """All that was said until now, or until the end of the `with`."""
        if any(process.poll() is None for process in self.processes):
            self.catch_up()
        return b''.join(path.read_bytes() for path in self.files)
