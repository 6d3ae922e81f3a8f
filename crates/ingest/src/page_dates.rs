//! The dates of a page: every one that it states of itself, where it stands, and which is that of publication.
//!
//! Fields that say what they are go first (schema.org, meta elements); then elements and printed dates, ranked by the
//! names of their elements, the words in front of them and how near they stand to the headline. The ranking follows the
//! ideas of htmldate (Barbaresi 2020, doi 10.21105/joss.02439); its rules and data are our own.

use crate::dates;
use crate::printed_dates::{self, Order};
use crate::tags::{Tag, is_block, tags, unescape};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use whosaid_text::{Day, HowDated, Moment};

/// How much of one block of text is looked at, in bytes.
const MOST_OF_A_BLOCK: usize = 240;
/// How many dates of a page are looked at.
const MOST_DATES: usize = 200;
/// Elements nested deeper than this are not followed.
const MOST_OPEN: usize = 200;
/// How many printed dates are kept beside the one that is taken.
const MOST_KEPT: usize = 10;
/// A printed date of a lower rank is not taken for the publication's.
const LOWEST_RANK: i32 = 15;

static MARKS: LazyLock<Marks> =
    LazyLock::new(|| Marks::read(include_str!("../../../data/en/publication/marks.txt")));

/// A date on a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PageDate {
    /// The date.
    pub at: Moment,
    /// The kind of its field.
    pub how: HowDated,
    /// Whether it is told to be that of a change.
    pub of_change: bool,
    /// The higher, the more it looks like that of publication.
    pub rank: i32,
    /// How many blocks of text came before it.
    block: usize,
    /// Elements around it that look like no part of the article.
    around: Vec<Off>,
}

/// An element that looks like no part of the article: its number, and what that costs a date in it.
type Off = (usize, i32);

/// What an element costs the dates in it by its name: comments, a list of other articles.
const OFF: i32 = 90;
/// The same for parts of a page that now and then hold the article's own date.
const BESIDE: i32 = 60;
/// The same for names that are given to parts of articles too.
const WEAKLY_OFF: i32 = 25;

/// Words and names that tell what a date is of.
#[derive(Default)]
struct Marks {
    lead_published: Vec<String>,
    lead_updated: Vec<String>,
    lead_other: Vec<String>,
    published: Names,
    date: Names,
    updated: Names,
    off: Names,
    beside: Names,
    weak: Names,
}

impl Marks {
    fn read(data: &'static str) -> Self {
        let mut marks = Marks::default();
        let mut names: [Vec<&'static str>; 6] = Default::default();
        let [published, date, updated, off, beside, weak] = &mut names;
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let kind = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            match kind {
                ("lead", which) => {
                    let list = match which {
                        "published" => &mut marks.lead_published,
                        "updated" => &mut marks.lead_updated,
                        _ => &mut marks.lead_other,
                    };
                    list.extend(words.map(|word| word.replace('-', " ")));
                }
                ("mark", "published") => published.extend(words),
                ("mark", "date") => date.extend(words),
                ("mark", "updated") => updated.extend(words),
                ("mark", "off") => off.extend(words),
                ("mark", "beside") => beside.extend(words),
                ("mark", "weak") => weak.extend(words),
                _ => {}
            }
        }
        let [published, date, updated, off, beside, weak] = names.map(|names| Names::new(&names));
        Marks { published, date, updated, off, beside, weak, ..marks }
    }
}

/// Parts of the names that elements are given, looked for all at once.
#[derive(Default)]
struct Names(Option<Regex>);

impl Names {
    fn new(names: &[&str]) -> Self {
        let any: Vec<String> = names.iter().map(|name| regex::escape(name)).collect();
        Names(Regex::new(&any.join("|")).ok().filter(|_| !any.is_empty()))
    }

    /// Whether one of them is part of what an element is called.
    fn are_in(&self, marks: &str) -> bool {
        self.0.as_ref().is_some_and(|names| names.is_match(marks))
    }
}

/// An element that is open where the scan is.
struct OpenElement<'a> {
    name: &'a str,
    marks: String,
    nth: usize,
    off: i32,
}

/// A heading: how many blocks came before it, its order, its letters, and the elements that it is in.
struct Heading {
    block: usize,
    order: u8,
    letters: String,
    within: Vec<usize>,
}

