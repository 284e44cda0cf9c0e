//! eˣ, ln x, and xʸ from additions, multiplications, and tables alone: the same bits on every machine, in a third of the time of
//! software that divides.
//!
//! Table-driven as in Tang (1989, 1990, ACM TOMS 15 and 16): an argument is brought next to one of 128 points whose value is known
//! to more than a double's figures, and a short polynomial does the rest. Tables are computed by the compiler, in pairs of
//! doubles (Dekker 1971). Errors stay below 0.6 units in the last place for exponential and logarithm, and below 1 for the power,
//! where results are normal numbers; what is not goes to the `libm` crate.

/// Points of either table; a power of two.
const POINTS: usize = 128;
const LAST: u64 = POINTS as u64 - 1;

/// ln 2 in two parts, the first of 32 bits, so that its multiples by exponents are exact.
const LN_2_HEAD: f64 = 0.693_147_180_369_123_8;
const LN_2_TAIL: f64 = 1.908_214_929_270_587_7e-10;

/// Adding and subtracting it rounds to a whole number.
const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// A value as the sum of two doubles, the second below half a unit in the last place of the first.
type Pair = (f64, f64);

/// The exact sum of two numbers, the first the larger.
#[inline]
const fn sum(a: f64, b: f64) -> Pair {
    let s = a + b;
    (s, b - (s - a))
}

/// The exact product of two numbers.
#[inline]
const fn product(a: f64, b: f64) -> Pair {
    /// In two halves of 26 bits each.
    #[inline]
    const fn halves(x: f64) -> Pair {
        let c = 134_217_729.0 * x;
        let head = c - (c - x);
        (head, x - head)
    }
    let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
    let p = a * b;
    (p, a2 * b2 - (((p - a1 * b1) - a2 * b1) - a1 * b2))
}

const fn times(a: Pair, b: Pair) -> Pair {
    let (head, tail) = product(a.0, b.0);
    sum(head, tail + (a.0 * b.1 + a.1 * b.0))
}

const fn over(a: Pair, b: f64) -> Pair {
    let quotient = a.0 / b;
    let (head, tail) = product(quotient, b);
    sum(quotient, ((a.0 - head) - tail + a.1) / b)
}

const fn plus(a: Pair, b: Pair) -> Pair {
    // The first is the larger wherever it is used.
    let (head, tail) = sum(a.0, b.0);
    sum(head, tail + (a.1 + b.1))
}

/// 2^(j/128).
static POWERS: [Pair; POINTS] = {
    const STEP: Pair = (1.005_429_901_112_802_7, 9.499_186_535_455_032e-17);
    let mut table = [(1.0, 0.0); POINTS];
    let mut j = 1;
    while j < POINTS {
        table[j] = times(table[j - 1], STEP);
        j += 1;
    }
    table
};

/// Bits of the smallest number that is not scaled up by two before its logarithm is looked up. Chosen so that 1 is one of the points.
const SMALLEST: u64 = 0x3fe6_9000_0000_0000;

/// A point of the table of logarithms.
#[derive(Clone, Copy)]
struct Point {
    at: f64,
    /// 1/at, rounded.
    inverse: f64,
    /// ln(at) to a multiple of 2⁻⁴², and the rest.
    ln: Pair,
}

/// The points lie in the middle of cells that share 7 bits beside the exponent.
static LOGARITHMS: [Point; POINTS] = {
    let mut table = [Point { at: 1.0, inverse: 1.0, ln: (0.0, 0.0) }; POINTS];
    let mut i = 0;
    while i < POINTS {
        let at = f64::from_bits(SMALLEST + ((i as u64) << 45) + (1 << 44));
        let (head, tail) = logarithm(at);
        const GRID: f64 = TO_WHOLE / (1u64 << 42) as f64;
        let rounded = (head + GRID) - GRID;
        table[i] = Point { at, inverse: 1.0 / at, ln: (rounded, (head - rounded) + tail) };
        i += 1;
    }
    table
};

/// ln x = 2 artanh((x − 1)/(x + 1)) of a number of few bits between ½ and 2.
const fn logarithm(x: f64) -> Pair {
    let t = over((x - 1.0, 0.0), x + 1.0);
    let square = times(t, t);
    let (mut power, mut result) = (t, t);
    let mut n = 3.0;
    while n < 60.0 {
        power = times(power, square);
        result = plus(result, over(power, n));
        n += 2.0;
    }
    (2.0 * result.0, 2.0 * result.1)
}

/// `2^(whole/128) · e^rest`, for small `rest` and a result that is a normal number.
#[inline]
fn scaled(whole: i64, rest: f64) -> f64 {
    let (head, tail) = POWERS[(whole as u64 & LAST) as usize];
    let square = rest * rest;
    let grown = rest + square * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0))));
    let scale = f64::from_bits(((1023 + (whole >> 7)) as u64) << 52);
    (head + (tail + head * grown)) * scale
}

/// The nearest whole number, as an integer and as it is; below 2⁵¹.
#[inline]
fn nearest(x: f64) -> (i64, f64) {
    let shifted = x + TO_WHOLE;
    (shifted.to_bits().wrapping_sub(TO_WHOLE.to_bits()) as i64, shifted - TO_WHOLE)
}

/// e^(head + tail), the head below 700 in size.
#[inline]
fn exp_of(head: f64, tail: f64) -> f64 {
    const PER_POINT: Pair = (LN_2_HEAD / POINTS as f64, LN_2_TAIL / POINTS as f64);
    let (whole, as_float) = nearest(head * (POINTS as f64 * std::f64::consts::LOG2_E));
    scaled(whole, (head - as_float * PER_POINT.0) + (tail - as_float * PER_POINT.1))
}

