use amparo::engine::*;
use std::path::Path;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let sets: Vec<(String, f64)> = args[3..].iter().map(|s| amparo::scenario::parse_set(s).unwrap()).collect();
    let s = amparo::scenario::load_scenario(Path::new(&args[1]), &amparo::policy::VOCABULARY, &sets).unwrap();
    let t = std::time::Instant::now();
    let key = amparo::draws::replicate_key(args[2].parse().unwrap(), 0);
    let mut sim = Simulation::new(&s, key, 1);
    eprintln!("spawn {:?} girls {}", t.elapsed(), sim.column::<amparo::world::Girl>().len());
    let stop = Interrupt::new(false);
    let t = std::time::Instant::now();
    let towns = s.towns.len();
    let b = {
        let mut last = None;
        let r = sim
            .burn_in(&stop, |y| {
                eprint!("{y} ");
                last = Some(y)
            })
            .unwrap();
        r
    };
    eprintln!("\nburn in {:?} {:?}", t.elapsed(), (b.years, b.drift, b.settled));
    if let Err(e) = sim.conservation() {
        eprintln!("CONSERVE {e}");
    }
    let t = std::time::Instant::now();
    sim.run(260, &stop).unwrap();
    eprintln!("5 years {:?}", t.elapsed());
    if let Err(e) = sim.conservation() {
        eprintln!("CONSERVE {e}");
    }
    let w = amparo::observe::window(sim.record(), 0..5, s.baseline.residents, towns);
    let all: f64 = w.newly_by_department.iter().sum();
    let shares: Vec<String> = w.newly_by_department.iter().map(|x| format!("{:.3}", x / all)).collect();
    println!(
        "{:?}\n{:?}\nreexp {:?} years {:?} hash {}",
        shares,
        {
            let mut w = w.clone();
            w.flows.clear();
            w
        },
        w.reexploited_share(),
        w.mean_years_exploited(),
        sim.state_hash()
    );
    println!("{:?}", sim.record().weeks.last().unwrap());
}