/// Collects the dates of a page.
pub(crate) struct Scan<'a> {
    html: &'a str,
    order: Order,
    open: Vec<OpenElement<'a>>,
    block: String,
    before: String,
    n_blocks: usize,
    n_elements: usize,
    headings: Vec<Heading>,
    found: Vec<PageDate>,
}

/// The dates in elements and in the visible text, in the order of the page, ranked.
pub(crate) fn of_page(html: &str, title: Option<&str>, order: Order) -> Vec<PageDate> {
    let mut scan = Scan {
        html,
        order,
        open: Vec::new(),
        block: String::new(),
        before: String::new(),
        n_blocks: 0,
        n_elements: 0,
        headings: Vec::new(),
        found: Vec::new(),
    };
    scan.run();
    scan.rank_by_place(&letters(title.unwrap_or("")));
    scan.found
}

/// The best of them that is not told to be that of a change.
pub(crate) fn published(dates: &[PageDate]) -> Option<&PageDate> {
    let mut best: Option<&PageDate> = None;
    for date in dates.iter().filter(|date| !date.of_change && date.rank >= LOWEST_RANK) {
        if best.is_none_or(|best| date.rank > best.rank) {
            best = Some(date);
        }
    }
    best
}

/// Those that look like the article's own, the best first.
pub(crate) fn worth_keeping(dates: &[PageDate]) -> Vec<&PageDate> {
    let mut kept: Vec<&PageDate> = dates.iter().filter(|date| date.rank >= LOWEST_RANK).collect();
    kept.sort_by_key(|date| std::cmp::Reverse(date.rank));
    kept.truncate(MOST_KEPT);
    kept
}

impl<'a> Scan<'a> {
    fn run(&mut self) {
        let mut from = 0;
        for tag in tags(self.html) {
            if self.found.len() >= MOST_DATES {
                return;
            }
            let hidden = self.open.last().is_some_and(|open| is_hidden(open.name));
            if !hidden {
                self.take_text(self.html.get(from..tag.start).unwrap_or(""));
            }
            from = tag.end;
            if bounds_text(tag.name) {
                self.end_block();
            }
            if tag.closing {
                self.close(tag.name);
            } else {
                self.open(&tag);
            }
        }
        self.take_text(self.html.get(from..).unwrap_or(""));
        self.end_block();
    }

    fn take_text(&mut self, text: &str) {
        if self.block.len() > MOST_OF_A_BLOCK || text.is_empty() {
            return;
        }
        let room = (MOST_OF_A_BLOCK * 2).min(text.len());
        let end = (0..=room).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        for word in unescape(&text[..end]).split_whitespace() {
            if !self.block.is_empty() {
                self.block.push(' ');
            }
            self.block.push_str(word);
        }
    }

    fn open(&mut self, tag: &Tag<'a>) {
        self.n_elements += 1;
        let marks = marks_of(tag);
        let off = match () {
            () if MARKS.off.are_in(&marks) => OFF,
            () if is_beside(tag.name) || MARKS.beside.are_in(&marks) => BESIDE,
            () if MARKS.weak.are_in(&marks) => WEAKLY_OFF,
            () => 0,
        };
        self.take_stated(tag, &marks, off);
        if !crate::tags::is_void(tag.name) && self.open.len() < MOST_OPEN {
            self.open.push(OpenElement { name: tag.name, marks, nth: self.n_elements, off });
        }
    }

    fn around(&self) -> Vec<Off> {
        self.open.iter().filter(|open| open.off > 0).map(|open| (open.nth, open.off)).collect()
    }

