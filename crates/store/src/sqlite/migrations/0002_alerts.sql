-- What a reader should be told: a claim's status changed, a denial or a correction came, an outlet edited what a claim
-- rests on.

-- The articles of a dossier in its order (JSON list of numbers), so that it can be compared with the next one.
ALTER TABLE dossier ADD COLUMN members TEXT;

CREATE TABLE alert (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    noticed TEXT NOT NULL,
    story INTEGER NOT NULL,           -- its number then; stories may join later
    claim TEXT NOT NULL,              -- its key then
    gist TEXT NOT NULL,
    before TEXT,                      -- its status then
    status TEXT NOT NULL,
    article INTEGER REFERENCES article (no),
    first INTEGER,
    past INTEGER
) STRICT;

-- How far a reader has read a list.
CREATE TABLE seen (
    list TEXT PRIMARY KEY,
    upto INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
