//! Lists: each a `WHERE` made of the filters it heeds, a count and a page.

use super::stories::row_of;
use crate::rows::{
    AlertRow, ArticleRow, ChangeRow, ClaimRow, ConflictRow, QuoteRow, SearchRow, SideRow, SpeakerRow,
    StoryRow, TimelineRow,
};
use crate::store::{Counts, Filter, Listing, Page};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use whosaid::text::Day;

/// What a list asks for.
#[derive(Default)]
struct Query {
    columns: String,
    main: &'static str,
    from: String,
    conditions: Vec<String>,
    values: Vec<Value>,
    order: &'static str,
}

impl Query {
    fn new(columns: &str, main: &'static str, partners: &str, order: &'static str) -> Self {
        let (columns, from) = (columns.to_owned(), format!("{main} {partners}"));
        Query { columns, main, from, order, ..Query::default() }
    }

    /// Adds a condition on one value, which stands as `?` in it.
    fn on(&mut self, condition: &str, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        let number = self.values.len();
        self.conditions.push(condition.replace('?', &format!("?{number}")));
        self
    }

    fn always(&mut self, condition: &str) -> &mut Self {
        self.conditions.push(condition.to_owned());
        self
    }

    /// Adds a condition where the filter has a value: part of a name, in any case.
    fn part_of(&mut self, condition: &str, part: &Option<String>) -> &mut Self {
        if let Some(part) = part {
            self.on(condition, like(part));
        }
        self
    }

    fn same(&mut self, condition: &str, value: &Option<String>) -> &mut Self {
        if let Some(value) = value {
            self.on(condition, value.clone());
        }
        self
    }

    fn story(&mut self, column: &str, filter: &Filter) -> &mut Self {
        if let Some(story) = filter.story {
            self.on(&format!("{column} = ?"), story.0);
        }
        self
    }

    /// Narrows to articles of an outlet, published in a stretch of days.
    fn article(&mut self, alias: &str, filter: &Filter) -> &mut Self {
        self.part_of(&format!("{alias}.shown_outlet LIKE ? ESCAPE '\\'"), &filter.outlet);
        if let Some(day) = filter.from {
            self.on(&format!("{alias}.instant >= ?"), seconds(day));
        }
        if let Some(day) = filter.to {
            self.on(&format!("{alias}.instant < ?"), seconds(day) + 86_400);
        }
        self
    }

    fn condition(&self) -> String {
        match self.conditions.is_empty() {
            true => String::new(),
            false => format!(" WHERE {}", self.conditions.join(" AND ")),
        }
    }

    fn list<T>(
        &self,
        c: &Connection,
        page: Page,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Listing<T>> {
        let condition = self.condition();
        // Every row of the main table has its partners: without a condition it alone is counted.
        let alone = self.conditions.is_empty() && !self.main.is_empty();
        let counted = if alone { self.main } else { &self.from };
        let count = format!("SELECT count(*) FROM {counted}{condition}");
        let total =
            c.prepare_cached(&count)?.query_row(params_from_iter(&self.values), |row| row.get::<_, i64>(0))?
                as u64;
        let rows = format!(
            "SELECT {} FROM {}{condition} ORDER BY {} LIMIT {} OFFSET {}",
            self.columns, self.from, self.order, page.limit, page.offset
        );
        let rows = c
            .prepare_cached(&rows)?
            .query_map(params_from_iter(&self.values), row)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Listing { total, rows })
    }
}

/// Columns of an article in a list; `a` is the article.
const ARTICLE: &str =
    "a.id, a.shown_outlet, a.title, a.shown_published, a.url, a.path, a.language, a.wire, a.story,
    a.added, (SELECT newer.id FROM article newer WHERE newer.no = a.newer) AS newer_id";
/// Newest first, undated last.
const NEWEST: &str = "a.instant DESC, a.id";

fn article_row(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    Ok(ArticleRow {
        id: row.get("id")?,
        outlet: row.get("shown_outlet")?,
        title: row.get("title")?,
        published: row.get("shown_published")?,
        url: row.get("url")?,
        path: row.get("path")?,
        language: row.get("language")?,
        wire: row.get("wire")?,
        story: row.get("story")?,
        added: row.get("added")?,
        newer: row.get("newer_id")?,
    })
}

