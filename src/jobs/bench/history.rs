//! Records over time, as a chart shows them.

use super::figures::normalised;
use super::record::{BenchRecord, Better, Figure};
use amparo_report::charts::speed::speed;
use amparo_report::speed::{SpeedLine, SpeedOverTime, SpeedRecord};
use amparo_report::{Chart, Language};

/// Figures that are drawn: what a study's time is made of, the most telling first.
const DRAWN: [&str; 8] = [
    "policy_week_milliseconds",
    "baseline_week_milliseconds",
    "policy_run_seconds",
    "unit_baseline_seconds",
    "burn_in_week_milliseconds",
    "tables_seconds",
    "spawn_seconds",
    "fork_milliseconds",
];

/// The records that compare with the last one, measured on its machine, as a chart; `None` where there is none.
pub fn chart(records: &[BenchRecord]) -> Option<Chart> {
    let last = records.last()?;
    let same = |one: &&BenchRecord| one.comparable(last) && one.machine == last.machine && one.quick == last.quick;
    let all: Vec<&BenchRecord> = records.iter().filter(same).collect();
    let line = |name: &str| {
        let title = &last.figure(name)?.title;
        let values = all.iter().map(|record| quartiles(record.figure(name)?, record)).collect();
        Some(SpeedLine { title: title.clone(), values })
    };
    let told = SpeedOverTime {
        study: last.study.clone(),
        machine: last.machine.to_string(),
        records: all.iter().map(|one| SpeedRecord { label: label(one), noisy: one.sentinel.noisy() }).collect(),
        lines: DRAWN.into_iter().filter_map(line).collect(),
    };
    Some(speed(&told, Language::default()))
}

/// Day and commit: "2026-11-30 0123456".
fn label(record: &BenchRecord) -> String {
    let commit = record.build.commit.as_deref().map_or("", |commit| &commit[..commit.len().min(7)]);
    format!("{} {commit}", day(record.unix_seconds)).trim_end().to_owned()
}

/// The day of a moment, UTC, as year-month-day: the calendar of 400 years has 146,097 days (Hinnant, *chrono-compatible low-level date
/// algorithms*).
pub fn day(unix_seconds: u64) -> String {
    // Days since 1 March of the year 0.
    let days = unix_seconds / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + next)
}

/// Quartiles of a figure's pieces in units of the sentinel, such that more is slower.
fn quartiles(figure: &Figure, record: &BenchRecord) -> Option<[f64; 3]> {
    let slower = |value: f64| if figure.better == Better::Higher { 1.0 / value } else { value };
    let pieces = normalised(&figure.pieces, figure.kind, record.sentinel.on(figure.clock));
    let mut sorted: Vec<f64> = pieces.into_iter().map(slower).collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let at = |share: f64| {
        let place = share * last as f64;
        let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        below + (above - below) * place.fract()
    };
    Some([0.25, 0.5, 0.75].map(at))
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::{TIME, measured, record};
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, expected) in
            [(0, "1970-01-01"), (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"), (1_798_761_599, "2026-12-31")]
        {
            assert_eq!(day(seconds), expected);
        }
    }

    #[test]
    fn a_chart_shows_each_figure_as_a_share_of_the_first_record_and_only_records_that_compare() {
        let of = |ms: f64| {
            let mut figure = measured(TIME, &[ms, 1.1 * ms, 0.9 * ms], 1.0);
            figure.name = "policy_week_milliseconds".into();
            figure.title = "a week with a policy, ms".into();
            record(vec![figure])
        };
        let mut other = of(50.0);
        other.machine.cores = 64;
        let drawn = chart(&[of(2.0), other, of(1.0)]).expect("two records compare");
        assert!(drawn.title.contains("0.50 times what it was 1 record ago"), "{}", drawn.title);
        assert!(drawn.alt.contains("1.00, 0.50"), "{}", drawn.alt);
        assert!(chart(&[]).is_none());
    }
}
