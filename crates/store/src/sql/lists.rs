//! Lists: each a `WHERE` made of the filters it heeds, a count and a page.

use super::stories::row_of;
use super::value::{Row, Value, values};
use super::{Database, Dialect};
use crate::StoreError;
use crate::rows::{
    AlertRow, ArticleRow, ChangeRow, ClaimRow, ConflictRow, QuoteRow, SearchRow, SideRow, SpeakerRow,
    StoryRow, TimelineRow,
};
use crate::store::{ArticleNo, Filter, Listing, Page, StoryNo};
use whosaid::text::Day;

/// What a list asks for. Conditions are written with `LIKE` and `?`; the first becomes the database's own word, the second
/// the number of the value.
struct Query {
    dialect: &'static Dialect,
    columns: String,
    main: &'static str,
    from: String,
    conditions: Vec<String>,
    values: Vec<Value<'static>>,
    order: &'static str,
}

impl Query {
    fn new(
        db: &dyn Database,
        columns: &str,
        main: &'static str,
        partners: &str,
        order: &'static str,
    ) -> Self {
        let (columns, from) = (columns.to_owned(), format!("{main} {partners}"));
        Query {
            dialect: db.dialect(),
            columns,
            main,
            from,
            conditions: Vec::new(),
            values: Vec::new(),
            order,
        }
    }

