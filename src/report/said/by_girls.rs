//! Which policy keeps most girls from being drawn in, how sure that is, and what it costs: the facts of the first page.

use crate::kit::names::{Names, Title};
use amparo_decide::answers::DRAWS_TO_DECIDE;
use amparo_decide::by_girls::{ByGirls, Leads, OtherLeader, Part, PaysFrom, Ranked};
use amparo_decide::learning::{DRAWS_TO_LEARN, TOLD_APART};
use amparo_decide::mean::{Assumed, Mean};
use amparo_decide::ranking::{Harm, Share, Word};

/// Share of the money below which what a policy leaves unspent is told.
pub const WELL_SPENT: f64 = 0.9;

/// A policy with what it averts.
#[derive(Clone, Debug, PartialEq)]
pub struct Averts {
    /// The policy.
    pub policy: Title,
    /// Girls over the horizon, not discounted.
    pub girls: Mean,
}

/// What stands first.
pub enum Answer {
    /// Nothing is compared, or there is one world of each.
    Nothing,
    /// No policy's effect is told from nothing.
    NoneTold {
        /// The policy with the highest mean.
        most: Averts,
        /// Whether there is no other policy.
        only: bool,
        /// Years of the horizon.
        years: usize,
    },
    /// One averts most on average, and its effect is told from nothing.
    Leads {
        /// It.
        leader: Averts,
        /// Girls drawn in without any policy over the horizon.
        of: f64,
        /// Repeated spells and victim-years averted beside.
        beside: [Mean; 2],
        /// What its girls may be over the assumptions.
        assumed: Option<Assumed>,
        /// Whether there is no other policy.
        only: bool,
        /// Years of the horizon.
        years: usize,
    },
}

/// How sure it is which policy averts most.
pub struct Certainty {
    /// In one word.
    pub word: Word,
    /// The leader.
    pub leader: Title,
    /// Policies that it does not beat.
    pub not_beaten: Vec<Title>,
    /// Policies beside it.
    pub others: usize,
    /// In which share of what is assumed it clearly averts and clearly adds girls, where there is no other policy.
    pub alone: Option<Harm>,
    /// In which share of what is assumed it averts most.
    pub most: Share,
    /// Draws.
    pub draws: usize,
}

/// What money does.
pub struct Money {
    /// The leader.
    pub leader: Title,
    /// Whether its effect is told from nothing, so that the answer is about it.
    pub told: bool,
    /// S/ spent over the horizon, not discounted.
    pub spent: f64,
    /// What a girl more costs by it, where it lies on the frontier.
    pub pays_from: Option<PaysFrom>,
    /// Other policies that leave a tenth of their money or more, with the share that they spend.
    pub unspent: Vec<(Title, f64)>,
    /// How many more of them there are.
    pub more_unspent: usize,
}

/// What would change the answer.
pub enum Changes {
    /// A repeated spell that counts so much of a girl or more makes another policy lead.
    Repeated(f64, Title),
    /// Without discounting another leads.
    Undiscounted(Title),
    /// Among some girls another averts most.
    Among {
        /// Which girls.
        part: Part,
        /// The policy that does.
        most: Averts,
        /// What the leader of all averts of them.
        leader: Mean,
        /// Whether it beats the leader among them.
        beats: bool,
    },
    /// Learning this first would add so many girls, with the standard error; whether draws are few for it.
    Learn(String, f64, f64, bool),
}

/// The policies at the largest budget.
pub fn main<'a>(names: &Names<'a>) -> Option<&'a ByGirls> {
    names.answers.by_girls.last()
}

fn averts(names: &Names, row: &Ranked) -> Averts {
    Averts { policy: names.title(&row.policy), girls: row.girls_undiscounted }
}

