//! What a search found at each budget, scored on worlds kept apart: the best form of each kind, or the best allocation beside the study's
//! own policies.

use super::budget_frontier::{FOUND, Series, described, plot};
use crate::kit::answered::without_budget;
use crate::kit::chart::{Chart, VERSION};
use crate::kit::frame::{self, MARGIN, SMALL, WIDTH};
use crate::kit::names::{MOST_DRAWN, Title, apart};
use crate::kit::scene::{DASHES, style};
use crate::words::language::Language;
use crate::words::search::{Found, Than};
use crate::words::voice::Words;
use amparo_decide::estimate::Estimate;
use amparo_decide::search::{Optimised, Scored, Spread};

/// What is averted by budget, for what was found and, of an allocation, for every policy; `None` where nothing was optimised.
pub fn found_frontier(found: &Optimised, language: Language) -> Option<Chart> {
    let words = language.words();
    let (series, all) = series(words, found);
    let title = words.found_title(&finding(found)?);
    let (mut scene, top) = frame::page(&title, &words.found_subtitle(found.objective, found.horizon_years));
    let key = words.found_key();
    let right = WIDTH - MARGIN;
    scene.text((right, top + 8.0), key, SMALL.end());
    let at = right - SMALL.width(key);
    scene.line(vec![(at - 40.0, top + 4.0), (at - 8.0, top + 4.0)], crate::kit::scene::INK, 1.5, DASHES[0]);
    let titles: Vec<String> = series.iter().map(|s| s.label.clone()).collect();
    let axis = words.found_axis(found.objective);
    let lower = plot(&mut scene, axis, words, top, &series, &|name, cut| apart(name, &titles, cut));
    let some = words.drawn(series.len(), all);
    let notes = [&*some, &*words.found_black(), words.found_whiskers(), words.conditional()];
    frame::close_with(&mut scene, lower + 48.0, &notes, &words.found_source(VERSION, found));
    let alt = format!("{title}. {}.", described(words, &series));
    Some(Chart { name: "budget_frontier", title, alt, scene })
}

/// The finding at the largest budget, of several kinds that of which the best form averted most where it was searched for; hedged by the
/// interval of the gain.
fn finding(found: &Optimised) -> Option<Found> {
    let budget = found.searches.last()?.budget_soles_per_year;
    let here = found.searches.iter().filter(|one| one.budget_soles_per_year == budget);
    let (at, best) = here
        .filter_map(|one| one.found().map(|best| (one, best)))
        .reduce(|a, b| if b.1.training.mean > a.1.training.mean { b } else { a })?;
    // The gain is the searched rule's, and no other form's.
    let searched = at.strategies.first().is_some_and(|first| first.policy == best.policy);
    let than = at.rival.as_ref().zip(at.gain.as_ref()).filter(|_| searched).map(|(rival, gain)| {
        let title = at.strategies.iter().find(|s| s.policy == *rival).map_or(rival.as_str(), |s| s.title.as_str());
        let title = Title(without_budget(title).to_owned());
        match (gain.low, gain.high) {
            (Some(low), _) if low > 0.0 => Than::More(gain.mean, title),
            (_, Some(high)) if high < 0.0 => Than::Fewer(-gain.mean, title),
            _ => Than::Untold(title),
        }
    });
    Some(Found {
        kind: at.kind.as_ref().map(|_| Title(kind_title(best))),
        goal: found.objective,
        averted: best.averted.mean,
        clear: best.averted.low.is_some_and(|low| low > 0.0),
        budget,
        than,
    })
}

/// The title of a form of a kind without the form.
fn kind_title(form: &Scored) -> String {
    form.title.rsplit_once(", ").map_or(&*form.title, |(kind, _)| kind).to_owned()
}

/// What was found and the policies, as many as are told apart, and how many there are.
fn series(words: &dyn Words, found: &Optimised) -> (Vec<Series>, usize) {
    let mut out: Vec<Series> = Vec::new();
    for at in &found.searches {
        // Of a kind its best form stands for all of them.
        for scored in at.strategies.iter().filter(|one| at.kind.is_none() || one.optimised) {
            let label = match at.kind {
                Some(_) => words.best_form(&Title(kind_title(scored))),
                None => label(words, scored),
            };
            let point = (at.budget_soles_per_year, estimate(&scored.averted));
            let index = out.len();
            match out.iter_mut().find(|one| one.label == label) {
                Some(one) => one.points.push(point),
                None => out.push(Series {
                    label,
                    points: vec![point],
                    style: if scored.optimised && at.kind.is_none() { FOUND } else { style(index) },
                }),
            }
        }
    }
    let all = out.len();
    if all > MOST_DRAWN {
        let most = |s: &Series| (s.label == words.best_found(), s.points.last().map_or(0.0, |p| p.1.mean));
        out.sort_by(|a, b| most(b).0.cmp(&most(a).0).then(most(b).1.total_cmp(&most(a).1)));
        out.truncate(MOST_DRAWN);
    }
    (out, all)
}

