//! The log of corrections.

use crate::corrections::Correction;
use rusqlite::types::Type;
use rusqlite::{Connection, Transaction, params};
use whosaid::text::ArticleId;

pub(super) fn append(
    step: &Transaction<'_>,
    corrections: &[Correction],
    touched: &[ArticleId],
) -> rusqlite::Result<usize> {
    let mut n_new = 0;
    for correction in corrections {
        let body = serde_json::to_string(correction).unwrap_or_default();
        n_new += step
            .prepare_cached("INSERT OR IGNORE INTO correction (id, body) VALUES (?1, ?2)")?
            .execute(params![correction.id, body])?;
    }
    if n_new > 0 {
        for id in touched {
            step.prepare_cached(
                "UPDATE story SET stale = 1 WHERE no = (SELECT story FROM article WHERE id = ?1)",
            )?
            .execute([id.to_string()])?;
        }
        step.execute("UPDATE about SET generation = generation + 1", [])?;
    }
    Ok(n_new)
}

pub(super) fn all(c: &Connection) -> rusqlite::Result<Vec<Correction>> {
    c.prepare_cached("SELECT body FROM correction ORDER BY seq")?
        .query_map([], |row| {
            let body: String = row.get(0)?;
            serde_json::from_str(&body)
                .map_err(|why| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, why.into()))
        })?
        .collect()
}
