# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of test-openapi.py's walk that goes through the card services and accounts: every call, every answer.

What takes hours or many tries to come about (a stop, a code that is late, a registration that was cancelled) is written
into the training backend's database beside it.
"""

import base64
import email
import email.policy
import os
import re
import sqlite3
import time
import uuid

CODE = re.compile(r'\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b')
NOBODYS_CODE = '0000-0000-0000'
FRESH = 'Fresh.115'
LIMIT = 20  # seconds for a mail to come
KEYLESS = ('/v1/residence-checks', '/v1/contact-readings', '/v1/card-session')


def random_key():
    return str(uuid.uuid4())


class Cards:
    """Somebody at the card services, by their card's session."""

    def __init__(self, backend, directory, cards, name):
        self.backend = backend
        self.directory = directory
        self.card = cards[name]
        self.person = list(cards).index(name) + 1
        self.token = backend.open_card(name)['token']
        self.password = (self.card.get('registration') or {}).get('password')

    def alter(self, sql, *values):
        database = sqlite3.connect(self.directory / 'ecpa.sqlite', timeout=LIMIT)
        with database:
            database.execute(sql, (self.person, *values))
        database.close()

    def set(self, **columns):
        for name, value in columns.items():
            self.alter(f'UPDATE registrations SET {name} = ?2 WHERE person_id = ?1', value)

    def forget(self):
        """What was counted, and the mails that were sent."""
        for table in ('codes', 'residence_attempts'):
            self.alter(f'DELETE FROM {table} WHERE person_id = ?1')

    def fill_mails(self):
        for _ in range(5):
            self.alter("INSERT INTO codes (code_hash, purpose, person_id, card_id, mail, created_at, expires_at)"
                       " VALUES (?2, 'reset', ?1, x'00', 'x', ?3, ?3)", os.urandom(32), int(time.time()))

    def ask(self, expect, method, path, body=None, key=None, **options):
        if method != 'GET' and path not in KEYLESS:
            key = key or random_key()
        return self.backend.call(expect, method, path, body, token=self.token, key=key, **options)

    def mails(self):
        folder = self.directory / 'mail' / 'new'
        return set(folder.iterdir()) if folder.is_dir() else set()

    def code_of(self, method, path, body=None, expect=202):
        """Has a mail with a code sent, and returns the code."""
        before, end = self.mails(), time.monotonic() + LIMIT
        self.ask(expect, method, path, body)
        while time.monotonic() < end:
            for name in self.mails() - before:
                message = email.message_from_bytes(name.read_bytes(), policy=email.policy.default)
                found = CODE.search(message.get_content())
                if found:
                    return found[0]
            time.sleep(0.02)
        raise AssertionError('no mail came')


def residence(card, **other):
    return {**card['residence'], **other}


def registering(card, **other):
    return {'terms_version': '115-1', **card['residence'], **card['contacts'], 'password': FRESH, **other}


def walk_malformed(somebody, never, account):
    """Each member lacking, of another type, too long or empty: each is invalid_request."""
    good_code = {'code': NOBODYS_CODE}
    full = {**never.card['residence'], 'mobile': '0912345678', 'mail': 'x@mail.example'}
    contacts = {**somebody.card['contacts'], 'password': somebody.password}
    phone = {'name': 'x', 'device_code': 'ABCD1234', 'password': 'x'}
    activation = {'account': 'zhiwei', 'password': 'Account-115', 'registration_password': 'x'}
    bodies = (
        (somebody, 'POST', '/v1/residence-checks', never.card['residence']),
        (never, 'POST', '/v1/registrations', registering(never.card)),
        (somebody, 'POST', '/v1/verifications', good_code), (somebody, 'POST', '/v1/verifications', {'token': 'x'}),
        (somebody, 'POST', '/v1/password-resets', full),
        (somebody, 'POST', '/v1/registration-passwords', {'password': 'x', 'new_password': FRESH}),
        (somebody, 'POST', '/v1/registration-passwords', {**good_code, 'new_password': FRESH}),
        (somebody, 'POST', '/v1/registration-passwords', {'token': 'x', 'new_password': FRESH}),
        (somebody, 'POST', '/v1/registration-removals', {'password': 'x'}),
        (somebody, 'POST', '/v1/contact-readings', {'password': 'x'}),
        (somebody, 'PUT', '/v1/contacts', contacts),
        (somebody, 'POST', '/v1/phones', phone), (somebody, 'PUT', '/v1/phones/any', {'name': 'x'}),
        (somebody, 'POST', '/v1/account-activations', activation),
        (somebody, 'POST', '/v1/account-resets', {'registration_password': 'x', 'new_password': 'Account-115'}),
        (account, 'POST', '/v1/account-passwords', {'password': 'x', 'new_password': 'Account-115'}),
    )
    for who, method, path, good in bodies:
        somebody.forget()
        for member in good:
            optional = member in ('telephone', 'extension', 'mail_secondary')
            lacking = {name: value for name, value in good.items() if name != member}
            wrong = [7] if who is somebody else [7, 'x' * 200] + ([] if optional else ['', None])
            for body in ([] if optional else [lacking]) + [{**good, member: value} for value in wrong]:
                who.ask('invalid_request', method, path, body)
        who.ask('invalid_request', method, path, b'[]')
        if path not in KEYLESS:
            who.backend.call('invalid_request', method, path, good, token=who.token)
    somebody.backend.call('invalid_request', 'POST', '/v1/registration/mails', token=somebody.token)
    somebody.backend.call('invalid_request', 'DELETE', '/v1/phones/any', token=somebody.token)
    somebody.set(errors=0)


