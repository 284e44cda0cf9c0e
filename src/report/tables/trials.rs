//! Model against trials: `comparison.csv`, `draws.csv`, `pools.csv`, `priors.csv`, and the same for people.

use crate::words::trials as words;
use amparo_decide::trials::{Compared, TrialsAnswer, Verdict};
use amparo_tables::{Cell, Column, Format, Table, cells};

/// `comparison.csv`: one row per published row.
pub fn comparison(answer: &TrialsAnswer) -> Table {
    let names = [
        "name",
        "kind",
        "intervention",
        "outcome",
        "year",
        "place",
        "controlled",
        "scale",
        "value",
        "low",
        "high",
        "interval",
        "grade",
        "size",
        "clusters",
        "arms",
        "contacts",
        "contacts_seen",
        "follow_up_weeks",
        "follow_up_seen",
        "model_mean",
        "model_low",
        "model_high",
        "formula_mean",
        "formula_low",
        "formula_high",
        "takes_log_odds",
        "shift_log_odds",
        "shift_se",
        "verdict",
        "beside",
        "missing",
        "words",
        "source",
    ];
    let mut table = Table::new("comparison", names.map(Column::program));
    for one in &answer.trials {
        let (p, m) = (&one.published, one.model.as_ref());
        let graded = |cell: &Option<amparo_model::scenario::trials::Graded<f64>>| cell.as_ref().map(|c| c.value);
        table.row(cells![
            &p.name,
            p.kind.name(),
            p.means.name(),
            &p.outcome.value,
            &p.year,
            &p.place,
            if p.controlled { "yes" } else { "no" },
            p.scale.name(),
            graded(&p.value),
            p.interval.map(|i| i.low),
            p.interval.map(|i| i.high),
            p.interval.map(|i| i.ends.name()),
            p.value.as_ref().map(|v| v.grade.to_string()),
            graded(&p.size),
            graded(&p.clusters),
            graded(&p.arms),
            m.map(|m| m.contacts).or(graded(&p.contacts)),
            m.map(|m| if m.contacts_seen { "yes" } else { "no" }),
            m.map(|m| f64::from(m.weeks)).or(graded(&p.follow_up_weeks)),
            m.map(|m| if m.weeks_seen { "yes" } else { "no" }),
            m.map(|m| m.change.mean),
            m.map(|m| m.change.low),
            m.map(|m| m.change.high),
            m.map(|m| m.by_formula.mean),
            m.map(|m| m.by_formula.low),
            m.map(|m| m.by_formula.high),
            m.and_then(|m| m.takes),
            m.and_then(|m| m.shift),
            m.and_then(|m| m.shift_se),
            one.verdict.name(),
            one.beside.map(|b| b.name()),
            one.missing.map(|m| m.name()),
            words::verdict(one),
            &p.source,
        ]);
    }
    table
}

/// `draws.csv`: what each replayed trial gives in each draw.
pub fn draws(answer: &TrialsAnswer) -> Table {
    let mut table = Table::new("draws", ["name", "draw", "change"].map(Column::program));
    for one in &answer.trials {
        for (draw, change) in one.model.iter().flat_map(|m| m.of_draws.iter().enumerate()) {
            table.row(cells![&one.published.name, draw, *change]);
        }
    }
    table
}

