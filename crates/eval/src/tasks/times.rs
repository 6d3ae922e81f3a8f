//! Time expressions against TempEval-3 (TimeBank and AQUAINT) and the open half of WikiWars.
//!
//! strict: a span equals a gold span. relaxed: they overlap, each gold matched once, greatest overlap first.
//! value and type: relaxed and equal. All as F1 over all expressions (TempEval-3). `WHOSAID_SHOW=1` also prints every
//! disagreement.

use std::collections::BTreeSet;
use std::path::Path;
use whosaid::{Mode, Resources};
use whosaid_eval::gold::timeml::{GoldTime, TimedText, read_folder};
use whosaid_eval::{Figures, Gold, Prf};
use whosaid_ingest::GivenArticle;

/// TempEval-3 training part: `TBAQ-cleaned`.
pub fn times(gold: &Gold) -> Result<Figures, String> {
    let folder = gold.unpacked("tempeval3/tempeval3-tml.tar.zst").map_err(|why| why.to_string())?;
    score(&folder.join("TBAQ-cleaned"), ".tml")
}

/// WikiWars, the open half.
pub fn wikiwars(gold: &Gold) -> Result<Figures, String> {
    let folder = gold.unpacked("wikiwars/wikiwars-v104.tar.zst").map_err(|why| why.to_string())?;
    score(&folder, ".key.xml")
}

/// A predicted expression over the gold text.
struct Predicted {
    start: usize,
    end: usize,
    kind: &'static str,
    value: Option<String>,
    rule: String,
}

#[derive(Default)]
struct Counts {
    strict: usize,
    relaxed: usize,
    value: usize,
    kind: usize,
    gold: usize,
    predicted: usize,
}

fn score(folder: &Path, ending: &str) -> Result<Figures, String> {
    let resources = Resources::english(Mode::Fast);
    let texts = read_folder(folder, ending).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut counts = Counts::default();
    for timed in &texts {
        let predicted = predict(&resources, timed);
        count(timed, &predicted, &mut counts);
    }
    let mut figures = Figures::default();
    let parts = [
        ("strict", counts.strict),
        ("relaxed", counts.relaxed),
        ("value", counts.value),
        ("type", counts.kind),
    ];
    let has_types = ending == ".tml";
    for (name, right) in parts.into_iter().filter(|(name, _)| has_types || *name != "type") {
        figures.set_prf(name, Prf { right, predicted: counts.predicted, gold: counts.gold });
    }
    figures.set("documents", texts.len() as f64);
    Ok(figures)
}

fn predict(resources: &Resources, timed: &TimedText) -> Vec<Predicted> {
    let given = GivenArticle {
        published: timed.published.clone(),
        text: timed.text.clone(),
        ..GivenArticle::default()
    };
    let Ok(article) = whosaid_ingest::article(&timed.id, given) else { return Vec::new() };
    let annotated = whosaid_language::annotate(&resources.lexicon, article);
    let times = whosaid_time::read_times(&resources.times, &annotated);
    let text = &annotated.article.text;
    let Some(places) = align(text, &timed.text) else { return Vec::new() };
    let place = |byte: u32| places.get(text.code_points(byte) as usize).copied().flatten();
    let moved = times.into_iter().filter_map(|time| {
        let (start, last) = (place(time.span.start())?, place(last_visible(text, time.span)?)?);
        let rule = time.rule.to_string();
        Some(Predicted { start, end: last + 1, kind: time.kind.name(), value: time.value, rule })
    });
    moved.collect()
}

fn last_visible(text: &str, span: whosaid_text::Span) -> Option<u32> {
    let words = text.get(span.range())?;
    let (at, _) = words.char_indices().rfind(|(_, c)| !c.is_whitespace())?;
    Some(span.start() + at as u32)
}

/// For each code point of `ours` its place in `theirs`, when the visible characters are the same or one text's are a
/// run of the other's.
fn align(ours: &str, theirs: &str) -> Option<Vec<Option<usize>>> {
    let visible = |text: &str| -> (Vec<usize>, Vec<char>) {
        text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).unzip()
    };
    let ((our_places, our_chars), (their_places, their_chars)) = (visible(ours), visible(theirs));
    let find = |whole: &[char], part: &[char]| {
        if part.is_empty() { None } else { whole.windows(part.len()).position(|window| window == part) }
    };
    let (our_start, their_start) = if our_chars.len() <= their_chars.len() {
        (0, find(&their_chars, &our_chars)?)
    } else {
        (find(&our_chars, &their_chars)?, 0)
    };
    let mut places = vec![None; ours.chars().count()];
    for (our, their) in our_places[our_start..].iter().zip(&their_places[their_start..]) {
        places[*our] = Some(*their);
    }
    Some(places)
}

