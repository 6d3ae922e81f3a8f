//! Which story each article is in: the program's groups, then what readers merged and parted, then the numbers.

use crate::decisions::Decisions;
use crate::store::{Gatherable, Gathering, Placement, StoryNo};
use std::collections::{BTreeMap, BTreeSet};
use whosaid::story::{Outline, grow};

/// Works out a change of groups and stories. `outlines` is asked only where an article has no group yet.
pub(crate) fn placement<E>(
    gathering: &Gathering,
    decisions: &Decisions,
    outlines: impl FnOnce() -> Result<Vec<Outline>, E>,
) -> Result<Option<Placement>, E> {
    let articles = &gathering.articles;
    let mut groups: Vec<i64> = articles.iter().map(|article| article.group.unwrap_or(-1)).collect();
    if groups.contains(&-1) {
        groups = grown(articles, &outlines()?);
    }
    let stories = decided(articles, &groups, decisions);
    let placement = numbered(gathering, &groups, &stories);
    let changed = [placement.groups.len(), placement.stories.len(), placement.gone.len()] != [0, 0, 0];
    Ok(changed.then_some(placement))
}

/// A group for every article, as the program sees it.
fn grown(articles: &[Gatherable], outlines: &[Outline]) -> Vec<i64> {
    let known: BTreeSet<i64> = articles.iter().filter_map(|article| article.group).collect();
    let known: Vec<i64> = known.into_iter().collect();
    let mut stories: Vec<Vec<usize>> = vec![Vec::new(); known.len()];
    let mut fresh: Vec<usize> = Vec::new();
    for (n, article) in articles.iter().enumerate() {
        match article.group.and_then(|group| known.binary_search(&group).ok()) {
            Some(story) => stories[story].push(n),
            None => fresh.push(n),
        }
    }
    fresh.sort_by_key(|&n| (outlines[n].published.is_none(), outlines[n].published, articles[n].id));
    let next = known.last().map_or(0, |last| last + 1);
    let mut groups = vec![0; articles.len()];
    for (n, members) in grow(outlines, &stories, &fresh).into_iter().enumerate() {
        let group = known.get(n).copied().unwrap_or(next + (n - known.len().min(n)) as i64);
        members.into_iter().for_each(|article| groups[article] = group);
    }
    groups
}

/// Articles by story, after readers merged and parted.
fn decided(articles: &[Gatherable], groups: &[i64], decisions: &Decisions) -> Vec<Vec<usize>> {
    let mut by_group: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    groups.iter().enumerate().for_each(|(n, &group)| by_group.entry(group).or_default().push(n));
    let mut stories: Vec<Vec<usize>> = by_group.into_values().collect();
    let place: BTreeMap<String, usize> =
        articles.iter().enumerate().map(|(n, article)| (article.id.to_string(), n)).collect();
    for (a, b, together) in decisions.stories() {
        let (Some(&a), Some(&b)) = (place.get(a), place.get(b)) else { continue };
        let home = |article: usize| stories.iter().position(|members| members.contains(&article));
        let (Some(of_a), Some(of_b)) = (home(a), home(b)) else { continue };
        if together && of_a != of_b {
            let members = std::mem::take(&mut stories[of_a]);
            stories[of_b].extend(members);
        } else if !together && of_a == of_b && a != b {
            stories[of_a].retain(|&member| member != a);
            stories.push(vec![a]);
        }
    }
    stories.retain(|members| !members.is_empty());
    stories.iter_mut().for_each(|members| members.sort_unstable());
    stories
}

/// Gives each story the number that most of its articles have, the larger stories first; else a new one.
fn numbered(gathering: &Gathering, groups: &[i64], stories: &[Vec<usize>]) -> Placement {
    let articles = &gathering.articles;
    let mut wishes: Vec<(usize, StoryNo, usize)> = Vec::new();
    for (n, members) in stories.iter().enumerate() {
        let mut counts: BTreeMap<StoryNo, usize> = BTreeMap::new();
        members.iter().filter_map(|&a| articles[a].story).for_each(|no| *counts.entry(no).or_default() += 1);
        wishes.extend(counts.into_iter().map(|(no, count)| (count, no, n)));
    }
    wishes.sort_by_key(|&(count, no, n)| (std::cmp::Reverse(count), no, n));
    let mut numbers: Vec<Option<StoryNo>> = vec![None; stories.len()];
    let mut taken: BTreeSet<StoryNo> = BTreeSet::new();
    for (_, no, n) in wishes {
        if numbers[n].is_none() && taken.insert(no) {
            numbers[n] = Some(no);
        }
    }
    let mut next = gathering.next_story;
    let mut fresh = || {
        let number = next;
        next = StoryNo(next.0 + 1);
        number
    };
    let numbers: Vec<StoryNo> = numbers.into_iter().map(|number| number.unwrap_or_else(&mut fresh)).collect();
    changes(gathering, groups, stories, &numbers)
}

