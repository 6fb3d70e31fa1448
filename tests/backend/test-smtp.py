#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backend's mail against a real mail server (Exim, from Debian's packages) that is down, slow, refuses, defers and
accepts, and against kills and a full disk: no mail is lost, none comes twice. Texts and headers as Python's parser reads them.
"""

import collections
import contextlib
import email
import email.policy
import functools
import os
import pathlib
import pwd
import random
import resource
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(os.environ.get('ECPA_SOURCE_ROOT') or HERE.parents[1])
BUILD = pathlib.Path(os.environ.get('ECPA_BUILD_ROOT') or ROOT / 'build')
sys.path[:0] = [str(ROOT / 'tests' / 'e2e' / 'lib')]
import tap  # noqa: E402

BACKEND = BUILD / 'src' / 'backend' / 'ecpa-backend'
PROBE = BUILD / 'tests' / 'backend' / 'mail-probe'
EXIM = shutil.which('exim4', path='/usr/sbin:/usr/bin') or ''
LIMIT = 25  # seconds for anything that is waited for
CLAIM = 4  # seconds for which a mail is a backend's own: timeout-seconds and two more
KINDS = ('verification', 'reset', 'password-changed', 'registration-removed', 'contact-changed')
CODE = 'K7QF-3M9T-XW2R'
USER, PASSWORD = 'ecpa', 'pa:ss word'

CONFIGURATION = '''
primary_hostname = mail.example.tw
spool_directory = {place}/spool
log_file_path = {place}/log-%slog
pid_file_path = {place}/exim.pid
exim_user = {user}
exim_group = {group}
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
keep_environment =
tls_certificate = {place}/server.pem
tls_privatekey = {place}/server-key.pem
tls_advertise_hosts = ${{if exists{{{place}/plain}}{{}}{{*}}}}
acl_smtp_mail = check_mail
acl_smtp_rcpt = check_rcpt
acl_smtp_data = check_data
smtp_accept_max = 50
smtp_accept_queue_per_connection = 0
begin acl
check_mail:
  deny !authenticated = *
       message = who are you
  accept
check_rcpt:
  deny local_parts = nobody
       message = no such person
  defer condition = ${{if exists{{{place}/defer}}}}
        message = come back later
  accept delay = ${{if exists{{{place}/slow}}{{20s}}{{0s}}}}
check_data:
  deny condition = ${{if exists{{{place}/dislike}}}}
       message = not this
  accept
begin routers
everybody:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = {place}/box
  create_directory
  return_path_add
  user = {user}
  group = {group}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{name}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_advertise_condition = ${{if def:tls_in_cipher}}
'''


def wait_for(what, condition):
    end = time.monotonic() + LIMIT
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f'not in {LIMIT} s: {what}')
        time.sleep(0.02)
    return value


def take_port():
    """A socket that is bound and does not listen: its port goes to who asks for it, and to nobody who asks for any."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(('127.0.0.1', 0))
    return place


def answers(port):
    try:
        with socket.create_connection(('127.0.0.1', port), 1) as connection:
            return connection.recv(64).startswith(b'220')
    except OSError:
        return False


