//! Trains the models of the attribution room on the training parts of PolNeAR and of our Wikinews gold, and on what the
//! accurate mode reads in news that nobody annotated (Hinton et al. 2015, "Distilling the Knowledge in a Neural
//! Network").

use rayon::prelude::*;
use std::time::Instant;
use whosaid::{Mode, Resources, read_article};
use whosaid_attribution::Cues;
use whosaid_attribution::training::{
    self, Choice, LINKER_LABELS, Lines, Part, Role, attributions, cues_with,
};
use whosaid_eval::gold::brat::{self, Annotators, BratDocument, Pieces};
use whosaid_eval::gold::plain_article;
use whosaid_eval::{AttributionScorer, Gold};
use whosaid_language::{Annotated, Lexicon, TokenRange, annotate};
use whosaid_linear::{Examples, Freeze, Model, Schedule, SequenceTrainer, Trainer};
use whosaid_text::{RuleId, SourceText, Span};

const SCHEDULE: Schedule = Schedule { n_epochs: 12, margin: 0, seed: 1 };
/// Parts of the corpus that the first pass tags without having learned from them.
const N_FOLDS: usize = 2;
/// The rule of attributions that the tagger found, not a sieve.
const TAGGER: &str = "attribution/tagger";
const LINKER_EPOCHS: usize = 5;
const LINKER_RATE: f32 = 0.05;
/// Of the first pass and the linker, weights of one and two points are dropped; of the second, those of one.
const FREEZE: Freeze = Freeze { prune_below: 0.02 };
const FREEZE_SECOND: Freeze = Freeze { prune_below: 0.012 };

/// Trains, writes the model and prints its figures on the development part.
pub fn run(gold: &Gold) -> Result<(), String> {
    let started = Instant::now();
    let folder = gold.unpacked("polnear/polnear-text-attributions.tar.zst").map_err(|why| why.to_string())?;
    let read = |part: &str, annotators| {
        let documents = brat::read(&folder.join(part), annotators).map_err(|why| why.to_string())?;
        Ok::<_, String>(Corpus::new(documents))
    };
    let (mut train, dev) = (read("train", Annotators::All)?, read("dev", Annotators::First)?);
    train.texts.extend(wikinews(gold)?);
    train.texts.extend(machine_read(gold)?);
    println!("{:>4}s read", started.elapsed().as_secs());
    let mut examples = train.examples(None);
    examples.number(2);
    println!("{:>4}s {} sequences", started.elapsed().as_secs(), examples.n_sequences());
    let first = learn(&examples, |_| true).freeze(&examples, FREEZE);
    write_model("attribution-first", &first)?;
    let roles = train.cross_tagged(&examples);
    println!("{:>4}s first pass learned", started.elapsed().as_secs());
    let mut examples = train.examples(Some(&roles));
    examples.number(2);
    let second = learn(&examples, |_| true).freeze(&examples, FREEZE_SECOND);
    write_model("attribution-second", &second)?;
    let folds_roles = train.cross_tagged(&examples);
    println!("{:>4}s second pass learned", started.elapsed().as_secs());
    let linker = train.learn_links(&folds_roles);
    write_model("attribution-linker", &linker)?;
    println!("{:>4}s linker learned", started.elapsed().as_secs());
    println!("{}", dev.score(&cues_with(&first, &second, linker)));
    Ok(())
}

/// The training part of our Wikinews gold: the outermost attributions of the paragraphs, and those that stand
/// inside the contents of the outermost.
fn wikinews(gold: &Gold) -> Result<Vec<Text>, String> {
    let folder = gold.path("gold/wikinews");
    let dev = std::fs::read_to_string(folder.join("dev.txt")).map_err(|why| why.to_string())?;
    let dev: Vec<&str> = dev.split_whitespace().collect();
    let mut documents = brat::read(&folder, Annotators::First).map_err(|why| why.to_string())?;
    documents.retain(|document| !dev.contains(&document.name.as_str()));
    let lexicon = Lexicon::english();
    let mut texts = Vec::new();
    for document in documents {
        let (outer, inner) = outermost(&document.attributions);
        let (inner, _) = outermost(&inner);
        let annotated = annotate(&lexicon, plain_article(&document.text));
        let contents: Vec<TokenRange> =
            outer.iter().flat_map(|one| &one.content).map(|&span| annotated.tokens_in(span)).collect();
        let lines = Lines::of_contents(&annotated, &contents);
        let within = BratDocument { attributions: inner, ..document.clone() };
        texts.push(Text { document: within, annotated: annotated.clone(), lines });
        let lines = Lines::read(&annotated);
        texts.push(Text { document: BratDocument { attributions: outer, ..document }, annotated, lines });
    }
    Ok(texts)
}

