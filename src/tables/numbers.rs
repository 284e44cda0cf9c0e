//! Numbers as readers see them: thousands separators, a true minus, no more digits than the number carries. A no-break space
//! stands between a number and its unit, so that no line ends between them.

#![allow(clippy::disallowed_methods, reason = "what is shown carries no promise of bits")]

use amparo_text::money;

/// Rounded to `decimals` with thousands separators and U+2212 as minus; "not a number" never reaches a reader.
pub fn number(x: f64, decimals: usize) -> String {
    if !x.is_finite() {
        return "–".into();
    }
    let plain = format!("{:.decimals$}", x.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    if x < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Decimals that leave about three digits: 1234 → 0, 12.3 → 1, 1.23 → 2.
fn decimals(x: f64) -> usize {
    match x.abs() {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        0.0 => 0,
        _ => 2,
    }
}

/// About three digits.
pub fn short(x: f64) -> String {
    number(x, decimals(x))
}

/// With the decimals that [`short`] gives a number of that size.
pub fn number_like(x: f64, size: f64) -> String {
    number(x, decimals(size))
}

/// About three digits, with a plus for what is above 0.
pub fn signed(x: f64) -> String {
    with_plus(x, short(x))
}

/// The same with the decimals of a number of that size.
pub fn signed_like(x: f64, size: f64) -> String {
    with_plus(x, number_like(x, size))
}

/// A number in words with a plus where it is above 0 and not rounded to it.
pub fn with_plus(x: f64, text: String) -> String {
    let nonzero = text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if x > 0.0 && nonzero { format!("+{text}") } else { text }
}

/// A fraction as a percentage: 0.043 → "4.3 %", 0.34 → "34 %".
pub fn percent(fraction: f64) -> String {
    let x = 100.0 * fraction;
    format!("{}\u{a0}%", number(x, if x.abs() >= 9.95 { 0 } else { 1 }))
}

/// A fraction below a limit as a percentage that is seen to be below it, with as many decimals as that takes, at most four.
pub fn percent_below(fraction: f64, limit: f64) -> String {
    let (x, limit) = (100.0 * fraction, 100.0 * limit);
    let seen = |decimals: usize| {
        let unit = 10_f64.powi(decimals as i32);
        (x * unit).round() / unit < limit
    };
    match (0..=4).find(|decimals| seen(*decimals)) {
        None | Some(0) => percent(fraction),
        Some(decimals) => format!("{}\u{a0}%", number(x, decimals)),
    }
}

/// A fraction as a signed percentage: −0.043 → "−4.3 %".
pub fn signed_percent(fraction: f64) -> String {
    let x = 100.0 * fraction;
    with_plus(x, format!("{}\u{a0}%", number(x, if x.abs() >= 19.95 { 0 } else { 1 })))
}

/// Rounded to three significant digits.
fn three_digits(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let unit = 10f64.powf(x.abs().log10().floor() - 2.0);
    (x / unit).round() * unit
}

/// Money to three digits behind the sign of the currency it is shown in ([`money`]), with words and no idle zeros from a million on:
/// "S/ 1,240", "S/ 2.5 million", "S/ 20 million".
pub fn soles(x: f64) -> String {
    format!("{}\u{a0}{}", money::sign(), soles_bare(x))
}

/// Money without the sign, for the second number of an interval.
pub fn soles_bare(x: f64) -> String {
    let x = three_digits(x);
    let brief = |x: f64| {
        let text = short(x);
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    };
    match x.abs() {
        v if v >= 999.5e6 => format!("{}\u{a0}billion", brief(x / 1e9)),
        v if v >= 999.5e3 => format!("{}\u{a0}million", brief(x / 1e6)),
        v if v >= 99.5 => number(x, 0),
        _ => short(x),
    }
}

/// A signed change in persons: whole from ten on, `k` and `M` for what no column holds.
pub fn persons_change(x: f64) -> String {
    persons_like(x, x)
}

/// The same with the unit and the decimals of a number of another size, so that both ends of an interval read alike.
pub fn persons_like(x: f64, size: f64) -> String {
    let text = match size.abs() {
        v if v >= 999_500.0 => format!("{} M", number_like(x / 1e6, v / 1e6)),
        v if v >= 9_999.5 => format!("{} k", number_like(x / 1e3, v / 1e3)),
        v if v >= 9.95 => number(x, 0),
        _ => number(x, 1),
    };
    with_plus(x, text)
}

/// Money without its sign, with "m" and "bn", where a column is narrow.
pub fn soles_brief(x: f64) -> String {
    soles_bare(x).replace("million", "m").replace("billion", "bn")
}

/// Persons or spells without a plus, `k` and `M` for what no column holds.
pub fn persons(x: f64) -> String {
    persons_change(x).trim_start_matches('+').to_owned()
}

/// Persons in a sentence: whole from ten on.
pub fn persons_in_words(x: f64) -> String {
    whole_like(x, x)
}

/// The same with the decimals of a number of another size.
pub fn whole_like(x: f64, size: f64) -> String {
    if size.abs() >= 9.95 { number(x, 0) } else { number_like(x, size) }
}

/// A share of the draws: no more exact than draws can say.
pub fn share(p: f64) -> String {
    match p {
        p if p <= 0.0 => "0\u{a0}%".into(),
        p if p < 0.01 => "under 1\u{a0}%".into(),
        p if p > 0.99 && p < 1.0 => "over 99\u{a0}%".into(),
        p => format!("{}\u{a0}%", number(100.0 * p, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_below_a_limit_is_seen_to_be_below_it() {
        let said = [0.77, 0.896, 0.8996, 0.89996].map(|share| percent_below(share, 0.9)).join(" ");
        assert_eq!(said, "77\u{a0}% 89.6\u{a0}% 89.96\u{a0}% 89.996\u{a0}%");
        assert_eq!(percent_below(0.012, 0.9), percent(0.012));
    }
}
