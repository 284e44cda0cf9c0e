//! When an answer is yes: `discovery.csv`, `discovery_draws.csv`, and the boxes on the page.

use super::heads::people;
use crate::told::Told;
use crate::words::tables::Head;
use amparo_decide::discovery::results::{BoxScore, Said};
use amparo_decide::matching::results::TwoPart;
use amparo_tables::{Cell, Column, Format, Table, cells};

fn score(s: &BoxScore) -> Vec<Cell> {
    cells![s.draws, s.mass, s.coverage, s.density]
}

/// One row per question, box and limit; a question without a box has one row with box 0.
pub fn discovery(told: &Told, two_part: &TwoPart) -> Table {
    let columns = [
        "budget_soles_per_year",
        "question",
        "threshold",
        "left_out",
        "training_draws",
        "held_out_draws",
        "base_rate",
        "box",
        "parameter",
        "unit",
        "low",
        "high",
        "training_in_box",
        "training_mass",
        "training_coverage",
        "training_density",
        "held_out_in_box",
        "held_out_mass",
        "held_out_coverage",
        "held_out_density",
        "words",
    ];
    let mut table = Table::new("discovery", columns.map(Column::program));
    for d in &two_part.discoveries {
        let start = cells![
            d.budget_soles_per_year,
            d.question.name(),
            d.threshold,
            d.left_out,
            d.training_draws,
            d.held_out_draws,
            d.base_rate,
        ];
        if d.boxes.is_empty() {
            let mut row = start.clone();
            row.push(Cell::Whole(0));
            row.resize(columns.len(), Cell::UNKNOWN);
            table.row(row);
        }
        for (k, b) in d.boxes.iter().enumerate() {
            for l in &b.limits {
                let mut row = start.clone();
                row.extend(cells![k + 1, &l.parameter, &l.unit, l.low, l.high]);
                row.extend(score(&b.training));
                row.extend(score(&b.held_out));
                row.push(told.words.found_box(d, k).into());
                table.row(row);
            }
        }
    }
    table
}

/// One row per question and draw, over its two most telling parameters.
pub fn draws(two_part: &TwoPart) -> Table {
    let columns = ["question", "x", "x_unit", "x_value", "y", "y_unit", "y_value", "said", "weight"];
    let mut table = Table::new("discovery_draws", columns.map(Column::program));
    for d in &two_part.discoveries {
        let Some(t) = &d.telling else { continue };
        for (x, y, said, weight) in &t.draws {
            let said = match said {
                Said::Yes => "yes",
                Said::No => "no",
                Said::Noise => "noise",
            };
            table.row(cells![d.question.name(), &t.x, &t.x_unit, *x, &t.y, &t.y_unit, *y, said, *weight]);
        }
    }
    table
}

/// Every box found, with its scores where it was found and on draws held out.
pub fn boxes(told: &Told, two_part: &TwoPart) -> Table {
    let words = told.words;
    let columns = [
        people(words, Head::YesTo),
        people(words, Head::Where),
        people(words, Head::YesAmongAll).format(Format::Share),
        people(words, Head::YesInside).format(Format::Share),
        people(words, Head::YesHeldOut).format(Format::Share),
    ];
    let mut table = Table::new("boxes", columns).captioned(words.boxes_caption());
    let inside = |s: &BoxScore| Cell::from(s.density).noted(words.box_holds(s));
    for d in &two_part.discoveries {
        for b in &d.boxes {
            table.row(cells![
                words.asked(d),
                words.limits(&b.limits),
                d.base_rate,
                inside(&b.training),
                inside(&b.held_out),
            ]);
        }
    }
    table
}
