//! `contacts`: refused in the open, links that dial and write, numbers that the leak gate guards.

use crate::{
    blocks::{assert_faults, assert_holds, open, page, sealed},
    opened,
    plan_test::PlanTest,
    published::assert_none_of,
};

const ROW: &str = "\
- name: Puan Rekaan
  post: Ketua ERT
  phone: 09-0000 4711 samb. 12
  mobile: [+60 10-000 0101, 010-000 0102]
  email: ketua.ert@contoh.example
  alternate: Timbalan Ketua ERT
  note: Waktu pejabat
";

#[test]
fn contacts_of_people_are_refused_in_the_open() {
    let message = "contacts of people stand where everybody can read them";
    assert_faults(&open("contacts", ROW), &[&format!("E244 1:1 {message}")]);
    let team = format!("kind: team\ncontacts:\n{ROW}");
    assert_faults(&open("contacts", &team), &[&format!("E244 1:1 {message}")]);
    let file = open("contacts {file=a.yaml}", "").file("content/data/a.yaml", ROW);
    assert_faults(&file, &[&format!("E244 1:1 {message}")]);
    sealed("contacts", ROW).build();
    sealed("contacts", &team).build();
}

#[test]
fn a_sealed_list_has_links_that_dial_and_write() {
    let test = sealed("contacts", ROW);
    test.build();
    let bundle = opened::bundle(&test.copy("01"), test.key("01"));
    for piece in [
        "<th scope=\"row\">Puan Rekaan</th><td>Ketua ERT</td>",
        "<a class=\"reach\" href=\"tel:0900004711;ext=12\">09-0000 4711 samb. 12</a>",
        "<a class=\"reach\" href=\"tel:+60100000101\">+60 10-000 0101</a><br>\
         <a class=\"reach\" href=\"tel:0100000102\">010-000 0102</a>",
        "<a class=\"reach\" href=\"mailto:ketua.ert@contoh.example\">ketua.ert@contoh.example</a>",
        "<td>Timbalan Ketua ERT</td><td>Waktu pejabat</td>",
    ] {
        assert!(bundle.holds(piece), "{piece}");
    }
    assert_none_of(&test.output(), &["4711", "Rekaan", "ketua.ert"]);
}

#[test]
fn the_leak_gate_guards_every_number_and_address() {
    for (leak, is_sealed) in [
        ("09 0000 4711", true),
        ("+60100000101", true),
        ("0100000102", true),
        ("tulis kepada ketua.ert@contoh.example", true),
        ("09 0000 4712", false),
    ] {
        let test = sealed("contacts", ROW)
            .section(
                "02-umum.md",
                "title: Umum\nclassification: TERBUKA",
                "Umum: [nota](nota.txt).\n",
            )
            .file("content/nota.txt", leak);
        let run = test.run(&["build"]);
        assert_eq!(
            run.status == 2 && run.text().contains("E400"),
            is_sealed,
            "{leak}: {}",
            run.text()
        );
    }
}

#[test]
fn services_may_be_open() {
    let yaml = "\
kind: emergency
contacts:
  - name: Talian kecemasan
    phone: 999
    note: Bomba, polis, ambulans
  - name: Hospital Contoh
    place: Jalan Contoh 1
    phone: [09-0000 2000, 09-0000 2001]
";
    assert_holds(
        &page(&open("contacts", yaml)),
        &[
            "<th scope=\"col\">Perkhidmatan</th><th scope=\"col\">Tempat</th><th scope=\"col\">Telefon</th>\
             <th scope=\"col\">Catatan</th>",
            "<th scope=\"row\">Talian kecemasan</th><td></td>\
             <td><a class=\"reach\" href=\"tel:999\">999</a></td><td>Bomba, polis, ambulans</td>",
            "<td>Jalan Contoh 1</td>",
        ],
    );
    // Nothing of a person gets in by its side.
    for key in ["mobile: 010-000 0101", "email: a@b.my", "post: Ketua", "alternate: Ali"] {
        let yaml = format!("{yaml}    {key}\n");
        assert_faults(&open("contacts", &yaml), &["E211 9:5 unknown key in this block"]);
    }
    assert_faults(
        &open(
            "contacts",
            "kind: emergency\ncontacts:\n- {phone: 999}\n- {name: Bomba}\n",
        ),
        &[
            "E212 3:3 `name` is missing or empty",
            "E245 4:3 this contact cannot be reached",
        ],
    );
    assert_faults(
        &open("contacts", "kind: awam\ncontacts:\n- {name: A, phone: 999}\n"),
        &[
            "E244 1:1 contacts of people stand where everybody can read them",
            "E216 1:7 `kind` has a value that is not known",
        ],
    );
}

