//! Readings that are made again from two columns: the text, and the bytes of column `reading`.

use crate::ArchiveError;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use serde::{Deserialize, Serialize};
use whosaid::attribution::Reading;
use whosaid::text::{
    Article, ArticleParts, DateOf, Dating, HowDated, Language, Section, SectionKind, SourceText, Span,
    Stated, StatedCorrection, StatedDate,
};
use whosaid_store::codec::{read_layers, write_layers};

/// What is known of an article beside its text.
#[derive(Serialize, Deserialize)]
struct Known {
    given_id: Option<String>,
    path: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    byline: Vec<String>,
    published: Dated,
    modified: Option<Dated>,
    language: Option<String>,
    wire: Option<String>,
    sections: Vec<(u32, u32, String)>,
    #[serde(default)]
    dates: Vec<(String, String, String, String)>,
    #[serde(default)]
    corrections: Vec<(String, Option<String>)>,
}

#[derive(Serialize, Deserialize)]
struct Dated {
    value: Option<String>,
    how: String,
    not_before: Option<String>,
    not_after: Option<String>,
}

/// The bytes of a reading, without its text: length and JSON of what is known, then the layers.
pub(crate) fn keep(reading: &Reading) -> Vec<u8> {
    // A record of texts and numbers: writing it cannot fail.
    let known = serde_json::to_vec(&Known::of(&reading.annotated.article)).unwrap_or_default();
    let mut bytes = (known.len() as u32).to_le_bytes().to_vec();
    bytes.extend(known);
    bytes.extend(write_layers(reading));
    bytes
}

/// The readings of a table that has the columns `text` and `reading`.
///
/// # Errors
/// A column that is missing, or a row that another version wrote.
pub fn readings(batch: &RecordBatch) -> Result<Vec<Reading>, ArchiveError> {
    let no_text = ArchiveError::NoColumn { name: "text", kind: "texts" };
    let no_reading = ArchiveError::NoColumn { name: "reading", kind: "bytes" };
    let texts = batch.column_by_name("text").and_then(|column| texts(column)).ok_or(no_text)?;
    let kept = batch.column_by_name("reading").and_then(|column| bytes(column)).ok_or(no_reading)?;
    let rows = texts.into_iter().zip(kept).enumerate();
    rows.map(|(row, (text, kept))| {
        let reading = text.zip(kept).and_then(|(text, kept)| reading(text, kept));
        reading.ok_or(ArchiveError::Row { row })
    })
    .collect()
}

fn reading(text: &str, kept: &[u8]) -> Option<Reading> {
    let (length, rest) = kept.split_first_chunk::<4>()?;
    let (known, layers) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let known: Known = serde_json::from_slice(known).ok()?;
    read_layers(known.article(text)?, layers)
}

/// Texts as any Arrow library writes them.
pub(crate) fn texts(column: &dyn Array) -> Option<Vec<Option<&str>>> {
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string_opt::<i32>()?.iter().collect()),
        DataType::LargeUtf8 => Some(column.as_string_opt::<i64>()?.iter().collect()),
        DataType::Utf8View => Some(column.as_string_view_opt()?.iter().collect()),
        _ => None,
    }
}

pub(crate) fn bytes(column: &dyn Array) -> Option<Vec<Option<&[u8]>>> {
    match column.data_type() {
        DataType::Binary => Some(column.as_binary_opt::<i32>()?.iter().collect()),
        DataType::LargeBinary => Some(column.as_binary_opt::<i64>()?.iter().collect()),
        DataType::BinaryView => Some(column.as_binary_view_opt()?.iter().collect()),
        _ => None,
    }
}

impl Known {
    fn of(article: &Article) -> Self {
        let section =
            |section: &Section| (section.span.start(), section.span.end(), section.kind.name().to_owned());
        let date = |date: &StatedDate| {
            let (of, how) = (date.of.name().to_owned(), date.how.name().to_owned());
            (of, date.value.to_string(), how, date.field.clone())
        };
        let correction =
            |c: &StatedCorrection| (c.text.clone(), c.published.map(|published| published.to_string()));
        Known {
            given_id: article.given_id.clone(),
            path: article.path.clone(),
            url: article.url.clone(),
            outlet: article.outlet.clone(),
            title: article.title.clone(),
            byline: article.byline.clone(),
            published: Dated::of(&article.published),
            modified: article.modified.as_ref().map(Dated::of),
            language: article.language.code().map(str::to_owned),
            wire: article.wire.clone(),
            sections: article.sections.iter().map(section).collect(),
            dates: article.stated().dates.iter().map(date).collect(),
            corrections: article.stated().corrections.iter().map(correction).collect(),
        }
    }

    fn article(self, text: &str) -> Option<Article> {
        let text = SourceText::new(text).ok()?;
        let section = |(start, end, kind): (u32, u32, String)| {
            let inside = start <= end && text.get(start as usize..end as usize).is_some();
            let kind = SectionKind::ALL.iter().find(|known| known.name() == kind)?;
            inside.then(|| Section { span: Span::new(start, end), kind: *kind })
        };
        let stated = stated(self.dates, self.corrections)?;
        let article = Article::new(ArticleParts {
            given_id: self.given_id,
            path: self.path,
            url: self.url,
            outlet: self.outlet,
            title: self.title,
            byline: self.byline,
            published: self.published.dating()?,
            modified: self.modified.map(Dated::dating).map_or(Some(None), |dating| dating.map(Some))?,
            language: match self.language.as_deref() {
                None => Language::Unknown,
                Some("en") => Language::English,
                Some(code) => Language::Other(code.to_owned()),
            },
            wire: self.wire,
            sections: self.sections.into_iter().map(section).collect::<Option<_>>()?,
            text: text.clone(),
        });
        Some(article.stating(stated))
    }
}

fn stated(
    dates: Vec<(String, String, String, String)>,
    corrections: Vec<(String, Option<String>)>,
) -> Option<Stated> {
    let date = |(of, value, how, field): (String, String, String, String)| {
        Some(StatedDate {
            of: *DateOf::ALL.iter().find(|known| known.name() == of)?,
            value: value.parse().ok()?,
            how: *HowDated::ALL.iter().find(|known| known.name() == how)?,
            field,
        })
    };
    let correction = |(text, published): (String, Option<String>)| {
        let published = published.map(|text| text.parse()).transpose().ok()?;
        Some(StatedCorrection { text, published })
    };
    Some(Stated {
        dates: dates.into_iter().map(date).collect::<Option<_>>()?,
        corrections: corrections.into_iter().map(correction).collect::<Option<_>>()?,
    })
}

impl Dated {
    fn of(dating: &Dating) -> Self {
        Dated {
            value: dating.value.map(|at| at.to_string()),
            how: dating.how.name().to_owned(),
            not_before: dating.not_before.map(|day| day.to_string()),
            not_after: dating.not_after.map(|day| day.to_string()),
        }
    }

    fn dating(self) -> Option<Dating> {
        let parsed = |text: Option<String>| text.map(|text| text.parse()).transpose();
        Some(Dating {
            value: self.value.map(|text| text.parse()).transpose().ok()?,
            how: *HowDated::ALL.iter().find(|how| how.name() == self.how)?,
            not_before: parsed(self.not_before).ok()?,
            not_after: parsed(self.not_after).ok()?,
        })
    }
}
