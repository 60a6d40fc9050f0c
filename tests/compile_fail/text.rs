//! The text of a sealed fragment is written by the sealing stage alone.

fn show(fragment: &terkawal::classify::SealedFragment) -> String {
    fragment.sealed_title().to_owned()
}

fn main() {}
