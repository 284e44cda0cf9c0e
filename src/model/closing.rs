//! What happens to its occupants when a brothel closes (docs/odd.md §6).

use crate::model::places::{ByTown, choice, choose_near};
use crate::model::returned::{Return, Way};
use crate::world::{Brothel, CaseState, Cases};

/// Closes brothels; their occupants move to free places in town, else in the region, else are released.
pub fn close(closing: &[usize], brothels: &mut [Brothel], cases: &mut Cases, returns: &mut Return) {
    if closing.is_empty() {
        return;
    }
    for row in closing {
        brothels[*row].open = false;
    }
    returns.tally.brothels_closed += closing.len() as u32;
    let by_town = ByTown::new(brothels);
    let inside = cases.each(
        1,
        |case| (case.state == CaseState::Exploited) & !brothels[case.brothel as usize].open,
        |row, _| Some(row),
    );
    for row in inside {
        let case = &mut cases.0[row];
        let row = case.brothel as usize;
        brothels[row].occupants -= 1;
        let draws = choice(returns.draws, case.person, returns.week);
        match choose_near(brothels, &by_town, brothels[row].town, draws) {
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
