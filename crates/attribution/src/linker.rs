//! Tagged pieces linked to attributions: which content and which source belong to which cue.
//!
//! A linear model scores every cue near a content, and every source near a cue, beside the choice of none; the
//! best is taken. Nothing is linked across a paragraph, but for quotations that go on in the next one.

use crate::forms::hash_low;
use crate::line::distance_class;
use crate::tagger::{Part, Role};
use crate::{Cues, layouts};
use whosaid_language::{Annotated, TokenRange};
use whosaid_linear::{Features, Model};

/// Pieces on each side that are looked at as partners.
const MOST_CANDIDATES: usize = 6;
/// Label of the model: there is one score.
pub(crate) const LABELS: [&str; 1] = ["link"];

/// Source, cue and content of one attribution, as pieces of tokens by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linked {
    pub source: Vec<TokenRange>,
    pub cue: Vec<TokenRange>,
    pub content: Vec<TokenRange>,
    /// The share of such attributions that are right, 0 to 1.
    pub confidence: f32,
}

/// A run of tokens of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub part: Part,
    pub tokens: TokenRange,
    /// Sentence of its first token.
    sentence: u32,
    /// Whether its first token stands in a quotation.
    quoted: bool,
    /// Lower-case words: its first and last, the one before and the one after.
    first: u32,
    last: u32,
    before: u32,
    after: u32,
}

/// The pieces of one paragraph.
pub(crate) struct Pieces<'a> {
    annotated: &'a Annotated,
    pub all: Vec<Piece>,
}

/// A choice to make: which piece belongs to `of`, if any?
pub(crate) struct Choice {
    /// Index of the content or cue that looks for a partner.
    pub of: usize,
    /// Indexes of the possible partners: cues of a content, sources of a cue.
    pub candidates: Vec<usize>,
}

/// Joins pieces to attributions, by position of their first piece.
pub(crate) fn link(cues: &Cues, annotated: &Annotated, roles: &[Role]) -> Vec<Linked> {
    let mut linked: Vec<Linked> = Vec::new();
    let mut laid_out = layouts::find(annotated);
    for paragraph in annotated.paragraphs.iter().filter(|paragraph| paragraph.section.is_read()) {
        if let Some(one) = laid_out.remove(&paragraph.tokens.start) {
            linked.push(one);
            continue;
        }
        let pieces = Pieces::new(annotated, paragraph.tokens, &roles[paragraph.tokens.range()]);
        if pieces.all.is_empty() {
            continue;
        }
        let mut found = pieces.link(&cues.linker, linked.last_mut());
        found.sort_by_key(first_token);
        found.iter_mut().for_each(|one| one.confidence = confidence(cues, annotated, one));
        linked.extend(found);
    }
    linked
}

/// Joins the pieces found inside a content. Only those with source, cue and content are kept.
pub(crate) fn link_content(
    cues: &Cues,
    annotated: &Annotated,
    tokens: TokenRange,
    roles: &[Role],
) -> Vec<Linked> {
    let mut found = Pieces::new(annotated, tokens, roles).link(&cues.linker, None);
    found.retain(|one| !one.source.is_empty() && !one.cue.is_empty());
    run_to_end(annotated, tokens, roles, &mut found);
    found.iter_mut().for_each(|one| one.confidence = confidence(cues, annotated, one));
    found
}

/// Lets a content that follows its cue run to the end of the content around it, where no comma and no other piece
/// stands between.
fn run_to_end(annotated: &Annotated, tokens: TokenRange, roles: &[Role], found: &mut [Linked]) {
    for one in found {
        let (Some(cue), Some(content)) = (one.cue.last().copied(), one.content.last_mut()) else { continue };
        let rest = content.end..tokens.end;
        let free = rest.clone().all(|token| {
            roles[(token - tokens.start) as usize] == Role::O
                && !matches!(annotated.word(token as usize), "," | ";" | ":" | "–" | "—")
        });
        if free && cue.end <= content.start {
            let stops = rest.clone().next_back().is_some_and(|token| annotated.word(token as usize) == ".");
            content.end = (tokens.end - u32::from(stops)).max(content.end);
        }
    }
}

/// The share of such attributions that were right, source and content, on training documents that the tagger had
/// not learned from.
fn confidence(cues: &Cues, annotated: &Annotated, one: &Linked) -> f32 {
    let [Some(&cue), Some(&content)] = [one.cue.first(), one.content.first()] else { return 0.05 };
    if one.source.is_empty() {
        return 0.13;
    }
    let plain = cues.lexicon.is_plain(annotated.words(cue));
    match (plain, is_quoted(annotated, content.start)) {
        (true, true) => 0.93,
        (true, false) | (false, true) => 0.8,
        (false, false) => 0.49,
    }
}

