"""The reduced model as a Starsim module: states of people as arrays, whole groups moved at once, results by week.

Common random numbers are switched off, which Starsim documents as its faster mode. A girl approached twice in a week is
decided twice on the state the week's approaches found her in: who is drawn in has the same distribution, `offers` counts
the rare offer that an earlier acceptance of the same week would have wasted.
"""

import numpy as np
import starsim as ss

import reduced
from reduced import COLUMNS

ss.options(crn=False, verbose=0)


class Exploitation(ss.Disease):
    """Rosters, approaches, decisions, and what follows them."""

    def __init__(self, run):
        super().__init__(name="exploitation")
        p = run.parameters
        self.p = p
        self.girls = run.girls
        self.cycle, self.size = p["roster"]["weeks"], p["roster"]["girls_per_community"]
        self.decision = reduced.Decision.of(p)
        self.income_of, self.belief_of, share = reduced.communities(run.communities, p["communities"])
        self.cumulative_share = np.cumsum(share)
        self.define_pars(
            permanent=ss.normal(0.0, p["girls"]["sigma_permanent"]),
            belief=ss.normal(0.0, p["girls"]["sigma_belief"]),
            transient=ss.normal(0.0, p["girls"]["sigma_transient"]),
            phase=ss.randint(low=0, high=self.cycle),
            at_start=ss.bernoulli(p=p["start"]["exploited"]),
            gets_out=ss.bernoulli(p=p["weekly"]["gets_out"]),
            reintegrates=ss.bernoulli(p=p["weekly"]["reintegrates"]),
            approaches=ss.poisson(lam=1.0),
            which_community=ss.random(),
            which_girl=ss.randint(low=0, high=self.size),
            accepts=ss.random(),
        )
        self.define_states(
            ss.BoolState("exploited", label="Exploited"),
            ss.BoolState("returned", label="Returned"),
            ss.FloatArr("permanent", label="Permanent income effect"),
            ss.FloatArr("own_belief", label="Own belief"),
            ss.FloatArr("ti_25", label="Week she turns 25"),
        )
        self.exploited_last_week = 0

    def init_results(self):
        super().init_results()
        # The stocks are counted by Starsim itself: one result `n_…` a Boolean state.
        self.define_results(*(ss.Result(name, dtype=int, scale=False) for name in COLUMNS[4:]))

    def init_post(self):
        super().init_post()
        everyone = self.sim.people.auids
        self.be_new(everyone)
        self.ti_25[everyone] = self.cycle - 1 - self.pars.phase.rvs(everyone)
        exploited = self.pars.at_start.filter()
        self.exploited[exploited] = True
        self.exploited_last_week = len(exploited)

    def be_new(self, uids):
        self.exploited[uids] = False
        self.returned[uids] = False
        self.permanent[uids] = self.pars.permanent.rvs(uids)
        self.own_belief[uids] = self.pars.belief.rvs(uids)

    def step_state(self):
        # Turning 25.
        leaving = (self.ti_25 == self.ti).uids
        if len(leaving):
            self.results.turned_25[self.ti] = len(leaving)
            self.results.turned_25_exploited[self.ti] = np.count_nonzero(self.exploited[leaving])
            self.be_new(leaving)
            self.ti_25[leaving] = self.ti + self.cycle
        # Each on the state the week began with.
        home = self.pars.reintegrates.filter(self.returned.uids)
        out = self.pars.gets_out.filter(self.exploited.uids)
        self.returned[home] = False
        self.exploited[out] = False
        self.returned[out] = True
        self.results.reintegrated[self.ti] = len(home)
        self.results.got_out[self.ti] = len(out)

    def step(self):
        trade = self.p["trade"]
        rate = trade["approaches_per_girl"] * self.girls * reduced.effort(self.exploited_last_week, self.girls, trade)
        # A Poisson total split by shares is a Poisson a community.
        n = 0
        if rate > 0.0:
            self.pars.approaches.set(lam=rate)
            n = int(self.pars.approaches.rvs(1)[0])
        self.results.approaches[self.ti] = n
        if n:
            community = np.searchsorted(self.cumulative_share, self.pars.which_community.rvs(n))
            community = np.minimum(community, len(self.cumulative_share) - 1)
            slot = ss.uids(community * self.size + self.pars.which_girl.rvs(n))
            free = ~self.exploited[slot]
            self.offer(slot[free], community[free])

    def offer(self, uids, community):
        n = len(uids)
        self.results.offers[self.ti] = n
        if n == 0:
            return
        d = self.decision
        back = self.returned[uids]
        log_income = self.income_of[community] + self.permanent[uids] + self.pars.transient.rvs(n)
        belief = self.belief_of[community] + self.own_belief[uids] + d.x_return * back
        b = 1.0 / (1.0 + np.exp(-belief))
        home = np.log(np.maximum(np.exp(log_income), d.c_min)) + d.prospects - d.stigma * back
        gain = (1.0 - b) * (d.good - home) - b * d.loss
        accepted = self.pars.accepts.rvs(n) < 1.0 / (1.0 + np.exp(-(gain - d.theta) / d.mu))
        drawn_in = ss.uids(np.unique(uids[accepted]))
        self.exploited[drawn_in] = True
        self.returned[drawn_in] = False
        self.results.drawn_in[self.ti] = len(drawn_in)

    def update_results(self):
        super().update_results()
        self.exploited_last_week = int(self.results.n_exploited[self.ti])


def set_up(run):
    sim = ss.Sim(people=ss.People(run.girls), diseases=Exploitation(run), start=ss.date("2020-01-01"),
                 dur=ss.weeks(run.weeks - 1), dt=ss.weeks(1), rand_seed=run.seed, use_aging=False, copy_inputs=False)
    sim.init()
    return sim


def ticks(run, sim):
    sim.run()


def weeks_of(sim):
    results = sim.diseases[0].results
    exploited, returned = (np.asarray(results[name]) for name in ("n_exploited", "n_returned"))
    weeks = len(exploited)
    home = len(sim.people) - exploited - returned
    flows = [np.asarray(results[name]) for name in COLUMNS[4:]]
    return np.column_stack([np.arange(1, weeks + 1), home, exploited, returned, *flows])


if __name__ == "__main__":
    reduced.measure(set_up, ticks, weeks_of)
