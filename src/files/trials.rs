//! `trials.csv`: published effects of field trials and of other studies, with their designs (docs/trials.md).

use super::keys::{Given, Key, Keys, Takes};
use super::problems::Problems;
use amparo_model::register::Grade;
use amparo_model::scenario::trials::{EffectKind, Ends, Graded, Interval, Means, Scale, Trial};
use amparo_text::{Diagnostic, Header, Row, Rows, SourceText, nearest_name};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Characters of a text at most.
const LONGEST: usize = 1_000;
/// Rows at most: each one that the model can express is replayed.
pub const MOST_TRIALS: usize = 500;
/// Values on any scale.
const VALUES: RangeInclusive<f64> = -1e5..=1e5;
/// Contacts that one year of a campaign may make at most.
const CONTACTS: RangeInclusive<f64> = 0.01..=52.0;
/// Weeks followed up at most: ten years.
const WEEKS: RangeInclusive<f64> = 0.0..=520.0;
/// The grades that a cell may have: those of evidence.
const GRADES: &[&str] = &["published", "derived", "unverified", "assumed"];

const fn text(name: &'static str, says: &'static str) -> Key {
    Key::new(name, Takes::Text, Given::Optional, says)
}

const fn grade(name: &'static str, says: &'static str) -> Key {
    Key::new(name, Takes::OneOf("grade", GRADES), Given::Optional, says)
}

/// A row of the table.
pub static TRIAL: Keys = Keys {
    name: "trials",
    says: "One published effect with the design of its study. What was not seen is left empty; each cell that holds something has a grade.",
    written_out: &[],
    keys: &[
        Key::new("name", Takes::Title, Given::Required, "unique in the table"),
        Key::new("kind", Takes::OneOf("kind", EffectKind::WORDS), Given::Required, "what it is an effect on"),
        Key::new("intervention", Takes::OneOf("intervention", Means::WORDS), Given::Required, "what was done"),
        Key::new(
            "controlled",
            Takes::OneOf("answer", &["yes", "no"]),
            Given::Required,
            "whether there was a comparison group",
        ),
        Key::new("value", Takes::Number(-1e5, 1e5), Given::Optional, "the effect, on its scale"),
        Key::new("low", Takes::Number(-1e5, 1e5), Given::Optional, "lower end beside it"),
        Key::new("high", Takes::Number(-1e5, 1e5), Given::Optional, "upper end beside it"),
        Key::new(
            "interval",
            Takes::OneOf("interval", Ends::WORDS),
            Given::Optional,
            "what the ends are: a 95 % confidence interval, or a range of several values",
        ),
        Key::new(
            "scale",
            Takes::OneOf("scale", Scale::WORDS),
            Given::Required,
            "what value and ends count: a fraction of what would have been (above −1), a change of a share (0.01 is one percentage point), …",
        ),
        grade("grade", "of `value`"),
        grade("interval_grade", "of `low` and `high`"),
        Key::new("outcome", Takes::Text, Given::Required, "what was measured"),
        grade("outcome_grade", "of `outcome`"),
        Key::new("contacts", Takes::Number(0.01, 52.0), Given::Optional, "contacts with the message")
            .unit("per person"),
        grade("contacts_grade", "of `contacts`"),
        Key::new("arms", Takes::Whole(1, 100), Given::Optional, "groups compared, those left alone included"),
        grade("arms_grade", "of `arms`"),
        Key::new("clusters", Takes::Whole(1, 1_000_000), Given::Optional, "villages, schools, … treated as a whole"),
        grade("clusters_grade", "of `clusters`"),
        Key::new("size", Takes::Whole(1, 1_000_000_000), Given::Optional, "persons or households"),
        grade("size_grade", "of `size`"),
        Key::new(
            "follow_up_weeks",
            Takes::Number(0.0, 520.0),
            Given::Optional,
            "from the treatment to what was measured",
        )
        .unit("weeks"),
        grade("follow_up_grade", "of `follow_up_weeks`"),
        text("who", "those treated and left alone"),
        grade("who_grade", "of `who`"),
        text("year", "when"),
        text("place", "where"),
        Key::new("source", Takes::Text, Given::Required, "where it was published"),
        text("note", "what else must be known to read it"),
    ],
};