@functools.cache
def certificate():
    """`--training` makes one for 127.0.0.1."""
    with tempfile.TemporaryDirectory() as folder:
        maker = subprocess.Popen([BACKEND, '--training', '--directory', folder, '--exit-with-parent'],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        maker.stdout.readline()
        maker.communicate()
        return {name: (pathlib.Path(folder) / name).read_bytes() for name in ('server.pem', 'server-key.pem')}


class Place:
    """A folder with a certificate, a database and settings; a backend and a mail server that come and go."""

    def __init__(self, mail):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix='ecpa-smtp-'))
        os.chmod(self.path, 0o755)
        self.held = take_port()
        self.port = self.held.getsockname()[1]
        self.database = self.path / 'ecpa.sqlite'
        self.backend = self.exim = None
        self.log = []
        for name, data in certificate().items():
            (self.path / name).write_bytes(data)
        lines = [f'{key}={value}'.format(place=self.path, port=self.port) for key, value in mail.items()]
        (self.path / 'backend.ini').write_text(
            f'[server]\nname=backend.example.tw\nport=0\ncertificate={self.path}/server.pem\nkey={self.path}/server-key.pem\n'
            f'database={self.database}\n[mail]\nfirst-wait-seconds=1\ntimeout-seconds=2\n' + '\n'.join(lines) + '\n',
            encoding='utf-8')
        credentials = self.path / 'credentials'
        credentials.write_text(f'[smtp]\nuser={USER}\npassword={PASSWORD}\n', encoding='utf-8')
        credentials.chmod(0o600)

    def close(self):
        self.stop_backend(signal.SIGKILL)
        self.stop_exim()
        self.held.close()
        shutil.rmtree(self.path)

    def start_backend(self):
        # SIGXFSZ stays ignored, as it is in Python: see fill_disk().
        self.backend = subprocess.Popen([BACKEND, '--config', self.path / 'backend.ini'], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, restore_signals=False)
        self.reader = threading.Thread(target=lambda stream: self.log.extend(stream), args=[self.backend.stderr])
        self.reader.start()
        assert self.backend.stdout.readline().startswith(b'{"port"'), self.log

    def stop_backend(self, how=signal.SIGTERM):
        if self.backend is not None:
            self.backend.send_signal(how)
            self.backend.wait(LIMIT)
            self.backend.stdout.close()
            self.reader.join(LIMIT)
            self.backend.stderr.close()
            self.backend = None

    def fill_disk(self, full):
        """No file of the backend takes another byte."""
        limit = 0 if full else resource.RLIM_INFINITY
        resource.prlimit(self.backend.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def pass_time(self, seconds):
        """For claims and pauses that a backend has left behind."""
        assert self.backend is None
        database = sqlite3.connect(self.database)
        with contextlib.closing(database), database:
            database.execute("UPDATE mails SET next_try_at = next_try_at - ? WHERE state = 'waiting'", [seconds])

    def start_exim(self, password=PASSWORD):
        user = pwd.getpwnam('Debian-exim') if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        for name in ('spool', 'box'):
            (self.path / name).mkdir(exist_ok=True)
            os.chown(self.path / name, user.pw_uid, user.pw_gid)
        if os.geteuid() == 0:
            os.chown(self.path, user.pw_uid, user.pw_gid)
        (self.path / 'exim.conf').write_text(CONFIGURATION.format(
            place=self.path, user=user.pw_name, group=user.pw_gid, port=self.port, name=USER, password=password))
        self.exim = subprocess.Popen([EXIM, '-C', self.path / 'exim.conf', '-bdf'],
                                     stdin=subprocess.DEVNULL, stderr=(self.path / 'exim.err').open('ab'))
        wait_for('the mail server answers', lambda: answers(self.port) or self.exim.poll() is not None)
        assert self.exim.poll() is None, (self.path / 'exim.err').read_text()

    def stop_exim(self):
        if self.exim is not None:
            self.exim.terminate()
            self.exim.wait(LIMIT)
            self.exim = None

    def switch(self, name, on):
        if on:
            (self.path / name).touch()
        else:
            (self.path / name).unlink(missing_ok=True)

    def add(self, kind='verification', language='zh_TW', address='lin@example.tw', code=CODE, seconds=1800, n=1):
        subprocess.run([PROBE, self.database, kind, language, address, code, str(seconds), str(n)], check=True)

    def said(self):
        """What the backend wrote into its log."""
        return b''.join(self.log).decode()

    def mails(self):
        database = sqlite3.connect(f'file:{self.database}?mode=ro', uri=True, timeout=LIMIT)
        with contextlib.closing(database):
            return [[str(value) for value in row] for row in database.execute(
                "SELECT id, state, tries, coalesce(outcome, '-') FROM mails ORDER BY rowid")]

    def wait(self, what):
        """Until each mail is as WHAT says."""
        return wait_for('mails as wanted: ' + repr(self.mails()), lambda: (m := self.mails()) and all(map(what, m)) and m)

    def files(self, box='box'):
        return sorted((self.path / box / 'new').glob('*'))

    def read(self, box='box'):
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in self.files(box)]

    def check_once(self, mails, box='box'):
        """Each mail is there, and once."""
        wanted = collections.Counter(f'<{row[0]}@example.tw>' for row in mails)
        wait_for('all mails are delivered', lambda: len(self.files(box)) >= len(wanted))
        assert collections.Counter(m['Message-ID'] for m in self.read(box)) == wanted


SMTP = {'smtp-url': 'smtp://127.0.0.1:{port}', 'smtp-ca': '{place}/server.pem', 'smtp-credentials': '{place}/credentials',
        'sender': 'no-reply@example.tw', 'public-uri': 'https://ecpa.example.tw:8443'}
