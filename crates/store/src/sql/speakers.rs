//! How often everyone is quoted: totals that are counted again for those whose quotes changed.

use super::Database;
use super::value::values;
use crate::StoreError;
use crate::store::ArticleNo;
use std::collections::BTreeSet;

/// Speakers by number.
pub(super) type Touched = BTreeSet<i64>;

/// Adds everyone whom an article quotes.
pub(super) fn touch(db: &dyn Database, article: ArticleNo, touched: &mut Touched) -> Result<(), StoreError> {
    touched.extend(db.column::<i64>("SELECT speaker FROM quote WHERE article = ?1", values![article])?);
    Ok(())
}

/// Counts these speakers again. Unnamed sources have no total.
pub(super) fn count(db: &dyn Database, touched: &Touched) -> Result<(), StoreError> {
    for &speaker in touched {
        db.change("DELETE FROM speaker_total WHERE speaker = ?1", values![speaker])?;
        db.change(
            "INSERT INTO speaker_total
                SELECT q.speaker, speaker.name, count(*), count(DISTINCT q.article),
                    count(DISTINCT a.shown_outlet), min(substr(a.shown_published, 1, 10)),
                    max(substr(a.shown_published, 1, 10))
                FROM quote q JOIN speaker ON speaker.no = q.speaker JOIN article a ON a.no = q.article
                WHERE q.speaker = ?1 AND q.kind NOT IN ('unnamed', 'unspecified')
                GROUP BY q.speaker, speaker.name",
            values![speaker],
        )?;
    }
    Ok(())
}
