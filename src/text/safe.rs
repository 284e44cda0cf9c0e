//! Text that came from a file, where people read it: what it may not hold, and how it is shown where it holds that.

use std::borrow::Cow;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Characters of a name at most: names become names of files.
pub const LONGEST_NAME: usize = 100;
/// Characters of a title at most.
pub const LONGEST_TITLE: usize = 300;

/// Whether a character steers a terminal, turns the direction of text, or is none at all: it has no place in names and titles, and
/// charts could not hold it.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e007f}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// The first character of a text that [`steers`], tabs and line ends left alone; its place in bytes.
pub fn steering(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| steers(*c) && !matches!(c, '\t' | '\n' | '\r'))
}

/// What is wrong with a name or title of at most `longest` characters that stands on one line; `None` when nothing is.
pub fn unfit(text: &str, longest: usize) -> Option<String> {
    if let Some(c) = text.chars().find(|c| steers(*c)) {
        return Some(format!("holds {}", named(c)));
    }
    // No text has more characters than bytes.
    if text.len() <= longest {
        return None;
    }
    let length = text.chars().count();
    (length > longest).then(|| format!("has {length} characters, more than {longest}"))
}

/// A character that [`steers`], in words.
pub fn named(c: char) -> String {
    match c {
        '\n' | '\r' => "a line end".to_owned(),
        '\t' => "a tab".to_owned(),
        _ => format!("a control or bidirectional character (U+{:04X})", u32::from(c)),
    }
}

/// A text as it may go to a terminal: what steers is written out, as `\u{1b}`. Line ends stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| steers(c) && c != '\n') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| shown_as(c, &mut shown));
    Cow::Owned(shown)
}

fn shown_as(c: char, to: &mut String) {
    if steers(c) && c != '\n' {
        let _ = write!(to, "\\u{{{:x}}}", u32::from(c));
    } else {
        to.push(c);
    }
}

/// A line as it may go to a terminal, where `from..to` are the characters to be marked: the text, and how many columns of it stand
/// before the mark and under it. A tab is shown as one blank, so that marks stand under what they mean whatever a tab is.
pub fn marked(line: &str, from: usize, to: usize) -> (String, usize, usize) {
    let (mut shown, mut before, mut under) = (String::new(), 0, 0);
    for (i, c) in line.chars().enumerate() {
        let start = shown.len();
        shown_as(if c == '\t' || c == '\n' { ' ' } else { c }, &mut shown);
        let columns = shown[start..].width();
        if i < from {
            before += columns;
        } else if i < to {
            under += columns;
        }
    }
    (shown, before, under.max(1))
}

/// Columns that a character takes on a terminal, written out where it steers.
pub fn columns(c: char) -> usize {
    if matches!(c, '\t' | '\n') {
        1
    } else if steers(c) {
        4 + format!("{:x}", u32::from(c)).len()
    } else {
        c.width().unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_or_turns_text_round_is_found_and_written_out() {
        for c in ['\u{7}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{fffe}', '\u{1ffff}', '\u{feff}'] {
            assert!(steers(c), "{c:?}");
            assert!(unfit(&format!("a{c}b"), 10).is_some());
            assert!(!visible(&format!("a{c}b")).chars().any(steers), "{c:?}");
        }
        for text in ["plain", "Huepetuhe, Perú", "日本", "עברית", "a\u{301}", "👩‍👧"] {
            assert_eq!(unfit(text, 100), None);
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(unfit(&"é".repeat(100), 100), None);
        assert!(unfit(&"é".repeat(101), 100).is_some_and(|why| why.contains("101 characters")));
    }

    #[test]
    fn marks_stand_under_what_they_mean_in_wide_and_in_written_out_text() {
        assert_eq!(marked("日本x", 2, 3), ("日本x".to_owned(), 4, 1));
        assert_eq!(marked("\u{1b}x", 1, 2), ("\\u{1b}x".to_owned(), 6, 1));
        assert_eq!(marked("a\tb", 2, 3), ("a b".to_owned(), 2, 1));
        assert_eq!(marked("日本", 0, 2).2, 4);
        assert_eq!(columns('\u{1b}'), "\\u{1b}".len());
    }
}
