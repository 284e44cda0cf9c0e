//! What is wrong with an input: where it is, what was expected, and the nearest valid name.

use super::safe::{columns, marked, visible};
use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// What is wrong with input files or a `--set`, shown with line and caret: one problem, and those found with it.
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
    /// What else was found with it.
    pub further: Option<Box<Further>>,
}

/// Problems found together with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Further {
    /// In the order in which they are to be shown.
    pub kept: Vec<Diagnostic>,
    /// How many more were found that are not kept.
    pub more: usize,
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
        Self { message: message.into(), file: String::new(), spot: None, expected: None, nearest: None, further: None }
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

    /// All of these as one, with `more` further ones that are not kept; `None` where there is none. Problems of one file stand together,
    /// from its first line to its last; files in the order in which something was found wrong with them.
    pub fn of_all(mut problems: Vec<Diagnostic>, more: usize) -> Option<Diagnostic> {
        let mut files: Vec<String> = Vec::new();
        for problem in &problems {
            if !files.contains(&problem.file) {
                files.push(problem.file.clone());
            }
        }
        let place = |problem: &Diagnostic| {
            let file = files.iter().position(|file| *file == problem.file);
            (file, problem.spot.as_ref().map(|spot| (spot.line, spot.column)))
        };
        problems.sort_by_key(place);
        let mut problems = problems.into_iter();
        let first = problems.next()?;
        let kept: Vec<Diagnostic> = problems.collect();
        let further = (!kept.is_empty() || more > 0).then(|| Box::new(Further { kept, more }));
        Some(Diagnostic { further, ..first })
    }

    /// How many more problems there are, and each that is kept by itself, this one first.
    pub fn into_all(mut self) -> (usize, Vec<Diagnostic>) {
        let (more, kept) = self.further.take().map_or((0, Vec::new()), |further| (further.more, further.kept));
        (more, std::iter::once(self).chain(kept).collect())
    }

    /// Each problem that is kept, this one first.
    pub fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        std::iter::once(self).chain(self.further.iter().flat_map(|further| &further.kept))
    }

    /// How many more problems there are that are not kept.
    pub fn more(&self) -> usize {
        self.further.as_ref().map_or(0, |further| further.more)
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

/// Nothing of a file reaches the terminal that could steer it: such characters are written out.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", shortened(&self.message))?;
        let number = self.line().map(|l| l.to_string()).unwrap_or_default();
        let gutter = " ".repeat(number.len().max(1));
        if !self.file.is_empty() {
            write!(f, "\n {gutter}--> {}", shortened(&self.file))?;
        }
        if let Some(spot) = &self.spot {
            write!(f, ":{}:{}", spot.line, spot.column)?;
            // A precision says how many columns there are: `{error:.80}`.
            let room =
                f.precision().map_or(WIDEST, |room| room.saturating_sub(gutter.len() + 4 + CUT).clamp(20, WIDEST));
            let (shown, before, under) = around(spot, room);
            write!(f, "\n {gutter} |\n {number} | {shown}")?;
            write!(f, "\n {gutter} | {}{}", " ".repeat(before), "^".repeat(under))?;
        }
        if let Some(expected) = &self.expected {
            write!(f, "\n {gutter} = expected {}", shortened(expected))?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "\n {gutter} = nearest: {}", shortened(nearest))?;
        }
        // Nobody reads more than a few pages of problems: what is beyond them is counted.
        let (mut room, mut hidden) = (READABLE, self.more());
        for one in self.all().skip(1) {
            let text = match f.precision() {
                Some(width) => format!("\n\n{one:.width$}"),
                None => format!("\n\n{one}"),
            };
            let length = text.chars().count();
            if room < length {
                (room, hidden) = (0, hidden + 1);
                continue;
            }
            room -= length;
            f.write_str(&text)?;
        }
        match hidden {
            0 => Ok(()),
            1 => f.write_str("\n\nerror: 1 more problem not shown"),
            more => write!(f, "\n\nerror: {more} more problems not shown"),
        }
    }
}

/// Characters of all problems after the first that are shown at most.
const READABLE: usize = 8_000;

/// Characters of a part of a message at most; what is longer holds a text of the file.
const LONGEST: usize = 2_000;

/// A part of a message as a terminal shows it, its middle left out where it is long.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        let shown = visible(text);
        // Written out, what steers is six times as long.
        if shown.len() <= LONGEST {
            return shown;
        }
    }
    let part = (LONGEST / 8).min(text.len() / 3);
    let (start, end) = (text.floor_char_boundary(part), text.ceil_char_boundary(text.len() - part));
    Cow::Owned(format!("{} … {}", visible(&text[..start]), visible(&text[end..])))
}

/// Columns of a line shown in an error.
const WIDEST: usize = 140;
/// Columns of a long line shown before what the error means.
const BEFORE: usize = 40;
/// Columns that say on both sides that a line was cut.
const CUT: usize = 4;

