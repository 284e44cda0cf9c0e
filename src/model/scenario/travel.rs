//! Hours of travel, where a table states them route by route.

/// Part of an hour that sums of stated hours are taken to. A table says 10.7 where two legs say 8.5 and 2.2; their difference is 2.2
/// again only up to rounding.
const PER_HOUR: f64 = 1e6;

/// Hours between towns that hours beyond the gateway say nothing of: from the road into a town.
const OFF_THE_ROAD: f64 = 0.5;

/// Hours of travel as a table of routes states them (`travel.csv`). What is `None` follows from hours to and beyond the gateway.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Travel {
    /// From each origin to each town: origins in the order of [`super::tree::Scenario::communities`] where these are given, else of
    /// departments.
    pub to_towns: Option<Vec<Vec<f64>>>,
    /// From each town to each town, the same both ways, 0 from a town to itself.
    pub between_towns: Option<Vec<Vec<f64>>>,
}

/// Hours that all routes of an origin share, the way to the nearest town.
pub(super) fn shared(routes: &[f64]) -> f64 {
    routes.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Hours of a route beyond what all routes of its origin share.
pub(super) fn beyond(route: f64, shared: f64) -> f64 {
    ((route - shared) * PER_HOUR).round() / PER_HOUR
}

/// Hours between two towns as their hours beyond the gateway say it; 0 from a town to itself.
pub(super) fn between(a: usize, b: usize, beyond: [f64; 2]) -> f64 {
    if a == b { 0.0 } else { (beyond[0] - beyond[1]).abs() + OFF_THE_ROAD }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_sums_are_taken_apart_into_the_hours_they_were_made_of() {
        for to_gateway in [2.0, 8.5, 13.5, 0.3, 62.1] {
            let legs = [1.0, 0.0, 1.5, 2.2, 3.1, 0.7, 12.345_678];
            // A table states what one writes down, not the last bit of a sum.
            let routes = legs.map(|leg| format!("{:.6}", to_gateway + leg).parse::<f64>().expect("a number"));
            let all = shared(&routes);
            assert_eq!(all, to_gateway);
            assert_eq!(routes.map(|route| beyond(route, all)), legs, "{to_gateway}");
        }
    }

    #[test]
    fn towns_are_as_far_apart_as_their_roads_and_half_an_hour() {
        assert_eq!([between(0, 1, [1.0, 2.5]), between(1, 0, [2.5, 1.0]), between(0, 0, [1.0, 1.0])], [2.0, 2.0, 0.0]);
    }
}
