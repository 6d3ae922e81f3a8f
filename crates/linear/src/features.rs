//! Features as 32-bit hashes: a template number mixed with the values it looks at.

/// Hash of a text value, for use in [`Features::add`].
#[inline]
pub fn hash(text: &str) -> u32 {
    let mut state = 0x811c_9dc5_u32;
    for &byte in text.as_bytes() {
        state = (state ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    finish(state)
}

/// Mixes two hashes (or small numbers) into one; the order counts.
#[inline]
pub fn mix(a: u32, b: u32) -> u32 {
    finish(
        a.wrapping_mul(0x9e37_79b1).rotate_left(15) ^ b.wrapping_mul(0x85eb_ca6b).wrapping_add(0x27d4_eb2f),
    )
}

#[inline]
fn finish(mut h: u32) -> u32 {
    h ^= h >> 16;
    h = h.wrapping_mul(0x7feb_352d);
    h ^= h >> 15;
    h = h.wrapping_mul(0x846c_a68b);
    h ^ (h >> 16)
}

/// A reusable list of the features that hold at one place.
#[derive(Clone, Debug, Default)]
pub struct Features {
    keys: Vec<u32>,
}

impl Features {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets the features, keeps the room.
    #[inline]
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// Adds the feature "template has this value".
    #[inline]
    pub fn add(&mut self, template: u32, value: u32) {
        self.keys.push(mix(template, value));
    }

    /// Adds the feature "template has these two values".
    #[inline]
    pub fn add2(&mut self, template: u32, a: u32, b: u32) {
        self.keys.push(mix(template, mix(a, b)));
    }

    /// Adds the feature "template has these three values".
    #[inline]
    pub fn add3(&mut self, template: u32, a: u32, b: u32, c: u32) {
        self.keys.push(mix(template, mix(mix(a, b), c)));
    }

    /// Adds a ready key.
    #[inline]
    pub fn push(&mut self, key: u32) {
        self.keys.push(key);
    }

    /// The keys so far.
    #[inline]
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }
}
