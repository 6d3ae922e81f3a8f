-- What the list of speakers shows, kept beside the quotes that it is counted from. Unnamed sources are not listed.
CREATE TABLE speaker_total (
    speaker INTEGER PRIMARY KEY REFERENCES speaker (no),
    name TEXT NOT NULL,
    quotes INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    first TEXT,
    last TEXT
) STRICT;
CREATE INDEX speaker_total_quotes ON speaker_total (quotes DESC, name);

INSERT INTO speaker_total
    SELECT q.speaker, speaker.name, count(*), count(DISTINCT q.article), count(DISTINCT a.shown_outlet),
        min(substr(a.shown_published, 1, 10)), max(substr(a.shown_published, 1, 10))
    FROM quote q JOIN speaker ON speaker.no = q.speaker JOIN article a ON a.no = q.article
    WHERE q.kind NOT IN ('unnamed', 'unspecified') GROUP BY q.speaker;
