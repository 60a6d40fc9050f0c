//! A template cannot be given a sealed fragment; its id is no secret.

fn show(fragment: &terkawal::classify::SealedFragment) {
    let mut context = tera::Context::new();
    context.insert("id", fragment.id());
    context.insert("section", fragment);
}

fn main() {}
