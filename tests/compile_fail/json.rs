//! Nor can JSON.

fn show(fragment: &terkawal::classify::SealedFragment) -> [Option<String>; 2] {
    [
        serde_json::to_string(fragment.id()).ok(),
        serde_json::to_string(fragment).ok(),
    ]
}

fn main() {}
