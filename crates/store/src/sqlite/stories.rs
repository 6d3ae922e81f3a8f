//! Groups, stories and what they say.

use super::speakers::{self, Touched};
use crate::moments::instant;
use crate::rows::{ConflictRecord, StoryRow, StoryRows};
use crate::store::{ArticleNo, Gatherable, Gathering, Placement, StoryNo};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use whosaid::text::{ArticleId, Moment};

/// Articles that take part in stories.
const GATHERED: &str = "gathered AND newer IS NULL";

pub(super) fn gathering(c: &Connection) -> rusqlite::Result<Gathering> {
    let generation = c.query_row("SELECT generation FROM about", [], |row| row.get(0))?;
    let articles = c
        .prepare_cached(&format!("SELECT no, id, cluster, story FROM article WHERE {GATHERED} ORDER BY no"))?
        .query_map([], |row| {
            Ok(Gatherable {
                no: ArticleNo(row.get(0)?),
                id: id(&row.get::<_, String>(1)?),
                group: row.get(2)?,
                story: row.get::<_, Option<i64>>(3)?.map(StoryNo),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let next: Option<i64> = c
        .query_row("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'story'", [], |row| row.get(0))
        .optional()?;
    Ok(Gathering { generation, next_story: StoryNo(next.unwrap_or(1)), articles })
}

/// An id as it was written by this program.
pub(super) fn id(hex: &str) -> ArticleId {
    ArticleId(u64::from_str_radix(hex, 16).unwrap_or_default().to_be_bytes())
}

pub(super) fn outlines(c: &Connection) -> rusqlite::Result<Vec<Vec<u8>>> {
    c.prepare_cached(&format!(
        "SELECT outline FROM article JOIN reading ON reading.article = no WHERE {GATHERED} ORDER BY no"
    ))?
    .query_map([], |row| Ok(row.get::<_, Option<Vec<u8>>>(0)?.unwrap_or_default()))?
    .collect()
}

pub(super) fn stale(c: &Connection, limit: u32) -> rusqlite::Result<Vec<StoryNo>> {
    c.prepare_cached("SELECT no FROM story WHERE stale ORDER BY no LIMIT ?1")?
        .query_map([limit], |row| row.get(0).map(StoryNo))?
        .collect()
}

pub(super) fn members(c: &Connection, story: StoryNo) -> rusqlite::Result<Vec<ArticleNo>> {
    c.prepare_cached("SELECT no FROM article WHERE story = ?1 ORDER BY no")?
        .query_map([story.0], |row| row.get(0).map(ArticleNo))?
        .collect()
}

pub(super) fn story(c: &Connection, story: StoryNo) -> rusqlite::Result<Option<StoryRow>> {
    let mut number = story.0;
    // A story that was joined to another leads there; numbers are never given twice, so this ends.
    loop {
        let found =
            c.prepare_cached("SELECT * FROM story WHERE no = ?1")?.query_row([number], row_of).optional()?;
        if found.is_some() {
            return Ok(found);
        }
        let joined: Option<Option<i64>> = c
            .prepare_cached("SELECT joined FROM story_gone WHERE no = ?1")?
            .query_row([number], |row| row.get(0))
            .optional()?;
        match joined.flatten() {
            Some(next) if next != number => number = next,
            _ => return Ok(None),
        }
    }
}

pub(super) fn row_of(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
    Ok(StoryRow {
        story: row.get("no")?,
        title: row.get("title")?,
        first: row.get("first")?,
        last: row.get("last")?,
        articles: row.get("articles")?,
        outlets: row.get("outlets")?,
        claims: row.get("claims")?,
        folded: row.get("folded")?,
        conflicts: row.get("conflicts")?,
        stale: row.get("stale")?,
    })
}

pub(super) fn dossier(c: &Connection, story: StoryNo) -> rusqlite::Result<Option<(String, Vec<u8>)>> {
    c.prepare_cached("SELECT made_with, dossier FROM dossier WHERE story = ?1")?
        .query_row([story.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

pub(super) fn dossier_members(c: &Connection, story: StoryNo) -> rusqlite::Result<Option<Vec<ArticleNo>>> {
    let members: Option<Option<String>> = c
        .prepare_cached("SELECT members FROM dossier WHERE story = ?1")?
        .query_row([story.0], |row| row.get(0))
        .optional()?;
    let numbers = members.flatten().and_then(|json| serde_json::from_str::<Vec<i64>>(&json).ok());
    Ok(numbers.map(|numbers| numbers.into_iter().map(ArticleNo).collect()))
}

pub(super) fn place(step: &Transaction<'_>, placement: &Placement) -> rusqlite::Result<bool> {
    let generation: i64 = step.query_row("SELECT generation FROM about", [], |row| row.get(0))?;
    if generation != placement.generation {
        return Ok(false);
    }
    for story in &placement.stale {
        step.prepare_cached("INSERT INTO story (no) VALUES (?1) ON CONFLICT DO UPDATE SET stale = 1")?
            .execute([story.0])?;
    }
    for (no, cluster) in &placement.groups {
        step.prepare_cached("UPDATE article SET cluster = ?2 WHERE no = ?1")?.execute([no.0, *cluster])?;
    }
    for (no, story) in &placement.stories {
        step.prepare_cached("UPDATE article SET story = ?2 WHERE no = ?1")?.execute([no.0, story.0])?;
    }
    for (story, joined) in &placement.gone {
        empty(step, *story)?;
        step.prepare_cached("DELETE FROM dossier WHERE story = ?1")?.execute([story.0])?;
        step.prepare_cached("DELETE FROM story WHERE no = ?1")?.execute([story.0])?;
        step.prepare_cached("INSERT OR REPLACE INTO story_gone VALUES (?1, ?2)")?
            .execute(params![story.0, joined.map(|joined| joined.0)])?;
    }
    step.execute("UPDATE about SET generation = generation + 1", [])?;
    Ok(true)
}

/// Takes away what a story said.
fn empty(step: &Transaction<'_>, story: StoryNo) -> rusqlite::Result<()> {
    for table in ["claim", "claim_article", "event", "conflict"] {
        step.prepare_cached(&format!("DELETE FROM {table} WHERE story = ?1"))?.execute([story.0])?;
    }
    Ok(())
}

pub(super) fn put(
    step: &Transaction<'_>,
    story: &StoryRows,
    weighed: &str,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let expected: Vec<ArticleNo> = story.members.iter().map(|member| member.no).collect();
    if members(step, story.no)? != expected {
        return Ok(());
    }
    let row = &story.row;
    let n_rows = step
        .prepare_cached(
            "UPDATE story SET title = ?2, first = ?3, last = ?4, articles = ?5, outlets = ?6, claims = ?7,
                folded = ?8, conflicts = ?9, stale = 0 WHERE no = ?1",
        )?
        .execute(params![
            story.no.0,
            row.title,
            row.first,
            row.last,
            row.articles,
            row.outlets,
            row.claims,
            row.folded,
            row.conflicts
        ])?;
    if n_rows == 0 {
        return Ok(());
    }
    step.prepare_cached("INSERT OR REPLACE INTO dossier VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        story.no.0,
        story.made_with,
        weighed,
        story.dossier,
        numbers_as_json(&story.order)
    ])?;
    for alert in &story.alerts {
        super::alerts::put(step, story.no, alert, weighed)?;
    }
    empty(step, story.no)?;
    put_members(step, story)?;
    put_claims(step, story)?;
    story.members.iter().try_for_each(|member| speakers::touch(step, member.no, touched))?;
    put_quotes(step, story)?;
    story.members.iter().try_for_each(|member| speakers::touch(step, member.no, touched))?;
    put_events(step, story)?;
    story.conflicts.iter().enumerate().try_for_each(|(n, conflict)| put_conflict(step, story.no, n, conflict))
}

fn numbers_as_json(numbers: &[ArticleNo]) -> String {
    let numbers: Vec<i64> = numbers.iter().map(|no| no.0).collect();
    serde_json::to_string(&numbers).unwrap_or_default()
}

fn put_members(step: &Transaction<'_>, story: &StoryRows) -> rusqlite::Result<()> {
    for member in &story.members {
        let moment: Option<Moment> = member.published.as_deref().and_then(|value| value.parse().ok());
        step.prepare_cached(
            "UPDATE article SET shown_outlet = ?2, shown_published = ?3, instant = ?4
             WHERE no = ?1 AND (shown_outlet IS NOT ?2 OR shown_published IS NOT ?3)",
        )?
        .execute(params![member.no.0, member.outlet, member.published, moment.map(instant)])?;
    }
    Ok(())
}

fn put_claims(step: &Transaction<'_>, story: &StoryRows) -> rusqlite::Result<()> {
    for (n, claim) in story.claims.iter().enumerate() {
        step.prepare_cached("INSERT INTO claim VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute(
            params![
                story.no.0,
                n as i64,
                claim.key,
                claim.gist,
                claim.status,
                claim.origins.0,
                claim.origins.1,
                claim.n_outlets,
                claim.n_tellings,
                claim.earliest.map(|no| no.0)
            ],
        )?;
        for article in &claim.articles {
            step.prepare_cached("INSERT INTO claim_article VALUES (?1, ?2, ?3)")?
                .execute([story.no.0, n as i64, article.0])?;
        }
    }
    Ok(())
}

fn put_quotes(step: &Transaction<'_>, story: &StoryRows) -> rusqlite::Result<()> {
    for member in &story.members {
        step.prepare_cached("DELETE FROM quote WHERE article = ?1")?.execute([member.no.0])?;
    }
    for quote in &story.quotes {
        step.prepare_cached("INSERT OR IGNORE INTO speaker (name) VALUES (?1)")?.execute([&quote.speaker])?;
        step.prepare_cached(
            "INSERT INTO quote VALUES (?1, ?2, (SELECT no FROM speaker WHERE name = ?3), ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            quote.article.0,
            quote.number,
            quote.speaker,
            quote.kind,
            quote.chain,
            quote.form,
            quote.stance,
            quote.span[0],
            quote.span[1]
        ])?;
    }
    Ok(())
}

fn put_events(step: &Transaction<'_>, story: &StoryRows) -> rusqlite::Result<()> {
    for (n, event) in story.timeline.iter().enumerate() {
        step.prepare_cached("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?.execute(
            params![
                story.no.0,
                n as i64,
                event.when,
                event.what,
                event.future,
                event.claim,
                event.article.0,
                event.span[0],
                event.span[1]
            ],
        )?;
    }
    Ok(())
}

fn put_conflict(
    step: &Transaction<'_>,
    story: StoryNo,
    n: usize,
    conflict: &ConflictRecord,
) -> rusqlite::Result<()> {
    let (a, b) = (&conflict.a, &conflict.b);
    step.prepare_cached(
        "INSERT INTO conflict VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        story.0,
        n as i64,
        conflict.kind,
        conflict.about,
        a.0,
        a.1.0,
        a.2[0],
        a.2[1],
        b.0,
        b.1.0,
        b.2[0],
        b.2[1],
        conflict.rule
    ])?;
    Ok(())
}