/// What stands first.
pub fn answer(names: &Names) -> Answer {
    let Some((found, first)) = main(names).and_then(|found| Some((found, found.rows.first()?))) else {
        return Answer::Nothing;
    };
    if found.draws == 1 && first.girls.bar.is_none() {
        return Answer::Nothing;
    }
    if found.leads.is_none() {
        return Answer::NoneTold {
            most: averts(names, first),
            only: found.rows.len() == 1,
            years: found.horizon_years,
        };
    }
    Answer::Leads {
        leader: averts(names, first),
        of: found.baseline_girls,
        beside: [first.repeated_undiscounted, first.victim_years_undiscounted],
        assumed: first.assumed,
        only: found.rows.len() == 1,
        years: found.horizon_years,
    }
}

/// Policies of which a sentence names the first.
#[derive(Default)]
pub struct Named {
    /// Those that it names.
    pub named: Vec<Averts>,
    /// How many more there are.
    pub more: usize,
}

/// The other policies whose effect is told from nothing, those that avert most first, and those that add girls; at most so many of
/// each named.
pub fn others(names: &Names, most: usize) -> [Named; 2] {
    let Some(found) = main(names) else { return Default::default() };
    [1.0, -1.0].map(|sign| {
        let rows = found.rows.iter().skip(usize::from(found.leads.is_some()));
        let mut named: Vec<Averts> =
            rows.filter(|row| row.sign() == Some(sign)).map(|row| averts(names, row)).collect();
        let more = named.len().saturating_sub(most);
        named.truncate(most);
        Named { named, more }
    })
}

/// How sure the leader is; `None` without one.
pub fn certainty(names: &Names) -> Option<Certainty> {
    let found = main(names)?;
    let leads: &Leads = found.leads.as_ref()?;
    Some(Certainty {
        word: leads.word,
        leader: names.title(&found.rows.first()?.policy),
        not_beaten: leads.not_beaten.iter().map(|policy| names.title(policy)).collect(),
        others: found.rows.len().saturating_sub(1),
        alone: found.rows.first().filter(|_| found.rows.len() == 1).map(|row| row.harm),
        most: leads.most,
        draws: found.draws,
    })
}

/// What the leader costs, and who leaves money, at most so many of them named.
pub fn money(names: &Names, most: usize) -> Option<Money> {
    let found = main(names)?;
    let first = found.rows.first()?;
    let mut unspent: Vec<(Title, f64)> = found
        .rows
        .iter()
        .skip(1)
        .filter(|row| row.spent_share < WELL_SPENT)
        .map(|row| (names.title(&row.policy), row.spent_share))
        .collect();
    let more_unspent = unspent.len().saturating_sub(most);
    unspent.truncate(most);
    Some(Money {
        leader: names.title(&first.policy),
        told: found.leads.is_some(),
        spent: first.spent,
        // What averts nothing that can be told has no cost per girl.
        pays_from: first.pays_from.filter(|_| first.sign() == Some(1.0)),
        unspent,
        more_unspent,
    })
}

/// What would change the answer, most telling first.
pub fn changes(names: &Names) -> Vec<Changes> {
    let Some(found) = main(names) else { return Vec::new() };
    let mut out = Vec::new();
    if let Some(leads) = &found.leads {
        out.extend(leads.turns_at.as_ref().map(|(rho, policy)| Changes::Repeated(*rho, names.title(policy))));
        out.extend(leads.undiscounted.as_ref().map(|policy| Changes::Undiscounted(names.title(policy))));
    }
    if !found.rows.is_empty() {
        let among = |other: &OtherLeader| Changes::Among {
            part: other.part,
            most: Averts { policy: names.title(&other.policy), girls: other.girls },
            leader: other.leaders,
            beats: other.beats,
        };
        out.extend(found.other_leaders.iter().map(among));
    }
    let enough = found.effective_draws >= DRAWS_TO_DECIDE;
    let told = found.learned.first().filter(|learned| enough && learned.worth.p.is_some_and(|p| p <= TOLD_APART));
    out.extend(told.map(|learned| {
        let few = found.effective_draws < DRAWS_TO_LEARN;
        Changes::Learn(learned.group.clone(), learned.worth.girls, learned.worth.se, few)
    }));
    out
}
