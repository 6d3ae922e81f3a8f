//! Gathering an archive in steps, tables in and tables out, so that an engine can shuffle between them.
//!
//! [`outlines`] of articles, then [`links`] among the articles of each key, then [`blocks`] of all links (thinned part by
//! part with [`forest`]), then [`stories`] of each block; [`Gathering`] is all of it on one machine, with the same result.
//! What the steps do is described in the room `story`, in `blocks.rs`.

use crate::columns::Columns;
use crate::kept::{bytes, texts};
use crate::{ArchiveError, readings};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int64Type};
use arrow_array::{Float32Array, Int64Array, ListArray, RecordBatch};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use whosaid::story::{Link, Outline, Sketch, StoryRules};
use whosaid::text::ArticleId;
use whosaid_store::codec::{read_outline, write_outline};

/// Readings that a thread holds at once.
const READINGS: usize = 16;

/// The articles that are read, without repeats: `article`, `outline`, `sketch` and `keys`. Takes `text` and `reading`.
///
/// # Errors
/// A table that lacks a column or that another version wrote.
pub fn outlines(rules: &StoryRules, articles: &RecordBatch) -> Result<RecordBatch, ArchiveError> {
    let outlines = outlines_of(rules, articles)?;
    let sketches: Vec<Sketch> = outlines.values().map(Sketch::of).collect();
    let mut columns = Columns::default();
    id_column(&mut columns, "article", outlines.keys());
    columns.bytes("outline", outlines.values().map(write_outline));
    columns.bytes("sketch", sketches.iter().map(|sketch| write_outline(&sketch.outline)));
    let keys = Int64Array::from_iter_values(sketches.iter().flat_map(|s| &s.keys).map(|key| *key as i64));
    let field = Arc::new(Field::new("item", DataType::Int64, false));
    let offsets = OffsetBuffer::from_lengths(sketches.iter().map(|sketch| sketch.keys.len()));
    columns.push("keys", Arc::new(ListArray::try_new(field, offsets, Arc::new(keys), None)?), false);
    columns.into_batch()
}

/// The links among articles that share a key: `a`, `b`, `likeness`. Takes `key`, `article` and `sketch`, all rows of
/// each key that it is given any of.
///
/// # Errors
/// A table that lacks a column or that another version wrote.
pub fn links(sharing: &[RecordBatch]) -> Result<RecordBatch, ArchiveError> {
    let mut groups: BTreeMap<i64, Vec<(ArticleId, Outline)>> = BTreeMap::new();
    for batch in sharing {
        let missing = ArchiveError::NoColumn { name: "key", kind: "numbers" };
        let keys = batch.column_by_name("key").and_then(|keys| keys.as_primitive_opt::<Int64Type>());
        let keys = keys.ok_or(missing)?.values();
        let articles = ids(batch, "article")?.into_iter().zip(outline_column(batch, "sketch")?);
        for (&key, article) in keys.iter().zip(articles) {
            groups.entry(key).or_default().push(article);
        }
    }
    let found = groups.into_values().filter(|group| group.len() > 1).flat_map(whosaid::story::links);
    link_table(whosaid::story::forest(found.collect()))
}

/// As few links as connect what is connected, of the same columns.
///
/// # Errors
/// A table that lacks a column.
pub fn forest(links: &[RecordBatch]) -> Result<RecordBatch, ArchiveError> {
    link_table(whosaid::story::forest(links_of(links)?))
}

/// The block of each article that is linked at all, named by its smallest id: `article`, `block`.
///
/// # Errors
/// A table that lacks a column.
pub fn blocks(links: &[RecordBatch]) -> Result<RecordBatch, ArchiveError> {
    let blocks = whosaid::story::blocks(links_of(links)?);
    named("block", blocks.iter())
}

/// The story of each article, named by the smallest id of its articles: `article`, `story`. Takes `block`, `article`
/// and `outline`, all rows of each block that it is given any of; an article without a block is alone.
///
/// # Errors
/// A table that lacks a column or that another version wrote.
pub fn stories(blocks: &[RecordBatch]) -> Result<RecordBatch, ArchiveError> {
    let mut groups: BTreeMap<&str, Vec<(ArticleId, Outline)>> = BTreeMap::new();
    let mut found: Vec<Vec<ArticleId>> = Vec::new();
    for batch in blocks {
        let missing = ArchiveError::NoColumn { name: "block", kind: "texts" };
        let names = batch.column_by_name("block").and_then(|column| texts(column)).ok_or(missing)?;
        let articles = ids(batch, "article")?.into_iter().zip(outline_column(batch, "outline")?);
        for ((id, outline), name) in articles.zip(names) {
            match name {
                Some(name) => groups.entry(name).or_default().push((id, outline)),
                None => found.push(vec![id]),
            }
        }
    }
    found.extend(groups.into_values().flat_map(whosaid::story::gather_block));
    found.sort_unstable();
    found.dedup();
    named("story", found.iter())
}

