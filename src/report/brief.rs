//! The first page in at most 150 words: question, answer, how sure, cost, what would change it, what it rests on. Page and terminal say
//! the same.

use crate::inputs::OtherBaseline;
use crate::kit::answered;
use crate::kit::names::Names;
use crate::said::break_evens::{self, Doubtful};
use crate::said::{by_girls, first_page, runs};
use crate::told::Told;
use crate::words::first_page::Part;
use amparo_decide::result::Grades;

/// Words at most, the question and the headings of the parts counted.
pub const MOST_WORDS: usize = 150;
/// Things at most that would change the answer.
const MOST_CHANGES: usize = 3;

/// The parts of the first page with their sentences.
pub type Brief = [(Part, Vec<String>); 5];

/// What is asked.
pub fn question(told: &Told) -> String {
    told.words.question(first_page::policies(told), &answered::budgets(told.result, told.answers))
}

/// Words of a text: whatever holds a letter or a digit.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The parts of the first page. Of what would change the answer the least telling goes where titles are long.
pub fn brief(told: &Told, also: &[OtherBaseline], grades: &Grades) -> Brief {
    let mut parts = parts(told, also, grades);
    let asked = words(&question(told));
    let long = |parts: &Brief| {
        let of = |(part, all): &(Part, Vec<String>)| {
            words(told.words.part_of_page(*part)) + all.iter().map(|text| words(text)).sum::<usize>()
        };
        asked + parts.iter().map(of).sum::<usize>() > MOST_WORDS
    };
    while long(&parts) && drop_a_change(&mut parts) {}
    parts
}

/// Leaves out the last thing that would change the answer, where there is another; whether it did.
pub(crate) fn drop_a_change(parts: &mut Brief) -> bool {
    let changes = parts.iter_mut().find(|(part, _)| *part == Part::Changes);
    changes.is_some_and(|(_, all)| all.len() > 1 && all.pop().is_some())
}

fn parts(told: &Told, also: &[OtherBaseline], grades: &Grades) -> Brief {
    let words = told.words;
    let mut finding = words.girls_answer(&by_girls::answer(told));
    finding.extend(words.girls_others(&by_girls::others(told)));
    let sure = by_girls::certainty(told);
    let mut certainty: Vec<String> = sure.iter().map(|found| words.girls_sure(found)).collect();
    if told.one() && by_girls::main(told).is_some() {
        certainty.push(words.one_set().into());
    }
    certainty.extend(also.iter().map(|other| {
        let there = by_girls::certainty(&Names::new(other.result, other.answers));
        words.girls_elsewhere(&other.name, sure.as_ref().map(|found| &found.leader), there.as_ref())
    }));
    let cost = by_girls::money(told).zip(by_girls::main(told)).map_or_else(
        || vec![words.nothing_compared().to_owned()],
        |(money, main)| words.girls_money(&money, main.budget_soles_per_year, told.result.funded_years),
    );
    let answers = told.answers;
    let resting = words.rests_on_briefly(&answers.draws, &runs::draws(answers), first_page::grades(grades).as_ref());
    [
        (Part::Finding, finding),
        (Part::Certainty, certainty),
        (Part::Cost, cost),
        (Part::Changes, changes(told)),
        (Part::RestsOn, vec![resting]),
    ]
}

/// What would change the answer, the most telling first.
fn changes(told: &Told) -> Vec<String> {
    let words = told.words;
    let mut out: Vec<String> = by_girls::changes(told).iter().map(|change| words.girls_change(change)).collect();
    let found = break_evens::break_evens(told.answers);
    let untold = match found.doubtful() {
        _ if !found.turning.is_empty() => None,
        Doubtful::None => (!told.answers.break_evens.is_empty()).then(|| words.nothing_turns()),
        Doubtful::FewDraws => Some(words.turns_untold(true)),
        Doubtful::Some { .. } => Some(words.turns_untold(false)),
    };
    let turning = break_evens::once_each(found.turning);
    out.extend(turning.iter().map(|b| words.break_even(&break_evens::turn(told, b))));
    out.extend(untold.map(str::to_owned));
    out.truncate(MOST_CHANGES);
    out
}