    fn close(&mut self, name: &str) {
        if let Some(depth) = self.open.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) {
            self.open.truncate(depth);
        }
    }

    /// A date in an attribute: `<time datetime>`, `<abbr class=published title>`, `<span property=dateCreated content>`.
    fn take_stated(&mut self, tag: &Tag<'a>, marks: &str, off: i32) {
        let is_time = tag.is("time");
        let named = ["datepublished", "datecreated", "published", "dateposted", "postdate"];
        let is_named = named.iter().any(|name| marks.contains(name));
        let is_abbr = tag.is("abbr") && (marks.contains("publi") || marks.contains("date"));
        let of_change =
            marks.contains("datemodified") || (marks.contains("updated") && !marks.contains("publi"));
        if !is_time && !is_named && !is_abbr && !marks.contains("date-time") {
            return;
        }
        let names = ["datetime", "content", "title", "data-date-time", "data-datetime", "data-date"];
        let Some(at) =
            names.iter().filter_map(|name| tag.attribute(name)).find_map(|value| read_field(&value))
        else {
            return;
        };
        let mut rank = 45 + self.rank_of_marks(marks);
        rank += if is_named { 20 } else { 0 };
        rank -= off;
        let of_change = of_change && !is_named;
        let (block, around) = (self.n_blocks, self.around());
        self.push(PageDate { at, how: HowDated::Meta, of_change, rank, block, around });
    }

    fn push(&mut self, date: PageDate) {
        if dates::since_the_web(&date.at.day) {
            self.found.push(date);
        }
    }

    /// Names of the element and of those around it.
    fn rank_of_marks(&self, own: &str) -> i32 {
        let mut rank = 0;
        let around = self.open.iter().rev().take(2).map(|open| open.marks.as_str());
        for (distance, marks) in std::iter::once(own).chain(around).enumerate() {
            let worth = if MARKS.published.are_in(marks) {
                40
            } else if MARKS.date.are_in(marks) {
                25
            } else {
                0
            };
            rank = rank.max(worth - 5 * distance as i32);
            if distance == 0 && MARKS.updated.are_in(marks) && worth < 40 {
                rank -= 15;
            }
        }
        rank
    }

    /// Looks for dates in the block that ends here.
    fn end_block(&mut self) {
        if self.block.is_empty() {
            return;
        }
        self.n_blocks += 1;
        let text = std::mem::take(&mut self.block);
        self.take_heading(&text);
        self.take_printed(&text);
        // A short block may name what the next one holds: "Published", "Datum:".
        self.before = if text.len() <= 40 { text } else { String::new() };
    }

    fn take_heading(&mut self, text: &str) {
        let order = self.open.iter().rev().take(4).find_map(|open| heading_order(open.name));
        if let Some(order) = order {
            let within = self.open.iter().filter(|open| open.off > 0).map(|open| open.nth).collect();
            self.headings.push(Heading { block: self.n_blocks, order, letters: letters(text), within });
        }
    }

    fn take_printed(&mut self, text: &str) {
        let Some(first) = printed_dates::find(text, self.order).into_iter().next() else { return };
        let lead = format!("{} {}", self.before, &text[..first.start]).to_lowercase();
        let own = self.open.last().map_or("", |open| open.marks.as_str());
        let in_title = self.open.last().is_some_and(|open| open.name.eq_ignore_ascii_case("title"));
        let rest = text.len() - (first.end - first.start);
        let mut rank = self.rank_of_marks(own);
        let tail = (lead.len().saturating_sub(60)..=lead.len()).find(|&at| lead.is_char_boundary(at));
        let lead = &lead[tail.unwrap_or(lead.len())..];
        let after = text[first.end..].chars().take(40).collect::<String>().to_lowercase();
        let says = |text: &str, words: &[String]| words.iter().any(|word| contains_word(text, word));
        let is_field = rest <= 120;
        let published =
            says(lead, &MARKS.lead_published) || (is_field && says(&after, &MARKS.lead_published));
        let named = MARKS.updated.are_in(own) && !MARKS.published.are_in(own);
        let changed = says(lead, &MARKS.lead_updated) || named;
        let of_change = changed && !says(lead, &MARKS.lead_published);
        rank += match (published, is_field) {
            (true, true) => 40,
            (true, false) if first.start <= 40 => 20,
            _ => 0,
        };
        rank -= if says(lead, &MARKS.lead_other) { 30 } else { 0 };
        rank += match rest {
            0..=25 => 25,
            26..=60 => 15,
            61..=120 => 0,
            _ => -25,
        };
        rank += match first.start {
            0..=1 => 20,
            2..=25 => 10,
            _ => 0,
        };
        let at_edge = first.start <= 1 || text.len() - first.end <= 1;
        rank += if in_title && at_edge { 60 } else { 0 };
        let at = dates::parse(text).filter(|at| at.day == first.day).unwrap_or(Moment::of_day(first.day));
        let (block, around) = (self.n_blocks, self.around());
        self.push(PageDate { at, how: HowDated::Text, of_change, rank, block, around });
    }

    /// What stands near the headline is more likely of the article, what stands in other parts of the page less.
    fn rank_by_place(&mut self, title: &str) {
        let is_title = |heading: &&Heading| {
            heading.letters.len() >= 10
                && (title.contains(&heading.letters) || heading.letters.contains(title))
        };
        let mut chosen: Vec<&Heading> = Vec::new();
        if title.len() >= 10 {
            chosen.extend(self.headings.iter().filter(is_title));
        }
        if chosen.is_empty() {
            let highest = self.headings.iter().map(|heading| heading.order).min();
            chosen.extend(self.headings.iter().filter(|heading| Some(heading.order) == highest));
        }
        let places: Vec<usize> = chosen.iter().map(|heading| heading.block).collect();
        // What holds the headline is no side of the page, whatever its name.
        let hold_headline: BTreeSet<usize> =
            chosen.iter().flat_map(|heading| heading.within.clone()).collect();
        for date in &mut self.found {
            let distance = |&place: &usize| match date.block.checked_sub(place) {
                Some(after) => after,
                None => (place - date.block) * 2,
            };
            let near = places.iter().map(distance).min().unwrap_or(20).min(20);
            date.rank += 30 - i32::try_from(near).unwrap_or(20) * 3 / 2;
            let costs = date.around.iter().filter(|(nth, _)| !hold_headline.contains(nth));
            date.rank -= costs.map(|&(_, cost)| cost).max().unwrap_or(0);
        }
    }
}