fn changes(gathering: &Gathering, groups: &[i64], stories: &[Vec<usize>], numbers: &[StoryNo]) -> Placement {
    let articles = &gathering.articles;
    let mut placement = Placement { generation: gathering.generation, ..Placement::default() };
    let mut stale: BTreeSet<StoryNo> = BTreeSet::new();
    let mut heirs: BTreeMap<StoryNo, BTreeMap<StoryNo, usize>> = BTreeMap::new();
    for (members, &number) in stories.iter().zip(numbers) {
        for &member in members {
            let before = articles[member].story;
            if before != Some(number) {
                placement.stories.push((articles[member].no, number));
                stale.insert(number);
                stale.extend(before);
            }
            if let Some(before) = before {
                *heirs.entry(before).or_default().entry(number).or_default() += 1;
            }
        }
    }
    let kept: BTreeSet<StoryNo> = numbers.iter().copied().collect();
    let gone = heirs.into_iter().filter(|(before, _)| !kept.contains(before));
    placement.gone = gone
        .map(|(before, heirs)| {
            let heir = heirs.into_iter().min_by_key(|&(no, count)| (std::cmp::Reverse(count), no));
            (before, heir.map(|heir| heir.0))
        })
        .collect();
    placement.stale = stale.into_iter().filter(|story| kept.contains(story)).collect();
    let regrouped = articles.iter().zip(groups).filter(|(article, group)| article.group != Some(**group));
    placement.groups = regrouped.map(|(article, &group): (_, &i64)| (article.no, group)).collect();
    placement.stories.sort_unstable();
    placement
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ArticleNo;
    use whosaid::text::ArticleId;

    fn article(no: i64, group: Option<i64>, story: Option<i64>) -> Gatherable {
        let id = ArticleId((no as u64).to_be_bytes());
        Gatherable { no: ArticleNo(no), id, group, story: story.map(StoryNo) }
    }

    fn outline(terms: &[u32]) -> Outline {
        let weight = 1.0 / (terms.len() as f32).sqrt();
        Outline { terms: terms.iter().map(|&key| (key, weight)).collect(), published: None }
    }

    fn check(articles: Vec<Gatherable>, outlines: &[&[u32]], expected: Placement) {
        let gathering = Gathering { generation: 0, next_story: StoryNo(10), articles };
        let outlines = || Ok::<_, ()>(outlines.iter().map(|terms| outline(terms)).collect());
        let placement = placement(&gathering, &Decisions::default(), outlines).unwrap().unwrap();
        assert_eq!(placement, expected);
    }

    #[test]
    fn new_articles_make_stories_or_join_them() {
        check(
            vec![article(1, Some(0), Some(4)), article(2, None, None), article(3, None, None)],
            &[&[1, 2], &[1, 2], &[7, 8]],
            Placement {
                groups: vec![(ArticleNo(2), 0), (ArticleNo(3), 1)],
                stories: vec![(ArticleNo(2), StoryNo(4)), (ArticleNo(3), StoryNo(10))],
                stale: vec![StoryNo(4), StoryNo(10)],
                ..Placement::default()
            },
        );
    }

    #[test]
    fn a_story_that_joins_another_leads_there() {
        check(
            vec![article(1, Some(0), Some(4)), article(2, Some(1), Some(5)), article(3, None, None)],
            &[&[1, 2], &[3, 4], &[1, 2, 3, 4]],
            Placement {
                groups: vec![(ArticleNo(2), 0), (ArticleNo(3), 0)],
                stories: vec![(ArticleNo(2), StoryNo(4)), (ArticleNo(3), StoryNo(4))],
                stale: vec![StoryNo(4)],
                gone: vec![(StoryNo(5), Some(StoryNo(4)))],
                ..Placement::default()
            },
        );
    }
}
