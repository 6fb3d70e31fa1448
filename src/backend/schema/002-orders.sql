-- What was ordered, who opened it and who signed for it.
CREATE TABLE order_kinds (
  code             TEXT PRIMARY KEY,
  name             TEXT NOT NULL,
  points           INTEGER NOT NULL,
  electronic_from  TEXT
);

CREATE TABLE orders (
  id                 TEXT PRIMARY KEY,
  person_id          INTEGER NOT NULL REFERENCES persons (id),
  version            INTEGER NOT NULL DEFAULT 1,
  kind_code          TEXT NOT NULL REFERENCES order_kinds (code),
  electronic         INTEGER NOT NULL,
  document_class     TEXT NOT NULL,
  agency_code        TEXT NOT NULL REFERENCES agencies (code),
  agency_name        TEXT NOT NULL,
  agency_address     TEXT,
  agency_contact     TEXT,
  file_number        TEXT,
  retention          TEXT,
  recipient          TEXT NOT NULL,
  recipient_address  TEXT,
  issued_on          TEXT NOT NULL,
  document_number    TEXT NOT NULL,
  speed              TEXT,
  secrecy            TEXT,
  attachments        TEXT,
  subject            TEXT NOT NULL,
  position           TEXT NOT NULL,
  result             TEXT NOT NULL,
  reason             TEXT NOT NULL,
  legal_basis        TEXT NOT NULL,
  other              TEXT,
  original_to        TEXT NOT NULL,
  copies_to          TEXT,
  signer_title       TEXT NOT NULL,
  signer_name        TEXT NOT NULL,
  remedy_kind        TEXT,
  remedy_text        TEXT,
  remedy_days        INTEGER,
  notified_at        INTEGER,
  viewed_at          INTEGER
);
CREATE INDEX orders_by_person ON orders (person_id, issued_on DESC, id DESC);

-- Exactly one receipt per order, whatever the network does.
CREATE TABLE receipts (
  id         TEXT PRIMARY KEY,
  order_id   TEXT NOT NULL UNIQUE REFERENCES orders (id),
  person_id  INTEGER NOT NULL REFERENCES persons (id),
  signed_at  INTEGER NOT NULL,
  method     TEXT NOT NULL
);
