//! Single forms of Markdown, as Pandoc and people write them.

use super::{files, read_as, says};

/// The HTML of a section whose Markdown is given; `pandoc` makes it Pandoc's own flavour.
fn html(text: &str, pandoc: bool) -> String {
    use pulldown_cmark::{Parser, html};
    let anchor = if pandoc { " {#ujian}" } else { "" };
    let imported = read_as(&format!("# 1.0 UJIAN{anchor}\n\n{text}\n"), "TERHAD");
    let file = files(&imported)["content/01-ujian/_index.md"].to_owned();
    let body = file
        .split_once("---\n\n")
        .map(|(_, body)| body.to_owned())
        .unwrap_or_default();
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(&body, crate::document::markdown::OPTIONS));
    out.replace('\n', "")
}

#[track_caller]
fn both(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        for pandoc in [false, true] {
            assert_eq!(html(source, pandoc), *expected, "{source}\npandoc: {pandoc}");
        }
    }
}

#[track_caller]
fn pandoc(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(html(source, true), *expected, "{source}");
    }
}

#[test]
fn inline_forms() {
    both(&[
        ("a^2^ b~3~ ~~c~~", "<p>a<sup>2</sup> b<sub>3</sub> <del>c</del></p>"),
        (
            "`a_b <c>` dan ``d ` e``",
            "<p><code>a_b &lt;c&gt;</code> dan <code>d ` e</code></p>",
        ),
        (
            "_miring_ dan __tebal__, bukan_ini_ya",
            "<p><em>miring</em> dan <strong>tebal</strong>, bukan_ini_ya</p>",
        ),
        ("[]{#tanda .anchor}Teks [ini]{.smallcaps}[^x].", "<p>Teks ini[^x].</p>"),
        (
            "[garis]{.underline} [kuning]{.mark} [lain]{custom-style=\"X\"}",
            "<p><u>garis</u> <mark>kuning</mark> lain</p>",
        ),
        (
            "lihat [1.1](#bab) dan [fail](dok.pdf)",
            "<p>lihat 1.1 dan fail (dok.pdf)</p>",
        ),
        (
            "[a](https://x.example \"judul\")",
            "<p><a href=\"https://x.example\">a</a></p>",
        ),
        ("[kurungan] sahaja, [a]: b", "<p>[kurungan] sahaja, [a]: b</p>"),
        ("satu\\\ndua  \ntiga\nempat", "<p>satu<br />dua<br />tiga empat</p>"),
        ("a\\\u{20}b \\* \\# \\_", "<p>a\u{a0}b * # _</p>"),
        ("a <!-- nota --> b", "<p>a  b</p>"),
        (
            "<script>alert(1)</script> <iframe src=x> <b onclick=x>y</b>",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;iframe src=x&gt; <strong>y</strong></p>",
        ),
        ("![Peta](media/a.png){width=\"2in\"}", "<p>(Peta)</p>"),
        (
            "<img src=\"a.png\" style=\"width:2in\"\nalt=\"Peta\" />",
            "<p>(Peta)</p>",
        ),
    ]);
    pandoc(&[
        (
            "\"a\" -- 'b' --- c... d\\'s \\-- *\"e\"*",
            "<p>“a” – ‘b’ — c… d's -- <em>“e”</em></p>",
        ),
        ("Dato' Ali's `\"a\" -- b`", "<p>Dato’ Ali’s <code>\"a\" -- b</code></p>"),
    ]);
    assert_eq!(html("\"a\" -- b...", false), "<p>\"a\" -- b...</p>");
    assert_eq!(
        html("“a” \"b\" -- c", true),
        "<p>“a” \"b\" -- c</p>",
        "typographic signs are there already"
    );
}

#[test]
fn a_note_that_is_not_there_is_text() {
    let imported = read_as("# 1.0 MULA\n\nSatu[^1] dan [^2].\n\n[^2]: Dua[^3].\n", "TERHAD");
    let body = "\n\nSatu\\[^1\\] dan [^2].\n\n[^2]: Dua\\[^3\\].\n";
    assert!(files(&imported)["content/01-mula/_index.md"].ends_with(body));
}

#[test]
fn headings() {
    let text = "1.0 MULA\n========\n\nSatu.\n\n1.1 Tujuan\n----------\n\nDua[^1].\n\n### Nota[^2] {#nota .unnumbered}\n\nTiga.\n\n[^1]: Pertama.\n[^2]: Kedua,\n    bersambung.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    assert!(files["content/01-mula/_index.md"].ends_with("---\n\nSatu.\n"));
    assert!(
        files["content/01-mula/01-tujuan.md"]
            .ends_with("\n\nDua[^1].\n\n### Nota\n\n[^2]\n\nTiga.\n\n[^1]: Pertama.\n\n[^2]: Kedua, bersambung.\n"),
        "{}",
        files["content/01-mula/01-tujuan.md"]
    );
}

