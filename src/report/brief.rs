//! The first page in at most 150 words: question, answer, how sure, cost, what would change it, what it rests on. Page and terminal say
//! the same.

use crate::inputs::OtherBaseline;
use crate::kit::answered;
use crate::kit::format::upper_first;
use crate::kit::names::Names;
use crate::said::break_evens::{self, Doubtful};
use crate::said::{by_girls, first_page, runs};
use crate::told::Told;
use crate::words::first_page::Part;
use amparo_decide::result::Grades;

/// Words at most, the question and the headings of the parts counted.
pub const MOST_WORDS: usize = 150;
/// What a page has room for.
#[derive(Clone, Copy)]
struct Room {
    /// Things that would change the answer.
    changes: usize,
    /// Policies named that leave money.
    unspent: usize,
    /// Policies named whose effect is clear beside the leader's, and as many that add girls.
    named: usize,
}

/// Less and less room: where titles are long or many, the least telling goes first, and what is not named is counted.
const ROOM: [Room; 9] = [
    Room { changes: 3, unspent: 2, named: 6 },
    Room { changes: 2, unspent: 2, named: 6 },
    Room { changes: 2, unspent: 0, named: 6 },
    Room { changes: 1, unspent: 0, named: 6 },
    Room { changes: 1, unspent: 0, named: 5 },
    Room { changes: 1, unspent: 0, named: 4 },
    Room { changes: 1, unspent: 0, named: 3 },
    Room { changes: 1, unspent: 0, named: 0 },
    Room { changes: 0, unspent: 0, named: 0 },
];

/// The parts of the first page with their sentences.
pub type Brief = [(Part, Vec<String>); 5];

/// What is asked.
pub fn question(told: &Told) -> String {
    let budgets = answered::budgets(told.result, told.answers);
    told.words.question(first_page::policies(told), &budgets, told.result.funded_years)
}

/// Words of a text: whatever holds a letter or a digit. As for a word processor, a no-break space joins: "S/ 2 million" is one.
pub fn words(text: &str) -> usize {
    let word = |word: &&str| word.chars().any(char::is_alphanumeric);
    text.split([' ', '\n', '\t']).filter(word).count()
}

/// The parts of the first page.
pub fn brief(told: &Told, also: &[OtherBaseline], grades: &Grades) -> Brief {
    let asked = words(&question(told));
    let fits = |parts: &Brief| {
        let of = |(part, all): &(Part, Vec<String>)| {
            words(told.words.part_of_page(*part)) + all.iter().map(|text| words(text)).sum::<usize>()
        };
        asked + parts.iter().map(of).sum::<usize>() <= MOST_WORDS
    };
    fitting(told, also, grades, fits)
}

/// The parts with as much as fits.
pub(crate) fn fitting(told: &Told, also: &[OtherBaseline], grades: &Grades, fits: impl Fn(&Brief) -> bool) -> Brief {
    let [more @ .., least] = ROOM;
    let mut made = more.into_iter().map(|room| parts(told, also, grades, room));
    made.find(|made| fits(made)).unwrap_or_else(|| parts(told, also, grades, least))
}

/// The finding as the first page says it, in one line.
pub fn finding(told: &Told) -> String {
    let [(_, finding), ..] = brief(told, &[], &Grades::default());
    finding.iter().map(|sentence| upper_first(sentence)).collect::<Vec<String>>().join(" ")
}

fn parts(told: &Told, also: &[OtherBaseline], grades: &Grades, room: Room) -> Brief {
    let words = told.words;
    let mut finding = words.girls_answer(&by_girls::answer(told));
    finding.extend(words.girls_others(&by_girls::others(told, room.named)));
    let sure = by_girls::certainty(told);
    let mut certainty: Vec<String> = sure.iter().map(|found| words.girls_sure(found)).collect();
    if told.one() && by_girls::main(told).is_some() {
        certainty.push(words.one_set().into());
    }
    certainty.extend(also.iter().map(|other| {
        let there = by_girls::certainty(&Names::new(other.result, other.answers));
        words.girls_elsewhere(&other.name, sure.as_ref().map(|found| &found.leader), there.as_ref())
    }));
    let cost = by_girls::money(told, room.unspent).zip(by_girls::main(told)).map_or_else(
        || vec![words.nothing_compared().to_owned()],
        |(money, main)| words.girls_money(&money, main.budget_soles_per_year, told.result.funded_years),
    );
    let answers = told.answers;
    let resting = words.rests_on_briefly(&answers.draws, &runs::draws(answers), first_page::grades(grades).as_ref());
    [
        (Part::Finding, finding),
        (Part::Certainty, certainty),
        (Part::Cost, cost),
        (Part::Changes, changes(told, room.changes)),
        (Part::RestsOn, vec![resting]),
    ]
}

/// What would change the answer, the most telling first.
fn changes(told: &Told, most: usize) -> Vec<String> {
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
    let leader = by_girls::certainty(told).map(|found| found.leader);
    out.extend(turning.iter().map(|b| break_evens::turn(told, b)).map(|turn| {
        let again = leader.as_ref() == Some(&turn.policy);
        words.break_even_briefly(&turn, again)
    }));
    out.extend(untold.map(str::to_owned));
    out.truncate(most);
    out
}
