//! How the desk does with a large collection: `cargo xtask collection N` with N invented articles, `cargo xtask
//! collection FILE.jsonl` with one's own. Prints times, sizes and memory as a table.
//!
//! Articles are read in the fast mode on all threads that `RAYON_NUM_THREADS` allows. The collection is kept in
//! `target/collection.whosaid` to look at, and made anew every time.

mod invented;

pub(crate) use invented::Invention;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use whosaid::ingest::RawDocument;
use whosaid::{Mode, Resources};
use whosaid_store::{Create, Desk, Filter, Page, SqliteStore, Store, StoreError, StoryNo};

/// Articles kept in one step.
const BATCH: usize = 128;
/// How often each list is asked for.
const N_ROUNDS: usize = 21;
/// Rows of a page.
const PAGE: Page = Page { offset: 0, limit: 50 };
const NOW: &str = "2031-01-01T00:00:00Z";

type Collection = Desk<SqliteStore>;

/// Makes the collection and measures.
pub fn run(of: &str) -> Result<(), String> {
    let path = PathBuf::from("target/collection.whosaid");
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", path.display()));
    }
    let store = SqliteStore::open(&path, Create::IfMissing).map_err(told)?;
    let mut desk = Desk::new(store, Resources::english(Mode::Fast));
    println!("| what | value |\n|---|---|");
    let mut lines = lines(of)?;
    let last = fill(&mut desk, &mut lines)?;
    settle(&mut desk, "gathering and weighing")?;
    let (took, added) = timed(|| desk.add(&[document(&last)], NOW));
    added.map_err(told)?;
    line("one article more: reading and keeping", &seconds(took));
    settle(&mut desk, "one article more: gathering and weighing")?;
    let counts = desk.store().counts().map_err(told)?;
    line("articles, stories", &format!("{}, {}", counts.articles, counts.stories));
    sizes(&path);
    desk.store().check().map_err(told)?.iter().for_each(|fault| line("fault", fault));
    ask(&desk).map_err(told)
}

/// The articles, a line of JSON each.
pub(crate) fn lines(of: &str) -> Result<Box<dyn Iterator<Item = String>>, String> {
    if let Ok(n_articles) = of.parse() {
        return Ok(Box::new(Invention::new(n_articles)));
    }
    let file = File::open(of).map_err(|why| format!("{of}: {why}"))?;
    Ok(Box::new(BufReader::new(file).lines().map_while(Result::ok)))
}

pub(crate) fn document(line: &str) -> RawDocument<'_> {
    RawDocument { path: "collection.jsonl:1", bytes: line.as_bytes() }
}

/// Adds all articles but the last, which it gives.
fn fill(desk: &mut Collection, lines: &mut dyn Iterator<Item = String>) -> Result<String, String> {
    let (mut batch, mut took, mut n_articles, mut size_bytes) = (Vec::new(), Duration::ZERO, 0, 0);
    let mut last = lines.next().ok_or("no article")?;
    loop {
        let next = lines.next();
        let is_last = next.is_none();
        if let Some(next) = next {
            batch.push(std::mem::replace(&mut last, next));
        }
        if batch.len() == BATCH || is_last {
            let documents: Vec<RawDocument<'_>> = batch.iter().map(|line| document(line)).collect();
            let (spent, added) = timed(|| desk.add(&documents, NOW));
            took += spent;
            n_articles += added.map_err(told)?.new.len();
            size_bytes += batch.drain(..).map(|line| line.len()).sum::<usize>();
        }
        if is_last {
            break;
        }
    }
    line("bytes of JSON", &megabytes(size_bytes as u64));
    let rate = n_articles as f64 / took.as_secs_f64();
    line("reading and keeping", &format!("{}, {rate:.0} articles a second", seconds(took)));
    Ok(last)
}

fn settle(desk: &mut Collection, what: &str) -> Result<(), String> {
    let (took, settled) = timed(|| desk.settle(NOW, |_| {}));
    let settled = settled.map_err(told)?;
    line(what, &format!("{}, {} stories", seconds(took), settled.n_stories));
    Ok(())
}

fn sizes(path: &Path) {
    let size =
        |ending: &str| fs::metadata(format!("{}{ending}", path.display())).map_or(0, |file| file.len());
    line("file, with its log", &megabytes(size("") + size("-wal")));
    line("memory at most", &peak_memory().map_or("not known".to_owned(), megabytes));
}

/// Bytes of memory that this process held at most, where the system tells.
pub(crate) fn peak_memory() -> Option<u64> {
    memory("VmHWM")
}

