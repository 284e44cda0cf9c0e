//! Text in lines of a given number of columns, as a terminal counts them: words wrapped, names cut, tables laid out.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut with an ellipsis where it takes more than `columns`.
pub fn clipped(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let (mut kept, mut taken) = (String::new(), 0);
    for c in text.chars() {
        taken += c.width().unwrap_or(0);
        if taken + 1 > columns {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// A text in lines of at most `columns`, broken at spaces; a word that is wider by itself stays whole, so that a path can be copied.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut taken = 0;
    for word in text.split_whitespace() {
        let more = width(word);
        match lines.last_mut() {
            Some(line) if taken + 1 + more <= columns => {
                line.push(' ');
                line.push_str(word);
                taken += 1 + more;
            }
            _ => {
                lines.push(word.to_owned());
                taken = more;
            }
        }
    }
    lines
}

/// The same where nothing may be wider: a word that is by itself is broken too.
pub fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in wrapped(text, columns) {
        let (mut piece, mut taken) = (String::new(), 0);
        for c in line.chars() {
            let more = c.width().unwrap_or(0);
            if taken + more > columns && !piece.is_empty() {
                lines.push(std::mem::take(&mut piece));
                taken = 0;
            }
            piece.push(c);
            taken += more;
        }
        lines.push(piece);
    }
    lines
}

/// So many spaces. (A width that is formatted may be 65,535 at most.)
fn spaces(n: usize) -> String {
    " ".repeat(n)
}

/// Every line of a text that is wider than `columns` in several, which begin where its first word does.
pub fn refitted(text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (bare, end) = line.strip_suffix('\n').map_or((line, ""), |bare| (bare, "\n"));
        if width(bare) <= columns {
            out.push_str(line);
            continue;
        }
        let words = bare.trim_start();
        // An indent that leaves no room is none.
        let indent = bare.len() - words.len();
        let indent = if indent * 2 > columns { 0 } else { indent };
        let lines = wrapped(words, columns - indent);
        let lines: Vec<String> = lines.iter().map(|part| format!("{}{part}", spaces(indent))).collect();
        out.push_str(&lines.join("\n"));
        out.push_str(end);
    }
    out
}

/// A column of a [`Grid`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Lane {
    /// Columns it takes at least, where there is room.
    pub least: usize,
    /// Its cells begin at the same place instead of ending there.
    pub left: bool,
}

/// Rows of cells, the first one the heading, that are laid out in as many columns as there are.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Columns before every row.
    pub indent: usize,
    /// Columns between two of its own.
    pub gap: usize,
    /// One for each cell of a row; the first holds names.
    pub columns: Vec<Lane>,
    /// Rows of cells, the heading first.
    pub rows: Vec<Vec<String>>,
    /// Columns of names at most, as several tables share them; longer names get lines of their own.
    pub names: Option<usize>,
}

/// Columns between two columns of a table that was narrowed.
const NARROW: usize = 2;