MAILDIR = {'maildir': '{place}/maildir', 'sender': 'no-reply@example.tw', 'public-uri': 'https://ecpa.example.tw'}


class Mail(unittest.TestCase):
    def setUp(self):
        seed = int(os.environ.get('ECPA_SEED') or random.randrange(1 << 31))
        print(f'# ECPA_SEED={seed}')
        self.chance = random.Random(seed)

    def place(self, mail):
        place = Place(mail)
        self.addCleanup(place.close)
        return place


class Texts(Mail):
    def test_texts(self):
        """Every kind in both languages, as a mail program reads it."""
        place = self.place(MAILDIR)
        for kind in KINDS:
            for language in ('zh_TW', 'en'):
                coded = kind in ('verification', 'reset')
                place.add(kind, language, f'{kind}.{language}@example.tw', CODE if coded else '', 1800 if coded else 0)
        place.start_backend()
        mails = place.wait(lambda row: row[1] == 'sent')
        self.assertEqual(len(mails), 10)
        place.check_once(mails, 'maildir')
        for message in place.read('maildir'):
            kind, _, language = message['To'].partition('@')[0].partition('.')
            with self.subTest(kind=kind, language=language):
                self.assertEqual(message.defects, [])
                self.assertEqual(message['From'].addresses[0].addr_spec, 'no-reply@example.tw')
                self.assertEqual(message['From'].addresses[0].display_name, '人事服務網 eCPA')
                self.assertEqual(message['Content-Language'], 'en' if language == 'en' else 'zh-TW')
                self.assertEqual(message['Auto-Submitted'], 'auto-generated')
                self.assertLess(abs(message['Date'].datetime.timestamp() - time.time()), 60)
                self.assertEqual(message.get_content_type(), 'text/plain')
                self.assertTrue(all(len(line) <= 78 for line in message.as_bytes().splitlines()))
                lines = (ROOT / f'data/texts/mail/{kind}.{language}.txt').read_text(encoding='utf-8').splitlines()
                self.assertEqual(message['Subject'], lines[0].replace('{service}', '人事服務網 eCPA'))
                body = message.get_content().replace('\r\n', '\n')
                self.assertIn('林○青', body)
                self.assertRegex(body, r'\n-- \n人事服務網 eCPA\n')
                self.assertNotRegex(body, r'[{}]')
                self.assertEqual(body.count(CODE), 2 if kind in ('verification', 'reset') else 0)
                page = {'verification': 'verify', 'reset': 'reset'}.get(kind)
                if page:
                    self.assertIn(f'\nhttps://ecpa.example.tw/m/{page}#{CODE}\n', body)
                else:
                    self.assertNotIn('https://', body)

    def test_settings(self):
        """Settings that would send a password or a mail in clear, or nowhere, are refused."""
        for wrong, said in (({'smtp-url': 'http://127.0.0.1'}, 'smtp-url'), ({'smtp-url': 'smtp://u:p@127.0.0.1'}, 'smtp-url'),
                            ({'smtp-url': 'smtp://127.0.0.1', 'maildir': '/x'}, 'either'), ({'sender': 'nobody'}, 'sender'),
                            ({'public-uri': 'http://x'}, 'public-uri'), ({'tries': '0'}, 'tries'),
                            ({'smtp-credentials': '{place}/open'}, 'owner')):
            place = Place(wrong)
            (place.path / 'open').write_text('[smtp]\nuser=a\npassword=b\n')
            (place.path / 'open').chmod(0o640)
            done = subprocess.run([BACKEND, '--config', place.path / 'backend.ini'], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1, wrong)
            self.assertIn(said, done.stderr)
            place.close()


class Maildir(Mail):
    def test_kills(self):
        """Killed again and again while it delivers: each mail is there once."""
        place = self.place(MAILDIR)
        place.add(n=150)
        for _ in range(4):
            place.start_backend()
            seen = len(place.files('maildir'))
            wait_for('it delivers', lambda: len(place.files('maildir')) > seen + self.chance.randrange(25))
            place.stop_backend(signal.SIGKILL)
            place.pass_time(CLAIM)
        place.start_backend()
        place.check_once(place.wait(lambda row: row[1] == 'sent'), 'maildir')