    /// Adds a condition on one value, which stands as `?` in it.
    fn on(&mut self, condition: &str, value: impl Into<Value<'static>>) -> &mut Self {
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
            let like = format!("{} ? ESCAPE '\\'", self.dialect.like);
            self.on(&condition.replace("LIKE ?", &like), pattern(part));
        }
        self
    }

    /// Adds a condition for every word that the filter has.
    fn words_of(&mut self, condition: &str, words: &Option<String>) -> &mut Self {
        for word in words.iter().flat_map(|words| words.split_whitespace()) {
            self.part_of(condition, &Some(word.to_owned()));
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
            self.on(&format!("{column} = ?"), story);
        }
        self
    }

    /// Adds a condition where the filter has a day.
    fn day(&mut self, condition: &str, day: Option<Day>) -> &mut Self {
        if let Some(day) = day {
            self.on(condition, day.to_string());
        }
        self
    }

    /// Narrows to articles of an outlet, published in a stretch of days.
    fn article(&mut self, alias: &str, filter: &Filter) -> &mut Self {
        self.part_of(&format!("{alias}.shown_outlet LIKE ?"), &filter.outlet);
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
        db: &dyn Database,
        page: Page,
        row: impl FnMut(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Listing<T>, StoreError> {
        let condition = self.condition();
        // Every row of the main table has its partners: without a condition it alone is counted.
        let alone = self.conditions.is_empty() && !self.main.is_empty();
        let counted = if alone { self.main } else { &self.from };
        let total = db.cell::<i64>(&format!("SELECT count(*) FROM {counted}{condition}"), &self.values)?;
        let rows = format!(
            "SELECT {} FROM {}{condition} ORDER BY {} LIMIT {} OFFSET {}",
            self.columns, self.from, self.order, page.limit, page.offset
        );
        Ok(Listing { total: total.unwrap_or(0) as u64, rows: db.rows(&rows, &self.values, row)? })
    }

    /// Articles that hold words, the best match first. They are looked for once, for their count and their order; columns
    /// are read for the rows of the page alone.
    fn list_ranked<T>(
        &self,
        db: &dyn Database,
        page: Page,
        mut row: impl FnMut(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Listing<T>, StoreError> {
        let (from, condition, rank) = (&self.from, self.condition(), self.dialect.match_rank);
        let mut total: Option<i64> = None;
        let sql = format!(
            "WITH found AS MATERIALIZED (SELECT a.no AS article, {rank} AS match_rank FROM {from}{condition})
             SELECT {}, counted.total FROM
                (SELECT * FROM found ORDER BY match_rank, article LIMIT {} OFFSET {}) AS page
                JOIN article a ON a.no = page.article
                CROSS JOIN (SELECT count(*) AS total FROM found) AS counted
             ORDER BY page.match_rank, page.article",
            self.columns, page.limit, page.offset
        );
        let rows = db.rows(&sql, &self.values, |found| {
            total = Some(found.get("total")?);
            row(found)
        })?;
        // Past the end no row tells the count.
        let total = match total {
            None if page.offset > 0 => {
                db.cell(&format!("SELECT count(*) FROM {from}{condition}"), &self.values)?
            }
            total => total,
        };
        Ok(Listing { total: total.unwrap_or(0) as u64, rows })
    }
}

/// Columns of an article in a list; `a` is the article.
const ARTICLE: &str =
    "a.id, a.shown_outlet, a.title, a.shown_published, a.url, a.path, a.language, a.wire, a.story,
    a.added, (SELECT newer.id FROM article newer WHERE newer.no = a.newer) AS newer_id";
/// Newest first, undated last.
const NEWEST: &str = "a.instant DESC NULLS LAST, a.id";

fn article_row(row: &dyn Row) -> Result<ArticleRow, StoreError> {
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

pub(super) fn articles(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<ArticleRow>, StoreError> {
    let mut query = Query::new(db, ARTICLE, "article a", "", NEWEST);
    query.article("a", filter).story("a.story", filter);
    if !filter.versions {
        query.always("a.newer IS NULL");
    }
    query.list(db, page, article_row)
}

pub(super) fn stories(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<StoryRow>, StoreError> {
    let mut query = Query::new(db, "s.*", "story s", "", "s.last DESC NULLS LAST, s.articles DESC, s.no");
    query.words_of("s.title LIKE ?", &filter.words).part_of(
        "EXISTS (SELECT 1 FROM article a WHERE a.story = s.no AND a.shown_outlet LIKE ?)",
        &filter.outlet,
    );
    query.day("s.last >= ?", filter.from);
    query.day("s.first <= ?", filter.to);
    query.list(db, page, row_of)
}

pub(super) fn claims(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<ClaimRow>, StoreError> {
    let mut query = Query::new(
        db,
        "claim.*, e.id AS earliest_id, e.shown_outlet, e.shown_published",
        "claim",
        "",
        "s.last DESC NULLS LAST, s.no, claim.n",
    );
    // From the newest story on, so that a page ends early.
    let then = db.dialect().join_in_order;
    query.from =
        format!("story s {then} claim ON claim.story = s.no LEFT JOIN article e ON e.no = claim.earliest");
    query.story("claim.story", filter).same("claim.status = ?", &filter.status);
    query.words_of("claim.gist LIKE ?", &filter.words).part_of(
        "EXISTS (SELECT 1 FROM claim_article t JOIN article a ON a.no = t.article
            WHERE t.story = claim.story AND t.n = claim.n AND a.shown_outlet LIKE ?)",
        &filter.outlet,
    );
    query.day("s.last >= ?", filter.from);
    query.day("s.last <= ?", filter.to);
    query.list(db, page, |row| {
        let story: i64 = row.get("story")?;
        Ok(ClaimRow {
            claim: format!("{story}-{}", row.get::<String>("key")?),
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

pub(super) fn quotes(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<QuoteRow>, StoreError> {
    let mut query = Query::new(
        db,
        "q.*, speaker.name, a.id, a.shown_outlet, a.shown_published, a.story",
        "quote q",
        "JOIN speaker ON speaker.no = q.speaker JOIN article a ON a.no = q.article",
        "a.instant DESC NULLS LAST, a.id, q.n",
    );
    if filter.source.is_none() && filter.speaker.is_none() {
        // From the newest article on, so that a page ends early.
        let then = db.dialect().join_in_order;
        query.from =
            format!("article a {then} quote q ON q.article = a.no JOIN speaker ON speaker.no = q.speaker");
    }
    query
        .part_of("q.speaker IN (SELECT no FROM speaker WHERE name LIKE ?)", &filter.source)
        .same("q.speaker = (SELECT no FROM speaker WHERE name = ?)", &filter.speaker)
        .same("q.kind = ?", &filter.kind)
        .story("a.story", filter)
        .article("a", filter);
    query.list(db, page, |row| {
        let span = [row.get("first")?, row.get("past")?];
        Ok(QuoteRow {
            speaker: row.get("name")?,
            kind: row.get("kind")?,
            chain: row.get("chain")?,
            form: row.get("form")?,
            stance: row.get("stance")?,
            words: words_at(db, row.get("article")?, span)?,
            article: row.get("id")?,
            span,
            outlet: row.get("shown_outlet")?,
            published: row.get("shown_published")?,
            story: row.get("story")?,
        })
    })
}

pub(super) fn speakers(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<SpeakerRow>, StoreError> {
    if filter.kind.is_some() {
        return speakers_of_kind(db, filter, page);
    }
    let mut query = Query::new(db, "*", "speaker_total", "", "quotes DESC, name");
    query.part_of("name LIKE ?", &filter.source).same("name = ?", &filter.speaker);
    query.list(db, page, speaker_row)
}

/// Counted for one kind of source alone.
fn speakers_of_kind(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<SpeakerRow>, StoreError> {
    let mut inner = Query::new(
        db,
        "",
        "quote q",
        "JOIN speaker ON speaker.no = q.speaker JOIN article a ON a.no = q.article",
        "",
    );
    inner.always("q.kind NOT IN ('unnamed', 'unspecified')");
    inner.part_of("speaker.name LIKE ?", &filter.source);
    inner.same("speaker.name = ?", &filter.speaker).same("q.kind = ?", &filter.kind);
    let mut query = Query::new(db, "*", "", "", "quotes DESC, name");
    query.from = format!(
        "(SELECT speaker.name AS name, count(*) AS quotes, count(DISTINCT q.article) AS articles,
            count(DISTINCT a.shown_outlet) AS outlets, min(substr(a.shown_published, 1, 10)) AS first,
            max(substr(a.shown_published, 1, 10)) AS last
          FROM {}{} GROUP BY q.speaker, speaker.name) AS counted",
        inner.from,
        inner.condition()
    );
    query.values = inner.values;
    query.list(db, page, speaker_row)
}

fn speaker_row(row: &dyn Row) -> Result<SpeakerRow, StoreError> {
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
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<TimelineRow>, StoreError> {
    let mut query = Query::new(
        db,
        "e.*, a.id, a.shown_outlet, a.shown_published",
        "event e",
        "JOIN article a ON a.no = e.article",
        "e.at, e.story, e.n",
    );
    query.story("e.story", filter);
    query.day("e.at >= ?", filter.from);
    query.day("substr(e.at, 1, 10) <= ?", filter.to);
    query.list(db, page, |row| {
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
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<ConflictRow>, StoreError> {
    let mut query = Query::new(
        db,
        "x.*, a.id AS a_id, a.shown_outlet AS a_outlet, a.shown_published AS a_published,
            b.id AS b_id, b.shown_outlet AS b_outlet, b.shown_published AS b_published",
        "conflict x",
        "JOIN story s ON s.no = x.story JOIN article a ON a.no = x.a_article
            JOIN article b ON b.no = x.b_article",
        "s.last DESC NULLS LAST, s.no, x.n",
    );
    query.story("x.story", filter).same("x.kind = ?", &filter.kind);
    query.list(db, page, |row| {
        let story: i64 = row.get("story")?;
        let side = |side: &str| -> Result<SideRow, StoreError> {
            let column = |name: &str| format!("{side}_{name}");
            let span = [row.get(&column("first"))?, row.get(&column("past"))?];
            Ok(SideRow {
                claim: format!("{story}-{}", row.get::<String>(&column("claim"))?),
                words: words_at(db, row.get(&column("article"))?, span)?,
                article: row.get(&column("id"))?,
                span,
                outlet: row.get(&column("outlet"))?,
                published: row.get(&column("published"))?,
            })
        };
        Ok(ConflictRow {
            conflict: format!("{story}.{}", row.get::<i64>("n")? + 1),
            story,
            kind: row.get("kind")?,
            about: row.get("about")?,
            a: side("a")?,
            b: side("b")?,
            rule: row.get("rule")?,
        })
    })
}

pub(super) fn search(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<SearchRow>, StoreError> {
    let asked_for = asked_for(db, filter);
    let query = search_query(db, filter, &asked_for);
    let row = |row: &dyn Row| {
        let no = row.get("no")?;
        let extract = match &asked_for {
            Some(words) => db.extract(no, words)?,
            None => words_at(db, no, [0, 200])?,
        };
        Ok(SearchRow { article: article_row(row)?, extract })
    };
    match asked_for {
        Some(_) => query.list_ranked(db, page, row),
        None => query.list(db, page, row),
    }
}

/// Stories of the articles that hold the words best.
pub(super) fn stories_with(
    db: &dyn Database,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<StoryNo>, StoreError> {
    let asked_for = asked_for(db, filter);
    if asked_for.is_none() {
        return Ok(Vec::new());
    }
    let query = search_query(db, filter, &asked_for);
    let found =
        query.list_ranked(db, Page { offset: 0, limit }, |row| row.get::<Option<StoryNo>>("story"))?;
    Ok(found.rows.into_iter().flatten().collect())
}

/// The words of a filter as the database wants to be asked for them; `None` if there are none.
fn asked_for(db: &dyn Database, filter: &Filter) -> Option<String> {
    let asked_for = filter.words.as_deref().map(|typed| db.asked_for(&terms(typed), filter.any_word));
    asked_for.filter(|words| !words.is_empty())
}

fn search_query(db: &dyn Database, filter: &Filter, asked_for: &Option<String>) -> Query {
    let dialect = db.dialect();
    let main = if asked_for.is_some() { dialect.words } else { "article a" };
    let mut query = Query::new(db, &format!("{ARTICLE}, a.no"), main, "", NEWEST);
    if let Some(words) = asked_for {
        query.on(dialect.has_words, words.clone());
    }
    query.article("a", filter).story("a.story", filter);
    // What few articles have is found once, from its own table; a kind of source nearly every article has.
    query.part_of(
        "a.no IN (SELECT q.article FROM quote q
            WHERE q.speaker IN (SELECT no FROM speaker WHERE name LIKE ?))",
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
    query
}

pub(super) fn changes(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<ChangeRow>, StoreError> {
    let mut query = Query::new(
        db,
        "a.id AS newer_id, o.id AS older_id, a.title, a.shown_outlet, a.added, change.difference",
        "change",
        "JOIN article a ON a.no = change.newer JOIN article o ON o.no = change.older",
        "change.newer DESC, change.older DESC",
    );
    query.part_of("a.shown_outlet LIKE ?", &filter.outlet).story("a.story", filter);
    query.same("? IN (a.id, o.id)", &filter.article);
    query.list(db, page, |row| {
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

pub(super) fn alerts(
    db: &dyn Database,
    filter: &Filter,
    page: Page,
) -> Result<Listing<AlertRow>, StoreError> {
    let mut query = Query::new(
        db,
        "w.*, a.id, a.shown_outlet, a.shown_published, a.url",
        "alert w",
        "LEFT JOIN article a ON a.no = w.article",
        "w.no DESC",
    );
    query.part_of("a.shown_outlet LIKE ?", &filter.outlet).same("w.kind = ?", &filter.kind);
    query.story("w.story", filter);
    if filter.unseen {
        query.always("w.no > coalesce((SELECT upto FROM seen WHERE list = 'alert'), 0)");
    }
    query.list(db, page, |row| {
        let story: i64 = row.get("story")?;
        let place: (Option<ArticleNo>, Option<u32>, Option<u32>) =
            (row.get("article")?, row.get("first")?, row.get("past")?);
        let words = match place {
            (Some(article), Some(first), Some(past)) => Some(words_at(db, article, [first, past])?),
            _ => None,
        };
        Ok(AlertRow {
            alert: row.get("no")?,
            kind: row.get("kind")?,
            noticed: row.get("noticed")?,
            story,
            claim: format!("{story}-{}", row.get::<String>("claim")?),
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

/// Seconds at the start of a day, UTC.
fn seconds(day: Day) -> i64 {
    i64::from(day.ordinal()) * 86_400
}

/// A pattern that finds the words anywhere.
fn pattern(part: &str) -> String {
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

/// What the user typed as words and, in quotation marks, phrases. No sign has another meaning.
fn terms(typed: &str) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for (n, part) in typed.split(['"', '“', '”']).enumerate() {
        if n % 2 == 1 {
            terms.push(part.to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    terms.retain(|term| term.chars().any(char::is_alphanumeric));
    terms
}

/// The words between two code points of an article. Looked up row by row, so that no list is sorted with its texts.
fn words_at(db: &dyn Database, article: ArticleNo, span: [u32; 2]) -> Result<String, StoreError> {
    let (start, end) = (span[0] as usize, span[1].saturating_sub(span[0]) as usize);
    let words =
        db.row("SELECT text FROM prose WHERE article = ?1", values![article], |row| match row.nth(0)? {
            Value::Text(text) => Ok(text.chars().skip(start).take(end).collect()),
            _ => Err(row.odd("text")),
        })?;
    words.ok_or_else(|| StoreError::BadRow { path: db.name().to_owned(), table: "prose", row: article.0 })
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn what_is_typed_is_words_and_phrases() {
        let check = |typed: &str, expected: &[&str]| assert_eq!(terms(typed), expected, "{typed}");
        check("bridge closed", &["bridge", "closed"]);
        check("\"Hollow Lane\" OR closed*", &["Hollow Lane", "OR", "closed*"]);
        check("\"open end", &["open end"]);
        check("- \" ( )", &[]);
    }
}
