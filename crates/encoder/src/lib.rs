//! Annotated words to scores of labels: a small transformer encoder reads the article and scores every word.
//!
//! This room cuts words into pieces, packs them into windows and runs the network. It knows neither what the labels
//! mean nor what is made of the scores.

mod encoder;
mod framing;
mod network;
mod pieces;
mod scores;
mod windows;

pub use encoder::{Encoder, EncoderError};
pub use pieces::{MissingPiece, WordPieces};
pub use scores::Scores;
pub use windows::{LONGEST_WINDOW, N_SHAPES, N_TAGS, Window, windows, windows_of};