def walk_card_sessions(backend, somebody):
    good = {'method': 'health-card', 'login_id': base64.b64encode(bytes(16)).decode(),
            'proof': base64.b64encode(bytes(64)).decode()}
    backend.call('proof_refused', 'POST', '/v1/card-sessions', good)
    for member in good:
        lacking = {name: value for name, value in good.items() if name != member}
        for body in (lacking, {**good, member: 7}, {**good, member: 'x' * 200}):
            backend.call('invalid_request', 'POST', '/v1/card-sessions', body)
    backend.call(200, 'GET', '/v1/legal-texts/card-terms')
    backend.call('not_found', 'GET', '/v1/legal-texts/reward-orders')
    somebody.ask(200, 'GET', '/v1/card-session')


def walk_states(somebody, never):
    """Whoever asks for what goes with a registration, in every state of it."""
    password = {'password': 'Wrong-115'}
    contacts = {**somebody.card['contacts'], **password}
    fresh = {'password': 'Wrong-115', 'new_password': FRESH}
    activation = {'account': 'zhiwei', 'password': 'Account-115', 'registration_password': 'Wrong-115'}
    reset = {'registration_password': 'Wrong-115', 'new_password': 'Account-115'}
    tries = (('POST', '/v1/registration-passwords', fresh), ('POST', '/v1/registration-removals', password),
             ('POST', '/v1/contact-readings', password), ('PUT', '/v1/contacts', contacts),
             ('POST', '/v1/phones', {'name': 'x', 'device_code': 'ABCD1234', **password}),
             ('POST', '/v1/account-activations', activation), ('POST', '/v1/account-resets', reset))
    others = (('POST', '/v1/registration/mails', None), ('POST', '/v1/password-resets', {}), ('GET', '/v1/phones', None))
    for method, path, body in tries + others:
        never.ask('not_registered', method, path, body)
        somebody.set(stops=3)
        somebody.ask('registration_cancelled', method, path, body)
        somebody.set(stops=0, errors=0)
    for method, path, body in tries:
        somebody.ask('wrong_password', method, path, body)
        somebody.set(errors=0, stopped_until=int(time.time()) + 600)
        somebody.ask('stopped', method, path, body)
        somebody.set(errors=0, stopped_until=0)
    somebody.set(verified_at=None)
    right = somebody.password
    for method, path, body in (('GET', '/v1/phones', None),
                               ('POST', '/v1/phones', {'name': 'x', 'device_code': 'ABCD1234', 'password': right}),
                               ('POST', '/v1/account-activations', {**activation, 'registration_password': right}),
                               ('POST', '/v1/account-resets', {**reset, 'registration_password': right})):
        somebody.ask('not_verified', method, path, body)
    somebody.set(verified_at=int(time.time()))


def walk_residence(never):
    path, card = '/v1/residence-checks', never.card
    never.ask(204, 'POST', path, residence(card))
    never.ask('residence_mismatch', 'POST', path, residence(card, village='某里'))
    never.alter('UPDATE residence_attempts SET stopped_until = ?2 WHERE person_id = ?1', int(time.time()) + 600)
    never.ask('stopped', 'POST', path, residence(card))
    never.ask('stopped', 'POST', '/v1/registrations', registering(card))
    never.forget()


