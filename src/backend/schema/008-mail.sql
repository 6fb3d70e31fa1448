-- Mail that is to be sent or was. What is in it (address, name, code) is sealed with a key that is not in the database,
-- and gone when the mail has left or nobody tries any more.
CREATE TABLE mails (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  person_id INTEGER REFERENCES persons (id) ON DELETE SET NULL,
  sealed BLOB,
  added_at INTEGER NOT NULL,
  expires_at INTEGER,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER,
  done_at INTEGER,
  outcome TEXT,
  CHECK ((state = 'waiting') = (sealed IS NOT NULL)),
  CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
  CHECK ((state = 'waiting') = (done_at IS NULL))
);
CREATE INDEX mails_waiting ON mails (next_try_at) WHERE state = 'waiting';
CREATE INDEX mails_done ON mails (done_at) WHERE done_at IS NOT NULL;
