//! Stories that grow: new articles meet the stories of yesterday, without those being read again.
//!
//! An [`Outline`] is what is kept of an article for that. With no story yet, [`grow`] gives what a single run gives.

use super::{Clusters, Days, JOIN, MERGE, cluster, days_of};
use crate::profile::Profile;
use crate::{Story, StoryRules, by_time, near_copies, story};
use std::collections::BTreeSet;
use whosaid_attribution::Reading;
use whosaid_text::Moment;

/// What an article looks like to the stories around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Keys of its terms with their weights, by key; of length 1.
    pub terms: Vec<(u32, f32)>,
    /// When it was published.
    pub published: Option<Moment>,
}

impl Outline {
    /// Looks at one article.
    pub fn of(rules: &StoryRules, reading: &Reading) -> Self {
        let profile = Profile::of(&rules.words, reading);
        Outline { terms: profile.terms, published: profile.published }
    }

    fn profile(&self) -> Profile {
        Profile {
            words: Vec::new(),
            terms: self.terms.clone(),
            title: Vec::new(),
            outlet: None,
            published: self.published,
        }
    }
}

/// Puts `fresh` articles (in order of time) into the stories they belong to or into new ones, and joins stories that
/// became alike. Stories and articles are named by their places in the lists given.
///
/// The first lists are the given stories, in order, empty where a story was joined to an earlier one; new stories
/// follow.
pub fn grow(outlines: &[Outline], stories: &[Vec<usize>], fresh: &[usize]) -> Vec<Vec<usize>> {
    let profiles: Vec<Profile> = outlines.iter().map(Outline::profile).collect();
    if stories.is_empty() {
        return cluster(&profiles, fresh);
    }
    let mut growth = Growth { clusters: Clusters::default() };
    stories.iter().for_each(|members| growth.seed(&profiles, members));
    let mut touched: BTreeSet<usize> = BTreeSet::new();
    for &article in fresh {
        touched.insert(growth.place(article, &profiles[article]));
    }
    while !touched.is_empty() {
        touched = growth.join_round(&touched);
    }
    growth.clusters.members
}

struct Growth {
    clusters: Clusters,
}

impl Growth {
    /// Takes a story over as it is.
    fn seed(&mut self, profiles: &[Profile], members: &[usize]) {
        self.clusters.members.push(Vec::new());
        self.clusters.days.push(None);
        self.clusters.sums.push(Default::default());
        let number = self.clusters.members.len() - 1;
        for &article in members {
            let profile = &profiles[article];
            self.clusters.add(number, article, profile, days_of(profile.published));
        }
    }

    /// The cluster a new article goes to.
    fn place(&mut self, article: usize, profile: &Profile) -> usize {
        let days: Days = days_of(profile.published);
        let near = self.clusters.nearest(&profile.terms, days, None, 1.0);
        match near.filter(|near| near.1 >= JOIN) {
            Some((number, _)) => {
                self.clusters.add(number, article, profile, days);
                number
            }
            None => {
                self.clusters.open(article, profile, days);
                self.clusters.members.len() - 1
            }
        }
    }

    /// Joins clusters among `touched` with their nearest where each is the other's. Gives the clusters that grew.
    fn join_round(&mut self, touched: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut grew = BTreeSet::new();
        for &cluster in touched {
            let near = self.clusters.nearest_cluster(cluster).filter(|near| near.1 >= MERGE);
            let Some((other, _)) = near else { continue };
            let back = self.clusters.nearest_cluster(other).map(|near| near.0);
            if back == Some(cluster) && self.clusters.is_one(cluster, other) {
                let (into, from) = (cluster.min(other), cluster.max(other));
                self.clusters.absorb(into, from);
                grew.insert(into);
                grew.remove(&from);
            }
        }
        grew
    }
}

/// Makes one story of all readable articles, whatever they tell.
pub fn gather_as_one(rules: &StoryRules, readings: &[Reading]) -> Story {
    let order = by_time(readings);
    let profiles: Vec<Profile> = readings.iter().map(|reading| Profile::of(&rules.words, reading)).collect();
    let copies = near_copies::find(readings, &profiles, &order);
    story(rules, readings, &profiles, 0, order, copies)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An article of a few terms, each of equal weight.
    fn outline(terms: &[u32]) -> Outline {
        let weight = 1.0 / (terms.len() as f32).sqrt();
        Outline { terms: terms.iter().map(|&key| (key, weight)).collect(), published: None }
    }

    fn check(articles: &[&[u32]], stories: &[&[usize]], fresh: &[usize], expected: &[&[usize]]) {
        let outlines: Vec<Outline> = articles.iter().map(|terms| outline(terms)).collect();
        let stories: Vec<Vec<usize>> = stories.iter().map(|members| members.to_vec()).collect();
        let lists = grow(&outlines, &stories, fresh);
        assert_eq!(lists, expected.iter().map(|list| list.to_vec()).collect::<Vec<_>>());
    }

    #[test]
    fn a_new_article_meets_the_stories_of_yesterday() {
        let articles: &[&[u32]] = &[&[1, 2], &[8, 9], &[1, 2, 3], &[5, 6]];
        check(articles, &[&[0], &[1]], &[2, 3], &[&[0, 2], &[1], &[3]]);
        check(articles, &[], &[0, 1, 2, 3], &[&[0, 2], &[1], &[3]]);
    }

    #[test]
    fn a_story_that_became_like_another_is_joined_to_it() {
        let articles: &[&[u32]] = &[&[1, 2], &[3, 4], &[1, 2, 3, 4]];
        check(articles, &[&[0], &[1]], &[2], &[&[0, 2, 1], &[]]);
    }
}
