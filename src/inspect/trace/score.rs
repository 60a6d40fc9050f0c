//! How likely it is that so many places agree by chance.

use crate::marks::SYMBOLS;

/// The chance that a run names any wrong copy is this at most.
pub const RATE: f64 = 1e-6;

/// The chance that at least `agreeing` of so many dice fall as they were called.
pub fn tail(places: usize, agreeing: usize) -> f64 {
    if agreeing == 0 {
        return 1.0;
    }
    if agreeing > places {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss, reason = "places are counted in thousands")]
    let (all, sides) = (places as f64, SYMBOLS as f64);
    let (hit, miss) = ((1.0 / sides).ln(), (1.0 - 1.0 / sides).ln());
    // ln of the chance of exactly `agreeing`, term by term; then its successors.
    let mut exact = all * miss;
    for count in 1..=agreeing {
        exact += step(all, count) + hit - miss;
    }
    let mut sum = 1.0;
    let mut term = 1.0_f64;
    for count in agreeing + 1..=places {
        term *= (step(all, count) + hit - miss).exp();
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    (exact + sum.ln()).exp().min(1.0)
}

/// ln of C(n, k) / C(n, k - 1).
fn step(all: f64, count: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "places are counted in thousands")]
    let count = count as f64;
    ((all - count + 1.0) / count).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By counting: the sum over all exact chances.
    fn counted(places: u32, agreeing: u32) -> f64 {
        let choose = |k: u32| {
            (0..k).fold(1.0, |ways, taken| {
                ways * f64::from(places - taken) / f64::from(taken + 1)
            })
        };
        let exact = |k: u32| {
            choose(k) * (1.0_f64 / 16.0).powi(k.cast_signed()) * (15.0_f64 / 16.0).powi((places - k).cast_signed())
        };
        (agreeing..=places).map(exact).sum()
    }

    #[test]
    fn the_tail_is_what_counting_gives() {
        for places in [1_u32, 2, 7, 15, 60, 200] {
            for agreeing in 0..=places {
                let (ours, exact) = (tail(places as usize, agreeing as usize), counted(places, agreeing));
                assert!((ours / exact - 1.0).abs() < 1e-9, "{places} {agreeing}: {ours} {exact}");
            }
        }
        assert!((tail(0, 0) - 1.0).abs() < f64::EPSILON);
        assert!(tail(3, 4).abs() < f64::EPSILON);
        assert!(tail(100_000, 100_000) < 1e-300);
    }
}
