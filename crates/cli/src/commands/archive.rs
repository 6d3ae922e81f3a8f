//! `whosaid archive`: one file of a crawl to Parquet, as one unit of work that is whole or not there at all.
#![allow(clippy::print_stderr)]

use crate::args::Common;
use crate::error::{CommandError, Outcome};
use crate::reading::{next_batch, options, resources};
use clap::Args;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use whosaid::ingest::{self, Document, Entry, RawDocument, SetAside};
use whosaid::{Mode, Resources};
use whosaid_archive::{ArchiveError, Layout, Writer};

/// How many articles make a group of rows.
const GROUP: usize = 1_000;
/// How often progress is told.
const EVERY: Duration = Duration::from_secs(5);

/// Read crawls and write their articles, mentions, times, attributions and tellings as Parquet tables
///
/// Each input is one unit of work: written beside its place, then moved there, with a manifest that counts what was
/// read, passed over and set aside, and why. Interrupted at any point, the same call goes on with the inputs that are
/// not done; done ones are made again only when they or the program changed. The tables are described in
/// docs/ARCHIVE.md.
#[derive(Args, Debug)]
pub struct ArchiveArgs {
    /// Files of crawls (WARC, WACZ, ARC, also .gz), any other file that `annotate` reads, or folders of them
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// A name that ends in .parquet for one file of one input, a row an article; else a folder, with a folder of five
    /// flat tables for each input
    #[arg(long, short, value_name = "PLACE")]
    output: PathBuf,
    /// Work on this many inputs at once; each takes its own memory
    #[arg(long, default_value_t = 1, value_name = "N")]
    jobs: usize,
}

/// One input and where its tables go.
struct Unit {
    input: PathBuf,
    input_bytes: u64,
    place: PathBuf,
    layout: Layout,
}

/// What stands beside the tables.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    schema: String,
    version: String,
    rules: String,
    models: String,
    mode: String,
    input: String,
    input_bytes: u64,
    rows: BTreeMap<String, u64>,
    passed_over: BTreeMap<String, u64>,
    n_set_aside: u64,
    set_aside: Vec<NotRead>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct NotRead {
    place: String,
    why: String,
}

/// How far all units are.
struct Done {
    started: Instant,
    told: Mutex<Instant>,
    all_bytes: u64,
    n_units: usize,
    bytes: AtomicU64,
    articles: AtomicU64,
    units: AtomicU64,
    quiet: bool,
}

/// Does it.
pub fn run(common: &Common, args: &ArchiveArgs) -> Result<Outcome, CommandError> {
    let resources = resources(common)?;
    let empty = Manifest::new(&resources, common);
    let (waiting, n_done) = waiting(units(args)?, &empty);
    let done = Done::new(&waiting, common.quiet);
    let queue = Mutex::new(waiting.iter());
    let failures = Mutex::new(Vec::new());
    let work = || {
        while let Some(unit) = queue.lock().ok().and_then(|mut queue| queue.next()) {
            let made = unit.make(&resources, Manifest::new(&resources, common), &done);
            if let (Err(why), Ok(mut failures)) = (made, failures.lock()) {
                failures.push(why);
            }
        }
    };
    std::thread::scope(|scope| {
        (0..args.jobs.clamp(1, waiting.len().max(1))).for_each(|_| drop(scope.spawn(work)));
    });
    done.tell(true);
    if !common.quiet && n_done > 0 {
        eprintln!("whosaid: {n_done} inputs were done already");
    }
    let mut failures = failures.into_inner().unwrap_or_default();
    if failures.len() > 1 {
        failures[1..].iter().for_each(CommandError::tell);
    }
    match failures.drain(..).next() {
        Some(first) => Err(first),
        None if waiting.is_empty() && n_done == 0 => Ok(Outcome::NothingFound),
        None => Ok(Outcome::Done),
    }
}