pub(super) fn articles(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<ArticleRow>> {
    let mut query = Query::new(ARTICLE, "article a", "", NEWEST);
    query.article("a", filter).story("a.story", filter);
    if !filter.versions {
        query.always("a.newer IS NULL");
    }
    query.list(c, page, article_row)
}

pub(super) fn stories(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<StoryRow>> {
    let mut query = Query::new("s.*", "story s", "", "s.last DESC, s.articles DESC, s.no");
    for word in filter.words.iter().flat_map(|words| words.split_whitespace()) {
        query.on("s.title LIKE ? ESCAPE '\\'", like(word));
    }
    query.part_of(
        "EXISTS (SELECT 1 FROM article a WHERE a.story = s.no AND a.shown_outlet LIKE ? ESCAPE '\\')",
        &filter.outlet,
    );
    if let Some(day) = filter.from {
        query.on("s.last >= ?", day.to_string());
    }
    if let Some(day) = filter.to {
        query.on("s.first <= ?", day.to_string());
    }
    query.list(c, page, row_of)
}

pub(super) fn claims(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<ClaimRow>> {
    let mut query = Query::new(
        "claim.*, e.id AS earliest_id, e.shown_outlet, e.shown_published",
        "claim",
        "",
        "s.last DESC, s.no, claim.n",
    );
    // From the newest story on, so that a page ends early.
    let newest_first = "story s CROSS JOIN claim ON claim.story = s.no";
    query.from = format!("{newest_first} LEFT JOIN article e ON e.no = claim.earliest");
    query.story("claim.story", filter).same("claim.status = ?", &filter.status);
    for word in filter.words.iter().flat_map(|words| words.split_whitespace()) {
        query.on("claim.gist LIKE ? ESCAPE '\\'", like(word));
    }
    query.part_of(
        "EXISTS (SELECT 1 FROM claim_article t JOIN article a ON a.no = t.article
            WHERE t.story = claim.story AND t.n = claim.n AND a.shown_outlet LIKE ? ESCAPE '\\')",
        &filter.outlet,
    );
    if let Some(day) = filter.from {
        query.on("s.last >= ?", day.to_string());
    }
    if let Some(day) = filter.to {
        query.on("s.last <= ?", day.to_string());
    }
    query.list(c, page, |row| {
        let story: i64 = row.get("story")?;
        Ok(ClaimRow {
            claim: format!("{story}-{}", row.get::<_, String>("key")?),
            story,
            gist: row.get("gist")?,
            status: row.get("status")?,
            origins_min: row.get("origins_min")?,
            origins_max: row.get("origins_max")?,
            outlets: row.get("outlets")?,
            tellings: row.get("tellings")?,
            earliest: row.get("earliest_id")?,
            earliest_outlet: row.get("shown_outlet")?,
            earliest_published: row.get("shown_published")?,
        })
    })
}

pub(super) fn quotes(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<QuoteRow>> {
    let mut query = Query::new(
        "q.*, speaker.name, a.id, a.shown_outlet, a.shown_published, a.story",
        "quote q",
        "JOIN speaker ON speaker.no = q.speaker JOIN article a ON a.no = q.article",
        "a.instant DESC, a.id, q.n",
    );
    if filter.source.is_none() && filter.speaker.is_none() {
        // From the newest article on, so that a page ends early.
        let newest_first = "article a CROSS JOIN quote q ON q.article = a.no";
        query.from = format!("{newest_first} JOIN speaker ON speaker.no = q.speaker");
    }
    query
        .part_of("q.speaker IN (SELECT no FROM speaker WHERE name LIKE ? ESCAPE '\\')", &filter.source)
        .same("q.speaker = (SELECT no FROM speaker WHERE name = ?)", &filter.speaker)
        .same("q.kind = ?", &filter.kind)
        .story("a.story", filter)
        .article("a", filter);
    query.list(c, page, |row| {
        let span = [row.get("first")?, row.get("past")?];
        Ok(QuoteRow {
            speaker: row.get("name")?,
            kind: row.get("kind")?,
            chain: row.get("chain")?,
            form: row.get("form")?,
            stance: row.get("stance")?,
            words: words_at(c, row.get("article")?, span)?,
            article: row.get("id")?,
            span,
            outlet: row.get("shown_outlet")?,
            published: row.get("shown_published")?,
            story: row.get("story")?,
        })
    })
}

pub(super) fn speakers(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<SpeakerRow>> {
    if filter.kind.is_some() {
        return speakers_of_kind(c, filter, page);
    }
    let mut query = Query::new("*", "speaker_total", "", "quotes DESC, name");
    query.part_of("name LIKE ? ESCAPE '\\'", &filter.source).same("name = ?", &filter.speaker);
    query.list(c, page, speaker_row)
}

/// Counted for one kind of source alone.
fn speakers_of_kind(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<SpeakerRow>> {
    let mut inner = Query::new(
        "",
        "quote q",
        "JOIN speaker ON speaker.no = q.speaker JOIN article a ON a.no = q.article",
        "",
    );
    inner.always("q.kind NOT IN ('unnamed', 'unspecified')");
    inner.part_of("speaker.name LIKE ? ESCAPE '\\'", &filter.source);
    inner.same("speaker.name = ?", &filter.speaker).same("q.kind = ?", &filter.kind);
    let mut query = Query::new("*", "", "", "quotes DESC, name");
    query.from = format!(
        "(SELECT speaker.name AS name, count(*) AS quotes, count(DISTINCT q.article) AS articles,
            count(DISTINCT a.shown_outlet) AS outlets, min(substr(a.shown_published, 1, 10)) AS first,
            max(substr(a.shown_published, 1, 10)) AS last
          FROM {}{} GROUP BY q.speaker)",
        inner.from,
        inner.condition()
    );
    query.values = inner.values;
    query.list(c, page, speaker_row)
}

fn speaker_row(row: &Row<'_>) -> rusqlite::Result<SpeakerRow> {
    Ok(SpeakerRow {
        speaker: row.get("name")?,
        quotes: row.get("quotes")?,
        articles: row.get("articles")?,
        outlets: row.get("outlets")?,
        first: row.get("first")?,
        last: row.get("last")?,
    })
}

pub(super) fn timeline(
    c: &Connection,
    filter: &Filter,
    page: Page,
) -> rusqlite::Result<Listing<TimelineRow>> {
    let mut query = Query::new(
        "e.*, a.id, a.shown_outlet, a.shown_published",
        "event e",
        "JOIN article a ON a.no = e.article",
        "e.at, e.story, e.n",
    );
    query.story("e.story", filter);
    if let Some(day) = filter.from {
        query.on("e.at >= ?", day.to_string());
    }
    if let Some(day) = filter.to {
        query.on("substr(e.at, 1, 10) <= ?", day.to_string());
    }
    query.list(c, page, |row| {
        let story: i64 = row.get("story")?;
        let key: Option<String> = row.get("claim")?;
        Ok(TimelineRow {
            when: row.get("at")?,
            what: row.get("what")?,
            future: row.get("future")?,
            claim: key.map(|key| format!("{story}-{key}")),
            article: row.get("id")?,
            span: [row.get("first")?, row.get("past")?],
            outlet: row.get("shown_outlet")?,
            published: row.get("shown_published")?,
            story,
        })
    })
}

pub(super) fn conflicts(
    c: &Connection,
    filter: &Filter,
    page: Page,
) -> rusqlite::Result<Listing<ConflictRow>> {
    let mut query = Query::new(
        "x.*, a.id AS a_id, a.shown_outlet AS a_outlet, a.shown_published AS a_published,
            b.id AS b_id, b.shown_outlet AS b_outlet, b.shown_published AS b_published",
        "conflict x",
        "JOIN story s ON s.no = x.story JOIN article a ON a.no = x.a_article
            JOIN article b ON b.no = x.b_article",
        "s.last DESC, s.no, x.n",
    );
    query.story("x.story", filter).same("x.kind = ?", &filter.kind);
    query.list(c, page, |row| {
        let story: i64 = row.get("story")?;
        let side = |side: &str| -> rusqlite::Result<SideRow> {
            let column = |name: &str| format!("{side}_{name}");
            let span = [row.get(&*column("first"))?, row.get(&*column("past"))?];
            Ok(SideRow {
                claim: format!("{story}-{}", row.get::<_, String>(&*column("claim"))?),
                words: words_at(c, row.get(&*column("article"))?, span)?,
                article: row.get(&*column("id"))?,
                span,
                outlet: row.get(&*column("outlet"))?,
                published: row.get(&*column("published"))?,
            })
        };
        Ok(ConflictRow {
            conflict: format!("{story}.{}", row.get::<_, i64>("n")? + 1),
            story,
            kind: row.get("kind")?,
            about: row.get("about")?,
            a: side("a")?,
            b: side("b")?,
            rule: row.get("rule")?,
        })
    })
}

pub(super) fn search(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<SearchRow>> {
    let words = filter
        .words
        .as_deref()
        .map(|typed| match_expression(typed, filter.any_word))
        .filter(|words| !words.is_empty());
    let (main, partners, order) = match &words {
        Some(_) => {
            ("prose_words", "JOIN article a ON a.no = prose_words.rowid", "bm25(prose_words, 4.0, 1.0), a.no")
        }
        None => ("article a", "", NEWEST),
    };
    let mut query = Query::new(&format!("{ARTICLE}, a.no"), main, partners, order);
    if let Some(words) = &words {
        query.on("prose_words MATCH ?", words.clone());
    }
    query.article("a", filter).story("a.story", filter);
    // What few articles have is found once, from its own table; a kind of source nearly every article has.
    query.part_of(
        "a.no IN (SELECT q.article FROM quote q
            WHERE q.speaker IN (SELECT no FROM speaker WHERE name LIKE ? ESCAPE '\\'))",
        &filter.source,
    );
    query.same("EXISTS (SELECT 1 FROM quote q WHERE q.article = a.no AND q.kind = ?)", &filter.kind);
    query.same(
        "a.no IN (SELECT t.article FROM claim JOIN claim_article t USING (story, n) WHERE claim.status = ?)",
        &filter.status,
    );
    if !filter.versions {
        query.always("a.newer IS NULL");
    }
    query.list(c, page, |row| {
        let extract = extract(c, row.get("no")?, words.as_deref())?;
        Ok(SearchRow { article: article_row(row)?, extract })
    })
}

pub(super) fn changes(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<ChangeRow>> {
    let mut query = Query::new(
        "a.id AS newer_id, o.id AS older_id, a.title, a.shown_outlet, a.added, change.difference",
        "change",
        "JOIN article a ON a.no = change.newer JOIN article o ON o.no = change.older",
        "change.newer DESC, change.older DESC",
    );
    query.part_of("a.shown_outlet LIKE ? ESCAPE '\\'", &filter.outlet).story("a.story", filter);
    query.same("? IN (a.id, o.id)", &filter.article);
    query.list(c, page, |row| {
        let difference: String = row.get("difference")?;
        Ok(ChangeRow {
            older: row.get("older_id")?,
            newer: row.get("newer_id")?,
            title: row.get("title")?,
            outlet: row.get("shown_outlet")?,
            added: row.get("added")?,
            difference: serde_json::from_str(&difference).unwrap_or_default(),
        })
    })
}

pub(super) fn alerts(c: &Connection, filter: &Filter, page: Page) -> rusqlite::Result<Listing<AlertRow>> {
    let mut query = Query::new(
        "w.*, a.id, a.shown_outlet, a.shown_published, a.url",
        "alert w",
        "LEFT JOIN article a ON a.no = w.article",
        "w.no DESC",
    );
    query.part_of("a.shown_outlet LIKE ? ESCAPE '\\'", &filter.outlet).same("w.kind = ?", &filter.kind);
    query.story("w.story", filter);
    if filter.unseen {
        query.always("w.no > coalesce((SELECT upto FROM seen WHERE list = 'alert'), 0)");
    }
    query.list(c, page, |row| {
        let story: i64 = row.get("story")?;
        let place: (Option<i64>, Option<u32>, Option<u32>) =
            (row.get("article")?, row.get("first")?, row.get("past")?);
        let words = match place {
            (Some(article), Some(first), Some(past)) => Some(words_at(c, article, [first, past])?),
            _ => None,
        };
        Ok(AlertRow {
            alert: row.get("no")?,
            kind: row.get("kind")?,
            noticed: row.get("noticed")?,
            story,
            claim: format!("{story}-{}", row.get::<_, String>("claim")?),
            gist: row.get("gist")?,
            before: row.get("before")?,
            status: row.get("status")?,
            article: row.get("id")?,
            outlet: row.get("shown_outlet")?,
            published: row.get("shown_published")?,
            url: row.get("url")?,
            words: words.map(|words| crate::weighing::one_line(&words)),
        })
    })
}

pub(super) fn counts(c: &Connection) -> rusqlite::Result<Counts> {
    let count =
        |sql: &str| c.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0)).map(|n| n as u64);
    Ok(Counts {
        articles: count("SELECT count(*) FROM article WHERE newer IS NULL")?,
        older_versions: count("SELECT count(*) FROM article WHERE newer IS NOT NULL")?,
        stories: count("SELECT count(*) FROM story")?,
        waiting: count("SELECT count(*) FROM article WHERE gathered AND newer IS NULL AND cluster IS NULL")?,
        stale: count("SELECT count(*) FROM story WHERE stale")?,
    })
}

/// What is not whole, in words.
pub(super) fn check(c: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    for sql in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
        let mut rows = c.prepare(sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let told: String = row.get::<_, Value>(0).map(|value| format!("{value:?}"))?;
            if told != "Text(\"ok\")" {
                faults.push(format!("{sql}: {told}"));
            }
        }
    }
    const EMPTY: [(&str, &str); 7] = [
        (
            "articles without words",
            "SELECT count(*) FROM article LEFT JOIN prose ON article = no WHERE article IS NULL",
        ),
        (
            "articles without a reading",
            "SELECT count(*) FROM article LEFT JOIN reading ON article = no WHERE article IS NULL",
        ),
        (
            "articles missing from the full-text index",
            "SELECT (SELECT count(*) FROM article) - (SELECT count(*) FROM prose_words_docsize)",
        ),
        (
            "weighed stories without a dossier",
            "SELECT count(*) FROM story LEFT JOIN dossier ON story = no WHERE NOT stale AND story IS NULL",
        ),
        (
            "weighed stories whose count is wrong",
            "SELECT count(*) FROM story s WHERE NOT stale AND articles <> (SELECT count(*) FROM article a WHERE a.story = s.no)",
        ),
        (
            "speakers whose count is wrong",
            "SELECT count(*) FROM (SELECT speaker, count(*) AS n, count(DISTINCT article) AS articles FROM quote
                WHERE kind NOT IN ('unnamed', 'unspecified') GROUP BY speaker) AS counted
             FULL JOIN speaker_total t ON t.speaker = counted.speaker
             WHERE t.quotes IS NOT counted.n OR t.articles IS NOT counted.articles",
        ),
        (
            "articles in a group without a story",
            "SELECT count(*) FROM article WHERE cluster IS NOT NULL AND story IS NULL",
        ),
    ];
    for (what, sql) in EMPTY {
        let n: i64 = c.query_row(sql, [], |row| row.get(0))?;
        if n != 0 {
            faults.push(format!("{n} {what}"));
        }
    }
    Ok(faults)
}

/// Seconds at the start of a day, UTC.
fn seconds(day: Day) -> i64 {
    i64::from(day.ordinal()) * 86_400
}

/// A pattern that finds the words anywhere.
fn like(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// What the user typed as an expression of FTS5: every word (or any) must occur, words in quotation marks in
/// that order. No sign has another meaning.
fn match_expression(typed: &str, any: bool) -> String {
    let mut terms: Vec<String> = Vec::new();
    for (n, part) in typed.split(['"', '“', '”']).enumerate() {
        if n % 2 == 1 {
            terms.push(part.to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    let has_word = |term: &String| term.chars().any(char::is_alphanumeric);
    let quoted = terms.into_iter().filter(has_word).map(|term| format!("\"{}\"", term.replace('\0', " ")));
    quoted.collect::<Vec<_>>().join(if any { " OR " } else { " " })
}

/// The words between two code points of an article. Looked up row by row, so that no list is sorted with its texts.
fn words_at(c: &Connection, article: i64, span: [u32; 2]) -> rusqlite::Result<String> {
    let (start, end) = (span[0] as usize, span[1].saturating_sub(span[0]) as usize);
    c.prepare_cached("SELECT text FROM prose WHERE article = ?1")?
        .query_row([article], |row| Ok(row.get_ref(0)?.as_str()?.chars().skip(start).take(end).collect()))
}

/// Words of an article around what matched, or its first words.
fn extract(c: &Connection, article: i64, words: Option<&str>) -> rusqlite::Result<String> {
    match words {
        Some(words) => c
            .prepare_cached(
                "SELECT snippet(prose_words, -1, '[', ']', ' … ', 24) FROM prose_words
                 WHERE prose_words MATCH ?1 AND rowid = ?2",
            )?
            .query_row(params![words, article], |row| row.get(0)),
        None => words_at(c, article, [0, 200]),
    }
}

#[cfg(test)]
mod tests {
    use super::match_expression;

    #[test]
    fn what_is_typed_is_words_and_phrases() {
        let check =
            |typed: &str, expected: &str| assert_eq!(match_expression(typed, false), expected, "{typed}");
        check("bridge closed", "\"bridge\" \"closed\"");
        check("\"Hollow Lane\" OR closed*", "\"Hollow Lane\" \"OR\" \"closed*\"");
        check("\"open end", "\"open end\"");
        check("- \" ( )", "");
    }
}
