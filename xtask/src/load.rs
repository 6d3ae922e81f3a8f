//! The desk under load: `cargo xtask load DESK.whosaid [SECONDS]` serves a copy of a collection on this machine to four
//! readers, who ask for one page after the other, and one writer, who adds invented articles all the while. Prints the
//! median time of each page, as a reader waits for it, and stops by itself.
//!
//! `cargo xtask collection` makes a collection to ask.

use crate::collection::{Invention, megabytes, peak_memory};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use whosaid::{Mode, Resources};
use whosaid_serve::{Keeper, ServeOptions, Server, Sharing};
use whosaid_store::{Create, Filter, Page, SqliteStore, Store, StoreError};

const N_READERS: usize = 4;
/// Seconds, where none are given.
const SECONDS: u64 = 60;
/// Pages of each kind that readers ask for in turn.
const N_EACH: u32 = 40;
const NOW: &str = "2031-01-01T00:00:00Z";

/// Serves, asks and prints.
pub fn run(desk: &str, seconds: Option<&str>) -> Result<(), String> {
    let seconds = seconds.map_or(Ok(SECONDS), str::parse).map_err(|_| "how many seconds?".to_owned())?;
    let copy = copied(Path::new(desk))?;
    let addresses = addresses(&copy).map_err(|why| why.to_string())?;
    let keeper = Keeper::open(&copy.to_string_lossy(), Resources::english(Mode::Fast))
        .map_err(|why| why.to_string())?;
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let threads = threads.map_err(|why| why.to_string())?;
    let server = threads.block_on(Server::bind(keeper, options())).map_err(|why| why.to_string())?;
    let (address, key) = address_and_key(&server.url()).ok_or("no address")?;
    threads.spawn(server.run(std::future::pending()));
    let load = Load { address, key, stop: AtomicBool::new(false), n_added: AtomicUsize::new(0) };
    let times = thread::scope(|scope| {
        let readers: Vec<_> = (0..N_READERS)
            .map(|reader| {
                let (load, addresses) = (&load, &addresses);
                scope.spawn(move || load.read(addresses, reader))
            })
            .collect();
        scope.spawn(|| load.write());
        thread::sleep(Duration::from_secs(seconds));
        load.stop.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().unwrap_or_default()).collect::<Vec<_>>()
    });
    print(&addresses, &times.concat());
    println!("\nThe writer added {} articles.", load.n_added.load(Ordering::Relaxed));
    println!("Memory at most: {}.", peak_memory().map_or("not known".to_owned(), megabytes));
    threads.shutdown_background();
    Ok(())
}

fn copied(desk: &Path) -> Result<PathBuf, String> {
    let copy = PathBuf::from("target/load.whosaid");
    let named = |path: &Path, ending: &str| PathBuf::from(format!("{}{ending}", path.display()));
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(named(&copy, ending));
        let from = named(desk, ending);
        if ending.is_empty() || from.exists() {
            fs::copy(&from, named(&copy, ending)).map_err(|why| format!("{}: {why}", from.display()))?;
        }
    }
    Ok(copy)
}

fn options() -> ServeOptions {
    ServeOptions {
        port: 0,
        sharing: Sharing::Local,
        who: "load".to_owned(),
        now: || NOW.to_owned(),
        batch: 16,
        figures: Vec::new(),
        collection: "load.whosaid".to_owned(),
    }
}

fn address_and_key(url: &str) -> Option<(SocketAddr, String)> {
    let (address, key) = url.strip_prefix("http://")?.split_once("/enter?key=")?;
    Some((address.parse().ok()?, key.to_owned()))
}

