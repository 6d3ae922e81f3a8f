//! What disagrees between two articles: from their texts to the conflicts that are shown, in the fast mode.

use std::sync::LazyLock;
use whosaid::ingest::RawDocument;
use whosaid::{Mode, Options, Resources, run};

static FAST: LazyLock<Resources> = LazyLock::new(|| Resources::english(Mode::Fast));

/// Checks the kinds and subjects of what disagrees between an article and one that comes out some days later.
fn check_after(days: u32, one: &str, other: &str, expected: &[&str]) {
    let line = |outlet: &str, day: u32, text: &str| {
        format!("{{\"outlet\":\"{outlet}\",\"published\":\"2031-05-{day:02}\",\"text\":\"{text}\"}}")
    };
    let lines = [line("Hollow Post", 2, one), line("Skerry Gazette", 2 + days, other)];
    let documents: Vec<RawDocument<'_>> =
        lines.iter().map(|line| RawDocument { path: "two.jsonl:1", bytes: line.as_bytes() }).collect();
    let run = run(&FAST, &Options { mode: Mode::Fast }, &documents);
    let conflicts = run.dossiers.iter().flat_map(|dossier| &dossier.conflicts);
    let found: Vec<String> =
        conflicts.map(|conflict| format!("{}: {}", conflict.kind.name(), conflict.about)).collect();
    assert_eq!(found, expected, "{one}\n{other}");
}

fn check(one: &str, other: &str, expected: &[&str]) {
    check_after(1, one, other, expected);
}

const SMUGGLED: &str = "The crew of the ferry Maribel smuggled diesel into Tarsk, harbor police said.";

#[test]
fn a_denial_stands_beside_what_it_denies() {
    let check = |other: &str, expected: &[&str]| check(SMUGGLED, other, expected);
    let denied = ["denial: denied by Owen Fisk"];
    check("Owen Fisk denied that the crew of the ferry Maribel had smuggled diesel into Tarsk.", &denied);
    check("Owen Fisk said the crew of the ferry Maribel had not smuggled diesel into Tarsk.", &denied);
    // Who denies something else of the same people denies nothing of this.
    check("Owen Fisk denied that the crew of the ferry Maribel had gone on strike in Tarsk.", &[]);
    // Claims that a court dismisses were brought, not told.
    check("A Tarsk judge dismissed claims against the crew of the ferry Maribel over smuggled diesel.", &[]);
}

#[test]
fn nobody_denies_what_is_told_weeks_later() {
    let denial = "Owen Fisk denied that the crew of the ferry Maribel had smuggled diesel into Tarsk.";
    check_after(3, denial, SMUGGLED, &["denial: denied by Owen Fisk"]);
    check_after(20, denial, SMUGGLED, &[]);
}

#[test]
fn figures_of_other_deeds_do_not_disagree() {
    let one = "The rovers lost three games to rival amateur clubs during the muddy final week.";
    let check = |other: &str, expected: &[&str]| check(one, other, expected);
    check(
        "The rovers lost two games to rival amateur clubs during the muddy final week.",
        &["update: games: three, then two"],
    );
    check("The rovers won two games against rival amateur clubs during the muddy final week.", &[]);
}

#[test]
fn times_of_day_of_one_event_disagree() {
    let check = |one: &str, other: &str, expected: &[&str]| {
        let told =
            |time: &str| format!("The explosion that sank the ferry Maribel in Tarsk happened {time}.");
        check(&told(one), &told(other), expected);
    };
    check("at 11:30 p.m.", "at 11 p.m.", &["date: 11:30 p.m. or 11 p.m."]);
    check("at 11:30 p.m.", "at 11:25 p.m.", &[]);
    check("at about 11:30 p.m.", "at 11:15 p.m.", &[]);
    // Hours apart it is another event, and clocks of two zones are not compared.
    check("at 11:30 p.m.", "at 4 p.m.", &[]);
    check("at 11:30 p.m.", "at 1045 GMT", &[]);
}

#[test]
fn what_is_said_of_others_does_not_disagree() {
    check(
        "Harbor police said that Lena Holt smuggled diesel into Tarsk on the ferry Maribel.",
        "Owen Fisk denied that Thomas Reed smuggled diesel into Tarsk on the ferry Maribel.",
        &[],
    );
    let check = |other: &str, expected: &[&str]| check(SMUGGLED, other, expected);
    check("Owen Fisk helped those who had not smuggled diesel into Tarsk on the ferry Maribel.", &[]);
    // Allegations without a verb are denied beside what the one says whose they are.
    check("Owen Fisk denied the allegations about diesel in Tarsk and the ferry Maribel.", &[]);
    check("Owen Fisk repeated the false claim that the ferry Maribel had smuggled diesel into Tarsk.", &[]);
}

#[test]
fn days_of_other_events_do_not_disagree() {
    let check = |one: &str, other: &str, expected: &[&str]| {
        check(
            &format!("The harbor of Tarsk {one}, Owen Fisk said."),
            &format!("The harbor of Tarsk {other}, Owen Fisk said."),
            expected,
        );
    };
    check(
        "will reopen to ferries on 12 May",
        "will reopen to ferries on 19 May",
        &["date: 12 May or 19 May"],
    );
    check("will reopen to ferries on 12 May", "will stay closed to ferries until 19 May", &[]);
    check("will reopen to ferries on 12 May", "will get new cranes for ferries on 19 May", &[]);
}
