//! Writes the examples that `training/train.py` learns from: windows of pieces with a label for every word.
//!
//! Spans come from PolNeAR (all annotators of its training part) and from our Wikinews gold; names from Universal
//! NER English EWT, WikiGold and CrossNER politics; what stands inside a content, kinds and stances from our
//! Wikinews gold alone. A task that a corpus does not mark is absent from its windows; news that nobody annotated
//! has none at all, for what other models teach about it.

use super::attribution::{gold_roles, outermost};
use super::names;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use whosaid_attribution::KINDS;
use whosaid_attribution::training::Lines;
use whosaid_encoder::{Window, WordPieces, windows, windows_of};
use whosaid_eval::Gold;
use whosaid_eval::gold::brat::{self, Annotators, BratDocument};
use whosaid_eval::gold::chains::{self, ChainDocument, Part};
use whosaid_eval::gold::{iob, plain_article};
use whosaid_language::{Annotated, Lexicon, TokenRange, annotate_words};
use whosaid_text::Span;

/// Stances in the order of their labels.
const STANCES: [&str; 6] = ["asserts", "denies", "confirms", "corrects", "questions", "no-comment"];
/// Sentences of a document of names that are read as one article.
const LONGEST_DOCUMENT: usize = 60;

/// Writes `examples.jsonl` to a folder.
pub fn write_examples(gold: &Gold, folder: &Path) -> Result<(), String> {
    let vocabulary = std::fs::read_to_string(super::root().join("models/en/encoder.pieces"))
        .map_err(|why| format!("models/en/encoder.pieces: {why}"))?;
    let vocabulary = WordPieces::parse(&vocabulary).map_err(|missing| format!("no piece {}", missing.0))?;
    std::fs::create_dir_all(folder).map_err(|why| why.to_string())?;
    let file = std::fs::File::create(folder.join("examples.jsonl")).map_err(|why| why.to_string())?;
    let mut writer = Writer { file: std::io::BufWriter::new(file), vocabulary, lexicon: Lexicon::english() };
    writer.write_all(gold).map_err(|why| why.to_string())
}

struct Writer {
    file: std::io::BufWriter<std::fs::File>,
    vocabulary: WordPieces,
    lexicon: Lexicon,
}

