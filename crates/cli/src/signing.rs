//! Who corrects, when and why.

use crate::clock;
use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use clap::Args;
use whosaid_store::corrections::What;
use whosaid_store::{AnyStore, Create, Desk, Signature, StoreError};

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
        what: impl FnOnce(&Desk<AnyStore>) -> Result<Vec<What>, StoreError>,
    ) -> Result<Outcome, CommandError> {
        let mut desk = self.desk.writer(Create::Never)?;
        let (who, now) = (login_or(self.who.as_deref()), clock::now());
        let (corrections, any_new) = desk.grant(Signature { who: &who, why: &self.why, now: &now }, what)?;
        for correction in &corrections {
            eprintln!("whosaid: corrected; `whosaid undo {}` takes it back", correction.id);
        }
        Ok(if any_new { Outcome::Done } else { Outcome::NothingFound })
    }
}

/// The name given, else the one that the user is logged in by.
pub fn login_or(name: Option<&str>) -> String {
    let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    name.map(str::to_owned).or_else(login).unwrap_or_else(|| "unknown".to_owned())
}