/// Its title without the budget, which the axis says.
fn label(words: &dyn Words, scored: &Scored) -> String {
    if scored.optimised {
        return words.best_found().into();
    }
    without_budget(&scored.title).to_owned()
}

/// The interval of the mean as the only one.
fn estimate(spread: &Spread) -> Estimate {
    Estimate { mean: spread.mean, draws_low: spread.low, draws_high: spread.high, ..Estimate::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_decide::search::{Goal, Rule, Searched};

    fn found(gain: Option<(f64, f64)>) -> Optimised {
        let scored = |policy: &str, optimised: bool, mean: f64| Scored {
            policy: policy.into(),
            title: format!("{policy}, S/ 2 M"),
            optimised,
            training: Spread { mean, ..Spread::default() },
            averted: Spread { mean, se: Some(1.0), low: Some(mean - 2.0), high: Some(mean + 2.0), ..Spread::default() },
            girls: Spread::default(),
            repeated: Spread::default(),
            victim_years: Spread::default(),
            cost_soles: 1.0,
            spend_soles_per_year: 1.0,
            most_spent_soles_per_year: 1.0,
        };
        let at = |budget: f64| Searched {
            kind: None,
            budget_soles_per_year: budget,
            rule: Rule::default(),
            words: String::new(),
            strategies: vec![scored("best-found", true, 90.0), scored("information", false, 70.0)],
            rival: Some("information".into()),
            gain: gain.map(|(low, high)| Spread {
                mean: (low + high) / 2.0,
                low: Some(low),
                high: Some(high),
                ..Spread::default()
            }),
            best: "best-found".into(),
            fingerprint: String::new(),
            evaluations: 10,
            steps: Vec::new(),
            policy_toml: String::new(),
        };
        Optimised {
            study: "s".into(),
            title: "S".into(),
            set: Default::default(),
            scenario: "toy".into(),
            seed: 1,
            horizon_years: 15,
            funded_years: 5,
            discount_rate: 0.03,
            objective: Goal::Girls,
            training_worlds: 4,
            scoring_worlds: 8,
            rejected_worlds: 0,
            training_draws: 1,
            scoring_draws: 1,
            intervals: String::new(),
            searches: vec![at(2e6), at(8e6)],
        }
    }

    #[test]
    fn a_title_claims_no_more_than_the_interval_of_the_gain() {
        let title = |gain| found_frontier(&found(gain), Language::English).unwrap().title;
        assert!(title(Some((10.0, 30.0))).ends_with("20 more than information"), "{}", title(Some((10.0, 30.0))));
        assert!(title(Some((-10.0, 30.0))).contains("can't be told apart from information"));
        assert!(!title(None).contains("information"));
        // Of kinds the one whose best form averted most in training, whichever form that is.
        let mut kinds = found(Some((10.0, 30.0)));
        for (i, one) in kinds.searches.iter_mut().enumerate() {
            one.kind = Some("app".into());
            one.budget_soles_per_year = 8e6;
            one.strategies[1].title = format!("Kind {i}, everywhere alike");
            one.strategies[0].optimised = false;
            one.strategies[1].optimised = true;
            one.strategies[1].training.mean -= i as f64;
        }
        let title = found_frontier(&kinds, Language::English).unwrap().title;
        assert!(title.starts_with("Kind 0, best found, averts 70 girls") && !title.contains("more than"), "{title}");
        let labels: Vec<String> =
            super::series(Language::English.words(), &kinds).0.into_iter().map(|s| s.label).collect();
        assert_eq!(labels, ["Kind 0", "Kind 1"]);
        assert!(found_frontier(&Optimised { searches: Vec::new(), ..found(None) }, Language::English).is_none());
    }

    #[test]
    fn every_budget_is_a_point_of_the_same_line() {
        let (series, all) = series(Language::English.words(), &found(None));
        assert_eq!(all, 2);
        assert_eq!(series.len(), 2);
        assert!(series.iter().all(|s| s.points.len() == 2));
        assert_eq!(
            series.iter().filter(|s| s.style == FOUND).map(|s| s.label.as_str()).collect::<Vec<_>>(),
            ["Best found"]
        );
    }
}
