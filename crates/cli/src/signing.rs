//! Who corrects, when and why.

use crate::clock;
use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use clap::Args;
use whosaid_store::corrections::{Correction, What};
use whosaid_store::{Create, Desk, SqliteStore, StoreError};

/// Who signs a correction, and why it is made.
#[derive(Args, Clone, Debug)]
pub struct SigningArgs {
    /// Who makes the correction [default: the name you are logged in by]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Why, in your words
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
    #[command(flatten)]
    desk: DeskArgs,
}

impl SigningArgs {
    /// Makes corrections and tells their ids.
    #[allow(clippy::print_stderr)]
    pub fn correct(
        &self,
        what: impl FnOnce(&Desk<SqliteStore>) -> Result<Vec<What>, StoreError>,
    ) -> Result<Outcome, CommandError> {
        let mut desk = self.desk.writer(Create::Never)?;
        let now = clock::now();
        desk.settle(&now, |_| {})?;
        let sign = |what| Correction::new(&self.who(), &now, &self.why, what);
        let corrections: Vec<Correction> = what(&desk)?.into_iter().map(sign).collect();
        let n_new = desk.correct(&corrections, &now)?;
        for correction in &corrections {
            eprintln!("whosaid: corrected; `whosaid undo {}` takes it back", correction.id);
        }
        Ok(if n_new == 0 { Outcome::NothingFound } else { Outcome::Done })
    }

    fn who(&self) -> String {
        let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        self.who.clone().or_else(login).unwrap_or_else(|| "unknown".to_owned())
    }
}
