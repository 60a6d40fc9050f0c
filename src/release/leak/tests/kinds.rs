//! Each kind of sealed matter, and when it counts.

use super::{GateBuilder, LeakKind, SENTENCE, SealedSource, finds, gate, gate_for, kinds, source, titled};

#[test]
fn titles_count_whole() {
    assert_eq!(kinds(&titled("Skop"), "<h2>4.1 Skop</h2>"), [LeakKind::Title]);
    assert!(!finds(&titled("Skop"), "<h2>Skopje dan teleskop</h2>"));
    assert!(!finds(&titled("Pengurus"), "pen gurus"));
    let long = "Tatacara Memulihkan Pangkalan Data Cukai Taksiran Selepas Banjir Besar";
    assert!(kinds(&titled(long), format!("<p>{long}</p>")).contains(&LeakKind::Title));
    // All its pieces are open, the title is not.
    let mut builder = GateBuilder::new();
    builder.add_sealed(&SealedSource {
        title: Some("satu dua tiga empat lima enam"),
        ..source("s1", "")
    });
    builder.add_open_text("satu dua tiga empat lima. Lagi: dua tiga empat lima enam");
    let gate = builder.build();
    assert_eq!(kinds(&gate, "satu dua tiga empat lima enam"), [LeakKind::Title]);
    assert!(!finds(&gate, "nol dua tiga empat lima enam"));
}

#[test]
fn links_names_and_addresses() {
    let links = [
        "https://dalaman.contoh.my/drt/pelan?kod=9".to_owned(),
        "tel:+60951399001".to_owned(),
    ];
    let file_names = [
        "02-bilik-kebal".to_owned(),
        "peta_lubang.png".to_owned(),
        "_index".to_owned(),
    ];
    let names = ["Puteh bin Kelabu".to_owned()];
    let text = "Hubungi ketua.ert@contoh.my segera";
    let all = SealedSource {
        links: &links,
        file_names: &file_names,
        names: &names,
        ..source("s017", text)
    };
    let gate = gate_for(&all);
    assert_eq!(
        kinds(&gate, "<a href=//dalaman.contoh.my/drt/pelan?kod=9>"),
        [LeakKind::Link, LeakKind::Phrase][..1]
    );
    assert_eq!(kinds(&gate, "PUTEH BIN KELABU"), [LeakKind::Name]);
    assert_eq!(
        kinds(&gate, "<a href='mailto:ketua%2Eert@contoh.my'>"),
        [LeakKind::Email]
    );
    assert_eq!(kinds(&gate, "talian 09-5139 9001"), [LeakKind::Number]);
    assert_eq!(kinds(&gate, "assets/peta_lubang.3f.png"), [LeakKind::FileName]);
    assert_eq!(kinds(&gate, "bilik-kebal/index.html"), [LeakKind::FileName]);
    assert!(!finds(&gate, "index.html _index.md"));
}

#[test]
fn numbers_count_by_their_digits() {
    let gate = gate("Talian 09-513 2000 atau 8001016543; rujukan 123456");
    for written in [
        "095132000",
        "(09) 513-2000",
        "+60 9 513 2000",
        "6095132000",
        "09.513.2000",
        "<b>09</b>-513&nbsp;2000",
    ] {
        assert!(finds(&gate, format!("<p>hubungi {written}</p>")), "{written}");
    }
    assert!(finds(&gate, "8001016543"));
    // No part of this one is a number by itself.
    let gate_of_groups = super::gate("12 345 67");
    for written in ["1234567", "(12) 345-67", "12.345.67", "12 - 345 67"] {
        assert!(finds(&gate_of_groups, written), "{written}");
    }
    for lists in ["12, 345, 67", "12 / 345 / 67", "12: 345 67", "12   ..  345 67"] {
        assert!(!finds(&gate_of_groups, lists), "{lists}");
    }
    // Whole tokens only: not in a hash, not in a longer number.
    assert!(!finds(&gate, "a8001016543f 180010165439 9095132000"));
    assert!(!finds(&gate, "123456"));
    assert!(!finds(&gate, "<path d=\"M1 2 3 4 5 6 7 8 9 1 2 3 09 513 2000 1 2\">"));
}

#[test]
fn dates_are_no_numbers() {
    let gate = gate("2026-11-01\n01/11/2026\n1.11.2026\n2023-2026\n1 November 2026");
    assert!(!gate.is_armed());
}

#[test]
fn short_blocks_count_whole() {
    let gate = gate("Bilik Kebal Utara\nYa\n24 jam\nCendawan\nx7gq99zk");
    for text in ["di Bilik Kebal Utara sini", "cendawan", "X7GQ99ZK"] {
        assert_eq!(kinds(&gate, text), [LeakKind::Phrase], "{text}");
    }
    assert!(!finds(&gate, "ya, dalam 24 jam; bilik kebal"));
}

#[test]
fn five_words_are_enough_and_four_are_not() {
    let gate = gate(SENTENCE);
    assert_eq!(
        kinds(&gate, "lalu dalam almari besi sebelum meninggalkan kota"),
        [LeakKind::Phrase]
    );
    assert!(!finds(&gate, "lalu dalam almari besi sebelum pulang"));
}

#[test]
fn nothing_sealed_is_nothing_found() {
    let mut builder = GateBuilder::new();
    assert!(!finds(&builder.build(), SENTENCE));
    builder = GateBuilder::new();
    builder.add_sealed(&source("s1", ""));
    assert!(!builder.build().is_armed());
    assert!(gate(SENTENCE).is_armed());
}

#[test]
fn the_report_says_where_and_never_what() {
    let mut builder = GateBuilder::new();
    builder
        .add_sealed(&source("s009", SENTENCE))
        .add_sealed(&source("s002", "satu rahsia yang lain sekali lagi"));
    let gate = builder.build();
    let page = format!("<p>Terbuka</p><p>{SENTENCE}</p><p>satu rahsia yang lain sekali lagi</p><p>{SENTENCE}</p>");
    let leaks = gate.scan("a/b.html", page.as_bytes());
    let shown: Vec<String> = leaks.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            format!(
                "a/b.html: byte {}: sealed phrase of section s002",
                page.find("satu").unwrap_or(0)
            ),
            "a/b.html: byte 17: sealed phrase of section s009".to_owned(),
        ]
    );
    assert_eq!(leaks, gate.scan("a/b.html", page.as_bytes()));
}

#[test]
fn file_names_are_read_and_masked() {
    let gate = titled("Bilik Kebal Utara");
    let leaks = gate.scan_name("1.0/bilik-kebal-utara/index.html");
    assert_eq!(leaks[0].file, "1.0/[…]/index.html");
    assert_eq!((leaks[0].kind, leaks[0].offset), (LeakKind::Title, None));
    assert_eq!(gate.scan_name("bilik%20kebal%20utara.png").len(), 1);
    assert_eq!(gate.scan_name("1.0/bilik/kebal/utara.html")[0].file, "[…]");
    assert_eq!(gate.scan("bilik_kebal_utara.css", b"Bilik Kebal Utara")[0].file, "[…]");
    assert!(gate.scan_name("1.0/bilik/index.html").is_empty());
}
