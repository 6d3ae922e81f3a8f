//! [`Scores`]: what the encoder says of every token, by task.

use whosaid_linear::TokenScores;

/// Scores of labels for every token of an article. Tokens of sections that are not read have only zeros.
#[derive(Clone, Debug)]
pub struct Scores {
    /// Source, cue and content of the attributions of a paragraph, BIO coded.
    pub roles: TokenScores,
    /// Persons, organizations and places, BIO coded.
    pub names: TokenScores,
    /// What the words of a source stand for: person, spokesperson, organization, outlet, document, unnamed,
    /// unspecified.
    pub kinds: TokenScores,
}
