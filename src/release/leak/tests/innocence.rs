//! What must pass: a gate that cries wolf is switched off.

use super::{GateBuilder, SealedSource, base64, finds, noise, source};

const OPEN: &str = include_str!("open.html");
const SEALED: &str = include_str!("sealed.txt");

fn realistic() -> GateBuilder {
    let mut builder = GateBuilder::new();
    for (at, block) in SEALED.split("\n\n").enumerate() {
        let (title, text) = block.split_once('\n').unwrap_or((block, ""));
        let label = format!("s{:03}", at + 1);
        builder.add_sealed(&SealedSource {
            title: Some(title),
            ..source(&label, text)
        });
    }
    builder
}

#[test]
fn open_pages_pass() {
    let mut builder = realistic();
    builder.add_open_html(OPEN);
    let gate = builder.build();
    assert!(gate.known() > 50);
    assert_eq!(gate.scan("index.html", OPEN.as_bytes()), []);
    // The same words in other dress: search data, print page, one-file copy.
    let words: Vec<&str> = OPEN.split(['<', '>']).skip(2).step_by(2).map(str::trim).collect();
    assert!(!finds(&gate, words.join("\n\n")));
    assert!(!finds(
        &gate,
        OPEN.replace("<p>", "<div class=\"p\">").replace("</p>", "</div>")
    ));
    let page = OPEN.replace(
        "</main>",
        &format!(
            "<script type=\"text/plain\">{}</script></main>",
            base64(&noise(200_000))
        ),
    );
    assert!(!finds(&gate, page));
}

#[test]
fn sealed_text_in_the_same_page_does_not() {
    let mut builder = realistic();
    builder.add_open_html(OPEN);
    let gate = builder.build();
    let mut found = 0;
    for block in SEALED.split("\n\n") {
        let page = OPEN.replace("</main>", &format!("<p>{block}</p></main>"));
        found += usize::from(finds(&gate, page));
    }
    assert_eq!(found, SEALED.split("\n\n").count());
}

#[test]
fn what_is_open_anywhere_is_open() {
    let title = |builder: &mut GateBuilder| {
        builder.add_sealed(&SealedSource {
            title: Some("Objektif"),
            ..source("s1", "Hubungi 09-513 2000 segera hari ini")
        });
    };
    let mut builder = GateBuilder::new();
    title(&mut builder);
    assert!(finds(&builder.build(), "<h2>Objektif</h2>"));
    let mut builder = GateBuilder::new();
    title(&mut builder);
    builder
        .add_open_text("Objektif pelan ini")
        .add_open_html("<a href=\"tel:095132000\">");
    let gate = builder.build();
    assert!(!finds(&gate, "<h2>Objektif</h2> 09-513 2000"));
    assert!(finds(&gate, "hubungi 09 513 2000 segera"));
}

#[test]
fn names_and_packed_theme_files_may_be_open() {
    let names = ["bootstrap.css".to_owned()];
    let sealed = SealedSource {
        file_names: &names,
        ..source("s1", "")
    };
    let mut builder = GateBuilder::new();
    builder.add_sealed(&sealed).add_open_names(["assets/bootstrap.css"]);
    assert!(!builder.build().is_armed());
    let mut builder = GateBuilder::new();
    builder
        .add_sealed(&sealed)
        .add_open_bytes(&super::gzip(b"bootstrap .css"));
    assert!(!builder.build().is_armed());
}

#[test]
fn short_words_in_noise_are_chance() {
    let mut builder = GateBuilder::new();
    for title in ["ERT", "CCT", "DRT", "Skop", "ICT", "PKP", "RTO"] {
        builder.add_sealed(&SealedSource {
            title: Some(title),
            ..source("s1", "")
        });
    }
    let gate = builder.build();
    let bytes = noise(1 << 20);
    assert!(!finds(&gate, &bytes));
    assert!(!finds(&gate, base64(&bytes)));
    assert!(finds(&gate, "jadual ERT"));
}
