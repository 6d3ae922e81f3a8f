//! Trains the tagger of the attribution room on PolNeAR's training part.

use std::time::Instant;
use whosaid_attribution::Cues;
use whosaid_attribution::training::{Lines, Part, Role, attributions, cues_with};
use whosaid_eval::gold::brat::{self, Annotators, BratDocument, Pieces};
use whosaid_eval::gold::plain_article;
use whosaid_eval::{AttributionScorer, Gold};
use whosaid_language::{Annotated, Lexicon, annotate};
use whosaid_linear::{Examples, Freeze, Model, Schedule, SequenceTrainer};
use whosaid_text::Span;

const SCHEDULE: Schedule = Schedule { n_epochs: 12, margin: 0, seed: 1 };
const FREEZE: Freeze = Freeze { prune_below: 0.01 };

/// Trains, writes the model and prints its figures on the development part.
pub fn run(gold: &Gold) -> Result<(), String> {
    let started = Instant::now();
    let folder = gold.unpacked("polnear/polnear-text-attributions.tar.zst").map_err(|why| why.to_string())?;
    let read = |part: &str, annotators| {
        let documents = brat::read(&folder.join(part), annotators).map_err(|why| why.to_string())?;
        Ok::<_, String>(Corpus::new(documents))
    };
    let (train, dev) = (read("train", Annotators::All)?, read("dev", Annotators::First)?);
    println!("{:>4}s read", started.elapsed().as_secs());
    let mut examples = Examples::new();
    for (document, annotated) in &train.documents {
        add(document, annotated, &mut examples);
    }
    examples.number(2);
    println!(
        "{:>4}s {} sequences, {} features",
        started.elapsed().as_secs(),
        examples.n_sequences(),
        examples.n_features()
    );
    let mut trainer = SequenceTrainer::new(&Role::NAMES, &examples);
    forbid_impossible(&mut trainer);
    trainer.learn(&examples, SCHEDULE, |_| true);
    let model = trainer.freeze(&examples, FREEZE);
    println!("{:>4}s {} features kept", started.elapsed().as_secs(), model.n_features());
    write_model("attribution-tagger", &model)?;
    println!("{}", dev.score(&cues_with(model)));
    Ok(())
}

/// Documents with what the language room finds in them.
struct Corpus {
    documents: Vec<(BratDocument, Annotated)>,
}

impl Corpus {
    fn new(documents: Vec<BratDocument>) -> Self {
        let lexicon = Lexicon::english();
        let annotated = |document: &BratDocument| annotate(&lexicon, plain_article(&document.text));
        Corpus { documents: documents.into_iter().map(|one| (one.clone(), annotated(&one))).collect() }
    }

    fn score(&self, cues: &Cues) -> whosaid_eval::Figures {
        let mut scorer = AttributionScorer::default();
        for (document, annotated) in &self.documents {
            let predicted: Vec<Pieces> = attributions(cues, annotated)
                .into_iter()
                .map(|[source, cue, content]| Pieces { source, cue, content }.merged())
                .collect();
            scorer.add(document, &predicted);
        }
        scorer.figures()
    }
}

fn add(document: &BratDocument, annotated: &Annotated, examples: &mut Examples) {
    let roles = gold_roles(document, annotated);
    let lines = Lines::read(annotated);
    for (line_idx, tokens) in lines.tokens().enumerate() {
        let mut gold = roles[tokens.range()].iter();
        lines.describe(line_idx, |features| {
            examples.push_place(features.keys(), *gold.next().unwrap_or(&Role::O) as usize);
        });
        examples.end_sequence();
    }
}

/// The role of every token: that of the first character that lies in a span.
fn gold_roles(document: &BratDocument, annotated: &Annotated) -> Vec<Role> {
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