/// `pools.csv`: the poolings, for programs and people.
pub fn pools(answer: &TrialsAnswer) -> Table {
    let number = |name: &'static str, label: &'static str| Column::fact(name).labelled(label).format(Format::Signed);
    let columns = [
        Column::program("pool"),
        Column::people("Which trials"),
        Column::fact("studies").labelled("Trials"),
        Column::program("of"),
        Column::program("assumed_se"),
        Column::program("half_life_weeks"),
        number("mean", "Mean"),
        Column::program("se"),
        number("low", "From"),
        number("high", "to"),
        Column::fact("tau").labelled("Spread between trials"),
        Column::program("heterogeneity"),
        number("predicted_low", "Another trial, from"),
        number("predicted_high", "to"),
    ];
    let mut table = Table::new("pools", columns).captioned(words::POOLS);
    for row in &answer.pools {
        let p = row.pooled.as_ref();
        table.row(cells![
            row.pool.name(),
            words::pool(row.pool),
            row.of.len(),
            row.of.join(" "),
            row.assumed_se,
            row.half_life_weeks,
            p.map(|p| p.mean),
            p.map(|p| p.se),
            p.map(|p| p.low),
            p.map(|p| p.high),
            p.map(|p| p.tau),
            p.map(|p| p.heterogeneity),
            p.and_then(|p| p.predicted).map(|ends| ends.0),
            p.and_then(|p| p.predicted).map(|ends| ends.1),
        ]);
    }
    table
}

/// `priors.csv`: bounds, for programs and people.
pub fn priors(answer: &TrialsAnswer) -> Table {
    let columns = [
        Column::fact("parameter").labelled("Parameter").code(),
        Column::program("register_low"),
        Column::program("register_high"),
        Column::people("In the register"),
        Column::program("proposed_low"),
        Column::program("proposed_high"),
        Column::people("With the error assumed"),
        Column::program("without_low"),
        Column::program("without_high"),
        Column::people("With nothing assumed"),
    ];
    let mut table = Table::new("priors", columns).captioned(words::priors(&answer.priors));
    for row in &answer.priors {
        table.row(cells![
            &row.parameter,
            row.register.0,
            row.register.1,
            words::bounds(Some(row.register)),
            row.proposed.map(|ends| ends.0),
            row.proposed.map(|ends| ends.1),
            words::bounds(row.proposed),
            row.without_assumption.map(|ends| ends.0),
            row.without_assumption.map(|ends| ends.1),
            words::bounds(row.without_assumption),
        ]);
    }
    table
}

/// What was replayed, for people.
pub fn compared(answer: &TrialsAnswer) -> Table {
    let columns = [
        Column::people("Trial"),
        Column::people("Published"),
        Column::people("Model"),
        Column::people("It would take").unit("log-odds"),
        Column::people("Verdict"),
    ];
    let mut table = Table::new("compared", columns).captioned(words::compared_caption(answer));
    for one in &answer.trials {
        let Some(model) = &one.model else { continue };
        let p = &one.published;
        table.row([
            Cell::from(words::label(p)).noted(words::design(p)).noted(words::assumed(model)),
            words::published(p).into(),
            Cell::from(words::change(&model.change)).noted(words::by_formula(&model.by_formula)),
            words::takes(model).into(),
            Cell::led(&words::verdict(one)),
        ]);
    }
    table
}

/// All of it in short, for terminals.
pub fn brief(answer: &TrialsAnswer) -> Table {
    let columns = ["Published row", "Published", "Model", "Verdict"].map(Column::people);
    let mut table = Table::new("brief", columns);
    for one in &answer.trials {
        table.row([
            Cell::from(&one.published.name),
            words::published(&one.published).into(),
            one.model.as_ref().map_or_else(|| "–".to_owned(), |m| words::change(&m.change)).into(),
            words::verdict_alone(one.verdict).into(),
        ]);
    }
    table
}

/// What was not, for people.
pub fn missing(answer: &TrialsAnswer) -> Table {
    let columns =
        [Column::people("Published row"), Column::people("Design"), Column::people("Published"), Column::people("Why")];
    let mut table = Table::new("missing", columns).captioned(words::MISSING_CAPTION);
    let left = |one: &&Compared| one.verdict == Verdict::NotExpressed || one.model.is_none();
    for one in answer.trials.iter().filter(left) {
        let p = &one.published;
        let why = one.missing.map_or(words::verdict_alone(one.verdict), words::why_not);
        table.row([
            Cell::from(words::label(p)).noted(words::means(p.means)),
            words::design(p).into(),
            words::published(p).into(),
            why.into(),
        ]);
    }
    table
}
