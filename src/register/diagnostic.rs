//! What is wrong with an input: where it is, what was expected, and the nearest valid name.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One thing wrong with an input file or a `--set`, shown with its line and a caret.
///
/// ```text
/// error: unknown key `replicate`
///   --> study.toml:7:1
///    |
///  7 | replicate = 20
///    | ^^^^^^^^^
///    = expected one of: name, title, scenario, replicates
///    = nearest: replicates
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one sentence.
    pub message: String,
    /// The file as given, or the `--set` that is wrong; empty when there is neither.
    pub file: String,
    /// Where in the file; absent when the file as a whole is meant.
    pub spot: Option<Box<Spot>>,
    /// What would have been right.
    pub expected: Option<String>,
    /// The nearest valid name.
    pub nearest: Option<String>,
}

/// A stretch of one line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Characters the caret underlines; at least 1.
    pub width: usize,
    /// The line itself.
    pub text: String,
}

impl Diagnostic {
    /// Something wrong that no place in a file can be named for.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), file: String::new(), spot: None, expected: None, nearest: None }
    }

    /// Names the file (or `--set key=value`) without a line.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = file.into();
        self
    }

    /// Says what would have been right.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Says which valid name is nearest, if any is near.
    #[must_use]
    pub fn nearest(mut self, nearest: Option<impl Into<String>>) -> Self {
        self.nearest = nearest.map(Into::into);
        self
    }

    /// The line, from 1, where one is known.
    pub fn line(&self) -> Option<usize> {
        self.spot.as_ref().map(|s| s.line)
    }

    /// The column, from 1 and in characters, where one is known.
    pub fn column(&self) -> Option<usize> {
        self.spot.as_ref().map(|s| s.column)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        let number = self.line().map(|l| l.to_string()).unwrap_or_default();
        let gutter = " ".repeat(number.len().max(1));
        if !self.file.is_empty() {
            write!(f, "\n {gutter}--> {}", self.file)?;
        }
        if let Some(spot) = &self.spot {
            write!(f, ":{}:{}", spot.line, spot.column)?;
            // A precision says how many columns there are: `{error:.80}`.
            let room =
                f.precision().map_or(WIDEST, |room| room.saturating_sub(gutter.len() + 4 + CUT).clamp(20, WIDEST));
            let (shown, column, width) = around(spot, room);
            // Tabs before the caret stay tabs, so that it stands under what it means.
            let lead: String = shown.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
            write!(f, "\n {gutter} |\n {number} | {shown}")?;
            write!(f, "\n {gutter} | {lead}{}", "^".repeat(width))?;
        }
        if let Some(expected) = &self.expected {
            write!(f, "\n {gutter} = expected {expected}")?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "\n {gutter} = nearest: {nearest}")?;
        }
        Ok(())
    }
}

/// Characters of a line shown in an error.
const WIDEST: usize = 140;
/// Characters of a long line shown before what the error means.
const BEFORE: usize = 40;
/// Columns that say on both sides that a line was cut.
const CUT: usize = 4;

/// The line of a spot, cut around it to so many characters where it is longer; its column there, and how many characters to mark.
fn around(spot: &Spot, widest: usize) -> (String, usize, usize) {
    let count = spot.text.chars().count();
    if count <= widest {
        return (spot.text.clone(), spot.column, spot.width);
    }
    let from = (spot.column - 1).saturating_sub(BEFORE.min(widest / 3)).min(count.saturating_sub(widest));
    let mut shown: String = spot.text.chars().skip(from).take(widest).collect();
    let mut column = spot.column - from;
    if from > 0 {
        shown.insert_str(0, "… ");
        column += 2;
    }
    let width = spot.width.min((widest + 2).saturating_sub(column - 1)).max(1);
    if from + widest < count {
        shown.push_str(" …");
    }
    (shown, column, width)
}

impl std::error::Error for Diagnostic {}

/// A text that was read, kept so that errors can show its lines.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The file as given.
    pub file: PathBuf,
    /// Its content, without a byte order mark.
    pub text: Arc<str>,
}