/// The units of work, by name of their input.
fn units(args: &ArchiveArgs) -> Result<Vec<Unit>, CommandError> {
    let one_file = args.output.extension().is_some_and(|extension| extension == "parquet");
    let mut files = Vec::new();
    for input in &args.inputs {
        files_in(input, input, &mut files).map_err(|source| cannot_read(input, source))?;
    }
    if one_file && files.len() > 1 {
        return Err(CommandError::OneFileForMany { path: args.output.display().to_string() });
    }
    let unit = |(input, name): (PathBuf, String)| {
        let input_bytes = fs::metadata(&input).map_err(|source| cannot_read(&input, source))?.len();
        let (place, layout) = match one_file {
            true => (args.output.clone(), Layout::OneFile),
            false => (args.output.join(name), Layout::Flat),
        };
        Ok(Unit { input, input_bytes, place, layout })
    };
    files.into_iter().map(unit).collect()
}

/// Files in a folder to any depth, by path, each with a name that tells its place in the folder.
fn files_in(root: &Path, path: &Path, files: &mut Vec<(PathBuf, String)>) -> io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        let inside = path.strip_prefix(root).ok().filter(|inside| !inside.as_os_str().is_empty());
        let name = inside.map_or_else(|| path.file_name().unwrap_or_default().into(), Path::to_path_buf);
        files.push((path.to_path_buf(), name.to_string_lossy().replace(['/', '\\'], "_")));
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    let mut shown = entries.iter().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    shown.try_for_each(|entry| files_in(root, &entry.path(), files))
}

/// The units that are not done, and how many are.
fn waiting(units: Vec<Unit>, now: &Manifest) -> (Vec<Unit>, usize) {
    let n_units = units.len();
    let waiting: Vec<Unit> = units.into_iter().filter(|unit| !unit.is_done(now)).collect();
    let n_done = n_units - waiting.len();
    (waiting, n_done)
}

impl Manifest {
    fn new(resources: &Resources, common: &Common) -> Self {
        Manifest {
            schema: "whosaid.archive/1".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules: resources.rules_hash().to_owned(),
            models: resources.models_hash().to_owned(),
            mode: if options(common).mode == Mode::Fast { "fast" } else { "accurate" }.to_owned(),
            input: String::new(),
            input_bytes: 0,
            rows: BTreeMap::new(),
            passed_over: BTreeMap::new(),
            n_set_aside: 0,
            set_aside: Vec::new(),
        }
    }

    fn put_aside(&mut self, aside: SetAside) {
        self.n_set_aside += 1;
        self.set_aside.push(NotRead { place: aside.path, why: aside.why });
    }
}

impl Unit {
    /// A name beside another, for what is not finished.
    fn beside(&self, ending: &str) -> PathBuf {
        let name = self.place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.place.with_file_name(format!("{name}{ending}"))
    }

    fn manifest(&self) -> PathBuf {
        match self.layout {
            Layout::OneFile => self.beside(".manifest.json"),
            Layout::Flat => self.place.join("manifest.json"),
        }
    }

