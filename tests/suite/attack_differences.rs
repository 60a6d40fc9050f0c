//! The attacker's best test: two plans that differ only in what is sealed for others. Whatever differs in the open site or
//! in the attacker's own copy tells something about it.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{opened, plan_test::PlanTest};

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>";

/// What is sealed for others, in every place where something may be.
#[derive(Clone, Copy, Default)]
struct Secret {
    /// Inside a SULIT block of an open section, before an open heading.
    block: &'static str,
    /// Inside a block for others in a section that the attacker holds.
    part: &'static str,
    /// A whole section.
    section: &'static str,
    /// Its front matter.
    front: &'static str,
    /// Line of plan.yaml with the generated pages that are open.
    pages: &'static str,
}

const PLAIN: Secret = Secret {
    block: "Satu ayat.",
    part: "Satu ayat.",
    section: "Satu ayat.",
    front: "title: Biasa",
    pages: "open_pages: []",
};

fn plan(secret: Secret) -> PlanTest {
    let drawing = |word: &str| format!("{PICTURE}{word}</title></svg>");
    PlanTest::new()
        .plan(secret.pages)
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            &format!(
                "Terbuka[^n].\n\n::: sulit\n{}\n:::\n\n## Skop kerja\n\nLagi.\n\n::: terhad\nUntuk semua[^n].\n\n[^n]: Nota.\n:::\n\n[^n]: Luar.\n",
                secret.block
            ),
        )
        .section(
            "02-lain.md",
            &format!("classification: SULIT\n{}", secret.front),
            &format!("{}\n", secret.section),
        )
        .section(
            "03-kita.md",
            "title: Kita",
            &format!(
                "## Skop kerja\n\n::: sulit\n{}\n:::\n\n## Skop kerja\n\n![Peta kita](kita.svg)\n\n[umum](01-umum.md#skop-kerja)\n",
                secret.part
            ),
        )
        .file("content/kita.svg", drawing("kita"))
        .file("content/x.svg", drawing("satu"))
        .file("content/y.svg", drawing("dua"))
        .holder("01", "clearance: SULIT")
        .holder("02", "clearance: TERHAD")
}

fn files_below(folder: &Path, above: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{above}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            files_below(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).expect("a file"));
        }
    }
}

/// Everything that the attacker can read: the open site, and what copy 02 holds. Of other copies only the names.
fn seen(secret: Secret) -> BTreeMap<String, Vec<u8>> {
    let test = plan(secret);
    test.build();
    let mut files = BTreeMap::new();
    files_below(&test.output().join("site"), "site/", &mut files);
    for (name, bytes) in &mut files {
        // Ciphertext and what describes it differ in every build.
        if name.contains("/copies/") {
            bytes.clear();
        }
    }
    let bundle = opened::bundle(&test.copy("02"), test.key("02"));
    files.extend(
        bundle
            .files
            .into_iter()
            .map(|(name, bytes)| (format!("bundle/{name}"), bytes)),
    );
    let holder = |text: Vec<u8>| String::from_utf8_lossy(&text).replace('\r', "").into_bytes();
    files.into_iter().map(|(name, bytes)| (name, holder(bytes))).collect()
}

#[track_caller]
fn tells_nothing(secrets: &[Secret]) {
    for (index, secret) in secrets.iter().enumerate() {
        let plain = seen(Secret {
            pages: secret.pages,
            ..PLAIN
        });
        let other = seen(*secret);
        assert_eq!(
            plain.keys().collect::<Vec<_>>(),
            other.keys().collect::<Vec<_>>(),
            "{index}"
        );
        for (name, bytes) in &plain {
            let (one, two) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&other[name]));
            assert_eq!(one, two, "{index}: {name} tells the difference");
        }
    }
}

#[test]
fn words_notes_and_links_sealed_for_others_change_nothing_that_i_read() {
    let rich = "Dua[^a] ayat[^b] [x] <https://rahsia.test>.\n\n- a\n- b\n\n| a | b |\n|---|---|\n| c | d |\n\n[^a]: Nota.\n\n[^b]: Nota.\n\n[x]: 01-umum.md";
    tells_nothing(&[
        Secret { block: rich, ..PLAIN },
        Secret { part: rich, ..PLAIN },
        Secret { section: rich, ..PLAIN },
        Secret {
            front: "title: Lain sekali\ndescription: Huraian\naudience: [\"01\"]",
            ..PLAIN
        },
    ]);
}

#[test]
fn headings_sealed_for_others_change_nothing_that_i_read() {
    let headings = "## Skop kerja\n\nTeks.\n\n## Lagi {#skop-kerja-2}\n\nTeks.";
    tells_nothing(&[
        Secret {
            section: headings,
            ..PLAIN
        },
        Secret {
            block: "## Skop kerja\n\nTeks.",
            ..PLAIN
        },
        Secret {
            part: "## Skop kerja\n\nTeks.",
            ..PLAIN
        },
    ]);
    // What would take the anchor of a heading that I read away from it is refused.
    let same = "## Lain {#skop-kerja}\n\nTeks.";
    plan(Secret { block: same, ..PLAIN }).run(&["build"]).fails(2, "E170");
    plan(Secret { part: same, ..PLAIN }).run(&["build"]).fails(2, "E170");
}

#[test]
fn pictures_sealed_for_others_change_nothing_that_i_read() {
    let pictures = "![a](x.svg) ![b](y.svg) [c](y.svg)";
    tells_nothing(&[
        Secret {
            section: pictures,
            ..PLAIN
        },
        Secret {
            block: pictures,
            ..PLAIN
        },
        Secret {
            part: pictures,
            ..PLAIN
        },
    ]);
}

#[test]
fn captions_files_and_abbreviations_sealed_for_others_change_nothing_that_i_read() {
    let listed = "*[KZQ]: Kata Zat Qaf\n\nIni KZQ.\n\n![Rajah](x.svg){#fig-a}\n\n| a |\n|---|\n| b |\n\n: Jadual {#tbl-a}\n\n\
                  [c](y.svg) @fig-a @tbl-a";
    for pages in [
        "open_pages: []",
        "open_pages: [abbreviations, attachments, figures, tables]",
    ] {
        let plain = Secret { pages, ..PLAIN };
        tells_nothing(&[
            Secret {
                section: listed,
                ..plain
            },
            Secret { block: listed, ..plain },
            Secret { part: listed, ..plain },
        ]);
    }
}

#[test]
fn blocks_inside_blocks_sealed_for_others_change_nothing_that_i_read() {
    let nested = "Ayat.\n\n::: sulit {audience=\"01\"}\nDalam.\n:::";
    tells_nothing(&[
        Secret {
            section: nested,
            ..PLAIN
        },
        Secret { block: nested, ..PLAIN },
        Secret { part: nested, ..PLAIN },
    ]);
}
