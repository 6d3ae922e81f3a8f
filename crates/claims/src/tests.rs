//! Invented mini-stories through [`weigh`].

use super::*;
use whosaid_language::annotate;
use whosaid_story::{StoryRules, gather};
use whosaid_text::{Article, ArticleParts, Dating, HowDated, Language, SourceText};

pub(crate) fn reading(lexicon: &Lexicon, outlet: &str, day: &str, text: &str) -> Reading {
    let article = Article::new(ArticleParts {
        given_id: None,
        path: None,
        url: None,
        outlet: Some(outlet.to_owned()),
        title: None,
        byline: Vec::new(),
        published: day
            .parse()
            .map_or_else(|_| Dating::unknown(), |moment| Dating::known(moment, HowDated::Given)),
        modified: None,
        language: Language::English,
        wire: None,
        text: SourceText::new(text).unwrap(),
        sections: Vec::new(),
    });
    Reading { annotated: annotate(lexicon, article), times: Vec::new(), attributions: Vec::new() }
}

fn dossiers(given: &[(&str, &str, &str)]) -> Vec<Dossier> {
    let (lexicon, rules) = (Lexicon::english(), ClaimRules::english());
    let readings: Vec<Reading> =
        given.iter().map(|(outlet, day, text)| reading(&lexicon, outlet, day, text)).collect();
    let stories = gather(&lexicon, &StoryRules::english(), &readings);
    stories.into_iter().map(|story| weigh(&lexicon, &rules, &readings, story)).collect()
}

const ONE: &str =
    "The ferry Maribel ran aground on a reef near Tarsk on Monday evening. Nobody on board was hurt.";
const TWO: &str =
    "A ferry, the Maribel, ran aground on the reef near Tarsk. The mayor opened the town hall to travelers.";

#[test]
fn what_two_outlets_tell_is_one_claim_and_comes_first() {
    let dossiers = dossiers(&[("a.example", "2031-05-02", ONE), ("b.example", "2031-05-03", TWO)]);
    let first = &dossiers[0].claims[0];
    assert_eq!(first.tellings.len(), 2);
    assert_eq!((first.earliest, first.folded, first.status), (Some(0), false, Status::Unattributed));
    assert!(dossiers[0].claims[1..].iter().all(|claim| claim.folded));
}

#[test]
fn without_dates_nobody_is_first() {
    let dossiers = dossiers(&[("a.example", "", ONE), ("b.example", "", TWO)]);
    assert_eq!(dossiers[0].claims[0].earliest, None);
}

#[test]
fn an_undated_article_silences_nobody() {
    let dossiers = dossiers(&[("a.example", "", ONE), ("b.example", "2031-05-03", TWO)]);
    assert_eq!(dossiers[0].claims[0].earliest, Some(1));
}

#[test]
fn what_an_undated_article_tells_as_past_or_starting_bounds_it() {
    let told =
        format!("{ONE} The town remembered the ferry at Christmas. She hopes to start the new year at sea.");
    let dossiers = dossiers(&[("a.example", "2031-11-20", TWO), ("b.example", "", &told)]);
    let window = &dossiers[0].windows[0];
    let day = |day: Option<whosaid_text::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    assert_eq!(
        (day(window.not_before), day(window.not_after)),
        ("2031-12-25".to_owned(), "2032-02-05".to_owned())
    );
    assert_eq!((window.article, window.why.len()), (1, 2));
}

#[test]
fn one_article_and_no_article_are_fine() {
    assert_eq!(dossiers(&[("a.example", "", ONE)]).len(), 1);
    assert!(dossiers(&[]).is_empty());
    assert!(dossiers(&[("a.example", "", "")])[0].claims.is_empty());
}

#[test]
fn numbers_of_things_agree_up_to_rounding() {
    use crate::numbers::{Quantity, Unit, Vague};
    let number = |value: f64, vague: Vague| Quantity {
        value,
        unit: Unit::Unknown,
        vague,
        tokens: whosaid_language::TokenRange { start: 0, end: 1 },
    };
    for (a, b, agree) in [
        (number(145.5e6, Vague::No), number(146e6, Vague::No), true),
        (number(143e6, Vague::No), number(145.5e6, Vague::No), false),
        (number(276.0, Vague::No), number(270.0, Vague::AtLeast), true),
        (number(4.0, Vague::No), number(6.0, Vague::No), false),
        (number(200.0, Vague::AtMost), number(197.0, Vague::No), true),
    ] {
        assert_eq!(a.agrees(&b), agree, "{a:?} {b:?}");
    }
}

#[test]
fn a_thousand_copies_are_weighed_as_one_text() {
    let outlets: Vec<String> = (0..1000).map(|n| format!("o{n}.example")).collect();
    let given: Vec<(&str, &str, &str)> =
        outlets.iter().map(|outlet| (outlet.as_str(), "2031-05-02", ONE)).collect();
    let dossiers = dossiers(&given);
    assert_eq!(dossiers.len(), 1);
    assert_eq!(dossiers[0].claims.len(), 2);
    assert_eq!((dossiers[0].claims[0].origins.min, dossiers[0].claims[0].origins.max), (1, 1));
}

