-- A file says whose it is (“eCPA”), so that a restore cannot be given another program's database.
PRAGMA application_id = 1698910273;

-- Where a challenge went, so that one place cannot take them all.
ALTER TABLE login_challenges ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE INDEX login_challenges_by_address ON login_challenges (address);
