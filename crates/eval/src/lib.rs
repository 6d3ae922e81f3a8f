//! Gold readers, scorers and floors. Never shipped.
//!
//! `cargo eval TASK` prints the figures of one task (one file under `tasks/`), `cargo eval floors` runs all and
//! fails under `gold/floors.toml`. Gold lies in a folder beside the project; [`Gold::find`] says where.

pub mod attribution_scores;
pub mod bootstrap;
pub mod dossier_scores;
pub mod gold;
pub mod scores;

pub use attribution_scores::AttributionScorer;
pub use gold::Gold;
pub use scores::{Figures, Prf};
