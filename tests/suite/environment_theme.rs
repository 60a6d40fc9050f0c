//! Faults of an overriding theme: each is told with file, line and column where they are known, and nothing is written.

use std::{fs, os::unix::fs::symlink};

use crate::{
    diagnostics::{assert_told, fault},
    plan_test::PlanTest,
    published::files,
    sample::root,
};

/// Code, place below `themes/default/`, file below it, its text, and words of the message or hint.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[track_caller]
fn assert_cases(cases: &[Case]) {
    for (code, place, file, text, words) in cases {
        let test = PlanTest::small().file(&format!("themes/default/{file}"), text);
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("themes/default/{file}:{place}")
        };
        assert_told(&test, &fault(code, place.leak(), file, text));
        let run = test.run(&["build"]);
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}

#[test]
fn overrides_that_match_nothing_or_are_of_another_version() {
    assert_cases(&[
        (
            "E141",
            "",
            "templates/tiada.html",
            "",
            "themes/default/templates/tiada.html overrides nothing",
        ),
        (
            "E141",
            "",
            "section.html",
            "",
            "themes/default/section.html overrides nothing",
        ),
        ("E141", "", "styles/gambar.png", "x", "overrides nothing"),
        (
            "E142",
            "1:1",
            "theme.toml",
            "template_api = \"9\"\n",
            "template_api = \"1\"",
        ),
        (
            "E142",
            "2:1",
            "theme.toml",
            "# tema\ntemplate_api = 1.5\n",
            "template_api = \"1\"",
        ),
        ("E142", "1:1", "theme.toml", "", "template_api = \"1\""),
    ]);
}

#[test]
fn templates_that_do_not_parse_or_name_what_is_not_there() {
    assert_cases(&[
        ("E145", "1:7", "templates/section.html", "{% if %}", "default one"),
        (
            "E145",
            "3:9",
            "templates/section.html",
            "a\nb\n{{ page..x }}",
            "default one",
        ),
        (
            "E145",
            "2:1",
            "templates/cover.html",
            "{% block main %}\n",
            "nd of input",
        ),
        (
            "E145",
            "1:4",
            "templates/section.html",
            "{% extends \"tiada.html\" %}",
            "tiada.html, which this one extends, is not there",
        ),
        (
            "E145",
            "2:12",
            "templates/print.html",
            "\n{% include \"tiada.html\" %}",
            "tiada.html",
        ),
        (
            "E145",
            "2:10",
            "templates/section.html",
            "{% extends \"base.html\" %}\n{% block tiada %}x{% endblock %}",
            "tiada",
        ),
        (
            "E145",
            "1:12",
            "templates/section.html",
            "{{ 'dua' | tiada }}",
            "nknown filter `tiada`",
        ),
        (
            "E145",
            "1:4",
            "templates/section.html",
            "{{ tiada() }}",
            "nknown function `tiada`",
        ),
        (
            "E145",
            "1:12",
            "templates/section.html",
            "{% if 1 is tiada %}{% endif %}",
            "nknown test `tiada`",
        ),
        ("E145", "1:4", "templates/section.html", "{{ tiada.langsung }}", "tiada"),
        (
            "E145",
            "1:8",
            "templates/section.html",
            "ééé {{ tiada }}",
            "default one",
        ),
        (
            "E145",
            "1:4",
            "templates/section.html",
            "{{ t(key=\"tiada-kata\") }}",
            "no words under `tiada-kata`",
        ),
        (
            "E145",
            "1:4",
            "templates/section.html",
            "{{ t(key=\"owner-copyright\") }}",
            "not for these arguments",
        ),
        ("E145", "1:4", "templates/section.html", "{{ t() }}", "key"),
    ]);
}