#[test]
fn a_gist_is_a_whole_statement() {
    let check = |text: &str, gist: &str| {
        let gists: Vec<String> =
            dossiers(&[("a.example", "", text)])[0].claims.iter().map(|claim| claim.gist.clone()).collect();
        assert!(gists.iter().any(|given| given == gist), "{gist:?} is not in {gists:?}");
    };
    check(
        "TARSK (Seawire) - Heavy rain had filled the lake for days.",
        "Heavy rain had filled the lake for days.",
    );
    check("The mayor left the town, and the council met in the school.", "the council met in the school.");
}

#[test]
fn a_correction_note_is_tied_to_what_it_corrects() {
    let wrong = "Thirty-two travelers were rescued when the ferry Maribel ran aground near Tarsk on Monday.";
    let note = "An earlier article said that 32 travelers were rescued from the ferry Maribel near Tarsk. The correct \
                number is 12.";
    let given = [("a.example", "2031-05-02", wrong), ("a.example", "2031-05-04", note)];
    let dossiers = dossiers(&given);
    let conflict = &dossiers[0].conflicts[0];
    assert_eq!((conflict.kind, conflict.a.article, conflict.b.article), (ConflictKind::Update, 0, 1));
    assert!(dossiers[0].claims.iter().any(|claim| claim.status == Status::Corrected));
}

/// Checks the kinds and subjects of the conflicts of an article with a later one.
fn check_conflicts(one: &str, other: &str, expected: &[(ConflictKind, &str)]) {
    let given = [("a.example", "2031-05-02", one), ("b.example", "2031-05-03", other)];
    let dossiers = dossiers(&given);
    let found = dossiers.iter().flat_map(|dossier| &dossier.conflicts);
    let found: Vec<(ConflictKind, &str)> =
        found.map(|conflict| (conflict.kind, conflict.about.as_str())).collect();
    assert_eq!(found, expected, "{one}\n{other}");
}

#[test]
fn counts_of_one_event_follow_each_other() {
    let check = |other: &str, expected: &[(ConflictKind, &str)]| {
        check_conflicts("A fire on the ferry Maribel killed at least six people off Tarsk.", other, expected);
    };
    let rises = (ConflictKind::Update, "dead: six, then nine");
    check("The death toll from the fire on the ferry Maribel off Tarsk rose to nine.", &[rises]);
    let falls = (ConflictKind::Number, "dead: six or two");
    check("The fire on the ferry Maribel off Tarsk killed two people.", &[falls]);
    check("The fire on the ferry Maribel off Tarsk killed six people.", &[]);
    check("The fire on the ferry Maribel off Tarsk injured two people.", &[]);
    check(
        "Those killed by the fire on the ferry Maribel off Tarsk, including two children, were mourned.",
        &[],
    );
}

#[test]
fn what_may_come_and_ends_of_ranges_are_no_counts() {
    let check =
        |other: &str| check_conflicts("A fire on the ferry Maribel killed six people off Tarsk.", other, &[]);
    check("The fire on the ferry Maribel off Tarsk could have killed twelve people.");
    check("The fire on the ferry Maribel off Tarsk killed 10 to 12 people.");
    check("The fire on the ferry Maribel off Tarsk killed between 10 and 12 people.");
    check("The fire on the ferry Maribel off Tarsk killed people aged 12.");
}

#[test]
fn ages_of_one_person_disagree() {
    let check = |other: &str, expected: &[(ConflictKind, &str)]| {
        check_conflicts("Divers found Tom Ellery, 34, near the wreck of the ferry Maribel.", other, expected);
    };
    let ages = (ConflictKind::Number, "age of Tom Ellery: 34 or 35");
    check("The 35-year-old pilot Tom Ellery was found near the wreck of the ferry Maribel.", &[ages]);
    check("The 34-year-old pilot Tom Ellery was found near the wreck of the ferry Maribel.", &[]);
    check("Divers found Mia Kerr, 35, near the wreck of the ferry Maribel.", &[]);
}

#[test]
fn words_that_exclude_each_other_disagree() {
    let check = |other: &str, expected: &[(ConflictKind, &str)]| {
        let one = "The robber drove a stolen truck through the gate of the Tarsk customs house.";
        check_conflicts(one, other, expected);
    };
    let vehicle = (ConflictKind::What, "car or truck");
    check("The robber drove a stolen car through the gate of the Tarsk customs house.", &[vehicle]);
    check("The robber drove a stolen lorry through the gate of the Tarsk customs house.", &[]);
    check("A car stood at the harbor while the customs house of Tarsk was robbed.", &[]);
}
