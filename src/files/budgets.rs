//! Budgets of a study, and what a policy is called at each.

use super::document::{Entry, Node, Value};
use super::reading::Reading;
use amparo_text::{Currency, Diagnostic};
use std::ops::RangeInclusive;

/// The largest budget of a study, S/ per year.
pub(super) const MOST_SOLES: f64 = 1e12;

const SOLES: RangeInclusive<f64> = 0.0..=MOST_SOLES;

/// Budgets of a study at most.
pub(super) const MOST_BUDGETS: usize = 100;

/// A budget as part of a name: `2M`, `500k`, else whole soles; a fraction of a sol comes after a hyphen.
///
/// ```
/// use amparo_files::budget_name;
/// assert_eq!((budget_name(2e6), budget_name(5e5), budget_name(1_234.5)), ("2M".into(), "500k".into(), "1234-5".into()));
/// ```
pub fn budget_name(soles: f64) -> String {
    let in_units = |unit: f64| soles >= unit && soles % unit == 0.0;
    if in_units(1e6) {
        format!("{}M", soles / 1e6)
    } else if in_units(1e3) {
        format!("{}k", soles / 1e3)
    } else {
        soles.to_string().replace('.', "-")
    }
}

/// A budget as titles write it: `S/ 2 M`, `S/ 500,000`.
pub fn budget_title(currency: &Currency, soles: f64) -> String {
    let sign = &currency.symbol;
    if soles >= 1e6 && soles % 1e5 == 0.0 {
        return format!("{sign} {} M", soles / 1e6);
    }
    let text = soles.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign} {grouped}{rest}")
}

/// `budget_soles_per_year` or `budgets_soles_per_year`, ascending.
pub(super) fn read(of: &Reading<'_>) -> Option<Vec<f64>> {
    const KEYS: [&str; 2] = ["budget_soles_per_year", "budgets_soles_per_year"];
    const EXPECTED: &str = "either budget_soles_per_year = 20e6 or budgets_soles_per_year = [2e6, 20e6]";
    if KEYS.iter().all(|key| of.entry(key).is_none()) && KEYS.iter().any(|key| of.misspelt(key)) {
        return None;
    }
    let [one, several] = KEYS.map(|key| of.entry(key));
    of.keep(match (one, several) {
        (Some(_), Some(both)) => Err(both.key_place.error("the study has one budget and several").expected(EXPECTED)),
        (Some(one), None) => soles(&one.node, BUDGET).map(|soles| vec![soles]),
        (None, Some(several)) => read_several(several, BUDGET),
        (None, None) => Err(of.table.error("missing key `budget_soles_per_year`").expected(EXPECTED)),
    })
}

/// `worth_of_a_case_soles`, ascending; none where it is left out.
pub(super) fn worths(of: &Reading<'_>) -> Option<Vec<f64>> {
    match of.entry("worth_of_a_case_soles") {
        Some(entry) => of.keep(read_several(entry, WORTH)),
        None => Some(Vec::new()),
    }
}

/// What a list of soles is of: one of it, several, and what a single sum is per.
type Of = (&'static str, &'static str, &'static str);
const BUDGET: Of = ("budget", "budgets, money per year", "money per year");
const WORTH: Of = ("worth", "worths of a case", "money");

/// Those of the study's budgets that a policy is tried at.
pub(super) fn some_of(entry: &Entry, budgets: &[f64]) -> Result<Vec<f64>, Diagnostic> {
    let own = read_several(entry, BUDGET)?;
    match own.iter().find(|soles| !budgets.contains(soles)) {
        Some(soles) => Err(entry.error(format!("the study has no budget of {soles}")).expected(format!(
            "some of the study's: {}",
            budgets.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
        ))),
        None => Ok(own),
    }
}

fn read_several(entry: &Entry, of: Of) -> Result<Vec<f64>, Diagnostic> {
    let (one, several, per) = of;
    let mut budgets: Vec<f64> = Vec::new();
    let items = entry.items(&format!("{several}, ascending"))?;
    if items.len() > MOST_BUDGETS {
        return Err(entry
            .error(format!("{} {one}s are given", items.len()))
            .expected(format!("at most {MOST_BUDGETS}")));
    }
    for item in items {
        let soles = soles(item, of)?;
        if budgets.last().is_some_and(|last| soles <= *last) {
            return Err(item
                .place
                .error(format!("a {one} of {soles} comes after a larger or equal one"))
                .expected(format!("{one}s in ascending order, each once")));
        }
        budgets.push(soles);
    }
    if budgets.is_empty() {
        return Err(entry.error(format!("the study has no {one}")).expected(format!("at least one {one}, in {per}")));
    }
    Ok(budgets)
}

fn soles(item: &Node, (one, _, per): Of) -> Result<f64, Diagnostic> {
    if let Some(meant) = item.grouped() {
        return Err(item
            .place
            .error(format!("the {one} is {}: is {meant} meant?", item.place.written()))
            .expected("a number without a separator of thousands, such as 60_000"));
    }
    let number = match item.value {
        Value::Number(number) => Some(number),
        Value::Whole(whole) => Some(whole as f64),
        _ => None,
    };
    number
        // Less than a céntimo is no money.
        .filter(|soles| SOLES.contains(soles) && (*soles == 0.0 || *soles >= 0.01))
        .ok_or_else(|| {
            item.place
                .error(format!("this is not a {one}"))
                .expected(format!("{per}: 0, or a number from 0.01 to 1e12"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_named_in_letters_digits_and_hyphens_and_each_by_its_own_name() {
        let budgets = [0.0, 0.5, 999.0, 1e3, 1_500.0, 5e5, 1e6, 1.5e6, 2e6, 8e6, 2e7, 1e9, 1e12, 1_234_567.25];
        let names: Vec<String> = budgets.iter().map(|b| budget_name(*b)).collect();
        assert_eq!(names[3..10], ["1k", "1500", "500k", "1M", "1500k", "2M", "8M"].map(String::from));
        for (i, name) in names.iter().enumerate() {
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{name}");
            assert!(!names[..i].contains(name), "{name}");
        }
    }

    #[test]
    fn budgets_are_titled_as_one_reads_them() {
        let titles = [2e6, 1.5e6, 5e5, 1_234_567.0, 60.5].map(|budget| budget_title(&Currency::default(), budget));
        assert_eq!(titles, ["S/ 2 M", "S/ 1.5 M", "S/ 500,000", "S/ 1,234,567", "S/ 60.5"].map(String::from));
    }
}