/// Reads the table.
///
/// # Errors
/// Everything wrong with it, each with its line: words that are none of the column's, a cell without its grade or a grade without
/// its cell, ends without what they are or in the wrong order, a name that appears twice.
pub fn read_trials(source: SourceText) -> Result<Vec<Trial>, Diagnostic> {
    let problems = Problems::default();
    let columns: Vec<&str> = TRIAL.names().collect();
    let trials = problems.keep(Rows::parse(source, &Header::of(&columns))).map(|rows| read(&rows, &problems));
    problems.unless_any(trials)
}

fn read(rows: &Rows, problems: &Problems) -> Vec<Trial> {
    let mut names: BTreeMap<String, ()> = BTreeMap::new();
    let mut trials = Vec::new();
    for row in rows.iter() {
        if problems.full() {
            break;
        }
        let of = Cells { row: &row, problems };
        let Some(trial) = of.trial() else { continue };
        if names.insert(trial.name.clone(), ()).is_some() {
            of.wrong("name", format!("the name `{}` appears twice", trial.name), "a name of its own in each row");
        }
        if trials.len() == MOST_TRIALS {
            of.wrong("name", format!("this is row {}", MOST_TRIALS + 1), &format!("at most {MOST_TRIALS} rows"));
            break;
        }
        trials.push(trial);
    }
    if trials.is_empty() && !problems.full() {
        problems.push(rows.error("there is no effect in this file").expected("one row per published effect"));
    }
    trials
}

/// The cells of one row; what is wrong with any is kept, so that all of a row's mistakes are told.
struct Cells<'a> {
    row: &'a Row<'a>,
    problems: &'a Problems,
}

