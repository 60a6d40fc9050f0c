//! Data blocks as they stand in a section, and the YAML and CSV files they may read.

use crate::{
    blocks::{BLOCKS, article, assert_faults, assert_holds, open, page, sealed, told},
    plan_test::PlanTest,
};

fn with_file(name: &str, content: impl AsRef<[u8]>) -> PlanTest {
    open(&format!("risk {{file={name}}}"), "").file(&format!("content/data/{name}"), content)
}

fn section(body: &str) -> PlanTest {
    PlanTest::new().section("01-blok.md", "title: Blok\nclassification: TERBUKA", body)
}

const ROW: &str = "- {function: A, threat: B, likelihood: 3, impact: 5}";

#[test]
fn a_block_stands_by_itself() {
    let message = "a data block stands by itself, from fence to fence";
    for (body, place) in [
        (format!("- x\n\n  ```risk\n  {ROW}\n  ```\n"), "2:3"),
        (format!("> ```risk\n> {ROW}\n> ```\n"), "0:3"),
        (format!("```risk\n{ROW}\n"), "0:1"),
        (format!("x[^1]\n\n[^1]: x\n\n    ```risk\n    {ROW}\n    ```\n"), "4:5"),
    ] {
        assert_faults(&section(&body), &[&format!("E210 {place} {message}")]);
    }
    // Tildes are a fence as well, and a code block of another name shows its text.
    assert_holds(&page(&section(&format!("~~~risk\n{ROW}\n~~~\n"))), &["<td>A</td>"]);
    let page = page(&section(&format!("````markdown\n```risk\n{ROW}\n```\n````\n")));
    assert_holds(&page, &["<pre><code", "```risk\n- {function: A"]);
}

#[test]
fn attributes_are_a_file_or_nothing() {
    for attributes in [
        "{file=}x",
        "{#a}",
        "{.lebar}",
        "{file=a.csv #x}",
        "{fail=a.csv}",
        "{file=a.csv file=b.csv}",
        "a b",
    ] {
        assert_faults(
            &open(&format!("risk {attributes}"), ROW),
            &["E217 0:1 the attributes of this block cannot be read"],
        );
    }
    assert_faults(
        &open("risk {file=a.csv}", ROW),
        &["E218 0:1 this block has a file and text of its own"],
    );
    for name in ["a.txt", "a", "a.csv.exe", ""] {
        assert_faults(
            &open(&format!("risk {{file=\"{name}\"}}"), ""),
            &["E220 0:1 not a file that data blocks read"],
        );
    }
    for name in [
        "tiada.csv",
        "../plan.yaml",
        "/etc/passwd.csv",
        "A.CSV",
        "./a.csv",
        "..\\a.csv",
    ] {
        let test = open(&format!("risk {{file=\"{name}\"}}"), "").file("content/data/a.csv", "function\n");
        assert_faults(&test, &["E221 0:1 the data file is missing"]);
    }
}

#[test]
fn files_that_are_not_text_or_too_large_are_refused() {
    assert_faults(
        &with_file("a.csv", b"function\n\xff\xfe"),
        &["E222 0:1 the data file is not UTF-8 text"],
    );
    let large = "x".repeat((8 << 20) + 1);
    assert_faults(&with_file("a.csv", large), &["E222 0:1 the data file is too large"]);
    for (name, content) in [
        ("a.csv", ""),
        ("a.csv", "function,threat\n"),
        ("a.csv", "\n\n"),
        ("a.yaml", "# x\n"),
    ] {
        assert_faults(&with_file(name, content), &["E223 1:1 this block is empty"]);
    }
}

#[test]
fn yaml_files_read_as_blocks_do() {
    let yaml = "risks:\n  - function: A\n    threat: B\n    likelihood: 3\n    impact: 5\n";
    for name in ["a.yaml", "a.yml", "bahagian/a.yaml"] {
        assert_holds(&page(&with_file(name, yaml)), &["<td>A</td><td>B</td>", "15 Tinggi"]);
    }
    let faulty = with_file("a.yaml", yaml.replace('5', "6"));
    assert_faults(&faulty, &["E215 5:13 not a whole number from 1 to 5"]);
    let run = faulty.run(&["check"]);
    assert!(run.stderr.contains("content/data/a.yaml:5:13"), "{}", run.stderr);
}