#[test]
fn no_number_of_a_person_slips_in_by_the_side_of_a_service() {
    let message = "a telephone number or e-mail address stands in this text, where nobody checks whose it is";
    let row = |fields: &str| format!("kind: emergency\ncontacts:\n- {{phone: 999, {fields}}}\n");
    for (fields, column) in [
        ("name: Bomba, note: Ketua 010-000 0101", 35),
        ("name: Bomba, note: \"malam: +60 10 000 0101\"", 35),
        ("name: Bomba, note: ketua.balai@contoh.example", 35),
        ("name: Bomba 0100000101", 22),
        ("name: Bomba, place: Balai 09-000 0101", 36),
    ] {
        let yaml = row(fields);
        assert_faults(&open("contacts", &yaml), &[&format!("E228 3:{column} {message}")]);
        // In a sealed section it is read by its holders only.
        sealed("contacts", &yaml).run(&["check"]).succeeds();
    }
    for note in [
        "24 jam",
        "Isnin - Jumaat 0800-1700",
        "sejak 2026-11-01",
        "Jalan 1, 15000 Bandar",
    ] {
        let yaml = row(&format!("name: Bomba, note: \"{note}\""));
        open("contacts", &yaml).run(&["check"]).succeeds();
    }
    let mobile = "kind: emergency\ncontacts:\n- {name: Bomba, phone: 010-000 0101}\n";
    assert_faults(
        &open("contacts", mobile),
        &["E499 3:24 a mobile number is somebody's own"],
    );
}

#[test]
fn each_wrong_field_of_either_kind_is_told() {
    let yaml = "\
kind: team
contacts:
- name: [A]
  post: {a: b}
  phone: \"\"
  mobile: {a: b}
  email: [[x]]
  alternate: [B]
  note: {a: b}
";
    assert_faults(
        &sealed("contacts", yaml),
        &[
            "E213 3:9 one text was expected here",
            "E213 4:9 one text was expected here",
            "E214 5:10 this text is empty",
            "E213 6:11 one text was expected here",
            "E213 7:11 one text was expected here",
            "E213 8:14 one text was expected here",
            "E213 9:9 one text was expected here",
        ],
    );
    let yaml = "\
kind: [emergency]
contacts:
- name: {a: b}
  place: [A]
  phone: 12
  note: []
";
    assert_faults(
        &sealed("contacts", yaml),
        &[
            "E213 1:7 one text was expected here",
            "E213 3:9 one text was expected here",
            "E211 4:3 unknown key in this block",
            "E246 5:10 not a telephone number",
            "E213 6:9 one text was expected here",
        ],
    );
    let yaml = yaml.replace("[emergency]", "emergency");
    assert_faults(
        &open("contacts", &yaml),
        &[
            "E213 3:9 one text was expected here",
            "E213 4:10 one text was expected here",
            "E246 5:10 not a telephone number",
            "E213 6:9 one text was expected here",
        ],
    );
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
- phone: 999
- name: A
- name: B
  phone: telefon
  mobile: [010-000 0101, 12]
  email: [a@b, c@d.my]
- name: C
  phone: 09-1234567 / 09-7654321
- name: D
  email: \"<a@b.my>\"
  place: sini
";
    assert_faults(
        &sealed("contacts", yaml),
        &[
            "E245 1:3 this contact has no name and no post",
            "E245 2:3 this contact cannot be reached",
            "E246 4:10 not a telephone number",
            "E246 5:26 not a telephone number",
            "E247 6:11 not an e-mail address",
            "E246 8:10 not a telephone number",
            "E247 10:10 not an e-mail address",
            "E211 11:3 unknown key in this block",
        ],
    );
    assert_faults(
        &sealed("contacts", "contacts: []\n"),
        &["E223 1:11 `contacts` has no entries"],
    );
}

#[test]
fn a_sealed_block_holds_contacts_in_an_open_section() {
    let body = format!("Umum.\n\n::: terhad\n\n```contacts\n{ROW}```\n\n:::\n");
    let test = PlanTest::new()
        .section("01-blok.md", "title: Blok\nclassification: TERBUKA", &body)
        .holder("01", "clearance: TERHAD");
    test.build();
    assert_none_of(&test.output(), &["4711", "Rekaan"]);
}
