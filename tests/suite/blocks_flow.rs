//! `flow` and `dot`: shapes, links, limits, hostile and sealed texts.

use crate::{
    blocks::{article, assert_faults, assert_holds, open, page, sealed, told},
    opened,
    published::{assert_none_of, words_in},
};

const FLOW: &str = "\
nodes:
  - {id: a, kind: start, text: Mula sini}
  - {id: b, kind: decision, text: Lengkap?}
  - {id: c, kind: document, text: Surat}
  - {id: d, kind: end, text: Habis}
links:
  - a -> b
  - b -> d: Ya
  - {from: b, to: c, label: Tidak}
  - c -> b
";

const DOT: &str = "\
/* sama */
digraph x {
  node [shape=box]; // lalai
  a [label=\"Mula sini\", shape=ellipse]
  b [shape=diamond label=\"Lengkap?\"]
  c [label=\"Surat\" shape=note]
  # penamat
  d [label=Habis][shape=ellipse];
  a -> b; b -> d [label=\"Ya\"]
  b -> c [label=Tidak]
  c -> b
}
";

const WORDS: &str = "Mula sini → Lengkap?. Lengkap? → Ya: Habis; Tidak: Surat. Surat → Lengkap?. Habis</desc>";

#[test]
fn both_forms_draw_the_same() {
    let [flow, dot] = [("flow", FLOW), ("dot", DOT)].map(|(kind, text)| {
        let page = page(&open(kind, text));
        assert_holds(&page, &["Carta alir</title>", WORDS]);
        let chart = article(&page).split("<svg").nth(1).expect("a chart").to_owned();
        assert_eq!(chart.matches("shape terminal").count(), 2);
        assert_eq!(chart.matches("shape decision").count(), 1);
        assert_eq!(chart.matches("class=\"fold\"").count(), 1);
        assert_eq!(chart.matches("class=\"tip\"").count(), 4);
        chart
    });
    assert_eq!(flow, dot);
}

#[test]
fn a_diagram_may_run_to_the_right_and_come_from_a_file() {
    let wide = |page: &str| {
        let size = article(page)
            .split("viewBox=\"0 0 ")
            .nth(1)
            .expect("a drawing")
            .to_owned();
        let mut sides = size.split(['"', ' ']).map(|side| side.parse::<u32>().expect("a side"));
        sides.next() > sides.next()
    };
    let chain = "digraph { rankdir=LR a -> b -> c -> d }";
    let test = open("dot {file=rajah.gv}", "").file("content/data/rajah.gv", chain);
    assert!(wide(&page(&test)));
    let test = open("flow {file=rajah.dot}", "").file("content/data/rajah.dot", chain.replace("LR", "TB"));
    assert!(!wide(&page(&test)));
    assert!(wide(&page(&open("flow", &format!("direction: right\n{FLOW}")))));
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
direction: up
nodes:
  - {id: a, text: A, kind: star}
  - {id: a, text: B}
  - {id: c, text: C, colour: red}
links: [a, a -> , a -> z, {from: a}, a -> b -> c]
";
    assert_faults(
        &open("flow", yaml),
        &[
            "E216 1:12 `direction` has a value that is not known",
            "E216 3:28 `kind` has a value that is not known",
            "E260 4:10 this id is taken",
            "E211 5:22 unknown key in this block",
            "E273 6:9 this link cannot be read",
            "E273 6:12 this link cannot be read",
            "E261 6:19 nothing here has this id",
            "E212 6:27 `to` is missing or empty",
            "E261 6:38 nothing here has this id",
            "E261 6:38 nothing here has this id",
        ],
    );
    assert_faults(&open("flow", "nodes: []"), &["E223 1:8 `nodes` has no entries"]);
    assert_faults(
        &open("flow", "- id: a"),
        &["E213 1:1 keys and values were expected here"],
    );
}

#[test]
fn dot_that_is_not_known_is_refused_at_its_place() {
    for (text, fault) in [
        ("graph { a -- b }", "E271 1:1 a diagram begins with `digraph`"),
        ("strict digraph { a }", "E271 1:1 a diagram begins with `digraph`"),
        ("digraph a b { c }", "E271 1:11 `{` was expected here"),
        ("digraph { }", "E271 1:11 this diagram has no nodes"),
        ("digraph { a", "E271 1:11 a node or a link was expected here"),
        (
            "digraph { a } digraph { b }",
            "E271 1:15 something stands after the end of the diagram",
        ),
        ("digraph { a -- b }", "E271 1:13 links of a diagram have a direction"),
        ("digraph {\n a ->\n}", "E271 3:1 a name or a text was expected here"),
        ("digraph { a -> {b c} }", "E271 1:16 a name or a text was expected here"),
        ("digraph { subgraph x { a } }", "E272 1:11 groups of nodes are not used"),
        (
            "digraph { edge [label=x] a }",
            "E272 1:11 attributes of all links are not used",
        ),
        ("digraph { a [color=red] }", "E272 1:14 this attribute is not used here"),
        (
            "digraph { a -> b [shape=box] }",
            "E272 1:19 this attribute is not used here",
        ),
        ("digraph { a [shape=star] }", "E272 1:20 unknown shape"),
        (
            "digraph { a [label=<<b>x</b>>] }",
            "E272 1:20 HTML in diagrams is not used",
        ),
        ("digraph { a:n -> b }", "E272 1:12 ports of nodes are not used"),
        ("digraph { rankdir=BT a }", "E272 1:19 unknown direction"),
        (
            "digraph { bgcolor=red a }",
            "E272 1:11 unknown attribute of the diagram",
        ),
        ("digraph { a [label=\"\"] }", "E271 1:20 this text is empty"),
        ("digraph { \"\" -> b }", "E271 1:11 this name is empty"),
        ("digraph { a [label=\"x }", "E271 1:20 this text is not closed"),
        ("digraph { a /* x }", "E271 1:13 this remark is not closed"),
        ("digraph { a [label] }", "E271 1:19 `=` was expected here"),
        ("digraph { a [=x] }", "E271 1:14 an attribute was expected here"),
        ("digraph { a ( b }", "E271 1:13 this character has no meaning here"),
        ("nodes: []", "E271 1:1 a diagram begins with `digraph`"),
    ] {
        assert_faults(&open("dot", text), &[fault]);
    }
    assert_faults(&open("dot", " \n"), &["E223 1:1 this block is empty"]);
    let test = open("dot {file=x.yaml}", "").file("content/data/x.yaml", "nodes: [a]\n");
    assert_faults(&test, &["E271 1:1 a `dot` block has Graphviz text"]);
    let found = told(&open("dot", "digraph { a [label=\"x\u{9b}\"] }").run(&["--format", "json", "check"]));
    assert_eq!(found, ["E224 1:22 a control character stands in this text"]);
}

#[test]
fn a_diagram_has_limits_and_reaches_them() {
    let message = "a diagram has at most 500 nodes and 2000 links";
    let nodes = |count: usize| {
        let nodes: Vec<String> = (0..count)
            .map(|at| format!("  - {{id: n{at}, text: Nod {at}}}\n"))
            .collect();
        let nodes = nodes.concat();
        format!("nodes:\n{nodes}")
    };
    let page = page(&open("flow", &nodes(500)));
    assert_holds(&page, &["Nod 0. Nod 1.", "Nod 499</desc>"]);
    assert_faults(&open("flow", &nodes(501)), &[&format!("E270 502:5 {message}")]);
    let links = |count: usize| {
        let links: Vec<String> = (0..count)
            .map(|at| format!("  n{} -> n{}\n", at * 7 % 500, at * 13 % 499))
            .collect();
        let links = links.concat();
        format!("digraph {{\n{links}}}\n")
    };
    let charts = crate::blocks::page(&open("dot", &links(2000)));
    assert_eq!(article(&charts).matches("class=\"tip\"").count(), 2000);
    assert_faults(&open("dot", &links(2001)), &[&format!("E270 2002:3 {message}")]);
    let chain = format!("nodes:\n- {{id: a, text: A}}\nlinks:\n- {}a\n", "a -> ".repeat(2001));
    assert_faults(&open("flow", &chain), &[&format!("E270 1:1 {message}")]);
}

#[test]
fn hostile_texts_stay_texts() {
    let long = "Panjang".repeat(3000);
    for text in [
        "<script>alert(1)</script>",
        "]]></svg>",
        "--><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)\" '",
        "مجليس ڤربندرن",
        &long,
        "\u{202e}terbalik\u{200b}",
    ] {
        let quoted = serde_json::to_string(text).expect("a text");
        let flow = format!(
            "nodes:\n- {{id: {quoted}, text: {quoted}, kind: decision}}\nlinks: [{{from: {quoted}, to: {quoted}, label: {quoted}}}]\n"
        );
        let dot = format!("digraph {quoted} {{ {quoted} -> {quoted} [label={quoted}] }}");
        for (kind, source) in [("flow", &flow), ("dot", &dot)] {
            let page = page(&open(kind, source));
            let drawing = article(&page).split("<svg").nth(1).expect("a drawing");
            let drawing = format!("<svg{}</svg>", drawing.split("</svg>").next().expect("a part"));
            let read = roxmltree::Document::parse(&drawing).expect("well formed");
            let description = read
                .descendants()
                .find(|node| node.has_tag_name("desc"))
                .expect("words");
            assert_eq!(description.text(), Some(&*format!("{text} → {text}: {text}")));
            let names = ["svg", "title", "desc", "polygon", "polyline", "rect", "text"];
            for node in read.descendants().filter(roxmltree::Node::is_element) {
                assert!(names.contains(&node.tag_name().name()), "{}", node.tag_name().name());
            }
        }
    }
}

#[test]
fn sealed_diagrams_leave_nothing_in_the_open() {
    let flow = "nodes:\n- {id: kzidqx, text: kzteksqx satu}\nlinks:\n- kzidqx -> kzidqx: kzlabelqx\n";
    let dot = "digraph kzidqx { kzsatuqx [label=\"kzteksqx satu\"] kzsatuqx -> kzsatuqx [label=kzlabelqx] }";
    let words = ["kzidqx", "kzteksqx", "kzlabelqx", "kzsatuqx"];
    for (kind, source) in [("flow", flow), ("dot", dot)] {
        let test = sealed(kind, source);
        let run = test.run(&["-v", "build"]).succeeds();
        assert!(words_in("", run.text().as_bytes(), &words).is_empty(), "{}", run.text());
        assert_none_of(&test.output(), &words);
        let bundle = opened::bundle(&test.copy("01"), test.key("01"));
        assert!(bundle.holds("kzteksqx satu") && bundle.holds("kzlabelqx"));
    }
    for (kind, source) in [
        ("flow", flow.replace("kzlabelqx", "[]")),
        ("flow", flow.replace("-> kzidqx", "-> kzlainqx")),
        ("dot", dot.replace("[label=", "[kzkunciqx=")),
        ("dot", dot.replace(" ]", " ] -- kzlainqx")),
        ("dot", dot.replace("kzlabelqx]", "\"kzlabelqx")),
    ] {
        for manner in [&["-v", "check"][..], &["--format", "json", "check"]] {
            let run = sealed(kind, &source).run(manner);
            assert_eq!(
                run.status,
                if source == dot { 0 } else { 2 },
                "{source}\n{}",
                run.text()
            );
            let all = ["kzidqx", "kzteksqx", "kzlabelqx", "kzsatuqx", "kzlainqx", "kzkunciqx"];
            let found = words_in("", run.text().as_bytes(), &all);
            assert!(found.is_empty(), "{found:?} in {}", run.text());
        }
    }
    let run = open("flow", &flow.replace("-> kzidqx", "-> kzlainqx")).run(&["check"]);
    assert!(run.stderr.contains("kzlainqx"), "{}", run.stderr);
}

#[test]
fn the_leak_gate_knows_the_texts_of_a_diagram() {
    let said = "lori payung kerusi lampu meja";
    for source in [
        format!("nodes:\n- {{id: a, text: {said}}}\n"),
        format!("nodes:\n- {{id: a, text: x}}\nlinks:\n- a -> a: {said}\n"),
    ] {
        let test = sealed("flow", &source)
            .section(
                "02-umum.md",
                "title: Umum\nclassification: TERBUKA",
                "Umum: [nota](nota.txt).\n",
            )
            .file("content/nota.txt", said);
        test.run(&["build"]).fails(2, "E400");
    }
}
