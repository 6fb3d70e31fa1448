-- What searches read instead of the orders themselves: short rows, those of a person side by side. Triggers keep them,
-- whoever writes the orders. words is the folded text to look in; null until somebody folds it (ecpa-store-search.c).
CREATE TABLE order_entries (
  person_id    INTEGER NOT NULL REFERENCES persons (id),
  issued_on    TEXT NOT NULL,
  order_id     TEXT NOT NULL,
  kind_code    TEXT NOT NULL,
  agency_name  TEXT NOT NULL,
  words        TEXT,
  PRIMARY KEY (person_id, issued_on, order_id)
) WITHOUT ROWID;
CREATE INDEX order_entries_to_fold ON order_entries (person_id) WHERE words IS NULL;

-- Counts what changes in a person's orders.
CREATE TABLE histories (
  person_id  INTEGER PRIMARY KEY REFERENCES persons (id),
  revision   INTEGER NOT NULL
);

INSERT INTO order_entries (person_id, issued_on, order_id, kind_code, agency_name)
  SELECT person_id, issued_on, id, kind_code, agency_name FROM orders;
INSERT INTO histories (person_id, revision) SELECT person_id, count(*) FROM orders GROUP BY person_id;

CREATE TRIGGER orders_added AFTER INSERT ON orders BEGIN
  INSERT INTO order_entries (person_id, issued_on, order_id, kind_code, agency_name)
    VALUES (NEW.person_id, NEW.issued_on, NEW.id, NEW.kind_code, NEW.agency_name);
  INSERT INTO histories (person_id, revision) VALUES (NEW.person_id, 1)
    ON CONFLICT (person_id) DO UPDATE SET revision = revision + 1;
END;

CREATE TRIGGER orders_changed AFTER UPDATE ON orders BEGIN
  UPDATE histories SET revision = revision + 1 WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER orders_rewritten
  AFTER UPDATE OF person_id, issued_on, id, kind_code, agency_name, reason, document_number ON orders BEGIN
  DELETE FROM order_entries WHERE person_id = OLD.person_id AND issued_on = OLD.issued_on AND order_id = OLD.id;
  INSERT INTO order_entries (person_id, issued_on, order_id, kind_code, agency_name)
    VALUES (NEW.person_id, NEW.issued_on, NEW.id, NEW.kind_code, NEW.agency_name);
END;

CREATE TRIGGER orders_removed AFTER DELETE ON orders BEGIN
  DELETE FROM order_entries WHERE person_id = OLD.person_id AND issued_on = OLD.issued_on AND order_id = OLD.id;
  UPDATE histories SET revision = revision + 1 WHERE person_id = OLD.person_id;
END;
