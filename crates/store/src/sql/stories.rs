//! Groups, stories and what they say.

use super::Database;
use super::speakers::{self, Touched};
use super::value::{Row, values};
use crate::StoreError;
use crate::moments::instant;
use crate::rows::{ConflictRecord, StoryRow, StoryRows};
use crate::store::{ArticleNo, Gatherable, Gathering, Placement, StoryMaking, StoryNo};
use whosaid::text::{ArticleId, Moment};

/// Articles that take part in stories.
const GATHERED: &str = "gathered AND newer IS NULL";

pub(super) fn gathering(db: &dyn Database) -> Result<Gathering, StoreError> {
    let generation = db.number("SELECT generation FROM about")?;
    let articles = format!("SELECT no, id, cluster, story FROM article WHERE {GATHERED} ORDER BY no");
    let articles = db.rows(&articles, values![], |row| {
        Ok(Gatherable {
            no: row.get("no")?,
            id: id(&row.get::<String>("id")?),
            group: row.get("cluster")?,
            story: row.get("story")?,
        })
    })?;
    // Every number that was ever given stands in one of the two.
    let last = "SELECT max(no) FROM (SELECT max(no) AS no FROM story UNION ALL SELECT max(no) FROM story_gone) AS given";
    let last = db.cell::<Option<i64>>(last, values![])?.flatten();
    Ok(Gathering { generation, next_story: StoryNo(last.unwrap_or(0) + 1), articles })
}

/// An id as it was written by this program.
pub(super) fn id(hex: &str) -> ArticleId {
    ArticleId(u64::from_str_radix(hex, 16).unwrap_or_default().to_be_bytes())
}

pub(super) fn outlines(db: &dyn Database) -> Result<Vec<Vec<u8>>, StoreError> {
    let outlines = format!(
        "SELECT outline FROM article JOIN reading ON reading.article = article.no WHERE {GATHERED} ORDER BY no"
    );
    db.rows(&outlines, values![], |row| Ok(row.first::<Option<Vec<u8>>>()?.unwrap_or_default()))
}

pub(super) fn stale(db: &dyn Database, limit: u32) -> Result<Vec<StoryNo>, StoreError> {
    db.column("SELECT no FROM story WHERE stale ORDER BY no LIMIT ?1", values![limit])
}

pub(super) fn members(db: &dyn Database, story: StoryNo) -> Result<Vec<ArticleNo>, StoreError> {
    db.column("SELECT no FROM article WHERE story = ?1 ORDER BY no", values![story])
}

pub(super) fn story(db: &dyn Database, story: StoryNo) -> Result<Option<StoryRow>, StoreError> {
    let mut number = story;
    // A story that was joined to another leads there; numbers are never given twice, so this ends.
    loop {
        let found = db.row("SELECT * FROM story WHERE no = ?1", values![number], row_of)?;
        if found.is_some() {
            return Ok(found);
        }
        let joined =
            db.cell::<Option<StoryNo>>("SELECT joined FROM story_gone WHERE no = ?1", values![number])?;
        match joined.flatten() {
            Some(next) if next != number => number = next,
            _ => return Ok(None),
        }
    }
}

pub(super) fn row_of(row: &dyn Row) -> Result<StoryRow, StoreError> {
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

pub(super) fn dossier(db: &dyn Database, story: StoryNo) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let kept = "SELECT made_with, dossier FROM dossier WHERE story = ?1";
    db.row(kept, values![story], |row| Ok((row.get("made_with")?, row.get("dossier")?)))
}

