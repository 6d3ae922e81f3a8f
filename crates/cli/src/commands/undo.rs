//! `whosaid undo`: a correction no longer holds.

use crate::error::{CommandError, Outcome};
use crate::signing::SigningArgs;
use clap::Args;
use whosaid_store::corrections::{What, active};
use whosaid_store::{Store, StoreError};

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
    args.signing.correct(|desk| {
        let log = desk.store().corrections()?;
        let found = match &args.id {
            None => active(&log).last().map(|correction| correction.id.clone()),
            Some(id) => log.iter().find(|c| c.id.starts_with(id.as_str())).map(|c| c.id.clone()),
        };
        let name = args.id.clone().unwrap_or_else(|| "that holds".to_owned());
        let id = found.ok_or(StoreError::NoSuch { what: "correction", name })?;
        Ok(vec![What::Undo { id }])
    })
}
