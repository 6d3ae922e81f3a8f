//! [`Lexicon`]: the English words, lists and models that this room works with.

use crate::Tagger;
use crate::gazetteer::{Facts, Gazetteer, phrase_key};
use crate::names::LABELS;
use crate::naming::evidence::Evidence;
use crate::outlets::{Outlet, Outlets};
use crate::roles::Roles;
use crate::titles::Titles;
use crate::words::WordLists;
use whosaid_linear::{Model, hash};

const TAGS: &[u8] = include_bytes!("../../../models/en/tags.model");
const NAMES_MODEL: &[u8] = include_bytes!("../../../models/en/names.model");

/// Loaded lists and models of one language.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(crate) words: WordLists,
    pub(crate) tagger: Tagger,
    gazetteer: Gazetteer,
    titles: Titles,
    roles: Roles,
    evidence: Evidence,
    outlets: Outlets,
    names_model: Model,
}

impl Lexicon {
    /// The English that is built into the program.
    pub fn english() -> Self {
        let titles = Titles::english();
        let mut gazetteer = Gazetteer::english();
        titles.phrases().for_each(|title| gazetteer.add(title, Facts::TITLE));
        Outlets::plain_names().for_each(|name| gazetteer.add(name, Facts::OUTLET));
        let names_model = Model::from_bytes(NAMES_MODEL)
            .and_then(|model| model.expect_labels(&LABELS))
            .expect("the built-in model of names is whole");
        let tagger = Tagger::from_bytes(TAGS).expect("the built-in model of tags is whole");
        let words = WordLists::english();
        let roles = Roles::english(&words);
        let mut lexicon = Lexicon {
            words,
            tagger,
            gazetteer,
            titles,
            roles,
            evidence: Evidence::english(),
            outlets: Outlets::default(),
            names_model,
        };
        lexicon.outlets = Outlets::english(&lexicon);
        lexicon
    }

    /// Reads with other models of names and tags.
    ///
    /// # Errors
    /// A file that is damaged or another model.
    pub fn use_models(&mut self, names: Option<&[u8]>, tags: Option<&[u8]>) -> Result<(), String> {
        if let Some(bytes) = names {
            let model = Model::from_bytes(bytes).and_then(|model| model.expect_labels(&LABELS));
            self.names_model = model.map_err(|why| why.to_string())?;
        }
        if let Some(bytes) = tags {
            self.tagger = Tagger::from_bytes(bytes).map_err(|why| why.to_string())?;
        }
        Ok(())
    }

    /// The part-of-speech tagger.
    pub fn tagger(&self) -> &Tagger {
        &self.tagger
    }

    /// The outlet of a name, domain or address: "people.com" and "PEOPLE" are People. Case and "the" do not count.
    pub fn outlet(&self, name_or_domain: &str) -> Option<&Outlet> {
        self.outlets.look_up(name_or_domain).map(|outlet| self.outlets.get(outlet))
    }

    /// The news agency of a name, domain or address: "AP" is the Associated Press; `None` for other outlets.
    pub fn agency(&self, name_or_domain: &str) -> Option<&Outlet> {
        self.outlet(name_or_domain).filter(|outlet| outlet.is_agency)
    }

    /// Whether words are a title that stands before names, as written: "Prime Minister".
    pub fn is_title(&self, words: &str) -> bool {
        self.facts(phrase_key(words.split(' ').map(hash))).has(Facts::TITLE)
    }

    pub(crate) fn facts(&self, key: u32) -> Facts {
        self.gazetteer.facts(key)
    }

    pub(crate) fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    pub(crate) fn roles(&self) -> &Roles {
        &self.roles
    }

    pub(crate) fn outlets(&self) -> &Outlets {
        &self.outlets
    }

    pub(crate) fn titles(&self) -> &Titles {
        &self.titles
    }

    pub(crate) fn names_model(&self) -> &Model {
        &self.names_model
    }
}