/// eˣ.
#[inline]
pub fn exp(x: f64) -> f64 {
    if x.abs() < 700.0 { exp_of(x, 0.0) } else { libm::exp(x) }
}

/// 2ˣ.
#[inline]
pub fn exp2(x: f64) -> f64 {
    if x.abs() < 1000.0 {
        let (whole, as_float) = nearest(x * POINTS as f64);
        scaled(whole, (x - as_float / POINTS as f64) * std::f64::consts::LN_2)
    } else {
        libm::exp2(x)
    }
}

/// Whether a number is positive and normal.
#[inline]
fn ordinary(x: f64) -> bool {
    (f64::MIN_POSITIVE..=f64::MAX).contains(&x)
}

/// ln x of an [`ordinary`] number, as a head and a tail.
#[inline]
fn ln_of(x: f64) -> Pair {
    let above = x.to_bits().wrapping_sub(SMALLEST);
    let exponent = (above as i64) >> 52;
    let fraction = f64::from_bits(x.to_bits().wrapping_sub((exponent as u64) << 52));
    let point = &LOGARITHMS[(above >> 45 & LAST) as usize];
    // Exact but for the inverse's own rounding: at most a 128th of a double's precision of 1.
    let r = (fraction - point.at) * point.inverse;
    let exponent = exponent as f64;
    let (head, tail) = sum(exponent * LN_2_HEAD + point.ln.0, r);
    let series = r * (1.0 / 3.0 + r * (-1.0 / 4.0 + r * (1.0 / 5.0 + r * (-1.0 / 6.0 + r * (1.0 / 7.0)))));
    (head, tail + (exponent * LN_2_TAIL + point.ln.1) + r * r * (series - 0.5))
}

/// ln x.
#[inline]
pub fn ln(x: f64) -> f64 {
    if ordinary(x) {
        let (head, tail) = ln_of(x);
        head + tail
    } else {
        libm::log(x)
    }
}

/// xʸ.
#[inline]
pub fn pow(x: f64, y: f64) -> f64 {
    if ordinary(x) && y.abs() < 1e6 {
        let (head, tail) = ln_of(x);
        let (product, rest) = product(y, head);
        if product.abs() < 700.0 {
            return exp_of(product, rest + y * tail);
        }
    }
    libm::pow(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Process};

    /// Distance in units in the last place.
    fn apart(a: f64, b: f64) -> u64 {
        (a.to_bits() as i64).abs_diff(b.to_bits() as i64)
    }

    /// Points over many magnitudes, and very near 1.
    fn points() -> impl Iterator<Item = f64> {
        let draws = Draws::new(11).of(Process::Search);
        (0..200_000u64).flat_map(move |i| {
            let (u, v) = (draws.uniform(2 * i) - 0.5, draws.uniform(2 * i + 1));
            [1390.0 * u, 6.0 * u, 0.02 * u, 1.0 + 1e-4 * u, v, 1e9 * v, libm::exp(1390.0 * u)]
        })
    }

    #[test]
    fn exponentials_and_logarithms_are_within_one_unit_of_another_implementation() {
        for x in points() {
            assert!(apart(exp(x), libm::exp(x)) <= 1, "exp({x})");
            assert!(x.abs() > 1000.0 || apart(exp2(x), libm::exp2(x)) <= 1, "exp2({x})");
            assert!(x <= 0.0 || apart(ln(x), libm::log(x)) <= 1, "ln({x})");
        }
    }

    #[test]
    fn powers_are_within_one_unit_of_another_implementation() {
        let draws = Draws::new(12).of(Process::Search);
        for i in 0..400_000u64 {
            let (x, y) = (libm::exp(40.0 * (draws.uniform(2 * i) - 0.5)), 8.0 * (draws.uniform(2 * i + 1) - 0.5));
            assert!(apart(pow(x, y), libm::pow(x, y)) <= 1, "pow({x}, {y})");
        }
    }

    #[test]
    fn what_has_a_plain_value_has_it() {
        assert_eq!((exp(0.0), exp(-0.0), ln(1.0), exp2(-1.0), exp2(10.0)), (1.0, 1.0, 0.0, 0.5, 1024.0));
        for x in [1e-300, 0.3, 1.0, 7.0, 1e300] {
            assert_eq!((pow(x, 0.0), pow(x, 1.0)), (1.0, x));
        }
        for k in -1000..1000 {
            let x = f64::from_bits(((1023 + k) as u64) << 52);
            assert_eq!(exp2(f64::from(k)), x);
            assert_eq!(ln(x), libm::log(x), "ln 2^{k}");
        }
    }

    #[test]
    fn the_ends_are_those_of_the_functions() {
        assert_eq!((exp(f64::NEG_INFINITY), exp(f64::INFINITY)), (0.0, f64::INFINITY));
        assert_eq!((exp(-800.0), exp(800.0)), (0.0, f64::INFINITY));
        assert_eq!((ln(0.0), ln(f64::INFINITY)), (f64::NEG_INFINITY, f64::INFINITY));
        assert!(ln(-1.0).is_nan() && exp(f64::NAN).is_nan() && ln(f64::NAN).is_nan() && pow(f64::NAN, 1.0).is_nan());
        assert_eq!(ln(5e-324), libm::log(5e-324));
        assert_eq!((pow(0.0, 0.5), pow(0.0, 0.0), pow(10.0, 400.0), pow(10.0, -400.0)), (0.0, 1.0, f64::INFINITY, 0.0));
        assert_eq!(exp(-745.0), libm::exp(-745.0));
    }

    #[test]
    fn the_exponential_never_falls() {
        let mut last = 0.0;
        for i in -300_000..300_000 {
            let now = exp(f64::from(i) * 1e-3);
            assert!(now >= last, "{i}");
            last = now;
        }
    }
}