impl Cells<'_> {
    fn wrong(&self, column: &str, message: String, expected: &str) {
        self.problems.push(self.row.error(column, message).expected(expected));
    }

    fn trial(&self) -> Option<Trial> {
        let name = self.problems.keep(self.row.name("name"));
        let kind = self.word("kind", EffectKind::WORDS, EffectKind::named);
        let means = self.word("intervention", Means::WORDS, Means::named);
        let controlled = self.word("controlled", &["yes", "no"], |word| match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        let scale = self.word("scale", Scale::WORDS, Scale::named);
        let value = self.graded("value", "grade", |column| self.number(column, VALUES));
        let interval = self.interval(scale, value.as_ref().and_then(|v| v.as_ref()));
        let outcome = match self.graded("outcome", "outcome_grade", |column| self.text(column)) {
            Some(None) => {
                self.wrong("outcome", "`outcome` is empty".into(), "what was measured");
                None
            }
            other => other.flatten(),
        };
        let count = |column: &str, grade: &str, most: usize| {
            self.graded(column, grade, |column| {
                self.problems.keep(self.row.whole_in(column, 1..=most)).map(|n| n as f64)
            })
        };
        let (arms, clusters) = (count("arms", "arms_grade", 100), count("clusters", "clusters_grade", 1_000_000));
        let size = count("size", "size_grade", 1_000_000_000);
        let contacts = self.graded("contacts", "contacts_grade", |column| self.number(column, CONTACTS));
        let follow_up = self.graded("follow_up_weeks", "follow_up_grade", |column| self.number(column, WEEKS));
        let who = self.graded("who", "who_grade", |column| self.text(column));
        let source = self.text("source");
        if source.as_deref() == Some("") {
            self.wrong("source", "`source` is empty".into(), "where the effect was published");
        }
        let [year, place, note] = ["year", "place", "note"].map(|column| self.text(column));
        if let (Some(Scale::Relative), Some(Some(value))) = (scale, &value)
            && value.value < -1.0
        {
            self.wrong("value", format!("`value` is {}, a fall by more than everything", value.value), "at least -1");
        }
        Some(Trial {
            name: name?.to_owned(),
            kind: kind?,
            means: means?,
            controlled: controlled?,
            value: value?,
            interval: interval?,
            scale: scale?,
            outcome: outcome?,
            contacts: contacts?,
            arms: arms?,
            clusters: clusters?,
            size: size?,
            follow_up_weeks: follow_up?,
            who: who?,
            year: year?,
            place: place?,
            source: source.filter(|text| !text.is_empty())?,
            note: note?,
        })
    }

    fn empty(&self, column: &str) -> bool {
        self.row.text(column).is_empty()
    }

    /// The meaning of a word out of a few.
    fn word<T>(&self, column: &str, words: &[&'static str], meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.row.text(column);
        let found = meaning(text);
        if found.is_none() {
            let error = self.row.error(column, format!("`{column}` is `{text}`"));
            let expected = format!("one of: {}", words.join(", "));
            self.problems.push(error.expected(expected).nearest(nearest_name(text, words.iter().copied())));
        }
        found
    }

    fn number(&self, column: &str, range: RangeInclusive<f64>) -> Option<f64> {
        self.problems.keep(self.row.number_in(column, range))
    }

    fn text(&self, column: &str) -> Option<String> {
        let text = self.row.text(column);
        let length = text.chars().count();
        if length > LONGEST {
            self.wrong(column, format!("`{column}` has {length} characters"), &format!("at most {LONGEST}"));
            return None;
        }
        Some(text.to_owned())
    }

    /// A cell with its grade: `Some(None)` where both are empty, `None` where one is wrong or alone.
    fn graded<T>(&self, column: &str, grade: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<Graded<T>>> {
        match (self.empty(column), self.empty(grade)) {
            (true, true) => Some(None),
            (true, false) => {
                self.wrong(grade, format!("`{grade}` grades an empty cell"), &format!("nothing, or a `{column}`"));
                None
            }
            (false, true) => {
                let expected = format!("the grade of `{column}`, one of: {}", GRADES.join(", "));
                self.wrong(grade, format!("`{grade}` is empty"), &expected);
                read(column);
                None
            }
            (false, false) => {
                let (value, grade) = (read(column), self.grade(grade));
                Some(Some(Graded { value: value?, grade: grade? }))
            }
        }
    }

    fn grade(&self, column: &str) -> Option<Grade> {
        self.word(column, GRADES, |word| {
            GRADES
                .contains(&word)
                .then(|| Grade::ALL.iter().find(|(name, _)| *name == word).map(|(_, grade)| *grade))?
        })
    }

    /// The ends beside the value: both or none, with what they are.
    fn interval(&self, scale: Option<Scale>, value: Option<&Graded<f64>>) -> Option<Option<Interval>> {
        let columns = ["low", "high", "interval", "interval_grade"];
        if columns.iter().all(|column| self.empty(column)) {
            return Some(None);
        }
        if let Some(missing) = columns.into_iter().find(|column| self.empty(column)) {
            self.wrong(
                missing,
                format!("`{missing}` is empty beside other ends"),
                &format!("all of {}", columns.join(", ")),
            );
            return None;
        }
        let (low, high) = (self.number("low", VALUES), self.number("high", VALUES));
        let ends = self.word("interval", Ends::WORDS, Ends::named);
        let grade = self.grade("interval_grade");
        let found = Interval { low: low?, high: high?, ends: ends?, grade: grade? };
        if found.low > found.high {
            self.wrong("low", format!("`low` is {}, above `high`", found.low), &format!("at most {}", found.high));
            return None;
        }
        if found.ends == Ends::Confidence {
            if scale == Some(Scale::Relative) && found.low <= -1.0 {
                self.wrong("low", format!("`low` is {}, a fall by everything", found.low), "above -1");
                return None;
            }
            if let Some(value) = value.filter(|v| v.value < found.low || v.value > found.high) {
                let expected = format!("a number from {} to {}", found.low, found.high);
                self.wrong("value", format!("`value` is {}, outside its own interval", value.value), &expected);
                return None;
            }
        }
        Some(Some(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// A table with one row, which says what `cells` say.
    fn table(cells: &[(&str, &str)]) -> String {
        let header: Vec<&str> = TRIAL.names().collect();
        let given = [
            ("name", "a"),
            ("kind", "behaviour"),
            ("intervention", "messages"),
            ("controlled", "yes"),
            ("scale", "relative"),
            ("outcome", "leaving"),
            ("outcome_grade", "published"),
            ("source", "b"),
        ];
        let of = |column: &&str| {
            let said = cells.iter().chain(&given).find(|(name, _)| name == column);
            said.map_or("", |(_, text)| text).to_owned()
        };
        format!("{}\n{}\n", header.join(","), header.iter().map(of).collect::<Vec<_>>().join(","))
    }

    fn parsed(text: &str) -> Result<Vec<Trial>, Diagnostic> {
        read_trials(SourceText::new(Path::new("trials.csv"), text))
    }

    fn error(cells: &[(&str, &str)]) -> String {
        parsed(&table(cells)).expect_err("a table with a mistake").to_string()
    }

    #[test]
    fn an_empty_cell_was_not_seen_and_a_full_one_has_a_grade() {
        let found = parsed(&table(&[])).expect("a table");
        assert_eq!((found[0].value.clone(), found[0].size.clone()), (None, None));
        let found = parsed(&table(&[("size", "3641"), ("size_grade", "published")])).expect("a table");
        assert_eq!(found[0].size, Some(Graded { value: 3641.0, grade: Grade::Published }));
        let told = error(&[("size", "3641")]);
        assert!(told.contains("`size_grade` is empty") && told.contains("published, derived"), "{told}");
        let told = error(&[("arms_grade", "published")]);
        assert!(told.contains("`arms_grade` grades an empty cell"), "{told}");
        let told = error(&[("size", "3641"), ("size_grade", "publishd")]);
        assert!(told.contains("`size_grade` is `publishd`") && told.contains("published"), "{told}");
    }

    #[test]
    fn ends_come_together_in_order_and_around_the_value() {
        let whole = [("low", "-0.8"), ("high", "-0.1"), ("interval", "confidence"), ("interval_grade", "published")];
        let with = |more: &[(&'static str, &'static str)]| [more, &whole].concat();
        let found = parsed(&table(&with(&[("value", "-0.5"), ("grade", "published")]))).expect("a table");
        assert_eq!(found[0].confidence(), Some((-0.8, -0.1)));
        for (cells, says) in [
            (with(&[("low", "0.2")]), "`low` is 0.2, above `high`"),
            (with(&[("low", "-1")]), "a fall by everything"),
            (with(&[("interval", "")]), "`interval` is empty beside other ends"),
            (with(&[("value", "0.3"), ("grade", "published")]), "outside its own interval"),
            (vec![("value", "-1.5"), ("grade", "published")], "a fall by more than everything"),
        ] {
            let told = error(&cells);
            assert!(told.contains(says), "{says}: {told}");
        }
    }

    #[test]
    fn all_mistakes_of_a_table_are_told_each_with_its_line() {
        let text = table(&[("kind", "behavior"), ("scale", "relativ"), ("size", "many"), ("size_grade", "published")]);
        let row = text.lines().nth(1).expect("a row");
        let told = parsed(&format!("{text}{row}\n")).expect_err("mistakes").to_string();
        for says in ["behaviour", "relative", "`size` is `many`", "trials.csv:2", "trials.csv:3"] {
            assert!(told.contains(says), "{says}: {told}");
        }
        let twice = table(&[]);
        let row = twice.lines().nth(1).expect("a row");
        let told = parsed(&format!("{twice}{row}\n")).expect_err("a name twice").to_string();
        assert!(told.contains("appears twice") && told.contains("trials.csv:3"), "{told}");
    }

    #[test]
    fn a_table_without_effects_is_no_table() {
        let header: Vec<&str> = TRIAL.names().collect();
        let told = parsed(&format!("{}\n", header.join(","))).expect_err("no row").to_string();
        assert!(told.contains("there is no effect in this file"), "{told}");
    }
}
