# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds an OpenAPI document against what a backend is made of and against what it answered.

A World is what was seen: the table of routes, the field tables of the records, the problem codes, the exchanges with a
server and the frames it sent. problems() yields what in the document is not so, cheap looks first; nothing when all is.
"""

import base64
import binascii
import dataclasses
import datetime
import functools
import json
import re
import urllib.parse
import uuid

import jsonschema

JSON = 'application/json'
PROBLEM = 'application/problem+json'
METHODS = ('get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace')
# Headers that say something about the answer: where one comes, the document has to have it.
TELLING = {'cache-control', 'etag', 'retry-after', 'allow', 'www-authenticate', 'location', 'upgrade',
           'sec-websocket-accept', 'set-cookie'}
ASKING = {'if-match', 'idempotency-key', 'accept-language'}
TYPES = {'string': 'string', 'int': 'integer', 'bool': 'boolean', 'time': 'string', 'bytes': 'string', 'strv': 'array',
         'list': 'array'}
# What no test makes happen: a fault of the server.
UNREACHED = {'internal'}

formats = jsonschema.FormatChecker(formats=())


@formats.checks('date-time', raises=ValueError)
def is_moment(text):
    return not isinstance(text, str) or bool(datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%SZ'))


@formats.checks('date', raises=ValueError)
def is_day(text):
    return not isinstance(text, str) or bool(datetime.datetime.strptime(text, '%Y-%m-%d'))


@formats.checks('uuid', raises=ValueError)
def is_uuid(text):
    return not isinstance(text, str) or str(uuid.UUID(text)) == text.lower()


@dataclasses.dataclass
class Exchange:
    method: str
    path: str
    query: str
    sent: dict                  # headers, names in lower case
    body: bytes
    status: int
    headers: dict               # names in lower case
    answer: bytes
    opaque: bool = False        # refused for what no schema can say

    @functools.cached_property
    def json(self):
        return json.loads(self.answer) if self.answer else {}

    def __str__(self):
        return f'{self.method} {self.path}{"?" if self.query else ""}{self.query} {self.body[:80]!r} -> {self.status}'


@dataclasses.dataclass
class World:
    routes: list                # (method, path, needs, application, scope)
    records: dict
    declared: set               # the names of all record types in the headers of protocol/
    codes: dict
    exchanges: list = dataclasses.field(default_factory=list)
    frames: list = dataclasses.field(default_factory=list)
    closed: set = dataclasses.field(default_factory=set)


@functools.lru_cache(maxsize=None)
def template_of(templates, path):
    for template in templates:
        if re.fullmatch(re.sub(r'\{\w+\}', '[^/]+', template), path):
            return template
    return None


class Memory:
    """What was found out about a part of a document, for the hundreds that share it: they differ in one place, and have
    everything else in common, object for object. Whatever is remembered is kept, so that no other gets its id."""

    def __init__(self):
        self.direct = {}
        self.found = {}

    def references(self, node):
        if id(node) not in self.direct:
            self.direct[id(node)] = node, set(references(node))
        return self.direct[id(node)][1]

    def look(self, key, exchange, look):
        key = key, id(exchange)
        if key not in self.found:
            self.found[key] = list(look())
        return self.found[key]


memory = Memory()


class Document:
    def __init__(self, tree):
        self.tree = tree
        self.templates = tuple(tree.get('paths', {}))
        self.parts = {}
        self.resolver = jsonschema.RefResolver('', tree)
        self.headers = {}

    @functools.cached_property
    def strict_resolver(self):
        """The same document, but for members that no schema has being forbidden."""
        schemas = {name: {**schema, 'additionalProperties': False} if 'properties' in schema else schema
                   for name, schema in self.tree.get('components', {}).get('schemas', {}).items()}
        return jsonschema.RefResolver('', {**self.tree, 'components': {**self.tree['components'], 'schemas': schemas}})

    def resolve(self, node):
        """Follows references within the document; what is not there is empty."""
        while isinstance(node, dict) and '$ref' in node:
            found = self.tree
            for key in node['$ref'].removeprefix('#/').split('/'):
                found = found.get(key, {}) if isinstance(found, dict) else {}
            node = found
        return node

    def operations(self):
        for path, item in self.tree.get('paths', {}).items():
            for method in METHODS:
                if method in item:
                    yield path, method.upper(), item[method]

    def find(self, method, path):
        """The path's template, if it is here, and the operation, if that is."""
        template = template_of(self.templates, path)
        return template, self.tree['paths'][template].get(method.lower()) if template is not None else None

    def parts_of(self, node):
        """The ids of a node and of everything that it refers to."""
        if id(node) not in self.parts:
            seen, queue = set(), [node]
            while queue:
                part = queue.pop()
                if id(part) not in seen:
                    seen.add(id(part))
                    queue += [self.resolve({'$ref': name}) for name in memory.references(part)]
            self.parts[id(node)] = frozenset(seen)
        return self.parts[id(node)]

    def parameters(self, operation, where):
        every = [self.resolve(parameter) for parameter in operation.get('parameters', [])]
        return {parameter['name']: parameter for parameter in every if parameter.get('in') == where}

    def responses(self, operation):
        return {int(status): self.resolve(response) for status, response in operation.get('responses', {}).items()}

    def codes(self, response):
        """The problem codes a response may have."""
        found = set()
        for part in response.get('content', {}).get(PROBLEM, {}).get('schema', {}).get('allOf', []):
            found |= set(part.get('properties', {}).get('code', {}).get('enum', []))
        return found

    def errors(self, schema, value, strict=False):
        """What in a value is against a schema."""
        resolver = self.strict_resolver if strict else self.resolver
        validator = jsonschema.Draft202012Validator(schema, resolver=resolver, format_checker=formats)
        for error in validator.iter_errors(value):
            yield f'{"/".join(map(str, error.absolute_path))}: {error.message[:160]}'
        yield from undecodable(self, schema, value)

    def header_errors(self, schema, value):
        """The same, remembered: most answers have the same headers."""
        key = (json.dumps(schema), value)
        if key not in self.headers:
            self.headers[key] = list(self.errors(schema, value))
        return self.headers[key]


