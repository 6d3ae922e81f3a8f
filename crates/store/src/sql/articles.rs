//! Articles and their readings.

use super::Database;
use super::speakers::{self, Touched};
use super::value::{Row, values};
use crate::StoreError;
use crate::keys::parse_claim;
use crate::moments::instant;
use crate::rows::{AlertRecord, DifferenceRow, TouchedRow};
use crate::store::{ArticleNo, Kept, Layers, NewArticle, StoredArticle, StoredReading, StoryNo};
use whosaid::text::{
    Article, ArticleId, ArticleParts, Dating, HowDated, Language, Section, SectionKind, SourceText,
};

/// Keeps one article, if it is not there yet.
pub(super) fn add(db: &dyn Database, new: &NewArticle<'_>, added: &str) -> Result<Kept, StoreError> {
    let article = new.article;
    if let Some(known) = number(db, &article.id().to_string())? {
        return Ok(Kept::Known(known));
    }
    let no = put(db, new, added)?;
    db.put_words(no, article.title.as_deref(), article.text.as_str())?;
    put_layers(db, no, &new.reading)?;
    if let Some(version) = &new.version {
        let (newer, older) = if version.takes_place { (no, version.other) } else { (version.other, no) };
        let difference = serde_json::to_string(&version.change.difference).unwrap_or_default();
        db.change(
            "INSERT INTO change (newer, older, difference) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            values![newer, older, difference],
        )?;
        take_place(db, newer, older)?;
        for alert in edits(&version.change.difference, newer) {
            super::alerts::put(db, alert.0, &alert.1, added)?;
        }
    }
    Ok(Kept::New(no))
}

fn put(db: &dyn Database, new: &NewArticle<'_>, added: &str) -> Result<ArticleNo, StoreError> {
    let article = new.article;
    let published = article.published.value.map(|moment| moment.to_string());
    let moment = |dating: &Option<Dating>| dating.as_ref().and_then(|d| d.value).map(|m| m.to_string());
    let no = db.cell(
        "INSERT INTO article (id, address, given_id, path, url, outlet, title, byline, published, published_how,
            not_before, not_after, modified, modified_how, language, wire, sections, added, gathered,
            shown_outlet, shown_published, instant)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?6, ?9, ?20)
         RETURNING no",
        values![
            article.id().to_string(),
            new.address,
            &article.given_id,
            &article.path,
            &article.url,
            &article.outlet,
            &article.title,
            serde_json::to_string(&article.byline).unwrap_or_default(),
            published,
            article.published.how.name(),
            article.published.not_before.map(|day| day.to_string()),
            article.published.not_after.map(|day| day.to_string()),
            moment(&article.modified),
            article.modified.as_ref().map(|dating| dating.how.name()),
            article.language.code(),
            &article.wire,
            sections_as_json(&article.sections),
            added,
            new.reading.outline.is_some(),
            article.published.value.map(instant),
        ],
    )?;
    no.ok_or_else(|| db.odd("an article got no number"))
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
fn take_place(db: &dyn Database, newer: ArticleNo, older: ArticleNo) -> Result<(), StoreError> {
    db.change(
        "UPDATE article SET cluster = old.cluster, story = old.story
         FROM (SELECT cluster, story FROM article WHERE no = ?2) AS old
         WHERE no = ?1 AND article.cluster IS NULL AND article.gathered",
        values![newer, older],
    )?;
    db.change(
        "UPDATE article SET newer = ?1, cluster = NULL, story = NULL WHERE no = ?2",
        values![newer, older],
    )?;
    let mut touched = Touched::new();
    speakers::touch(db, older, &mut touched)?;
    db.change("DELETE FROM quote WHERE article = ?1", values![older])?;
    speakers::count(db, &touched)?;
    touch_story(db, newer)?;
    db.change("UPDATE about SET generation = generation + 1", values![])?;
    Ok(())
}

/// What rests on an article must be weighed again.
fn touch_story(db: &dyn Database, no: ArticleNo) -> Result<(), StoreError> {
    db.change(
        "UPDATE story SET stale = TRUE WHERE no = (SELECT story FROM article WHERE no = ?1)",
        values![no],
    )?;
    Ok(())
}

