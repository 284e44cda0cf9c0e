//! A comparison with field trials in a terminal.

use crate::tables::trials as tables;
use crate::words::language::Language;
use amparo_decide::trials::TrialsAnswer;
use std::fmt::Write;

/// Finding, rows in short, and priors, at most this many columns wide.
pub fn text(answer: &TrialsAnswer, language: Language, room: usize) -> String {
    let words = language.words();
    let mut text = format!("{}\n\n", words.trials_heading(answer));
    text.push_str(&tables::brief(answer, language).terminal(room));
    for said in [words.trials_finding(answer) + "."].into_iter().chain(words.trials_findings(answer)) {
        let _ = writeln!(text, "\n{said}");
    }
    text.push('\n');
    text.push_str(&tables::priors(answer, language).terminal(room));
    text
}