#[test]
fn a_footnote_of_a_title_or_of_no_text_is_not_lost() {
    let imported = read_as(
        "# 1.0 MULA[^a]\n\nSatu.\n\n# 2.0 TAMAT\n\nDua.\n\n[^a]: Nota tajuk.\n\n[^b]: Nota *tiada* rujukan.\n",
        "TERHAD",
    );
    let files = files(&imported);
    assert!(files["content/01-mula/_index.md"].contains("[^a]\n\nSatu.\n\n[^a]: Nota tajuk.\n"));
    assert!(files["content/02-tamat/_index.md"].ends_with("Dua.\n\nNota *tiada* rujukan.\n"));
    assert!(says(&imported, "footnote to which no section refers"));
}

#[test]
fn lists() {
    both(&[
        (
            "- a\n- b\n    - c\n- d",
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>",
        ),
        ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
        (
            "1) a\n\n   lagi\n\n2) b",
            "<ol><li><p>a</p><p>lagi</p></li><li><p>b</p></li></ol>",
        ),
        ("- a\nsambung\n- b", "<ul><li>a sambung</li><li>b</li></ul>"),
        (
            "- a\n\n<!-- -->\n\n- b",
            "<ul><li>a</li></ul><!-- --><ul><li>b</li></ul>",
        ),
        (
            "- a\n\n  | x | y |\n  |---|---|\n  | 1 | 2 |",
            "<ul><li><p>a</p><table><thead><tr><th>x</th><th>y</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></li></ul>",
        ),
        (
            "> - a\n>\n>   b\n>\n> > c",
            "<blockquote><ul><li><p>a</p><p>b</p></li></ul><blockquote><p>c</p></blockquote></blockquote>",
        ),
        ("Perkara.\n\n- \n- a", "<p>Perkara.</p><ul><li></li><li>a</li></ul>"),
    ]);
    assert!(html("- [ ] belum\n- [x] sudah", false).matches("checkbox").count() == 2);
    assert_eq!(
        html("Perkara:\n- a\n- b", false),
        "<p>Perkara:</p><ul><li>a</li><li>b</li></ul>"
    );
    assert_eq!(
        html("Tolak\n- satu", true),
        "<p>Tolak - satu</p>",
        "Pandoc asks for a blank line"
    );
    pandoc(&[("B. Contoh ialah nama.", "<p>B. Contoh ialah nama.</p>")]);
}

#[test]
fn lists_of_pandoc() {
    for (source, body) in [
        ("a) satu\n\nb) dua", "a) satu\nb) dua\n"),
        ("(a) satu\n\n(b) dua\n\n    - tiga", "(a) satu\n(b) dua\n\n- tiga\n"),
        ("1.  a\n\n    i.  b\n\n2.  c", "1. a\n\n   i. b\n\n2. c\n"),
    ] {
        let imported = read_as(&format!("# 1.0 UJIAN {{#ujian}}\n\n{source}\n"), "TERHAD");
        let file = files(&imported)["content/01-ujian/_index.md"].to_owned();
        assert!(file.ends_with(&format!("---\n\n{body}")), "{source}\n{file}");
    }
}

#[test]
fn code_quotes_and_lines() {
    both(&[
        ("``` {.bash}\nls *\n```", "<pre><code>ls *</code></pre>"),
        ("    a\n\n      b", "<pre><code>a  b</code></pre>"),
        ("~~~\n``` x\n~~~", "<pre><code>``` x</code></pre>"),
        ("***", "<hr />"),
        ("| Tingkat 3\n| Bandar", "<p>Tingkat 3<br />Bandar</p>"),
        ("> satu\ndua", "<blockquote><p>satu dua</p></blockquote>"),
    ]);
    assert_eq!(
        html("```\nterbuka", false),
        "<p>``` terbuka</p>",
        "a fence that nobody closes is text"
    );
}

const HEAD: &str = "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>";

#[test]
fn tables() {
    let row = format!("{HEAD}<tr><td>satu dua</td><td>|</td></tr></tbody></table>");
    both(&[
        ("| A | B |\n|:--|--:|\n| satu dua | \\| |", &row),
        ("  A         B\n  --------- ---\n  satu dua  \\|\n", &row),
        (
            "  --------------\n  A         B\n  --------- ----\n  satu      \\|\n  dua\n  --------------\n",
            &row,
        ),
        (
            "+------+----+\n| A    | B  |\n+======+====+\n| satu | \\| |\n| dua  |    |\n+------+----+",
            &row,
        ),
    ]);
    let caption = html("  A    B\n  ---- ---\n  x    y\n\n  : Jadual 1 Ujian\n", true);
    assert!(
        caption.ends_with("</table><p>: Ujian {#tbl-1 number=\"1\"}</p>"),
        "{caption}"
    );
    let headless = html("  ---- ---\n  x    y\n  z    \n  ---- ---\n", true);
    assert!(
        headless.contains("<th></th><th></th>") && headless.contains("<td>z</td>"),
        "{headless}"
    );
}

