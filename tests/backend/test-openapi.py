#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""data/openapi.json against the program: the table of routes, the records, the problem codes, and a training backend
that is asked every documented call and made to give every documented answer but a fault of its own.

Whoever changes a record, a route, a code or an answer and not the document, or the other way about, is told here. That
the look can fail is proved on hundreds of documents, each wrong in one place.
"""

import base64
import copy
import functools
import http.client
import itertools
import json
import os
import pathlib
import re
import secrets
import signal
import ssl
import struct
import subprocess
import sys
import tempfile
import unittest
import uuid

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(os.environ.get('ECPA_SOURCE_ROOT') or HERE.parents[1])
BUILD = pathlib.Path(os.environ.get('ECPA_BUILD_ROOT') or ROOT / 'build')
sys.path[:0] = [str(HERE), str(ROOT / 'tests' / 'e2e' / 'lib')]
import openapi_cards  # noqa: E402
import tap  # noqa: E402
from openapi_check import CHECKS, JSON, Document, Exchange, World, problems  # noqa: E402

BACKEND = BUILD / 'src' / 'backend' / 'ecpa-backend'
PROBE = BUILD / 'tests' / 'backend' / 'openapi-probe'
CARDS = {card['id']: card for card in
         json.loads((ROOT / 'data/training/cards.json').read_text(encoding='utf-8'))['cards']}
ADDRESS_ERRORS = 150
# What may send a mail, in the language of whoever asks.
MAILING = {('POST', '/v1/registrations'), ('POST', '/v1/registration/mails'), ('POST', '/v1/verifications'),
           ('POST', '/v1/password-resets'), ('POST', '/v1/registration-passwords'), ('POST', '/v1/registration-removals'),
           ('PUT', '/v1/contacts')}
LIMIT = 20  # seconds for any one answer
TEXT = 1
CLOSE = 8
PING = 9


def run(*argv, **options):
    return subprocess.run([str(word) for word in argv], check=True, stdout=subprocess.PIPE, **options).stdout


class Socket:
    """The little of RFC 6455 that listening takes."""

    def __init__(self, connection):
        self.stream = connection.makefile('rb')
        self.connection = connection

    def read(self):
        """(opcode, payload) of the next frame that is no ping."""
        while True:
            first, length = self.stream.read(2)
            if length == 126:
                length, = struct.unpack('>H', self.stream.read(2))
            payload = self.stream.read(length)
            if first & 15 != PING:
                return first & 15, payload

    def close(self):
        self.stream.close()
        self.connection.close()


class Backend:
    """A running ecpa-backend, all of whose answers are kept in the world."""

    def __init__(self, world, *argv):
        self.world = world
        self.process = subprocess.Popen([str(word) for word in (BACKEND, '--exit-with-parent', *argv)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        announced = json.loads(self.process.stdout.readline())
        self.port = announced['port']
        self.tls = ssl.create_default_context(cafile=announced['certificate'])
        self.connection = self.connect()

    def connect(self):
        return http.client.HTTPSConnection('127.0.0.1', self.port, timeout=LIMIT, context=self.tls)

    def stop(self):
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(LIMIT)
        self.process.stdin.close()
        self.process.stdout.close()

    def keep(self, method, path, query, headers, body, response, answer, opaque=False):
        exchange = Exchange(method, path, query, {name.lower(): value for name, value in headers.items()}, body,
                            response.status, {name.lower(): value for name, value in response.getheaders()}, answer,
                            opaque)
        self.world.exchanges.append(exchange)
        return exchange

    def call(self, expect, method, path, body=None, *, token=None, key=None, query='', headers=None, opaque=False,
             connection=None):
        """Asks, and returns the answer's JSON; @expect is a status or a problem code."""
        sent = dict(headers or {})
        connection = connection or self.connection
        if token:
            sent['Authorization'] = f'Bearer {token}'
        if key:
            sent['Idempotency-Key'] = key
        if (method, path) in MAILING:
            sent['Accept-Language'] = 'en'
        if body is not None:
            sent.setdefault('Content-Type', JSON)
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path + (f'?{query}' if query else ''), body, sent)
        response = connection.getresponse()
        exchange = self.keep(method, path, query, sent, body or b'', response, response.read(), opaque)
        if exchange.status == 204:  # libsoup ends the connection, and does not say so
            connection.close()
        answer = json.loads(exchange.answer) if exchange.answer else {}
        if expect not in (exchange.status, answer.get('code')):
            raise AssertionError(f'{exchange} {answer.get("code")} {answer.get("field")}, expected {expect}')
        return answer

    def listen(self, token):
        """A WebSocket, its handshake kept like any other call."""
        connection = self.connect()
        sent = {'Authorization': f'Bearer {token}', 'Upgrade': 'websocket', 'Connection': 'Upgrade',
                'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': base64.b64encode(secrets.token_bytes(16)).decode()}
        connection.connect()
        request = ''.join(f'{name}: {value}\r\n' for name, value in sent.items())
        connection.sock.sendall(f'GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n{request}\r\n'.encode())
        socket = Socket(connection.sock)
        head = http.client.HTTPMessage()
        status = int(socket.stream.readline().split()[1])
        head = http.client.parse_headers(socket.stream)
        answer = socket.stream.read(int(head.get('Content-Length', '0')))
        response = type('Head', (), {'status': status, 'getheaders': staticmethod(head.items)})
        self.keep('GET', '/v1/events', '', sent, b'', response, answer)
        return socket if status == 101 else socket.close()

    # Signing in

    def challenge(self, card, nonce=bytes(range(1, 9)), expect=201):
        return self.call(expect, 'POST', '/v1/login-challenges',
                         {'method': 'health-card', 'card_id': base64.b64encode(bytes.fromhex(CARDS[card]['card_id'])).decode(),
                          'card_challenge': base64.b64encode(nonce).decode()})

    def open_card(self, card, expect=201):
        answer = json.loads(run(PROBE, 'answer', card, input=json.dumps(self.challenge(card)).encode()))
        del answer['password']
        return self.call(expect, 'POST', '/v1/card-sessions', answer)

    def sign_in(self, card, expect=201, **members):
        """By the card's own proof, made by the code that the simulated card has it from."""
        challenge = self.challenge(card)
        answer = json.loads(run(PROBE, 'answer', card, input=json.dumps(challenge).encode()))
        answer['password'] = (CARDS[card].get('registration') or {}).get('password', 'Nobody-115')
        answer.update(members)
        return self.call(expect, 'POST', '/v1/sessions', answer).get('token')