/// Bytes of memory of this process, by the system's name for what is asked: `VmRSS` now, `VmHWM` at most.
pub(crate) fn memory(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Asks every list, as commands and pages do.
fn ask(desk: &Collection) -> Result<(), StoreError> {
    let store = desk.store();
    let all = Filter::default();
    let largest = store.stories(&all, Page::ALL)?.rows.into_iter().max_by_key(|story| story.articles);
    let largest = largest.map_or(StoryNo(1), |story| StoryNo(story.story));
    let speaker = store.speakers(&all, Page { offset: 40, limit: 1 })?.rows.pop().map(|row| row.speaker);
    let outlet = store.articles(&all, PAGE)?.rows.into_iter().find_map(|row| row.outlet);
    let claim = store.claims(&all, PAGE)?.rows.pop().map(|row| row.gist).unwrap_or_default();
    let word = claim.split_whitespace().max_by_key(|word| word.len()).map(str::to_owned);
    let from = "2014-06-01".parse().ok();
    let of_outlet = Filter { outlet: outlet.clone(), from, ..all.clone() };
    let of_words = Filter { words: word, ..all.clone() };
    let common = Filter { words: Some("the said".to_owned()), ..all.clone() };
    let of_source = Filter { source: speaker, ..all.clone() };
    let unnamed = Filter { kind: Some("unnamed".to_owned()), ..all.clone() };
    let denied = Filter { status: Some("denied".to_owned()), ..all.clone() };
    let late = Filter { from, ..all.clone() };
    let of_story = Filter { story: Some(largest), ..all.clone() };
    let deep = Page { offset: 5_000, limit: 50 };
    let each: Vec<(&str, Ask<'_>)> = vec![
        ("list", Box::new(|| store.articles(&all, PAGE).map(drop))),
        ("list --outlet --from", Box::new(|| store.articles(&of_outlet, PAGE).map(drop))),
        ("list, page 101", Box::new(|| store.articles(&all, deep).map(drop))),
        ("stories", Box::new(|| store.stories(&all, PAGE).map(drop))),
        ("stories WORD", Box::new(|| store.stories(&of_words, PAGE).map(drop))),
        ("stories --outlet --from", Box::new(|| store.stories(&of_outlet, PAGE).map(drop))),
        ("claims", Box::new(|| store.claims(&all, PAGE).map(drop))),
        ("claims WORD", Box::new(|| store.claims(&of_words, PAGE).map(drop))),
        ("claims --status", Box::new(|| store.claims(&denied, PAGE).map(drop))),
        ("claims --outlet --from", Box::new(|| store.claims(&of_outlet, PAGE).map(drop))),
        ("claims, page 101", Box::new(|| store.claims(&all, deep).map(drop))),
        ("quotes", Box::new(|| store.quotes(&all, PAGE).map(drop))),
        ("quotes --by", Box::new(|| store.quotes(&of_source, PAGE).map(drop))),
        ("quotes --kind", Box::new(|| store.quotes(&unnamed, PAGE).map(drop))),
        ("quotes --outlet --from", Box::new(|| store.quotes(&of_outlet, PAGE).map(drop))),
        ("sources", Box::new(|| store.speakers(&all, PAGE).map(drop))),
        ("sources NAME", Box::new(|| store.speakers(&of_source, PAGE).map(drop))),
        ("timeline", Box::new(|| store.timeline(&all, PAGE).map(drop))),
        ("timeline --from", Box::new(|| store.timeline(&late, PAGE).map(drop))),
        ("search WORD", Box::new(|| store.search(&of_words, PAGE).map(drop))),
        ("search \"the said\"", Box::new(|| store.search(&common, PAGE).map(drop))),
        ("search --source", Box::new(|| store.search(&of_source, PAGE).map(drop))),
        ("search --status", Box::new(|| store.search(&denied, PAGE).map(drop))),
        ("conflicts", Box::new(|| store.conflicts(&all, PAGE).map(drop))),
        ("conflicts --story", Box::new(|| store.conflicts(&of_story, PAGE).map(drop))),
        ("changes", Box::new(|| store.changes(&all, PAGE).map(drop))),
        ("alerts", Box::new(|| store.alerts(&all, PAGE).map(drop))),
        ("trace WORDS", Box::new(|| desk.trace(&claim, &all, 5).map(drop))),
        ("story, the largest", Box::new(|| desk.run(largest).map(drop))),
    ];
    for (name, one) in each {
        line(&format!("`{name}`, median of {N_ROUNDS}"), &median(&one)?);
    }
    Ok(())
}

/// One way to ask.
type Ask<'a> = Box<dyn Fn() -> Result<(), StoreError> + 'a>;

/// The median time, and the longest.
fn median(one: &Ask<'_>) -> Result<String, StoreError> {
    let mut times = Vec::with_capacity(N_ROUNDS);
    for _ in 0..N_ROUNDS {
        let (took, result) = timed(one);
        result?;
        times.push(took);
    }
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    Ok(format!("{:.1} ms (at most {:.1})", ms(times[N_ROUNDS / 2]), ms(times[N_ROUNDS - 1])))
}

pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}

fn line(what: &str, value: &str) {
    println!("| {what} | {value} |");
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

pub(crate) fn megabytes(size_bytes: u64) -> String {
    format!("{:.1} MB", size_bytes as f64 / 1e6)
}

fn told(error: StoreError) -> String {
    error.to_string()
}
