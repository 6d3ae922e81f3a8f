//! [`Resources`]: all rules, lexicons and models of one language, loaded once and lent to every stage.

use crate::Mode;
use std::sync::Arc;
use whosaid_attribution::Cues;
use whosaid_claims::ClaimRules;
use whosaid_encoder::Encoder;
use whosaid_language::Lexicon;
use whosaid_story::StoryRules;
use whosaid_time::TimeRules;

/// What the stages know of English.
#[derive(Clone, Debug)]
pub struct Resources {
    /// For the language room.
    pub lexicon: Lexicon,
    /// For the accurate mode; without it the linear models read alone.
    pub encoder: Option<Arc<Encoder>>,
    /// For the time room.
    pub times: TimeRules,
    /// For the attribution room.
    pub cues: Cues,
    /// For the story room.
    pub stories: StoryRules,
    /// For the claims room.
    pub claims: ClaimRules,
    models_hash: String,
}

impl Resources {
    /// The English that is built into the program, for one mode of reading.
    pub fn english(mode: Mode) -> Self {
        Resources {
            lexicon: Lexicon::english(),
            encoder: (mode == Mode::Accurate).then(|| Arc::new(Encoder::english())),
            times: TimeRules::english(),
            cues: Cues::english(),
            stories: StoryRules::english(),
            claims: ClaimRules::english(),
            models_hash: env!("WHOSAID_MODELS_HASH").to_owned(),
        }
    }

    /// The mode of reading that these serve.
    pub fn mode(&self) -> Mode {
        if self.encoder.is_some() { Mode::Accurate } else { Mode::Fast }
    }

    /// `sha256:` and the hash of all rules and lexicons, as they were when the program was built.
    pub fn rules_hash(&self) -> &'static str {
        env!("WHOSAID_RULES_HASH")
    }

    /// `sha256:` and the hash of all models: those that were built into the program, or the user's own.
    pub fn models_hash(&self) -> &str {
        &self.models_hash
    }

    /// Names the models by another hash.
    pub(crate) fn set_models_hash(&mut self, hash: String) {
        self.models_hash = hash;
    }
}
