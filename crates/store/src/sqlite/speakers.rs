//! How often everyone is quoted: totals that are counted again for those whose quotes changed.

use crate::store::ArticleNo;
use rusqlite::{Connection, Transaction};
use std::collections::BTreeSet;

/// Speakers by number.
pub(super) type Touched = BTreeSet<i64>;

/// Adds everyone whom an article quotes.
pub(super) fn touch(c: &Connection, article: ArticleNo, touched: &mut Touched) -> rusqlite::Result<()> {
    let mut speakers = c.prepare_cached("SELECT speaker FROM quote WHERE article = ?1")?;
    let speakers = speakers.query_map([article.0], |row| row.get(0))?;
    for speaker in speakers {
        touched.insert(speaker?);
    }
    Ok(())
}

/// Counts these speakers again. Unnamed sources have no total.
pub(super) fn count(step: &Transaction<'_>, touched: &Touched) -> rusqlite::Result<()> {
    for speaker in touched {
        step.prepare_cached("DELETE FROM speaker_total WHERE speaker = ?1")?.execute([speaker])?;
        step.prepare_cached(
            "INSERT INTO speaker_total
                SELECT q.speaker, speaker.name, count(*), count(DISTINCT q.article),
                    count(DISTINCT a.shown_outlet), min(substr(a.shown_published, 1, 10)),
                    max(substr(a.shown_published, 1, 10))
                FROM quote q JOIN speaker ON speaker.no = q.speaker JOIN article a ON a.no = q.article
                WHERE q.speaker = ?1 AND q.kind NOT IN ('unnamed', 'unspecified') GROUP BY q.speaker",
        )?
        .execute([speaker])?;
    }
    Ok(())
}