#[test]
fn merged_cells_are_said_in_each_row_and_reported() {
    let grid = "+-----+-----------+\n| A   | B         |\n|     +-----+-----+\n|     | C   | D   |\n+=====+=====+=====+\n| e   | f   | g   |\n|     +-----+-----+\n|     | h         |\n+-----+-----------+\n";
    let table = "<table>\n<thead>\n<tr>\n<th rowspan=\"2\">A</th>\n<th colspan=\"2\">B</th>\n</tr>\n<tr>\n<th>C</th>\n<th>D</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td rowspan=\"2\">e</td>\n<td>f</td>\n<td>g</td>\n</tr>\n<tr>\n<td colspan=\"2\">h</td>\n</tr>\n</tbody>\n</table>\n";
    let expected = "<table><thead><tr><th>A</th><th>B C</th><th>B D</th></tr></thead><tbody>\
                    <tr><td>e</td><td>f</td><td>g</td></tr><tr><td>e</td><td>h</td><td></td></tr></tbody></table>";
    for text in [grid, table] {
        assert_eq!(html(text, true), expected, "{text}");
        let imported = read_as(&format!("# 1.0 UJIAN\n\n{text}"), "TERHAD");
        let note = imported
            .report
            .notes
            .iter()
            .find(|note| note.message.contains("merged cells"));
        assert_eq!(note.and_then(|note| note.line), Some(3));
    }
}

#[test]
fn html_cells() {
    let table = "<table>\n<caption><p>Jadual 1 Ujian</p></caption>\n<tbody>\n<tr>\n<td><p>a *b*</p>\n<p><strong>c</strong></p></td>\n<td><ol start=\"3\">\n<li><p>d</p>\n<ul>\n<li>e</li>\n</ul></li>\n<li>f &amp; g</li>\n</ol></td>\n</tr>\n<tr><td colspan=\"999999999999\"><table><tr><td>h</td><td>i</td></tr></table></td></tr>\n</tbody>\n</table>\n";
    let html = html(table, false);
    for part in [
        "<p>: Ujian {#tbl-1 number=\"1\"}</p>",
        "<td>a *b*<br> <strong>c</strong></td>",
        "<td>3. d<br> • e<br> 4. f &amp; g</td>",
        "<td>h i</td>",
    ] {
        assert!(html.contains(part), "{part} in\n{html}");
    }
}

#[test]
fn divisions_go_and_their_text_stays() {
    let text = "::: {custom-style=\"Nota\"}\nSatu.\n\n:::: {#x .y}\nDua.\n::::\n:::\n\n<div class=\"z\">\n\nTiga.\n\n</div>\n\n::: terhad\nEmpat.\n:::\n";
    assert_eq!(
        html(text, true),
        "<p>Satu.</p><p>Dua.</p><p>Tiga.</p><p><code>:::</code> terhad Empat. <code>:::</code></p>"
    );
    assert_eq!(html("::: nota\nSatu.\n:::", true), "<p>Satu.</p>");
    for text in ["::: nota\n\nSatu.", "::: dua kata\n\nSatu.\n\n:::"] {
        assert!(
            html(text, true).starts_with("<p><code>:::</code> "),
            "nothing closes or opens it: {text}"
        );
    }
}

#[test]
fn no_line_becomes_a_fence() {
    let signs = [
        ":::",
        "::",
        "：：：",
        ": terhad",
        "x ::: sulit",
        "> ::: terhad",
        "- :::",
        "| ::: |",
        "<b>::</b>: rahsia",
        "`a ::: terhad`",
        "&colon;:: terhad",
        "    ::: terhad",
        "```\n::: terhad\n```",
        "# ::: terhad",
        "[::: terhad](https://x.example)",
        "[^1]: ::: terhad",
        "+-----+\n| ::: |\n+-----+",
        ":\u{fe0f}:: terhad",
    ];
    for sign in signs {
        for start in ["# 1.0 UJIAN\n\n", "1.0 UJIAN\n\n"] {
            let imported = read_as(&format!("{start}Teks[^1].\n\n{sign}\n"), "TERHAD");
            for (path, text) in imported.files.iter().filter(|(path, _)| path.starts_with("content/")) {
                let body = text.splitn(3, "---\n").nth(2).expect("a body");
                for line in body.lines() {
                    assert!(!crate::document::seals_nothing(line), "{sign:?} in {path}: {line}");
                }
            }
        }
    }
}