def walk_registering(never, other):
    """Registered and verified; every way in which a code is not good."""
    path, card = '/v1/registrations', never.card
    never.ask(200, 'GET', '/v1/registration')
    never.ask('residence_mismatch', 'POST', path, registering(card, village='某里'))
    never.ask('conflict', 'POST', path, registering(card, terms_version='another'))
    never.ask('password_policy', 'POST', path, registering(card, password='short'))
    never.fill_mails()
    never.ask('mail_limit', 'POST', path, registering(card))
    never.forget()
    first = never.code_of('POST', path, registering(card), 201)
    never.ask('already_registered', 'POST', path, registering(card))
    never.ask('mail_limit', 'POST', '/v1/registration/mails')
    never.alter('UPDATE codes SET created_at = created_at - 100 WHERE person_id = ?1')
    code = never.code_of('POST', '/v1/registration/mails')
    verifying = '/v1/verifications'
    never.ask('code_invalid', 'POST', verifying, {'code': NOBODYS_CODE})
    never.ask('code_expired', 'POST', verifying, {'code': first})
    other.ask('code_other_card', 'POST', verifying, {'token': code})
    never.set(stops=3)
    never.ask('registration_cancelled', 'POST', verifying, {'token': code})
    never.set(stops=0)

    socket = never.backend.listen(never.token)
    key = random_key()
    never.ask(200, 'POST', verifying, {'code': code}, key)
    yield socket
    never.ask('code_used', 'POST', verifying, {'token': code})
    never.ask('conflict', 'POST', '/v1/registration/mails')
    never.ask(200, 'GET', '/v1/registration')
    for method, path, body in (('POST', '/v1/registrations', registering(card)), ('POST', '/v1/registration/mails', None),
                               ('POST', '/v1/verifications', {'token': code, 'more': 1})):
        never.ask('key_reused', method, path, body, key)


def walk_resets(somebody, other):
    asking, setting, old = '/v1/password-resets', '/v1/registration-passwords', somebody.password
    full = {**somebody.card['residence'], 'mobile': somebody.card['contacts']['mobile'], 'mail': 'x@mail.example'}
    somebody.forget()
    somebody.ask('residence_mismatch', 'POST', asking, {**full, 'mobile': '0999999999'})
    somebody.alter('UPDATE residence_attempts SET stopped_until = ?2 WHERE person_id = ?1', int(time.time()) + 600)
    somebody.ask('stopped', 'POST', asking, full)
    somebody.forget()
    first = somebody.code_of('POST', asking, full)
    somebody.ask('mail_limit', 'POST', asking, {})
    somebody.alter('UPDATE codes SET created_at = created_at - 100 WHERE person_id = ?1')
    code = somebody.code_of('POST', asking, {})
    for expect, who, body in (('code_invalid', somebody, {'code': NOBODYS_CODE}), ('code_expired', somebody, {'token': first}),
                              ('code_other_card', other, {'code': code}),
                              ('password_policy', somebody, {'code': code, 'new_password': 'short'}),
                              ('password_reused', somebody, {'code': code, 'new_password': old}),
                              (204, somebody, {'code': code}), ('code_used', somebody, {'code': code})):
        who.ask(expect, 'POST', setting, {'new_password': FRESH, **body})
    somebody.ask(204, 'POST', setting, {'password': FRESH, 'new_password': old})
    somebody.alter('DELETE FROM contacts WHERE person_id = ?1')
    somebody.forget()
    somebody.ask('conflict', 'POST', asking, {})
    somebody.ask('not_found', 'POST', '/v1/contact-readings', {'password': old})