@unittest.skipUnless(EXIM, 'there is no Exim (exim4-daemon-light)')
class Smtp(Mail):
    def test_down_and_up(self):
        """Nobody there; mails wait, and all go when somebody is."""
        place = self.place(SMTP)
        place.add(n=5)
        place.start_backend()
        place.wait(lambda row: row[1] == 'waiting' and int(row[2]) >= 1 and row[3] == 'no-connection')
        place.start_exim()
        mails = place.wait(lambda row: row[1] == 'sent' and row[3] == '250')
        place.check_once(mails)
        message = place.read()[0]
        self.assertIn('TLS1', message['Received'])
        self.assertIn('esmtpsa', message['Received'])
        self.assertEqual(message['Return-path'], '<no-reply@example.tw>')
        self.assertEqual(message['To'], 'lin@example.tw')
        self.assertEqual(message['From'].addresses[0].display_name, '人事服務網 eCPA')
        self.assertIn(f'https://ecpa.example.tw:8443/m/verify#{CODE}', message.get_content())

    def test_answers(self):
        """Refused for good, put off, slow, refused at the end; one mail's trouble is not the others'."""
        place = self.place(SMTP)
        place.start_exim()
        place.add(address='nobody@example.tw')
        place.add(address='chen@example.tw')
        place.start_backend()
        refused, accepted = place.wait(lambda row: row[1] != 'waiting')
        self.assertEqual(refused[1:], ['failed', '1', '550'])
        self.assertEqual(accepted[1:], ['sent', '1', '250'])

        place.switch('defer', True)
        place.stop_backend()
        place.add(n=3)
        place.start_backend()
        wait_for('mails are put off', lambda: [r for r in place.mails() if r[3] == '451'])
        place.switch('defer', False)
        later = place.wait(lambda row: row[1] != 'waiting')[2:]
        self.assertEqual([row[1] for row in later], ['sent'] * 3)
        self.assertTrue(all(int(row[2]) > 1 for row in later[:1]))

        place.switch('slow', True)
        place.stop_backend()
        place.add()
        place.start_backend()
        wait_for('a mail takes too long', lambda: [r for r in place.mails() if r[3] == 'timeout'])
        place.switch('slow', False)
        self.assertEqual(place.wait(lambda row: row[1] != 'waiting')[5][1], 'sent')

        place.switch('dislike', True)
        place.stop_backend()
        place.add()
        place.start_backend()
        mails = place.wait(lambda row: row[1] != 'waiting')
        self.assertEqual(mails[6][1:], ['failed', '1', '550'])
        place.check_once([row for row in mails if row[1] == 'sent'])
        self.assertEqual(len([row for row in mails if row[1] == 'sent']), 5)

    def test_never_in_clear(self):
        """Without TLS, and where the certificate is not trusted, nothing leaves; a wrong password is our own trouble."""
        place = self.place(SMTP)
        place.switch('plain', True)
        place.start_exim()
        place.add()
        place.start_backend()
        place.wait(lambda row: row[1] == 'waiting' and row[3] == 'tls')
        place.stop_backend()
        place.pass_time(60)
        place.switch('plain', False)
        settings = place.path / 'backend.ini'
        right = settings.read_text()
        settings.write_text(right.replace('smtp-ca=', 'smtp-ca=/etc/ssl/certs/ca-certificates.crt\n#'))
        place.add()
        place.start_backend()
        place.wait(lambda row: row[1] == 'waiting' and row[3] == 'tls')
        place.stop_backend()
        place.pass_time(60)
        settings.write_text(right)
        place.stop_exim()
        place.start_exim('another')
        place.start_backend()
        place.wait(lambda row: row[1] == 'waiting' and row[3] == '535')
        self.assertNotIn(PASSWORD, place.said())
        self.assertNotIn('lin@', place.said())
        place.stop_exim()
        place.start_exim()
        place.check_once(place.wait(lambda row: row[1] == 'sent'))

    def test_smtp_kills(self):
        """Killed again and again while it sends: nothing is lost; what comes twice has the same Message-ID."""
        place = self.place(SMTP)
        place.start_exim()
        place.add(n=60)
        for _ in range(3):
            seen = len(place.files())
            place.start_backend()
            wait_for('it sends', lambda: len(place.files()) > seen + self.chance.randrange(8))
            place.stop_backend(signal.SIGKILL)
            place.pass_time(CLAIM)
        place.start_backend()
        mails = place.wait(lambda row: row[1] == 'sent')
        wanted = {f'<{row[0]}@example.tw>' for row in mails}
        wait_for('all mails are delivered', lambda: {m['Message-ID'] for m in place.read()} == wanted)
        twice = len(place.files()) - len(wanted)
        print(f'# {len(wanted)} mails, 3 kills, {twice} came twice')
        self.assertLessEqual(twice, 3)


