-- The collection: articles as they came, their readings, the stories they tell, and what readers corrected.

-- Counts changes of groups and stories, so that two writers do not work from one state.
CREATE TABLE about (generation INTEGER NOT NULL) STRICT;
INSERT INTO about VALUES (0);

-- Evidence: never changed once written, but for the columns from "newer" on.
CREATE TABLE article (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    address TEXT,
    given_id TEXT,
    path TEXT,
    url TEXT,
    outlet TEXT,
    title TEXT,
    byline TEXT NOT NULL,             -- JSON list
    published TEXT,
    published_how TEXT NOT NULL,
    not_before TEXT,
    not_after TEXT,
    modified TEXT,
    modified_how TEXT,
    language TEXT,
    wire TEXT,
    sections TEXT NOT NULL,           -- JSON list of [first byte, one past the last byte, kind]
    added TEXT NOT NULL,
    newer INTEGER REFERENCES article (no),
    gathered INTEGER NOT NULL,        -- whether it takes part in stories
    cluster INTEGER,                  -- the group that the program put it in
    story INTEGER REFERENCES story (no),
    shown_outlet TEXT,                -- as corrected
    shown_published TEXT,             -- as corrected
    instant INTEGER                   -- seconds of shown_published, for ordering
) STRICT;
CREATE INDEX article_address ON article (address);
CREATE INDEX article_story ON article (story);
CREATE INDEX article_instant ON article (instant);
CREATE INDEX article_waiting ON article (no) WHERE gathered AND newer IS NULL AND cluster IS NULL;

CREATE TABLE prose (
    article INTEGER PRIMARY KEY REFERENCES article (no),
    title TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE prose_words USING fts5 (
    title, text, content = 'prose', content_rowid = 'article', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE reading (
    article INTEGER PRIMARY KEY REFERENCES article (no),
    made_with TEXT NOT NULL,
    outline BLOB,
    layers BLOB NOT NULL
) STRICT;

CREATE TABLE change (
    newer INTEGER NOT NULL REFERENCES article (no),
    older INTEGER NOT NULL REFERENCES article (no),
    difference TEXT NOT NULL,         -- JSON
    PRIMARY KEY (newer, older)
) STRICT, WITHOUT ROWID;

CREATE TABLE story (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL DEFAULT '',
    first TEXT,
    last TEXT,
    articles INTEGER NOT NULL DEFAULT 0,
    outlets INTEGER NOT NULL DEFAULT 0,
    claims INTEGER NOT NULL DEFAULT 0,
    folded INTEGER NOT NULL DEFAULT 0,
    conflicts INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX story_last ON story (last);
CREATE INDEX story_stale ON story (no) WHERE stale;

CREATE TABLE story_gone (
    no INTEGER PRIMARY KEY,
    joined INTEGER
) STRICT;

CREATE TABLE dossier (
    story INTEGER PRIMARY KEY REFERENCES story (no),
    made_with TEXT NOT NULL,
    weighed TEXT NOT NULL,
    dossier BLOB NOT NULL
) STRICT;

CREATE TABLE claim (
    story INTEGER NOT NULL REFERENCES story (no),
    n INTEGER NOT NULL,
    key TEXT NOT NULL,
    gist TEXT NOT NULL,
    status TEXT NOT NULL,
    origins_min INTEGER NOT NULL,
    origins_max INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    tellings INTEGER NOT NULL,
    earliest INTEGER,
    PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_article (
    story INTEGER NOT NULL REFERENCES story (no),
    n INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (no),
    PRIMARY KEY (story, n, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_article_article ON claim_article (article);

CREATE TABLE speaker (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE quote (
    article INTEGER NOT NULL REFERENCES article (no),
    n INTEGER NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speaker (no),
    kind TEXT NOT NULL,
    chain TEXT NOT NULL,
    form TEXT NOT NULL,
    stance TEXT NOT NULL,
    first INTEGER NOT NULL,
    past INTEGER NOT NULL,
    PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_speaker ON quote (speaker);

CREATE TABLE event (
    story INTEGER NOT NULL REFERENCES story (no),
    n INTEGER NOT NULL,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    future INTEGER NOT NULL,
    claim TEXT,
    article INTEGER NOT NULL REFERENCES article (no),
    first INTEGER NOT NULL,
    past INTEGER NOT NULL,
    PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_at ON event (at);

CREATE TABLE conflict (
    story INTEGER NOT NULL REFERENCES story (no),
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    a_claim TEXT NOT NULL,
    a_article INTEGER NOT NULL REFERENCES article (no),
    a_first INTEGER NOT NULL,
    a_past INTEGER NOT NULL,
    b_claim TEXT NOT NULL,
    b_article INTEGER NOT NULL REFERENCES article (no),
    b_first INTEGER NOT NULL,
    b_past INTEGER NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;

-- A log: rows are only ever appended.
CREATE TABLE correction (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL                -- JSON
) STRICT;