#[test]
fn all_templates_that_do_not_parse_are_told_in_one_run() {
    let test = PlanTest::small()
        .file("themes/default/templates/section.html", "{% if %}")
        .file("themes/default/templates/cover.html", "{{ }}")
        .file("themes/default/templates/print.html", "{{ 'a' | tiada }}{{ tiada() }}");
    let run = test.run(&["check"]).fails(2, "E145");
    assert_eq!(run.stderr.matches("error[E145]").count(), 2, "{}", run.stderr);
    let test = PlanTest::small()
        .file("themes/default/templates/cover.html", "{{ dua() }}")
        .file("themes/default/templates/print.html", "{{ 'a' | tiada }}{{ tiada() }}");
    let run = test.run(&["check"]).fails(2, "E145");
    assert_eq!(run.stderr.matches("error[E145]").count(), 3, "{}", run.stderr);
}

#[test]
fn templates_without_end() {
    assert_cases(&[
        (
            "E145",
            "1:4",
            "templates/section.html",
            "{% extends \"section.html\" %}",
            "extends itself",
        ),
        (
            "E145",
            "1:4",
            "templates/section.html",
            "{% include \"section.html\" %}",
            "includes itself",
        ),
        (
            "E145",
            "1:1",
            "templates/section.html",
            "{% for a in range(end=90000) %}{% for b in range(end=90000) %}satu dua tiga empat {% endfor %}{% endfor %}",
            "more than 64 MB",
        ),
        (
            "E145",
            "1:13",
            "templates/section.html",
            "{% for a in range(end=900000000) %}x{% endfor %}",
            "limit",
        ),
    ]);
    let test = PlanTest::small()
        .file("themes/default/templates/section.html", "{% extends \"cover.html\" %}")
        .file("themes/default/templates/cover.html", "{% extends \"section.html\" %}");
    test.run(&["check"]).fails(2, "E145");
    let deep = format!("{}x{}", "{% if plan %}".repeat(5000), "{% endif %}".repeat(5000));
    let test = PlanTest::small().file("themes/default/templates/section.html", deep);
    test.run(&["check"]).fails(2, "E145");
}

#[test]
fn catalogues_that_do_not_fit() {
    assert_cases(&[
        ("E143", "1:14", "messages/ms/site.ftl", "version = { $\n", "key = words"),
        (
            "E143",
            "2:5",
            "messages/ms/site.ftl",
            "home = Laman\nini bukan kata\n",
            "key = words",
        ),
        ("E143", "1:10", "messages/ms/reader.ftl", "reader-or", "key = words"),
        (
            "E144",
            "2:1",
            "messages/ms/site.ftl",
            "home = Laman\ntiada = Kata\n",
            "no words under this key",
        ),
        (
            "E144",
            "1:1",
            "messages/ms/site.ftl",
            "home = Laman { $copy }\n",
            "take no arguments",
        ),
        (
            "E144",
            "1:1",
            "messages/ms/site.ftl",
            "home = { tiada }\n",
            "take no arguments",
        ),
        (
            "E144",
            "1:1",
            "messages/ms/site.ftl",
            "home = { -tiada }\n",
            "take no arguments",
        ),
        (
            "E144",
            "1:1",
            "messages/ms/site.ftl",
            "home = { TIADA(1) }\n",
            "take no arguments",
        ),
        (
            "E144",
            "1:1",
            "messages/ms/site.ftl",
            "home = { home }\n",
            "take no arguments",
        ),
        (
            "E144",
            "1:1",
            "messages/ms/reader.ftl",
            "reader-mark-copy = SALINAN\n",
            "{ $copy }",
        ),
        (
            "E144",
            "1:1",
            "messages/ms/reader.ftl",
            "reader-mark-copy = SALINAN { $title }\n",
            "{ $copy }",
        ),
    ]);
}

