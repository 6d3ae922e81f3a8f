//! The columns of readings: which there are, in which order, and what is in them. `docs/ARCHIVE.md` describes them.

use crate::columns::Columns;
use crate::{ArchiveError, kept};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use std::sync::Arc;
use whosaid::Resources;
use whosaid::attribution::{Attribution, Hop, Reading, SourceKind};
use whosaid::claims::{Telling, tellings_of};
use whosaid::language::Lexicon;
use whosaid::text::{Article, Span};

/// The tables that an archive of flat tables has; each but the first is a list of the first when it is one table.
pub const TABLES: [&str; 5] = ["articles", "mentions", "times", "attributions", "tellings"];

/// One table, a row a reading.
///
/// # Errors
/// Columns that do not fit together, which readings of this library never give.
pub fn batch(resources: &Resources, readings: &[Reading]) -> Result<RecordBatch, ArchiveError> {
    let mut columns = Columns::default();
    articles(&mut columns, readings)?;
    publication(&mut columns, &resources.lexicon, readings)?;
    layers(&mut columns, readings)?;
    columns.lists("mentions", mentions(readings), readings.iter().map(|r| r.annotated.mentions.len()))?;
    columns.lists("times", times(readings), readings.iter().map(|r| r.times.len()))?;
    let lengths = readings.iter().map(|r| r.attributions.len());
    columns.lists("attributions", attributions(readings)?, lengths)?;
    let told: Vec<Vec<Telling>> =
        readings.iter().map(|reading| tellings_of(&resources.claims, reading)).collect();
    columns.lists("tellings", tellings(readings, &told)?, told.iter().map(Vec::len))?;
    columns.bytes("reading", readings.iter().map(kept::keep));
    columns.into_batch()
}

/// The same as flat tables, one for each of [`TABLES`]; those of lists have the article's id in front.
///
/// # Errors
/// A table that [`batch`] did not make.
pub fn tables(batch: &RecordBatch) -> Result<Vec<(&'static str, RecordBatch)>, ArchiveError> {
    let is_table = |name: &str| TABLES[1..].contains(&name);
    let schema = batch.schema();
    let own = schema.fields().iter().enumerate().filter(|(_, field)| !is_table(field.name()));
    let own: Vec<usize> = own.map(|(idx, _)| idx).collect();
    let mut tables = vec![(TABLES[0], batch.project(&own)?)];
    let ids = batch.column_by_name("id").and_then(|ids| ids.as_string_opt::<i32>());
    let ids = ids.ok_or(ArchiveError::NoColumn { name: "id", kind: "texts" })?;
    for name in &TABLES[1..] {
        let lists = batch.column_by_name(name).and_then(|lists| lists.as_list_opt::<i32>());
        let lists = lists.ok_or(ArchiveError::NoColumn { name, kind: "lists" })?;
        tables.push((name, flat(ids, lists)?));
    }
    Ok(tables)
}

fn flat(ids: &StringArray, lists: &ListArray) -> Result<RecordBatch, ArchiveError> {
    let repeated = (0..lists.len()).flat_map(|row| {
        let n_items = usize::try_from(lists.value_length(row)).unwrap_or(0);
        std::iter::repeat_n(ids.value(row), n_items)
    });
    let article: ArrayRef = Arc::new(repeated.map(Some).collect::<StringArray>());
    let items = lists.values().as_struct();
    let first = Field::new("article", article.data_type().clone(), false);
    let fields: Vec<Field> =
        std::iter::once(first).chain(items.fields().iter().map(|field| field.as_ref().clone())).collect();
    let arrays = std::iter::once(article).chain(items.columns().iter().cloned()).collect();
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)
}

fn article(reading: &Reading) -> &Article {
    &reading.annotated.article
}

fn articles(columns: &mut Columns, readings: &[Reading]) -> Result<(), ArchiveError> {
    let each = || readings.iter().map(article);
    let ids: Vec<String> = each().map(|article| article.id().to_string()).collect();
    columns.texts("id", ids.iter().map(String::as_str));
    columns.known_texts("given_id", each().map(|article| article.given_id.as_deref()));
    columns.known_texts("path", each().map(|article| article.path.as_deref()));
    columns.known_texts("url", each().map(|article| article.url.as_deref()));
    columns.known_texts("outlet", each().map(|article| article.outlet.as_deref()));
    columns.known_texts("title", each().map(|article| article.title.as_deref()));
    let names = each().flat_map(|article| article.byline.iter().map(String::as_str));
    columns.text_lists("byline", names, each().map(|article| article.byline.len()))?;
    columns.known_texts("published", each().map(|a| a.published.value.map(|at| at.to_string())));
    columns.days("published_day", each().map(|article| article.published.value.map(|at| at.day)));
    columns.instants("published_at", each().map(|article| article.published.value));
    columns.texts("published_how", each().map(|article| article.published.how.name()));
    columns.days("published_not_before", each().map(|article| article.published.not_before));
    columns.days("published_not_after", each().map(|article| article.published.not_after));
    let modified = || each().map(|article| article.modified.as_ref().and_then(|dating| dating.value));
    columns.known_texts("modified", modified().map(|at| at.map(|at| at.to_string())));
    columns.instants("modified_at", modified());
    columns.known_texts("language", each().map(|article| article.language.code()));
    columns.known_texts("wire", each().map(|article| article.wire.as_deref()));
    columns.texts("text_sha256", each().map(Article::text_sha256));
    columns.texts("text", each().map(|article| &*article.text));
    Ok(())
}

