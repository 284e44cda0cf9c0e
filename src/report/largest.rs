//! What of a study has room where one budget does.

use crate::inputs::ReportInputs;
use crate::kit::answered;
use crate::kit::names::Names;
use amparo_decide::result::{ArmSeries, StudyResult};
use std::borrow::Cow;

/// The study at its largest budget alone, for charts that have room for one; the study itself where there is one budget.
pub fn at_largest_budget<'a>(inputs: &ReportInputs<'a>) -> (Cow<'a, StudyResult>, Cow<'a, [ArmSeries]>) {
    let answers = inputs.answers;
    if answered::budgets(inputs.result, answers).len() < 2 {
        return (Cow::Borrowed(inputs.result), Cow::Borrowed(inputs.arms));
    }
    let names = Names::new(inputs.result, answers);
    let mut result = inputs.result.clone();
    result.policies.retain(|p| names.at_largest(&p.name));
    for policy in &mut result.policies {
        policy.title = names.of(&policy.name);
    }
    let mut arms: Vec<ArmSeries> = inputs.arms.to_vec();
    let kept = |i: usize, arm: &ArmSeries| i == 0 || result.policies.iter().any(|p| p.name == arm.name);
    let mut index = 0;
    arms.retain(|arm| {
        index += 1;
        kept(index - 1, arm)
    });
    for arm in arms.iter_mut().skip(1) {
        arm.title = names.of(&arm.name);
    }
    (Cow::Owned(result), Cow::Owned(arms))
}