pub(super) fn making(db: &dyn Database, story: StoryNo) -> Result<Option<StoryMaking>, StoreError> {
    let kept = "SELECT made_with, weighed, CAST(octet_length(dossier) AS BIGINT) AS n_bytes FROM dossier WHERE story = ?1";
    let members = "SELECT a.no, reading.made_with FROM article a JOIN reading ON reading.article = a.no
        WHERE a.story = ?1 ORDER BY a.no";
    db.row(kept, values![story], |row| {
        Ok(StoryMaking {
            made_with: row.get("made_with")?,
            weighed: row.get("weighed")?,
            n_bytes: row.get("n_bytes")?,
            members: db.rows(members, values![story], |row| Ok((row.get("no")?, row.get("made_with")?)))?,
        })
    })
}

pub(super) fn dossier_members(
    db: &dyn Database,
    story: StoryNo,
) -> Result<Option<Vec<ArticleNo>>, StoreError> {
    let members =
        db.cell::<Option<String>>("SELECT members FROM dossier WHERE story = ?1", values![story])?;
    let numbers = members.flatten().and_then(|json| serde_json::from_str::<Vec<i64>>(&json).ok());
    Ok(numbers.map(|numbers| numbers.into_iter().map(ArticleNo).collect()))
}

pub(super) fn place(db: &dyn Database, placement: &Placement) -> Result<bool, StoreError> {
    if db.number("SELECT generation FROM about")? != placement.generation {
        return Ok(false);
    }
    for &story in &placement.stale {
        let stale = "INSERT INTO story (no) VALUES (?1) ON CONFLICT (no) DO UPDATE SET stale = TRUE";
        db.change(stale, values![story])?;
    }
    for &(no, cluster) in &placement.groups {
        db.change("UPDATE article SET cluster = ?2 WHERE no = ?1", values![no, cluster])?;
    }
    for &(no, story) in &placement.stories {
        db.change("UPDATE article SET story = ?2 WHERE no = ?1", values![no, story])?;
    }
    for &(story, joined) in &placement.gone {
        empty(db, story)?;
        db.change("DELETE FROM dossier WHERE story = ?1", values![story])?;
        db.change("DELETE FROM story WHERE no = ?1", values![story])?;
        db.change(
            "INSERT INTO story_gone (no, joined) VALUES (?1, ?2)
             ON CONFLICT (no) DO UPDATE SET joined = excluded.joined",
            values![story, joined],
        )?;
    }
    db.change("UPDATE about SET generation = generation + 1", values![])?;
    Ok(true)
}

/// Takes away what a story said.
fn empty(db: &dyn Database, story: StoryNo) -> Result<(), StoreError> {
    for table in ["claim", "claim_article", "event", "conflict"] {
        db.change(&format!("DELETE FROM {table} WHERE story = ?1"), values![story])?;
    }
    Ok(())
}

pub(super) fn put(
    db: &dyn Database,
    story: &StoryRows,
    weighed: &str,
    touched: &mut Touched,
) -> Result<(), StoreError> {
    let expected: Vec<ArticleNo> = story.members.iter().map(|member| member.no).collect();
    if members(db, story.no)? != expected || !put_row(db, story)? {
        return Ok(());
    }
    db.change(
        "INSERT INTO dossier (story, made_with, weighed, dossier, members) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (story) DO UPDATE SET made_with = excluded.made_with, weighed = excluded.weighed,
            dossier = excluded.dossier, members = excluded.members",
        values![story.no, &story.made_with, weighed, &story.dossier, numbers_as_json(&story.order)],
    )?;
    for alert in &story.alerts {
        super::alerts::put(db, story.no, alert, weighed)?;
    }
    empty(db, story.no)?;
    put_members(db, story)?;
    put_claims(db, story)?;
    story.members.iter().try_for_each(|member| speakers::touch(db, member.no, touched))?;
    put_quotes(db, story)?;
    story.members.iter().try_for_each(|member| speakers::touch(db, member.no, touched))?;
    put_events(db, story)?;
    let conflicts = story.conflicts.iter().enumerate();
    conflicts.into_iter().try_for_each(|(n, conflict)| put_conflict(db, story.no, n, conflict))
}