def undecodable(document, schema, value):
    """jsonschema takes contentEncoding as a remark."""
    schema = document.resolve(schema)
    if isinstance(value, dict):
        for name, part in value.items():
            yield from undecodable(document, schema.get('properties', {}).get(name, {}), part)
    elif isinstance(value, str) and schema.get('contentEncoding') == 'base64':
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error as error:
            yield f'{value[:20]}: {error}'


# What the document is made of


def references(node, name=''):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == '$ref':
                yield value
            else:
                yield from references(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def check_structure(document, world):
    tree = document.tree
    if tree.get('openapi') != '3.1.0' or not tree.get('info', {}).get('title') or not tree['info'].get('version'):
        yield 'it is no OpenAPI 3.1 document with a title and a version'
    used = set(references(tree))
    for reference in sorted(used):
        if not document.resolve({'$ref': reference}):
            yield f'{reference} is nowhere'
    for kind, parts in tree.get('components', {}).items():
        for name in parts:
            if kind not in ('securitySchemes',) and f'#/components/{kind}/{name}' not in used \
               and (kind, name) != ('responses', 'MethodNotAllowed'):
                yield f'components/{kind}/{name} is used by nothing'
    for name in ('session', 'card'):
        scheme = tree.get('components', {}).get('securitySchemes', {}).get(name, {})
        if scheme.get('scheme') != 'bearer' or scheme.get('type') != 'http':
            yield f'{name} is no bearer token'
    ids = [operation.get('operationId') for _, _, operation in document.operations()]
    if None in ids or len(ids) != len(set(ids)):
        yield 'an operation has no operationId, or another one’s'
    for path, method, operation in document.operations():
        for word in check_operation(document, path, operation):
            yield f'{method} {path}: {word}'
    for name, response in tree.get('components', {}).get('responses', {}).items():
        for word in check_response(document, 400, response):
            yield f'components/responses/{name}: {word}'


def check_operation(document, path, operation):
    given = document.parameters(operation, 'path')
    if set(re.findall(r'\{(\w+)\}', path)) != set(given) \
       or not all(parameter.get('required') for parameter in given.values()):
        yield f'its path parameters are {sorted(given)}'
    for parameter in operation.get('parameters', []):
        parameter = document.resolve(parameter)
        if not parameter.get('name') or not parameter.get('in') or 'type' not in parameter.get('schema', {}):
            yield f'the parameter {parameter} has no name, place or type'
    for status, response in document.responses(operation).items():
        for word in check_response(document, status, response):
            yield f'{status}: {word}'


def check_response(document, status, response):
    """Every answer says what it is, and every refusal is a problem document."""
    if not response.get('description'):
        yield 'no description'
    for name, header in response.get('headers', {}).items():
        if 'type' not in document.resolve(header).get('schema', {}):
            yield f'the header {name} has no type'
    for media, content in response.get('content', {}).items():
        schema = content.get('schema', {})
        if media == PROBLEM:
            schema = schema.get('allOf', [{}])[0]
        if (media == PROBLEM) != (status >= 400) or '$ref' not in schema \
           or status >= 400 and schema['$ref'] != '#/components/schemas/Problem':
            yield f'{media} has no schema'


def check_schemas(document, world):
    for name, schema in document.tree.get('components', {}).get('schemas', {}).items():
        for member, part in schema.get('properties', {}).items():
            if not {'type', 'const', '$ref'} & set(part):
                yield f'{name}.{member} has no type'
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            yield f'{name} is no schema: {error.message}'


def check_routes(document, world):
    template = {re.sub(r'\{\w+\}', '*', path): path for path in document.tree.get('paths', {})}
    written = {(method, re.sub(r'\{\w+\}', '*', path)) for path, method, _ in document.operations()}
    printed = {(method, path) for method, path, *_ in world.routes}
    for method, path in sorted(printed - written):
        yield f'{method} {path} is not in the document'
    for method, path in sorted(written - printed):
        yield f'{method} {path} is not in the table of routes'
    for method, path, needs, application, scope in world.routes:
        if (method, path) in written:
            operation = document.tree['paths'][template[path]][method.lower()]
            for word in check_needs(document, operation, needs, application, scope):
                yield f'{method} {path}: {word}'


def check_needs(document, operation, needs, application, scope):
    responses = document.responses(operation)
    # As a list of alternatives; nothing at all where anybody may ask.
    schemes = [{scheme: []} for scheme in ('session', 'card') if scheme in needs]
    if operation.get('security') != schemes:
        yield 'security'
    if bool(schemes) != ('session_required' in document.codes(responses.get(401, {}))):
        yield '401 session_required'
    body = operation.get('requestBody', {})
    if ('json' in needs) != (body.get('required') is True and set(body.get('content', {})) == {JSON}):
        yield 'requestBody'
    key = document.parameters(operation, 'header').get('Idempotency-Key')
    if ('once' in needs) != (key is not None and key.get('required') is True):
        yield 'Idempotency-Key'
    if ('once' in needs) != ('key_reused' in document.codes(responses.get(422, {}))):
        yield '422 key_reused'
    refusals = document.codes(responses.get(403, {}))
    if application != '-' and 'method_insufficient' not in refusals:
        yield '403 method_insufficient'
    if scope != '-' and 'consent_required' not in refusals:
        yield '403 consent_required'
    if 'internal' not in document.codes(responses.get(500, {})):
        yield '500 internal'


def check_records(document, world):
    schemas = document.tree.get('components', {}).get('schemas', {})
    for name in sorted(world.declared ^ set(world.records)):
        yield f'the record {name} is declared or printed, not both'
    for name, fields in world.records.items():
        schema = schemas.get(name)
        if schema is None:
            yield f'the record {name} has no schema'
            continue
        if schema.get('type') != 'object':
            yield f'{name} is no object'
        properties = schema.get('properties', {})
        for member in sorted({field['name'] for field in fields} ^ set(properties)):
            yield f'{name}.{member} is in the record or in its schema, not in both'
        required = {field['name'] for field in fields if field['required']}
        for member in sorted(required ^ set(schema.get('required', []))):
            yield f'{name}.{member} is required by the record or by its schema, not by both'
        for field in fields:
            if field['name'] in properties and not fits(field, properties[field['name']]):
                yield f'{name}.{field["name"]} is another type'


def fits(field, schema):
    reference = {'$ref': f'#/components/schemas/{field.get("of")}'}
    kind = field['kind']
    if kind == 'record':
        return schema.get('$ref') == reference['$ref']
    return (schema.get('type') == TYPES[kind]
            and (schema.get('format') == 'date-time') == (kind == 'time')
            and (schema.get('contentEncoding') == 'base64') == (kind == 'bytes')
            and (kind != 'list' or schema.get('items') == reference)
            and (kind != 'strv' or schema.get('items', {}).get('type') == 'string'))


def check_codes(document, world):
    problem = document.tree.get('components', {}).get('schemas', {}).get('Problem', {})
    if problem.get('x-codes') != world.codes:
        yield 'Problem/x-codes is not the table of codes'
    if problem.get('properties', {}).get('code', {}).get('enum') != list(world.codes):
        yield 'Problem/code is not the table of codes'
    everywhere = set()
    places = [(f'{method} {path}', status, response) for path, method, operation in document.operations()
              for status, response in document.responses(operation).items()]
    places.append(('any', 405, document.resolve({'$ref': '#/components/responses/MethodNotAllowed'})))
    for place, status, response in places:
        codes = document.codes(response)
        everywhere |= codes
        if status >= 400 and not codes:
            yield f'{place} {status} has no codes'
        for code in sorted(codes):
            if world.codes.get(code) != status:
                yield f'{place} {status} has {code}, which is {world.codes.get(code)}'
    for code in sorted(set(world.codes) - everywhere):
        yield f'no call answers {code}'


# What was answered


def expected(document, exchange):
    """The response the document has for it; None where it has none."""
    template, operation = document.find(exchange.method, exchange.path)
    if operation is not None:
        return document.responses(operation).get(exchange.status)
    name, status = ('MethodNotAllowed', 405) if template is not None else ('NotFound', 404)
    return document.resolve({'$ref': f'#/components/responses/{name}'}) if exchange.status == status else None


def check_heads(document, world):
    for exchange in world.exchanges:
        response = expected(document, exchange)
        if response is None:
            yield f'{exchange}: the status is not documented'
            continue
        for word in check_headers(document, exchange, response):
            yield f'{exchange}: {word}'
        media = exchange.headers.get('content-type', '').partition(';')[0]
        if bool(exchange.answer) != bool(response.get('content')):
            yield f'{exchange}: a body, or none, is not documented'
        elif exchange.answer and media not in response['content']:
            yield f'{exchange}: {media} is not documented'


def check_headers(document, exchange, response):
    documented = {name.lower(): document.resolve(header) for name, header in response.get('headers', {}).items()}
    for name in TELLING & set(exchange.headers):
        if name not in documented:
            yield f'the header {name} is not documented'
    for name, header in documented.items():
        value = exchange.headers.get(name)
        if value is None:
            if header.get('required'):
                yield f'the header {name} is not there'
            continue
        for error in document.header_errors(header.get('schema', {}), value):
            yield f'the header {name}: {error}'
    if exchange.status == 405:
        template, _ = document.find(exchange.method, exchange.path)
        methods = {method for path, method, _ in document.operations() if path == template}
        if set(exchange.headers.get('allow', '').split(', ')) != methods:
            yield f'Allow is {exchange.headers.get("allow")}, documented are {sorted(methods)}'


def check_reached(document, world):
    """Nothing is documented that was never seen, and the walk has been at every code of every call."""
    seen = set()
    for exchange in world.exchanges:
        template, _ = document.find(exchange.method, exchange.path)
        code = exchange.json.get('code') if exchange.status >= 400 else None
        seen.add((template, exchange.method, exchange.status, code))
    for path, method, operation in document.operations():
        for status, response in document.responses(operation).items():
            for code in sorted(document.codes(response)) or [None]:
                if code not in UNREACHED and (path, method, status, code) not in seen:
                    yield f'{method} {path} never answered {status} {code or ""}'


def check_bodies(document, world):
    for exchange in world.exchanges:
        response = expected(document, exchange)
        content = (response or {}).get('content', {})
        media = exchange.headers.get('content-type', '').partition(';')[0]
        if media in content:
            schema = content[media].get('schema', False)
            for error in memory.look(document.parts_of(schema), exchange, functools.partial(
                    document.errors, schema, exchange.json, strict=True)):
                yield f'{exchange}: {error}'


def check_requests(document, world):
    """A call that was done fits the document, and one that was invalid_request does not."""
    for exchange in world.exchanges:
        _, operation = document.find(exchange.method, exchange.path)
        if operation is None or exchange.opaque or not (exchange.status < 300 or exchange.status == 400):
            continue
        wrong = memory.look(document.parts_of(operation), exchange,
                            functools.partial(request_errors, document, operation, exchange))
        if exchange.status < 300 and wrong:
            yield f'{exchange}: it was done and is against the document: {wrong[0]}'
        if exchange.status == 400 and not wrong:
            yield f'{exchange}: it is as documented and was refused: {exchange.answer.decode()}'


def request_errors(document, operation, exchange):
    query = dict(urllib.parse.parse_qsl(exchange.query))
    for name in set(query) - set(document.parameters(operation, 'query')):
        yield f'there is no {name}'
    for name in ASKING & set(exchange.sent) - {name.lower() for name in document.parameters(operation, 'header')}:
        yield f'there is no header {name}'
    for where, given in (('query', query), ('header', exchange.sent)):
        for name, parameter in document.parameters(operation, where).items():
            value = given.get(name if where == 'query' else name.lower())
            schema = parameter.get('schema', {})
            if value is None:
                if parameter.get('required'):
                    yield f'{name} is not there'
                continue
            if schema.get('type') == 'integer' and re.fullmatch('-?[0-9]+', value):
                value = int(value)
            yield from document.errors(schema, value)
    content = operation.get('requestBody', {}).get('content')
    if content is None:
        return
    media = exchange.sent.get('content-type', '').partition(';')[0]
    if media not in content:
        yield f'{media} is not taken'
        return
    try:
        value = json.loads(exchange.body)
    except ValueError as error:
        yield str(error)
        return
    yield from document.errors(content[media].get('schema', {}), value)


def check_frames(document, world):
    operation = document.tree.get('paths', {}).get('/v1/events', {}).get('get', {})
    response = document.responses(operation).get(101, {})
    schema = response.get('x-frames', {}).get('schema')
    if schema is None:
        yield 'the frames of /v1/events are not documented'
        return
    for frame in world.frames:
        for error in document.errors(schema, frame, strict=True):
            yield f'frame {frame}: {error}'
    kinds = document.resolve(schema).get('properties', {}).get('kind', {}).get('enum', [])
    for kind in sorted(set(kinds) ^ {frame.get('kind') for frame in world.frames}):
        yield f'events of the kind {kind} are documented or were seen, not both'
    if set(response.get('x-close', [])) != world.closed:
        yield f'the server closed with {sorted(world.closed)}'


CHECKS = (check_records, check_routes, check_codes, check_structure, check_reached, check_heads, check_frames,
          check_requests, check_bodies, check_schemas)


def problems(tree, world):
    document = Document(tree)
    for check in CHECKS:
        yield from check(document, world)
