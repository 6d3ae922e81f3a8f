//! Model files that are damaged or foreign: refused or usable, never a panic. The first byte chooses the reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid_encoder::{Encoder, WordPieces};
use whosaid_language::Tagger;
use whosaid_linear::Model;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    match choice % 4 {
        0 => {
            if let Ok(model) = Model::from_bytes(bytes) {
                let mut scores = vec![0; model.labels().len()];
                model.add_scores(&[1, 2, 3], &mut scores);
            }
        }
        1 => drop(Tagger::from_bytes(bytes)),
        2 => drop(Encoder::from_bytes(bytes.to_vec(), "[UNK]\n[CLS]\n[SEP]")),
        _ => {
            if let Ok(pieces) = WordPieces::parse(&String::from_utf8_lossy(bytes)) {
                pieces.cut("Harbormasters’", &mut Vec::new());
            }
        }
    }
});
