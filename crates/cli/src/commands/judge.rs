//! `whosaid confirm` and `whosaid reject`: what the program suggests is right, or wrong.

use crate::error::{CommandError, Outcome};
use crate::signing::SigningArgs;
use clap::{Args, Subcommand};

/// Correct: a link that the program suggests is right
#[derive(Args, Debug)]
pub struct ConfirmArgs {
    #[command(subcommand)]
    link: Link,
}

/// Correct: a link that the program suggests is wrong
#[derive(Args, Debug)]
pub struct RejectArgs {
    #[command(subcommand)]
    link: Link,
}

/// What is suggested.
#[derive(Debug, Subcommand)]
pub enum Link {
    /// That a telling tells the claim it stands in
    Telling {
        /// The telling: story and key, as `trace --format csv` gives them
        telling: String,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// That two extracts do not agree
    Conflict {
        /// The conflict, as `conflicts` names it
        conflict: String,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// That one article holds much of another
    Copy {
        /// Id of the article that copies
        article: String,
        /// Id of the article copied
        of: String,
        #[command(flatten)]
        signing: SigningArgs,
    },
}

/// Confirms.
pub fn confirm(args: &ConfirmArgs) -> Result<Outcome, CommandError> {
    judge(&args.link, true)
}

/// Rejects.
pub fn reject(args: &RejectArgs) -> Result<Outcome, CommandError> {
    judge(&args.link, false)
}

fn judge(link: &Link, right: bool) -> Result<Outcome, CommandError> {
    match link {
        Link::Telling { telling, signing } => {
            signing.correct(|desk| Ok(vec![desk.judge_telling(telling, right)?]))
        }
        Link::Conflict { conflict, signing } => {
            signing.correct(|desk| Ok(vec![desk.judge_conflict(conflict, right)?]))
        }
        Link::Copy { article, of, signing } => {
            signing.correct(|desk| Ok(vec![desk.judge_copy(article, of, right)?]))
        }
    }
}
