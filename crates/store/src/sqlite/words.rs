//! Words by FTS5, which stems them and lets diacritics be.

use crate::StoreError;
use crate::sql::Database;
use crate::sql::value::values;
use crate::store::ArticleNo;

/// Words and phrases as FTS5 wants to be asked for them.
pub(super) fn expression(terms: &[String], any: bool) -> String {
    let quoted = terms.iter().map(|term| format!("\"{}\"", term.replace(['"', '\0'], " ")));
    quoted.collect::<Vec<_>>().join(if any { " OR " } else { " " })
}

/// Words around what matched.
pub(super) fn extract(db: &dyn Database, no: ArticleNo, asked_for: &str) -> Result<String, StoreError> {
    let extract = db.cell(
        "SELECT snippet(prose_words, -1, '[', ']', ' … ', 24) FROM prose_words
         WHERE prose_words MATCH ?1 AND rowid = ?2",
        values![asked_for, no],
    )?;
    Ok(extract.unwrap_or_default())
}

/// Whether every article is in the index.
pub(super) fn faults(db: &dyn Database) -> Result<Option<String>, StoreError> {
    let missing = "SELECT (SELECT count(*) FROM article) - (SELECT count(*) FROM prose_words_docsize)";
    let n_missing = db.number(missing)?;
    Ok((n_missing != 0).then(|| format!("{n_missing} articles missing from the full-text index")))
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn no_sign_has_a_meaning() {
        let check = |terms: &[&str], any: bool, expected: &str| {
            let terms: Vec<String> = terms.iter().map(|&term| term.to_owned()).collect();
            assert_eq!(expression(&terms, any), expected);
        };
        check(&["bridge", "closed"], false, "\"bridge\" \"closed\"");
        check(&["Hollow Lane", "OR", "closed*"], true, "\"Hollow Lane\" OR \"OR\" OR \"closed*\"");
        check(&[], false, "");
    }
}
