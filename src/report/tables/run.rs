//! What a study rests on and how it ran, for the page.

use super::heads::people;
use crate::inputs::ReportInputs;
use crate::words::tables::{Head, RowName};
use crate::words::voice::Words;
use amparo_decide::result::Grades;
use amparo_tables::{Format, Table, cells};

/// Parameters by grade.
pub(crate) fn grades(words: &dyn Words, grades: &Grades) -> Table {
    let columns = [
        people(words, Head::Grade),
        people(words, Head::Parameters),
        people(words, Head::Share).format(Format::Percent),
        people(words, Head::Meaning),
    ];
    let mut table = Table::new("grades", columns).captioned(words.grades_caption());
    let total: usize = grades.values().sum();
    for (grade, n) in grades {
        table.row(cells![grade, *n, *n as f64 / total.max(1) as f64, words.grade(grade)]);
    }
    table
}

/// What ran.
pub fn facts(inputs: &ReportInputs) -> Table {
    let words = inputs.language.words();
    let (f, r) = (&inputs.facts, inputs.result);
    let rows = [
        (RowName::Study, r.study.clone()),
        (RowName::Scenario, r.scenario.clone()),
        (RowName::Program, f.version.clone()),
        (RowName::Seed, r.seed.to_string()),
        (if r.draws > 1 { RowName::Worlds } else { RowName::Replicates }, words.replicates(r.replicates, r.rejected)),
        (RowName::Precision, r.precision.clone().unwrap_or_default()),
        (RowName::Cells, f.jobs.to_string()),
        (RowName::Threads, f.threads.to_string()),
        (RowName::WallTime, words.time(f.wall_seconds)),
        (RowName::ProcessorTime, words.time(f.cpu_seconds)),
        (RowName::Hash, f.inputs_hash.clone()),
    ];
    let columns = [people(words, Head::Fact), people(words, Head::Value).code()];
    let mut table = Table::new("run", columns).captioned(words.run_caption());
    for (row, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        table.row(cells![words.row_name(row), value]);
    }
    table
}
