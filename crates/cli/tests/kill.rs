//! Killed at any moment, the desk loses nothing that it told is kept, and leaves nothing half there.
//!
//! Few rounds by default; `WHOSAID_KILL_ROUNDS=200 cargo test -p whosaid-cli --test kill -- --nocapture` does more.

#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use whosaid_store::{Create, Filter, Page, SqliteStore, Store};

/// Articles added in one round.
const ARTICLES: usize = 24;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn rounds() -> usize {
    std::env::var("WHOSAID_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(6)
}

/// Invented articles of one round, a line of JSON each; some are new versions of one of an earlier round.
fn articles(round: usize, dice: &mut Dice) -> String {
    const PLACES: [&str; 6] = ["Hollow", "Sallow Isle", "Port Ellery", "Marrow", "Quarry Head", "Tern Bay"];
    const THINGS: [&str; 6] = ["bridge", "ferry", "school", "harbor", "mill", "lighthouse"];
    let mut lines = String::new();
    for n in 0..ARTICLES {
        let (place, thing) = (PLACES[dice.below(6) as usize], THINGS[dice.below(6) as usize]);
        let (cost, day) = (dice.below(90) + 2, dice.below(27) + 1);
        let page = if n == 0 { 1 } else { round * ARTICLES + n };
        lines.push_str(&format!(
            "{{\"outlet\":\"Outlet {}\",\"url\":\"https://news.example/{page}\",\"published\":\"2031-05-{day:02}\",\
             \"title\":\"{thing} of {place} to close\",\"text\":\"The {thing} of {place} will close in round {round}, \
             mayor Ilse Brand told the {place} Post. Repairs will cost {cost} million crowns, according to a report. \
             A spokesman for the builder denied that the {thing} was weak. Nobody was hurt in accident {n}.\"}}\n",
            n % 5,
        ));
    }
    lines
}

fn start(args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command
        .arg("--fast")
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// How long a command takes here and now: the first run shows it, later ones are killed within it.
#[derive(Default)]
struct Pace(Option<Duration>);

/// Runs a command, kills it somewhere on its way, and gives the lines it told. The first run is left alone.
fn killed(args: &[&str], pace: &mut Pace, dice: &mut Dice) -> Vec<String> {
    let begun = Instant::now();
    let mut child = start(args);
    match pace.0 {
        None => {
            child.wait().unwrap();
            pace.0 = Some(begun.elapsed());
        }
        Some(whole) => {
            std::thread::sleep(whole * (dice.below(120) as u32) / 100);
            let _ = child.kill();
        }
    }
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told: Vec<String> = lines.map_while(Result::ok).collect();
    let corrected = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    told.extend(corrected.filter(|line| line.contains("corrected;")));
    child.wait().unwrap();
    told
}

/// The collection is whole, and everything that was told is in it.
fn check(desk: &Path, kept: &BTreeSet<String>, corrections: &BTreeSet<String>, round: usize) {
    let Ok(store) = SqliteStore::open(desk, Create::Never) else {
        assert!(kept.is_empty() && !desk.exists(), "round {round}: the collection cannot be opened");
        return;
    };
    assert_eq!(store.check().unwrap(), Vec::<String>::new(), "round {round}");
    for id in kept {
        assert!(store.named(id).is_ok(), "round {round}: {id} was told and is lost");
    }
    let log: BTreeSet<String> = store.corrections().unwrap().into_iter().map(|c| c.id).collect();
    assert!(corrections.is_subset(&log), "round {round}: a correction was told and is lost");
}

#[test]
fn nothing_told_is_lost_and_nothing_is_half_there() {
    let folder: PathBuf = std::env::temp_dir().join(format!("whosaid-kill-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let desk = folder.join("desk.whosaid");
    let desk_name = desk.to_string_lossy().into_owned();
    let mut dice = Dice(7);
    let (mut kept, mut corrections) = (BTreeSet::new(), BTreeSet::new());
    let (mut adding, mut setting) = (Pace::default(), Pace::default());
    let mut given = Vec::new();
    for round in 0..rounds() {
        let input = folder.join(format!("{round}.jsonl"));
        fs::write(&input, articles(round, &mut dice)).unwrap();
        let input = input.to_string_lossy().into_owned();
        kept.extend(killed(&["add", &input, "--desk", &desk_name], &mut adding, &mut dice));
        check(&desk, &kept, &corrections, round);
        if let Some(id) = kept.iter().next() {
            let outlet = format!("Outlet of round {round}");
            let args = ["set", "outlet", id, &outlet, "--who", "Ada", "--desk", &desk_name];
            let told = killed(&args, &mut setting, &mut dice);
            let id_of = |line: &String| line.split('`').nth(1)?.rsplit(' ').next().map(str::to_owned);
            corrections.extend(told.iter().filter_map(id_of));
            check(&desk, &kept, &corrections, round);
        }
        given.push(input);
    }
    // Called again, it goes on and ends with everything in place.
    let mut args = vec!["add", "--desk", &desk_name];
    args.extend(given.iter().map(String::as_str));
    let output = start(&args).wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    check(&desk, &kept, &corrections, usize::MAX);
    let store = SqliteStore::open(&desk, Create::Never).unwrap();
    let counts = store.counts().unwrap();
    assert_eq!((counts.waiting, counts.stale), (0, 0));
    assert_eq!(counts.articles + counts.older_versions, (rounds() * ARTICLES) as u64);
    let changes = store.changes(&Filter::default(), Page::ALL).unwrap().total;
    println!(
        "{} rounds: {} articles told before a kill, {} corrections, {changes} changes, nothing lost",
        rounds(),
        kept.len(),
        corrections.len(),
    );
    drop(store);
    fs::remove_dir_all(folder).unwrap();
}
