//! What readers should be told, and how far they have read.

use super::Database;
use super::value::values;
use crate::StoreError;
use crate::rows::AlertRecord;
use crate::store::StoryNo;

pub(super) fn put(
    db: &dyn Database,
    story: StoryNo,
    alert: &AlertRecord,
    noticed: &str,
) -> Result<(), StoreError> {
    let (article, span) = alert.place.map_or((None, None), |(no, span)| (Some(no), span));
    db.change(
        "INSERT INTO alert (kind, noticed, story, claim, gist, before, status, article, first, past)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        values![
            alert.kind,
            noticed,
            story,
            &alert.key,
            &alert.gist,
            alert.before,
            &alert.status,
            article,
            span.map(|span| span[0]),
            span.map(|span| span[1])
        ],
    )?;
    Ok(())
}

pub(super) fn see(db: &dyn Database, upto: i64) -> Result<(), StoreError> {
    db.change(
        "INSERT INTO seen (list, upto) VALUES ('alert', ?1)
         ON CONFLICT (list) DO UPDATE SET upto = excluded.upto WHERE seen.upto < excluded.upto",
        values![upto],
    )?;
    Ok(())
}