    /// Whether its tables are there, made of the same input by the same program.
    fn is_done(&self, now: &Manifest) -> bool {
        let read = fs::read(self.manifest()).ok();
        let Some(made) = read.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok()) else {
            return false;
        };
        let same = |manifest: &Manifest| {
            [&manifest.version, &manifest.rules, &manifest.models, &manifest.mode].map(String::clone)
        };
        self.place.exists() && made.input_bytes == self.input_bytes && same(&made) == same(now)
    }

    fn make(&self, resources: &Resources, manifest: Manifest, done: &Done) -> Result<(), CommandError> {
        // Under a name of this process: two that do the same unit do not write into each other's files.
        let partial = self.beside(&format!(".{}.partial", std::process::id()));
        let files = self.open(&partial).map_err(|source| self.cannot_write(source))?;
        let manifest = self.fill(resources, manifest, files, done)?;
        match self.publish(&partial, &manifest) {
            // The other was quicker, and cleared up.
            Err(_) if self.is_done(&manifest) => {}
            published => published.map_err(|source| self.cannot_write(source))?,
        }
        self.clear_up();
        done.units.fetch_add(1, Ordering::Relaxed);
        done.tell(false);
        Ok(())
    }

    /// Removes what jobs that died have left beside the place, as far as that can be done.
    fn clear_up(&self) {
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty());
        let place = self.place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_left = |name: &str| {
            let between = name.strip_prefix(&place).and_then(|rest| rest.strip_suffix(".partial"));
            let is_ours = |part: &str| part == "manifest" || part.bytes().all(|b| b.is_ascii_digit());
            between.is_some_and(|between| between.split('.').all(is_ours))
        };
        let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| is_left(&entry.file_name().to_string_lossy())) {
            let _ = match entry.path().is_dir() {
                true => fs::remove_dir_all(entry.path()),
                false => fs::remove_file(entry.path()),
            };
        }
    }

    fn open(&self, partial: &Path) -> io::Result<Vec<BufWriter<File>>> {
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.map_or(Ok(()), fs::create_dir_all)?;
        if self.layout == Layout::OneFile {
            return Ok(vec![BufWriter::new(File::create(partial)?)]);
        }
        if partial.exists() {
            fs::remove_dir_all(partial)?;
        }
        fs::create_dir_all(partial)?;
        let names = self.layout.files().iter();
        names.map(|name| Ok(BufWriter::new(File::create(partial.join(format!("{name}.parquet")))?))).collect()
    }

    /// Reads the input into the files.
    fn fill(
        &self,
        resources: &Resources,
        mut manifest: Manifest,
        files: Vec<BufWriter<File>>,
        done: &Done,
    ) -> Result<Manifest, CommandError> {
        let failed =
            |source: ArchiveError| CommandError::Archive { path: self.input.display().to_string(), source };
        let file = File::open(&self.input).map_err(|source| cannot_read(&self.input, source))?;
        let path = self.input.to_string_lossy();
        let read = std::rc::Rc::new(std::cell::Cell::new(0));
        let counted = Counted { file, read: std::rc::Rc::clone(&read) };
        let mut documents = Documents { entries: ingest::open(&path, counted), manifest: &mut manifest };
        let mut writer = Writer::new(resources, self.layout, files).map_err(failed)?;
        let mut group = Vec::with_capacity(GROUP);
        let mut told = 0;
        loop {
            let batch = next_batch(&mut documents, resources.mode());
            if batch.is_empty() {
                break;
            }
            for result in read_all(resources, batch) {
                match result {
                    Ok(reading) => group.push(reading),
                    Err(aside) => documents.manifest.put_aside(aside),
                }
                if group.len() >= GROUP {
                    writer.write(resources, &group).map_err(failed)?;
                    done.articles.fetch_add(group.len() as u64, Ordering::Relaxed);
                    group.clear();
                }
            }
            done.bytes.fetch_add(read.get().saturating_sub(told), Ordering::Relaxed);
            told = told.max(read.get());
            done.tell(false);
        }
        writer.write(resources, &group).map_err(failed)?;
        done.articles.fetch_add(group.len() as u64, Ordering::Relaxed);
        done.bytes.fetch_add(self.input_bytes.saturating_sub(told), Ordering::Relaxed);
        let rows = writer.finish().map_err(failed)?;
        manifest.rows = rows.into_iter().map(|(name, n_rows)| (name.to_owned(), n_rows)).collect();
        manifest.input = path.into_owned();
        manifest.input_bytes = self.input_bytes;
        Ok(manifest)
    }

    /// Moves what is finished to its place; the manifest comes last and says that all is there.
    fn publish(&self, partial: &Path, manifest: &Manifest) -> io::Result<()> {
        let json = serde_json::to_vec_pretty(manifest)?;
        if self.layout == Layout::OneFile {
            sync(partial)?;
            let written = self.beside(&format!(".manifest.{}.partial", std::process::id()));
            fs::write(&written, json)?;
            let _ = fs::remove_file(self.manifest());
            fs::rename(partial, &self.place)?;
            return fs::rename(written, self.manifest());
        }
        for name in self.layout.files() {
            sync(&partial.join(format!("{name}.parquet")))?;
        }
        fs::write(partial.join("manifest.json"), json)?;
        if self.place.exists() {
            fs::remove_dir_all(&self.place)?;
        }
        fs::rename(partial, &self.place)
    }

    fn cannot_write(&self, source: io::Error) -> CommandError {
        CommandError::CannotWrite { path: self.place.display().to_string(), source }
    }
}

fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn cannot_read(path: &Path, source: io::Error) -> CommandError {
    CommandError::CannotRead { path: path.display().to_string(), source }
}

/// Reads documents on all threads, in their order.
fn read_all(
    resources: &Resources,
    batch: Vec<Result<Document, SetAside>>,
) -> Vec<Result<whosaid::attribution::Reading, SetAside>> {
    let read = |document: Result<Document, SetAside>| match document {
        Err(aside) => vec![Err(aside)],
        Ok(document) => {
            let raw = RawDocument { path: &document.path, bytes: &document.bytes };
            whosaid::read_document(resources, raw)
        }
    };
    batch.into_par_iter().flat_map_iter(read).collect()
}

/// The documents of an input; what is passed over is counted.
struct Documents<'a> {
    entries: ingest::Entries,
    manifest: &'a mut Manifest,
}

impl Iterator for Documents<'_> {
    type Item = Result<Document, SetAside>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.entries.next()? {
                Entry::Document(document) => return Some(Ok(document)),
                Entry::SetAside(aside) => return Some(Err(aside)),
                Entry::PassedOver(what) => {
                    *self.manifest.passed_over.entry(what.to_owned()).or_default() += 1
                }
            }
        }
    }
}

/// A file that tells how far it was read.
struct Counted {
    file: File,
    read: std::rc::Rc<std::cell::Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.file.read(out)?;
        self.read.set(self.read.get() + n_bytes as u64);
        Ok(n_bytes)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Done {
    fn new(waiting: &[Unit], quiet: bool) -> Self {
        Done {
            started: Instant::now(),
            told: Mutex::new(Instant::now()),
            all_bytes: waiting.iter().map(|unit| unit.input_bytes).sum(),
            n_units: waiting.len(),
            bytes: AtomicU64::new(0),
            articles: AtomicU64::new(0),
            units: AtomicU64::new(0),
            quiet,
        }
    }

    /// Tells how far it is, now and then: what is left is reckoned by bytes of input, as fast as so far.
    fn tell(&self, last: bool) {
        let Ok(mut told) = self.told.lock() else { return };
        if self.quiet || self.n_units == 0 || (!last && told.elapsed() < EVERY) {
            return;
        }
        *told = Instant::now();
        let (bytes, units) = (self.bytes.load(Ordering::Relaxed), self.units.load(Ordering::Relaxed));
        let seconds = self.started.elapsed().as_secs_f64();
        let left = (self.all_bytes.saturating_sub(bytes)) as f64 * seconds / (bytes.max(1)) as f64;
        let articles = self.articles.load(Ordering::Relaxed);
        let megabytes = |bytes: u64| bytes as f64 / f64::from(1u32 << 20);
        let line = format!(
            "whosaid: {units} of {} inputs, {:.0} of {:.0} MiB, {articles} articles, {}",
            self.n_units,
            megabytes(bytes),
            megabytes(self.all_bytes),
            if last {
                format!("took {}", duration(seconds))
            } else {
                format!("about {} left", duration(left))
            }
        );
        if io::stderr().is_terminal() {
            eprint!("\r\x1b[K{line}{}", if last { "\n" } else { "" });
        } else {
            eprintln!("{line}");
        }
    }
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}