fn count(timed: &TimedText, predicted: &[Predicted], counts: &mut Counts) {
    let gold = &timed.times;
    counts.gold += gold.len();
    counts.predicted += predicted.len();
    let spans: BTreeSet<_> = gold.iter().map(|time| (time.start, time.end)).collect();
    counts.strict += predicted.iter().filter(|time| spans.contains(&(time.start, time.end))).count();
    let pairs = pair(gold, predicted);
    counts.relaxed += pairs.len();
    for (i, j) in &pairs {
        counts.value += usize::from(same(gold[*i].value.as_deref(), predicted[*j].value.as_deref()));
        counts.kind += usize::from(same(gold[*i].kind.as_deref(), Some(predicted[*j].kind)));
    }
    if std::env::var_os("WHOSAID_SHOW").is_some() {
        show(timed, predicted, &pairs);
    }
}

fn same(a: Option<&str>, b: Option<&str>) -> bool {
    a.unwrap_or("").trim().to_uppercase() == b.unwrap_or("").trim().to_uppercase()
}

/// Pairs of gold and predicted that overlap, greatest overlap first, each used once.
fn pair(gold: &[GoldTime], predicted: &[Predicted]) -> Vec<(usize, usize)> {
    let mut overlaps = Vec::new();
    for (i, a) in gold.iter().enumerate() {
        for (j, b) in predicted.iter().enumerate() {
            let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
            overlaps.extend((shared > 0).then_some((shared, i, j)));
        }
    }
    overlaps.sort_unstable_by(|a, b| b.cmp(a));
    let (mut used, mut taken) = (vec![false; gold.len()], vec![false; predicted.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in overlaps {
        if !used[i] && !taken[j] {
            (used[i], taken[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// Prints each disagreement: kind, document time, gold, predicted, context.
#[allow(clippy::print_stdout)]
fn show(timed: &TimedText, predicted: &[Predicted], pairs: &[(usize, usize)]) {
    let chars: Vec<char> = timed.text.chars().collect();
    let words = |start: usize, end: usize| -> String {
        let part = &chars[start.min(chars.len())..end.min(chars.len())];
        part.iter().map(|c| if c.is_whitespace() { ' ' } else { *c }).collect()
    };
    let line = |what: &str, gold: Option<&GoldTime>, found: Option<&Predicted>| {
        let (start, end) =
            gold.map_or_else(|| found.map_or((0, 0), |f| (f.start, f.end)), |g| (g.start, g.end));
        println!(
            "{what}\t{}\t{}\t{}={}\t{}={}\t{}\t{} [{}] {}",
            timed.id,
            timed.published.as_deref().unwrap_or("-"),
            gold.map_or(String::new(), |g| words(g.start, g.end)),
            gold.and_then(|g| g.value.as_deref()).unwrap_or("-"),
            found.map_or(String::new(), |f| words(f.start, f.end)),
            found.and_then(|f| f.value.as_deref()).unwrap_or("-"),
            found.map_or("-", |f| f.rule.as_str()),
            words(start.saturating_sub(60), start),
            words(start, end),
            words(end, end + 50),
        );
    };
    for (i, j) in pairs {
        let (gold, found) = (&timed.times[*i], &predicted[*j]);
        let spans_agree = (gold.start, gold.end) == (found.start, found.end);
        let values_agree = same(gold.value.as_deref(), found.value.as_deref());
        let what = match (spans_agree, values_agree) {
            (true, true) => "right",
            (false, true) => "span",
            (true, false) => "value",
            (false, false) => "span+value",
        };
        line(what, Some(gold), Some(found));
    }
    let missing = (0..timed.times.len()).filter(|i| pairs.iter().all(|(used, _)| used != i));
    missing.for_each(|i| line("missed", Some(&timed.times[i]), None));
    let extra = (0..predicted.len()).filter(|j| pairs.iter().all(|(_, used)| used != j));
    extra.for_each(|j| line("extra", None, Some(&predicted[j])));
}
