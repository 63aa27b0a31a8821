//! Chance that repeats: the same seed gives the same family on every machine and in every release.

/// A small generator of numbers that look random (`SplitMix64`), of our own because a library's may change.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn of(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From `least` to `most`, both included; `least` when there is nothing between.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let Ok(width) = u64::try_from(most - least) else { return least };
        // The remainder favours small numbers by less than one in a billion for any range used here.
        i64::try_from(self.next() % (width + 1)).map_or(least, |more| least + more)
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(super) fn happens(&mut self, permille: u16) -> bool {
        self.between(0, 999) < i64::from(permille)
    }

    /// One of them. `all` is never empty here; the first stands in for none.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(all.len()).unwrap_or(1) - 1;
        usize::try_from(self.between(0, last)).ok().and_then(|place| all.get(place))
    }

    /// The chance in an id.
    pub(super) fn bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_for_ever() {
        let mut chance = Chance::of(7);
        let numbers: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(numbers, [7_191_089_600_892_374_487, 309_689_372_594_955_804, 16_616_101_746_815_609_346]);
    }

    #[test]
    fn keeps_within_its_bounds_and_reaches_them() {
        let mut chance = Chance::of(1);
        let drawn: Vec<i64> = (0..1_000).map(|_| chance.between(-1, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-1), Some(&2)));
        assert_eq!(chance.between(5, 4), 5);
        let times = (0..10_000).filter(|_| chance.happens(250)).count();
        assert!((2_300..2_700).contains(&times), "{times}");
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