/// The line of a spot as a terminal shows it, cut around the spot to `widest` columns where it is longer; the columns before it, and
/// those to mark.
fn around(spot: &Spot, widest: usize) -> (String, usize, usize) {
    let before_room = BEFORE.min(widest / 3);
    let fits = all_fits(&spot.text, widest);
    let (before_room, room) = if fits { (usize::MAX, usize::MAX) } else { (before_room, widest - before_room) };
    let at = spot.text.char_indices().nth(spot.column - 1).map_or(spot.text.len(), |(at, _)| at);
    let from = at - fitting(spot.text[..at].chars().rev(), before_room);
    let to = at + fitting(spot.text[at..].chars(), room);
    let lead = spot.text[from..at].chars().count();
    let part = &spot.text[from..to];
    let (mut shown, mut before, under) = marked(part, lead, lead + spot.width);
    if from > 0 {
        shown.insert_str(0, "… ");
        before += 2;
    }
    if to < spot.text.len() {
        shown.push_str(" …");
    }
    (shown, before, under)
}

/// Bytes of the first characters that together take at most `room` columns.
fn fitting(text: impl Iterator<Item = char>, mut room: usize) -> usize {
    text.map_while(|c| {
        room = room.checked_sub(columns(c))?;
        Some(c.len_utf8())
    })
    .sum()
}

fn all_fits(line: &str, widest: usize) -> bool {
    // A column is written in few bytes.
    line.len() <= 16 * widest && line.chars().map(columns).sum::<usize>() <= widest
}

impl std::error::Error for Diagnostic {}

/// Bytes of an input file at most.
pub const LARGEST_FILE: u64 = 32 << 20;

/// A text that was read, kept so that errors can show its lines.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The file as given.
    pub file: Arc<Path>,
    /// Its content, without a byte order mark.
    pub text: Arc<str>,
}