impl<'a> Pieces<'a> {
    /// Gathers the pieces of a paragraph from the roles of its tokens.
    pub fn new(annotated: &'a Annotated, paragraph: TokenRange, roles: &[Role]) -> Self {
        let mut runs: Vec<(Part, TokenRange)> = Vec::new();
        for (token, role) in (paragraph.start..paragraph.end).zip(roles) {
            let Some(part) = role.part() else { continue };
            match runs.last_mut() {
                Some((last, run)) if *last == part && run.end == token && !role.begins() => {
                    run.end = token + 1;
                }
                _ => runs.push((part, TokenRange { start: token, end: token + 1 })),
            }
        }
        let all =
            runs.into_iter().map(|(part, tokens)| Piece::new(annotated, paragraph, part, tokens)).collect();
        Pieces { annotated, all }
    }

    /// The choices that make attributions of the pieces: a cue for every content, a source for every cue.
    pub fn choices(&self) -> Vec<Choice> {
        let mut choices = Vec::new();
        for (of, piece) in self.all.iter().enumerate() {
            let wanted = match piece.part {
                Part::Content => Part::Cue,
                Part::Cue => Part::Source,
                Part::Source => continue,
            };
            let near = |others: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
                others.filter(|&other| self.all[other].part == wanted).take(MOST_CANDIDATES).collect()
            };
            let mut candidates = near(&mut (0..of).rev());
            candidates.reverse();
            candidates.extend(near(&mut (of + 1..self.all.len())));
            choices.push(Choice { of, candidates });
        }
        choices
    }

    /// Describes a candidate of a choice; `None` describes the choice of none.
    pub fn describe(&self, choice: &Choice, candidate: Option<usize>, f: &mut Features) {
        f.clear();
        match candidate {
            Some(candidate) => self.describe_pair(choice, candidate, f),
            None => self.describe_none(choice, f),
        }
    }

    fn describe_none(&self, choice: &Choice, f: &mut Features) {
        let of = &self.all[choice.of];
        let kind = 1000 * (1 + of.part as u32);
        f.push(kind);
        f.add(kind + 1, choice.candidates.len().min(3) as u32);
        f.add(kind + 2, of.first);
        f.add(kind + 3, of.last);
        f.add(kind + 4, of.before);
        f.add2(kind + 5, u32::from(of.quoted), choice.candidates.len().min(3) as u32);
        f.add2(kind + 6, u32::from(choice.of == 0), u32::from(of.quoted));
        f.add(kind + 7, distance_class(of.tokens.len() as u32));
    }

    fn describe_pair(&self, choice: &Choice, candidate: usize, f: &mut Features) {
        let (of, other) = (&self.all[choice.of], &self.all[candidate]);
        // The cue of the pair, and the content or source that is tied to it.
        let (cue_idx, tied_idx) =
            if of.part == Part::Cue { (choice.of, candidate) } else { (candidate, choice.of) };
        let (cue, tied) = (&self.all[cue_idx], &self.all[tied_idx]);
        let before = u32::from(tied_idx < cue_idx);
        let kind = 1000 * (1 + of.part as u32) + 100 * (1 + before);
        let gap = distance_class(gap(of, other));
        let crossed = of.sentence.abs_diff(other.sentence).min(3);
        let between = &self.all[cue_idx.min(tied_idx) + 1..cue_idx.max(tied_idx)];
        let n = |part: Part, most: usize| {
            between.iter().filter(|piece| piece.part == part).count().min(most) as u32
        };
        let (n_cues, n_contents, n_sources) = (n(Part::Cue, 3), n(Part::Content, 3), n(Part::Source, 3));
        let nearest = choice.candidates.iter().min_by_key(|&&idx| (self::gap(of, &self.all[idx]), idx));
        let nearest = u32::from(nearest == Some(&candidate));
        f.push(kind);
        f.add(kind + 1, gap);
        f.add(kind + 2, crossed);
        f.add(kind + 3, n_cues);
        f.add(kind + 4, n_contents);
        f.add(kind + 5, n_sources);
        f.add(kind + 6, nearest);
        f.add3(kind + 7, n_cues.min(2), n_contents.min(2), n_sources.min(2));
        f.add(kind + 8, choice.candidates.len().min(3) as u32);
        f.add2(kind + 9, u32::from(tied.quoted), u32::from(cue.quoted));
        f.add2(kind + 10, crossed.min(2), gap);
        f.add(kind + 11, cue.first);
        f.add(kind + 12, cue.last);
        f.add(kind + 13, tied.before);
        f.add(kind + 14, tied.first);
        f.add(kind + 15, tied.last);
        f.add(kind + 16, tied.after);
        f.add3(kind + 17, nearest, n_contents.min(2), n_sources.min(2));
        f.add(kind + 18, self.words_between(of, other));
        f.add3(kind + 19, nearest, crossed, n_cues);
        f.add2(kind + 20, cue.before, cue.after);
        f.add3(kind + 21, nearest, u32::from(tied.quoted), crossed);
    }

    /// The word or two between two pieces, hashed; one number for longer stretches.
    fn words_between(&self, a: &Piece, b: &Piece) -> u32 {
        let (first, second) = if a.tokens.start < b.tokens.start { (a, b) } else { (b, a) };
        let between = TokenRange { start: first.tokens.end, end: second.tokens.start };
        match between.len() {
            1 | 2 if !between.is_empty() => hash_low(self.annotated.words(between)),
            0 => 0,
            _ => 1,
        }
    }

    fn link(&self, linker: &Model, before: Option<&mut Linked>) -> Vec<Linked> {
        let mut of_cue: Vec<Option<usize>> = vec![None; self.all.len()];
        let mut found: Vec<Linked> = Vec::new();
        for (idx, cue) in self.all.iter().enumerate().filter(|(_, piece)| piece.part == Part::Cue) {
            of_cue[idx] = Some(found.len());
            found.push(Linked { cue: vec![cue.tokens], ..Linked::default() });
        }
        let mut free = Vec::new();
        let mut features = Features::new();
        for choice in self.choices() {
            let of = &self.all[choice.of];
            let best = self.best(linker, &choice, &mut features);
            match (of.part, best) {
                (Part::Content, Some(cue)) => {
                    found[of_cue[cue].unwrap_or(0)].content.push(of.tokens);
                }
                (Part::Content, None) => free.push(choice.of),
                (Part::Cue, Some(source)) => {
                    found[of_cue[choice.of].unwrap_or(0)].source.push(self.all[source].tokens);
                }
                _ => {}
            }
        }
        self.place_free(&free, before, &mut found);
        found.retain(|one| !one.content.is_empty());
        found.iter_mut().for_each(|one| join_neighbors(&mut one.content));
        found
    }

    /// Contents without a cue: the speaker before goes on, or the speaker is the paragraph's only source.
    fn place_free(&self, free: &[usize], before: Option<&mut Linked>, found: &mut Vec<Linked>) {
        let has_cue = !found.is_empty();
        let mut before = before;
        for &idx in free {
            let content = &self.all[idx];
            if let Some(before) = before.as_deref_mut().filter(|_| idx == 0 && content.quoted && !has_cue) {
                before.content.push(content.tokens);
                continue;
            }
            let sources = self.all.iter().filter(|piece| piece.part == Part::Source && !has_cue);
            let source = sources.map(|piece| piece.tokens).take(1).collect();
            found.push(Linked { source, content: vec![content.tokens], ..Linked::default() });
        }
    }

    fn best(&self, linker: &Model, choice: &Choice, features: &mut Features) -> Option<usize> {
        let mut score = |candidate: Option<usize>| {
            self.describe(choice, candidate, features);
            let mut score = [0];
            linker.add_scores(features.keys(), &mut score);
            score[0]
        };
        let mut best = (score(None), None);
        for &candidate in &choice.candidates {
            let score = score(Some(candidate));
            best = if score > best.0 { (score, Some(candidate)) } else { best };
        }
        best.1
    }
}

