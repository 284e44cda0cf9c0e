//! How much is done in a week: memory is asked for a few times whatever the number of girls, few girls are looked at (which is counted
//! wherever it happens), fewer are written to, and what spares looking at more of them changes no decision. And how much memory a
//! world takes.

mod common;

use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::process::decision::{Circumstances, acceptance, acceptance_at_most, discounted_years};
use amparo::process::girl::{occupant, phases};
use amparo::scenario::Scenario;
use amparo::world::{Girl, Household, Setting, Tally, WEEKS_PER_YEAR, Whereabouts, looks};
use common::{Forked, all_kinds, madre_de_dios, run, toy};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// The system's allocator, counting what a thread asks for.
struct Counting;

thread_local! {
    static ASKED: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
    static HELD: Cell<Held> = const { Cell::new(Held { now: 0, most: 0 }) };
}

/// Bytes a thread holds, those given back by another one counted against it.
#[derive(Clone, Copy)]
struct Held {
    now: i64,
    most: i64,
}

fn count(bytes: usize) {
    // A thread that is ending has nothing left to count with.
    let _ = ASKED.try_with(|asked| {
        let (times, all) = asked.get();
        asked.set((times + 1, all + bytes as u64));
    });
    hold(bytes as i64);
}

fn hold(bytes: i64) {
    let _ = HELD.try_with(|held| {
        let now = held.get().now + bytes;
        held.set(Held { now, most: held.get().most.max(now) });
    });
}

/// The most bytes that some work holds beside those held before it, and what it made.
fn most_held<R>(work: impl FnOnce() -> R) -> (i64, R) {
    let before = HELD.get().now;
    HELD.set(Held { now: before, most: before });
    let made = work();
    (HELD.get().most - before, made)
}

// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        hold(-(layout.size() as i64));
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both are held while one is copied to the other.
        count(size);
        let grown = unsafe { System.realloc(at, layout, size) };
        hold(-(layout.size() as i64));
        grown
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Weeks before anything is counted: tables have grown to their size, the trade goes on as usual.
const RUN_IN: u32 = 2 * WEEKS_PER_YEAR;

/// A tenth of Madre de Dios's girls.
fn tenth() -> Scenario {
    madre_de_dios(10.0)
}

/// A world run in.
fn usual(scenario: &Scenario) -> Simulation {
    let mut sim = Simulation::new(scenario, replicate_key(1, 0), 1);
    run(&mut sim, RUN_IN);
    sim
}

/// Times and bytes per week for which memory was asked, mean over a year.
fn asked_a_week(sim: &mut Simulation) -> (f64, f64) {
    let before = ASKED.get();
    run(sim, WEEKS_PER_YEAR);
    let after = ASKED.get();
    let mean = |from: u64, to: u64| (to - from) as f64 / f64::from(WEEKS_PER_YEAR);
    (mean(before.0, after.0), mean(before.1, after.1))
}

#[test]
fn a_week_asks_for_memory_a_few_times_whatever_the_number_of_girls() {
    for scenario in [toy(), tenth()] {
        let mut sim = usual(&scenario);
        let girls = sim.column::<Girl>().len();
        let (times, bytes) = asked_a_week(&mut sim);
        println!("{girls} girls: {times:.1} times, {bytes:.0} bytes");
        assert!(times < 60.0, "{times} times a week");
        assert!(bytes < 60_000.0, "{bytes} bytes per week");
    }
}

/// 56 bytes an entity are the ECS's own, 8 a girl, 12 a household. Whatever grows by doubling, or is held twice for a moment, is more.
#[test]
fn a_world_takes_what_its_entities_take_and_hardly_more() {
    let scenario = madre_de_dios(1.0);
    let (made, mut sim) = most_held(|| Simulation::new(&scenario, replicate_key(1, 0), 1));
    let region = std::sync::Arc::clone(&sim.world.resource::<Setting>().region);
    let (girls, households) = (region.girls() as f64, region.households() as f64);
    let needed = (girls * (56.0 + 8.0) + households * (56.0 + 12.0)) / girls;
    let a_girl = made as f64 / girls;
    println!("{girls} girls: {a_girl:.1} bytes per girl, {needed:.1} in their tables");
    assert!(a_girl < needed + 4.0, "{a_girl} bytes per girl, {needed} in their tables");
    let (again, ()) = most_held(|| sim.reseed(replicate_key(1, 1)));
    assert!((again as f64) < girls, "{again} bytes to fill a standing world again");
    let (looked, ()) = most_held(|| sim.look(|_| ()));
    assert!(looked < 10_000, "{looked} bytes to look at a world");
    let (year, ()) = most_held(|| run(&mut sim, WEEKS_PER_YEAR));
    assert!((year as f64) < 2.0 * girls, "{year} bytes in a year");
}

/// Looks at girls' rows in a year of this world, and how many there are to be: one an approach, and two for whoever's whereabouts
/// change (where she is now, then where she goes). `None` where looks are not counted.
fn looks_in_a_year(sim: &mut Simulation, after_each_week: impl Fn(&mut Simulation)) -> Option<(u64, u64)> {
    let (before, mut needed) = (looks()?, 0);
    for _ in 0..WEEKS_PER_YEAR {
        run(sim, 1);
        let t = sim.world.resource::<Tally>();
        let changes = t.spells_begun + t.returns() + t.moved_on + t.reintegrated;
        needed += u64::from(t.approaches + t.stopped + 2 * changes);
        after_each_week(sim);
    }
    Some((looks()? - before, needed))
}

