//! From what people type - claims, conflicts, stories, names - to the places that corrections are pinned to.

use crate::StoreError;
use crate::corrections::{Anchor, Field, Link, What};
use crate::decisions::{anchor, key};
use crate::desk::Desk;
use crate::keys::{parse_claim, parse_conflict};
use crate::store::{Store, StoryNo};
use crate::weighing::Weighed;
use whosaid::claims::{Claim, Telling};
use whosaid::text::{Moment, Span};

impl<S: Store> Desk<S> {
    /// The two claims are one.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] for a claim that is not there, and for two of different stories.
    pub fn merge_claims(&self, a: &str, b: &str) -> Result<What, StoreError> {
        let (weighed, of_a) = self.telling(a)?;
        let (other, of_b) = self.telling(b)?;
        if weighed.numbers != other.numbers {
            return Err(no_such("claim of the same story", b));
        }
        Ok(What::MergeClaims { a: weighed.anchor_of(&of_a.1), b: other.anchor_of(&of_b.1) })
    }

    /// A telling leaves its claim.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] for a telling that is not there, or that is alone in its claim.
    pub fn split_claim(&self, telling: &str) -> Result<What, StoreError> {
        let (telling, from) = self.telling_and_another(telling)?;
        Ok(What::SplitClaim { telling, from })
    }

    /// A telling belongs to its claim, or does not.
    ///
    /// # Errors
    /// As [`Desk::split_claim`].
    pub fn judge_telling(&self, telling: &str, right: bool) -> Result<What, StoreError> {
        let (telling, claim) = self.telling_and_another(telling)?;
        Ok(What::Judge { link: Link::Telling { telling, claim }, right })
    }