/// What readers ask for: kinds of pages, each with some addresses.
type Addresses = Vec<(&'static str, Vec<String>)>;

fn addresses(desk: &Path) -> Result<Addresses, StoreError> {
    let store = SqliteStore::open(desk, Create::Never)?;
    let all = Filter::default();
    // Rows spread over the whole list, not the newest alone.
    let places = |total: u64| (0..u64::from(N_EACH)).map(move |n| (n * total / u64::from(N_EACH)) as u32);
    let one = |offset: u32| Page { offset, limit: 1 };
    let some = |total: u64, at: &dyn Fn(u32) -> Result<Option<String>, StoreError>| {
        places(total).filter_map(|offset| at(offset).transpose()).collect::<Result<Vec<String>, StoreError>>()
    };
    let page = Page { offset: 0, limit: 1 };
    let stories = some(store.stories(&all, page)?.total, &|at| {
        Ok(store.stories(&all, one(at))?.rows.pop().map(|row| row.story.to_string()))
    })?;
    let articles = some(store.articles(&all, page)?.total, &|at| {
        Ok(store.articles(&all, one(at))?.rows.pop().map(|row| row.id))
    })?;
    let claims = some(store.claims(&all, page)?.total, &|at| {
        Ok(store.claims(&all, one(at))?.rows.pop().map(|row| row.claim))
    })?;
    let speakers = some(store.speakers(&all, page)?.total.min(2_000), &|at| {
        Ok(store.speakers(&all, one(at))?.rows.pop().map(|row| row.speaker))
    })?;
    let mut by_size = store.stories(&all, Page::ALL)?.rows;
    by_size.sort_by_key(|story| std::cmp::Reverse(story.articles));
    let largest = by_size.iter().take(5).map(|story| story.story.to_string());
    let of = |before: &str, names: &[String]| {
        names.iter().map(|name| format!("{before}{}", escaped(name))).collect()
    };
    let list = |address: &str| vec![address.to_owned(), format!("{address}{}offset=500", joint(address))];
    Ok(vec![
        ("stories", list("/")),
        ("stories with words", list("/?words=government")),
        ("claims", list("/claims")),
        ("claims with a status", list("/claims?status=denied")),
        ("conflicts", list("/conflicts")),
        ("sources", list("/sources")),
        ("timeline", list("/timeline")),
        ("search, common words", list("/search?words=the+president")),
        ("search with filters", list("/search?words=minister&from=2010-01-01&kind=unnamed")),
        ("changes", list("/changes")),
        ("alerts", list("/alerts")),
        ("corrections", list("/corrections")),
        ("story", of("/story/", &stories)),
        ("the five largest stories", of("/story/", &largest.collect::<Vec<_>>())),
        ("graph of a story", stories.iter().map(|no| format!("/story/{no}/graph")).collect()),
        ("claim", of("/claim/", &claims)),
        ("source", of("/source?speaker=", &speakers)),
        ("article", of("/article/", &articles)),
    ])
}

fn joint(address: &str) -> char {
    if address.contains('?') { '&' } else { '?' }
}

fn escaped(name: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    name.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// A load under way.
struct Load {
    address: SocketAddr,
    key: String,
    stop: AtomicBool,
    n_added: AtomicUsize,
}

/// A kind of page, by its place, how long it took, its bytes, and whether it came.
type Look = (usize, Duration, usize, bool);

impl Load {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    /// Asks for one page after the other, kinds by turns; each reader begins elsewhere.
    fn read(&self, addresses: &Addresses, reader: usize) -> Vec<Look> {
        let mut looks = Vec::new();
        for turn in 0.. {
            for shift in 0..addresses.len() {
                let kind = (shift + reader * addresses.len() / N_READERS) % addresses.len();
                let of_kind = &addresses[kind].1;
                let Some(path) = of_kind.get((turn + reader * 7) % of_kind.len().max(1)) else { continue };
                if !self.goes_on() {
                    return looks;
                }
                let begun = Instant::now();
                let answer = self.asked("GET", path, "");
                let is_there = answer.as_ref().is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"));
                looks.push((kind, begun.elapsed(), answer.map_or(0, |answer| answer.len()), is_there));
            }
        }
        looks
    }

    /// Adds one article after the other.
    fn write(&self) {
        for article in Invention::new(100_000) {
            if !self.goes_on() {
                return;
            }
            if self.asked("POST", "/api/v1/articles?name=article.json", &article).is_ok() {
                self.n_added.fetch_add(1, Ordering::Relaxed);
            }
            thread::sleep(Duration::from_millis(200));
        }
    }

    fn asked(&self, method: &str, path: &str, body: &str) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address)?;
        let (address, key, length) = (self.address, &self.key, body.len());
        let lets_in =
            if method == "GET" { String::new() } else { format!("Authorization: Bearer {key}\r\n") };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\n{lets_in}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    }
}

fn print(addresses: &Addresses, looks: &[Look]) {
    let mut of_kind: BTreeMap<usize, Vec<&Look>> = BTreeMap::new();
    looks.iter().for_each(|look| of_kind.entry(look.0).or_default().push(look));
    println!(
        "| page | looks | median | nine of ten | longest | bytes, median | not there |\n|---|---|---|---|---|---|---|"
    );
    for (kind, mut looks) in of_kind {
        let n = looks.len();
        let n_lost = looks.iter().filter(|look| !look.3).count();
        looks.sort_by_key(|look| look.2);
        let size = looks[n / 2].2;
        looks.sort_by_key(|look| look.1);
        let ms = |at: usize| looks[at].1.as_secs_f64() * 1000.0;
        let name = addresses[kind].0;
        println!(
            "| {name} | {n} | {:.1} ms | {:.1} ms | {:.1} ms | {size} | {n_lost} |",
            ms(n / 2),
            ms(n * 9 / 10),
            ms(n - 1)
        );
    }
}