/// Puts other layers in place; what rests on them must be weighed again.
pub(super) fn replace_layers(db: &dyn Database, no: ArticleNo, reading: &Layers) -> Result<(), StoreError> {
    put_layers(db, no, reading)?;
    touch_story(db, no)
}

fn put_layers(db: &dyn Database, no: ArticleNo, reading: &Layers) -> Result<(), StoreError> {
    db.change(
        "INSERT INTO reading (article, made_with, outline, layers) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (article) DO UPDATE SET made_with = excluded.made_with, outline = excluded.outline,
            layers = excluded.layers",
        values![no, &reading.made_with, &reading.outline, &reading.layers],
    )?;
    Ok(())
}

pub(super) fn number(db: &dyn Database, id: &str) -> Result<Option<ArticleNo>, StoreError> {
    db.cell("SELECT no FROM article WHERE id = ?1", values![id])
}

/// The first two articles whose id begins so; none for what is no beginning of an id.
pub(super) fn beginning_with(db: &dyn Database, id: &str) -> Result<Vec<ArticleNo>, StoreError> {
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Ok(Vec::new());
    }
    db.column("SELECT no FROM article WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 2", values![id])
}

/// Follows an article to the version that stands in its place today.
pub(super) fn newest(db: &dyn Database, id: &str) -> Result<Option<ArticleId>, StoreError> {
    let newest = db.cell::<String>(
        "WITH RECURSIVE line (no) AS (
            SELECT no FROM article WHERE id = ?1
            UNION SELECT newer FROM article JOIN line USING (no) WHERE newer IS NOT NULL)
         SELECT id FROM article JOIN line USING (no) WHERE newer IS NULL",
        values![id],
    )?;
    Ok(newest.map(|id| super::stories::id(&id)))
}

pub(super) fn at_address(db: &dyn Database, address: &str) -> Result<Vec<ArticleNo>, StoreError> {
    db.column("SELECT no FROM article WHERE address = ?1 ORDER BY no", values![address])
}

pub(super) fn made_otherwise(
    db: &dyn Database,
    made_with: &str,
    limit: u32,
) -> Result<Vec<ArticleNo>, StoreError> {
    db.column(
        "SELECT reading.article FROM reading JOIN article a ON a.no = reading.article
         WHERE reading.made_with <> ?1 AND a.newer IS NULL ORDER BY reading.article LIMIT ?2",
        values![made_with, limit],
    )
}

/// An article with its layers.
pub(super) fn reading(db: &dyn Database, no: ArticleNo) -> Result<Option<StoredReading>, StoreError> {
    let odd = || StoreError::BadRow { path: db.name().to_owned(), table: "article", row: no.0 };
    db.row(
        "SELECT a.*, prose.text, reading.made_with, reading.layers FROM article a
         JOIN prose ON prose.article = a.no JOIN reading ON reading.article = a.no WHERE a.no = ?1",
        values![no],
        |row| {
            let stored = StoredArticle {
                no,
                article: article(row)?.ok_or_else(odd)?,
                added: row.get("added")?,
                newer: row.get("newer")?,
                story: row.get("story")?,
            };
            Ok(StoredReading { stored, made_with: row.get("made_with")?, layers: row.get("layers")? })
        },
    )
}

/// The article of a row; `None` for a row that cannot be understood.
fn article(row: &dyn Row) -> Result<Option<Article>, StoreError> {
    let Ok(text) = SourceText::new(row.get::<String>("text")?) else { return Ok(None) };
    let Some(sections) = sections_of_json(&text, &row.get::<String>("sections")?) else { return Ok(None) };
    let Ok(byline) = serde_json::from_str(&row.get::<String>("byline")?) else { return Ok(None) };
    let published = Dating {
        not_before: day(row.get("not_before")?),
        not_after: day(row.get("not_after")?),
        ..dating(row.get("published")?, &row.get::<String>("published_how")?)
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
        language: match row.get::<Option<String>>("language")?.as_deref() {
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
