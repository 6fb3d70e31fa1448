-- What the service says before anybody signs in (L12).
CREATE TABLE announcements (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind IN ('maintenance', 'registration-suspended', 'information')),
  title      TEXT NOT NULL,
  text       TEXT,
  starts_at  INTEGER,
  ends_at    INTEGER,
  added_at   INTEGER NOT NULL
);

-- Counts what changes in a matter that everybody is told of.
CREATE TABLE revisions (
  topic     TEXT PRIMARY KEY,
  revision  INTEGER NOT NULL
);
INSERT INTO revisions (topic, revision) VALUES ('service', 1);

CREATE TRIGGER announcements_added AFTER INSERT ON announcements BEGIN
  UPDATE revisions SET revision = revision + 1 WHERE topic = 'service';
END;
CREATE TRIGGER announcements_changed AFTER UPDATE ON announcements BEGIN
  UPDATE revisions SET revision = revision + 1 WHERE topic = 'service';
END;
CREATE TRIGGER announcements_removed AFTER DELETE ON announcements BEGIN
  UPDATE revisions SET revision = revision + 1 WHERE topic = 'service';
END;
CREATE TRIGGER legal_texts_added AFTER INSERT ON legal_texts BEGIN
  UPDATE revisions SET revision = revision + 1 WHERE topic = 'service';
END;

-- Why a session ended before its time, for as long as somebody may be listening.
CREATE TABLE ended_sessions (
  token_hash  BLOB PRIMARY KEY,
  reason      TEXT NOT NULL CHECK (reason IN ('signed-out', 'administrator')),
  at          INTEGER NOT NULL
);

-- Tries that failed, by network address: an IPv4 address, or the first 64 bits of an IPv6 one.
CREATE TABLE address_attempts (
  address       TEXT PRIMARY KEY,
  errors        INTEGER NOT NULL,
  locked_until  INTEGER NOT NULL,
  last_at       INTEGER NOT NULL
);