/// The outlet by its name, and all that documents state of their dates and corrections.
fn publication(columns: &mut Columns, lexicon: &Lexicon, readings: &[Reading]) -> Result<(), ArchiveError> {
    let each = || readings.iter().map(article);
    let name = |article: &Article| Some(lexicon.outlet(article.outlet.as_deref()?)?.name);
    columns.known_texts("outlet_name", each().map(name));
    let dates = || each().flat_map(|article| &article.stated().dates);
    let mut items = Columns::default();
    items.texts("of", dates().map(|date| date.of.name()));
    let values: Vec<String> = dates().map(|date| date.value.to_string()).collect();
    items.texts("value", values.iter().map(String::as_str));
    items.days("day", dates().map(|date| Some(date.value.day)));
    items.texts("how", dates().map(|date| date.how.name()));
    items.texts("field", dates().map(|date| date.field.as_str()));
    columns.lists("dates", items, each().map(|article| article.stated().dates.len()))?;
    let corrections = || each().flat_map(|article| &article.stated().corrections);
    let mut items = Columns::default();
    items.texts("text", corrections().map(|correction| correction.text.as_str()));
    items.known_texts(
        "published",
        corrections().map(|correction| correction.published.map(|at| at.to_string())),
    );
    columns.lists("corrections", items, each().map(|article| article.stated().corrections.len()))
}

/// Sections, sentences and entities.
fn layers(columns: &mut Columns, readings: &[Reading]) -> Result<(), ArchiveError> {
    let sections =
        || readings.iter().flat_map(|r| article(r).sections.iter().map(move |section| (r, section)));
    let mut items = spans(sections().map(|(reading, section)| (reading, section.span)));
    items.texts("kind", sections().map(|(_, section)| section.kind.name()));
    columns.lists("sections", items, readings.iter().map(|reading| article(reading).sections.len()))?;
    let sentences = readings.iter().flat_map(|reading| {
        reading
            .annotated
            .sentences
            .iter()
            .map(move |sentence| (reading, reading.annotated.span(sentence.tokens)))
    });
    columns.lists("sentences", spans(sentences), readings.iter().map(|r| r.annotated.sentences.len()))?;
    let entities = || readings.iter().flat_map(|reading| &reading.annotated.entities);
    let mut items = Columns::default();
    let ids: Vec<String> = entities().map(|entity| entity.id.to_string()).collect();
    items.texts("id", ids.iter().map(String::as_str));
    items.texts("kind", entities().map(|entity| entity.kind.name()));
    items.texts("name", entities().map(|entity| entity.name.as_str()));
    let names = entities().flat_map(|entity| entity.names.iter().map(String::as_str));
    items.text_lists("names", names, entities().map(|entity| entity.names.len()))?;
    columns.lists("entities", items, readings.iter().map(|reading| reading.annotated.entities.len()))
}

/// Places as offsets in code points.
fn spans<'a>(places: impl Iterator<Item = (&'a Reading, Span)>) -> Columns {
    let points: Vec<[u32; 2]> =
        places.map(|(reading, span)| article(reading).text.code_point_span(span)).collect();
    let mut columns = Columns::default();
    columns.numbers("start", points.iter().map(|points| points[0]));
    columns.numbers("end", points.iter().map(|points| points[1]));
    columns
}

fn mentions(readings: &[Reading]) -> Columns {
    let each = || readings.iter().flat_map(|r| r.annotated.mentions.iter().map(move |mention| (r, mention)));
    let mut columns = spans(each().map(|(reading, mention)| (reading, mention.span)));
    columns.texts("text", each().map(|(reading, mention)| article(reading).text.slice(mention.span)));
    columns.texts("kind", each().map(|(_, mention)| mention.kind.name()));
    let entities: Vec<String> = each().map(|(_, mention)| mention.entity.to_string()).collect();
    columns.texts("entity", entities.iter().map(String::as_str));
    let name = |reading: &Reading, id| {
        let entity = reading.annotated.entities.iter().find(|entity| entity.id == id);
        entity.map(|entity| entity.name.clone())
    };
    columns.known_texts("name", each().map(|(reading, mention)| name(reading, mention.entity)));
    columns
}

