//! The contract, and what only this folder promises: opening, upgrading, refusing, a full disk.

use super::SqliteStore;
use super::open::{MIGRATIONS, migrate};
use crate::contract::{add_text, check_layouts, store_contract, two_add_at_once};
use crate::{Create, Filter, Page, Store, StoreError};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of its own for one test, removed before and after.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("whosaid-store-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An empty collection in a folder of its own.
fn fresh(name: &str) -> Option<(SqliteStore, Folder)> {
    let folder = Folder::new(name);
    Some((SqliteStore::open(&folder.file("desk.whosaid"), Create::IfMissing).unwrap(), folder))
}

store_contract!(fresh);

fn open(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(path, Create::Never)
}

#[test]
fn a_missing_or_foreign_file_is_refused_and_left_alone() {
    let folder = Folder::new("foreign");
    let path = folder.file("x");
    assert!(matches!(open(&path), Err(StoreError::Missing { .. })));
    assert!(!path.exists());
    for foreign in ["just some words, and more than sixteen bytes of them", "short"] {
        fs::write(&path, foreign).unwrap();
        assert!(matches!(SqliteStore::open(&path, Create::IfMissing), Err(StoreError::Foreign { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), foreign);
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    assert!(matches!(SqliteStore::open(&path, Create::IfMissing), Err(StoreError::Foreign { .. })));
    assert!(matches!(
        SqliteStore::open(&folder.0, Create::IfMissing),
        Err(StoreError::Foreign { .. } | StoreError::CannotOpen { .. })
    ));
    let nowhere = folder.file("no/such/folder");
    assert!(matches!(SqliteStore::open(&nowhere, Create::IfMissing), Err(StoreError::CannotOpen { .. })));
}

#[test]
fn a_newer_file_is_refused() {
    let folder = Folder::new("newer");
    let path = folder.file("x");
    drop(SqliteStore::open(&path, Create::IfMissing).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let Err(StoreError::Newer { found, known, .. }) = open(&path) else { panic!("opened") };
    assert_eq!((found, known), (99, MIGRATIONS.len() as u32));
}

#[test]
fn an_older_file_is_upgraded_after_a_copy_is_kept() {
    let folder = Folder::new("older");
    let path = folder.file("x");
    let store = SqliteStore::open(&path, Create::IfMissing).unwrap();
    let (store, done) = add_text(store, "The mayor said on Monday that she will resign.");
    done.unwrap();
    let mut connection = store.database.connection;
    let later: Vec<&str> = MIGRATIONS.iter().copied().chain(["CREATE TABLE later (x)"]).collect();
    // A later program with one layout more: it keeps the copy, then upgrades.
    super::open::keep_copy(&connection, &path, &path.to_string_lossy(), MIGRATIONS.len()).unwrap();
    migrate(&mut connection, "x", &later).unwrap();
    connection.execute("INSERT INTO later VALUES (1)", []).unwrap();
    let copy = folder.file(&format!("x.layout-{}", MIGRATIONS.len()));
    let copied = open(&copy).unwrap();
    assert_eq!(copied.counts().unwrap().articles, 1);
    assert_eq!(copied.check().unwrap(), Vec::<String>::new());
    drop(connection);
    assert!(matches!(open(&path), Err(StoreError::Newer { .. })));
}

#[test]
fn every_layout_can_be_brought_up_to_date() {
    for layout in 1..MIGRATIONS.len() {
        let folder = Folder::new(&format!("layout-{layout}"));
        let path = folder.file("x");
        migrate(&mut Connection::open(&path).unwrap(), "x", &MIGRATIONS[..layout]).unwrap();
        let (store, done) = add_text(open(&path).unwrap(), "The mayor said on Monday that she will resign.");
        done.unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        assert!(folder.file(&format!("x.layout-{layout}")).exists());
    }
}

#[test]
fn layouts_are_never_edited() {
    check_layouts(MIGRATIONS, &["63f74e0b427ed4a5", "f1f63ff6492b6d4e", "9c631a93d2e826ea"]);
}

#[test]
fn a_damaged_file_is_named() {
    let folder = Folder::new("damaged");
    let path = folder.file("x");
    let store = SqliteStore::open(&path, Create::IfMissing).unwrap();
    let (store, done) = add_text(store, &"The mayor said on Monday that she will resign. ".repeat(2_000));
    done.unwrap();
    store.database.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(store);
    let whole = fs::read(&path).unwrap();
    let told = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let result = open(&path).and_then(|store| {
            let faults = store.check()?;
            store.search(&Filter { words: Some("mayor".into()), ..Filter::default() }, Page::ALL)?;
            Ok(faults)
        });
        match result {
            Ok(faults) => !faults.is_empty(),
            Err(error) => matches!(
                error,
                StoreError::Damaged { .. } | StoreError::Foreign { .. } | StoreError::Newer { .. }
            ),
        }
    };
    assert!(told(&whole[..whole.len() / 2]), "cut in half");
    let mut scrambled = whole.clone();
    scrambled[4096 * 3..4096 * 30].fill(0xa5);
    assert!(told(&scrambled), "scrambled");
}

/// The database stands for the disk: it may not grow past so many pages, more every time, until all fits.
#[test]
fn a_disk_that_is_full_at_any_point_keeps_what_was_kept() {
    let folder = Folder::new("full");
    let store = SqliteStore::open(&folder.file("x"), Create::IfMissing).unwrap();
    let (mut store, done) = add_text(store, "The mayor said on Monday that she will resign.");
    done.unwrap();
    let long = "The baker told the paper that bread is dear. ".repeat(300);
    let pages: i64 = store.database.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let mut n_full = 0;
    for more in (1..).step_by(3) {
        store.database.connection.pragma_update(None, "max_page_count", pages + more).unwrap();
        let result;
        (store, result) = add_text(store, &long);
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        match result {
            Ok(()) => break,
            Err(StoreError::Full { .. }) => n_full += 1,
            Err(other) => panic!("{other}"),
        }
        assert!(store.named("").is_err() && store.counts().unwrap().articles >= 1);
    }
    assert!(n_full > 1, "full {n_full} times");
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.waiting, counts.stale), (2, 0, 0));
}

/// Lays a collection down as a disk may hold it after the power failed, opens it, and checks that it is whole and has
/// `least` articles; then finishes what was begun.
fn check_after_power_loss(path: &Path, (file, log): (&[u8], &[u8]), least: u64, long: &str, what: &str) {
    let log_path = PathBuf::from(format!("{}-wal", path.display()));
    let _ = fs::remove_file(format!("{}-shm", path.display()));
    fs::write(path, file).unwrap();
    fs::write(&log_path, log).unwrap();
    let store = open(path).unwrap_or_else(|why| panic!("{what}: {why}"));
    assert_eq!(store.check().unwrap(), Vec::<String>::new(), "{what}");
    let n_articles = store.counts().unwrap().articles;
    assert!(n_articles >= least && n_articles <= 2, "{what}: {n_articles}");
    let (store, done) = add_text(store, long);
    done.unwrap();
    assert_eq!(store.check().unwrap(), Vec::<String>::new(), "{what}, gone on");
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.waiting, counts.stale), (2, 0, 0), "{what}");
}

