//! [`Encoder`]: the network, loaded once and lent to every thread.

use crate::network::Network;
use crate::pieces::{MissingPiece, WordPieces};
use crate::scores::Scores;
use crate::windows::{LONGEST_WINDOW, Window, windows, windows_of};
use thiserror::Error;
use whosaid_language::{Annotated, TokenRange};
use whosaid_linear::{TokenScores, Transitions};

const MODEL: &[u8] = include_bytes!("../../../models/en/encoder.onnx");
const PIECES: &str = include_str!("../../../models/en/encoder.pieces");
/// Number of labels of each task.
const N_LABELS: usize = 7;

/// A small transformer that reads a window of an article at once and scores every word for every task.
///
/// One window is one run of the network on one thread, so the scores of an article do not depend on what else is
/// read, nor on how many threads read.
#[derive(Debug)]
pub struct Encoder {
    pieces: WordPieces,
    network: Network,
    transitions: [Transitions; 3],
}

/// A model that cannot be used.
#[derive(Debug, Error)]
pub enum EncoderError {
    /// The vocabulary lacks a piece that every window holds.
    #[error("vocabulary of the encoder: there is no piece {0}; it has to be the file made with the model")]
    MissingPiece(&'static str),
    /// The file is no ONNX model, is damaged, or is another model.
    #[error("model of the encoder: {0}; it has to be a file made by training/export.py")]
    Model(String),
}

impl From<MissingPiece> for EncoderError {
    fn from(missing: MissingPiece) -> Self {
        EncoderError::MissingPiece(missing.0)
    }
}

impl Encoder {
    /// The English model that is built into the program. Takes about a tenth of a second.
    pub fn english() -> Self {
        let built_in = Network::built_in(MODEL).map_err(EncoderError::Model);
        let encoder = built_in.and_then(|network| Self::new(network, PIECES));
        encoder.expect("the built-in model is whole: a test reads it")
    }

    /// A model and its vocabulary, one piece a line.
    ///
    /// # Errors
    /// The model or the vocabulary is damaged, or they do not fit each other.
    pub fn from_bytes(model: Vec<u8>, pieces: &str) -> Result<Self, EncoderError> {
        Self::new(Network::from_bytes(model).map_err(EncoderError::Model)?, pieces)
    }

    fn new(network: Network, pieces: &str) -> Result<Self, EncoderError> {
        let pieces = WordPieces::parse(pieces)?;
        if pieces.len() != network.n_pieces() {
            let why = format!("made for {} pieces, the vocabulary has {}", network.n_pieces(), pieces.len());
            return Err(EncoderError::Model(why));
        }
        let transitions = |task| network.transitions(task, N_LABELS).map_err(EncoderError::Model);
        let transitions = [transitions("roles")?, transitions("names")?, Transitions::free(N_LABELS)];
        let encoder = Encoder { pieces, network, transitions };
        encoder.try_out()?;
        Ok(encoder)
    }

    /// Reads an article that has tokens, quotations, sentences and tags.
    pub fn score(&self, annotated: &Annotated) -> Scores {
        let n_tokens = annotated.tokens.len();
        let empty = |idx: usize| TokenScores::new(self.transitions[idx].clone(), n_tokens);
        let mut scores = [empty(0), empty(1), empty(2)];
        let windows = windows(&self.pieces, annotated);
        // A network that ran on the shortest and the longest window, when it was loaded, runs on every other.
        for (window, found) in windows.iter().zip(self.network.run_all(&windows)) {
            let Ok(found) = found else { continue };
            for (task, rows) in scores.iter_mut().zip(&found) {
                for (token_idx, row) in window.tokens().zip(rows.chunks_exact(N_LABELS)) {
                    task.of_mut(token_idx).copy_from_slice(row);
                }
            }
        }
        let [roles, names, kinds] = scores;
        Scores { roles, names, kinds }
    }

    /// Reads runs of tokens, each as if it stood alone: scores of roles for their tokens, zeros elsewhere.
    pub fn score_runs(&self, annotated: &Annotated, runs: &[TokenRange]) -> TokenScores {
        let mut scores = TokenScores::new(self.transitions[0].clone(), annotated.tokens.len());
        let windows = windows_of(&self.pieces, annotated, runs.iter().copied());
        for (window, found) in windows.iter().zip(self.network.run_all(&windows)) {
            let Ok([roles, ..]) = found else { continue };
            for (token_idx, row) in window.tokens().zip(roles.chunks_exact(N_LABELS)) {
                scores.of_mut(token_idx).copy_from_slice(row);
            }
        }
        scores
    }

    /// Runs the network on the shortest and the longest window, so that a foreign model is refused when it is loaded.
    fn try_out(&self) -> Result<(), EncoderError> {
        let windows = [1, LONGEST_WINDOW - 2].map(|n_words| Window::of_unknown_words(&self.pieces, n_words));
        for (window, found) in windows.iter().zip(self.network.run_all(&windows)) {
            let n_scores = window.firsts.len() * N_LABELS;
            if found.map_err(EncoderError::Model)?.iter().any(|rows| rows.len() != n_scores) {
                return Err(EncoderError::Model("it gives another number of scores".to_owned()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid_language::{Lexicon, annotate_words};
    use whosaid_text::{Article, ArticleParts, SourceText};

    fn read(text: &str) -> Annotated {
        let text = SourceText::new(text).unwrap();
        annotate_words(&Lexicon::english(), Article::new(ArticleParts::of_text(text)))
    }

    #[test]
    fn the_built_in_model_finds_who_said_what() {
        let annotated = read("The bridge is safe, engineer Mara Quill said.");
        let scores = Encoder::english().score(&annotated);
        assert_eq!(scores.roles.best(0..4), [5, 6, 6, 6], "content");
        assert_eq!(scores.roles.best(5..9), [1, 2, 2, 3], "source and cue");
        assert_eq!(scores.names.best(6..8), [1, 2], "person");
    }

    #[test]
    fn scores_do_not_depend_on_what_was_read_before_or_beside() {
        let encoder = Encoder::english();
        let texts =
            ["Police said so.", "“Never,” she said. Nobody asked why.\n\nIt rained on Friday."].map(read);
        let alone = format!("{:?}", texts.each_ref().map(|text| encoder.score(text)));
        let score = |text: &Annotated| encoder.score(text);
        let beside = std::thread::scope(|scope| {
            let other = scope.spawn(|| score(&texts[1]));
            let one = score(&texts[0]);
            format!("{:?}", [one, other.join().unwrap()])
        });
        assert_eq!(alone, beside);
        assert!(encoder.score(&read("")).roles.of(0).is_empty());
    }

    #[test]
    fn damaged_and_foreign_models_are_refused() {
        let refused = |model: &[u8], pieces: &str| match Encoder::from_bytes(model.to_vec(), pieces) {
            Ok(_) => panic!("it is taken"),
            Err(why) => why.to_string(),
        };
        assert!(refused(MODEL, "a\nb").contains("no piece [UNK]"));
        assert!(refused(MODEL, "[UNK]\n[CLS]\n[SEP]").contains("the vocabulary has 3"));
        for bytes in [&b""[..], b"PK\x03\x04", &MODEL[..MODEL.len() / 2], &MODEL[1..]] {
            assert!(refused(bytes, PIECES).contains("model of the encoder"), "{} bytes", bytes.len());
        }
    }
}