/// Gathers on one machine, some tables at a time, each with `text` and `reading`.
#[derive(Default)]
pub struct Gathering {
    outlines: BTreeMap<ArticleId, Outline>,
}

impl Gathering {
    /// Takes articles in; an outline of about a kilobyte is kept of each.
    ///
    /// # Errors
    /// A table that lacks a column or that another version wrote.
    pub fn add(&mut self, rules: &StoryRules, articles: &RecordBatch) -> Result<(), ArchiveError> {
        self.outlines.extend(outlines_of(rules, articles)?);
        Ok(())
    }

    /// The story of each article: `article`, `story`.
    ///
    /// # Errors
    /// Columns that do not fit together, which this never gives.
    pub fn finish(self) -> Result<RecordBatch, ArchiveError> {
        let articles: Vec<(ArticleId, Outline)> = self.outlines.into_iter().collect();
        named("story", whosaid::story::gather_in_blocks(&articles).iter())
    }
}

/// On all threads, few readings at a time: a reading takes a hundred times the memory of its outline.
fn outlines_of(
    rules: &StoryRules,
    articles: &RecordBatch,
) -> Result<BTreeMap<ArticleId, Outline>, ArchiveError> {
    let n_rows = articles.num_rows();
    let starts: Vec<usize> = (0..n_rows).step_by(READINGS).collect();
    let of_some = |first: usize| -> Result<Vec<(ArticleId, Outline)>, ArchiveError> {
        let readings = readings(&articles.slice(first, READINGS.min(n_rows - first)));
        let readings = readings.map_err(|why| why.later(first))?;
        let read = readings.iter().filter(|reading| reading.annotated.article.language.is_read());
        Ok(read.map(|reading| (reading.annotated.article.id(), Outline::of(rules, reading))).collect())
    };
    let outlines: Vec<_> = starts.into_par_iter().map(of_some).collect::<Result<_, _>>()?;
    Ok(outlines.into_iter().flatten().collect())
}

fn id_column<'a>(columns: &mut Columns, name: &str, ids: impl Iterator<Item = &'a ArticleId>) {
    let ids: Vec<String> = ids.map(ArticleId::to_string).collect();
    columns.texts(name, ids.iter().map(String::as_str));
}

/// A row an article, with the smallest id of its group.
fn named<'a>(
    name: &str,
    groups: impl Iterator<Item = &'a Vec<ArticleId>>,
) -> Result<RecordBatch, ArchiveError> {
    let mut rows: Vec<(ArticleId, ArticleId)> = groups
        .filter_map(|group| Some((group, *group.iter().min()?)))
        .flat_map(|(group, first)| group.iter().map(move |&id| (id, first)))
        .collect();
    rows.sort_unstable();
    let mut columns = Columns::default();
    id_column(&mut columns, "article", rows.iter().map(|(id, _)| id));
    id_column(&mut columns, name, rows.iter().map(|(_, first)| first));
    columns.into_batch()
}

fn link_table(links: Vec<Link>) -> Result<RecordBatch, ArchiveError> {
    let mut columns = Columns::default();
    id_column(&mut columns, "a", links.iter().map(|link| &link.a));
    id_column(&mut columns, "b", links.iter().map(|link| &link.b));
    let likeness = Float32Array::from_iter_values(links.iter().map(|link| link.likeness));
    columns.push("likeness", Arc::new(likeness), false);
    columns.into_batch()
}

fn links_of(batches: &[RecordBatch]) -> Result<Vec<Link>, ArchiveError> {
    let mut links = Vec::new();
    for batch in batches {
        let missing = ArchiveError::NoColumn { name: "likeness", kind: "numbers" };
        let likeness = batch.column_by_name("likeness").and_then(|l| l.as_primitive_opt::<Float32Type>());
        let likeness = likeness.ok_or(missing)?.values();
        let ends = ids(batch, "a")?.into_iter().zip(ids(batch, "b")?);
        links.extend(ends.zip(likeness).map(|((a, b), &likeness)| Link { a, b, likeness }));
    }
    Ok(links)
}

fn ids(table: &RecordBatch, name: &'static str) -> Result<Vec<ArticleId>, ArchiveError> {
    let missing = ArchiveError::NoColumn { name, kind: "texts" };
    let ids = table.column_by_name(name).and_then(|column| texts(column)).ok_or(missing)?;
    let ids = ids.into_iter().enumerate();
    ids.map(|(row, id)| id.and_then(id_of).ok_or(ArchiveError::Row { row })).collect()
}

