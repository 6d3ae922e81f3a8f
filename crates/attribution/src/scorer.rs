//! [`Scorer`]: scores of roles for the words of one article, each sum of weights worked out as seldom as can be.
//!
//! The weights that a word's letters bring to the places around it, and those of a [`Group`], are the same wherever
//! they come again: they are kept from place to place and from article to article. What is new in a line is looked up
//! in one go.

use crate::Cues;
use crate::draft::Draft;
use crate::features::{Group, OFFSETS, groups, pairs};
use crate::forms::{Form, Forms, REACH};
use crate::line::Line;
use std::sync::{Mutex, PoisonError};
use whosaid_linear::{Features, KeptSums, Pair, PairSums, Transitions};

/// Offsets at which a form counts.
const N_OFFSETS: usize = 2 * REACH + 1;
/// Sums that are kept from article to article: as many as the nearer caches of a processor hold.
const MOST_KEPT: usize = 1 << 13;

/// The models of both passes, with the sums that were worked out by them.
#[derive(Debug)]
pub(crate) struct RoleModel {
    pub pair: Pair,
    /// Kept sums that no scorer uses just now: as many as there were scorers at one time.
    idle: Mutex<Vec<Kept>>,
}

/// Sums by what they rest on.
#[derive(Debug, Default)]
struct Kept {
    groups: KeptSums<Group>,
    /// What a form brings to the places from which it stands at each of [`OFFSETS`].
    forms: KeptSums<Form>,
}

/// Scores the places of the lines of one article.
pub(crate) struct Scorer<'a> {
    model: &'a RoleModel,
    kept: Kept,
    /// Sums of features that hardly ever come again.
    once: KeptSums<()>,
    /// The forms of the article's words.
    pub forms: Forms<'a>,
    /// The number of the first sum of each form, by its number.
    of_forms: Vec<u32>,
    /// Numbers of the sums of groups, place by place.
    numbers: Vec<u32>,
}

impl RoleModel {
    /// The models of the first and the second pass.
    pub fn new(pair: Pair) -> Self {
        RoleModel { pair, idle: Mutex::default() }
    }
}

impl Clone for RoleModel {
    fn clone(&self) -> Self {
        RoleModel::new(self.pair.clone())
    }
}

impl<'a> Scorer<'a> {
    /// Begins an article.
    pub fn new(cues: &'a Cues) -> Self {
        let model = &cues.tagger;
        let kept = model.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut kept = kept.unwrap_or_default();
        if kept.forms.len() > MOST_KEPT {
            kept.forms.clear();
        }
        Scorer {
            model,
            kept,
            once: KeptSums::default(),
            forms: Forms::new(&cues.lexicon),
            of_forms: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Transitions of the first and the second pass.
    pub fn transitions(&self) -> (&'a Transitions, &'a Transitions) {
        (self.model.pair.first_transitions(), self.model.pair.second_transitions())
    }

    /// Scores of every place of a line by all that the first pass looks at.
    pub fn sums(&mut self, line: &Line) -> Vec<PairSums> {
        self.begin_line();
        for &form in &self.forms.all()[self.of_forms.len()..] {
            let describe = |form: &Form, nth: usize, f: &mut Features| {
                form.describe(nth as isize - REACH as isize, f);
            };
            self.of_forms.push(self.kept.forms.number(form, N_OFFSETS, describe));
        }
        for place in 0..line.len() {
            self.once.add_once(|f| pairs(line, place, f));
            self.note(groups(line, place));
        }
        self.look_up();
        let mut sums = vec![PairSums::default(); line.len()];
        for (place, sums) in sums.iter_mut().enumerate() {
            for (nth, offset) in (0..).zip(OFFSETS) {
                let form = line.at(place, offset).form as usize;
                sums.add(self.kept.forms.get(self.of_forms[form] + nth));
            }
        }
        self.add_noted(&mut sums);
        sums
    }

    /// Adds the scores of every place by what the second pass looks at beside.
    pub fn add_drafted(&mut self, draft: &Draft<'_>, sums: &mut [PairSums]) {
        self.begin_line();
        for place in 0..sums.len() {
            self.once.add_once(|f| draft.pairs(place, f));
            self.note(draft.groups(place).map(Group::Second));
        }
        self.look_up();
        self.add_noted(sums);
    }

    fn begin_line(&mut self) {
        self.once.clear();
        self.numbers.clear();
        if self.kept.groups.len() > MOST_KEPT {
            self.kept.groups.clear();
        }
    }

    fn note<const N: usize>(&mut self, groups: [Group; N]) {
        let numbers = groups.map(|group| self.kept.groups.number(group, 1, |group, _, f| group.describe(f)));
        self.numbers.extend_from_slice(&numbers);
    }

    fn look_up(&mut self) {
        let pair = &self.model.pair;
        self.kept.forms.look_up(pair);
        self.kept.groups.look_up(pair);
        self.once.look_up(pair);
    }

    /// Adds the sums of the groups and features that were noted for each place.
    fn add_noted(&self, sums: &mut [PairSums]) {
        let a_place = self.numbers.len() / sums.len().max(1);
        let numbers = self.numbers.chunks_exact(a_place.max(1));
        for ((once, sums), numbers) in (0..).zip(sums).zip(numbers) {
            sums.add(self.once.get(once));
            numbers.iter().for_each(|&number| sums.add(self.kept.groups.get(number)));
        }
    }
}

impl Drop for Scorer<'_> {
    /// Leaves the sums to the scorer of another article; those of a book are given up with their room.
    fn drop(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        if kept.forms.len() > 4 * MOST_KEPT || kept.groups.len() > 4 * MOST_KEPT {
            kept = Kept::default();
        }
        self.model.idle.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::describe;
    use crate::tagger::Role;
    use crate::testing::annotated;

    /// Checks that sums put together are those of all features, with room kept from an article before.
    #[test]
    fn sums_are_those_of_all_features() {
        let cues = Cues::english();
        for text in [
            "“We knew,” said Ann Pike, who runs the harbor. The mayor denied it.",
            "The minister said on Friday that “nobody” knew; he told the Gazette so.",
            "The minister said on Friday that “nobody” knew; she told the Gazette so.\n\n“It",
        ] {
            let annotated = annotated(text);
            let mut scorer = Scorer::new(&cues);
            let mut before = None;
            for paragraph in &annotated.paragraphs {
                let line = Line::of_paragraph(&mut scorer.forms, &annotated, paragraph, before.as_ref());
                let roles: Vec<Role> = (0..line.len()).map(|place| Role::ALL[place * 5 % 7]).collect();
                let draft = Draft::new(&line, &roles);
                let first = scorer.sums(&line);
                let mut second = first.clone();
                scorer.add_drafted(&draft, &mut second);
                for place in 0..line.len() {
                    let mut features = Features::new();
                    describe(scorer.forms.all(), &line, place, &mut features);
                    assert_eq!(first[place], cues.tagger.pair.sums(features.keys()), "{text} {place}");
                    draft.describe(place, &mut features);
                    assert_eq!(second[place], cues.tagger.pair.sums(features.keys()), "{text} {place}");
                }
                before = Some(line);
            }
        }
    }
}