def random_key():
    return str(uuid.uuid4())


# The walk: every call, every answer


def walk_open(backend):
    backend.call(200, 'GET', '/v1/service')
    backend.call('not_found', 'GET', '/v1/nothing')
    backend.call('not_found', 'GET', '/')


def walk_sign_in(backend):
    """Every way in and every way not in; returns the tokens of somebody by card and by account."""
    account = {'method': 'account', 'account': 'linqing115', 'password': 'Portal-Lin115'}
    for name, code in (('no-account', 'no_account'), ('not-registered', 'not_registered'),
                       ('not-verified', 'not_verified'), ('stopped', 'stopped'),
                       ('cancelled', 'registration_cancelled')):
        backend.sign_in(name, code)
    backend.sign_in('newest', 'proof_refused', proof=base64.b64encode(bytes(64)).decode())
    backend.sign_in('newest', 'wrong_password', password='Wrong-115')
    return backend.sign_in('ordinary'), backend.call(201, 'POST', '/v1/sessions', account)['token']


def walk_malformed(backend, card):
    """Bodies that are none, and members over what the document allows: each is invalid_request."""
    challenge = {'method': 'health-card', 'card_id': base64.b64encode(bytes(12)).decode(),
                 'card_challenge': base64.b64encode(bytes(8)).decode()}
    account = {'method': 'account', 'account': 'nobody', 'password': 'Nobody-115'}
    proof = {'method': 'health-card', 'login_id': base64.b64encode(bytes(16)).decode(),
             'proof': base64.b64encode(bytes(64)).decode(), 'password': 'Nobody-115'}
    agreement = {'scope': 'reward-orders', 'version': '115-1'}
    for path, good in (('/v1/login-challenges', challenge), ('/v1/sessions', account), ('/v1/sessions', proof),
                       ('/v1/consents', agreement), ('/v1/order-searches', {})):
        options = {'token': card, 'key': random_key()} if path in ('/v1/consents', '/v1/order-searches') else {}
        for body in (b'', b'{', b'[]', b'"text"'):
            backend.call('invalid_request', 'POST', path, body, **options)
        backend.call('invalid_request', 'POST', path, good, headers={'Content-Type': 'text/plain'}, **options)
        for member in good:
            lacking = {name: value for name, value in good.items() if name != member}
            backend.call('invalid_request', 'POST', path, lacking, **options)
            for value in (7, None, '', 'x' * 200):
                backend.call('invalid_request', 'POST', path, {**good, member: value}, **options)
    for options in ({'token': card}, {'token': card, 'key': 'no-uuid'}):
        backend.call('invalid_request', 'POST', '/v1/consents', agreement, **options)
        backend.call('invalid_request', 'PUT', '/v1/orders/any/view', **options)
        backend.call('invalid_request', 'POST', '/v1/orders/any/receipts', **options)


