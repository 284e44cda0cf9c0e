//! A page of text: paragraphs and tables in lines that fit a terminal.

use amparo_tables::{Table, together};
use amparo_text::{broken, width};

/// Lines of a page for a terminal of this width.
pub struct Page {
    columns: usize,
    text: String,
}

impl Page {
    /// An empty page of this width.
    pub fn new(columns: usize) -> Page {
        Page { columns, text: String::new() }
    }

    /// A paragraph, in as many lines as it takes; an empty one is an empty line.
    pub fn says(&mut self, paragraph: &str) {
        // Plain spaces: a terminal breaks no lines, and readers search.
        let paragraph = paragraph.replace('\u{a0}', " ");
        if width(&paragraph) <= self.columns {
            self.line(&paragraph);
            return;
        }
        for part in broken(&paragraph, self.columns) {
            self.line(&part);
        }
    }

    /// A line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Tables under their headings; names are as wide in each, so that a policy is named the same way.
    pub fn tables(&mut self, headed: &[(String, Table)]) {
        let tables: Vec<Table> = headed.iter().map(|(_, table)| table.clone()).collect();
        for ((heading, _), lines) in headed.iter().zip(together(&tables, self.columns)) {
            self.says("");
            self.says(heading);
            lines.iter().for_each(|line| self.line(line));
        }
    }

    /// Its lines.
    pub fn text(self) -> String {
        self.text
    }
}