/// The labels of every token of an article, by task; -1 where a token has none.
type Labels = Vec<(&'static str, Vec<i8>)>;

impl Writer {
    fn write_all(&mut self, gold: &Gold) -> std::io::Result<()> {
        let polnear = gold.unpacked("polnear/polnear-text-attributions.tar.zst")?;
        for (part, annotators) in [("train", Annotators::All), ("dev", Annotators::First)] {
            for document in brat::read(&polnear.join(part), annotators)? {
                let annotated = annotate_words(&self.lexicon, plain_article(&document.text));
                let roles = roles(&document, &annotated);
                self.write(("polnear", part), &document.name, &annotated, &vec![("roles", roles)])?;
            }
        }
        for (name, part) in [("train", Part::Train), ("dev", Part::Dev)] {
            for document in chains::wikinews(gold, part)? {
                let annotated = annotate_words(&self.lexicon, plain_article(&document.text));
                let labels = wikinews_labels(&document, &annotated);
                self.write(("wikinews", name), &document.id, &annotated, &labels)?;
                self.write_contents(name, &document, &annotated)?;
            }
        }
        for document in names::corpora(gold)? {
            self.write_names("train", &document)?;
        }
        for document in iob::uner(gold, "dev")? {
            self.write_names("dev", &document)?;
        }
        for text in super::unannotated(gold)? {
            let annotated = annotate_words(&self.lexicon, plain_article(&text));
            self.write(("news", "train"), "", &annotated, &Vec::new())?;
        }
        self.file.flush()
    }

    /// The contents that are searched, each as if it stood alone, with what is said in them.
    fn write_contents(
        &mut self,
        part: &str,
        document: &ChainDocument,
        annotated: &Annotated,
    ) -> std::io::Result<()> {
        let (outer, inner) = outermost(&pieces(document));
        let contents: Vec<TokenRange> =
            outer.iter().flat_map(|one| &one.content).map(|&span| annotated.tokens_in(span)).collect();
        let contents: Vec<TokenRange> = Lines::of_contents(annotated, &contents).tokens().collect();
        let (inner, _) = outermost(&inner);
        let labels = vec![("roles", roles_of(document, inner, annotated))];
        let windows = windows_of(&self.vocabulary, annotated, contents.into_iter());
        self.write_windows(("contents", part), &document.id, &windows, &labels)
    }

    fn write_names(&mut self, part: &'static str, document: &iob::IobDocument) -> std::io::Result<()> {
        for sentences in document.sentences.chunks(LONGEST_DOCUMENT) {
            let document = iob::IobDocument { sentences: sentences.to_vec() };
            let labels = document.labels().iter().map(|&label| label as i8).collect();
            let annotated = document.annotated(&self.lexicon);
            self.write(("names", part), "", &annotated, &vec![("names", labels)])?;
        }
        Ok(())
    }

    fn write(
        &mut self,
        (corpus, part): (&str, &str),
        name: &str,
        annotated: &Annotated,
        labels: &Labels,
    ) -> std::io::Result<()> {
        let windows = windows(&self.vocabulary, annotated);
        self.write_windows((corpus, part), name, &windows, labels)
    }

    fn write_windows(
        &mut self,
        (corpus, part): (&str, &str),
        name: &str,
        windows: &[Window],
        labels: &Labels,
    ) -> std::io::Result<()> {
        for window in windows {
            let mut line = json!({"corpus": corpus, "part": part, "document": name});
            describe(window, &mut line);
            for (task, labels) in labels {
                line[task] = window.tokens().map(|token_idx| labels[token_idx]).collect();
            }
            writeln!(self.file, "{line}")?;
        }
        Ok(())
    }
}

fn describe(window: &Window, line: &mut Value) {
    line["pieces"] = window.pieces.clone().into();
    line["shapes"] = window.shapes.clone().into();
    line["tags"] = window.tags.clone().into();
    line["firsts"] = window.firsts.clone().into();
    line["runs"] = window.runs.iter().map(|run| run.len()).collect();
}

fn roles(document: &BratDocument, annotated: &Annotated) -> Vec<i8> {
    gold_roles(document, annotated).into_iter().map(|role| role as i8).collect()
}

fn wikinews_labels(document: &ChainDocument, annotated: &Annotated) -> Labels {
    let (outer, inner) = outermost(&pieces(document));
    let mut kinds = vec![-1; annotated.tokens.len()];
    let mut stances = vec![-1; annotated.tokens.len()];
    let number = |words: &[&str], word: &str| words.iter().position(|one| *one == word).map(|idx| idx as i8);
    for one in &document.attributions {
        let origin = one.chain.last().and_then(|hop| number(&KINDS, &hop.kind));
        mark(annotated, &one.source, origin, &mut kinds);
        mark(annotated, &one.cue, number(&STANCES, &one.stance), &mut stances);
    }
    vec![
        ("roles", roles_of(document, outer, annotated)),
        ("inner", roles_of(document, inner, annotated)),
        ("kinds", kinds),
        ("stances", stances),
    ]
}

fn pieces(document: &ChainDocument) -> Vec<brat::Pieces> {
    let pieces = document.attributions.iter().map(|one| brat::Pieces {
        source: one.source.clone(),
        cue: one.cue.clone(),
        content: one.content.clone(),
    });
    pieces.collect()
}

fn roles_of(document: &ChainDocument, attributions: Vec<brat::Pieces>, annotated: &Annotated) -> Vec<i8> {
    let document = BratDocument { name: String::new(), text: document.text.clone(), attributions };
    roles(&document, annotated)
}

fn mark(annotated: &Annotated, spans: &[Span], label: Option<i8>, labels: &mut [i8]) {
    for token_idx in spans.iter().flat_map(|&span| annotated.tokens_in(span).range()) {
        labels[token_idx] = label.unwrap_or(-1);
    }
}