impl SourceText {
    /// A text with the name to show for it.
    pub fn new(file: &Path, text: &str) -> Self {
        Self { file: file.to_path_buf(), text: Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text)) }
    }

    /// Reads a file; also returns the 64-hex blake3 hash of its bytes.
    ///
    /// # Errors
    /// When the file cannot be read or is not UTF-8 (with the line of the first bad byte).
    pub fn read(file: &Path) -> Result<(Self, String), Diagnostic> {
        let bytes = std::fs::read(file).map_err(|e| {
            Diagnostic::new(format!("cannot read `{}`: {}", file.display(), plain(&e)))
                .in_file(file.display().to_string())
                .expected("a file that exists and can be read")
        })?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        match std::str::from_utf8(&bytes) {
            Ok(text) => Ok((Self::new(file, text), hash)),
            Err(e) => {
                let good = e.valid_up_to();
                let lossy = String::from_utf8_lossy(&bytes);
                let source = Self::new(file, &lossy);
                let mark = if lossy.starts_with('\u{feff}') { 3 } else { 0 };
                let at = good - mark.min(good);
                Err(source.error(at..at + 1, "the file is not UTF-8 text").expected("text saved as UTF-8"))
            }
        }
    }

    /// An error that points at the bytes of `span`.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let mut error = Diagnostic::new(message).in_file(self.file.display().to_string());
        error.spot = Some(Box::new(self.spot(span)));
        error
    }

    /// Line and column of a byte range; what runs over the end of the line is cut there.
    pub fn spot(&self, span: Range<usize>) -> Spot {
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let begin = self.text[..start].rfind('\n').map_or(0, |i| i + 1);
        let end = self.text[begin..].find('\n').map_or(self.text.len(), |i| begin + i);
        let line = self.text[begin..end].trim_end_matches('\r');
        let line_end = begin + line.len();
        let start = start.min(line_end);
        let mut stop = span.end.clamp(start, line_end);
        while !self.text.is_char_boundary(stop) {
            stop += 1;
        }
        Spot {
            line: self.text[..begin].matches('\n').count() + 1,
            column: self.text[begin..start].chars().count() + 1,
            width: self.text[start..stop].chars().count().max(1),
            text: line.to_owned(),
        }
    }
}

/// The operating system's reason, without its error number.
fn plain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// The candidate nearest to `name`, if one is near enough to be worth offering.
///
/// A name without a dot is also compared with what follows the dot, so that `theta` finds `decision.theta`.
pub fn nearest_name<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    // Edits decide; among equally many, a shared beginning.
    let score =
        |known: &str| (strsim::normalized_damerau_levenshtein(&name, known), strsim::jaro_winkler(&name, known));
    let mut best: Option<((f64, f64), &str)> = None;
    for candidate in candidates {
        let known = candidate.to_lowercase();
        let mut found = score(&known);
        if let (None, Some((_, short))) = (name.split_once('.'), known.split_once('.')) {
            let short = score(short);
            found = if short > found { short } else { found };
        }
        if best.is_none_or(|(s, _)| found > s) {
            best = Some((found, candidate));
        }
    }
    best.filter(|((edits, _), _)| *edits >= 0.5).map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_what_is_wrong_and_the_caret_still_points_at_it() {
        let text: String = (0..200).map(|i| format!("column{i},")).collect();
        let source = SourceText::new(Path::new("wide.csv"), &text);
        let at = text.find("column150").unwrap();
        let shown = source.error(at..at + 9, "wrong").to_string();
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() < 170), "{shown}");
        let caret = lines[4].chars().position(|c| c == '^').unwrap();
        let marked: String = lines[3].chars().skip(caret).take(9).collect();
        assert_eq!(marked, "column150");
        assert_eq!(lines[4].matches('^').count(), 9);
        // A mark wider than what is shown is cut too.
        let whole = source.error(0..text.len(), "wrong").to_string();
        assert!(whole.lines().all(|line| line.chars().count() < 170));
        // And both to the columns that there are.
        for room in [60, 80, 120] {
            let narrow = format!("{:.room$}", source.error(at..at + 9, "wrong"));
            assert!(narrow.lines().all(|line| line.chars().count() <= room), "{narrow}");
            let lines: Vec<&str> = narrow.lines().collect();
            let caret = lines[4].chars().position(|c| c == '^').unwrap();
            assert_eq!(lines[3].chars().skip(caret).take(9).collect::<String>(), "column150");
        }
    }
}
