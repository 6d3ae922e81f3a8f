//! `whosaid set`: what the program got wrong about one article or telling.

use crate::error::{CommandError, Outcome};
use crate::signing::SigningArgs;
use clap::{Args, Subcommand};
use whosaid_store::corrections::Field;

/// Correct: who says something, when or by whom an article was published
#[derive(Args, Debug)]
pub struct SetArgs {
    #[command(subcommand)]
    what: Set,
}

/// What is set. Without a value it is set to "not known".
#[derive(Debug, Subcommand)]
pub enum Set {
    /// Who says what a telling tells; without a name, the outlet itself
    Speaker {
        /// The telling: story and key, as `trace` gives them
        telling: String,
        /// Full name
        name: Option<String>,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// When an article was published; without a date, not known
    Published {
        /// Id of the article
        article: String,
        /// ISO 8601 date or date-time
        date: Option<String>,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Which outlet published an article; without a name, not known
    Outlet {
        /// Id of the article
        article: String,
        /// Name
        name: Option<String>,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Which news agency an article is from; without a name, none
    Wire {
        /// Id of the article
        article: String,
        /// Name
        name: Option<String>,
        #[command(flatten)]
        signing: SigningArgs,
    },
}

/// Does it.
pub fn run(args: &SetArgs) -> Result<Outcome, CommandError> {
    let (article, field, value, signing) = match &args.what {
        Set::Speaker { telling, name, signing } => {
            return signing.correct(|desk| Ok(vec![desk.set_speaker(telling, name.as_deref())?]));
        }
        Set::Published { article, date, signing } => (article, Field::Published, date, signing),
        Set::Outlet { article, name, signing } => (article, Field::Outlet, name, signing),
        Set::Wire { article, name, signing } => (article, Field::Wire, name, signing),
    };
    signing.correct(|desk| Ok(vec![desk.set_article(article, field, value.as_deref())?]))
}
