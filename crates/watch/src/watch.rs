//! [`Watch`]: one poll of feeds, and the pages that are new in them.

use crate::feed::{Entry, entries};
use crate::manners::{Clock, LONGEST_WAIT, Manners, back_off};
use crate::memory::{KnownFeed, Memory, Waiting};
use crate::problem::Problem;
use crate::robots::Robots;
use crate::visit::{Answer, Bounds, Visitor, address, host, is_any, is_feed, is_page, is_private};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::Url;

/// The name that robots.txt knows this program by.
const PRODUCT: &str = "whosaid";

/// Polls feeds.
pub struct Watch<'a> {
    visitor: Visitor,
    bounds: Bounds,
    clock: &'a dyn Clock,
    manners: Manners,
    robots: BTreeMap<String, Robots>,
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it was found in the end.
    pub address: String,
    /// The feed that links to it.
    pub feed: String,
    /// What the feed says of it.
    pub entry: Entry,
    /// When it was fetched, ISO 8601.
    pub fetched: String,
    /// Headers of the answer, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The content, unpacked.
    pub bytes: Vec<u8>,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
}

/// Something to tell the user while it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A feed was not asked: its time has not come.
    NotYet {
        /// The feed.
        feed: String,
        /// Seconds until then.
        seconds: u64,
    },
    /// A feed has nothing new.
    Unchanged {
        /// The feed.
        feed: String,
    },
    /// A feed links to so many pages, so many of them new.
    Links {
        /// The feed.
        feed: String,
        /// All.
        n_links: usize,
        /// New.
        n_new: usize,
    },
    /// A feed or page brought nothing.
    Problem(Problem),
}

/// What a poll did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Feeds asked.
    pub n_feeds: usize,
    /// Pages fetched.
    pub n_pages: usize,
    /// Feeds and pages that brought nothing.
    pub n_problems: usize,
}

impl<'a> Watch<'a> {
    /// Gets ready to poll. `contact` is an address of mail or of the web where the user can be reached: sites want to
    /// know who visits.
    pub fn new(contact: &str, bounds: Bounds, clock: &'a dyn Clock) -> Self {
        let name = format!("{PRODUCT}/{} (+{contact})", env!("CARGO_PKG_VERSION"));
        Watch {
            visitor: Visitor::new(&name, bounds),
            bounds,
            clock,
            manners: Manners::default(),
            robots: BTreeMap::new(),
        }
    }

