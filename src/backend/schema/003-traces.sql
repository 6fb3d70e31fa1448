-- What was asked before, and who asked for what.
CREATE TABLE idempotency (
  person_id     INTEGER NOT NULL REFERENCES persons (id),
  key           TEXT NOT NULL,
  request_hash  BLOB NOT NULL,
  status        INTEGER NOT NULL,
  body          TEXT NOT NULL,
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- person_id is who asked; subject_id whose data it was. No secret and no text of a document.
CREATE TABLE audit (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  at          INTEGER NOT NULL,
  person_id   INTEGER,
  subject_id  INTEGER,
  method      TEXT NOT NULL DEFAULT '',
  action      TEXT NOT NULL,
  target      TEXT NOT NULL DEFAULT '',
  outcome     TEXT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject_id, id);