/// What was synced when a step was told done is on the disk; of what was written after it, any part may be: the log
/// ends anywhere, in zeros or in noise, and pages of the file that were being carried over from the log are torn.
#[test]
fn power_that_fails_at_any_point_loses_nothing_told() {
    let folder = Folder::new("power");
    let path = folder.file("x");
    let wal = |path: &Path| fs::read(format!("{}-wal", path.display())).unwrap();
    let store = SqliteStore::open(&path, Create::IfMissing).unwrap();
    let (store, done) = add_text(store, "The mayor said on Monday that she will resign.");
    done.unwrap();
    let (file, synced) = (fs::read(&path).unwrap(), wal(&path).len());
    let long = "The baker told the paper that bread is dear. ".repeat(40);
    let (store, done) = add_text(store, &long);
    done.unwrap();
    let log = wal(&path);
    assert_eq!(file, fs::read(&path).unwrap(), "nothing was carried over yet");
    store.database.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let carried = fs::read(&path).unwrap();
    drop(store);

    let image = folder.file("image");
    let ends = (0..24).map(|n| synced + (log.len() - synced) * n / 23);
    for (n, end) in ends.enumerate() {
        let mut torn = log[..end].to_vec();
        let noise = [Vec::new(), vec![0; 5_000], vec![0xa5; 5_000]];
        torn.extend(&noise[n % 3]);
        let least = if end == log.len() { 2 } else { 1 };
        check_after_power_loss(&image, (&file, &torn), least, &long, &format!("log cut at {end}"));
    }
    let mut dice = 7_u32;
    for round in 0..8 {
        let mut half = carried.clone();
        for (at, page) in half.chunks_mut(4096).enumerate() {
            let before = file.get(at * 4096..at * 4096 + 4096);
            if before == Some(&*page) {
                continue;
            }
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            match (dice >> 28, before) {
                (0..5, Some(before)) => page.copy_from_slice(before),
                (5..10, _) => page[2048..].fill(0xa5),
                _ => {}
            }
        }
        check_after_power_loss(&image, (&half, &log), 2, &long, &format!("torn pages, round {round}"));
    }
}

#[test]
fn two_may_add_at_once() {
    let folder = Folder::new("two");
    let path = folder.file("x");
    drop(SqliteStore::open(&path, Create::IfMissing).unwrap());
    two_add_at_once(|| open(&path).unwrap());
}

#[test]
fn readers_read_while_one_writes() {
    let folder = Folder::new("readers");
    let path = folder.file("x");
    let mut store = SqliteStore::open(&path, Create::IfMissing).unwrap();
    let reader = SqliteStore::open_to_read(&path).unwrap();
    let seen = store.write(|_| Ok(reader.counts().unwrap().articles)).unwrap();
    assert_eq!(seen, 0);
    let (_store, done) = add_text(store, "The mayor said on Monday that she will resign.");
    done.unwrap();
    assert_eq!(reader.counts().unwrap().articles, 1);
}