def walk_contacts(somebody):
    right = {'password': somebody.password}
    contacts, key = {**somebody.card['contacts'], **right}, random_key()
    somebody.ask(200, 'PUT', '/v1/contacts', contacts, key)
    somebody.ask(200, 'POST', '/v1/contact-readings', right)
    somebody.fill_mails()
    somebody.ask('mail_limit', 'PUT', '/v1/contacts', {**contacts, 'mail': 'new@mail.example'})
    somebody.forget()
    somebody.ask(200, 'PUT', '/v1/contacts', {**contacts, 'mail': 'new@mail.example', 'telephone': '', 'extension': '12',
                                              'mail_secondary': 'second@mail.example'})
    somebody.ask(200, 'GET', '/v1/registration')
    phone = {'name': '手機', 'device_code': 'abcd-1234-0000', **right}
    added = somebody.ask(201, 'POST', '/v1/phones', phone)
    somebody.ask('conflict', 'POST', '/v1/phones', phone)
    somebody.ask(200, 'GET', '/v1/phones')
    somebody.ask(200, 'PUT', f'/v1/phones/{added["id"]}', {'name': '舊手機'})
    somebody.ask('not_found', 'PUT', '/v1/phones/any', {'name': 'x'})
    somebody.ask('key_reused', 'DELETE', f'/v1/phones/{added["id"]}', key=key)
    somebody.ask(204, 'DELETE', f'/v1/phones/{added["id"]}')
    somebody.ask('not_found', 'DELETE', '/v1/phones/any')
    fresh = {**right, 'new_password': FRESH}
    for method, path, body in (('PUT', '/v1/contacts', {**contacts, 'mobile': '0999999999'}), ('POST', '/v1/phones', phone),
                               ('PUT', '/v1/phones/any', {'name': 'x'}), ('POST', '/v1/password-resets', {}),
                               ('POST', '/v1/registration-passwords', fresh), ('POST', '/v1/registration-removals', right),
                               ('POST', '/v1/account-activations', {'account': 'zhiwei', 'password': 'Account-115',
                                                                    'registration_password': somebody.password}),
                               ('POST', '/v1/account-resets', {'registration_password': somebody.password,
                                                               'new_password': 'Account-116'})):
        somebody.ask('key_reused', method, path, body, key)


def walk_accounts(backend, somebody, nobody, cards):
    path, right = '/v1/account-activations', {'registration_password': somebody.password}
    wanted = {'account': 'zhiwei', 'password': 'Account-115', **right}
    somebody.ask('password_policy', 'POST', path, {**wanted, 'password': 'short'})
    somebody.ask('account_taken', 'POST', path, {**wanted, 'account': 'LinQing115'})
    nobody.ask('no_account', 'POST', path, {**wanted, 'registration_password': nobody.password})
    reset = {**right, 'new_password': 'Account-116'}
    somebody.ask('not_found', 'POST', '/v1/account-resets', reset)
    somebody.ask(201, 'POST', path, wanted)
    somebody.ask('account_exists', 'POST', path, wanted)
    somebody.ask('password_policy', 'POST', '/v1/account-resets', {**right, 'new_password': 'short'})
    somebody.ask('password_reused', 'POST', '/v1/account-resets', {**right, 'new_password': 'Account-115'})
    somebody.ask(200, 'POST', '/v1/account-resets', reset)

    path, change = '/v1/account-passwords', {'password': 'Account-116', 'new_password': 'Account-117'}
    without = backend.sign_in('empty-name')
    backend.call('not_found', 'POST', path, change, token=without, key=random_key())
    token = backend.call(201, 'POST', '/v1/sessions', {'method': 'account', 'account': 'zhiwei', 'password': 'Account-116'})
    somebody = Session(backend, token['token'], somebody)
    somebody.ask('password_too_soon', 'POST', path, change)
    somebody.alter('UPDATE accounts SET changed_at = 0 WHERE person_id = ?1')
    somebody.ask('password_policy', 'POST', path, {**change, 'new_password': 'short'})
    somebody.ask('password_reused', 'POST', path, {**change, 'new_password': 'Account-115'})
    for expect in ['wrong_password'] * 4 + ['stopped']:
        somebody.ask(expect, 'POST', path, {**change, 'password': 'Wrong-115'})
    somebody.alter('DELETE FROM account_attempts WHERE ?1 > 0')
    key = random_key()
    somebody.ask(204, 'POST', path, change, key)
    somebody.ask('key_reused', 'POST', path, {**change, 'more': 1}, key)


class Session(Cards):
    """Somebody who has signed in."""

    def __init__(self, backend, token, somebody=None):  # pylint: disable=super-init-not-called
        self.backend, self.token = backend, token
        if somebody:
            self.directory, self.person = somebody.directory, somebody.person


def walk(backend, directory, cards, account):
    """Goes everywhere; yields a socket that is to hear of `registration-changed`."""
    never = Cards(backend, directory, cards, 'not-registered')
    somebody = Cards(backend, directory, cards, 'space-padded')
    other = Cards(backend, directory, cards, 'foreign')
    nobody = Cards(backend, directory, cards, 'no-account')
    backend.open_card('stopped')
    walk_card_sessions(backend, somebody)
    walk_malformed(somebody, never, Session(backend, account))
    walk_states(somebody, never)
    walk_residence(never)
    yield from walk_registering(never, other)
    walk_resets(somebody, other)
    walk_contacts(somebody)
    walk_accounts(backend, somebody, nobody, cards)
    somebody.ask(204, 'POST', '/v1/registration-removals', {'password': somebody.password})
    somebody.ask(204, 'DELETE', '/v1/card-session')