fn times(readings: &[Reading]) -> Columns {
    let each = || readings.iter().flat_map(|reading| reading.times.iter().map(move |time| (reading, time)));
    let mut columns = spans(each().map(|(reading, time)| (reading, time.span)));
    columns.texts("text", each().map(|(reading, time)| article(reading).text.slice(time.span)));
    columns.texts("type", each().map(|(_, time)| time.kind.name()));
    columns.known_texts("value", each().map(|(_, time)| time.value.as_deref()));
    columns.known_texts("mod", each().map(|(_, time)| time.modifier.map(|modifier| modifier.name())));
    columns.known_texts("anchor", each().map(|(_, time)| time.anchor.map(|anchor| anchor.name())));
    columns.texts("rule", each().map(|(_, time)| &*time.rule.0));
    columns
}

/// A part of an attribution.
type Part = fn(&Attribution) -> &[Span];

fn attributions(readings: &[Reading]) -> Result<Columns, ArchiveError> {
    let each =
        || readings.iter().flat_map(|r| r.attributions.iter().map(move |attribution| (r, attribution)));
    let mut columns = Columns::default();
    let ids: Vec<String> = each().map(|(_, attribution)| attribution.id.to_string()).collect();
    columns.texts("id", ids.iter().map(String::as_str));
    let parts: [(&str, Part); 3] =
        [("source", |a| &a.source), ("cue", |a| &a.cue), ("content", |a| &a.content)];
    for (name, part) in parts {
        let words = each().map(|(reading, attribution)| words(reading, part(attribution)));
        columns.known_texts(name, words.map(Some));
    }
    for (name, part) in parts {
        let places = each().flat_map(|(reading, a)| part(a).iter().map(move |&span| (reading, span)));
        let lengths = each().map(|(_, attribution)| part(attribution).len());
        columns.lists(&format!("{name}_spans"), spans(places), lengths)?;
    }
    columns.texts("form", each().map(|(_, attribution)| attribution.form.name()));
    columns.texts("stance", each().map(|(_, attribution)| attribution.stance.name()));
    columns.flags("first_report", each().map(|(_, attribution)| attribution.first_report));
    columns.shares("confidence", each().map(|(_, attribution)| attribution.confidence));
    columns.texts("rule", each().map(|(_, attribution)| &*attribution.rule.0));
    columns.known_texts("origin_kind", each().map(|(_, a)| a.origin().map(|hop| hop.kind.name())));
    let name = |reading: &Reading, hop: &Hop| hop.name(&article(reading).text).to_owned();
    columns.known_texts("origin", each().map(|(reading, a)| a.origin().map(|hop| name(reading, hop))));
    let hops = each().flat_map(|(reading, a)| a.chain.iter().map(move |hop| (reading, hop)));
    columns.lists("chain", chain(hops.collect()), each().map(|(_, attribution)| attribution.chain.len()))?;
    Ok(columns)
}

/// The words at some places, with `...` between them.
fn words(reading: &Reading, spans: &[Span]) -> String {
    spans.iter().map(|&span| article(reading).text.slice(span)).collect::<Vec<_>>().join(" ... ")
}

fn chain(hops: Vec<(&Reading, &Hop)>) -> Columns {
    let each = || hops.iter().copied();
    let mut columns = Columns::default();
    columns.texts("kind", each().map(|(_, hop)| hop.kind.name()));
    columns.texts("text", each().map(|(reading, hop)| article(reading).text.slice(hop.span)));
    let points = |(reading, hop): (&Reading, &Hop)| article(reading).text.code_point_span(hop.span);
    columns.numbers("start", each().map(|place| points(place)[0]));
    columns.numbers("end", each().map(|place| points(place)[1]));
    columns.known_texts("entity", each().map(|(_, hop)| hop.entity.map(|id| id.to_string())));
    columns.known_texts("resolved", each().map(|(_, hop)| hop.resolved.as_deref()));
    let unnamed = |hop: &Hop| match hop.kind {
        SourceKind::Unnamed { plural, described } => Some((plural, described)),
        _ => None,
    };
    columns.known_flags("plural", each().map(|(_, hop)| unnamed(hop).map(|(plural, _)| plural)));
    columns.known_flags("described", each().map(|(_, hop)| unnamed(hop).map(|(_, described)| described)));
    columns
}

fn tellings(readings: &[Reading], told: &[Vec<Telling>]) -> Result<Columns, ArchiveError> {
    let each =
        || readings.iter().zip(told).flat_map(|(r, told)| told.iter().map(move |telling| (r, telling)));
    let mut columns = spans(each().map(|(reading, telling)| (reading, telling.span)));
    columns.texts("text", each().map(|(reading, telling)| article(reading).text.slice(telling.span)));
    let ids = each().map(|(_, telling)| telling.attribution.map(|id| id.to_string()));
    columns.known_texts("attribution", ids);
    columns.texts("stance", each().map(|(_, telling)| telling.stance.name()));
    columns.known_texts("when", each().map(|(_, telling)| telling.when.as_deref()));
    let hops = each().flat_map(|(reading, telling)| telling.chain.iter().map(move |hop| (reading, hop)));
    columns.lists("chain", chain(hops.collect()), each().map(|(_, telling)| telling.chain.len()))?;
    Ok(columns)
}
