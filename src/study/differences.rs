//! What differs between what a directory holds results of and what is asked for now.

use std::collections::{BTreeMap, BTreeSet};

/// Keys of a resolved study that say how much of it there is or what it is called, not what it is.
const EXTENT: [&str; 12] = [
    "study.title",
    "study.replicates",
    "study.budgets_soles_per_year",
    "draws.used",
    "draws.repeated",
    "draws.rejected",
    "draws.as_given",
    "draws.sample.count",
    "adaptation",
    "precision",
    "scenario.title",
    // Other baselines have directories of their own, which look after themselves.
    "also",
];

/// What differs between two resolved studies, one line per value, `key: there → here`; without titles and without how much of
/// the study there is (replicates, draws used, runs before adaptation, precision, policies), in which a study may grow. A policy that both
/// have must be the same in both.
pub fn differences(there: &str, here: &str) -> Vec<String> {
    let (Ok((mut there, policies_there)), Ok((mut here, policies_here))) = (apart(there), apart(here)) else {
        return vec!["resolved.toml is not that of a study".into()];
    };
    for (name, policy) in &policies_there {
        if let Some(other) = policies_here.get(name) {
            there.extend(policy.clone());
            here.extend(other.clone());
        }
    }
    let names: BTreeSet<&String> = there.keys().chain(here.keys()).collect();
    let grows = |name: &str| {
        let general: String =
            name.split('.').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join(".");
        EXTENT.iter().any(|extent| general == *extent || general.starts_with(&format!("{extent}.")))
    };
    names
        .into_iter()
        .filter(|name| !grows(name))
        .filter_map(|name| match (there.get(name), here.get(name)) {
            (a, b) if a == b => None,
            // Draws that only one of the two uses.
            (None, Some(_)) | (Some(_), None) if name.starts_with("draw.") => None,
            (Some(a), Some(b)) => Some(format!("{name}: {a} → {b}")),
            (Some(a), None) => Some(format!("{name}: {a} → nothing")),
            (None, b) => Some(format!("{name}: nothing → {}", b.map_or("", String::as_str))),
        })
        .collect()
}

/// Values by their dotted name.
pub type Values = BTreeMap<String, String>;

/// Every value of a TOML text by its dotted name, tables of a list by their position; and those of its policies apart, by policy, but for
/// titles.
fn apart(text: &str) -> Result<(Values, BTreeMap<String, Values>), toml::de::Error> {
    let mut table: toml::Table = toml::from_str(text)?;
    let mut policies = BTreeMap::new();
    if let Some(toml::Value::Array(list)) = table.remove("policy") {
        for (position, mut policy) in list.into_iter().enumerate() {
            let name =
                policy.get("name").and_then(toml::Value::as_str).map_or_else(|| position.to_string(), str::to_owned);
            if let toml::Value::Table(policy) = &mut policy {
                policy.remove("title");
            }
            let values = values_of(&format!("policy.{name}"), &policy, |_| None);
            policies.insert(name, values);
        }
    }
    Ok((values_of("", &toml::Value::Table(table), |_| None), policies))
}

/// The same with tables of a list by what tells them apart, so that another order is no difference: their name, their number, or their
/// kind; by their position where that is not there, or not unique.
///
/// # Errors
/// A text that is no TOML.
pub fn named_values(text: &str) -> Result<Values, toml::de::Error> {
    values(text, |list| {
        let of = |key: &str| -> Option<Vec<String>> {
            let named = |value: &toml::Value| match value.get(key)? {
                toml::Value::String(name) => Some(name.clone()),
                toml::Value::Integer(number) => Some(number.to_string()),
                _ => None,
            };
            let names: Vec<String> = list.iter().map(named).collect::<Option<_>>()?;
            (names.iter().collect::<BTreeSet<&String>>().len() == names.len()).then_some(names)
        };
        ["name", "number", "kind"].into_iter().find_map(of)
    })
}

/// How tables of a list are called; `None`: by their position.
type Called = fn(&[toml::Value]) -> Option<Vec<String>>;

fn values(text: &str, called: Called) -> Result<Values, toml::de::Error> {
    Ok(values_of("", &toml::Value::Table(toml::from_str(text)?), called))
}

/// Every value below one, by its dotted name.
fn values_of(prefix: &str, value: &toml::Value, called: Called) -> Values {
    fn walk(prefix: &str, value: &toml::Value, called: Called, out: &mut Values) {
        let under = |name: &str| if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(name, value)| walk(&under(name), value, called, out)),
            toml::Value::Array(list) if list.iter().any(toml::Value::is_table) => {
                let names = called(list).unwrap_or_else(|| (0..list.len()).map(|i| i.to_string()).collect());
                list.iter().zip(names).for_each(|(value, name)| walk(&under(&name), value, called, out));
            }
            value => {
                out.insert(prefix.to_string(), value.to_string());
            }
        }
    }
    let mut out = Values::new();
    walk(prefix, value, called, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_may_grow_but_not_change() {
        let text = |replicates: u32, theta: f64, rows: &str| {
            format!(
                "[study]\nname = \"s\"\nreplicates = {replicates}\n[draws]\nused = {replicates}\n{rows}\n\
                 [parameters]\n\"decision.theta\" = {theta:?}\n[[policy]]\nname = \"p\"\ntitle = \"T{replicates}\"\n"
            )
        };
        let first = text(2, 6.5, "[[draw]]\nmu = 1.5");
        assert_eq!(differences(&first, &first), Vec::<String>::new());
        assert_eq!(differences(&first, &text(9, 6.5, "[[draw]]\nmu = 1.5\n[[draw]]\nmu = 2.5")), Vec::<String>::new());
        assert_eq!(differences(&first, &text(2, 7.0, "[[draw]]\nmu = 1.5")), ["parameters.decision.theta: 6.5 → 7.0"]);
        assert_eq!(differences(&first, &text(2, 6.5, "[[draw]]\nmu = 1.6")), ["draw.0.mu: 1.5 → 1.6"]);
        assert_eq!(differences("[", &first).len(), 1);
    }
    #[test]
    fn policies_may_come_go_and_change_places_but_not_change() {
        let text = |policies: &[(&str, f64)]| {
            let of = |(name, share): &(&str, f64)| {
                format!(
                    "[[policy]]\nname = \"{name}\"\ntitle = \"{share}\"\n[[policy.intervention]]\nintensity = {share:?}\n"
                )
            };
            format!("[study]\nname = \"s\"\n{}", policies.iter().map(of).collect::<String>())
        };
        let two = text(&[("a", 1.0), ("b-0.5M", 2.0)]);
        for others in
            [&[("a", 1.0)][..], &[("b-0.5M", 2.0), ("a", 1.0)], &[("c", 9.0), ("a", 1.0), ("b-0.5M", 2.0)], &[]]
        {
            assert_eq!(differences(&two, &text(others)), Vec::<String>::new(), "{others:?}");
            assert_eq!(differences(&text(others), &two), Vec::<String>::new(), "{others:?}");
        }
        assert_eq!(
            differences(&two, &text(&[("b-0.5M", 3.0), ("a", 1.0)])),
            ["policy.b-0.5M.intervention.0.intensity: 2.0 → 3.0"]
        );
    }
}