class Taker(threading.Thread):
    """A mail server that says to each mail that it is its own now, and between the mail's end and that word does what it
    is told."""

    def __init__(self, place, at_end=lambda n: None):
        super().__init__(daemon=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(place.path / 'server.pem', place.path / 'server-key.pem')
        self.listener = socket.create_server(('127.0.0.1', place.port))
        self.at_end = at_end
        self.taken = []
        self.start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.join(LIMIT)

    def run(self):
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), self.context.wrap_socket(raw, server_side=True) as connection:
                self.talk(connection.makefile('rwb', buffering=0))

    def talk(self, stream):
        stream.write(b'220 here\r\n')
        while line := stream.readline():
            word = line[:4].upper()
            if word == b'EHLO':
                stream.write(b'250-here\r\n250 AUTH PLAIN\r\n')
            elif word == b'AUTH':
                if len(line) <= 12:
                    stream.write(b'334 \r\n')
                    stream.readline()
                stream.write(b'235 in\r\n')
            elif word == b'DATA':
                stream.write(b'354 go\r\n')
                body = b''
                while not body.endswith(b'\r\n.\r\n'):
                    body += stream.readline()
                self.at_end(len(self.taken))
                self.taken.append(body)
                stream.write(b'250 mine\r\n')
            elif word == b'QUIT':
                stream.write(b'221 bye\r\n')
                return
            else:
                stream.write(b'250 fine\r\n')


class Window(Mail):
    """Between the end of a mail and our own word that it has gone."""

    def begin(self, at_end, n=1):
        place = self.place({**SMTP, 'smtp-url': 'smtps://127.0.0.1:{port}'})
        taker = Taker(place, lambda number: at_end(place) if number == 0 else None)
        self.addCleanup(taker.close)
        place.add(n=n)
        place.start_backend()
        return place, taker

    def fill(self, n):
        """The disk is full before the first mail is accepted."""
        place, taker = self.begin(lambda place: place.fill_disk(True), n)
        wait_for('it is accepted', lambda: taker.taken)
        return place, taker

    def check_taken(self, taker, mails, more):
        """Each mail once, but for what came more often."""
        taken = collections.Counter(email.message_from_bytes(body)['Message-ID'] for body in taker.taken)
        self.assertEqual(taken, collections.Counter(f'<{row[0]}@example.tw>' for row in mails) + collections.Counter(more))

    def test_window(self):
        """Killed before the server's word on it: it comes again, byte for byte the same."""
        place, taker = self.begin(lambda place: place.stop_backend(signal.SIGKILL))
        wait_for('it is killed', lambda: len(taker.taken) == 1)
        self.assertEqual(place.mails()[0][1], 'waiting')
        place.start_backend()   # and waits until the claim has run out
        row = place.wait(lambda row: row[1] == 'sent')[0]
        self.assertEqual(len(taker.taken), 2)
        self.assertEqual(taker.taken[0], taker.taken[1])
        self.assertIn(row[0].encode(), taker.taken[0])
        self.assertEqual(row[2], '2')

    def test_full_disk(self):
        """What was accepted and cannot be written down is remembered; nothing is sent that could not be."""
        place, taker = self.fill(3)
        wait_for('it is told twice', lambda: place.said().count('were lost') >= 2)
        self.assertEqual(len(taker.taken), 1)
        self.assertEqual([row[1] for row in place.mails()], ['waiting'] * 3)
        place.fill_disk(False)
        mails = place.wait(lambda row: row[1] == 'sent')
        self.check_taken(taker, mails, {})

    def test_full_disk_and_kill(self):
        """That one mail comes a second time; it is not lost, and no other comes twice."""
        place, taker = self.fill(3)
        wait_for('it is told', lambda: 'were lost' in place.said())
        place.stop_backend(signal.SIGKILL)
        place.pass_time(CLAIM)
        place.start_backend()
        mails = place.wait(lambda row: row[1] == 'sent')
        first = email.message_from_bytes(taker.taken[0])['Message-ID']
        self.check_taken(taker, mails, {first: 1})
        self.assertEqual(len([body for body in taker.taken if body == taker.taken[0]]), 2)


if __name__ == '__main__':
    # The mail server is another user and reads what is written here.
    os.umask(0o022)
    tap.main(sys.argv[1:])
