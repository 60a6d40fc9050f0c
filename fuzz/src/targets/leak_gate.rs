//! The leak gate on arbitrary bytes.

use std::sync::OnceLock;

use terkawal::release::leak::{GateBuilder, LeakGate, SealedSource};

const SENTENCE: &str = "tekan butang merah di dalam almari besi sebelum meninggalkan bilik kawalan utama";

fn gate() -> &'static LeakGate {
    static GATE: OnceLock<LeakGate> = OnceLock::new();
    GATE.get_or_init(|| {
        let mut builder = GateBuilder::new();
        builder.add_sealed(&SealedSource {
            label: "s017",
            text: &format!("{SENTENCE}\nHubungi 0389541234 atau puan@contoh.example segera\n"),
            title: Some("Bilik Kebal"),
            links: &["https://dalaman.example/bilik-kebal".to_owned()],
            file_names: &["bilik-kebal".to_owned()],
            names: &["Puan Kenari Merbah".to_owned()],
        });
        builder.add_open_html("<p>Semua orang boleh membaca ini.</p>");
        builder.build()
    })
}

/// The file's kind, then its bytes. A sealed sentence on a line of its own is found whatever stands around it.
pub fn leak_gate(data: &[u8]) {
    let [kind, at, rest @ ..] = data else { return };
    let name = [
        "site/a.html",
        "site/a.js",
        "site/a.png",
        "site/a.json",
        "site/a",
        "site/a.br",
    ][usize::from(kind % 6)];
    for leak in gate().scan(name, rest) {
        assert!(leak.offset.is_none_or(|offset| offset <= rest.len()));
    }
    if let Ok(text) = std::str::from_utf8(rest) {
        let _ = gate().scan_name(text);
    }
    if rest.starts_with(b"age-encryption.org/") {
        // What follows an age header is ciphertext.
        return;
    }
    let at = usize::from(*at).min(rest.len());
    let spoilt = [&rest[..at], b"\n", SENTENCE.as_bytes(), b"\n", &rest[at..]].concat();
    assert!(!gate().scan(name, &spoilt).is_empty(), "the sentence is overlooked");
}