/// Only who is approached, and whoever's whereabouts change, is looked at (without a programme that offers training). A look is
/// any way to a girl's row within a tick: see the next two tests.
#[test]
fn a_week_looks_at_few_girls() {
    for (scenario, most) in [(toy(), 0.05), (tenth(), 0.002)] {
        let mut sim = usual(&scenario);
        let girls = sim.column::<Girl>().len();
        let Some((looked, needed)) = looks_in_a_year(&mut sim, |_| {}) else { return };
        let share = looked as f64 / f64::from(WEEKS_PER_YEAR) / girls as f64;
        println!("{girls} girls: {share:.5} looked at a week; {looked} looks, {needed} needed");
        assert!(looked <= needed, "{looked} looks where {needed} are needed");
        assert!(share < most, "{share} of the girls are looked at in a week");
    }
}

#[test]
fn going_through_all_girls_once_a_week_would_be_noticed() {
    for by_row in [true, false] {
        let mut sim = usual(&toy());
        let pass = |sim: &mut Simulation| {
            let away = |girl: &Girl| girl.whereabouts != Whereabouts::AtHome;
            sim.look(|scene| match by_row {
                true => (0..scene.girls.slots()).filter(|slot| away(&scene.girls[*slot])).count(),
                false => scene.girls.all().iter().filter(|girl| away(girl)).count(),
            });
        };
        let Some((looked, needed)) = looks_in_a_year(&mut sim, pass) else { return };
        assert!(looked > 5 * needed, "{looked} looks where {needed} are needed");
    }
}

/// Where girls' rows are gone through by other means is not within a tick: filling and copying worlds, hashing, checking.
#[test]
fn systems_get_to_girls_through_the_counted_roster_alone() {
    let mut asks = 0;
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let of = |ending: &str| path.ends_with(ending);
        let between_ticks = of("observe/hash.rs") || of("observe/conserve.rs") || of("engine/simulation.rs");
        for line in text.lines().map(|line| line.split("//").next().unwrap_or_default()) {
            asks += usize::from(line.contains(": Girls,"));
            let of_girls =
                ["&Girl>", "&mut Girl>", "&Girl,", "&mut Girl,", "<Girl>"].iter().any(|kind| line.contains(kind));
            let bare = of_girls && (line.contains("Query<") || line.contains("::<")) || line.contains("Mut<Girl>");
            assert!(!bare || between_ticks, "{}: {line}", path.display());
        }
        let whole_world = ["process", "policy"].iter().any(|folder| path.iter().any(|part| part == *folder));
        assert!(!whole_world || !text.contains("&mut World"), "{}: a system with all of the world", path.display());
    }
    assert!(asks > 4, "{asks}");
}

/// Every Rust source of a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let of = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    entries.flat_map(of).filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// Whatever is kept up every week for everyone would be written to nearly every row.
#[test]
fn a_week_writes_to_few_girls_and_no_household() {
    for (scenario, most) in [(toy(), 0.004), (tenth(), 0.0006)] {
        let mut sim = usual(&scenario);
        let (mut written, weeks) = (0, 20);
        let households: Vec<Household> = sim.column();
        let mut before: Vec<Girl> = sim.column();
        for _ in 0..weeks {
            run(&mut sim, 1);
            let after: Vec<Girl> = sim.column();
            written += before.iter().zip(&after).filter(|(before, after)| before != after).count();
            before = after;
        }
        let share = written as f64 / f64::from(weeks) / before.len() as f64;
        println!("{} girls: {share:.6} written to a week", before.len());
        assert!(share < most, "{share} of the girls are written to in a week");
        assert!(sim.column::<Household>() == households, "households are written to");
    }
}

#[test]
fn whoever_would_accept_is_never_declined_by_the_bound() {
    let scenario = toy();
    let interventions = all_kinds(&scenario, 0.7);
    let mut forked = Forked::new(scenario, 3);
    let sim = forked.begin(&interventions);
    run(sim, 30);
    let (mut girls, mut tight) = (0, 0);
    sim.look(|scene| {
        let p = &scene.setting.parameters.decision;
        for (c, place) in scene.communities.iter().enumerate() {
            for slot in place.first_girl..place.first_girl + place.girls {
                let her = occupant(phases(scene.setting), slot, scene.week);
                let (girl, hours) = (scene.girl(&her), place.hours[0]);
                let schooling = scene.schooling(&her, &girl, c);
                let circumstances = scene.circumstances(&her, &girl, c, schooling, hours);
                let years = discounted_years(circumstances.beta, circumstances.delta, p.horizon);
                let [least, most] = scene.years_between(&her);
                assert!(least * (1.0 - 1e-12) <= years && years <= most * (1.0 + 1e-12), "{least} {years} {most}");
                let riskiest = scene.riskiest(&her, &girl, c, schooling, hours);
                let exactly = acceptance(&circumstances, p);
                // At first her income is not known either.
                let of_income = Circumstances { income: scene.income(&girl, c), ..riskiest };
                for (her, spares) in [(riskiest, 0.5), (of_income, 0.2)] {
                    if let Some(bound) = acceptance_at_most(&her, [least, most], &scene.setting.derived.bounds, p) {
                        assert!(exactly <= bound, "{exactly} above {bound}");
                        tight += usize::from(bound < spares);
                    }
                }
                girls += 1;
            }
        }
    });
    assert!(tight > girls, "of {girls} girls the bound spares only {tight} from most of the work");
}
