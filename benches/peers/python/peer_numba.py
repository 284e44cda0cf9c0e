"""The reduced model as arrays and compiled loops, the loop over weeks included, touching only who is touched.

What someone without a framework would write: state in NumPy columns, girls away from home in a list, girls sorted by the
week they turn 25, all loops compiled by numba.
"""

import numpy as np
from numba import njit

import reduced
from reduced import EXPLOITED, HOME, RETURNED


class World:
    """Columns of shape (girls,), lists of who is away, and the weekly rows."""

    def __init__(self, run):
        p = run.parameters
        n = run.girls
        self.rng = np.random.default_rng(run.seed)
        self.permanent = self.rng.normal(0.0, p["girls"]["sigma_permanent"], n)
        self.belief = self.rng.normal(0.0, p["girls"]["sigma_belief"], n)
        self.turns_25 = p["roster"]["weeks"] - self.rng.integers(0, p["roster"]["weeks"], n)
        self.by_birthday = np.argsort(self.turns_25, kind="stable")
        # First girl, in that order, of each week of the cycle.
        self.first_of = np.searchsorted(self.turns_25[self.by_birthday], np.arange(1, p["roster"]["weeks"] + 2))
        self.state = np.where(self.rng.random(n) < p["start"]["exploited"], EXPLOITED, HOME).astype(np.uint8)
        self.away = np.empty(n, np.int64)
        at_start = np.flatnonzero(self.state)
        self.away[:at_start.size] = at_start
        self.n_away = at_start.size
        self.exploited = at_start.size
        self.income_of, self.belief_of, self.share = reduced.communities(run.communities, p["communities"])
        self.rows = np.zeros((run.weeks, len(reduced.COLUMNS)), np.int64)


@njit(cache=True)
def accepts(rng, log_income, belief, returned, c_min, prospects, good, loss, stigma, mu, theta, x_return):
    if returned:
        belief += x_return
        prospects -= stigma
    b = 1.0 / (1.0 + np.exp(-belief))
    home = np.log(max(np.exp(log_income), c_min)) + prospects
    gain = (1.0 - b) * (good - home) - b * loss
    return rng.random() < 1.0 / (1.0 + np.exp(-(gain - theta) / mu))


@njit(cache=True)
def turn_25(rng, birthdays, state, permanent, belief, sigma_permanent, sigma_belief, row):
    for slot in birthdays:
        row[9] += 1
        if state[slot] == EXPLOITED:
            row[10] += 1
        state[slot] = HOME
        permanent[slot] = rng.normal(0.0, sigma_permanent)
        belief[slot] = rng.normal(0.0, sigma_belief)


@njit(cache=True)
def leave_and_reintegrate(rng, state, away, n_away, gets_out, reintegrates, row):
    kept = 0
    for i in range(n_away):
        slot = away[i]
        if state[slot] == EXPLOITED:
            if rng.random() < gets_out:
                state[slot] = RETURNED
                row[7] += 1
        elif state[slot] == RETURNED:
            if rng.random() < reintegrates:
                state[slot] = HOME
                row[8] += 1
        if state[slot] != HOME:
            away[kept] = slot
            kept += 1
    return kept


@njit(cache=True)
def approach(rng, per_community, girls_per_community, state, away, n_away, permanent, belief, income_of, belief_of,
             sigma_transient, row, decision):
    for c in range(len(per_community)):
        for _ in range(rng.poisson(per_community[c])):
            slot = c * girls_per_community + rng.integers(0, girls_per_community)
            row[4] += 1
            if state[slot] == EXPLOITED:
                continue
            row[5] += 1
            log_income = income_of[c] + permanent[slot] + rng.normal(0.0, sigma_transient)
            if accepts(rng, log_income, belief_of[c] + belief[slot], state[slot] == RETURNED, *decision):
                if state[slot] == HOME:
                    away[n_away] = slot
                    n_away += 1
                state[slot] = EXPLOITED
                row[6] += 1
    return n_away


@njit(cache=True)
def weeks(rng, rows, state, away, n_away, exploited, permanent, belief, by_birthday, first_of, income_of, belief_of, share,
          girls_per_community, sigma_permanent, sigma_belief, sigma_transient, approaches_per_girl, v_ref,
          places_per_girl, gets_out, reintegrates, decision):
    girls = len(state)
    for t in range(len(rows)):
        row = rows[t]
        vacancy = max(0.0, 1.0 - exploited / (places_per_girl * girls))
        rate = approaches_per_girl * girls * vacancy / (vacancy + v_ref)
        turn = t % (len(first_of) - 1)
        birthdays = by_birthday[first_of[turn]:first_of[turn + 1]]
        turn_25(rng, birthdays, state, permanent, belief, sigma_permanent, sigma_belief, row)
        n_away = leave_and_reintegrate(rng, state, away, n_away, gets_out, reintegrates, row)
        n_away = approach(rng, rate * share, girls_per_community, state, away, n_away, permanent, belief, income_of,
                          belief_of, sigma_transient, row, decision)
        exploited += row[6] - row[7] - row[10]
        row[0], row[1], row[2], row[3] = t + 1, girls - n_away, exploited, n_away - exploited


def ticks(run, w):
    p = run.parameters
    girls, trade, weekly = p["girls"], p["trade"], p["weekly"]
    d = reduced.Decision.of(p)
    decision = (d.c_min, d.prospects, d.good, d.loss, d.stigma, d.mu, d.theta, d.x_return)
    weeks(w.rng, w.rows, w.state, w.away, w.n_away, w.exploited, w.permanent, w.belief, w.by_birthday, w.first_of,
          w.income_of, w.belief_of, w.share, p["roster"]["girls_per_community"], girls["sigma_permanent"],
          girls["sigma_belief"], girls["sigma_transient"], trade["approaches_per_girl"], trade["v_ref"],
          trade["places_per_girl"], weekly["gets_out"], weekly["reintegrates"], decision)


if __name__ == "__main__":
    reduced.measure(World, ticks, lambda w: w.rows)
