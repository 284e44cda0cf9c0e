//! What happens to its occupants when a brothel closes (docs/odd.md §6).

use crate::process::places::{ByTown, choice, shortlists};
use crate::process::returned::{Return, Way};
use crate::world::{Brothel, Case, CaseState, Cases};

/// Closes brothels; their occupants move to free places in town, else in the region, else are released.
pub fn close(closing: &[usize], brothels: &mut [Brothel], cases: &mut Cases, returns: &mut Return, threads: usize) {
    if closing.is_empty() {
        return;
    }
    for row in closing {
        brothels[*row].open = false;
    }
    returns.tally.brothels_closed += closing.len() as u32;
    let by_town = ByTown::new(brothels);
    let inside = cases.each(
        threads,
        |case| (case.state == CaseState::Exploited) & !brothels[case.brothel as usize].open,
        |row, _| Some(row),
    );
    let (draws, week) = (returns.draws, returns.week);
    let looking =
        |case: &Case, brothels: &[Brothel]| (brothels[case.brothel as usize].town, choice(draws, case.person, week));
    let lists = shortlists(brothels, &by_town, true, threads, inside.len(), |i| looking(&cases.0[inside[i]], brothels));
    for (row, list) in inside.into_iter().zip(lists) {
        let case = &mut cases.0[row];
        let (town, draws) = looking(case, brothels);
        brothels[case.brothel as usize].occupants -= 1;
        match list.choose_near(brothels, &by_town, town, draws) {
            Some(next) => {
                brothels[next].occupants += 1;
                case.brothel = next as u32;
                case.town = brothels[next].town;
            }
            None => {
                returns.tally.released_by_closing += 1;
                returns.come_back(case, Way::Escape);
            }
        }
    }
}
