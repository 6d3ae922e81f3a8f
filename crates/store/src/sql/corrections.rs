//! The log of corrections.

use super::Database;
use super::value::values;
use crate::StoreError;
use crate::corrections::Correction;
use whosaid::text::ArticleId;

pub(super) fn append(
    db: &dyn Database,
    corrections: &[Correction],
    touched: &[ArticleId],
) -> Result<usize, StoreError> {
    let mut n_new = 0;
    for correction in corrections {
        let body = serde_json::to_string(correction).unwrap_or_default();
        n_new += db.change(
            "INSERT INTO correction (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
            values![&correction.id, body],
        )?;
    }
    if n_new > 0 {
        for id in touched {
            db.change(
                "UPDATE story SET stale = TRUE WHERE no = (SELECT story FROM article WHERE id = ?1)",
                values![id.to_string()],
            )?;
        }
        db.change("UPDATE about SET generation = generation + 1", values![])?;
    }
    Ok(n_new as usize)
}

pub(super) fn all(db: &dyn Database) -> Result<Vec<Correction>, StoreError> {
    db.rows("SELECT body FROM correction ORDER BY seq", values![], |row| {
        serde_json::from_str(&row.first::<String>()?).map_err(|why| db.odd(why))
    })
}