impl Piece {
    fn new(annotated: &Annotated, paragraph: TokenRange, part: Part, tokens: TokenRange) -> Self {
        let low = |token: u32| match paragraph.holds(token as usize) {
            true => hash_low(annotated.word(token as usize)),
            false => u32::from(token >= paragraph.end),
        };
        Piece {
            part,
            tokens,
            sentence: annotated.sentence_of(tokens.start as usize) as u32,
            quoted: is_quoted(annotated, tokens.start),
            first: low(tokens.start),
            last: low(tokens.end - 1),
            before: if tokens.start == 0 { 0 } else { low(tokens.start - 1) },
            after: low(tokens.end),
        }
    }
}

/// Whether a token stands in an outermost quotation, marks included.
fn is_quoted(annotated: &Annotated, token: u32) -> bool {
    let until = annotated.quotations.partition_point(|quotation| quotation.tokens.start <= token);
    let outermost = annotated.quotations[..until].iter().rev().find(|quotation| quotation.depth == 0);
    outermost.is_some_and(|quotation| quotation.tokens.end > token)
}

/// Tokens between two pieces.
fn gap(a: &Piece, b: &Piece) -> u32 {
    a.tokens.start.saturating_sub(b.tokens.end) + b.tokens.start.saturating_sub(a.tokens.end)
}

