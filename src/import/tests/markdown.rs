//! Markdown as Pandoc writes it.

use super::{files, read_as};

#[test]
fn hash_headings_with_numbers() {
    let text = "---\ntitle: \"Pelan Ujian\"\ndate: 3 Mei 2031\n---\n\n# 1.0 MULA {#mula .unnumbered}\n\nTeks dengan \\*bintang\\* dan \\[kurungan\\].\n\n## 1.1 Tujuan\n\n### Nota kecil\n\nIsi.\n\n# Lampiran A: Borang\n\nIsi borang.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    assert!(files["plan.yaml"].contains("title: Pelan Ujian\n") && files["plan.yaml"].contains("2031-05-03"));
    assert!(files["content/01-mula/_index.md"].ends_with("\n\nTeks dengan \\*bintang\\* dan \\[kurungan\\].\n"));
    assert!(files["content/01-mula/01-tujuan.md"].ends_with("\n\n### Nota kecil\n\nIsi.\n"));
    assert!(files["content/02-borang/_index.md"].contains("number: Lampiran A\n"));
}

#[test]
fn hash_headings_without_numbers() {
    let text = "# Pelan Ujian\n\n## Pengenalan\n\nSatu.\n\n### Tujuan\n\nDua.\n\n## Penutup\n\n| A | B |\n|---|:--|\n| 1 | x \\| y |\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    assert!(files["plan.yaml"].contains("title: Pelan Ujian\n") && files["plan.yaml"].contains("numbering: none\n"));
    assert_eq!(
        files["content/01-pengenalan/01-tujuan.md"],
        "---\ntitle: Tujuan\n---\n\nDua.\n"
    );
    assert!(files["content/02-penutup/_index.md"].ends_with("| A | B |\n| --- | --- |\n| 1 | x \\| y |\n"));
}

#[test]
fn capitals_with_a_bare_number() {
    let text = "1. PENGENALAN\n\nSatu.\n\n1.1 Tujuan\n\nDua.\n\n2. PENUTUP\n\nTiga.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    assert!(
        files["content/01-pengenalan/_index.md"].contains("number: \"1.\"\n"),
        "{files:?}"
    );
    assert!(files["content/01-pengenalan/01-tujuan.md"].contains("number: \"1.1\"\n"));
    assert!(files.contains_key("content/02-penutup/_index.md"));
}
