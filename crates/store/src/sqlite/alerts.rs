//! What readers should be told, and how far they have read.

use crate::rows::AlertRecord;
use crate::store::StoryNo;
use rusqlite::{Transaction, params};

pub(super) fn put(
    step: &Transaction<'_>,
    story: StoryNo,
    alert: &AlertRecord,
    noticed: &str,
) -> rusqlite::Result<()> {
    let (article, span) = alert.place.map_or((None, None), |(no, span)| (Some(no.0), span));
    step.prepare_cached(
        "INSERT INTO alert (kind, noticed, story, claim, gist, before, status, article, first, past)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        alert.kind,
        noticed,
        story.0,
        alert.key,
        alert.gist,
        alert.before,
        alert.status,
        article,
        span.map(|span| span[0]),
        span.map(|span| span[1])
    ])?;
    Ok(())
}

pub(super) fn see(step: &Transaction<'_>, upto: i64) -> rusqlite::Result<()> {
    step.prepare_cached(
        "INSERT INTO seen VALUES ('alert', ?1) ON CONFLICT DO UPDATE SET upto = max(upto, ?1)",
    )?
    .execute([upto])?;
    Ok(())
}