def walk_consent(backend, card, account):
    path = '/v1/consents'
    text = backend.call(200, 'GET', '/v1/consent-texts/reward-orders', token=card)
    backend.call('not_found', 'GET', '/v1/consent-texts/nothing', token=card)
    wanted = {'scope': 'reward-orders', 'version': text['version']}
    for method, path_, body, key in (('GET', '/v1/orders', None, None), ('POST', '/v1/order-searches', {}, None),
                                     ('GET', '/v1/orders/any', None, None),
                                     ('PUT', '/v1/orders/any/view', None, random_key()),
                                     ('POST', '/v1/orders/any/receipts', None, random_key())):
        backend.call('consent_required', method, path_, body, token=card, key=key)
        backend.call('method_insufficient', method, path_, body, token=account, key=key)
    backend.call('method_insufficient', 'POST', path, wanted, token=account, key=random_key())
    backend.call('conflict', 'POST', path, {**wanted, 'version': 'another'}, token=card, key=random_key())
    key = random_key()
    backend.call(201, 'POST', path, wanted, token=card, key=key)
    backend.call(201, 'POST', path, wanted, token=card, key=key)
    backend.call('key_reused', 'POST', path, {**wanted, 'version': 'another'}, token=card, key=key)
    backend.call(200, 'POST', path, wanted, token=card, key=random_key())
    backend.call(200, 'GET', '/v1/consent-texts/reward-orders', token=card)


def walk_lists(backend, token):
    for query in ('', 'state=all', 'state=unsigned', 'limit=1', 'limit=100'):
        page = backend.call(200, 'GET', '/v1/orders', token=token, query=query)
    cursor = backend.call(200, 'GET', '/v1/orders', token=token, query='limit=2')['next_cursor']
    backend.call(200, 'GET', '/v1/orders', token=token, query=f'limit=2&cursor={cursor}')
    for query in ('state=none', 'limit=0', 'limit=101', 'limit=x', f'cursor={"x" * 129}'):
        backend.call('invalid_request', 'GET', '/v1/orders', token=token, query=query)
    backend.call('invalid_request', 'GET', '/v1/orders', token=token, query='cursor=x', opaque=True)

    for body in ({}, {'text': '嘉獎', 'totals': True}, {'text': '字' * 200}, {'years': ['2026'], 'kinds': ['4001']},
                 {'years': ['2026'] * 200}, {'sort': 'issued-on'}, {'sort': 'kind', 'ascending': True},
                 {'sort': 'agency'}, {'offset': 0, 'limit': 1}, {'offset': 2147483647, 'limit': 100}):
        backend.call(200, 'POST', '/v1/order-searches', body, token=token)
    for body in ({'text': '字' * 201}, {'years': ['26']}, {'kinds': ['x']}, {'years': ['2026'] * 201},
                 {'kinds': ['4001'] * 201}, {'sort': 'x'}, {'ascending': 1}, {'offset': -1}, {'offset': 2147483648},
                 {'limit': 0}, {'limit': 101}, {'totals': 'x'}, {'text': 7}, {'years': '2026'}):
        refusal = backend.call('invalid_request', 'POST', '/v1/order-searches', body, token=token)
        assert refusal.get('field') == next(iter(body)), (body, refusal)
    return page['items']


