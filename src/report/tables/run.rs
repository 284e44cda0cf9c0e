//! What a study rests on and how it ran, for the page.

use crate::inputs::ReportInputs;
use amparo_decide::result::Grades;
use amparo_tables::numbers::short;
use amparo_tables::{Column, Format, Table, cells};

/// Parameters by grade.
pub fn grades(grades: &Grades) -> Table {
    let columns = [
        Column::people("Grade"),
        Column::people("Parameters"),
        Column::people("Share").format(Format::Percent),
        Column::people("Meaning"),
    ];
    let mut table = Table::new("grades", columns).captioned("Parameters by what they rest on.");
    let total: usize = grades.values().sum();
    for (grade, n) in grades {
        let meaning = match grade.as_str() {
            "published" => "a source states the number",
            "derived" => "worked out from sources",
            "unverified" => "a source is named, not yet checked",
            "assumed" => "nobody has measured it: a judgement",
            "calibrated" => "fitted so that the baseline meets its targets",
            "design" => "chosen by the study, such as a policy's settings",
            _ => "",
        };
        table.row(cells![grade, *n, *n as f64 / total.max(1) as f64, meaning]);
    }
    table
}

/// What ran.
pub fn facts(inputs: &ReportInputs) -> Table {
    let (f, r) = (&inputs.facts, inputs.result);
    let seconds = |s: f64| {
        if s >= 120.0 { format!("{} min", short(s / 60.0)) } else { format!("{} s", short(s)) }
    };
    let worlds = match r.rejected {
        0 => r.replicates.to_string(),
        n => format!("{} ({n} left out: the burn-in never settled)", r.replicates),
    };
    let rows = [
        ("Study", r.study.clone()),
        ("Scenario", r.scenario.clone()),
        ("amparo", f.version.clone()),
        ("Seed", r.seed.to_string()),
        (if r.draws > 1 { "Worlds, over all draws" } else { "Replicates" }, worlds),
        ("Precision", r.precision.clone().unwrap_or_default()),
        ("Cells (stored ones included)", f.jobs.to_string()),
        ("Threads", f.threads.to_string()),
        ("Wall time", seconds(f.wall_seconds)),
        ("Processor time", seconds(f.cpu_seconds)),
        ("Hash of inputs", f.inputs_hash.clone()),
    ];
    let columns = [Column::people("Fact"), Column::people("Value").code()];
    let mut table = Table::new("run", columns).captioned("What ran, how long it took, and the hash of all its inputs.");
    for (label, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        table.row(cells![label, value]);
    }
    table
}
