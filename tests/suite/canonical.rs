//! JSON documents in their one form: keys sorted, no white space, `<` escaped, one line feed; parse and re-encode gives
//! the same bytes.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{opened, plan_test::PlanTest};

/// The canonical form, written here anew.
fn encode(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                encode(&Value::String(key.clone()), out);
                out.push(':');
                encode(&map[key], out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                encode(item, out);
            }
            out.push(']');
        }
        other => {
            let _ = write!(out, "{other}");
        }
    }
}

#[track_caller]
fn assert_canonical(name: &str, bytes: &[u8]) -> Value {
    let value: Value = serde_json::from_slice(bytes).expect(name);
    let mut text = String::new();
    encode(&value, &mut text);
    let text = text.replace('<', "\\u003c") + "\n";
    assert_eq!(String::from_utf8_lossy(bytes), text, "{name}");
    value
}

#[test]
fn parse_then_encode_gives_the_same_bytes() {
    let test = PlanTest::new()
        .section(
            "01-a.md",
            "title: \"</script><b>Umum</b> & \\\"lagi\\\"\"\nclassification: TERBUKA",
            "Teks.\n",
        )
        .section("02-b.md", "title: \"</script> é \\\\ <!-- khas\"", "Teks khas.\n")
        .holder("01", "clearance: SULIT\nname: \"A <b> & </script>\"")
        .plan("valid_until: 2027-11-01");
    let plan = std::fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
    let test = test.file(
        "plan.yaml",
        plan.replace("Pelan Ujian", "\"Pelan <i> </script> Ujian\""),
    );
    test.build();
    let read = |path: &str| std::fs::read(test.output().join(path)).expect(path);
    let manifest = assert_canonical("manifest.json", &read("site/1.0/manifest.json"));
    assert_eq!(manifest["type"], "terkawal-manifest");
    for name in ["versions.json", "manifest.json"] {
        assert_canonical(name, &read(&format!("site/versions/{name}")));
    }
    let copy = read("site/1.0/copies/01/copy.json");
    let value = assert_canonical("copy.json", &copy);
    assert_eq!(value["title"], "Pelan <i> </script> Ujian");
    assert_eq!(
        (&value["valid_until"], &value["draft"]),
        (&Value::from("2027-11-01"), &Value::from(true))
    );
    let bundle = opened::bundle(&test.copy("01"), test.key("01"));
    let value = assert_canonical("bundle.json", &bundle.files["bundle.json"]);
    assert_eq!(value["holder"]["name"], "A <b> & </script>");
    let sections = value["sections"].as_array().expect("sections");
    assert!(
        sections
            .iter()
            .any(|section| section["title"] == "</script> é \\ <!-- khas")
    );
    // The one-file copy carries copy.json byte for byte.
    let page = String::from_utf8(read("copies/1.0/salinan-01.html")).expect("UTF-8");
    let copy = String::from_utf8(copy).expect("UTF-8");
    assert!(page.contains(&format!(" id=\"terkawal-copy\">{}</script>", copy.trim_end())));
}

#[test]
fn the_json_of_a_page_cannot_end_its_script() {
    let test = PlanTest::small().plan("short_title: \"</script><script>alert(1)</script>\"");
    test.build();
    for path in [
        "site/1.0/read/index.html",
        "copies/1.0/salinan-01.html",
        "site/1.0/index.html",
    ] {
        let page = std::fs::read_to_string(test.output().join(path)).expect(path);
        assert!(!page.contains("<script>alert"), "{path}");
        assert_eq!(
            page.matches("<script").count(),
            page.matches("</script>").count(),
            "{path}"
        );
    }
}