def walk_orders(backend, token, items, account_orders):
    """One that waits is opened and signed for; one on paper cannot be."""
    waiting = next(item for item in items if item['electronic'] and 'signed_at' not in item and 'viewed_at' not in item)
    paper = backend.call(200, 'POST', '/v1/order-searches', {'limit': 100}, token=token)['items']
    paper = next(item for item in paper if not item['electronic'])
    path = f'/v1/orders/{waiting["id"]}'
    stale = {'If-Match': '"999"'}

    backend.call(200, 'GET', path, token=token)
    for name in ('none', 'x' * 65, 'a_b', account_orders):
        backend.call('not_found', 'GET', f'/v1/orders/{name}', token=token)
        backend.call('not_found', 'PUT', f'/v1/orders/{name}/view', token=token, key=random_key())
        backend.call('not_found', 'POST', f'/v1/orders/{name}/receipts', token=token, key=random_key())
    backend.call('not_electronic', 'POST', f'/v1/orders/{paper["id"]}/receipts', token=token, key=random_key())
    backend.call('not_viewed', 'POST', f'{path}/receipts', token=token, key=random_key())
    backend.call('conflict', 'PUT', f'{path}/view', token=token, key=random_key(), headers=stale)
    key = random_key()
    order = backend.call(200, 'PUT', f'{path}/view', token=token, key=key, headers={'If-Match': '*'})
    backend.call('key_reused', 'PUT', f'/v1/orders/{paper["id"]}/view', token=token, key=key)
    backend.call('conflict', 'POST', f'{path}/receipts', token=token, key=random_key(), headers=stale)
    backend.call('key_reused', 'POST', f'{path}/receipts', token=token, key=key)
    backend.call(201, 'POST', f'{path}/receipts', token=token, key=random_key(),
                 headers={'If-Match': f'"{order["version"]}"'})
    backend.call(200, 'POST', f'{path}/receipts', token=token, key=random_key())
    backend.call(200, 'GET', path, token=token)


def walk_events(backend, directory, token, waiting):
    """One frame of each kind, as the call, the command and the end of the session make them."""
    socket = backend.listen(token)
    other = backend.listen(token)
    backend.listen(token)  # one too many
    backend.call('invalid_request', 'GET', '/v1/events', token=token)

    def expect(kind):
        opcode, payload = socket.read()
        frame = json.loads(payload) if opcode == TEXT else None
        assert opcode == TEXT and frame['kind'] == kind, (opcode, payload)
        backend.world.frames.append(frame)

    backend.call(200, 'PUT', f'/v1/orders/{waiting}/view', token=token, key=random_key())
    expect('orders-changed')
    run(BACKEND, '--training', '--directory', directory, '--announce', '-', input=json.dumps(
        {'id': 'works', 'kind': 'maintenance', 'title': 'Works', 'text': 'Short.', 'starts_at': '2098-01-01T00:00:00Z',
         'ends_at': '2099-01-01T00:00:00Z'}).encode())
    expect('service-changed')
    backend.call(200, 'GET', '/v1/service')
    backend.call(204, 'DELETE', '/v1/session', token=token)
    expect('session-ended')
    opcode, payload = socket.read()
    assert opcode == CLOSE, opcode
    backend.world.closed.add(struct.unpack('>H', payload[:2])[0])
    socket.close()
    other.close()


def walk_everywhere(backend, document, token):
    """What any call may answer: no session, another HTTP method, too much of a body."""
    for path, method, operation in list(document.operations()):
        concrete = re.sub(r'\{\w+\}', 'any', path)
        if operation.get('security'):
            backend.call('session_required', method, concrete)
            backend.call('session_required', method, concrete, token='x' * 43)
        if 'requestBody' in operation or 'Idempotency-Key' in document.parameters(operation, 'header'):
            backend.call('too_large', method, concrete, b' ' * 65537, token=token, key=random_key(),
                         connection=backend.connect())
    for path, item in document.tree['paths'].items():
        for method in {'GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'} - {name.upper() for name in item}:
            backend.call('method_not_allowed', method, re.sub(r'\{\w+\}', 'any', path), token=token)


def walk_training(world, document, directory):
    backend = Backend(world, '--training', '--directory', directory, '--listen', '127.0.0.1', '--port', '0')
    try:
        walk_open(backend)
        token, account = walk_sign_in(backend)
        backend.call(200, 'GET', '/v1/session', token=token)
        backend.call(200, 'GET', '/v1/session', token=account)
        walk_consent(backend, token, account)
        walk_malformed(backend, token)
        items = walk_lists(backend, token)
        other = backend.sign_in('newest')
        backend.call(201, 'POST', '/v1/consents', {'scope': 'reward-orders', 'version': '115-1'}, token=other,
                     key=random_key())
        theirs = backend.call(200, 'GET', '/v1/orders', token=other, query='state=unsigned')['items']
        walk_orders(backend, token, items, theirs[0]['id'])
        for socket in openapi_cards.walk(backend, directory, CARDS, account):
            frame = json.loads(socket.read()[1])
            assert frame['kind'] == 'registration-changed', frame
            world.frames.append(frame)
            socket.close()
        walk_everywhere(backend, document, account)
        walk_events(backend, directory, other, theirs[0]['id'])
        last = backend.listen(account)
    finally:
        backend.stop()
    opcode, payload = last.read()
    assert opcode == CLOSE, opcode
    world.closed.add(struct.unpack('>H', payload[:2])[0])
    last.close()


