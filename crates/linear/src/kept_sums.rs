//! [`KeptSums`]: sums of weights of the features that come together again and again, looked up once.

use crate::{Features, Pair, PairSums};
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// Sums by key and part of a key. New keys wait until [`KeptSums::look_up`], for many features are looked up together
/// far quicker than one by one.
#[derive(Debug)]
pub struct KeptSums<K> {
    numbers: FxHashMap<K, u32>,
    sums: Vec<PairSums>,
    /// Features of the sums to come, one after the other, and where those of each end.
    waiting: Features,
    ends: Vec<u32>,
}

impl<K> Default for KeptSums<K> {
    fn default() -> Self {
        KeptSums {
            numbers: FxHashMap::default(),
            sums: Vec::new(),
            waiting: Features::new(),
            ends: Vec::new(),
        }
    }
}

impl<K: Eq + Hash> KeptSums<K> {
    /// The number of the first of a key's sums, one for each part; `describe` adds the features of a part.
    #[inline]
    pub fn number(&mut self, key: K, n_parts: usize, describe: impl Fn(&K, usize, &mut Features)) -> u32 {
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = (self.sums.len() + self.ends.len()) as u32;
        (0..n_parts).for_each(|part| _ = self.add_once(|features| describe(&key, part, features)));
        self.numbers.insert(key, number);
        number
    }

    /// The number of a sum that no key leads to.
    #[inline]
    pub fn add_once(&mut self, describe: impl FnOnce(&mut Features)) -> u32 {
        describe(&mut self.waiting);
        self.ends.push(self.waiting.keys().len() as u32);
        (self.sums.len() + self.ends.len()) as u32 - 1
    }

    /// Works out the sums that wait.
    pub fn look_up(&mut self, pair: &Pair) {
        pair.sums_of_each(self.waiting.keys(), &self.ends, &mut self.sums);
        self.waiting.clear();
        self.ends.clear();
    }

    /// The sum of a number, once it is looked up.
    #[inline]
    pub fn get(&self, number: u32) -> &PairSums {
        &self.sums[number as usize]
    }

    /// How many sums are kept or wait.
    pub fn len(&self) -> usize {
        self.sums.len() + self.ends.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all sums, keeps the room.
    pub fn clear(&mut self) {
        self.numbers.clear();
        self.sums.clear();
        self.waiting.clear();
        self.ends.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Freeze, Model, Trainer};

    fn model(weighted: &[u32]) -> Model {
        let mut trainer = Trainer::new(&["no", "yes"]);
        weighted.iter().for_each(|&feature| _ = trainer.learn_one(&[feature], 1));
        trainer.freeze(Freeze { prune_below: 0.0 })
    }

    #[test]
    fn sums_are_those_of_their_features() {
        let keys: Vec<u32> = (0..90).map(|n| n * 47_000_000).collect();
        let pair = Pair::new(&model(&keys[..60]), &model(&keys[30..]));
        let features = |key: &usize, part: usize| keys[*key..(key * 2 + part).min(90)].to_vec();
        let mut kept = KeptSums::default();
        for round in 0..2 {
            let numbers: Vec<u32> = (0..40)
                .map(|key| {
                    kept.number(key, 2, |key, part, f| {
                        features(key, part).into_iter().for_each(|one| f.push(one))
                    })
                })
                .collect();
            let once = kept.add_once(|f| f.push(keys[3]));
            kept.look_up(&pair);
            assert_eq!(kept.len(), 81 + round);
            assert_eq!(*kept.get(once), pair.sums(&[keys[3]]));
            for (key, number) in numbers.into_iter().enumerate() {
                assert_eq!(*kept.get(number), pair.sums(&features(&key, 0)), "{key}");
                assert_eq!(*kept.get(number + 1), pair.sums(&features(&key, 1)), "{key}");
            }
        }
        kept.clear();
        assert!(kept.is_empty());
    }
}