fn heading_order(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', order @ b'1'..=b'3'] => Some(order - b'0'),
        _ => None,
    }
}

/// Letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(300).collect()
}

/// A date that is a whole field.
pub(crate) fn read_field(value: &str) -> Option<Moment> {
    let value = value.trim();
    dates::parse(value).or_else(|| {
        let end = (0..=value.len().min(120)).rev().find(|&at| value.is_char_boundary(at))?;
        let one = |order| match printed_dates::find(&value[..end], order).as_slice() {
            [one] => Some(one.day),
            _ => None,
        };
        // "04/09/2031" alone does not tell which is the month.
        one(Order::DayFirst).filter(|day| one(Order::MonthFirst) == Some(*day)).map(Moment::of_day)
    })
}

/// The date that a script of the page states in a field with a telling name, for pages that are built by scripts.
pub(crate) fn in_scripts(html: &str) -> Option<Moment> {
    const NAMES: [&str; 14] = [
        "datePublished",
        "published_at",
        "publishedAt",
        "publishDate",
        "publish_date",
        "publishedDate",
        "published_date",
        "publicationDate",
        "publication_date",
        "firstPublished",
        "date_published",
        "pubDate",
        "created_at",
        "createdAt",
    ];
    NAMES.iter().find_map(|name| {
        let mut places = html.match_indices(name).take(20);
        places.find_map(|(at, _)| {
            let rest = html.get(at + name.len()..)?;
            let value = rest.strip_prefix(['\\', '"', '\'', '&'])?;
            let value =
                value.trim_start_matches(['\\', '"', '\'', '&', ';', ':', '=', ' ', 'q', 'u', 'o', 't']);
            let end = value.find(['"', '\\', '&', '\'', '<', ',', '}'])?;
            dates::parse(value.get(..end).filter(|value| value.len() >= 8)?)
        })
    })
}

/// Which number comes first where a page writes "04/09/2031": the month in English for the United States.
pub(crate) fn order(language: Option<&str>, url: Option<&str>) -> Order {
    let language = language.unwrap_or("").to_ascii_lowercase();
    let host = url.and_then(crate::outlet::domain).unwrap_or_default();
    let top = host.rsplit('.').next().unwrap_or("");
    let of_a_country = top.len() == 2 && !["us", "io", "tv", "co", "me", "ph", "ai", "fm"].contains(&top);
    let american = language == "en-us" || language == "en_us" || (language == "en" && !of_a_country);
    if american { Order::MonthFirst } else { Order::DayFirst }
}

fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    })
}

/// The names that an element has, in lower case.
fn marks_of(tag: &Tag<'_>) -> String {
    let mut marks = String::new();
    for (name, value) in tag.attributes() {
        let wanted = ["class", "itemprop", "id", "property", "data-testid", "rel"];
        if wanted.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)) && value.len() < 300 {
            marks.push_str(&value.to_ascii_lowercase());
            marks.push(' ');
        } else if name.eq_ignore_ascii_case("pubdate") {
            marks.push_str("pubdate ");
        } else if name.eq_ignore_ascii_case("data-date-time") {
            marks.push_str("date-time ");
        }
    }
    marks
}

fn is_beside(name: &str) -> bool {
    ["footer", "nav", "aside", "select", "form"].iter().any(|off| name.eq_ignore_ascii_case(off))
}