def walk_limited(world, directory):
    """The same people, not in training, with limits that are soon met."""
    config = directory / 'backend.conf'
    config.write_text(f'[server]\nport=0\nlisten=127.0.0.1\ncertificate={directory}/server.pem\n'
                      f'key={directory}/server-key.pem\ndatabase={directory}/ecpa.sqlite\n'
                      '[login]\nchallenges-per-card=2\nhash-threads=1\nhash-queue=1\nhash-cost=6\n'
                      f'address-errors={ADDRESS_ERRORS}\n', encoding='utf-8')
    backend = Backend(world, '--config', config)
    try:
        backend.call(200, 'GET', '/v1/service')
        backend.sign_in('foreign', 'scheme_refused')
        backend.open_card('newest', 'scheme_refused')
        for expect in (201, 201, 'too_many'):
            backend.challenge('foreign', expect=expect)
        crowd(backend)
        knock_until_locked(backend)
    finally:
        backend.stop()


def send_sign_in(connection, body):
    connection.request('POST', '/v1/sessions', json.dumps(body).encode(), {'Content-Type': JSON})


def receive_sign_in(backend, connection, body):
    """What nobody says beforehand; returns the status."""
    response = connection.getresponse()
    return backend.keep('POST', '/v1/sessions', '', {'Content-Type': JSON}, json.dumps(body).encode(), response,
                        response.read()).status


def crowd(backend):
    """Eight sign-ins at a time, one thread for the hashes and one place in the queue. Those that come together are let
    in together; once the first of them is answered the others wait in the queue, and who comes then is sent away."""
    connections = [backend.connect() for _ in range(8)]
    for attempt in range(5):
        bodies = [{'method': 'account', 'account': f'nobody{attempt}{number}', 'password': 'x'} for number in range(9)]
        for connection, body in zip(connections, bodies):
            send_sign_in(connection, body)
        statuses = {receive_sign_in(backend, connections[0], bodies[0])}
        send_sign_in(backend.connection, bodies[8])
        statuses.add(receive_sign_in(backend, backend.connection, bodies[8]))
        statuses |= {receive_sign_in(backend, connection, body)
                     for connection, body in zip(connections[1:], bodies[1:])}
        if 503 in statuses:
            break
    for connection in connections:
        connection.close()
    assert 503 in statuses, statuses


def knock_until_locked(backend):
    for _ in range(ADDRESS_ERRORS + 1):
        send_sign_in(backend.connection, {'method': 'none'})
        if receive_sign_in(backend, backend.connection, {'method': 'none'}) == 429:
            backend.call('too_many', 'POST', '/v1/card-sessions', {'method': 'health-card'})
            return
    raise AssertionError('the address is not locked')


# Documents that are wrong in one place


def places(node, path=()):
    """The way to everything in a tree."""
    yield path
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield from places(node[key], (*path, key))


def is_load_bearing(tree, path):
    """Whether a document without this says something else of what the walk has seen. Limits on members of answers are
    not: what is answered fits a document that forbids less."""
    if len(path) < 2 or 'servers' in path or path[-1] in ('description', 'summary', 'default', 'examples', 'license'):
        return False
    parent, request = path[-2], path[:3] == ('components', 'schemas', 'OrderQuery')
    if parent in ('properties', 'paths', 'responses', 'schemas', 'parameters', 'x-codes', 'x-close', 'content', 'codes'):
        return parent != 'properties' or 'allOf' not in path
    if path[0] == 'paths' and len(path) == 3 or path[-1] in ('security', 'requestBody', 'x-codes', 'x-frames', 'type'):
        return True
    if path[-1] == '$ref' or parent == 'required' or (parent == 'enum' and 'code' in path):
        return True
    return request and path[-1] in ('maxLength', 'maxItems', 'minimum', 'maximum', 'pattern', 'enum')


def mutants(tree):
    """(where, the document): with one thing gone."""
    for path in places(tree):
        if is_load_bearing(tree, path):
            mutant = copy.copy(tree)
            parent = mutant
            for key in path[:-1]:  # copies what leads there, and shares the rest
                parent[key] = copy.copy(parent[key])
                parent = parent[key]
            del parent[path[-1]]
            yield '/'.join(map(str, path)), mutant


