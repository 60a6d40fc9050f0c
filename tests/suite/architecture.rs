//! Modules import only from those to their left.

use std::{collections::BTreeSet, fs, path::Path};

use terkawal::source::has_extension;

use crate::{published::files, sample::root};

/// The order of imports; ARCHITECTURE.md carries the same list.
const ORDER: [&str; 24] = [
    "diagnostic",
    "world",
    "digest",
    "plan",
    "keys",
    "marks",
    "register",
    "theme",
    "source",
    "document",
    "render",
    "amendment",
    "search",
    "classify",
    "layout",
    "seal",
    "release",
    "issue",
    "inspect",
    "serve",
    "import",
    "starter",
    "preview",
    "cli",
];

/// Modules that may not use everything to their left.
fn may_use(module: &str, other: &str) -> bool {
    let place = |name| {
        ORDER
            .iter()
            .position(|known| *known == name)
            .unwrap_or_else(|| panic!("{name} is not in the order"))
    };
    match module {
        "inspect" if matches!(other, "layout" | "seal") => false,
        "import" => matches!(other, "diagnostic" | "plan" | "world" | "document"),
        _ => place(other) < place(module),
    }
}

/// The top-level modules that a source text names with `crate::` or with enough `super::`.
fn uses(text: &str, depth: usize) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = BTreeSet::new();
    let to_root = "super::".repeat(depth);
    for start in ["crate::", to_root.as_str()] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if !before.is_alphanumeric() && !matches!(before, '_' | ':' | '$') {
                names(&code[at + start.len()..], &mut found);
            }
        }
    }
    found
}

/// The first name of a path, or of every path of a group in braces.
fn names(path: &str, found: &mut BTreeSet<String>) {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = path.trim_start().strip_prefix('{') else {
        found.insert(name(path));
        return;
    };
    let mut depth = 1;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 || (depth == 1 && c == ',') {
            found.insert(name(&group[start..at]));
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    found.remove("");
}

#[test]
fn the_parser_of_this_test_reads_paths() {
    let text = "use crate::{\n    plan::{Plan, yaml},\n    world::World,\n};\nfn f(a: crate::seal::B) { super::super::theme::x() }\n\
                // crate::cli\nuse super::plan_file;\nlet x = $crate::layout;";
    let found: Vec<String> = uses(text, 2).into_iter().collect();
    assert_eq!(found, ["plan", "seal", "theme", "world"]);
    assert!(
        uses(text, 1).contains("plan_file"),
        "one level up is the crate for a file beside lib.rs"
    );
}

#[test]
fn no_module_imports_from_its_right() {
    let source = root().join("src");
    let modules: BTreeSet<String> = modules(&source).into_iter().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, bytes) in files(&source) {
        let module = path.split(['/', '.']).next().expect("a name").to_owned();
        if matches!(module.as_str(), "main" | "lib") || !has_extension(&path, "rs") {
            continue;
        }
        // `plan.rs` and `plan/mod.rs` are one level below the crate, `plan/list.rs` two.
        let depth = path.split('/').filter(|name| *name != "mod.rs").count();
        let text = String::from_utf8(bytes).expect("UTF-8");
        for used in uses(&text, depth) {
            if used == module || !modules.contains(&used) {
                continue;
            }
            seen += 1;
            if !may_use(&module, &used) {
                wrong.push(format!("src/{path} uses {used}"));
            }
        }
    }
    assert!(seen > 60, "{seen} uses were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn modules(source: &Path) -> Vec<String> {
    let text = fs::read_to_string(source.join("lib.rs")).expect("lib.rs");
    let names = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod ")));
    names.map(|name| name.trim_end_matches(';').to_owned()).collect()
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let mut order = ORDER.to_vec();
    order.sort_unstable();
    let mut modules = modules(&root().join("src"));
    modules.sort();
    assert_eq!(modules, order);
    for module in modules {
        let source = root().join("src");
        assert!(
            source.join(&module).with_extension("rs").exists() || source.join(&module).join("mod.rs").exists(),
            "{module}"
        );
    }
}

#[test]
fn the_architecture_page_names_exactly_the_modules() {
    let Ok(text) = fs::read_to_string(root().join("ARCHITECTURE.md")) else {
        println!("skipped: ARCHITECTURE.md is not written yet");
        return;
    };
    let block = text
        .split("```modules\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("a block ```modules");
    let named: Vec<&str> = block
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| !word.starts_with('#'))
        .collect();
    assert_eq!(
        named, ORDER,
        "the block names each module once, at the start of a line, in the order of imports"
    );
}