impl SourceText {
    /// A text with the name to show for it.
    pub fn new(file: &Path, text: &str) -> Self {
        Self { file: Arc::from(file), text: Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text)) }
    }

    /// Reads a file; also returns the 64-hex blake3 hash of its bytes.
    ///
    /// # Errors
    /// When it is no file (devices and pipes are not waited for), is too large, cannot be read, or is no UTF-8 text.
    pub fn read(file: &Path) -> Result<(Self, String), Diagnostic> {
        Self::from_bytes(file, &bytes_of(file)?)
    }

    /// A text of these bytes, as if read from `file`; also returns the 64-hex blake3 hash of them.
    ///
    /// # Errors
    /// When they are too many or no UTF-8 text: what they are, as far as one can tell, and the line of the first bad byte.
    pub fn from_bytes(file: &Path, bytes: &[u8]) -> Result<(Self, String), Diagnostic> {
        let whole = |message: String| Diagnostic::new(message).in_file(file.display().to_string());
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(whole(format!("the file has more than {} MiB", LARGEST_FILE >> 20))
                .expected("a smaller file: no table of this program needs so much"));
        }
        if let Some((what, expected)) = other_kind(bytes) {
            return Err(whole(format!("the file is {what}")).expected(expected));
        }
        let hash = blake3::hash(bytes).to_hex().to_string();
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok((Self::new(file, text), hash)),
            Err(e) => {
                let good = e.valid_up_to();
                let lossy = String::from_utf8_lossy(bytes);
                let source = Self::new(file, &lossy);
                let mark = if lossy.starts_with('\u{feff}') { 3 } else { 0 };
                let at = good - mark.min(good);
                Err(source
                    .error(at..at + 1, "the file is not UTF-8 text: it may be Windows-1252, the older way of Windows")
                    .expected(format!("text saved as UTF-8; {IN_EXCEL}")))
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

/// What to do in a spreadsheet so that a table can be read.
pub(super) const IN_EXCEL: &str = "a spreadsheet does so with \"Save as\", \"CSV UTF-8 (comma delimited)\"";

/// The bytes of a file, no more than one more than are allowed. What is no file is not opened: opening a pipe would wait for whoever
/// writes to it, and a device may have no end.
fn bytes_of(file: &Path) -> Result<Vec<u8>, Diagnostic> {
    let whole = |message: String| {
        Diagnostic::new(message).in_file(file.display().to_string()).expected("a file that exists and can be read")
    };
    let failed = |e: std::io::Error| whole(format!("cannot read `{}`: {}", file.display(), plain(&e)));
    let about = std::fs::metadata(file).map_err(failed)?;
    if about.is_dir() {
        return Err(whole(format!("cannot read `{}`: it is a directory", file.display())));
    }
    if !about.is_file() {
        return Err(whole(format!("cannot read `{}`: it is a device or a pipe, not a file", file.display()))
            .expected("a regular file: what comes through a pipe has to be saved first"));
    }
    let mut bytes = Vec::new();
    let open = std::fs::File::open(file).map_err(failed)?;
    open.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// What bytes are that are no UTF-8 text at all, and what was expected instead.
fn other_kind(bytes: &[u8]) -> Option<(&'static str, String)> {
    const SAVE: &str = "text saved as UTF-8";
    let starts = |with: &[u8]| bytes.starts_with(with);
    // Plain letters in UTF-16 have a zero beside each.
    let zeros = |from: usize| {
        let some: Vec<u8> = bytes.iter().copied().skip(from).step_by(2).take(16).collect();
        some.len() >= 4 && some.iter().all(|byte| *byte == 0)
    };
    if starts(b"\xff\xfe") || starts(b"\xfe\xff") || zeros(0) != zeros(1) {
        Some(("UTF-16 text (Windows calls it Unicode)", format!("{SAVE}; {IN_EXCEL}")))
    } else if starts(b"PK\x03\x04") {
        Some(("a workbook (.xlsx, .ods) or another archive", format!("{SAVE}; {IN_EXCEL}")))
    } else if starts(b"\xd0\xcf\x11\xe0") {
        Some(("an old workbook (.xls)", format!("{SAVE}; {IN_EXCEL}")))
    } else {
        None
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

/// Names longer than this are near to none: comparing them would take long.
const LONGEST_COMPARED: usize = 60;
/// Candidates that are compared.
const MOST_COMPARED: usize = 10_000;

/// The candidate nearest to `name`, if one is near enough to be worth offering.
///
/// A name without a dot is also compared with what follows the dot, so that `theta` finds `decision.theta`.
pub fn nearest_name<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 4 * LONGEST_COMPARED || name.chars().count() > LONGEST_COMPARED {
        return None;
    }
    let name = name.to_lowercase();
    // Edits decide; among equally many, a shared beginning.
    let score =
        |known: &str| (strsim::normalized_damerau_levenshtein(&name, known), strsim::jaro_winkler(&name, known));
    let mut best: Option<((f64, f64), &str)> = None;
    let length = name.chars().count();
    // More than half of the longer one would be missing.
    let near = |known: &str| {
        let rest = known.split_once('.').map_or(known, |(_, rest)| rest);
        let (least, most) = (rest.chars().count(), known.chars().count());
        least <= 2 * length && length <= 2 * most
    };
    for candidate in
        candidates.into_iter().filter(|known| known.len() <= 4 * LONGEST_COMPARED && near(known)).take(MOST_COMPARED)
    {
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

/// Names as an error lists them: the first of them where they are many.
pub fn one_of<'a>(mut names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 24;
    let mut listed: Vec<&str> = names.by_ref().take(SHOWN).collect();
    let rest = names.count();
    let more = format!("{rest} more");
    if rest > 0 {
        listed.push(&more);
    }
    format!("one of: {}", listed.join(", "))
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

    #[test]
    fn nothing_of_a_file_that_steers_a_terminal_is_shown_and_the_caret_stays_under_what_it_means() {
        let text = "日本 = \"\u{1b}[2J\u{202e}\u{9b}x\" # wrong";
        let source = SourceText::new(Path::new("a\u{1b}b.toml"), text);
        let at = text.find("wrong").unwrap();
        let error =
            source.error(at..at + 5, "`\u{1b}]0;title\u{7}` is no name").expected("one\u{202e}").nearest(Some("\rtwo"));
        let shown = error.to_string();
        assert!(!shown.chars().any(|c| crate::safe::steers(c) && c != '\n'), "{shown:?}");
        let lines: Vec<&str> = shown.lines().collect();
        use unicode_width::UnicodeWidthStr;
        let caret = lines[4].find('^').unwrap();
        assert_eq!(lines[3][..lines[3].find("wrong").unwrap()].width(), caret, "{shown}");
        assert_eq!(lines[4].matches('^').count(), 5);
    }

    #[test]
    fn long_parts_of_a_message_are_cut() {
        let error = Diagnostic::new(format!("`{}` is no name", "é".repeat(1_000_000)));
        assert!(error.to_string().len() < 2_000);
        let steering = Diagnostic::new(format!("`{}` is no name", "\u{1b}".repeat(1_000)));
        assert!(steering.to_string().len() < 4_000);
    }

    #[test]
    fn many_names_are_listed_by_the_first_and_how_many_more() {
        let names: Vec<String> = (0..1_000).map(|i| format!("n{i}")).collect();
        let listed = one_of(names.iter().map(String::as_str));
        assert!(listed.starts_with("one of: n0, n1") && listed.ends_with("976 more"), "{listed}");
    }

    #[test]
    fn what_is_no_text_is_named() {
        let what = |bytes: &[u8]| SourceText::from_bytes(Path::new("f.csv"), bytes).unwrap_err().to_string();
        let utf16: Vec<u8> = "name,miners".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [utf16.clone(), [vec![0xff, 0xfe], utf16].concat(), b"\xfe\xff\0n\0a".to_vec()] {
            assert!(what(&bytes).contains("UTF-16"), "{bytes:?}");
        }
        assert!(what(b"PK\x03\x04rest").contains("workbook"));
        assert!(what(b"name\nHuep\xe9tuhe").contains("Windows-1252"));
        assert!(SourceText::from_bytes(Path::new("f.csv"), b"\xef\xbb\xbfname").is_ok_and(|(s, _)| &*s.text == "name"));
    }
}
