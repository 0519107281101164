//! The modulus of an RSA key from two of its signatures.
//!
//! A signature `s` over the encoded hash `m` satisfies `s^e = m (mod N)`, so `N` divides `s^e - m` for every signature of
//! the key, and the greatest common divisor of two such numbers is `N` or a small multiple of it. With the usual exponent
//! of 65537 and 2048 bits each number has 134 million bits, so numbers are multiplied by a number-theoretic transform,
//! and the divisor is found by halving: the quotients of Euclid's algorithm depend on the leading half alone.

use std::mem;

use num_bigint_dig::{BigInt, BigUint, Sign};

/// The exponents that are tried, the quick ones first.
const EXPONENTS: [u32; 3] = [3, 17, 65537];
/// A common divisor is the modulus times a small number; factors up to this one are taken out.
const SMALL: u32 = 10_000;

/// A signature as a number, and the number that was signed: the hash in its padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// The signature.
    pub signature: BigUint,
    /// The encoded hash (RFC 8017 section 9.2).
    pub encoded: BigUint,
    /// Length of the signature in bytes, which is that of the modulus.
    pub length: usize,
}

/// The modulus and the exponent that both signatures fit, when there are any: they are of one key then.
pub fn find(one: &Equation, two: &Equation) -> Option<(BigUint, u32)> {
    if one.length != two.length || one.signature == two.signature {
        return None;
    }
    EXPONENTS.into_iter().find_map(|exponent| {
        let [first, second] = [one, two].map(|equation| multiple(equation, exponent));
        let mut divisor = gcd(first, second);
        for factor in 2..SMALL {
            while divisor.bits() > one.length * 8 && &divisor % factor == BigUint::from(0_u32) {
                divisor /= factor;
            }
        }
        let full = one.length * 8;
        (full - 7..=full).contains(&divisor.bits()).then_some((divisor, exponent))
    })
}

/// `s^e - m`, a multiple of the modulus.
fn multiple(equation: &Equation, exponent: u32) -> BigUint {
    let mut power = equation.signature.clone();
    // The exponents that are tried are a power of two and one more.
    for _ in 0..exponent.ilog2() {
        power = product(&power, &power);
    }
    power * &equation.signature - &equation.encoded
}

/// The greatest common divisor.
pub fn gcd(one: BigUint, two: BigUint) -> BigUint {
    let (mut large, mut small) = ordered(one.into(), two.into());
    while small.sign() != Sign::NoSign {
        (large, small) = halve(&large, &small).apply(&large, &small);
        if small.sign() != Sign::NoSign {
            let rest = &large % &small;
            large = mem::replace(&mut small, rest);
        }
    }
    large.to_biguint().unwrap_or_default()
}

fn ordered(one: BigInt, two: BigInt) -> (BigInt, BigInt) {
    if one >= two { (one, two) } else { (two, one) }
}

/// Steps of Euclid's algorithm as a matrix of determinant 1 or -1, which keeps the common divisor.
struct Steps([[BigInt; 2]; 2]);

impl Steps {
    fn none() -> Self {
        let [zero, one] = [BigInt::from(0), BigInt::from(1)];
        Self([[one.clone(), zero.clone()], [zero, one]])
    }

    /// The two numbers after these steps, none of them negative, the larger one first.
    fn apply(&self, large: &BigInt, small: &BigInt) -> (BigInt, BigInt) {
        let [one, two] = self.0.each_ref().map(|[a, b]| absolute(signed_product(a, large) + signed_product(b, small)));
        ordered(one, two)
    }

    /// As [`Self::apply`], and takes the signs and the order over into the steps.
    fn settle(&mut self, large: &BigInt, small: &BigInt) -> (BigInt, BigInt) {
        let [one, two] = self.0.each_mut().map(|[a, b]| {
            let number = signed_product(a, large) + signed_product(b, small);
            if number.sign() == Sign::Minus {
                (*a, *b) = (-mem::take(a), -mem::take(b));
            }
            absolute(number)
        });
        if one >= two {
            return (one, two);
        }
        self.0.reverse();
        (two, one)
    }

    /// One step of division more.
    fn divide(&mut self, quotient: &BigInt) {
        let [above, below] = &mut self.0;
        for (above, below) in above.iter_mut().zip(below) {
            *above -= signed_product(quotient, below);
            mem::swap(above, below);
        }
    }

    /// First these steps, then those.
    fn then(&self, next: &Self) -> Self {
        let cell = |row: &[BigInt; 2], at: usize| {
            signed_product(&row[0], &self.0[0][at]) + signed_product(&row[1], &self.0[1][at])
        };
        Self(next.0.each_ref().map(|row| [cell(row, 0), cell(row, 1)]))
    }
}

