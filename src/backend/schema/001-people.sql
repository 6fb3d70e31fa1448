-- Who there is, how they prove it, and what they agreed to.
-- Moments are seconds since 1970 in UTC; days are YYYY-MM-DD; no column holds a password.
CREATE TABLE agencies (
  code         TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  parent_code  TEXT NOT NULL DEFAULT '',
  level        INTEGER NOT NULL DEFAULT 0,
  zip          TEXT NOT NULL DEFAULT '',
  address      TEXT NOT NULL DEFAULT '',
  vintage      TEXT NOT NULL
);

CREATE TABLE persons (
  id           INTEGER PRIMARY KEY,
  national_id  TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  birth_date   TEXT NOT NULL
);

-- A person with a row here is or was a civil servant; those who never were have none.
CREATE TABLE civil_servants (
  person_id       INTEGER PRIMARY KEY REFERENCES persons (id),
  agency_code     TEXT NOT NULL REFERENCES agencies (code),
  position        TEXT NOT NULL,
  status          TEXT NOT NULL CHECK (status IN ('active', 'retired')),
  notice_address  TEXT,
  roles           TEXT NOT NULL DEFAULT 'person'
);

CREATE TABLE cards (
  card_id     BLOB PRIMARY KEY CHECK (length (card_id) = 12),
  number      TEXT NOT NULL UNIQUE,
  scheme      TEXT NOT NULL,
  public_key  BLOB NOT NULL,
  person_id   INTEGER NOT NULL REFERENCES persons (id)
);

-- The registration with Card Online Services: errors since the last stop or success, stops since the last success.
CREATE TABLE registrations (
  person_id      INTEGER PRIMARY KEY REFERENCES persons (id),
  password_hash  TEXT NOT NULL,
  verified_at    INTEGER,
  errors         INTEGER NOT NULL DEFAULT 0,
  stopped_until  INTEGER NOT NULL DEFAULT 0,
  stops          INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE accounts (
  account        TEXT PRIMARY KEY,
  person_id      INTEGER NOT NULL UNIQUE REFERENCES persons (id),
  password_hash  TEXT NOT NULL
);

-- By SHA-256 of the name, whether there is such an account or not, so that both answer the same.
CREATE TABLE account_attempts (
  account_hash  BLOB PRIMARY KEY,
  errors        INTEGER NOT NULL,
  locked_until  INTEGER NOT NULL,
  last_at       INTEGER NOT NULL
);

CREATE TABLE login_challenges (
  login_id           BLOB PRIMARY KEY,
  card_id            BLOB NOT NULL,
  card_challenge     BLOB NOT NULL,
  backend_challenge  BLOB NOT NULL,
  expires_at         INTEGER NOT NULL
);
CREATE INDEX login_challenges_by_card ON login_challenges (card_id);
CREATE INDEX login_challenges_by_expiry ON login_challenges (expires_at);

CREATE TABLE sessions (
  token_hash    BLOB PRIMARY KEY,
  person_id     INTEGER NOT NULL REFERENCES persons (id),
  method        TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  last_used_at  INTEGER NOT NULL,
  previous_at   INTEGER,
  previous_method TEXT
);

CREATE TABLE sign_ins (
  person_id  INTEGER PRIMARY KEY REFERENCES persons (id),
  method     TEXT NOT NULL,
  at         INTEGER NOT NULL
);

CREATE TABLE legal_texts (
  scope         TEXT NOT NULL,
  version       TEXT NOT NULL,
  effective_on  TEXT NOT NULL,
  title         TEXT NOT NULL,
  text          TEXT NOT NULL,
  PRIMARY KEY (scope, version)
);

-- Once agreed there is no way back: nothing updates or deletes a row here.
CREATE TABLE consents (
  person_id  INTEGER NOT NULL REFERENCES persons (id),
  scope      TEXT NOT NULL,
  version    TEXT NOT NULL,
  agreed_at  INTEGER NOT NULL,
  method     TEXT NOT NULL,
  PRIMARY KEY (person_id, scope),
  FOREIGN KEY (scope, version) REFERENCES legal_texts (scope, version)
);