/// Articles of many outlets as the accurate mode reads them: the outermost attributions of their paragraphs.
fn machine_read(gold: &Gold) -> Result<Vec<Text>, String> {
    let resources = Resources::english(Mode::Accurate);
    let read = |text: SourceText| {
        let reading = read_article(&resources, plain_article(&text));
        let all: Vec<Pieces> = reading
            .attributions
            .iter()
            .filter(|one| one.rule == RuleId::new(TAGGER))
            .map(|one| Pieces {
                source: one.source.clone(),
                cue: one.cue.clone(),
                content: one.content.clone(),
            })
            .collect();
        let (attributions, _) = outermost(&all);
        let annotated = annotate(&resources.lexicon, plain_article(&text));
        let lines = Lines::read(&annotated);
        let document = BratDocument { name: format!("stream {}", text.as_str().len()), text, attributions };
        Text { document, annotated, lines }
    };
    let unread = super::unannotated(gold).map_err(|why| why.to_string())?;
    Ok(unread.into_par_iter().map(read).collect())
}

/// Attributions that stand in no other's content, and the others.
pub(super) fn outermost(all: &[Pieces]) -> (Vec<Pieces>, Vec<Pieces>) {
    let is_outermost = |one: &&Pieces| {
        let holds = |other: &Pieces| {
            one.cue.iter().any(|cue| other.content.iter().any(|content| content.contains(*cue)))
        };
        !all.iter().any(|other| other != *one && holds(other))
    };
    let (outer, inner): (Vec<&Pieces>, Vec<&Pieces>) = all.iter().partition(is_outermost);
    (outer.into_iter().cloned().collect(), inner.into_iter().cloned().collect())
}

fn learn(examples: &Examples, chosen: impl Fn(usize) -> bool) -> SequenceTrainer {
    let mut trainer = SequenceTrainer::new(&Role::NAMES, examples);
    forbid_impossible(&mut trainer);
    trainer.learn(examples, SCHEDULE, chosen);
    trainer
}

/// A document with what the language room finds in it, and the lines to learn from.
struct Text {
    document: BratDocument,
    annotated: Annotated,
    lines: Lines,
}

struct Corpus {
    texts: Vec<Text>,
}

impl Corpus {
    fn new(documents: Vec<BratDocument>) -> Self {
        let lexicon = Lexicon::english();
        let text = |document: BratDocument| {
            let annotated = annotate(&lexicon, plain_article(&document.text));
            let lines = Lines::read(&annotated);
            Text { document, annotated, lines }
        };
        Corpus { texts: documents.into_iter().map(text).collect() }
    }

    /// All lines as examples; for the second pass, with the first pass's roles of each.
    fn examples(&self, first: Option<&[Vec<Role>]>) -> Examples {
        let mut examples = Examples::new();
        let mut sequence = 0;
        for text in &self.texts {
            let roles = gold_roles(&text.document, &text.annotated);
            for (line_idx, tokens) in text.lines.tokens().enumerate() {
                let mut gold = roles[tokens.range()].iter();
                let first = first.map(|first| first[sequence].as_slice());
                text.lines.describe(line_idx, first, |features| {
                    examples.push_place(features.keys(), *gold.next().unwrap_or(&Role::O) as usize);
                });
                examples.end_sequence();
                sequence += 1;
            }
        }
        examples
    }

    /// The roles that the first pass gives each paragraph when it has not learned from the paragraph's document.
    fn cross_tagged(&self, examples: &Examples) -> Vec<Vec<Role>> {
        let folds = self.folds();
        let mut roles = vec![Vec::new(); folds.len()];
        for fold in 0..N_FOLDS {
            let mut trainer = learn(examples, |sequence| folds[sequence] != fold);
            trainer.settle();
            for sequence in (0..folds.len()).filter(|&sequence| folds[sequence] == fold) {
                let labels = trainer.decode(examples, sequence);
                roles[sequence] = labels.into_iter().map(|label| Role::ALL[label]).collect();
            }
        }
        roles
    }

    /// Learns which pieces belong together, from gold roles and from those that the tagger gives.
    fn learn_links(&self, tagged: &[Vec<Role>]) -> Model {
        let mut choices: Vec<(Vec<Vec<u32>>, usize)> = Vec::new();
        let mut tagged = tagged.iter();
        for Text { document, annotated, lines } in &self.texts {
            let gold = gold_roles(document, annotated);
            for (tokens, tagged) in lines.tokens().zip(tagged.by_ref()) {
                for (roles, is_gold) in [(&gold[tokens.range()], true), (tagged, false)] {
                    for choice in training::choices(annotated, tokens, roles) {
                        // That a found piece has no partner says little: its partner may not have been found.
                        let right = right_partner(document, annotated, &choice);
                        if is_gold || right < choice.candidates.len() {
                            choices.push((choice.described, right));
                        }
                    }
                }
            }
        }
        let mut trainer = Trainer::new(&LINKER_LABELS);
        for _ in 0..LINKER_EPOCHS {
            for (described, right) in &choices {
                learn_choice(&mut trainer, described, *right);
            }
        }
        trainer.freeze(FREEZE)
    }

