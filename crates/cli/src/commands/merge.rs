//! `whosaid merge`: two are one.

use crate::error::{CommandError, Outcome};
use crate::signing::SigningArgs;
use clap::{Args, Subcommand};
use whosaid_store::StoryNo;

/// Correct: two claims, two stories, or two names are one
#[derive(Args, Debug)]
pub struct MergeArgs {
    #[command(subcommand)]
    what: Merged,
}

/// What is merged.
#[derive(Debug, Subcommand)]
pub enum Merged {
    /// Two claims of one story tell the same
    Claims {
        /// A claim, as `claims` names it
        a: String,
        /// The other claim
        b: String,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Two stories are one happening
    Stories {
        /// Number of a story
        a: i64,
        /// Number of the other story
        b: i64,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Two names of a story are one person or body
    Entities {
        /// Number of the story
        story: i64,
        /// A name
        a: String,
        /// The other name
        b: String,
        #[command(flatten)]
        signing: SigningArgs,
    },
}

/// Does it.
pub fn run(args: &MergeArgs) -> Result<Outcome, CommandError> {
    match &args.what {
        Merged::Claims { a, b, signing } => signing.correct(|desk| Ok(vec![desk.merge_claims(a, b)?])),
        Merged::Stories { a, b, signing } => {
            signing.correct(|desk| Ok(vec![desk.merge_stories(StoryNo(*a), StoryNo(*b))?]))
        }
        Merged::Entities { story, a, b, signing } => {
            signing.correct(|desk| Ok(vec![desk.merge_entities(StoryNo(*story), a, b)?]))
        }
    }
}
