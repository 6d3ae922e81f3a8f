//! Comma-separated values (RFC 4180), safe to open in a spreadsheet.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it: article text is hostile, and
//! `=HYPERLINK(...)` in a headline must stay words.

use super::names;
use super::sheet::{origin_kind, stories};
use whosaid::Run;

/// One cell, quoted where it must be.
pub fn cell(value: &str) -> String {
    let value = neutral(value);
    match value.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", value.replace('"', "\"\"")),
        false => value,
    }
}

/// One row with its end.
pub fn row<S: AsRef<str>>(cells: &[S]) -> String {
    let cells: Vec<String> = cells.iter().map(|value| cell(value.as_ref())).collect();
    cells.join(",") + "\r\n"
}

/// The value with an apostrophe before what a spreadsheet would work out; numbers stay numbers.
fn neutral(value: &str) -> String {
    let starts = value.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
    let is_formula =
        starts.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|', '%']);
    match is_formula && value.parse::<f64>().is_err() {
        true => format!("'{value}"),
        false => value.to_owned(),
    }
}

/// A telling a row, with its claim before it.
pub(super) fn tellings(run: &Run, full_text: bool) -> String {
    let mut text = row(&[
        "story",
        "claim",
        "status",
        "origins at least",
        "origins at most",
        "gist",
        "outlet",
        "published",
        "dated by",
        "stance",
        "chain",
        "kind of origin",
        "words",
        "article",
        "start",
        "end",
        "text sha256",
        "url",
        "title",
        "confidence",
    ]);
    for story in stories(run, full_text) {
        for line in &story.claims {
            let claim = line.claim;
            for told in &line.tellings {
                let article = told.source.article;
                let [start, end] = article.text.code_point_span(told.telling.span);
                let published = article.published.value.map(|moment| moment.to_string());
                text += &row(&[
                    story.title.clone(),
                    line.name.clone(),
                    claim.status.name().to_owned(),
                    claim.origins.min.to_string(),
                    claim.origins.max.to_string(),
                    line.gist.clone(),
                    told.source.outlet.clone(),
                    published.unwrap_or_default(),
                    article.published.how.name().to_owned(),
                    told.telling.stance.name().to_owned(),
                    told.chain.join(" < "),
                    origin_kind(&told.telling.chain).to_owned(),
                    told.words.clone(),
                    article.id().to_string(),
                    start.to_string(),
                    end.to_string(),
                    article.text_sha256().to_owned(),
                    names::address(article).unwrap_or_default(),
                    told.source.title.clone(),
                    format!("{:.2}", told.telling.confidence),
                ]);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_worked_out() {
        for (value, written) in [
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\t=1", "'\t=1"),
            ("\n=1", "\"'\n=1\""),
            ("－2", "'－2"),
            ("-2.5", "-2.5"),
            ("+7", "+7"),
            ("a=b", "a=b"),
            ("— said", "— said"),
            ("2031-03-01", "2031-03-01"),
            ("", ""),
        ] {
            assert_eq!(cell(value), written, "{value:?}");
        }
    }

    #[test]
    fn cells_with_marks_are_quoted() {
        assert_eq!(super::row(&["a, \"b\"", "c", "d\ne"]), "\"a, \"\"b\"\"\",c,\"d\ne\"\r\n");
    }
}
