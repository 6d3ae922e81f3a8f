//! `whosaid split`: one is two.

use crate::error::{CommandError, Outcome};
use crate::signing::SigningArgs;
use clap::{Args, Subcommand};
use whosaid_store::StoryNo;

/// Correct: a telling, articles, or a name are of something else
#[derive(Args, Debug)]
pub struct SplitArgs {
    #[command(subcommand)]
    what: Parted,
}

/// What is split.
#[derive(Debug, Subcommand)]
pub enum Parted {
    /// A telling does not tell the claim it stands in
    Claim {
        /// The telling: story and key, as `trace --format csv` gives them
        telling: String,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Articles do not belong to the story they are in
    Story {
        /// Ids of the articles that leave, together
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<String>,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Whom one article names so is someone else than in the others
    Entity {
        /// Number of the story
        story: i64,
        /// The name
        name: String,
        /// Id of the article
        article: String,
        #[command(flatten)]
        signing: SigningArgs,
    },
}

/// Does it.
pub fn run(args: &SplitArgs) -> Result<Outcome, CommandError> {
    match &args.what {
        Parted::Claim { telling, signing } => signing.correct(|desk| Ok(vec![desk.split_claim(telling)?])),
        Parted::Story { articles, signing } => signing.correct(|desk| desk.split_story(articles)),
        Parted::Entity { story, name, article, signing } => {
            signing.correct(|desk| Ok(vec![desk.split_entity(StoryNo(*story), name, article)?]))
        }
    }
}
