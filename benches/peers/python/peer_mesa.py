"""The reduced model in Mesa 3: girls are agents, sets of agents do what is asked of them, a collector keeps the counts.

Girls act only when something can happen to them: the model keeps AgentSets of those exploited and those returned, and of
those who turn 25 in each week, instead of asking every girl every week.
"""

import math

import mesa
from mesa.agent import AgentSet

import reduced
from reduced import COLUMNS, EXPLOITED, HOME, RETURNED


class Girl(mesa.Agent):
    """A girl in a slot of her community's roster."""

    def __init__(self, model, community, slot, permanent, belief, state=HOME):
        super().__init__(model)
        self.community = community
        self.slot = slot
        self.permanent = permanent
        self.belief = belief
        self.state = state

    def turn_25(self):
        """She leaves; a girl who turns 12 takes her slot."""
        model = self.model
        model.count["turned_25"] += 1
        if self.state == EXPLOITED:
            model.count["turned_25_exploited"] += 1
            model.exploited.discard(self)
        elif self.state == RETURNED:
            model.returned.discard(self)
        self.remove()
        successor = Girl(model, self.community, self.slot, model.random.gauss(0.0, model.sigma_permanent),
                         model.random.gauss(0.0, model.sigma_belief))
        model.rosters[self.community][self.slot] = successor
        model.enrol(successor, model.cycle)

    def maybe_get_out(self):
        if self.random.random() < self.model.gets_out:
            self.state = RETURNED
            self.model.exploited.discard(self)
            self.model.returned.add(self)
            self.model.count["got_out"] += 1

    def maybe_reintegrate(self):
        if self.random.random() < self.model.reintegrates:
            self.state = HOME
            self.model.returned.discard(self)
            self.model.count["reintegrated"] += 1

    def be_approached(self):
        model = self.model
        if self.state == EXPLOITED:
            return
        model.count["offers"] += 1
        if self.random.random() < self.acceptance():
            if self.state == RETURNED:
                model.returned.discard(self)
            self.state = EXPLOITED
            model.exploited.add(self)
            model.count["drawn_in"] += 1

    def acceptance(self):
        model, d = self.model, self.model.decision
        log_income = model.income_of[self.community] + self.permanent + self.random.gauss(0.0, model.sigma_transient)
        belief = model.belief_of[self.community] + self.belief
        prospects = d.prospects
        if self.state == RETURNED:
            belief += d.x_return
            prospects -= d.stigma
        b = 1.0 / (1.0 + math.exp(-belief))
        home = math.log(max(math.exp(log_income), d.c_min)) + prospects
        gain = (1.0 - b) * (d.good - home) - b * d.loss
        return 1.0 / (1.0 + math.exp(-(gain - d.theta) / d.mu))


class Region(mesa.Model):
    def __init__(self, run):
        super().__init__(seed=run.seed)
        p = run.parameters
        self.girls = run.girls
        self.trade = p["trade"]
        self.cycle, self.size = p["roster"]["weeks"], p["roster"]["girls_per_community"]
        self.sigma_permanent, self.sigma_belief = p["girls"]["sigma_permanent"], p["girls"]["sigma_belief"]
        self.sigma_transient = p["girls"]["sigma_transient"]
        self.gets_out, self.reintegrates = p["weekly"]["gets_out"], p["weekly"]["reintegrates"]
        self.decision = reduced.Decision.of(p)
        income, belief, self.share = reduced.communities(run.communities, p["communities"])
        self.income_of, self.belief_of = income.tolist(), belief.tolist()
        self.exploited, self.returned = (AgentSet([], random=self.random) for _ in range(2))
        self.turning_25 = [AgentSet([], random=self.random) for _ in range(self.cycle)]
        created = Girl.create_agents(
            self, run.girls,
            community=[i // self.size for i in range(run.girls)],
            slot=[i % self.size for i in range(run.girls)],
            permanent=self.rng.normal(0.0, self.sigma_permanent, run.girls).tolist(),
            belief=self.rng.normal(0.0, self.sigma_belief, run.girls).tolist(),
            state=[EXPLOITED if u < p["start"]["exploited"] else HOME for u in self.rng.random(run.girls)],
        )
        everyone = list(created)
        self.rosters = [everyone[i:i + self.size] for i in range(0, run.girls, self.size)]
        for girl in everyone:
            self.enrol(girl, self.random.randrange(self.cycle) + 1)
            if girl.state == EXPLOITED:
                self.exploited.add(girl)
        self.count = dict.fromkeys(COLUMNS, 0)
        self.datacollector = mesa.DataCollector(
            model_reporters={"week": "steps", "home": lambda m: m.girls - len(m.exploited) - len(m.returned),
                             "exploited": lambda m: len(m.exploited), "returned": lambda m: len(m.returned),
                             **{name: lambda m, name=name: m.count[name] for name in COLUMNS[4:]}})

    def enrol(self, girl, weeks):
        """She turns 25 that many weeks from now (within a cycle)."""
        self.turning_25[(self.steps + weeks) % self.cycle].add(girl)

    def step(self):
        exploited = len(self.exploited)
        self.count = dict.fromkeys(COLUMNS, 0)
        leaving = self.turning_25[self.steps % self.cycle]
        self.turning_25[self.steps % self.cycle] = AgentSet([], random=self.random)
        leaving.do("turn_25")
        # Each on the state the week began with.
        returned = AgentSet(list(self.returned), random=self.random)
        self.exploited.do("maybe_get_out")
        returned.do("maybe_reintegrate")
        self.approach(self.trade["approaches_per_girl"] * self.girls
                      * reduced.effort(exploited, self.girls, self.trade))
        self.datacollector.collect(self)

    def approach(self, rate):
        for roster, n in zip(self.rosters, self.rng.poisson(rate * self.share).tolist()):
            self.count["approaches"] += n
            for _ in range(n):
                roster[self.random.randrange(self.size)].be_approached()


def ticks(run, region):
    for _ in range(run.weeks):
        region.step()


def weeks_of(region):
    return region.datacollector.get_model_vars_dataframe()[list(COLUMNS)].itertuples(index=False)


if __name__ == "__main__":
    reduced.measure(Region, ticks, weeks_of)
