use super::tree::*;
impl Study {
    pub fn at_draw(&self, _draw: usize) -> (Scenario, Vec<Policy>) {
        (self.scenario.clone(), self.policies.clone())
    }
}
