//! Levels of effects through time.

use super::timing::Timing;
use crate::math::num;
use crate::scenario::Course;

impl Course {
    /// Level this week at a coverage: what is done now, and what grew, each as it fades after the end; at most the cap.
    pub(super) fn level(&self, t: &Timing, coverage: f64) -> f64 {
        let fades = self.fading_half_life_weeks.is_finite();
        let left = match t.weeks_past_end(self.delay_weeks) {
            past if fades && past > 0.0 => num::half_life_decay(past, self.fading_half_life_weeks),
            _ => 1.0,
        };
        let mut level = 0.0;
        if self.growth_per_year > 0.0 {
            let years = coverage * self.scale * t.strength_years(self.delay_weeks);
            level += self.growth_per_year * years * left;
        }
        if self.dose > 0.0 {
            let now = t.strength_before(self.delay_weeks);
            let kept = if fades { t.strength_at_end(self.delay_weeks) * left } else { 0.0 };
            level += self.dose * self.scale * coverage * now.max(kept);
        }
        level.min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(week: u32, ramp: u32) -> Timing {
        Timing::new(week, 0, 104, ramp).expect("it has started")
    }

    #[test]
    fn a_dose_comes_with_its_delay_ends_with_the_programme_and_fades_only_where_told() {
        let dose = Course { dose: 0.4, delay_weeks: 26.0, ..Course::NONE };
        let level = |week| dose.level(&at(week, 0), 0.5);
        assert_eq!([level(0), level(25), level(26), level(129), level(130)], [0.0, 0.0, 0.2, 0.2, 0.0]);
        let fading = Course { fading_half_life_weeks: 52.0, ..dose };
        let level = |week| fading.level(&at(week, 0), 0.5);
        assert_eq!([level(25), level(26), level(129)], [0.0, 0.2, 0.2]);
        assert!((level(130 + 52) - 0.1).abs() < 1e-12 && (level(130 + 104) - 0.05).abs() < 1e-12);
    }

    #[test]
    fn growth_adds_up_year_by_year_stops_at_its_cap_and_stays_unless_it_fades() {
        let growth = Course { growth_per_year: 0.1, cap: 0.15, ..Course::NONE };
        let level = |week| growth.level(&at(week, 0), 1.0);
        assert!((level(51) - 0.1).abs() < 1e-12);
        assert_eq!([level(103), level(500)], [0.15, 0.15]);
        let fading = Course { cap: 1.0, fading_half_life_weeks: 26.0, ..growth };
        let level = |week| fading.level(&at(week, 0), 1.0);
        assert!((level(103) - 0.2).abs() < 1e-12 && (level(104 + 26) - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_level_is_never_below_nothing_and_never_above_its_cap() {
        for (dose, growth) in [(0.0, 0.0), (0.3, 0.0), (0.0, 0.3), (0.5, 0.4)] {
            for half_life in [1.0, 40.0, f64::INFINITY] {
                let course = Course {
                    dose,
                    growth_per_year: growth,
                    delay_weeks: 30.0,
                    cap: 0.6,
                    fading_half_life_weeks: half_life,
                    scale: 2.0,
                };
                for week in 0..600 {
                    let level = course.level(&at(week, 10), 0.9);
                    assert!((0.0..=0.6).contains(&level), "{level}");
                    assert!(week >= 30 || level == 0.0, "nothing comes before its delay");
                }
            }
        }
    }
}