fn absolute(number: BigInt) -> BigInt {
    if number.sign() == Sign::Minus { -number } else { number }
}

/// Below this many bits steps are found 30 bits at a time.
const SHORT: usize = 2_048;

/// Steps that halve the length of both numbers, found from their leading halves. `large` is not below `small`. A step too
/// many or too few at the end does no harm: every matrix of determinant 1 or -1 keeps the divisor.
fn halve(large: &BigInt, small: &BigInt) -> Steps {
    let length = large.bits();
    let target = length / 2 + 1;
    if small.bits() <= target {
        return Steps::none();
    }
    if length < SHORT {
        return halve_short(large.clone(), small.clone(), target);
    }
    let cut = length / 2;
    let mut steps = halve(&(large >> cut), &(small >> cut));
    let (mut large, mut small) = steps.settle(large, small);
    if small.bits() > target {
        let quotient = &large / &small;
        let rest = &large - signed_product(&quotient, &small);
        steps.divide(&quotient);
        large = mem::replace(&mut small, rest);
    }
    if small.bits() <= target {
        return steps;
    }
    let cut = length.saturating_sub(large.bits());
    steps.then(&halve(&(large >> cut), &(small >> cut)))
}

/// Lehmer's way: the quotients of the leading 62 bits, until they could be wrong.
fn halve_short(mut large: BigInt, mut small: BigInt, target: usize) -> Steps {
    let mut steps = Steps::none();
    while small.bits() > target {
        let cut = large.bits().saturating_sub(62);
        let lead = |number: &BigInt| {
            (number >> cut).to_biguint().map_or(0, |lead| {
                lead.to_bytes_le().iter().rev().fold(0_i128, |value, &byte| value << 8 | i128::from(byte))
            })
        };
        let (mut x, mut y) = (lead(&large), lead(&small));
        let (mut above, mut below) = ([1_i128, 0], [0_i128, 1]);
        while y > 0 {
            let quotient = x / y;
            let next = [above[0] - quotient * below[0], above[1] - quotient * below[1]];
            let rest = x - quotient * y;
            if next.iter().any(|cell| cell.abs() >= 1 << 30) || cut + bits(rest) < target {
                break;
            }
            (x, y, above, below) = (y, rest, below, next);
        }
        if below == [0, 1] {
            let quotient = &large / &small;
            let rest = &large - &quotient * &small;
            steps.divide(&quotient);
            large = mem::replace(&mut small, rest);
        } else {
            let mut next = Steps([above.map(BigInt::from), below.map(BigInt::from)]);
            (large, small) = next.settle(&large, &small);
            steps = steps.then(&next);
        }
    }
    steps
}

fn bits(number: i128) -> usize {
    (i128::BITS - number.leading_zeros()) as usize
}

fn signed_product(one: &BigInt, two: &BigInt) -> BigInt {
    if one.bits().min(two.bits()) < TRANSFORMED {
        return one * two;
    }
    let sign = if one.sign() == two.sign() { Sign::Plus } else { Sign::Minus };
    let [one, two] = [one, two].map(|number| absolute(number.clone()).to_biguint().unwrap_or_default());
    BigInt::from_biguint(sign, product(&one, &two))
}

/// From this many bits on, of the smaller factor, the transform is quicker than the library's multiplication.
const TRANSFORMED: usize = 40_000;

/// The product of two numbers.
pub fn product(one: &BigUint, two: &BigUint) -> BigUint {
    if one.bits().min(two.bits()) < TRANSFORMED {
        return one * two;
    }
    // As many bits to a digit as the sums of the transform leave room for, in the shortest transform.
    let length = (one.bits() + two.bits()).div_ceil(20).next_power_of_two();
    let width = (one.bits() + two.bits()).div_ceil(length) + 1;
    let roots = roots(length);
    let mut transformed = digits(one, width, length);
    forward(&mut transformed, &roots);
    if one == two {
        transformed.iter_mut().for_each(|value| *value = times(*value, *value));
    } else {
        let mut other = digits(two, width, length);
        forward(&mut other, &roots);
        transformed.iter_mut().zip(other).for_each(|(value, other)| *value = times(*value, other));
    }
    backward(&mut transformed, &roots);
    number(&transformed, width)
}

/// A number in digits of so many bits, lowest first.
fn digits(number: &BigUint, width: usize, length: usize) -> Vec<u64> {
    let mut digits = vec![0; length];
    let (mut held, mut count) = (0_u64, 0);
    let mut place = digits.iter_mut();
    for byte in number.to_bytes_le() {
        held |= u64::from(byte) << count;
        count += 8;
        if count >= width {
            if let Some(digit) = place.next() {
                *digit = held & ((1 << width) - 1);
            }
            held >>= width;
            count -= width;
        }
    }
    if let Some(digit) = place.next() {
        *digit = held;
    }
    digits
}

