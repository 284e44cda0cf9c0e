//! The place in a page where it holds what repeats it: an element that no browser runs or shows.

use super::recipe::{FORMAT, Kept, Recipe};
use amparo_study::error::StudyError;
use amparo_study::seal::hash_of;
use amparo_text::Diagnostic;
use std::collections::BTreeMap;
use std::path::Path;

/// What stands before it and behind it in a page.
const BEFORE: &str = "<script type=\"application/json\" id=\"amparo-rerun\">";
const BEHIND: &str = "</script>\n";
/// Before which it stands.
const END: &str = "</body>";
/// Bytes of a page that is read.
const LARGEST: u64 = 1 << 30;

/// The page with what repeats it.
///
/// # Errors
/// [`StudyError::Failed`] if it cannot be written as JSON.
pub fn with_recipe(
    page: &str,
    kept: &Kept,
    name: &str,
    inputs_hash: String,
    tables: BTreeMap<String, String>,
) -> Result<String, StudyError> {
    let recipe = kept.recipe(name, inputs_hash, tables, hash_of(page.as_bytes()));
    let json = serde_json::to_string(&recipe).map_err(|error| StudyError::Failed(error.to_string()))?;
    // Within texts alone: JSON has none of them elsewhere. No text can then end the element.
    let safe = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    let at = page.rfind(END).unwrap_or(page.len());
    Ok(format!("{}{BEFORE}{safe}{BEHIND}{}", &page[..at], &page[at..]))
}

/// Reads a report and checks every hash in it.
///
/// # Errors
/// [`StudyError::Input`]: no report of this program, one without what repeats it, or one that was edited, with what differs.
pub fn read(file: &Path) -> Result<Recipe, StudyError> {
    let refused = |message: String, expected: &str| {
        StudyError::from(Diagnostic::new(message).in_file(file.display().to_string()).expected(expected))
    };
    const EXPECTED: &str = "report.html as `amparo compare`, `diagnose`, or `trials` wrote it";
    let cannot = |why: String| refused(format!("cannot read {}: {why}", file.display()), EXPECTED);
    let found = std::fs::metadata(file).map_err(|error| cannot(error.to_string()))?;
    if !found.is_file() {
        return Err(cannot("it is no plain file".to_owned()));
    }
    if found.len() > LARGEST {
        return Err(cannot("it is larger than any report".to_owned()));
    }
    let bytes = std::fs::read(file).map_err(|error| cannot(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| cannot("it is no UTF-8 text".to_owned()))?;
    let parts = text.rfind(BEFORE).and_then(|begin| {
        let rest = &text[begin + BEFORE.len()..];
        let end = rest.find(BEHIND)?;
        Some((&text[..begin], &rest[..end], &rest[end + BEHIND.len()..]))
    });
    let Some((before, json, behind)) = parts else {
        let message = format!("{} holds nothing by which it could be repeated", file.display());
        return Err(refused(message, &format!("{EXPECTED}, at the top of its directory; earlier versions wrote none")));
    };
    let format = serde_json::from_str::<serde_json::Value>(json).ok().and_then(|value| value["format"].as_u64());
    if let Some(other) = format.filter(|format| *format != u64::from(FORMAT)) {
        let message =
            format!("{} is of another version of this program (format {other}, not {FORMAT})", file.display());
        return Err(refused(message, "the version of amparo that wrote it, which it names at its end"));
    }
    let Ok(recipe) = serde_json::from_str::<Recipe>(json) else {
        return Err(refused(format!("{} was edited: what repeats it cannot be read", file.display()), EXPECTED));
    };
    let mut wrong = recipe.wrong();
    if hash_of(format!("{before}{behind}").as_bytes()) != recipe.page {
        wrong.push("the page itself: its words, numbers, or charts".to_owned());
    }
    if wrong.is_empty() {
        return Ok(recipe);
    }
    let list: Vec<String> = wrong.iter().map(|what| format!("\n    {what}")).collect();
    Err(refused(format!("{} was edited; what is not as it was written:{}", file.display(), list.concat()), EXPECTED))
}
