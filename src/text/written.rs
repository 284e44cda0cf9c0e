//! How numbers are written: separators of thousands and decimal commas are told apart from numbers, and asked about.

/// Marks that part thousands somewhere.
const SEPARATORS: [char; 9] = ['.', ',', ' ', '\u{a0}', '\u{2009}', '\u{202f}', '\'', '’', '_'];

/// Smallest number but 0, and largest, that a file may hold: products and ratios of such numbers stay numbers.
pub const NUMBERS: (f64, f64) = (1e-100, 1e100);

/// What a number with separators of thousands may be meant as: `1.240`, `1,240`, `1 240`, `1.240.000`, `1.240,50`. `None` of any
/// other text, such as `0.240` or `1.24`.
pub fn thousands(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    // No number worth asking about is longer.
    if digits.len() > 40 {
        return None;
    }
    let separator = digits.chars().find(|c| !c.is_ascii_digit()).filter(|c| SEPARATORS.contains(c))?;
    // A fraction stands after the other of point and comma.
    let (whole, fraction) = match digits.rfind(['.', ',']) {
        Some(at) if !digits[at..].starts_with(separator) => (&digits[..at], &digits[at + 1..]),
        _ => (digits, ""),
    };
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let digits_only = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let mut rest = groups.peekable();
    if rest.peek().is_none() || first.len() > 3 || first.starts_with('0') || !digits_only(first) {
        return None;
    }
    let mut number = format!("{sign}{first}");
    for group in rest {
        if group.len() != 3 || !digits_only(group) {
            return None;
        }
        number.push_str(group);
    }
    if !fraction.is_empty() {
        if !digits_only(fraction) {
            return None;
        }
        number.push('.');
        number.push_str(fraction);
    }
    Some(number)
}

/// A number written with a decimal comma, with a point.
pub fn decimal_comma(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(',')?;
    let digits = |part: &str| !part.is_empty() && part.len() <= 40 && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    (digits(unsigned) && digits(fraction)).then(|| format!("{whole}.{fraction}"))
}

/// What a text that is no number may be meant as, if one can tell; follows "expected".
pub fn meant(text: &str) -> Option<String> {
    match (thousands(text), decimal_comma(text)) {
        (Some(whole), Some(fraction)) => Some(format!(
            "digits and a decimal point only: {whole} if thousands are parted, {fraction} if the comma is a decimal one"
        )),
        (Some(whole), None) => Some(format!("no separator of thousands: is {whole} meant?")),
        (None, Some(fraction)) => Some(format!("a decimal point, not a comma: is {fraction} meant?")),
        (None, None) => {
            let share = text.strip_suffix('%')?.trim_end().replace(',', ".").parse::<f64>().ok()?;
            Some(format!("no percent sign: {share} % of 1 is {}", share / 100.0))
        }
    }
}

/// Why a finite number is no use: too near to zero, or too large, for what is computed from it.
pub fn extreme(value: f64) -> Option<&'static str> {
    if value == 0.0 {
        None
    } else if value.abs() < NUMBERS.0 {
        Some("too near to zero")
    } else if value.abs() > NUMBERS.1 {
        Some("too large")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_of_thousands_are_told_from_fractions() {
        for (text, number) in [
            ("1.240", "1240"),
            ("1,240", "1240"),
            ("1 240", "1240"),
            ("1\u{a0}240", "1240"),
            ("1.240.000", "1240000"),
            ("12'345'678", "12345678"),
            ("-5.500", "-5500"),
            ("60.000", "60000"),
            ("1.240,50", "1240.50"),
            ("1,240.5", "1240.5"),
            ("1 240,5", "1240.5"),
        ] {
            assert_eq!(thousands(text).as_deref(), Some(number), "{text}");
        }
        for text in [
            "1240",
            "0.240",
            "1.24",
            "1.2400",
            "12.34.567",
            "1.240.00",
            "",
            ".",
            "1.",
            ".240",
            "a.240",
            "1.24,000.5",
            "1e3",
        ] {
            assert_eq!(thousands(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_asked_about() {
        assert!(meant("0,45").is_some_and(|m| m.contains("0.45")));
        assert!(meant("1,240").is_some_and(|m| m.contains("1240") && m.contains("1.240")));
        assert!(meant("45 %").is_some_and(|m| m.contains("0.45")));
        assert_eq!(meant("many"), None);
    }
}
