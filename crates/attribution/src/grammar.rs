//! [`Grammar`]: the small closed classes of words of `data/en/cues/grammar.txt`.

use crate::words::WordSet;
use std::collections::BTreeMap;

const CLASSES: &str = include_str!("../../../data/en/cues/grammar.txt");

/// Makes [`Grammar`] with a field for each class, named as in the file with `_` for `-`.
macro_rules! grammar {
    ($($(#[$about:meta])* $class:ident,)*) => {
        /// Small closed classes of words.
        #[derive(Clone, Debug, Default)]
        pub(crate) struct Grammar {
            $($(#[$about])* pub $class: WordSet,)*
            /// How nouns for people end: "er", "ist".
            pub human_endings: Vec<&'static str>,
            /// How names of persons begin that have a second capital: "McBride".
            pub name_openings: Vec<&'static str>,
        }

        impl Grammar {
            /// The English that is built into the program.
            pub fn english() -> Self {
                let classes: BTreeMap<String, &str> = classes().collect();
                let class =
                    |name: &str| classes.get(name).map_or("", |words| *words).split_whitespace();
                Grammar {
                    $($class: WordSet::from_words(class(stringify!($class))),)*
                    human_endings: class("human_endings").collect(),
                    name_openings: class("name_openings").collect(),
                }
            }

            #[cfg(test)]
            const NAMES: &[&str] = &[$(stringify!($class),)* "human_endings", "name_openings"];
        }
    };
}

grammar! {
    borders,
    relatives,
    articles,
    counts,
    parts,
    possessives,
    unnamed,
    he_or_she,
    they,
    it,
    we,
    be,
    /// Offices that one person holds at a time.
    offices,
    /// Nouns by which news speaks again of one whom it has named.
    named_again,
    works,
    press,
    plurals,
    told,
    cited,
    cutters,
    reporting,
    opinion,
    broadcasters,
    publications,
    media_bodies,
    hearsay,
    insiders,
    first_person,
    openers,
    own_words,
    spoken,
    texts,
    about,
    /// "to be", before the words of `named`.
    to_be,
    named,
    /// Words of `borders` that stand before a noun as well: "a [close] friend".
    bordering_adjectives,
    conjunctions,
    prepositions,
    /// Someone not known: "[a] governor".
    indefinites,
    some,
    /// "[one] of the officials".
    single_ones,
    members,
    /// Bodies only where a name stands before them: "Harbor Rescue [Team]".
    crews,
    also,
    called,
    nicknames,
    /// "the [district] attorney".
    public_attorneys,
    /// "the lawyer [for] the bank".
    before_clients,
    /// "the [attorney] general".
    generals,
    earlier,
    /// "an earlier [version] of this article".
    own_texts,
    /// What stands before a document that was filed or published: "[court] papers".
    filed,
    sources,
    /// "[media] sources".
    news_or_media,
    /// "the Reuters [news] agency".
    news_or_press,
    /// "[media] reports".
    press_modifiers,
    /// What an outlet is, or who works for it: "the Reuters news [agency]".
    beside_outlets,
    /// "the ministry's [Twitter] account".
    social_sites,
    accounts,
    definites,
    /// "It [was] suggested".
    passive_be,
    /// ", [but] the Gazette reported more".
    contrasts,
    have,
    speaking,
    /// "spoke [to] the Gazette", "an interview [with] the Gazette".
    before_told_outlets,
    /// Between a source and its verb: "he [later] said".
    before_verbs,
    /// Verbs that stand before their source: "“We are ready,” [tweeted] the mayor".
    before_subjects,
    /// "the Gazette [previously] reported".
    before_reporting,
    /// What leads away from a person before "who": "Ann Pike [of] the Harbor Board, who".
    after_persons,
    /// Where a subject behind its verb ends: "said the mayor, [who]".
    after_subjects,
    /// Where the one by whom something is said ends: "was told by the mayor [that]".
    after_agents,
    /// "the mayor came [and] denied that".
    before_joined_verbs,
    /// Where the author of a text ends: "a report by the ministry [published] in May".
    after_authors,
    /// Where the one cited ends: "citing two officials, [reported]".
    after_cited,
    /// "a [statement] by the ministry".
    authored_texts,
    firsts,
    /// "first [reported] by the Gazette".
    first_told,
    corrected_texts,
    corrects,
    corrected,
    /// "updated to [reflect] the vote".
    to_correct,
    former,
    /// "an earlier version [of this article] misstated".
    after_versions,
    /// "[incorrectly] said".
    before_misstated,
}

/// The classes of the file: their names with `_` for `-`, and their words.
fn classes() -> impl Iterator<Item = (String, &'static str)> {
    let lines = CLASSES.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(':')).map(|(name, words)| (name.replace('-', "_"), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_in_the_file_once_and_asked_for() {
        let mut listed: Vec<String> = classes().map(|(name, _)| name).collect();
        listed.sort();
        let mut asked = Grammar::NAMES.to_vec();
        asked.sort();
        assert_eq!(listed, asked);
        assert!(classes().all(|(_, words)| !words.trim().is_empty()));
    }
}
