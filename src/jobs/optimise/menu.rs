//! What one search chooses from, and the hash of everything it reads.

use super::arena::{Place, at};
use super::options::{Kinds, OptimiseOptions, TRIALS};
use super::places::places;
use super::rule::{STEEPEST, Terms, WIDEST};
use amparo_decide::search::Goal;
use amparo_model::scenario::{BEST_FOUND, Intervention, Policy, Study};
use amparo_text::Diagnostic;
use std::fmt::Write;

/// What one search chooses from at any budget.
pub struct Menu {
    /// The only kind; `None`: all that the study has.
    pub kind: Option<&'static str>,
    /// Its title, as people read it.
    pub title: String,
    /// The kinds, and under which terms each runs.
    pub terms: Terms,
}

/// What a searched rule is compared with.
pub struct Rival {
    /// Its name in tables.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// What it does at the budget.
    pub interventions: Vec<Intervention>,
}

/// The searches that are asked for, in the order of all kinds.
///
/// # Errors
/// A kind that no policy of the study has.
pub fn menus(study: &Study, kinds: &Kinds) -> Result<Vec<Menu>, Diagnostic> {
    let all = Terms::of(study);
    let one = |name: &'static str, label: &str| {
        let mut title = label.to_owned();
        title.get_mut(..1).map(str::make_ascii_uppercase);
        all.only(name).map(|terms| Menu { kind: Some(name), title, terms })
    };
    let each = || all.kinds().filter_map(|kind| one(kind.name, kind.label));
    match kinds {
        Kinds::Together => Ok(vec![Menu { kind: None, title: "Best found".into(), terms: all.clone() }]),
        Kinds::Each => Ok(each().collect()),
        Kinds::One(name) => match each().find(|menu| menu.kind == Some(name.as_str())) {
            Some(menu) => Ok(vec![menu]),
            None => {
                let known: Vec<&str> = all.kinds().map(|kind| kind.name).collect();
                Err(Diagnostic::new(format!("no policy of the study has `{name}`"))
                    .expected(format!("one of: {}", known.join(", ")))
                    .in_file(format!("--kind {name}")))
            }
        },
    }
}

/// What the best form of a kind is called, or the best of several kinds, without the budget.
pub fn best_name(kind: Option<&str>) -> String {
    kind.map_or(BEST_FOUND.to_owned(), |kind| format!("{kind}-best"))
}

impl Menu {
    /// What its file and its line in tables are called, without the budget.
    pub fn name(&self) -> String {
        best_name(self.kind)
    }

    /// What the searched rule is called in tables.
    pub fn of_search(&self) -> (String, String) {
        match self.kind {
            Some(kind) => (format!("{kind}-searched"), format!("{}, searched", self.title)),
            None => (self.name(), self.title.clone()),
        }
    }

    /// The other forms of the kind, the simplest first; of several kinds the study's policies at the budget. What a policy that matches
    /// comes to is the study's to say: it is made anew in every world.
    pub fn rivals(&self, study: &Study, budget: f64) -> Vec<Rival> {
        let Some(kind) = self.kind else {
            let open = |p: &&Policy| p.budget_soles_per_year == budget && p.matching.is_none();
            let rival = |p: &Policy| Rival {
                policy: p.name.clone(),
                title: p.title.clone(),
                interventions: p.interventions.clone(),
            };
            return study.policies.iter().filter(open).map(rival).collect();
        };
        let form = |name: &str, words: &str, interventions| Rival {
            policy: format!("{kind}-{name}"),
            title: format!("{}, {words}", self.title),
            interventions,
        };
        let by_exposure = self.terms.by_exposure(budget);
        std::iter::once(form("everywhere", "everywhere alike", self.terms.everywhere(budget)))
            .chain(by_exposure.map(|one| form("by-exposure", "where most are exposed", one)))
            .collect()
    }

    /// Trials that its search may take.
    pub fn evaluations(&self, options: &OptimiseOptions) -> usize {
        options.evaluations.unwrap_or(TRIALS * self.terms.kinds().count())
    }

    /// 32 hex digits of everything that decides what is found and how it scores: worlds with all their values, kinds with their terms,
    /// budget, horizon, what is counted, the extent of the search and its bounds. No words, no other policies, and not the program: a
    /// build that is only faster has another hash of its own and finds the same, and what the model does reaches these inputs through
    /// the values that draws are solved at.
    pub fn fingerprint(&self, study: &Study, budget: f64, options: &OptimiseOptions) -> String {
        let mut text = format!(
            "{} {budget:?} {} {} {} {} {WIDEST} {STEEPEST}\n{} {} {:?} {}\n",
            self.kind.unwrap_or("all"),
            options.goal.name(),
            self.evaluations(options),
            options.training,
            options.scoring,
            study.funded_years,
            study.following_years,
            study.scenario.parameters.study.discount_rate,
            study.seed,
        );
        let (training, scoring) = places(study, options.training, options.scoring);
        let terms = self.terms.everywhere(budget);
        let mut world = |place: &Place| {
            let draw = study.draws.as_ref().and_then(|plan| plan.rows.get(place.draw));
            let mut scenario = at(study, draw);
            scenario.interventions.clone_from(&terms);
            let _ = writeln!(text, "{} {:?} {}", place.key, place.weight, amparo_files::numbers_hash(&scenario));
        };
        training.iter().for_each(&mut world);
        scoring.iter().for_each(&mut world);
        blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
    }
}

/// The command that makes one search again, without where its file is to be written.
pub fn command(study: &Study, menu: &Menu, budget: f64, options: &OptimiseOptions) -> String {
    let mut words = format!("amparo optimise {}", study.file.display());
    if !study.scenario.set.is_empty() {
        let _ = write!(words, " {}", study.scenario.set);
    }
    if let Some(kind) = menu.kind {
        let _ = write!(words, " --kind {kind}");
    }
    let goal =
        if options.goal == Goal::default() { String::new() } else { format!(" --objective {}", options.goal.name()) };
    let _ = write!(
        words,
        " --budget {budget}{goal} --evaluations {} --training {} --scoring {} --seed {}",
        menu.evaluations(options),
        options.training,
        options.scoring,
        study.seed
    );
    words
}
