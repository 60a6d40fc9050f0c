//! Nor can a log line.

fn show(fragment: &terkawal::classify::SealedFragment) -> String {
    format!("{fragment:?}")
}

fn main() {}