#[test]
fn stylesheets_that_spoil_others_or_load_what_is_not_there() {
    assert_cases(&[
        (
            "E146",
            "2:1",
            "styles/site.css",
            "p { background: a}\n} x {",
            "closes nothing",
        ),
        (
            "E146",
            "2:3",
            "styles/site.css",
            "p { color: red }\nq { color: red",
            "never closed",
        ),
        ("E146", "1:6", "styles/print.css", "p {} /* lupa", "never closed"),
        (
            "E146",
            "1:14",
            "styles/print.css",
            "p { content: \"a\n}",
            "never closed",
        ),
        (
            "E146",
            "1:17",
            "styles/site.css",
            "p { background: url(gambar.png) }",
            "data:",
        ),
        (
            "E146",
            "1:17",
            "styles/site.css",
            "p { background: URL( 'https://example.org/a.png') }",
            "data:",
        ),
        (
            "E146",
            "1:1",
            "styles/copy.css",
            "@import \"lain.css\";",
            "cannot load another",
        ),
        (
            "E146",
            "1:19",
            "styles/reader.css",
            "p { content: \"x\" }</style><script>",
            "take it out",
        ),
    ]);
    let test = PlanTest::small().file(
        "themes/default/styles/site.css",
        "p { content: \"} \\\" {\"; background: url(data:image/png;base64,AA==) } /* } url(x) */ .a\\{ { fill: url(#b) }\n",
    );
    test.build();
}

#[test]
fn files_that_are_no_text_or_stand_elsewhere() {
    let cases: [(&str, &[u8], &str); 3] = [
        ("templates/section.html", b"a\n\xff\xfe", ":2:1"),
        ("messages/ms/site.ftl", b"home = \xc3\x28", ":1:8"),
        ("styles/site.css", b"\x00\xff", ":1:2"),
    ];
    for (file, bytes, words) in cases {
        let file = format!("themes/default/{file}");
        let test = PlanTest::small().file(&file, bytes);
        let run = test.run(&["build"]).fails(2, "E102");
        for words in [words, &file, "hint: "] {
            assert!(run.stderr.contains(words), "{}", run.stderr);
        }
        assert!(!test.output().exists());
    }
    let outside = |test: &PlanTest| {
        fs::create_dir_all(test.path("luar/templates")).expect("a folder");
        fs::write(test.path("luar/templates/section.html"), "luar").expect("written");
    };
    // A link in the place of a file, of a folder, and of the whole theme; a link in a circle; a pipe.
    for link in [
        "default/templates/section.html",
        "default/templates",
        "default",
        "default/styles",
    ] {
        let test = PlanTest::small().file("themes/default/theme.toml", "template_api = \"1\"\n");
        outside(&test);
        let place = test.root().join("themes").join(link);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        let _ = fs::remove_dir_all(&place);
        let target = match link {
            "default/templates/section.html" => test.path("luar/templates/section.html"),
            "default/templates" => test.path("luar/templates"),
            "default" => test.path("luar"),
            _ => place.clone(),
        };
        symlink(target, &place).expect("a link");
        let before = files(&test.path("luar"));
        let run = test.run(&["build"]).fails(2, "E141");
        assert!(
            run.stderr.contains("link to another place") && run.stderr.contains("hint: "),
            "{}",
            run.stderr
        );
        assert!(!test.output().exists() && files(&test.path("luar")) == before, "{link}");
    }
}

#[test]
fn an_override_of_one_file_is_used_and_the_others_stay() {
    let template = fs::read_to_string(root().join("themes/default/templates/cover.html")).expect("a template");
    let test = PlanTest::small()
        .plan("theme: rumah")
        .file(
            "themes/rumah/templates/cover.html",
            template.replace("<article", "<article data-rumah"),
        )
        .file("themes/rumah/messages/ms/site.ftl", "home = Laman Rumah\n");
    test.build();
    let page = |path: &str| fs::read_to_string(test.output().join(path)).expect("a page");
    assert!(page("site/1.0/index.html").contains("<article data-rumah"));
    let section = page("site/1.0/umum/index.html");
    assert!(!section.contains("data-rumah"));
    // One word is another, and the rest of the catalogue stays.
    assert!(
        section.contains("Laman Rumah") && section.contains("DRAF") && !section.contains('⟨'),
        "{section}"
    );
}
