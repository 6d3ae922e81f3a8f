//! Articles and their readings.

use super::speakers::{self, Touched};
use crate::keys::parse_claim;
use crate::moments::instant;
use crate::rows::{AlertRecord, DifferenceRow, TouchedRow};
use crate::store::{ArticleNo, Kept, Layers, NewArticle, StoredArticle, StoredReading, StoryNo};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use whosaid::text::{
    Article, ArticleId, ArticleParts, Dating, HowDated, Language, Section, SectionKind, SourceText,
};

/// Keeps one article, if it is not there yet.
pub(super) fn add(step: &Transaction<'_>, new: &NewArticle<'_>, added: &str) -> rusqlite::Result<Kept> {
    let article = new.article;
    if let Some(known) = number(step, &article.id().to_string())? {
        return Ok(Kept::Known(known));
    }
    let published = article.published.value.map(|moment| moment.to_string());
    let moment = |dating: &Option<Dating>| dating.as_ref().and_then(|d| d.value).map(|m| m.to_string());
    step.prepare_cached(
        "INSERT INTO article (id, address, given_id, path, url, outlet, title, byline, published, published_how,
            not_before, not_after, modified, modified_how, language, wire, sections, added, gathered,
            shown_outlet, shown_published, instant)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?6, ?9, ?20)",
    )?
    .execute(params![
        article.id().to_string(),
        new.address,
        article.given_id,
        article.path,
        article.url,
        article.outlet,
        article.title,
        serde_json::to_string(&article.byline).unwrap_or_default(),
        published,
        article.published.how.name(),
        article.published.not_before.map(|day| day.to_string()),
        article.published.not_after.map(|day| day.to_string()),
        moment(&article.modified),
        article.modified.as_ref().map(|dating| dating.how.name()),
        article.language.code(),
        article.wire,
        sections_as_json(&article.sections),
        added,
        new.reading.outline.is_some(),
        article.published.value.map(instant),
    ])?;
    let no = step.last_insert_rowid();
    let text = article.text.as_str();
    step.prepare_cached("INSERT INTO prose VALUES (?1, ?2, ?3)")?.execute(params![
        no,
        article.title,
        text
    ])?;
    step.prepare_cached("INSERT INTO prose_words (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute(params![no, article.title, text])?;
    put_layers(step, ArticleNo(no), &new.reading)?;
    if let Some(version) = &new.version {
        let (newer, older) = if version.takes_place { (no, version.other.0) } else { (version.other.0, no) };
        step.prepare_cached("INSERT OR IGNORE INTO change VALUES (?1, ?2, ?3)")?.execute(params![
            newer,
            older,
            serde_json::to_string(&version.change.difference).unwrap_or_default()
        ])?;
        take_place(step, newer, older)?;
        for alert in edits(&version.change.difference, ArticleNo(newer)) {
            super::alerts::put(step, alert.0, &alert.1, added)?;
        }
    }
    Ok(Kept::New(ArticleNo(no)))
}

/// What to tell of an edit: each claim that rested on what was changed, with the first words that changed.
fn edits(difference: &DifferenceRow, newer: ArticleNo) -> Vec<(StoryNo, AlertRecord)> {
    let changed = difference.sentences_changed.first().map(|[_, after]| after.span);
    let span = changed.or_else(|| difference.sentences_added.first().map(|sentence| sentence.span));
    let alert = |touched: &TouchedRow| {
        let (story, key) = parse_claim(&touched.claim).ok()?;
        let alert = AlertRecord {
            kind: "edit",
            key: key.to_owned(),
            gist: touched.gist.clone(),
            before: None,
            status: touched.status.clone(),
            place: Some((newer, span)),
        };
        Some((story, alert))
    };
    difference.claims_touched.iter().filter_map(alert).collect()
}

/// The newer version stands where the older one stood.
fn take_place(step: &Transaction<'_>, newer: i64, older: i64) -> rusqlite::Result<()> {
    step.execute(
        "UPDATE article SET cluster = old.cluster, story = old.story
         FROM (SELECT cluster, story FROM article WHERE no = ?2) AS old
         WHERE no = ?1 AND article.cluster IS NULL AND article.gathered",
        [newer, older],
    )?;
    step.execute(
        "UPDATE article SET newer = ?1, cluster = NULL, story = NULL WHERE no = ?2",
        [newer, older],
    )?;
    let mut touched = Touched::new();
    speakers::touch(step, ArticleNo(older), &mut touched)?;
    step.execute("DELETE FROM quote WHERE article = ?1", [older])?;
    speakers::count(step, &touched)?;
    step.execute("UPDATE story SET stale = 1 WHERE no = (SELECT story FROM article WHERE no = ?1)", [newer])?;
    step.execute("UPDATE about SET generation = generation + 1", [])?;
    Ok(())
}

/// Puts other layers in place; what rests on them must be weighed again.
pub(super) fn replace_layers(
    step: &Transaction<'_>,
    no: ArticleNo,
    reading: &Layers,
) -> rusqlite::Result<()> {
    put_layers(step, no, reading)?;
    step.prepare_cached("UPDATE story SET stale = 1 WHERE no = (SELECT story FROM article WHERE no = ?1)")?
        .execute([no.0])?;
    Ok(())
}

