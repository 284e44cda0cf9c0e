//! How people read the numbers of a column.

use crate::numbers::{
    number, percent, persons, persons_change, persons_like, share, short, signed, signed_like, signed_percent, soles,
    soles_brief, whole_like, with_plus,
};

/// How people read a number; programs get every digit whatever the format is.
#[derive(Clone, Copy, Debug, Default)]
pub enum Format {
    /// About three digits: `1,234`, `12.3`, `1.23`.
    #[default]
    Short,
    /// With *n* decimals and separators of thousands.
    Decimals(u8),
    /// About three digits, with a plus for what is above 0.
    Signed,
    /// A fraction as a percentage.
    Percent,
    /// A fraction as a percentage, with a plus for what is above 0.
    SignedPercent,
    /// A share of the draws, no more exact than draws can say.
    Share,
    /// Money: `S/ 2.5 million`.
    Soles,
    /// Money without its sign, for narrow columns: `2.5 m`.
    SolesBrief,
    /// Persons or spells: whole from ten on, `k` and `M` for what no column holds.
    Persons,
    /// The same with a plus for what is above 0.
    Change,
    /// Persons in a sentence: whole from ten on, no `k` and `M`.
    Words,
    /// The same with a plus for what is above 0.
    ChangeInWords,
    /// As a function of the table's own writes it.
    Own(fn(f64) -> String),
}

impl Format {
    /// One number.
    pub fn one(self, x: f64) -> String {
        match self {
            Format::Short => short(x),
            Format::Decimals(n) => number(x, n.into()),
            Format::Signed => signed(x),
            Format::Percent => percent(x),
            Format::SignedPercent => signed_percent(x),
            Format::Share => share(x),
            Format::Soles => soles(x),
            Format::SolesBrief => soles_brief(x),
            Format::Persons => persons(x),
            Format::Change => persons_change(x),
            Format::Words => whole_like(x, x),
            Format::ChangeInWords => with_plus(x, whole_like(x, x)),
            Format::Own(write) => write(x),
        }
    }

    /// Half the width of an interval: the same number without a sign.
    pub fn half(self, x: f64) -> String {
        match self {
            Format::Signed => short(x),
            Format::SignedPercent => percent(x),
            Format::Change => persons(x),
            Format::ChangeInWords => whole_like(x, x),
            Format::Soles => soles_brief(x),
            other => other.one(x),
        }
    }

    /// "−213 to −7": both ends with the decimals of the larger, so that they read alike; an end that would round to 0 has the digit that
    /// shows on which side of it it lies.
    pub fn range(self, low: f64, high: f64) -> String {
        let size = low.abs().max(high.abs());
        let rounded = |x: f64| match self {
            Format::Short => crate::numbers::number_like(x, size),
            Format::Signed => signed_like(x, size),
            // In an interval a plus says nothing that the other end does not.
            Format::Persons | Format::Change => persons_like(x, size).trim_start_matches('+').to_owned(),
            Format::Words | Format::ChangeInWords => whole_like(x, size),
            Format::Soles => soles_brief(x),
            other => other.one(x),
        };
        let end = |x: f64| {
            let text = rounded(x);
            let told = text.bytes().any(|b| (b'1'..=b'9').contains(&b)) || x.abs() <= ROUNDING * size;
            if told || matches!(self, Format::Own(_) | Format::Share) { text } else { first_digit(x) }
        };
        format!("{} to {}", end(low), end(high))
    }
}

/// Share of the other end below which an end is rounding, and no side of 0.
const ROUNDING: f64 = 1e-9;

/// A number with its first digit that is not 0.
fn first_digit(x: f64) -> String {
    let told = |text: &String| text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    (0..12).map(|decimals| number(x, decimals)).find(told).unwrap_or_else(|| short(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_an_interval_have_the_decimals_of_the_larger() {
        assert_eq!(Format::Persons.range(-213.4, 7.26), "−213 to 7");
        assert_eq!(Format::Change.range(2.04, 7.26), "2.0 to 7.3");
        assert_eq!(Format::Signed.range(-1.234, 20.0), "−1.2 to +20.0");
        assert_eq!(Format::Words.range(300.0, 2_300.0), "300 to 2,300");
        assert_eq!(Format::Soles.range(12_000.0, 2.5e6), "12,000 to 2.5\u{a0}m");
    }

    #[test]
    fn an_end_near_0_shows_on_which_side_it_lies() {
        assert_eq!(Format::Persons.range(-213.4, -0.26), "−213 to −0.3");
        assert_eq!(Format::Words.range(0.031, 2_300.0), "0.03 to 2,300");
        assert_eq!(Format::Signed.range(-250.0, 0.4), "−250 to 0.4");
        assert_eq!(Format::Persons.range(-213.4, 0.0), "−213 to 0");
        assert_eq!(Format::Persons.range(-213.4, 1e-13), "−213 to 0", "rounding has no side");
    }

    #[test]
    fn a_plus_stands_before_changes_and_never_before_half_an_interval() {
        assert_eq!(Format::Change.one(12.3), "+12");
        assert_eq!(Format::Change.half(12.3), "12");
        assert_eq!(Format::Signed.one(0.0), "0");
        assert_eq!(Format::SignedPercent.one(-0.043), "−4.3\u{a0}%");
    }
}