    /// Two extracts do not agree, or do.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn judge_conflict(&self, name: &str, right: bool) -> Result<What, StoreError> {
        let (story, n) = parse_conflict(name)?;
        let weighed = self.weighed(story)?.ok_or_else(|| no_such("conflict", name))?;
        let conflict = weighed.dossier.conflicts.get(n).ok_or_else(|| no_such("conflict", name))?;
        let side = |side: whosaid::claims::Side| weighed.anchor(side.article, side.span);
        Ok(What::Judge { link: Link::Conflict { a: side(conflict.a), b: side(conflict.b) }, right })
    }

    /// One article holds much of another, or does not.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn judge_copy(&self, article: &str, of: &str, right: bool) -> Result<What, StoreError> {
        let link = Link::Copy { article: self.article_id(article)?, of: self.article_id(of)? };
        Ok(What::Judge { link, right })
    }

    /// Two stories are one.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn merge_stories(&self, a: StoryNo, b: StoryNo) -> Result<What, StoreError> {
        Ok(What::MergeStories { a: self.first_article(a)?, b: self.first_article(b)? })
    }

    /// Articles leave their story, together.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] for an article that is not there or is in no story, and where none would stay.
    pub fn split_story(&self, articles: &[String]) -> Result<Vec<What>, StoreError> {
        let ids = articles.iter().map(|id| self.article_id(id)).collect::<Result<Vec<_>, _>>()?;
        let Some(first) = ids.first() else { return Ok(Vec::new()) };
        let no = self.store().named(first)?;
        let kept = self.store().readings(&[no])?;
        let story = kept.first().and_then(|kept| kept.stored.story);
        let story = story.ok_or_else(|| no_such("story with article", first))?;
        let members = self.store().readings(&self.store().members(story)?)?;
        let members = members.iter().map(|member| member.stored.article.id().to_string());
        let from = members.into_iter().find(|id| !ids.contains(id));
        let from = from.ok_or_else(|| no_such("article left in story", &story.to_string()))?;
        let mut whats = Vec::new();
        for id in &ids {
            whats.push(What::SplitStory { article: id.clone(), from: from.clone() });
            if id != first {
                whats.push(What::MergeStories { a: id.clone(), b: first.clone() });
            }
        }
        Ok(whats)
    }

    /// Two names of a story are one person or body.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn merge_entities(&self, story: StoryNo, a: &str, b: &str) -> Result<What, StoreError> {
        let weighed = self.weighed(story)?.ok_or_else(|| no_such("story", &story.to_string()))?;
        Ok(What::MergeEntities { a: weighed.mention(a, None)?, b: weighed.mention(b, None)? })
    }

    /// Whom one article calls so is someone else than in the other articles of the story.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn split_entity(&self, story: StoryNo, name: &str, article: &str) -> Result<What, StoreError> {
        let weighed = self.weighed(story)?.ok_or_else(|| no_such("story", &story.to_string()))?;
        let id = self.article_id(article)?;
        let here = weighed.readings.iter().position(|r| r.annotated.article.id().to_string() == id);
        let here = here.ok_or_else(|| no_such("article of the story", article))?;
        let mention = weighed.mention(name, Some((here, true)))?;
        Ok(What::SplitEntity { mention, from: weighed.mention(name, Some((here, false)))? })
    }

    /// Who says what a telling tells; nobody is the outlet's own voice.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn set_speaker(&self, telling: &str, speaker: Option<&str>) -> Result<What, StoreError> {
        let (weighed, (_, telling)) = self.telling(telling)?;
        Ok(What::SetSpeaker { content: weighed.anchor_of(&telling), speaker: speaker.map(str::to_owned) })
    }

    /// When, by which outlet, from which agency; nothing is not known.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`], and [`StoreError::BadValue`] for what is no date.
    pub fn set_article(&self, article: &str, field: Field, value: Option<&str>) -> Result<What, StoreError> {
        if let (Field::Published, Some(value)) = (field, value)
            && value.parse::<Moment>().is_err()
        {
            return Err(StoreError::BadValue { what: "ISO 8601 date or date-time", value: value.to_owned() });
        }
        Ok(What::SetArticle { article: self.article_id(article)?, field, value: value.map(str::to_owned) })
    }

    /// The whole id of an article whose id begins so.
    fn article_id(&self, beginning: &str) -> Result<String, StoreError> {
        let no = self.store().named(beginning)?;
        let kept = self.store().readings(&[no])?;
        let id = kept.first().map(|kept| kept.stored.article.id().to_string());
        id.ok_or_else(|| no_such("article", beginning))
    }

    fn first_article(&self, story: StoryNo) -> Result<String, StoreError> {
        let today = StoryNo(self.store().story(story)?.story);
        let members = self.store().members(today)?;
        let kept = self.store().readings(members.get(..1).unwrap_or_default())?;
        let id = kept.first().map(|kept| kept.stored.article.id().to_string());
        id.ok_or_else(|| no_such("article in story", &story.to_string()))
    }

    /// A telling by story and key, with its claim.
    fn telling(&self, name: &str) -> Result<(Weighed, (Claim, Telling)), StoreError> {
        let (story, wanted) = parse_claim(name)?;
        let weighed = self.weighed(story)?.ok_or_else(|| no_such("claim", name))?;
        let tellings =
            weighed.dossier.claims.iter().flat_map(|claim| claim.tellings.iter().map(move |t| (claim, t)));
        let named = |telling: &Telling| {
            let reading = weighed.readings.get(telling.article);
            reading.is_some_and(|r| key(&r.annotated.article, telling.span).starts_with(wanted))
        };
        let mut found = tellings.filter(|(_, telling)| named(telling));
        let first = found.next().map(|(claim, telling)| (claim.clone(), telling.clone()));
        if found.next().is_some() {
            return Err(StoreError::Ambiguous { what: "claim", name: name.to_owned() });
        }
        drop(found);
        let first = first.ok_or_else(|| no_such("claim", name))?;
        Ok((weighed, first))
    }

    /// A telling, and another of its claim.
    fn telling_and_another(&self, name: &str) -> Result<(Anchor, Anchor), StoreError> {
        let (weighed, (claim, telling)) = self.telling(name)?;
        let another = claim
            .tellings
            .iter()
            .find(|other| (other.article, other.span) != (telling.article, telling.span));
        let another = another.ok_or_else(|| no_such("claim with another telling than", name))?;
        Ok((weighed.anchor_of(&telling), weighed.anchor_of(another)))
    }
}

impl Weighed {
    fn anchor(&self, article: usize, span: Span) -> Anchor {
        anchor(&self.readings[article].annotated.article, span)
    }

    fn anchor_of(&self, telling: &Telling) -> Anchor {
        self.anchor(telling.article, telling.span)
    }

    /// A mention of someone by one of their names, in any case; in or outside one article.
    fn mention(&self, name: &str, here: Option<(usize, bool)>) -> Result<Anchor, StoreError> {
        let wanted = name.to_lowercase();
        let mut named = self.dossier.story.entities.iter();
        let entity = named.find(|e| e.names.iter().chain([&e.name]).any(|n| n.to_lowercase() == wanted));
        let mentions = &entity.ok_or_else(|| no_such("name in this story:", name))?.mentions;
        let fits = |article: usize| here.is_none_or(|(here, inside)| (article == here) == inside);
        let found = mentions.iter().find(|mention| fits(mention.0));
        let &(article, mention) = found.ok_or_else(|| no_such("other mention of", name))?;
        let span = self.readings[article].annotated.mentions[mention.idx()].span;
        Ok(self.anchor(article, span))
    }
}

fn no_such(what: &'static str, name: &str) -> StoreError {
    StoreError::NoSuch { what, name: name.to_owned() }
}
