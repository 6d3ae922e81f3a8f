//! [`Resources`]: all rules, lexicons and models of one language, loaded once and lent to every stage.

use whosaid_attribution::Cues;
use whosaid_claims::ClaimRules;
use whosaid_language::Lexicon;
use whosaid_story::StoryRules;
use whosaid_time::TimeRules;

/// What the stages know of English.
#[derive(Clone, Debug)]
pub struct Resources {
    /// For the language room.
    pub lexicon: Lexicon,
    /// For the time room.
    pub times: TimeRules,
    /// For the attribution room.
    pub cues: Cues,
    /// For the story room.
    pub stories: StoryRules,
    /// For the claims room.
    pub claims: ClaimRules,
}

impl Resources {
    /// The English that is built into the program.
    pub fn english() -> Self {
        Resources {
            lexicon: Lexicon::english(),
            times: TimeRules::english(),
            cues: Cues::english(),
            stories: StoryRules::english(),
            claims: ClaimRules::english(),
        }
    }

    /// `sha256:` and the hash of all rules and lexicons, as they were when the program was built.
    pub fn rules_hash(&self) -> &'static str {
        env!("WHOSAID_RULES_HASH")
    }

    /// `sha256:` and the hash of all models, as they were when the program was built.
    pub fn models_hash(&self) -> &'static str {
        env!("WHOSAID_MODELS_HASH")
    }
}