#[test]
fn csv_files_come_as_spreadsheets_write_them() {
    let plain = "function,threat,weaknesses,likelihood,impact\nA,B,C,3,5\n";
    let expected = "<td>A</td><td>B</td><td>C</td><td></td><td class=\"center\">3</td><td class=\"center\">5</td>";
    for csv in [
        plain.to_owned(),
        plain.replace(',', ";"),
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{}", plain.replace(',', ";").replace('\n', "\r\n")),
        format!("{plain},,,,\n\n"),
        plain.replace("impact\n", "impact,,\n").replace("5\n", "5,,\n"),
        plain.replace("A,B", "\"A\",\" B \""),
        plain.replace("function", " function "),
        plain.trim_end().to_owned(),
    ] {
        assert_holds(&page(&with_file("a.csv", &csv)), &[expected]);
    }
}

#[test]
fn lines_in_a_cell_become_a_list() {
    let csv = "function;threat;controls;likelihood;impact\nA;B;\"satu\ndua, tiga\r\n\n\"\"empat\"\"; lima\";3;5\n";
    assert_holds(
        &page(&with_file("a.csv", csv)),
        &["<ul><li>satu</li><li>dua, tiga</li><li>&quot;empat&quot;; lima</li></ul>"],
    );
}

#[test]
fn faults_of_csv_files_point_at_the_cell() {
    let csv = "\u{feff}function;threat;likelihood;impact\nA;\"x\ny; z\";3;5\n\"B; C\";D;9;2\nE;F;2;\n";
    assert_faults(
        &with_file("a.csv", csv),
        &[
            "E213 2:3 one text was expected here",
            "E215 4:10 not a whole number from 1 to 5",
            "E212 5:1 `impact` is missing or empty",
        ],
    );
    let message = "a cell of this line stands under no key of the first line";
    let wide = "function,threat,likelihood,impact\nA,B,3,5\nA,B,3,5,lebih\n";
    assert_faults(&with_file("a.csv", wide), &[&format!("E219 3:1 {message}")]);
    let headless = "function,,threat,likelihood,impact\nA,x,B,3,5\n";
    assert_faults(&with_file("a.csv", headless), &[&format!("E219 2:1 {message}")]);
    let twice = "function,threat,threat,likelihood,impact\nA,B,C,3,5\n";
    assert_faults(
        &with_file("a.csv", twice),
        &["E219 1:17 the same key stands here twice"],
    );
    let control = "function,threat,likelihood,impact\nA,B\u{0}C,3,5\n";
    assert_faults(
        &with_file("a.csv", control),
        &["E224 2:1 a control character stands in this text"],
    );
    // A column is told once, at its head, however many rows it has.
    let unknown = "function,threat,\"lain, lagi\",likelihood,impact, lain \nA,B,y,3,5,x\nC,D,,3,5,x\nE,F,y,3,5,\n";
    assert_faults(
        &with_file("a.csv", unknown),
        &[
            "E211 1:17 unknown key in this block",
            "E211 1:49 unknown key in this block",
        ],
    );
    let unknown = format!("\u{feff}\r\n{}", unknown.replace('\n', "\r\n"));
    assert_faults(
        &with_file("a.csv", &unknown),
        &[
            "E211 2:17 unknown key in this block",
            "E211 2:49 unknown key in this block",
        ],
    );
}