impl Grid {
    /// What column `k` holds at its widest.
    fn widest(&self, k: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(k)).map(|cell| width(cell)).max().unwrap_or(0)
    }

    /// The same without blanks that a design puts around a cell.
    fn content(&self, k: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(k)).map(|cell| width(cell.trim())).max().unwrap_or(0)
    }

    /// Columns that all but the names take at their narrowest, with the indent.
    pub fn without_names(&self) -> usize {
        self.indent + (1..self.columns.len()).map(|k| self.content(k) + NARROW).sum::<usize>()
    }

    /// The lines, none wider than `room`: as designed where there is room, then with no idle space, then with names in lines of their own,
    /// and else row by row with a line for every cell.
    pub fn lines(&self, room: usize) -> Vec<String> {
        let content: Vec<usize> = (0..self.columns.len()).map(|k| self.content(k)).collect();
        let Some((names, others)) = content.split_first() else { return Vec::new() };
        let named = *names <= self.names.unwrap_or(usize::MAX);
        let designed = |(k, column): (usize, &Lane)| self.widest(k).max(column.least);
        let designed: Vec<usize> = self.columns.iter().enumerate().map(designed).collect();
        let taken = |widths: &[usize], gap: usize| self.indent + widths.iter().sum::<usize>() + gap * others.len();
        if named && taken(&designed, self.gap) <= room {
            return self.aligned(&designed, self.gap, false, room);
        }
        let rows = self.rows.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        let bare = Grid { rows, columns: self.columns.clone(), ..*self };
        if named && taken(&content, NARROW) <= room {
            return bare.aligned(&content, NARROW, false, room);
        }
        match room.checked_sub(self.without_names()) {
            Some(left) => {
                let mut narrow = content.clone();
                narrow[0] = self.names.unwrap_or(left).min(left).min(*names);
                bare.aligned(&narrow, NARROW, *names > narrow[0], room)
            }
            None => bare.stacked(room),
        }
    }

    fn aligned(&self, widths: &[usize], gap: usize, apart: bool, room: usize) -> Vec<String> {
        let (indent, mut lines) = (self.indent, Vec::new());
        for row in &self.rows {
            let mut name = row.first().map_or("", String::as_str);
            if apart && !name.is_empty() {
                let room = room.saturating_sub(indent).max(1);
                lines.extend(broken(name, room).iter().map(|part| format!("{}{}", spaces(indent), part)));
                name = "";
            }
            let mut line = format!("{}{name}{}", spaces(indent), spaces(widths[0].saturating_sub(width(name))));
            for ((cell, n), column) in row.iter().zip(widths).zip(&self.columns).skip(1) {
                let pad = n.saturating_sub(width(cell));
                let (before, after) = if column.left { (gap, pad) } else { (gap + pad, 0) };
                line.push_str(&format!("{}{cell}{}", spaces(before), spaces(after)));
            }
            line.truncate(line.trim_end().len());
            lines.push(line);
        }
        lines
    }

    /// One line a cell, behind the heading of its column.
    fn stacked(&self, room: usize) -> Vec<String> {
        let Some((heading, rows)) = self.rows.split_first() else { return Vec::new() };
        let inner = self.indent + NARROW;
        let label = heading.iter().skip(1).map(|h| width(h)).max().unwrap_or(0);
        let mut lines = Vec::new();
        for row in rows {
            let name = broken(row.first().map_or("", String::as_str), room.saturating_sub(self.indent).max(1));
            lines.extend(name.iter().map(|part| format!("{}{part}", spaces(self.indent))));
            for (cell, h) in row.iter().zip(heading).skip(1).filter(|(cell, _)| !cell.is_empty()) {
                let pad = label - width(h);
                let line = format!("{}{h}{}  {cell}", spaces(inner), spaces(pad));
                lines.extend(refitted(&line, room).lines().map(str::to_owned));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_a_terminal_shows_them() {
        assert_eq!(width("añ 名前"), 7);
        assert_eq!(clipped("名前名前", 5), "名前…");
        assert_eq!(clipped("short", 5), "short");
        assert_eq!(wrapped("名前 名前 ab", 9), ["名前 名前", "ab"]);
        assert_eq!(broken("名前名前 ab", 5), ["名前", "名前", "ab"]);
    }

    #[test]
    fn a_long_line_is_broken_at_words_and_keeps_its_indent() {
        assert_eq!(refitted("one two three\n  four five six\nend", 10), "one two\nthree\n  four\n  five six\nend");
        let path = "results: /a/path/that/is/longer/than/the/terminal";
        assert_eq!(refitted(path, 20), "results:\n/a/path/that/is/longer/than/the/terminal");
        assert_eq!(refitted("fits\n", 10), "fits\n");
    }

    fn table() -> Grid {
        let rows = [["", "averted", "S/ a case"], ["Information campaign", "1,738", "50,300"], ["Nothing", "0", ""]];
        let column = |least, left| Lane { least, left };
        Grid {
            columns: vec![column(20, true), column(12, false), column(14, false)],
            rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
            ..Grid::default()
        }
    }

    #[test]
    fn a_table_is_laid_out_as_designed_where_there_is_room() {
        let expected = [
            format!("{:<20}{:>12}{:>14}", "", "averted", "S/ a case"),
            format!("{:<20}{:>12}{:>14}", "Information campaign", "1,738", "50,300"),
            format!("{:<20}{:>12}", "Nothing", "0"),
        ];
        assert_eq!(table().lines(usize::MAX), expected);
        assert_eq!(table().lines(46), expected);
    }

    #[test]
    fn a_table_gets_narrower_step_by_step_and_never_wider_than_the_room() {
        assert_eq!(table().lines(45)[1], "Information campaign    1,738     50,300");
        assert_eq!(
            table().lines(30)[1..],
            ["Information campaign", "              1,738     50,300", "Nothing", "                  0"]
        );
        assert_eq!(
            table().lines(19),
            ["Information", "campaign", "  averted    1,738", "  S/ a case  50,300", "Nothing", "  averted    0"]
        );
        for room in 18..60 {
            let lines = table().lines(room);
            assert!(lines.iter().all(|line| width(line) <= room), "{room}: {lines:?}");
            let text = lines.join(" ");
            assert!(text.contains("1,738") && text.contains("50,300") && text.contains("Nothing"), "{room}: {text}");
        }
    }
}
