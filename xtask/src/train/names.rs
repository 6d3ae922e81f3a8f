//! Trains the model of names on Universal NER English EWT, WikiGold, CrossNER politics, GUM and re3d.

use std::io;
use std::time::Instant;
use whosaid_eval::Gold;
use whosaid_eval::gold::iob::{self, IobDocument};
use whosaid_eval::gold::{gum_names, re3d};
use whosaid_language::names::{LABELS, NameReader};
use whosaid_language::{Annotated, Lexicon};
use whosaid_linear::{Examples, Features, Freeze, Schedule, SequenceTrainer};

const SCHEDULE: Schedule = Schedule { n_epochs: 14, margin: 1, seed: 1 };
const FREEZE: Freeze = Freeze { prune_below: 0.01 };
/// Documents longer than this many sentences are read in parts, as an article would be.
const LONGEST_DOCUMENT: usize = 60;

/// Trains and writes the model.
pub fn run(gold: &Gold) -> Result<(), String> {
    let started = Instant::now();
    let lexicon = Lexicon::english();
    let mut examples = Examples::new();
    let mut n_lost = 0;
    let mut documents = corpora(gold).map_err(|why| why.to_string())?;
    documents.extend(gum_names::train(gold, &lexicon)?);
    for document in documents {
        for part in document.sentences.chunks(LONGEST_DOCUMENT) {
            let part = IobDocument { sentences: part.to_vec() };
            n_lost += add(&lexicon, &part.annotated(&lexicon), &part.labels(), &mut examples);
        }
    }
    for (annotated, labels) in re3d::documents(gold, &lexicon).map_err(|why| why.to_string())? {
        n_lost += add(&lexicon, &annotated, &labels, &mut examples);
    }
    examples.number(2);
    let seconds = started.elapsed().as_secs();
    println!("{seconds:>4}s {} stretches, {} features", examples.n_sequences(), examples.n_features());
    println!("      {n_lost} words of names lie outside stretches");
    let mut trainer = SequenceTrainer::new(&LABELS, &examples);
    forbid_impossible(&mut trainer);
    trainer.learn(&examples, SCHEDULE, |_| true);
    let model = trainer.freeze(&examples, FREEZE);
    let bytes = model.to_bytes();
    println!("{:>4}s {} features kept", started.elapsed().as_secs(), model.n_features());
    println!("      {} bytes", bytes.len());
    super::write("models/en/names.model", &bytes)
}

pub(super) fn corpora(gold: &Gold) -> io::Result<Vec<IobDocument>> {
    let mut documents = iob::uner(gold, "train.prerelease-2022-12-02")?;
    let wikigold = gold.unpacked("ner-small/wikigold-wnut17.tar.zst")?;
    let text = std::fs::read_to_string(wikigold.join("wikigold/CONLL-format/data/wikigold.conll.txt"))?;
    documents.extend(iob::read(&text, iob::WIKIGOLD));
    let politics = gold.unpacked("ner-small/crossner-politics.tar.zst")?;
    for part in ["train", "dev"] {
        let text = std::fs::read_to_string(politics.join(format!("politics/{part}.txt")))?;
        documents.extend(iob::read(&text, iob::CROSSNER_POLITICS));
    }
    Ok(documents)
}

/// Adds the stretches of a document; gives the number of words of names outside of them.
fn add(lexicon: &Lexicon, annotated: &Annotated, labels: &[usize], examples: &mut Examples) -> usize {
    let reader = NameReader::new(lexicon, annotated);
    let mut features = Features::new();
    let mut n_lost = labels.iter().filter(|&&label| label > 0).count();
    for stretch in reader.stretches() {
        let sentence = annotated.sentences[annotated.sentence_of(stretch.start as usize)].tokens;
        let mut label_before = 0;
        for token_idx in stretch.range() {
            features.clear();
            reader.add_features(sentence, token_idx, &mut features);
            let label = opened(labels[token_idx], label_before);
            n_lost -= usize::from(label > 0);
            examples.push_place(features.keys(), label);
            label_before = label;
        }
        examples.end_sequence();
    }
    n_lost
}

/// An inside label that nothing opens begins its name: what was before lies outside the stretch.
fn opened(label: usize, before: usize) -> usize {
    let is_inside = label > 0 && label.is_multiple_of(2);
    if is_inside && before != label && before != label - 1 { label - 1 } else { label }
}

fn forbid_impossible(trainer: &mut SequenceTrainer) {
    for inside in (2..LABELS.len()).step_by(2) {
        for from in 0..=LABELS.len() {
            if from != inside && from != inside - 1 {
                trainer.forbid(from, inside);
            }
        }
    }
}
