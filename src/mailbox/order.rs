//! Order and grouping, each compiled for one type only: every sort and every map for a type of its own is kilobytes of
//! code that a browser has to load. What is sorted are numbers of things, and what things are grouped by is a number.

use std::cmp::Ordering;

/// Sorts numbers; equal ones stay in their order.
pub(super) fn sort(numbers: &mut [u32], by: &dyn Fn(u32, u32) -> Ordering) {
    numbers.sort_by(|&one, &other| by(one, other));
}

/// Puts numbers in ascending order.
pub(super) fn ascending(numbers: &mut [u32]) {
    sort(numbers, &|one, other| one.cmp(&other));
}

/// The numbers below this one in an order.
pub(super) fn ordered(count: usize, by: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..count as u32).collect();
    sort(&mut numbers, &|one, other| by(one as usize, other as usize));
    numbers
}

/// Different texts in order.
pub(super) fn distinct(mut texts: Vec<String>) -> Vec<String> {
    let order = ordered(texts.len(), &|one, other| texts[one].cmp(&texts[other]));
    let mut sorted: Vec<String> = order.into_iter().map(|at| std::mem::take(&mut texts[at as usize])).collect();
    sorted.dedup();
    sorted
}

/// Two numbers as a key, in the order of the first and then of the second.
pub(super) fn pair(first: impl Into<u32>, second: impl Into<u32>) -> u64 {
    u64::from(first.into()) << 32 | u64::from(second.into())
}

/// Numbers keys in the order in which they are first seen, so that what belongs to them can stand in a list.
///
/// Nobody can make it slow: keys are made of numbers that were given in order, never of what a message says, and few of
/// those that lie in a row can fall on one place.
#[derive(Debug, Default)]
pub(super) struct Groups {
    keys: Vec<u64>,
    /// Open addressing over `keys`, at most half full; a place holds the number of a key, or none.
    table: Vec<u32>,
}

/// No key.
const NONE: u32 = u32::MAX;

impl Groups {
    /// The number of a key, a new one when it was not seen before.
    pub(super) fn of(&mut self, key: u64) -> usize {
        if self.keys.len() * 2 >= self.table.len() {
            self.table = vec![NONE; (self.table.len() * 2).max(16)];
            for number in 0..self.keys.len() {
                let place = self.place(self.keys[number]);
                self.table[place] = number as u32;
            }
        }
        let place = self.place(key);
        if self.table[place] == NONE {
            self.table[place] = self.keys.len() as u32;
            self.keys.push(key);
        }
        self.table[place] as usize
    }

    /// The place of a key in the table, or the free one where it belongs.
    fn place(&self, key: u64) -> usize {
        let mask = self.table.len() - 1;
        // the golden ratio spreads numbers in a row as far as can be
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut place = (spread ^ spread >> 32) as usize & mask;
        while self.table[place] != NONE && self.keys[self.table[place] as usize] != key {
            place = (place + 1) & mask;
        }
        place
    }

    /// The number of a key that was seen.
    pub(super) fn find(&self, key: u64) -> Option<usize> {
        if self.table.is_empty() {
            return None;
        }
        Some(self.table[self.place(key)]).filter(|&number| number != NONE).map(|number| number as usize)
    }

    /// How many keys there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The key of this number.
    pub(super) fn key(&self, number: usize) -> u64 {
        self.keys[number]
    }

    /// The numbers in the order of their keys.
    pub(super) fn ordered(&self) -> Vec<u32> {
        ordered(self.keys.len(), &|one, other| self.keys[one].cmp(&self.keys[other]))
    }
}

/// How often each key was seen.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) groups: Groups,
    counts: Vec<u32>,
}

impl Counts {
    /// Counts a key; gives its number and how often it was seen by now.
    pub(super) fn add(&mut self, key: u64) -> (usize, u32) {
        let number = self.groups.of(key);
        if number == self.counts.len() {
            self.counts.push(0);
        }
        self.counts[number] += 1;
        (number, self.counts[number])
    }

    /// How often a key was seen.
    pub(super) fn of(&self, key: u64) -> u32 {
        self.groups.find(key).map_or(0, |number| self.counts[number])
    }

    /// How often the key of this number was seen.
    pub(super) fn count(&self, number: usize) -> u32 {
        self.counts[number]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_numbered_as_they_are_first_seen_and_counted() {
        let mut counts = Counts::default();
        assert_eq!((counts.of(0), counts.groups.find(0)), (0, None));
        let key = |at: u32| pair(at % 7, at / 3 * 1_000_000);
        for at in 0..3_000 {
            let known = counts.groups.find(key(at));
            let (number, count) = counts.add(key(at));
            assert_eq!(known.unwrap_or(counts.groups.len() - 1), number);
            assert_eq!((counts.groups.key(number), counts.of(key(at))), (key(at), count));
        }
        let order = counts.groups.ordered();
        assert!(order.is_sorted_by_key(|&number| counts.groups.key(number as usize)));
        assert_eq!((0..order.len()).map(|number| counts.count(number)).sum::<u32>(), 3_000);
    }

    #[test]
    fn what_is_equal_stays_in_its_order_and_equal_texts_become_one() {
        let mut numbers = vec![5, 2, 4, 1, 3];
        sort(&mut numbers, &|one, other| (one % 2).cmp(&(other % 2)));
        assert_eq!(numbers, [2, 4, 5, 1, 3]);
        ascending(&mut numbers);
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert_eq!(distinct(["b", "a", "b", ""].map(str::to_owned).into()), ["", "a", "b"]);
    }
}
