//! What money is called and how it is written: a scenario says so, and everything shown follows.
//!
//! A program tells of one region at a time, so that the currency is set once, when the region's scenario has been read, as a locale is.

use std::sync::{PoisonError, RwLock};

/// A currency as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Written before sums, such as `S/`.
    pub symbol: String,
    /// One unit of it, such as `sol`.
    pub name: String,
    /// Several, such as `soles`.
    pub plural: String,
}

impl Default for Currency {
    /// That of the case that ships.
    fn default() -> Currency {
        Currency { symbol: "S/".into(), name: "sol".into(), plural: "soles".into() }
    }
}

static SHOWN: RwLock<Option<Currency>> = RwLock::new(None);

/// From now on sums are shown in this currency.
pub fn show_in(currency: &Currency) {
    *SHOWN.write().unwrap_or_else(PoisonError::into_inner) = Some(currency.clone());
}

/// The currency that sums are shown in.
pub fn shown() -> Currency {
    SHOWN.read().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default()
}

/// Its sign.
pub fn sign() -> String {
    shown().symbol
}

/// A unit of a parameter that begins with money, without that: `S/ per year` gives `per year`. Registers write money as `S/`, as
/// `soles`, or with the currency's own sign.
pub fn after_money(unit: &str) -> Option<&str> {
    let own = shown();
    let written = ["S/", "soles", own.symbol.as_str(), own.plural.as_str()];
    let rest = written.iter().find_map(|money| unit.strip_prefix(money))?;
    (rest.is_empty() || rest.starts_with([' ', '\u{a0}', '/'])).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_at_the_beginning_of_a_unit_is_found_however_it_is_written() {
        assert_eq!(after_money("S/ girl-year"), Some("girl-year"));
        assert_eq!(after_money("S/"), Some(""));
        assert_eq!(after_money("soles"), Some(""));
        assert_eq!(after_money("solestices"), None);
        assert_eq!(after_money("weeks"), None);
    }
}