def see():
    """The document, and the world with all that the walks have seen."""
    tree = json.loads((ROOT / 'data' / 'openapi.json').read_text(encoding='utf-8'))
    tables = json.loads(run(PROBE, 'tables'))
    routes = [line.split('\t') for line in run(BACKEND, '--print-routes').decode().splitlines()]
    declared = {name for header in (ROOT / 'src' / 'protocol').glob('*.h') for name in
                re.findall(r'G_DECLARE_FINAL_TYPE \(Ecpa(\w+),.*EcpaRecord\)', header.read_text(encoding='utf-8'))}
    world = World([(method, path, set(needs.split(',')), application, scope)
                   for method, path, needs, application, scope in routes], tables['records'], declared, tables['codes'])
    with tempfile.TemporaryDirectory(prefix='ecpa-openapi-') as name:
        walk_training(world, Document(tree), pathlib.Path(name))
        walk_limited(world, pathlib.Path(name))
    return tree, world


def exaggerations(tree):
    """(where, the document): with one thing more than there is, or another."""
    def put(value, *path):
        mutant = copy.deepcopy(tree)
        functools.reduce(lambda node, key: node[key], path[:-1], mutant)[path[-1]] = value
        return '/'.join(path), mutant

    problem = tree['components']['responses']['Invalid']
    schemas = ('components', 'schemas')
    yield put({'get': tree['paths']['/v1/service']['get']}, 'paths', '/v1/more')
    yield put(tree['paths']['/v1/service']['get'], 'paths', '/v1/sessions', 'get')
    yield put(problem, 'paths', '/v1/service', 'get', 'responses', '400')
    yield put(tree['paths']['/v1/service']['get']['responses']['200'], 'paths', '/v1/service', 'get', 'responses', '201')
    yield put([{'session': []}], 'paths', '/v1/service', 'get', 'security')
    yield put({'type': 'string'}, *schemas, 'Order', 'properties', 'more')
    yield put('string', *schemas, 'OrderPage', 'properties', 'total', 'type')
    yield put(tree['components']['schemas']['OrderPage']['required'] + ['next_cursor'], *schemas, 'OrderPage', 'required')
    yield put(409, *schemas, 'Problem', 'x-codes', 'conflict')
    yield put({'type': 'object'}, *schemas, 'More')
    yield put('^[0-9]{5}$', *schemas, 'OrderSummary', 'properties', 'kind_code', 'pattern')
    yield put('date-time', *schemas, 'OrderSummary', 'properties', 'issued_on', 'format')
    yield put(['maintenance'], *schemas, 'Announcement', 'properties', 'kind', 'enum')
    yield put(['expired'], *schemas, 'Event', 'properties', 'reason', 'enum')
    yield put(['session-ended', 'more'], *schemas, 'Event', 'properties', 'kind', 'enum')
    yield put('public', 'components', 'headers', 'CacheControl', 'schema', 'const')
    for value in (99, 101):
        yield put(value, 'components', 'parameters', 'Limit', 'schema', 'maximum')
        yield put(value, *schemas, 'OrderQuery', 'properties', 'limit', 'maximum')
    for value in (199, 201):
        yield put(value, *schemas, 'OrderQuery', 'properties', 'text', 'maxLength')
        yield put(value, *schemas, 'OrderQuery', 'properties', 'years', 'maxItems')
    yield put(['unsigned', 'all', 'none'], 'components', 'parameters', 'State', 'schema', 'enum')
    yield put(['all'], 'components', 'parameters', 'State', 'schema', 'enum')


class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree, cls.world = see()

    def test_can_fail(self):
        """Each of some hundreds of documents that lack one thing, or say what is not so, is found out."""
        unseen, number = [], 0
        for where, mutant in itertools.chain(mutants(self.tree), exaggerations(self.tree)):
            number += 1
            if next(problems(mutant, self.world), None) is None:
                unseen.append(where)
        print(f'# {number} documents, each wrong in one place')
        self.assertGreater(number, 800)
        self.assertEqual(unseen, [], '\n'.join(unseen))


def add_test(check):
    def test(self):
        found = list(check(Document(self.tree), self.world))
        self.assertEqual(found, [], '\n'.join(found))
    setattr(OpenApi, check.__name__.replace('check_', 'test_'), test)


for check in CHECKS:
    add_test(check)


if __name__ == '__main__':
    tap.main()
