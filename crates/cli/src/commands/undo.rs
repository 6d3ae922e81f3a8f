//! `whosaid undo`: a correction no longer holds.

use crate::error::{CommandError, Outcome};
use crate::signing::SigningArgs;
use clap::Args;

/// Undo a correction: the last one that holds, or the one named
///
/// Undoing is a correction too: it can be undone.
#[derive(Args, Debug)]
pub struct UndoArgs {
    /// Id of the correction, as `corrections` lists it
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    signing: SigningArgs,
}

/// Does it.
pub fn run(args: &UndoArgs) -> Result<Outcome, CommandError> {
    args.signing.correct(|desk| Ok(vec![desk.undo(args.id.as_deref())?]))
}
