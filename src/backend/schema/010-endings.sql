-- Why a session ended, by time as well, for as long as somebody may be listening or ask.
ALTER TABLE ended_sessions RENAME TO ended_before;
CREATE TABLE ended_sessions (
  token_hash  BLOB PRIMARY KEY,
  reason      TEXT NOT NULL CHECK (reason IN ('expired', 'signed-out', 'administrator')),
  at          INTEGER NOT NULL
);
INSERT INTO ended_sessions (token_hash, reason, at) SELECT token_hash, reason, at FROM ended_before;
DROP TABLE ended_before;
