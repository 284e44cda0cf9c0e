//! Names with a meaning of the program's own, which no policy may take, and the intervention that a text most likely means.

use super::document::Entry;
use amparo_model::policy::Kind;
use amparo_model::scenario::{BEST_FOUND, RESERVED};
use amparo_text::{Diagnostic, nearest_name};

/// Refuses a policy whose name is one of [`RESERVED`], in whatever case: names become file names. `name` is the policy's with
/// its budget, where the study has several: `best-found-2M` is what a search wrote for that budget, and no other row's name.
pub(super) fn not_reserved(entry: &Entry, group: &str, name: &str) -> Result<(), Diagnostic> {
    let written = if group.eq_ignore_ascii_case(BEST_FOUND) { name } else { group };
    match RESERVED.iter().find(|(reserved, _)| reserved.eq_ignore_ascii_case(written)) {
        Some((reserved, meaning)) => Err(entry
            .error(format!("a policy cannot be named `{written}`"))
            .expected(format!("another name: in tables `{reserved}` means {meaning}"))),
        None => Ok(()),
    }
}

/// Refuses a name that another policy has, or has in another case.
pub(super) fn not_taken<'a>(
    entry: &Entry,
    name: &str,
    mut others: impl Iterator<Item = &'a str>,
    expected: &str,
) -> Result<(), Diagnostic> {
    match others.find(|other| other.eq_ignore_ascii_case(name)) {
        None => Ok(()),
        Some(other) if other == name => Err(entry.error(format!("two policies are named `{name}`")).expected(expected)),
        Some(other) => Err(entry
            .error(format!("the names `{other}` and `{name}` differ in case alone"))
            .expected(format!("{expected}, in whatever case: names become file names"))),
    }
}

/// The kind of intervention that `text` most likely means: by its parameter group, a shared word or beginning, or a word people
/// use for it, and then by the fewest edits.
pub(super) fn nearest_kind(text: &str, known: &[&'static Kind]) -> Option<&'static str> {
    let text = text.trim().to_lowercase().replace(['_', ' '], "-");
    let words: Vec<&str> = text.split('-').filter(|word| !word.is_empty()).collect();
    let kinds = || known.iter().map(|kind| kind.name);
    if words.is_empty() {
        return None;
    }
    let called = |said: &str| known.iter().find(|kind| kind.also_called.contains(&said)).map(|kind| kind.name);
    let of_group = |group: &str| known.iter().find(|kind| kind.group == group).map(|kind| kind.name);
    let has_word = |kind: &str, word: &str| kind.split('-').any(|part| part == word);
    // "app" begins "application"; two letters begin too much.
    let begins = |kind: &str, word: &str| {
        kind.split('-').any(|part| {
            let shorter = part.len().min(word.len());
            shorter >= 3 && (part.starts_with(word) || word.starts_with(part))
        })
    };
    of_group(&text)
        .or_else(|| called(&text))
        .or_else(|| nearest_name(&text, kinds()).filter(|near| strsim::damerau_levenshtein(&text, near) <= 2))
        .or_else(|| words.iter().find_map(|word| kinds().find(|kind| has_word(kind, word))))
        .or_else(|| words.iter().find_map(|word| called(word)))
        .or_else(|| words.iter().find_map(|word| of_group(word)))
        .or_else(|| words.iter().find_map(|word| kinds().find(|kind| begins(kind, word))))
        .or_else(|| nearest_name(&text, kinds()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::policy::KINDS;

    #[test]
    fn what_people_call_an_intervention_finds_its_kind() {
        for (said, kind) in [
            ("cct", "cct-training"),
            ("CCT", "cct-training"),
            ("training", "cct-training"),
            ("trainings", "cct-training"),
            ("skills-training", "cct-training"),
            ("cash-transfer", "cct-training"),
            ("conditional cash transfer", "cct-training"),
            ("cct_trainng", "cct-training"),
            ("cdd", "community-development"),
            ("community", "community-development"),
            ("development", "community-development"),
            ("campaign", "information"),
            ("information-campaign", "information"),
            ("info", "information"),
            ("informations", "information"),
            ("application", "app"),
            ("mobile-app", "app"),
            ("apps", "app"),
            ("after-care", "aftercare"),
            ("support after return", "aftercare"),
        ] {
            assert_eq!(nearest_kind(said, &KINDS), Some(kind), "{said}");
        }
        for said in ["", "-", "xyzzy"] {
            assert_eq!(nearest_kind(said, &KINDS), None, "{said}");
        }
    }

    #[test]
    fn every_kind_finds_itself_and_every_word_leads_to_a_kind() {
        for kind in KINDS {
            assert_eq!(nearest_kind(kind.name, &KINDS), Some(kind.name));
            assert_eq!(nearest_kind(kind.group, &KINDS), Some(kind.name));
            for word in kind.also_called {
                assert_eq!(nearest_kind(word, &KINDS), Some(kind.name), "{word}");
            }
        }
    }
}
