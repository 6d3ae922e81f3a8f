//! What holds for the reading of any article, in both modes.

use std::fmt::Write;
use std::sync::LazyLock;
use whosaid::attribution::{Attribution, Reading};
use whosaid::ingest::RawDocument;
use whosaid::text::Span;
use whosaid::{Mode, Options, Resources, read_documents, run};

static FAST: LazyLock<Resources> = LazyLock::new(|| Resources::english(Mode::Fast));
static ACCURATE: LazyLock<Resources> = LazyLock::new(|| Resources::english(Mode::Accurate));

/// Paragraphs of an invented story, with every form of attribution and some oddities.
const PARAGRAPHS: &[&str] = &[
    "Bridge at Hollow Lane to close on Monday, council says",
    "The bridge at Hollow Lane will close on Monday, the council said. “We have no choice,” engineer Mara Quill told the Hollow Post.",
    "“It was dark when the lamps went out,” said Tom Ellery, a ferryman. “Nobody had told us.",
    "“Then the railing gave way, and we ran,” he added.",
    "A spokesman for the builder denied that the steel was weak. He declined to say who had tested it.",
    "According to two officials who asked not to be named, the council knew of the “soft” bolts since April.",
    "The Hollow Post reported that Quill had warned the mayor, who said she “never saw” the letter.",
    "Repairs will cost 4 million crowns, according to a report published last Friday.",
    "Correction: an earlier version of this article said that the bridge was built in 1958. It was built in 1985.",
    "Reportedly, no one was hurt. Police are looking for witnesses.",
    "QUILL: I wrote three letters. MAYOR: I got none.",
    "\u{301}odd — marks … “never closed, and a 👍🏽 in ‘quotes’ (東京) &amp; 5,000.0%",
    "Photo: Ann Pike/Hollow Post",
    "x",
];

/// Texts of paragraphs in an order that is the same on every run.
fn texts(n_texts: usize) -> Vec<String> {
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut text = |_| {
        let n_paragraphs = 1 + next(7);
        (0..n_paragraphs).fold(String::new(), |text, _| text + PARAGRAPHS[next(PARAGRAPHS.len())] + "\n\n")
    };
    (0..n_texts).map(&mut text).collect()
}

fn check(property: fn(&Resources, &str)) {
    texts(40).iter().for_each(|text| property(&FAST, text));
    texts(4).iter().for_each(|text| property(&ACCURATE, text));
}

fn readings(resources: &Resources, texts: &[&str]) -> Vec<Reading> {
    let documents: Vec<RawDocument<'_>> =
        texts.iter().map(|text| RawDocument { path: "story.txt", bytes: text.as_bytes() }).collect();
    read_documents(resources, &documents).into_iter().filter_map(Result::ok).collect()
}

fn all_spans(one: &Attribution) -> Vec<Span> {
    let hops = one.chain.iter().map(|hop| hop.span);
    one.source.iter().chain(&one.cue).chain(&one.content).copied().chain(hops).collect()
}

/// The words of every attribution, blanks and shapes of quotation marks aside.
fn in_words(readings: &[Reading]) -> String {
    let mut words = String::new();
    for reading in readings {
        let text = &reading.annotated.article.text;
        for one in &reading.attributions {
            let mut add = |name: &str, spans: &[Span]| {
                let pieces: Vec<&str> = spans.iter().map(|&span| text.slice(span)).collect();
                writeln!(words, "{name}: {}", plain(&pieces.join(" | "))).unwrap();
            };
            add("source", &one.source);
            add("cue", &one.cue);
            add("content", &one.content);
            writeln!(words, "{:?} {:?} {}", one.form, one.stance, plain(&one.chain_in_words(text))).unwrap();
        }
    }
    words
}

fn plain(text: &str) -> String {
    let straight = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn spans_lie_inside_the_text_on_borders_of_characters() {
    check(|resources, text| {
        for reading in readings(resources, &[text]) {
            let whole = reading.annotated.article.text.as_str();
            let mentions = reading.annotated.mentions.iter().map(|mention| mention.span);
            let times = reading.times.iter().map(|time| time.span);
            let attributions = reading.attributions.iter().flat_map(all_spans);
            for span in mentions.chain(times).chain(attributions) {
                assert!(
                    whole.get(span.range()).is_some_and(|words| !words.is_empty()),
                    "{span:?} in {text:?}"
                );
            }
        }
    });
}

#[test]
fn contents_do_not_cross() {
    check(|resources, text| {
        for reading in readings(resources, &[text]) {
            let pieces: Vec<Span> =
                reading.attributions.iter().flat_map(|one| one.content.iter().copied()).collect();
            for (idx, a) in pieces.iter().enumerate() {
                for b in &pieces[..idx] {
                    let nested = a.contains(*b) || b.contains(*a);
                    assert!(!a.overlaps(*b) || nested, "{a:?} crosses {b:?} in {text:?}");
                }
            }
        }
    });
}

#[test]
fn reading_twice_gives_the_same() {
    check(|resources, text| {
        let once = format!("{:?}", readings(resources, &[text]));
        assert_eq!(once, format!("{:?}", readings(resources, &[text])));
    });
}

#[test]
fn what_else_is_read_and_in_which_order_changes_nothing() {
    for (resources, mode, n_texts) in [(&*FAST, Mode::Fast, 12), (&*ACCURATE, Mode::Accurate, 3)] {
        let texts = texts(n_texts);
        let document = |text: &'static str| RawDocument { path: "story.txt", bytes: text.as_bytes() };
        let texts: Vec<&'static str> = texts.into_iter().map(|text| &*text.leak()).collect();
        let mut documents: Vec<RawDocument<'_>> = texts.into_iter().map(document).collect();
        let forward = run(resources, &Options { mode }, &documents);
        documents.reverse();
        let backward = run(resources, &Options { mode }, &documents);
        assert_eq!(format!("{:?}", forward.readings), format!("{:?}", backward.readings));
        assert_eq!(format!("{:?}", forward.dossiers), format!("{:?}", backward.dossiers));
        let alone = readings(resources, &[std::str::from_utf8(documents[0].bytes).unwrap()]);
        let among = forward
            .readings
            .iter()
            .find(|reading| alone[0].annotated.article.id() == reading.annotated.article.id());
        assert_eq!(format!("{:?}", Some(&alone[0])), format!("{among:?}"));
    }
}

#[test]
fn blanks_and_a_byte_order_mark_change_nothing_but_offsets() {
    check(|resources, text| {
        let expected = in_words(&readings(resources, &[text]));
        let spaced = text.replace("\n\n", "  \n\n\n").replace(' ', "  ");
        for changed in
            [format!("\u{feff}{text}"), format!("\n\n{text}\n\n"), spaced, text.replace('\n', "\r\n")]
        {
            assert_eq!(in_words(&readings(resources, &[&changed])), expected, "{changed:?}");
        }
    });
}

#[test]
fn straight_and_curly_quotation_marks_are_read_alike() {
    check(|resources, text| {
        // A mark that is never closed says where it opens only when it is curly.
        if text.contains("“never") || text.contains("told us.\n") {
            return;
        }
        let straight = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
        let expected = in_words(&readings(resources, &[text]));
        assert_eq!(in_words(&readings(resources, &[&straight])), expected, "{text:?}");
    });
}
