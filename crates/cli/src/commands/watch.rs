//! `whosaid watch`: feeds polled politely, pages kept as they came and added to a collection.
#![allow(clippy::print_stderr)]

use super::add::add_inputs;
use crate::args::Common;
use crate::clock;
use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use clap::Args;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use whosaid_watch::{Bounds, Clock, Memory, Page, Polled, Told, Watch, feeds_of, records};

/// What is remembered between polls, in the folder of the pages.
const MEMORY: &str = "watch.json";
/// Ends the name of a file of pages that are not in the collection yet.
const NEW: &str = ".new.warc";

/// Poll feeds once, keep the pages that are new in them as they came, and add them to a collection
///
/// This command alone touches the network. It asks each site's robots.txt, says who visits, leaves time between two
/// requests to one host, asks only for what has changed, and comes back later where a host is busy. Pages are kept in
/// WARC files with address, time and hash.
#[derive(Args, Debug)]
pub struct WatchArgs {
    /// Addresses of feeds (RSS, Atom, JSON Feed, news sitemaps), or files that list them: OPML, or an address a line
    #[arg(required = true, value_name = "FEED")]
    feeds: Vec<String>,
    /// Where sites can reach you, told with every request: an address of mail or of the web
    #[arg(long, value_name = "ADDRESS", value_parser = contact)]
    contact: String,
    /// Folder for the pages as they came, and for what must be known the next time
    #[arg(long, value_name = "FOLDER", default_value = "watched")]
    folder: PathBuf,
    /// Poll again after so many minutes, until interrupted
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(5..=1440))]
    every: Option<u64>,
    /// Fetch at most this many pages in one poll
    #[arg(long, value_name = "N", default_value_t = 500)]
    most: usize,
    /// Keep the pages without adding them to a collection
    #[arg(long)]
    only_keep: bool,
    #[command(flatten)]
    desk: DeskArgs,
}

/// The clock of the machine.
struct Machine;

impl Clock for Machine {
    fn now_ms(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Does it.
pub fn run(common: &Common, args: &WatchArgs) -> Result<Outcome, CommandError> {
    let feeds = feeds(&args.feeds)?;
    fs::create_dir_all(&args.folder).map_err(|source| cannot_write(&args.folder, source))?;
    loop {
        let polled = poll(common, args, &feeds)?;
        let added = match args.only_keep {
            true => None,
            false => add_new(common, args)?,
        };
        let Some(minutes) = args.every else {
            let nothing = polled.n_pages == 0 && added.is_none();
            return Ok(if nothing { Outcome::NothingFound } else { Outcome::Done });
        };
        std::thread::sleep(Duration::from_secs(minutes * 60));
    }
}

fn poll(common: &Common, args: &WatchArgs, feeds: &[String]) -> Result<Polled, CommandError> {
    let memory_path = args.folder.join(MEMORY);
    let mut memory = Memory::read(&fs::read_to_string(&memory_path).unwrap_or_default());
    let bounds = Bounds { most_pages: args.most, ..Bounds::default() };
    let mut watch = Watch::new(&args.contact, bounds, &Machine);
    let name = clock::now().replace([':', '-'], "");
    let path = args.folder.join(format!("{name}{NEW}"));
    let mut file: Option<File> = None;
    let take = |page: Page| keep(&path, &mut file, &page);
    let polled = watch.poll(feeds, &mut memory, take, |what| tell(common, &what));
    write_whole(&memory_path, &memory.write())?;
    let polled = polled?;
    if !common.quiet {
        let Polled { n_feeds, n_pages, n_problems } = polled;
        eprintln!("whosaid: {n_feeds} feeds asked, {n_pages} pages fetched, {n_problems} problems");
    }
    Ok(polled)
}

/// Keeps a page; it is on the disk when this returns.
fn keep(path: &Path, file: &mut Option<File>, page: &Page) -> Result<(), CommandError> {
    let mut write = || -> io::Result<()> {
        let open = match file {
            Some(open) => open,
            None => file.insert(OpenOptions::new().create(true).append(true).open(path)?),
        };
        open.write_all(&records(page))?;
        open.sync_data()
    };
    write().map_err(|source| cannot_write(path, source))
}

/// Adds what is not in the collection yet, this poll's and what an interrupted one left; `None` where there is nothing.
fn add_new(common: &Common, args: &WatchArgs) -> Result<Option<Outcome>, CommandError> {
    let cannot = |source| CommandError::CannotRead { path: args.folder.display().to_string(), source };
    let mut new: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&args.folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.to_string_lossy().ends_with(NEW) {
            new.push(path);
        }
    }
    if new.is_empty() {
        return Ok(None);
    }
    new.sort();
    let inputs: Vec<String> = new.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let outcome = add_inputs(common, &args.desk, &inputs, false)?;
    for path in new {
        let name = path.to_string_lossy().into_owned();
        let done = format!("{}.warc", name.trim_end_matches(NEW));
        fs::rename(&path, done).map_err(|source| cannot_write(&path, source))?;
    }
    Ok(Some(outcome))
}

/// The addresses that the user typed, and those of the lists.
fn feeds(typed: &[String]) -> Result<Vec<String>, CommandError> {
    let mut feeds = Vec::new();
    for one in typed {
        if one.starts_with("http://") || one.starts_with("https://") {
            feeds.push(one.clone());
            continue;
        }
        let list = fs::read_to_string(one)
            .map_err(|source| CommandError::CannotRead { path: one.clone(), source })?;
        let of_list = feeds_of(&list).map_err(|why| CommandError::SetAside { path: one.clone(), why })?;
        feeds.extend(of_list);
    }
    let mut seen = std::collections::BTreeSet::new();
    feeds.retain(|feed| seen.insert(feed.clone()));
    Ok(feeds)
}

fn tell(common: &Common, what: &Told) {
    if common.quiet {
        return;
    }
    match what {
        Told::NotYet { feed, seconds } => eprintln!("whosaid: {feed}: its time comes in {seconds} s"),
        Told::Unchanged { feed } => eprintln!("whosaid: {feed}: not changed"),
        Told::Links { feed, n_links, n_new } => eprintln!("whosaid: {feed}: {n_links} pages, {n_new} new"),
        Told::Problem(problem) => eprintln!("whosaid: {problem}"),
    }
}

/// A file that appears whole or not at all.
fn write_whole(path: &Path, text: &str) -> Result<(), CommandError> {
    let half = path.with_extension("half");
    fs::write(&half, text).and_then(|()| fs::rename(&half, path)).map_err(|source| cannot_write(path, source))
}

fn cannot_write(path: &Path, source: io::Error) -> CommandError {
    CommandError::CannotWrite { path: path.display().to_string(), source }
}

/// An address at which someone can be reached.
fn contact(typed: &str) -> Result<String, String> {
    let is_one = typed.contains('@') || typed.starts_with("https://") || typed.starts_with("http://");
    let is_plain = typed.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')'));
    (is_one && is_plain)
        .then(|| typed.to_owned())
        .ok_or_else(|| "write an address of mail or of the web".to_owned())
}
