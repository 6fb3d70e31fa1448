-- A page of the inbox is read from one place: the lines of a person's orders stand side by side in an index, whether each
-- is signed for among them, and those that wait for a signature in another, so that nothing is looked through to count.
ALTER TABLE orders ADD COLUMN signed_at INTEGER;
UPDATE orders SET signed_at = (SELECT signed_at FROM receipts WHERE order_id = orders.id)
  WHERE id IN (SELECT order_id FROM receipts);

CREATE TRIGGER receipts_added AFTER INSERT ON receipts BEGIN
  UPDATE orders SET signed_at = NEW.signed_at WHERE id = NEW.order_id;
END;

CREATE TRIGGER receipts_removed AFTER DELETE ON receipts BEGIN
  UPDATE orders SET signed_at = NULL WHERE id = OLD.order_id;
END;

DROP INDEX orders_by_person;
CREATE INDEX orders_by_person ON orders (person_id, issued_on DESC, id DESC, version, kind_code, agency_name,
  document_number, reason, electronic, notified_at, viewed_at, signed_at);
CREATE INDEX orders_unsigned ON orders (person_id, issued_on DESC, id DESC, electronic, signed_at)
  WHERE electronic = 1 AND signed_at IS NULL;
