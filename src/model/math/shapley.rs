//! Exact Shapley values of a game of a few players.

/// Number of players: the six drivers.
pub const PLAYERS: usize = 6;
/// Number of coalitions.
pub const COALITIONS: usize = 1 << PLAYERS;

/// Shapley (1953): player i's value is Σ over coalitions S without i of |S|!(n−|S|−1)!/n! · (v(S ∪ i) − v(S)).
///
/// `value[s]` is the worth of the coalition whose members are the set bits of `s`; values sum to
/// `value[COALITIONS − 1] − value[0]`.
pub fn values(value: &[f64; COALITIONS]) -> [f64; PLAYERS] {
    // |S|!(5−|S|)!/6! for |S| = 0..=5.
    const WEIGHT: [f64; PLAYERS] = [1.0 / 6.0, 1.0 / 30.0, 1.0 / 60.0, 1.0 / 60.0, 1.0 / 30.0, 1.0 / 6.0];
    let mut out = [0.0; PLAYERS];
    for (player, worth) in out.iter_mut().enumerate() {
        let bit = 1usize << player;
        for coalition in 0..COALITIONS {
            if coalition & bit == 0 {
                let size = coalition.count_ones() as usize;
                *worth += WEIGHT[size] * (value[coalition | bit] - value[coalition]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_sum_to_the_total_and_a_dummy_gets_nothing() {
        let mut game = [0.0; COALITIONS];
        for (s, v) in game.iter_mut().enumerate() {
            // Player 5 adds nothing; the others interact.
            let without = s & 0b1_1111;
            *v = (without as f64).sqrt() + f64::from((without & 3 == 3) as u8);
        }
        let phi = values(&game);
        assert!((phi.iter().sum::<f64>() - (game[COALITIONS - 1] - game[0])).abs() < 1e-12);
        assert!(phi[5].abs() < 1e-12);
    }

    #[test]
    fn an_additive_game_gives_each_player_its_own_worth() {
        let worth = [0.3, -0.1, 0.0, 1.0, 2.0, 0.7];
        let mut game = [0.0; COALITIONS];
        for (s, v) in game.iter_mut().enumerate() {
            *v = (0..PLAYERS).filter(|i| s >> i & 1 == 1).map(|i| worth[i]).sum();
        }
        for (phi, w) in values(&game).iter().zip(worth) {
            assert!((phi - w).abs() < 1e-12);
        }
    }

    #[test]
    fn the_glove_game_gives_the_published_values() {
        // Player 0 holds a left glove, players 1 and 2 a right one each; a pair is worth 1 (Shapley 1953: 4/6, 1/6, 1/6).
        let mut game = [0.0; COALITIONS];
        for (s, v) in game.iter_mut().enumerate() {
            *v = f64::from((s & 1 == 1 && s & 0b110 != 0) as u8);
        }
        let phi = values(&game);
        assert!((phi[0] - 4.0 / 6.0).abs() < 1e-12 && (phi[1] - 1.0 / 6.0).abs() < 1e-12 && phi[3].abs() < 1e-12);
    }
}