fn is_hidden(name: &str) -> bool {
    ["script", "style", "noscript", "template", "textarea", "svg"]
        .iter()
        .any(|h| name.eq_ignore_ascii_case(h))
}

/// Whether text ends at an element: blocks, and the inline ones that pages give names to.
fn bounds_text(name: &str) -> bool {
    is_block(name) || ["span", "time", "small", "abbr"].iter().any(|inline| name.eq_ignore_ascii_case(inline))
}

/// A moment in UTC whose day differs by one from the day that the page's own address has, at the day of the address:
/// the same instant, with the least offset that leads to that day.
pub(crate) fn in_zone_of(at: Moment, day: Day) -> Moment {
    let Some(clock) = at.clock.filter(|_| at.offset_minutes == Some(0)) else { return at };
    let minutes = i32::from(clock.hour) * 60 + i32::from(clock.minute);
    let offset = match day.ordinal() - at.day.ordinal() {
        1 => (24 * 60 - minutes + 59) / 60,
        -1 => -(minutes / 60 + 1),
        _ => return at,
    };
    if !(-8..=10).contains(&offset) {
        return at;
    }
    let minutes = (minutes + offset * 60).rem_euclid(24 * 60);
    let clock = whosaid_text::Clock {
        hour: (minutes / 60) as u8,
        minute: (minutes % 60) as u8,
        second: clock.second,
    };
    Moment { day, clock: Some(clock), offset_minutes: Some(offset as i16 * 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: Option<&str>) {
        let dates = of_page(html, None, Order::DayFirst);
        assert_eq!(
            published(&dates).map(|date| date.at.day.to_string()).as_deref(),
            expected,
            "{html}\n{dates:?}"
        );
    }

    #[test]
    fn dates_near_the_headline_are_those_of_publication() {
        let day = Some("2031-04-09");
        check(
            "<h1>Pier falls</h1><p class=meta>9 April 2031 | by Ada Fenn</p><p>It fell on 7 April 2031.</p>",
            day,
        );
        check("<h1>Pier falls</h1><span>Datum</span><span>9. April 2031</span>", day);
        check("<div class=date-header>Mittwoch, 9. April 2031</div><h1>Pier falls</h1>", day);
        check("<h1>Pier falls</h1><abbr class=published title='2031-04-09T21:11:00+02:00'>21:11</abbr>", day);
        check("<h1>Pier falls</h1><p>Updated: 11 April 2031</p><p>Published: 9 April 2031</p>", day);
        check(
            "<h1>Pier falls</h1><time class='entry-date published updated' datetime='2031-04-09T08:00'>x</time>",
            day,
        );
        check("<h1>Pier falls</h1><em>09.04.2031 11:35</em>", day);
        check("<title>Pier falls | Gazette | 09.04.2031</title><p>Text.", day);
    }

    #[test]
    fn other_dates_are_not() {
        check("<h1>Pier falls</h1><p>Text</p><footer>Copyright 9 April 2031</footer>", None);
        check("<h1>Pier falls</h1><p>Text</p><div class=comments><p class=date>9 April 2031</p></div>", None);
        check("<h1>Pier falls</h1><script>var date = '2031-04-09'</script>", None);
        check("<h1>Pier falls</h1><p>Last modified 9 April 2031</p>", None);
        let prose = "The old pier fell into the sea at night, and the mayor said that on 9 April 2031 it had been looked at by the engineers of the harbor, who found nothing that could have told of what was to come, and went home.";
        check(&format!("<p>{prose}</p>"), None);
    }

    #[test]
    fn the_day_of_the_address_names_the_zone() {
        let check = |at: &str, day: &str, expected: &str| {
            let moment = in_zone_of(at.parse().unwrap(), day.parse().unwrap());
            assert_eq!(moment.to_string(), expected);
        };
        check("2031-04-09T02:10:00Z", "2031-04-08", "2031-04-08T23:10:00-03:00");
        check("2031-04-09T22:30:00Z", "2031-04-10", "2031-04-10T00:30:00+02:00");
        check("2031-04-09T15:00:00Z", "2031-04-08", "2031-04-09T15:00:00Z");
        check("2031-04-09T02:10:00+01:00", "2031-04-08", "2031-04-09T02:10:00+01:00");
        check("2031-04-09T02:10:00Z", "2031-04-01", "2031-04-09T02:10:00Z");
        check("2031-04-09T09:00:00Z", "2031-04-08", "2031-04-09T09:00:00Z");
    }
}