/// The number that such digits make, after a transform of this length and back, which leaves them that many times too
/// large.
fn number(digits: &[u64], width: usize) -> BigUint {
    let shrink = power(digits.len() as u64, PRIME - 2);
    let mut bytes = Vec::with_capacity(digits.len() * width / 8 + 16);
    let (mut held, mut count) = (0_u128, 0);
    for &digit in digits {
        held += u128::from(times(digit, shrink)) << count;
        count += width;
        while count >= 8 {
            bytes.push(held as u8);
            held >>= 8;
            count -= 8;
        }
    }
    while held > 0 {
        bytes.push(held as u8);
        held >>= 8;
    }
    BigUint::from_bytes_le(&bytes)
}

/// 2^64 - 2^32 + 1: its residues have roots of unity of every order up to 2^32, and 2^64 is 2^32 - 1 among them.
const PRIME: u64 = 0xffff_ffff_0000_0001;
/// A generator of the residues.
const GENERATOR: u64 = 7;

fn times(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two);
    let (low, high) = (product as u64, (product >> 64) as u64);
    let (mut value, borrowed) = low.overflowing_sub(high >> 32);
    if borrowed {
        value = value.wrapping_sub(u64::from(u32::MAX));
    }
    let (sum, carried) = value.overflowing_add((high & u64::from(u32::MAX)) * u64::from(u32::MAX));
    let value = if carried { sum.wrapping_add(u64::from(u32::MAX)) } else { sum };
    if value >= PRIME { value - PRIME } else { value }
}

fn plus(one: u64, two: u64) -> u64 {
    let (sum, carried) = one.overflowing_add(two);
    if carried || sum >= PRIME { sum.wrapping_sub(PRIME) } else { sum }
}

fn minus(one: u64, two: u64) -> u64 {
    let (difference, borrowed) = one.overflowing_sub(two);
    if borrowed { difference.wrapping_add(PRIME) } else { difference }
}

fn power(base: u64, mut exponent: u64) -> u64 {
    let (mut base, mut value) = (base, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            value = times(value, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    value
}

/// The roots of unity of every order up to this one; those for a transform of `2 * half` values stand from `half` on.
fn roots(length: usize) -> Vec<u64> {
    let mut roots = vec![1; length.max(2)];
    let mut half = length / 2;
    let root = power(GENERATOR, (PRIME - 1) / length as u64);
    for at in 1..half {
        roots[half + at] = times(roots[half + at - 1], root);
    }
    while half > 1 {
        for at in 0..half / 2 {
            roots[half / 2 + at] = roots[half + 2 * at];
        }
        half /= 2;
    }
    roots
}

/// The transform, which leaves its values in the order of their reversed bits.
fn forward(values: &mut [u64], roots: &[u64]) {
    let half = values.len() / 2;
    if let [low, high] = values {
        (*low, *high) = (plus(*low, *high), minus(*low, *high));
        return;
    }
    let (low, high) = values.split_at_mut(half);
    for ((low, high), &root) in low.iter_mut().zip(&mut *high).zip(&roots[half..]) {
        (*low, *high) = (plus(*low, *high), times(minus(*low, *high), root));
    }
    both(low, high, roots, forward);
}

/// Back from [`forward`]; every value is then as many times too large as there are values.
fn backward(values: &mut [u64], roots: &[u64]) {
    untangle(values, roots);
    // The roots were those of the way there: what comes out is reversed but for its first value.
    values[1..].reverse();
}

fn untangle(values: &mut [u64], roots: &[u64]) {
    let half = values.len() / 2;
    if let [low, high] = values {
        (*low, *high) = (plus(*low, *high), minus(*low, *high));
        return;
    }
    let (low, high) = values.split_at_mut(half);
    both(low, high, roots, untangle);
    for ((low, high), &root) in low.iter_mut().zip(high).zip(&roots[half..]) {
        let turned = times(*high, root);
        (*low, *high) = (plus(*low, turned), minus(*low, turned));
    }
}

/// Values from which on the two halves are worth a thread of their own.
const PARALLEL: usize = 1 << 19;

fn both(low: &mut [u64], high: &mut [u64], roots: &[u64], work: fn(&mut [u64], &[u64])) {
    if low.len() < PARALLEL {
        work(low, roots);
        work(high, roots);
        return;
    }
    std::thread::scope(|scope| {
        scope.spawn(|| work(low, roots));
        work(high, roots);
    });
}
