//! Thrusts, strategies and programmes in order, each with its number.

use crate::{
    document::data::thrusts::{Strategy, Thrust},
    theme::Catalogue,
};

/// What comes next.
pub(super) enum Step<'a, P> {
    /// The name of a thrust, with its number.
    Thrust(String),
    /// The name of a strategy, with its number.
    Strategy(String),
    /// The number of a programme, and the programme.
    Programme(String, &'a P),
}

/// Goes through the tree.
pub(super) fn walk<'a, P>(thrusts: &'a [Thrust<P>], catalogue: &Catalogue, mut visit: impl FnMut(Step<'a, P>)) {
    for (index, thrust) in thrusts.iter().enumerate() {
        let first = index + 1;
        visit(Step::Thrust(thrust_name(thrust, first, catalogue)));
        for (index, strategy) in thrust.strategies.iter().enumerate() {
            let second = format!("{first}.{}", index + 1);
            visit(Step::Strategy(strategy_name(strategy, &second, catalogue)));
            for (index, programme) in strategy.programmes.iter().enumerate() {
                visit(Step::Programme(format!("{second}.{}", index + 1), programme));
            }
        }
    }
}

/// The name of a thrust, with its number.
pub(super) fn thrust_name<P>(thrust: &Thrust<P>, number: usize, catalogue: &Catalogue) -> String {
    let number = number.to_string();
    catalogue.with("strategy-thrust", &[("number", &number), ("name", &thrust.name.value)])
}

fn strategy_name<P>(strategy: &Strategy<P>, number: &str, catalogue: &Catalogue) -> String {
    catalogue.with(
        "strategy-strategy",
        &[("number", number), ("name", &strategy.name.value)],
    )
}