    /// The fold of each paragraph; copies of a document by several annotators are in one.
    fn folds(&self) -> Vec<usize> {
        let mut folds = Vec::new();
        let (mut n_names, mut name) = (0, "");
        for text in &self.texts {
            n_names += usize::from(text.document.name != name);
            name = &text.document.name;
            folds.resize(folds.len() + text.lines.tokens().count(), n_names % N_FOLDS);
        }
        folds
    }

    fn score(&self, cues: &Cues) -> whosaid_eval::Figures {
        let mut scorer = AttributionScorer::default();
        for Text { document, annotated, .. } in &self.texts {
            let predicted: Vec<Pieces> = attributions(cues, annotated)
                .into_iter()
                .map(|[source, cue, content]| Pieces { source, cue, content }.merged())
                .collect();
            scorer.add(document, &predicted);
        }
        scorer.figures()
    }
}

/// Index of the candidate in the same gold attribution as the piece; the last index stands for none.
fn right_partner(document: &BratDocument, annotated: &Annotated, choice: &Choice) -> usize {
    let of = annotated.span(choice.of);
    let shared = |spans: &[Span], with: Span| spans.iter().map(|span| span.shared(with)).sum::<u32>();
    let candidates = choice.candidates.iter().enumerate().map(|(idx, &tokens)| (idx, annotated.span(tokens)));
    let scored = candidates.map(|(idx, candidate)| {
        let together = document.attributions.iter().map(|one| {
            let of_content = shared(&one.content, of).min(shared(&one.cue, candidate));
            let of_cue = shared(&one.cue, of).min(shared(&one.source, candidate));
            of_content.max(of_cue)
        });
        (together.max().unwrap_or(0), idx)
    });
    let best = scored
        .filter(|&(shared, _)| shared > 0)
        .max_by_key(|&(shared, idx)| (shared, std::cmp::Reverse(idx)));
    best.map_or(choice.candidates.len(), |(_, idx)| idx)
}

/// One step of a softmax over the candidates.
fn learn_choice(trainer: &mut Trainer, described: &[Vec<u32>], right: usize) {
    trainer.next_example();
    let mut scores: Vec<f32> = Vec::with_capacity(described.len());
    for features in described {
        let mut score = [0.0];
        trainer.add_scores(features, &mut score);
        scores.push(score[0]);
    }
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    for (idx, features) in described.iter().enumerate() {
        let share = (scores[idx] - most).exp() / total;
        let target = if idx == right { 1.0 } else { 0.0 };
        trainer.change(features, 0, LINKER_RATE * (target - share));
    }
}

/// The role of every token: that of the first character that lies in a span.
pub(super) fn gold_roles(document: &BratDocument, annotated: &Annotated) -> Vec<Role> {
    let mut spans: Vec<(Span, Part, usize)> = Vec::new();
    for (idx, one) in document.attributions.iter().enumerate() {
        for (part, pieces) in
            [(Part::Content, &one.content), (Part::Source, &one.source), (Part::Cue, &one.cue)]
        {
            spans.extend(pieces.iter().map(|&span| (span, part, idx)));
        }
    }
    let mut owners: Vec<Option<(Part, usize)>> = vec![None; annotated.tokens.len()];
    for (span, part, idx) in spans {
        for token_idx in annotated.tokens_in(span).range() {
            owners[token_idx] = Some((part, idx));
        }
    }
    let mut before = None;
    owners
        .into_iter()
        .map(|owner| {
            let role = owner.map_or(Role::O, |(part, _)| Role::of(part, owner != before));
            before = owner;
            role
        })
        .collect()
}

/// The inside of a piece never follows anything but the same piece.
fn forbid_impossible(trainer: &mut SequenceTrainer) {
    for (to, role) in Role::ALL.iter().enumerate().filter(|(_, role)| role.part().is_some() && !role.begins())
    {
        trainer.forbid(Role::ALL.len(), to);
        for (from, before) in Role::ALL.iter().enumerate() {
            if before.part() != role.part() {
                trainer.forbid(from, to);
            }
        }
    }
}

fn write_model(name: &str, model: &Model) -> Result<(), String> {
    let bytes = model.to_bytes();
    println!("{name}: {} features, {} bytes", model.n_features(), bytes.len());
    super::write(&format!("models/en/{name}.model"), &bytes)
}
