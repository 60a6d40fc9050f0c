//! What the leak gate is given cannot be logged either.

fn show(fragment: &terkawal::classify::SealedFragment) -> String {
    format!("{:?}", fragment.gate_matter())
}

fn main() {}
