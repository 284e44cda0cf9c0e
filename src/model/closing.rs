//! What happens to its occupants when a brothel closes (docs/odd.md §6).

use crate::model::places::{ByTown, choice, choose_near};
use crate::model::returned::{Return, Way};
use crate::world::{Brothel, CaseState, Cases};

/// Closes brothels; their occupants move to free places in town, else in the region, else are released.
pub fn close(closing: &[usize], brothels: &mut [Brothel], cases: &mut Cases, returns: &mut Return) {
    if closing.is_empty() {
        return;
    }
    let mut inside = 0u32;
    for row in closing {
        brothels[*row].open = false;
        inside += u32::from(brothels[*row].occupants);
    }
    returns.tally.brothels_closed += closing.len() as u32;
    let by_town = ByTown::new(brothels);
    for case in &mut cases.0 {
        if inside == 0 {
            break;
        }
        let row = case.brothel as usize;
        if case.state != CaseState::Exploited || brothels[row].open {
            continue;
        }
        brothels[row].occupants -= 1;
        inside -= 1;
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