fn id_of(text: &str) -> Option<ArticleId> {
    let right = text.len() == 16 && text.is_ascii();
    let number = right.then(|| u64::from_str_radix(text, 16).ok())??;
    Some(ArticleId(number.to_be_bytes()))
}

fn outline_column(table: &RecordBatch, name: &'static str) -> Result<Vec<Outline>, ArchiveError> {
    let missing = ArchiveError::NoColumn { name, kind: "bytes" };
    let kept = table.column_by_name(name).and_then(|column| bytes(column)).ok_or(missing)?;
    let kept = kept.into_iter().enumerate();
    kept.map(|(row, bytes)| bytes.and_then(read_outline).ok_or(ArchiveError::Row { row })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch;
    use arrow_array::{ArrayRef, BinaryArray, StringArray};
    use whosaid::ingest::RawDocument;
    use whosaid::{Mode, Resources, read_documents};

    fn articles(resources: &Resources) -> RecordBatch {
        let fell = "The old pier of Port Ellis fell into the sea on Monday, Mayor Ada Fenn said.";
        let bank = "The Bank of Torvex raised its rate by half a point, Governor Tom Berg said.";
        let texts: Vec<String> = (0..12)
            .map(|n| {
                let (title, body) = if n % 2 == 0 { ("Pier falls", fell) } else { ("Rate raised", bank) };
                format!("date 2031-04-{:02}\n{title}\n\n{body} It was report number {n}.", n + 1)
            })
            .collect();
        let documents: Vec<_> =
            texts.iter().map(|t| RawDocument { path: "a.txt", bytes: t.as_bytes() }).collect();
        let readings: Vec<_> =
            read_documents(resources, &documents).into_iter().map(Result::unwrap).collect();
        batch(resources, &readings).unwrap()
    }

    /// What an engine does between outlines and links: a row for every key of an article.
    fn exploded(outlines: &RecordBatch) -> RecordBatch {
        let column = |name: &str| outlines.column_by_name(name).unwrap();
        let (lists, ids) = (column("keys").as_list::<i32>(), column("article").as_string::<i32>());
        let sketches = column("sketch").as_binary::<i32>();
        let mut rows: Vec<(i64, &str, &[u8])> = Vec::new();
        for row in 0..outlines.num_rows() {
            let keys = lists.value(row);
            let keys = keys.as_primitive::<Int64Type>().values();
            rows.extend(keys.iter().map(|&key| (key, ids.value(row), sketches.value(row))));
        }
        let keys = Int64Array::from_iter_values(rows.iter().map(|row| row.0));
        let ids: StringArray = rows.iter().map(|row| Some(row.1)).collect();
        let sketches = BinaryArray::from_iter_values(rows.iter().map(|row| row.2));
        let columns: [(&str, ArrayRef); 3] =
            [("key", Arc::new(keys)), ("article", Arc::new(ids)), ("sketch", Arc::new(sketches))];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    #[test]
    fn steps_give_what_the_whole_gives() {
        let resources = Resources::english(Mode::Fast);
        let articles = articles(&resources);
        let rules = &resources.stories;
        let (first, second) = (articles.slice(0, 5), articles.slice(5, 7));
        let mut gathering = Gathering::default();
        for part in [&second, &first, &first] {
            gathering.add(rules, part).unwrap();
        }
        let whole = gathering.finish().unwrap();
        assert_eq!(whole.num_rows(), 12);
        let outlines = outlines(rules, &articles).unwrap();
        let found = [links(&[exploded(&outlines)]).unwrap()];
        assert_eq!(forest(&found).unwrap(), found[0]);
        let blocks = blocks(&found).unwrap();
        assert_eq!(blocks.num_rows(), 12);
        let outline = outlines.column_by_name("outline").unwrap().clone();
        let with_blocks = RecordBatch::try_from_iter([
            ("article", blocks.column(0).clone()),
            ("block", blocks.column(1).clone()),
            ("outline", outline),
        ]);
        assert_eq!(stories(&[with_blocks.unwrap()]).unwrap(), whole);
        let names = whole.column(1).as_string::<i32>();
        let names: std::collections::BTreeSet<_> = (0..12).map(|row| names.value(row)).collect();
        assert_eq!(names.len(), 2);
    }

    #[test]
    fn tables_of_others_are_refused() {
        let resources = Resources::english(Mode::Fast);
        let articles = [articles(&resources)];
        assert!(links(&articles).is_err() && forest(&articles).is_err() && blocks(&articles).is_err());
        assert!(stories(&articles).is_err());
    }
}
