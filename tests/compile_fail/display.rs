//! A message cannot hold a sealed fragment; it may name its id.

fn show(fragment: &terkawal::classify::SealedFragment) -> String {
    format!("{}", fragment.id()) + &format!("{fragment}")
}

fn main() {}
