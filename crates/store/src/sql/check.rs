//! How much there is, and whether it is whole.

use super::Database;
use crate::StoreError;
use crate::store::Counts;

pub(super) fn counts(db: &dyn Database) -> Result<Counts, StoreError> {
    let count = |sql: &str| db.number(sql).map(|n| n as u64);
    Ok(Counts {
        articles: count("SELECT count(*) FROM article WHERE newer IS NULL")?,
        older_versions: count("SELECT count(*) FROM article WHERE newer IS NOT NULL")?,
        stories: count("SELECT count(*) FROM story")?,
        waiting: count("SELECT count(*) FROM article WHERE gathered AND newer IS NULL AND cluster IS NULL")?,
        stale: count("SELECT count(*) FROM story WHERE stale")?,
    })
}

/// What must count none.
const EMPTY: [(&str, &str); 6] = [
    (
        "articles without words",
        "SELECT count(*) FROM article a LEFT JOIN prose p ON p.article = a.no WHERE p.article IS NULL",
    ),
    (
        "articles without a reading",
        "SELECT count(*) FROM article a LEFT JOIN reading r ON r.article = a.no WHERE r.article IS NULL",
    ),
    (
        "weighed stories without a dossier",
        "SELECT count(*) FROM story s LEFT JOIN dossier d ON d.story = s.no WHERE NOT s.stale AND d.story IS NULL",
    ),
    (
        "weighed stories whose count is wrong",
        "SELECT count(*) FROM story s
         WHERE NOT stale AND articles <> (SELECT count(*) FROM article a WHERE a.story = s.no)",
    ),
    (
        "speakers whose count is wrong",
        "SELECT count(*) FROM (SELECT speaker, count(*) AS n, count(DISTINCT article) AS articles FROM quote
            WHERE kind NOT IN ('unnamed', 'unspecified') GROUP BY speaker) AS counted
         FULL JOIN speaker_total t ON t.speaker = counted.speaker
         WHERE t.quotes IS DISTINCT FROM counted.n OR t.articles IS DISTINCT FROM counted.articles",
    ),
    (
        "articles in a group without a story",
        "SELECT count(*) FROM article WHERE cluster IS NOT NULL AND story IS NULL",
    ),
];

/// What is not whole, in words.
pub(super) fn check(db: &dyn Database) -> Result<Vec<String>, StoreError> {
    let mut faults = db.faults()?;
    for (what, sql) in EMPTY {
        let n = db.number(sql)?;
        if n != 0 {
            faults.push(format!("{n} {what}"));
        }
    }
    Ok(faults)
}