    /// Polls each feed once, if its time has come, and fetches what is new in it. `take` is handed every page before
    /// the next one is asked for; what it refuses ends the poll, and the page counts as not fetched.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn poll<E>(
        &mut self,
        feeds: &[String],
        memory: &mut Memory,
        take: impl FnMut(Page) -> Result<(), E>,
        tell: impl FnMut(Told),
    ) -> Result<Polled, E> {
        self.manners.remember(&memory.blocked);
        let polled = self.poll_feeds(feeds, memory, take, tell);
        memory.blocked = self.manners.blocked(self.clock);
        memory.forget(self.now());
        polled
    }

    fn poll_feeds<E>(
        &mut self,
        feeds: &[String],
        memory: &mut Memory,
        mut take: impl FnMut(Page) -> Result<(), E>,
        mut tell: impl FnMut(Told),
    ) -> Result<Polled, E> {
        let mut polled = Polled::default();
        for feed in feeds {
            match self.feed(feed, memory, &mut tell) {
                Ok(asked) => polled.n_feeds += usize::from(asked),
                Err(problem) => {
                    polled.n_problems += 1;
                    tell(Told::Problem(problem));
                }
            }
        }
        let mut put_off = BTreeSet::new();
        let due = memory.due(self.now());
        for Waiting { feed, entry } in by_turns(due).into_iter().take(self.bounds.most_pages) {
            let (link, now) = (entry.link.clone(), self.now());
            match self.page(&feed, entry) {
                Ok(page) => {
                    take(page)?;
                    memory.done(&link, now);
                    polled.n_pages += 1;
                }
                // The host is left alone, so the page was not tried.
                Err(Problem::ComeBack { host, seconds }) => {
                    if put_off.insert(host.clone()) {
                        polled.n_problems += 1;
                        tell(Told::Problem(Problem::ComeBack { host, seconds }));
                    }
                }
                Err(problem) => {
                    match problem.may_pass() {
                        true => memory.failed(&link, now),
                        false => memory.done(&link, now),
                    }
                    polled.n_problems += 1;
                    tell(Told::Problem(problem));
                }
            }
        }
        Ok(polled)
    }

    fn now(&self) -> i64 {
        self.clock.now_ms().div_euclid(1000)
    }

    /// Asks a feed, if its time has come, and notes what is new in it. Whether it was asked.
    fn feed(
        &mut self,
        feed: &str,
        memory: &mut Memory,
        tell: &mut impl FnMut(Told),
    ) -> Result<bool, Problem> {
        let now = self.now();
        let known = memory.feeds.get(feed).cloned().unwrap_or_default();
        if known.next > now {
            tell(Told::NotYet { feed: feed.to_owned(), seconds: (known.next - now) as u64 });
            return Ok(false);
        }
        let found = self.ask_feed(feed, &known);
        let wait = match &found {
            Ok(_) => self.bounds.poll.as_secs(),
            Err(Problem::ComeBack { seconds, .. }) => (*seconds).max(self.bounds.poll.as_secs()),
            Err(_) => back_off(known.n_failures + 1).max(self.bounds.poll.as_secs()),
        };
        let mut next = KnownFeed { next: now + wait as i64, ..known };
        next.n_failures = if found.is_ok() { 0 } else { next.n_failures + 1 };
        let entries = found.map(|answer| {
            let (answer, entries) = answer?;
            next.etag = answer.header("etag").map(str::to_owned);
            next.last_modified = answer.header("last-modified").map(str::to_owned);
            Some(entries)
        });
        memory.feeds.insert(feed.to_owned(), next);
        let Some(links) = entries? else {
            tell(Told::Unchanged { feed: feed.to_owned() });
            return Ok(true);
        };
        let n_links = links.len();
        links.iter().for_each(|entry| memory.linked(&entry.link, now));
        let n_new = links.iter().filter(|entry| memory.note(feed, entry)).count();
        tell(Told::Links { feed: feed.to_owned(), n_links, n_new });
        Ok(true)
    }

    /// Asks for a feed; `None` where it has not changed.
    fn ask_feed(&mut self, feed: &str, known: &KnownFeed) -> Result<Option<(Answer, Vec<Entry>)>, Problem> {
        let mut conditions = Vec::new();
        conditions.extend(known.etag.as_deref().map(|tag| ("if-none-match", tag)));
        conditions.extend(known.last_modified.as_deref().map(|time| ("if-modified-since", time)));
        let (at, answer) = self.follow(address(feed)?, &conditions, is_feed, true)?;
        if answer.status == 304 {
            return Ok(None);
        }
        match entries(&answer.bytes, at.as_str()) {
            Ok(entries) => Ok(Some((answer, entries))),
            Err(why) => Err(Problem::NoFeed { address: feed.to_owned(), why }),
        }
    }

    fn page(&mut self, feed: &str, entry: Entry) -> Result<Page, Problem> {
        let link = address(&entry.link)?;
        // A feed of the user's own network may link into it, no other.
        let may_be_private = address(feed).is_ok_and(|feed| is_private(&feed));
        let (at, answer) = self.follow(link, &[], is_page, may_be_private)?;
        if answer.status == 304 {
            return Err(Problem::Status { address: at.to_string(), status: 304 });
        }
        let sha256 = Sha256::digest(&answer.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let second = Timestamp::from_second(self.now()).unwrap_or_default();
        Ok(Page {
            address: at.to_string(),
            feed: feed.to_owned(),
            entry,
            fetched: second.to_string(),
            headers: answer.headers,
            bytes: answer.bytes,
            sha256,
        })
    }

    /// Asks for an address and for where it leads, within bounds; every host with its own manners.
    fn follow(
        &mut self,
        from: Url,
        conditions: &[(&str, &str)],
        fits: fn(&str) -> bool,
        may_be_private: bool,
    ) -> Result<(Url, Answer), Problem> {
        let mut at = from.clone();
        let mut seen = BTreeSet::new();
        for _ in 0..=self.bounds.most_redirects {
            if !seen.insert(at.to_string()) {
                return Err(Problem::Circle { address: at.to_string() });
            }
            if is_private(&at) && !may_be_private {
                return Err(Problem::Private { address: at.to_string() });
            }
            let answer = self.ask_politely(&at, conditions, fits)?;
            match answer.status {
                200 | 304 => return Ok((at, answer)),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.header("location").and_then(|to| at.join(to).ok());
                    let to = to.filter(|to| matches!(to.scheme(), "http" | "https"));
                    at = to.ok_or(Problem::Status { address: at.to_string(), status: answer.status })?;
                }
                429 | 503 => return Err(self.come_back(&at, &answer)),
                status => return Err(Problem::Status { address: at.to_string(), status }),
            }
        }
        Err(Problem::TooFar { address: from.to_string(), most: self.bounds.most_redirects })
    }

    /// The host is busy: it is left alone for as long as it asks, or for a while.
    fn come_back(&mut self, at: &Url, answer: &Answer) -> Problem {
        let asked = answer.header("retry-after").and_then(|value| self.seconds(value));
        let seconds = asked.unwrap_or_else(|| back_off(1)).min(LONGEST_WAIT);
        let host = host(at);
        self.manners.block(self.clock, &host, seconds);
        Problem::ComeBack { host, seconds }
    }

    /// `Retry-After`: seconds, or a date.
    fn seconds(&self, value: &str) -> Option<u64> {
        if let Ok(seconds) = value.trim().parse() {
            return Some(seconds);
        }
        let at = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(value.trim()).ok()?;
        u64::try_from(at.as_second() - self.now()).ok()
    }

    fn ask_politely(
        &mut self,
        at: &Url,
        conditions: &[(&str, &str)],
        fits: fn(&str) -> bool,
    ) -> Result<Answer, Problem> {
        let gap = self.gap_after_robots(at)?;
        self.turn(at, gap)?;
        self.visitor.ask(at, conditions, fits)
    }

    fn turn(&mut self, at: &Url, gap: Duration) -> Result<(), Problem> {
        let host = host(at);
        let turn = self.manners.turn(self.clock, &host, gap);
        turn.map_err(|seconds| Problem::ComeBack { host, seconds })
    }

    /// Asks the site's robots.txt, once, whether the page may be asked for. Gives the time between two requests.
    fn gap_after_robots(&mut self, at: &Url) -> Result<Duration, Problem> {
        let site = format!("{}://{}", at.scheme(), host(at));
        if !self.robots.contains_key(&site) {
            let robots = self.ask_robots(at)?;
            self.robots.insert(site.clone(), robots);
        }
        let Some(robots) = self.robots.get(&site) else { return Ok(self.bounds.gap) };
        let path = match at.query() {
            Some(query) => format!("{}?{query}", at.path()),
            None => at.path().to_owned(),
        };
        match robots.allows(&path) {
            true => Ok(self.bounds.gap.max(Duration::from_secs(robots.delay().unwrap_or(0)))),
            false => Err(Problem::Closed { address: at.to_string() }),
        }
    }

    /// A site without the file is open; one whose server fails is closed for now (RFC 9309, section 2.3.1).
    fn ask_robots(&mut self, at: &Url) -> Result<Robots, Problem> {
        let Ok(mut file) = at.join("/robots.txt") else { return Ok(Robots::open()) };
        for _ in 0..=self.bounds.most_redirects {
            self.turn(&file, self.bounds.gap)?;
            let answer = match self.visitor.ask(&file, &[], is_any) {
                Ok(answer) => answer,
                Err(Problem::TooLarge { .. }) => return Ok(Robots::closed()),
                Err(problem) => return Err(problem),
            };
            match answer.status {
                200 => return Ok(Robots::read(&answer.bytes, PRODUCT)),
                300..400 => {
                    let to = answer.header("location").and_then(|to| file.join(to).ok());
                    let same_kind =
                        |to: &Url| is_private(to) == is_private(at) && to.scheme().starts_with("http");
                    match to.filter(same_kind) {
                        Some(to) => file = to,
                        None => return Ok(Robots::open()),
                    }
                }
                429 | 503 => return Err(self.come_back(at, &answer)),
                500..600 => return Ok(Robots::closed()),
                _ => return Ok(Robots::open()),
            }
        }
        Ok(Robots::open())
    }
}

/// Pages of many hosts by turns, so that no host waits for another.
fn by_turns(due: Vec<Waiting>) -> Vec<Waiting> {
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, usize, Waiting)> = Vec::with_capacity(due.len());
    for (n, waiting) in due.into_iter().enumerate() {
        let host = address(&waiting.entry.link).map(|link| host(&link)).unwrap_or_default();
        let turn = turns.entry(host).or_default();
        ranked.push((*turn, n, waiting));
        *turn += 1;
    }
    ranked.sort_by_key(|&(turn, n, _)| (turn, n));
    ranked.into_iter().map(|(_, _, waiting)| waiting).collect()
}
