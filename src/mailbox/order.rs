//! Order and grouping, each compiled for one type only: every sort and every map for a type of its own is kilobytes of
//! code that a browser has to load. What is sorted are numbers of things, and what things are grouped by is a number.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

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
/// The hashes are those of every run, which is safe here: keys are made of numbers that were given in order, never of
/// what a message says.
#[derive(Debug, Default)]
pub(super) struct Groups {
    numbers: HashMap<u64, u32, BuildHasherDefault<DefaultHasher>>,
    keys: Vec<u64>,
}

impl Groups {
    /// The number of a key, a new one when it was not seen before.
    pub(super) fn of(&mut self, key: u64) -> usize {
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        number as usize
    }

    /// The number of a key that was seen.
    pub(super) fn find(&self, key: u64) -> Option<usize> {
        self.numbers.get(&key).map(|&number| number as usize)
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
