//! Model against trials: `comparison.csv`, `draws.csv`, `pools.csv`, `priors.csv`, and the same for people.

use crate::words::language::Language;
use crate::words::trials::OfTrials;
use amparo_decide::trials::{Compared, TrialsAnswer, Verdict};
use amparo_tables::{Cell, Column, Format, Table, cells};

/// `comparison.csv`: one row per published row.
pub fn comparison(answer: &TrialsAnswer, language: Language) -> Table {
    let words = language.words();
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
            words.trials_verdict(one),
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
pub fn pools(answer: &TrialsAnswer, language: Language) -> Table {
    let words = language.words();
    let number = |name: &'static str, label| Column::fact(name).labelled(words.trials(label)).format(Format::Signed);
    let columns = [
        Column::program("pool"),
        Column::people(words.trials(OfTrials::WhichTrials)),
        Column::fact("studies").labelled(words.trials(OfTrials::TrialsHead)),
        Column::program("of"),
        Column::program("assumed_se"),
        Column::program("half_life_weeks"),
        number("mean", OfTrials::MeanHead),
        Column::program("se"),
        number("low", OfTrials::From),
        number("high", OfTrials::To),
        Column::fact("tau").labelled(words.trials(OfTrials::Spread)),
        Column::program("heterogeneity"),
        number("predicted_low", OfTrials::AnotherFrom),
        number("predicted_high", OfTrials::To),
    ];
    let mut table = Table::new("pools", columns).captioned(words.trials(OfTrials::Pools));
    for row in &answer.pools {
        let p = row.pooled.as_ref();
        table.row(cells![
            row.pool.name(),
            words.trials_pool(row.pool),
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
pub fn priors(answer: &TrialsAnswer, language: Language) -> Table {
    let words = language.words();
    let columns = [
        Column::fact("parameter").labelled(words.trials(OfTrials::ParameterHead)).code(),
        Column::program("register_low"),
        Column::program("register_high"),
        Column::people(words.trials(OfTrials::InRegister)),
        Column::program("proposed_low"),
        Column::program("proposed_high"),
        Column::people(words.trials(OfTrials::ErrorAssumed)),
        Column::program("without_low"),
        Column::program("without_high"),
        Column::people(words.trials(OfTrials::NothingAssumed)),
    ];
    let mut table = Table::new("priors", columns).captioned(words.trials_priors(&answer.priors));
    for row in &answer.priors {
        table.row(cells![
            &row.parameter,
            row.register.0,
            row.register.1,
            words.trials_bounds(Some(row.register)),
            row.proposed.map(|ends| ends.0),
            row.proposed.map(|ends| ends.1),
            words.trials_bounds(row.proposed),
            row.without_assumption.map(|ends| ends.0),
            row.without_assumption.map(|ends| ends.1),
            words.trials_bounds(row.without_assumption),
        ]);
    }
    table
}

/// What was replayed, for people.
pub fn compared(answer: &TrialsAnswer, language: Language) -> Table {
    let words = language.words();
    let columns = [
        Column::people(words.trials(OfTrials::TrialHead)),
        Column::people(words.trials(OfTrials::PublishedHead)),
        Column::people(words.trials(OfTrials::ModelHead)),
        Column::people(words.trials(OfTrials::WouldTake)).unit(words.trials(OfTrials::LogOdds)),
        Column::people(words.trials(OfTrials::VerdictHead)),
    ];
    let mut table = Table::new("compared", columns).captioned(words.trials_compared_caption(answer));
    for one in &answer.trials {
        let Some(model) = &one.model else { continue };
        let p = &one.published;
        table.row([
            Cell::from(words.trials_label(p)).noted(words.trials_design(p)).noted(words.trials_assumed(model)),
            words.trials_published(p).into(),
            Cell::from(words.trials_change(&model.change)).noted(words.trials_by_formula(&model.by_formula)),
            words.trials_takes(model).into(),
            Cell::led(&words.trials_verdict(one)),
        ]);
    }
    table
}

/// All of it in short, for terminals.
pub fn brief(answer: &TrialsAnswer, language: Language) -> Table {
    let words = language.words();
    let heads = [OfTrials::PublishedRow, OfTrials::PublishedHead, OfTrials::ModelHead, OfTrials::VerdictHead];
    let columns = heads.map(|head| Column::people(words.trials(head)));
    let mut table = Table::new("brief", columns);
    for one in &answer.trials {
        table.row([
            Cell::from(&one.published.name),
            words.trials_published(&one.published).into(),
            one.model.as_ref().map_or_else(|| "–".to_owned(), |m| words.trials_change(&m.change)).into(),
            words.trials_verdict_alone(one.verdict).into(),
        ]);
    }
    table
}

/// What was not, for people.
pub fn missing(answer: &TrialsAnswer, language: Language) -> Table {
    let words = language.words();
    let columns = [
        Column::people(words.trials(OfTrials::PublishedRow)),
        Column::people(words.trials(OfTrials::DesignHead)),
        Column::people(words.trials(OfTrials::PublishedHead)),
        Column::people(words.trials(OfTrials::WhyHead)),
    ];
    let mut table = Table::new("missing", columns).captioned(words.trials(OfTrials::MissingCaption));
    let left = |one: &&Compared| one.verdict == Verdict::NotExpressed || one.model.is_none();
    for one in answer.trials.iter().filter(left) {
        let p = &one.published;
        let why = one.missing.map_or(words.trials_verdict_alone(one.verdict), |one| words.trials_why_not(one));
        table.row([
            Cell::from(words.trials_label(p)).noted(words.trials_means(p.means)),
            words.trials_design(p).into(),
            words.trials_published(p).into(),
            why.into(),
        ]);
    }
    table
}