#[test]
fn all_blocks_read_in_a_yaml_file_what_they_read_in_the_section() {
    for block in &BLOCKS {
        let yaml = block.with(3, "teks ");
        let inline = page(&open(block.kind, &yaml));
        for (name, content) in [
            ("a.yaml", yaml.clone()),
            ("unit/b.yml", format!("\u{feff}{}", yaml.replace('\n', "\r\n"))),
        ] {
            let test = open(&format!("{} {{file={name}}}", block.kind), "");
            let read = page(&test.file(&format!("content/data/{name}"), content));
            assert_eq!(article(&read), article(&inline), "{} {name}", block.kind);
        }
    }
    let flow = "nodes:\n- {id: a, text: A}\n- {id: b, text: B}\nlinks: [a -> b]\n";
    let test = open("flow {file=a.yaml}", "").file("content/data/a.yaml", flow);
    assert_eq!(article(&page(&test)), article(&page(&open("flow", flow))));
    // Nodes and links are two lists, and a table is one.
    let test = open("flow {file=a.csv}", "").file("content/data/a.csv", "id,text\na,A\n");
    assert_faults(&test, &["E213 1:1 keys and values were expected here"]);
}

#[test]
fn all_blocks_read_rows_of_a_table() {
    for (kind, csv, expected) in [
        (
            "bia",
            "function;mtd;rto;wrt\nA;4 jam;2 jam;1 jam\n",
            "<td class=\"short\">4 jam</td>",
        ),
        (
            "checklist",
            "group;item;done\nPagi;A;ya\nPetang;B;belum\nPagi;C;x\n",
            "Pagi (2/2)",
        ),
        (
            "instructions",
            "condition;actions;who\nA;\"B\nC\";D\n",
            "<ol><li>B</li><li>C</li></ol>",
        ),
        ("mapping", "from;to\nA;\"B\nC\"\nD;B\n", "aria-label=\"menyokong\""),
        (
            "mitigation",
            "risk;treatment;people\nR1;Kurang;Latihan\n",
            "<td>Kurang</td><td>Latihan</td>",
        ),
        ("risk", "function;threat;likelihood;impact\nA;B;1;1\n", "1 Rendah"),
        (
            "procedure",
            "id;actor;step;decision;branches\na;B;C;;\n;D;;E;\"Ya: a\nTidak: end\"\n",
            "<li>Ya: 1</li><li>Tidak: Tamat</li>",
        ),
        ("orgchart", "post;id;under\nKetua;k;\nWakil;;k\n", "Ketua: Wakil</desc>"),
        (
            "strategy",
            "thrust;strategy;programme\nA;B;C\n;;D\n",
            "<td class=\"short\">1.1.2</td><td>D</td>",
        ),
        (
            "actionplan",
            "thrust;strategy;programme;date\nA;B;C;Jun 2027\n",
            "<td>Jun 2027</td>",
        ),
        ("roles", "role;duties\nA;\"B\nC\"\n", "<li>B</li><li>C</li>"),
    ] {
        let test = open(&format!("{kind} {{file=a.csv}}"), "").file("content/data/a.csv", csv);
        assert_holds(&page(&test), &[expected]);
    }
    let csv = "name;phone;email\nAli;\"999\n991\";a@b.my\n";
    let test = sealed("contacts {file=a.csv}", "").file("content/data/a.csv", csv);
    test.build();
    let bundle = crate::opened::bundle(&test.copy("01"), test.key("01"));
    assert!(bundle.holds("href=\"tel:991\"") && bundle.holds("href=\"mailto:a@b.my\""));
}

#[test]
fn a_file_of_a_sealed_block_is_not_published() {
    let csv = "function,threat,likelihood,impact\nkzfungsiqx,kzancamanqx,3,5\n";
    let test = sealed("risk {file=kzfailqx.csv}", "").file("content/data/kzfailqx.csv", csv);
    test.build();
    crate::published::assert_none_of(&test.output(), &["kzfungsiqx", "kzancamanqx", "kzfailqx"]);
    assert!(crate::opened::bundle(&test.copy("01"), test.key("01")).holds("kzancamanqx"));
    let faulty = test.file("content/data/kzfailqx.csv", csv.replace('5', "kznilaiqx"));
    let run = faulty.run(&["--format", "json", "check"]);
    assert_eq!(told(&run), ["E215 2:26 not a whole number from 1 to 5"]);
    assert!(
        !run.text().contains("kznilaiqx") && !run.text().contains("kzancamanqx"),
        "{}",
        run.text()
    );
}
