//! Text of files and of other programs, made safe to print.

use std::borrow::Cow;

/// The text with every character that a terminal would obey instead of show written as its code, such as `\u{1b}`: control characters but
/// line ends and tabs, and what turns the direction of writing or hides.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(obeyed) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if obeyed(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out.into()
}

/// Whether a terminal obeys a character, or lets it act on others unseen.
fn obeyed(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_by_its_code() {
        assert_eq!(visible("a\x1b[2Jb\rc\u{9b}31m"), "a\\u{1b}[2Jb\\u{d}c\\u{9b}31m");
        assert_eq!(visible("\u{202e}txt.\u{2066}x\u{200b}"), "\\u{202e}txt.\\u{2066}x\\u{200b}");
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in ["Año nuevo, S/ 2 M: ±3 %…", "two\nlines\tand a tab", "名前 👩‍👧"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
        }
    }
}
