//! Pronouns found, and the most salient someone that agrees with one.
//!
//! Salience follows the usual factors of Lappin and Leass (1994), "An Algorithm for Pronominal Anaphora Resolution":
//! recency, subject position, how often someone is mentioned.

use crate::entities::{Draft, Found};
use crate::{Annotated, EntityKind, Gender, Lexicon, MentionForm, TokenRange};

/// How many entities mentioned last are looked at.
const MEMORY: usize = 12;
/// A pronoun reaches this many sentences back.
const REACH_SENTENCES: usize = 4;

/// The pronouns outside quotation marks, by position.
pub(crate) fn find(lexicon: &Lexicon, annotated: &Annotated) -> Vec<Found> {
    let mut quoted = Quoted::new(annotated);
    let pronouns = (0..annotated.tokens.len()).filter_map(|token_idx| {
        let gender = Gender::of_pronoun(annotated.word(token_idx))?;
        let next = annotated.tokens.get(token_idx + 1).map(|_| annotated.word(token_idx + 1));
        if next.is_some_and(|next| lexicon.words.styles.has(next)) {
            return None;
        }
        (!quoted.holds(token_idx)).then_some((token_idx as u32, gender))
    });
    pronouns
        .map(|(start, gender)| Found {
            tokens: TokenRange { start, end: start + 1 },
            kind: EntityKind::Person,
            form: MentionForm::Pronoun,
            gender: Some(gender),
            draft: None,
            description: None,
        })
        .collect()
}

/// Whether tokens lie inside quotation marks; asked in order of position.
pub(crate) struct Quoted<'a> {
    annotated: &'a Annotated,
    next: usize,
    until: u32,
}

impl<'a> Quoted<'a> {
    pub fn new(annotated: &'a Annotated) -> Self {
        Quoted { annotated, next: 0, until: 0 }
    }

    pub fn holds(&mut self, token_idx: usize) -> bool {
        while let Some(quotation) = self.annotated.quotations.get(self.next) {
            if quotation.tokens.start as usize > token_idx {
                break;
            }
            self.until = self.until.max(quotation.tokens.end);
            self.next += 1;
        }
        token_idx < self.until as usize
    }
}

/// Who was mentioned last, and how prominently.
pub(crate) struct Salience {
    /// Most recent last.
    recent: Vec<Trace>,
}

#[derive(Clone, Copy, Debug)]
struct Trace {
    draft: usize,
    sentence: usize,
    /// Points for the most prominent mention in that sentence.
    prominence: i32,
    times: i32,
}

impl Salience {
    pub fn new() -> Self {
        Salience { recent: Vec::new() }
    }

    /// Remembers a mention; one inside quotation marks or brackets is an aside.
    pub fn note(&mut self, annotated: &Annotated, mention: &Found, draft: usize, is_aside: bool) {
        let sentence = annotated.sentence_of(mention.tokens.start as usize);
        let prominence = if is_aside { 0 } else { prominence(annotated, mention, sentence) };
        let mut trace = Trace { draft, sentence, prominence, times: 1 };
        if let Some(at) = self.recent.iter().position(|old| old.draft == draft) {
            let old = self.recent.remove(at);
            trace.times += old.times;
            if old.sentence == sentence {
                trace.prominence = trace.prominence.max(old.prominence);
            }
        } else if self.recent.len() == MEMORY {
            self.recent.remove(0);
        }
        self.recent.push(trace);
    }

    /// The best entity for a pronoun, or `None` where nobody near agrees.
    pub fn best_for(&self, annotated: &Annotated, mention: &Found, drafts: &[Draft]) -> Option<usize> {
        let sentence = annotated.sentence_of(mention.tokens.start as usize);
        let mut best: Option<(i32, usize)> = None;
        for (rank, trace) in self.recent.iter().rev().enumerate() {
            let draft = &drafts[trace.draft];
            let back = sentence - trace.sentence.min(sentence);
            let agrees = draft.kind == mention.kind
                && !draft.is_plural
                && draft.gender.is_none_or(|gender| Some(gender) == mention.gender);
            if !agrees || back > REACH_SENTENCES {
                continue;
            }
            let known = if draft.gender.is_some() { 12 } else { 0 } - if draft.is_named { 0 } else { 8 };
            let score =
                trace.prominence + known + trace.times.min(6) * 2 - back as i32 * 15 - rank as i32 * 2;
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, trace.draft));
            }
        }
        best.map(|(_, draft)| draft)
    }
}

/// Points for where a mention stands: the subject of its sentence before others, possessors last.
fn prominence(annotated: &Annotated, mention: &Found, sentence: usize) -> i32 {
    let tokens = annotated.sentences[sentence].tokens;
    let after = mention.tokens.end as usize;
    let possessive = tokens.holds(after) && matches!(annotated.word(after), "'s" | "’s" | "'" | "’");
    let offset = mention.tokens.start - tokens.start;
    let pronoun_possessive = mention.form == MentionForm::Pronoun
        && matches!(annotated.word(mention.tokens.start as usize), "his" | "His");
    match offset {
        _ if possessive => 0,
        _ if pronoun_possessive => 4,
        0..=2 => 20,
        3..=8 => 12,
        _ => 8,
    }
}
