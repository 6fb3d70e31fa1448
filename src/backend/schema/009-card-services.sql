-- The card services (N1–N8) and the passwords of accounts (L7).

-- A card that proved itself without a password; opens the calls for that card and nothing else.
CREATE TABLE card_sessions (
  token_hash    BLOB PRIMARY KEY,
  card_id       BLOB NOT NULL REFERENCES cards (card_id),
  person_id     INTEGER NOT NULL REFERENCES persons (id),
  created_at    INTEGER NOT NULL,
  last_used_at  INTEGER NOT NULL
);

-- What the household register says; nobody writes it here.
CREATE TABLE residences (
  person_id         INTEGER PRIMARY KEY REFERENCES persons (id),
  household_number  TEXT NOT NULL,
  county            TEXT NOT NULL,
  town              TEXT NOT NULL,
  village           TEXT NOT NULL,
  neighbourhood     TEXT NOT NULL
);

-- Wrong residences, whether there is a right one or not.
CREATE TABLE residence_attempts (
  person_id      INTEGER PRIMARY KEY REFERENCES persons (id),
  errors         INTEGER NOT NULL,
  stopped_until  INTEGER NOT NULL
);

-- new_mail takes the place of mail when it is verified.
CREATE TABLE contacts (
  person_id       INTEGER PRIMARY KEY REFERENCES persons (id),
  telephone       TEXT,
  extension       TEXT,
  mobile          TEXT NOT NULL,
  mail            TEXT NOT NULL,
  mail_secondary  TEXT,
  new_mail        TEXT
);

-- What stands in mails: the hash only. mail is where it went, which a reset to another address makes the registered one.
CREATE TABLE codes (
  code_hash      BLOB PRIMARY KEY,
  purpose        TEXT NOT NULL CHECK (purpose IN ('verification', 'reset')),
  person_id      INTEGER NOT NULL REFERENCES persons (id),
  card_id        BLOB NOT NULL,
  mail           TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  expires_at     INTEGER NOT NULL,
  used_at        INTEGER,
  superseded_at  INTEGER
);
CREATE INDEX codes_by_person ON codes (person_id, created_at);

CREATE TABLE phones (
  id             TEXT PRIMARY KEY,
  person_id      INTEGER NOT NULL REFERENCES persons (id),
  name           TEXT NOT NULL,
  device_hash    BLOB NOT NULL,
  device_masked  TEXT NOT NULL,
  added_at       INTEGER NOT NULL,
  UNIQUE (person_id, device_hash)
);

-- Passwords that were in force before the present one.
CREATE TABLE password_history (
  id             INTEGER PRIMARY KEY,
  person_id      INTEGER NOT NULL REFERENCES persons (id),
  kind           TEXT NOT NULL CHECK (kind IN ('account', 'registration')),
  password_hash  TEXT NOT NULL,
  replaced_at    INTEGER NOT NULL
);
CREATE INDEX password_history_by_person ON password_history (person_id, kind, id);

-- Which terms somebody read when they registered a card: nothing updates or deletes a row here.
CREATE TABLE terms_agreed (
  person_id  INTEGER NOT NULL REFERENCES persons (id),
  scope      TEXT NOT NULL,
  version    TEXT NOT NULL,
  agreed_at  INTEGER NOT NULL,
  FOREIGN KEY (scope, version) REFERENCES legal_texts (scope, version)
);
CREATE INDEX terms_agreed_by_person ON terms_agreed (person_id);

ALTER TABLE accounts ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrations ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX accounts_by_folded_name ON accounts (lower (account));

-- Counts what changes in somebody's registration; outlives it.
CREATE TABLE registration_revisions (
  person_id  INTEGER PRIMARY KEY REFERENCES persons (id),
  revision   INTEGER NOT NULL
);

CREATE TRIGGER registrations_added AFTER INSERT ON registrations BEGIN
  INSERT INTO registration_revisions (person_id, revision) VALUES (NEW.person_id, 1)
    ON CONFLICT (person_id) DO UPDATE SET revision = revision + 1;
END;
CREATE TRIGGER registrations_changed AFTER UPDATE ON registrations
  WHEN OLD.verified_at IS NOT NEW.verified_at OR OLD.password_hash <> NEW.password_hash
    OR OLD.stopped_until <> NEW.stopped_until OR OLD.stops <> NEW.stops BEGIN
  INSERT INTO registration_revisions (person_id, revision) VALUES (NEW.person_id, 1)
    ON CONFLICT (person_id) DO UPDATE SET revision = revision + 1;
END;
CREATE TRIGGER registrations_removed AFTER DELETE ON registrations BEGIN
  UPDATE registration_revisions SET revision = revision + 1 WHERE person_id = OLD.person_id;
END;
CREATE TRIGGER contacts_changed AFTER UPDATE ON contacts BEGIN
  UPDATE registration_revisions SET revision = revision + 1 WHERE person_id = NEW.person_id;
END;
