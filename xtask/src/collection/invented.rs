//! Invented news: any number of articles about made-up places, people and bodies, the same every time.
//!
//! A story has facts; each of its articles tells some of them, in its outlet's own words and through sources of its
//! own, and repeats some of others. Most stories have a few articles, some have hundreds, as in real streams.

use std::fmt::Write;

/// Words of an article, about.
const SENTENCES: u64 = 26;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }

    /// A made-up name.
    fn name(&mut self) -> String {
        const HEADS: [&str; 20] = [
            "Bra", "Cal", "Dor", "El", "Fen", "Gar", "Hol", "Is", "Jor", "Kel", "Lin", "Mar", "Nor", "Os",
            "Pel", "Quil", "Ros", "Sal", "Tor", "Ved",
        ];
        const MIDDLES: [&str; 12] = ["a", "be", "der", "i", "la", "mo", "ni", "o", "ra", "ste", "u", "ve"];
        const TAILS: [&str; 16] = [
            "bury", "dale", "dt", "en", "ford", "gard", "ham", "is", "kov", "lund", "mont", "ner", "rick",
            "sen", "ton", "wick",
        ];
        let (head, middle, tail) = (self.of(&HEADS), self.of(&MIDDLES), self.of(&TAILS));
        if self.below(2) == 0 { format!("{head}{tail}") } else { format!("{head}{middle}{tail}") }
    }
}

/// A story under way.
struct Story {
    place: String,
    thing: &'static str,
    body: String,
    people: Vec<String>,
    facts: Vec<String>,
    day: u64,
    n_left: usize,
    number: usize,
}

/// Articles, a line of JSON each.
pub struct Invention {
    dice: Dice,
    outlets: Vec<String>,
    open: Vec<Story>,
    n_stories: usize,
    n_left: usize,
}

impl Invention {
    /// So many articles.
    pub fn new(n_articles: usize) -> Self {
        let mut dice = Dice(11);
        let outlets =
            (0..60).map(|_| format!("{} {}", dice.name(), dice.of(&["Post", "Times", "Herald", "Star"])));
        let outlets = outlets.collect();
        Invention { dice, outlets, open: Vec::new(), n_stories: 0, n_left: n_articles }
    }

    fn story(&mut self) -> Story {
        const THINGS: [&str; 24] = [
            "bridge",
            "ferry",
            "school",
            "harbor",
            "mill",
            "lighthouse",
            "tunnel",
            "dam",
            "hospital",
            "airport",
            "mine",
            "reactor",
            "library",
            "stadium",
            "tram line",
            "refinery",
            "museum",
            "prison",
            "observatory",
            "canal",
            "vineyard",
            "shipyard",
            "theater",
            "quarry",
        ];
        let dice = &mut self.dice;
        let (place, thing, body) = (dice.name(), dice.of(&THINGS), format!("{} Group", dice.name()));
        let people: Vec<String> = (0..5).map(|_| format!("{} {}", dice.name(), dice.name())).collect();
        let facts = (0..16).map(|n| fact(dice, n, &place, thing, &body)).collect();
        // One story in thirty is told by up to two hundred articles.
        let n_left = 1 + if dice.below(30) == 0 { dice.below(200) } else { dice.below(14) } as usize;
        self.n_stories += 1;
        let day = (self.n_stories as u64 / 8) % 700;
        Story { place, thing, body, people, facts, day, n_left, number: self.n_stories }
    }

    fn article(&mut self, story: &mut Story) -> String {
        let dice = &mut self.dice;
        let outlet = self.outlets[dice.below(self.outlets.len() as u64) as usize].clone();
        let other = self.outlets[dice.below(self.outlets.len() as u64) as usize].clone();
        let day = story.day + dice.below(4);
        let fact = |dice: &mut Dice| story.facts[dice.below(story.facts.len() as u64) as usize].clone();
        let title = format!("{}: {}", story.place, fact(dice));
        let mut text = String::new();
        for n in 0..SENTENCES {
            let (told, who) =
                (fact(dice), story.people[dice.below(story.people.len() as u64) as usize].clone());
            let lower = lower_first(&told);
            let sentence = match dice.below(11) {
                0 => format!("{told}, {who} said on Monday."),
                1 => format!("\"{told},\" said {who}, who works for {}.", story.body),
                2 => format!("According to the {other}, {lower}."),
                3 => format!("A source told the {other} that {lower}."),
                4 => format!("{who} denied that {lower}."),
                5 => format!("{told}."),
                6 => format!("A spokesman for {} said that {lower}.", story.body),
                7 => format!("A report by the city of {} says {lower}.", story.place),
                8 => format!(
                    "Residents of {} {} near the {}.",
                    story.place,
                    dice.of(&["waited", "met"]),
                    story.thing
                ),
                9 => format!(
                    "{who}, {} years old, {}.",
                    20 + dice.below(60),
                    dice.of(&["left early", "stayed"])
                ),
                _ => format!("The {} was built {} years ago.", story.thing, 5 + dice.below(90)),
            };
            let _ = write!(text, "{}{sentence}", if n % 4 == 0 { "\n\n" } else { " " });
        }
        let (year, month, of_month) = (2029 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
        let url = format!("https://news.example/{}/{}", story.number, story.n_left);
        let of = |value: &str| serde_json::Value::from(value).to_string();
        format!(
            "{{\"outlet\":{},\"url\":{},\"published\":\"{year}-{month:02}-{of_month:02}\",\"title\":{},\"text\":{}}}",
            of(&outlet),
            of(&url),
            of(&title),
            of(text.trim())
        )
    }
}

impl Invention {
    /// The next article, and the number of its story.
    pub fn next_of_story(&mut self) -> Option<(usize, String)> {
        self.n_left = self.n_left.checked_sub(1)?;
        while self.open.len() < 12 {
            let story = self.story();
            self.open.push(story);
        }
        let at = self.dice.below(self.open.len() as u64) as usize;
        let mut story = self.open.swap_remove(at);
        let (number, article) = (story.number, self.article(&mut story));
        story.n_left -= 1;
        if story.n_left > 0 {
            self.open.push(story);
        }
        Some((number, article))
    }
}

impl Iterator for Invention {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.next_of_story().map(|(_, article)| article)
    }
}

fn fact(dice: &mut Dice, n: u64, place: &str, thing: &str, body: &str) -> String {
    let (number, cost) = (2 + dice.below(400), 1 + dice.below(90));
    match n % 8 {
        0 => format!("The {thing} in {place} will close for {number} days"),
        1 => format!("Repairs of the {thing} will cost {cost} million crowns"),
        2 => format!("{body} knew of cracks in the {thing} since {}", 1990 + dice.below(38)),
        3 => format!("{number} people were brought to safety from the {thing}"),
        4 => format!("The mayor of {place} asked {body} for {cost} million crowns"),
        5 => format!("Inspectors found {number} loose bolts at the {place} {thing}"),
        6 => format!("{body} will sell the {thing} to {}", dice.name()),
        _ => format!("The court in {} will hear the case of the {place} {thing}", dice.name()),
    }
}

fn lower_first(words: &str) -> String {
    match words.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Invention;

    #[test]
    fn the_same_articles_are_invented_every_time() {
        let articles: Vec<String> = Invention::new(40).collect();
        assert_eq!(articles, Invention::new(40).collect::<Vec<_>>());
        assert_eq!(articles.len(), 40);
        for article in articles {
            let value: serde_json::Value = serde_json::from_str(&article).unwrap();
            assert!(value["text"].as_str().is_some_and(|text| text.split(' ').count() > 150), "{article}");
        }
    }
}