fn put_layers(step: &Transaction<'_>, no: ArticleNo, reading: &Layers) -> rusqlite::Result<()> {
    step.prepare_cached(
        "INSERT OR REPLACE INTO reading (article, made_with, outline, layers) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![no.0, reading.made_with, reading.outline, reading.layers])?;
    Ok(())
}

pub(super) fn number(c: &Connection, id: &str) -> rusqlite::Result<Option<ArticleNo>> {
    c.prepare_cached("SELECT no FROM article WHERE id = ?1")?
        .query_row([id], |row| row.get(0).map(ArticleNo))
        .optional()
}

/// The first two articles whose id begins so; none for what is no beginning of an id.
pub(super) fn beginning_with(c: &Connection, id: &str) -> rusqlite::Result<Vec<ArticleNo>> {
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Ok(Vec::new());
    }
    c.prepare_cached("SELECT no FROM article WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 2")?
        .query_map([id], |row| row.get(0).map(ArticleNo))?
        .collect()
}

/// Follows an article to the version that stands in its place today.
pub(super) fn newest(c: &Connection, id: &str) -> rusqlite::Result<Option<ArticleId>> {
    c.prepare_cached(
        "WITH RECURSIVE line (no) AS (
            SELECT no FROM article WHERE id = ?1
            UNION SELECT newer FROM article JOIN line USING (no) WHERE newer IS NOT NULL)
         SELECT id FROM article JOIN line USING (no) WHERE newer IS NULL",
    )?
    .query_row([id], |row| Ok(super::stories::id(&row.get::<_, String>(0)?)))
    .optional()
}

pub(super) fn at_address(c: &Connection, address: &str) -> rusqlite::Result<Vec<ArticleNo>> {
    c.prepare_cached("SELECT no FROM article WHERE address = ?1 ORDER BY no")?
        .query_map([address], |row| row.get(0).map(ArticleNo))?
        .collect()
}

pub(super) fn made_otherwise(
    c: &Connection,
    made_with: &str,
    limit: u32,
) -> rusqlite::Result<Vec<ArticleNo>> {
    c.prepare_cached(
        "SELECT reading.article FROM reading JOIN article ON no = article
         WHERE made_with <> ?1 AND newer IS NULL ORDER BY article LIMIT ?2",
    )?
    .query_map(params![made_with, limit], |row| row.get(0).map(ArticleNo))?
    .collect()
}

/// An article with its layers; `Some(None)` for a row that cannot be understood.
pub(super) fn reading(c: &Connection, no: ArticleNo) -> rusqlite::Result<Option<Option<StoredReading>>> {
    c.prepare_cached(
        "SELECT a.*, prose.text, reading.made_with, reading.layers FROM article a
         JOIN prose ON prose.article = a.no JOIN reading ON reading.article = a.no WHERE a.no = ?1",
    )?
    .query_row([no.0], |row| {
        let Some(article) = article(row)? else { return Ok(None) };
        let stored = StoredArticle {
            no,
            article,
            added: row.get("added")?,
            newer: row.get::<_, Option<i64>>("newer")?.map(ArticleNo),
            story: row.get::<_, Option<i64>>("story")?.map(StoryNo),
        };
        let (made_with, layers) = (row.get("made_with")?, row.get("layers")?);
        Ok(Some(StoredReading { stored, made_with, layers }))
    })
    .optional()
}

fn article(row: &Row<'_>) -> rusqlite::Result<Option<Article>> {
    let Ok(text) = SourceText::new(row.get::<_, String>("text")?) else { return Ok(None) };
    let Some(sections) = sections_of_json(&text, &row.get::<_, String>("sections")?) else { return Ok(None) };
    let Ok(byline) = serde_json::from_str(&row.get::<_, String>("byline")?) else { return Ok(None) };
    let published = Dating {
        not_before: day(row.get("not_before")?),
        not_after: day(row.get("not_after")?),
        ..dating(row.get("published")?, &row.get::<_, String>("published_how")?)
    };
    let modified_how: Option<String> = row.get("modified_how")?;
    let modified: Option<String> = row.get("modified")?;
    Ok(Some(Article::new(ArticleParts {
        given_id: row.get("given_id")?,
        path: row.get("path")?,
        url: row.get("url")?,
        outlet: row.get("outlet")?,
        title: row.get("title")?,
        byline,
        published,
        modified: modified_how.map(|how| dating(modified, &how)),
        language: match row.get::<_, Option<String>>("language")?.as_deref() {
            None => Language::Unknown,
            Some("en") => Language::English,
            Some(code) => Language::Other(code.to_owned()),
        },
        wire: row.get("wire")?,
        text,
        sections,
    })))
}

fn dating(value: Option<String>, how: &str) -> Dating {
    Dating {
        value: value.and_then(|value| value.parse().ok()),
        how: HowDated::ALL.into_iter().find(|known| known.name() == how).unwrap_or(HowDated::Unknown),
        not_before: None,
        not_after: None,
    }
}

fn day(value: Option<String>) -> Option<whosaid::text::Day> {
    value.and_then(|value| value.parse().ok())
}

fn sections_as_json(sections: &[Section]) -> String {
    let rows = sections.iter().map(|s| (s.span.start(), s.span.end(), s.kind.name()));
    serde_json::to_string(&rows.collect::<Vec<_>>()).unwrap_or_default()
}

fn sections_of_json(text: &SourceText, json: &str) -> Option<Vec<Section>> {
    let rows: Vec<(usize, usize, String)> = serde_json::from_str(json).ok()?;
    let section = |(start, end, name): (usize, usize, String)| {
        let kind = SectionKind::ALL.into_iter().find(|kind| kind.name() == name)?;
        Some(Section { span: text.span(start..end)?, kind })
    };
    rows.into_iter().map(section).collect()
}