/// The story's line in the list; `false` where the story is no more.
fn put_row(db: &dyn Database, story: &StoryRows) -> Result<bool, StoreError> {
    let row = &story.row;
    let n_rows = db.change(
        "UPDATE story SET title = ?2, first = ?3, last = ?4, articles = ?5, outlets = ?6, claims = ?7,
            folded = ?8, conflicts = ?9, stale = FALSE WHERE no = ?1",
        values![
            story.no,
            &row.title,
            &row.first,
            &row.last,
            row.articles,
            row.outlets,
            row.claims,
            row.folded,
            row.conflicts
        ],
    )?;
    Ok(n_rows > 0)
}

fn numbers_as_json(numbers: &[ArticleNo]) -> String {
    let numbers: Vec<i64> = numbers.iter().map(|no| no.0).collect();
    serde_json::to_string(&numbers).unwrap_or_default()
}

fn put_members(db: &dyn Database, story: &StoryRows) -> Result<(), StoreError> {
    for member in &story.members {
        let moment: Option<Moment> = member.published.as_deref().and_then(|value| value.parse().ok());
        db.change(
            "UPDATE article SET shown_outlet = ?2, shown_published = ?3, instant = ?4
             WHERE no = ?1 AND (shown_outlet IS DISTINCT FROM ?2 OR shown_published IS DISTINCT FROM ?3)",
            values![member.no, &member.outlet, &member.published, moment.map(instant)],
        )?;
    }
    Ok(())
}

fn put_claims(db: &dyn Database, story: &StoryRows) -> Result<(), StoreError> {
    for (n, claim) in story.claims.iter().enumerate() {
        let n = n as i64;
        db.change(
            "INSERT INTO claim VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            values![
                story.no,
                n,
                &claim.key,
                &claim.gist,
                claim.status,
                claim.origins.0,
                claim.origins.1,
                claim.n_outlets,
                claim.n_tellings,
                claim.earliest
            ],
        )?;
        for &article in &claim.articles {
            db.change("INSERT INTO claim_article VALUES (?1, ?2, ?3)", values![story.no, n, article])?;
        }
    }
    Ok(())
}

fn put_quotes(db: &dyn Database, story: &StoryRows) -> Result<(), StoreError> {
    for member in &story.members {
        db.change("DELETE FROM quote WHERE article = ?1", values![member.no])?;
    }
    for quote in &story.quotes {
        let speaker = "INSERT INTO speaker (name) VALUES (?1) ON CONFLICT DO NOTHING";
        db.change(speaker, values![&quote.speaker])?;
        db.change(
            "INSERT INTO quote VALUES (?1, ?2, (SELECT no FROM speaker WHERE name = ?3), ?4, ?5, ?6, ?7, ?8, ?9)",
            values![
                quote.article,
                quote.number,
                &quote.speaker,
                quote.kind,
                &quote.chain,
                quote.form,
                quote.stance,
                quote.span[0],
                quote.span[1]
            ],
        )?;
    }
    Ok(())
}

fn put_events(db: &dyn Database, story: &StoryRows) -> Result<(), StoreError> {
    for (n, event) in story.timeline.iter().enumerate() {
        db.change(
            "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            values![
                story.no,
                n as i64,
                &event.when,
                &event.what,
                event.future,
                &event.claim,
                event.article,
                event.span[0],
                event.span[1]
            ],
        )?;
    }
    Ok(())
}

fn put_conflict(
    db: &dyn Database,
    story: StoryNo,
    n: usize,
    conflict: &ConflictRecord,
) -> Result<(), StoreError> {
    let (a, b) = (&conflict.a, &conflict.b);
    db.change(
        "INSERT INTO conflict VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        values![
            story,
            n as i64,
            conflict.kind,
            &conflict.about,
            &a.0,
            a.1,
            a.2[0],
            a.2[1],
            &b.0,
            b.1,
            b.2[0],
            b.2[1],
            &conflict.rule
        ],
    )?;
    Ok(())
}