fn join_neighbors(pieces: &mut Vec<TokenRange>) {
    pieces.sort_unstable();
    pieces.dedup_by(|next, kept| {
        let touch = kept.end == next.start;
        kept.end = if touch { next.end } else { kept.end };
        touch
    });
}

fn first_token(one: &Linked) -> u32 {
    let pieces = one.source.iter().chain(&one.cue).chain(&one.content);
    pieces.map(|piece| piece.start).min().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scorer::Scorer;
    use crate::testing::annotated;
    use crate::{inner, tagger};

    fn linked(annotated: &Annotated) -> Vec<Linked> {
        let cues = Cues::english();
        let mut linked = link(&cues, annotated, &tagger::tag(&cues, annotated, None));
        inner::find(&cues, &mut Scorer::new(&cues), annotated, None, &mut linked);
        linked
    }

    /// Checks that some attribution has these words as source and cue, and content that holds these words.
    fn check(text: &str, source: &str, cue: &str, content: &[&str]) {
        let annotated = annotated(text);
        let words = |pieces: &[TokenRange]| -> Vec<String> {
            pieces.iter().map(|&piece| annotated.words(piece).to_owned()).collect()
        };
        let all: Vec<[String; 3]> = linked(&annotated)
            .iter()
            .map(|one| [&one.source, &one.cue, &one.content].map(|pieces| words(pieces).join(" | ")))
            .collect();
        let fits = |one: &&[String; 3]| {
            one[0] == source && one[1] == cue && content.iter().all(|words| one[2].contains(words))
        };
        assert!(all.iter().find(fits).is_some(), "{text}\nfound: {all:#?}");
    }

    #[test]
    fn quotations_are_tied_to_their_speakers() {
        check(
            "“We will rebuild the pier by spring,” Ann Pike said.",
            "Ann Pike",
            "said",
            &["rebuild the pier"],
        );
        check(
            "\"The bridge is safe,\" said Tom Ellery, an engineer.",
            "Tom Ellery, an engineer",
            "said",
            &["safe"],
        );
        check(
            "“We lost the boat,” Pike said. “But everyone got home, and that is what counts.”",
            "Pike",
            "said",
            &["lost the boat", "everyone got home"],
        );
    }

    #[test]
    fn retold_words_are_tied_to_their_speakers() {
        check(
            "The mayor said that the harbor would stay closed until Friday.",
            "The mayor",
            "said",
            &["stay closed"],
        );
        check(
            "According to the report, two engines failed.",
            "the report",
            "According to",
            &["two engines failed"],
        );
        check(
            "The company denied that it had known of the leak.",
            "The company",
            "denied",
            &["it had known"],
        );
        check(
            "Pike called the plan “a gift to the builders.”",
            "Pike",
            "called",
            &["a gift to the builders"],
        );
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        check(
            "“It was dark when we left the harbor,” Ellery said. “Nobody saw the rocks.\n\n“Then the hull broke and \
             we swam for the shore.”",
            "Ellery",
            "said",
            &["It was dark", "Nobody saw", "swam for the shore"],
        );
    }

    #[test]
    fn an_attribution_inside_another_is_found() {
        let text = "The Gazette reported that the minister denied that the harbor would be sold.";
        check(text, "The Gazette", "reported", &["the minister denied"]);
        check(text, "the minister", "denied", &["that the harbor would be sold"]);
    }

    #[test]
    fn pieces_are_sorted_whole_and_the_same_every_time() {
        for text in [
            "",
            "said",
            "“““ said ” : said : ”\n\n“\n\n”",
            "“We go,” he said. “We stay,” she said.\n\nThey told the BBC that they knew, the paper said.",
            "Says who? Says he: \"Says she: 'Says who?'\"",
        ] {
            let annotated = annotated(text);
            let found = linked(&annotated);
            assert_eq!(found, linked(&annotated));
            for pieces in found.iter().flat_map(|one| [&one.source, &one.cue, &one.content]) {
                assert!(pieces.iter().all(|piece| !piece.is_empty()), "{text}");
                assert!(pieces.iter().all(|piece| piece.end as usize <= annotated.tokens.len()), "{text}");
                assert!(pieces.windows(2).all(|two| two[0].end < two[1].start), "{text}");
            }
        }
    }
}
