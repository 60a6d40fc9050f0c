//! Watch mode through the binary: what each viewer sees, changes as editors make them, faults, and nothing on the disk.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use terkawal::source::has_extension;

use crate::{
    canary_plan::{self, canary_plan},
    plan_test::PlanTest,
    previewed::Preview,
    published::files,
};

const OPEN: &str = "/open/1.0/umum/index.html";

fn section(plan: &PlanTest, name: &str) -> PathBuf {
    plan.root().join("content").join(name)
}

fn text(front: &str, body: &str) -> String {
    format!("---\n{front}\n---\n{body}\n")
}

#[test]
fn staff_secretary_and_holders_see_what_they_may() {
    let plan = PlanTest::new()
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            "Terbuka belaka.\n\n::: sulit\nBlok sulit.\n:::\n",
        )
        .section("02-khusus.md", "title: Tajuk khusus", "Ayat terhad.\n")
        .holder("01", "clearance: SULIT")
        .holder("02", "clearance: TERHAD");
    let preview = Preview::begin(&plan, &[]);
    let sees = |view: &str, page: &str| preview.page(&format!("/{view}/1.0/{page}/index.html")).body;
    for (view, block, title) in [
        ("open", false, false),
        ("all", true, true),
        ("01", true, true),
        ("02", false, true),
    ] {
        let page = sees(view, "umum");
        assert!(page.contains("Terbuka belaka"), "{view}: {page}");
        assert_eq!(page.contains("Blok sulit"), block, "{view}");
        assert_eq!(page.contains("Tajuk khusus"), title, "{view}");
        assert_eq!(sees(view, "s002").contains("Ayat terhad"), title, "{view}");
        assert_eq!(sees(view, "print").contains("Ayat terhad"), title, "{view}");
        assert_eq!(sees(view, "print").contains("Blok sulit"), block, "{view}");
    }
    let nobody = preview.page("/99/1.0/umum/index.html");
    assert_eq!(nobody.status, 404, "{}", nobody.head);
    assert!(nobody.body.contains("Tiada pemegang"), "{}", nobody.body);
    let state = preview.state("02");
    assert_eq!(state["copy"]["facts"]["copy"], "02");
    assert_eq!(state["copy"]["facts"]["classification"], "TERHAD");
    assert!(preview.state("open")["copy"].is_null());
}

#[test]
fn the_view_that_was_asked_for_is_the_first() {
    let plan = PlanTest::small();
    for (view, start) in [("open", "/open/"), ("02", "/02/")] {
        let preview = Preview::begin(&plan, &["--as", view]);
        assert_eq!(
            preview.page("/").header("location"),
            Some(preview.whole(start).as_str())
        );
        assert_eq!(
            preview.page(start).header("location"),
            Some(preview.whole(&format!("{start}1.0/index.html")).as_str())
        );
    }
    plan.run(&["watch", "--as", "semua"]).fails(2, "03-02");
    let nobody = plan.run(&["watch", "--no-open", "--port", "0", "--as", "99"]);
    nobody.fails(2, "E560");
}

#[test]
fn every_way_of_saving_is_seen() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let mut events = preview.events();
    let file = section(&plan, "01-umum.md");
    let front = "title: Umum\nclassification: TERBUKA";
    let shows = |word: &str| {
        let page = preview.page(OPEN).body;
        assert!(page.contains(word), "{word}: {page}");
    };
    // In place.
    events.save(file.clone(), text(front, "Perkataan pertama."));
    shows("Perkataan pertama");
    // As vim does: the old one is set aside, a new one is written.
    fs::rename(&file, section(&plan, "01-umum.md~")).expect("set aside");
    fs::write(&file, text(front, "Perkataan kedua.")).expect("written");
    fs::remove_file(section(&plan, "01-umum.md~")).expect("removed");
    while !preview.page(OPEN).body.contains("Perkataan kedua") {
        events.next();
    }
    // As office programs do: a file beside it is renamed over it.
    let beside = section(&plan, "~WRD0001.tmp");
    fs::write(&beside, text(front, "Perkataan ketiga.")).expect("written");
    fs::rename(&beside, &file).expect("renamed");
    while !preview.page(OPEN).body.contains("Perkataan ketiga") {
        events.next();
    }
    // A new section changes the numbers of what follows.
    events.save(
        section(&plan, "00-baharu.md"),
        text("title: Baharu\nclassification: TERBUKA", "Seksyen baharu."),
    );
    assert!(
        preview
            .page("/open/1.0/baharu/index.html")
            .body
            .contains("Seksyen baharu")
    );
    assert!(preview.page(OPEN).body.contains("<span class=\"number\">2.0</span>"));
}

#[test]
fn whole_folders_come_and_go() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let mut events = preview.events();
    let content = plan.root().join("content");
    let other = plan.root().join("kandungan-lain");
    fs::create_dir(&other).expect("a folder");
    fs::write(
        other.join("01-lain.md"),
        text("title: Cawangan lain\nclassification: TERBUKA", "Isi lain."),
    )
    .expect("written");
    // As a checkout of another branch may do.
    fs::rename(&content, plan.root().join("kandungan-lama")).expect("moved away");
    fs::rename(&other, &content).expect("moved in");
    while !preview.page("/open/1.0/lain/index.html").body.contains("Isi lain") {
        events.next();
    }
    // What happens in the new folder is seen too.
    events.save(
        content.join("01-lain.md"),
        text("title: Cawangan lain\nclassification: TERBUKA", "Isi kemudian."),
    );
    while !preview.page("/open/1.0/lain/index.html").body.contains("Isi kemudian") {
        events.next();
    }
    assert_eq!(preview.page(OPEN).status, 404);
}

#[test]
fn faults_are_told_all_at_once_and_go_when_they_are_mended() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let mut events = preview.events();
    let (open, sealed) = (section(&plan, "01-umum.md"), section(&plan, "02-khusus.md"));
    let front = "title: Umum\nclassification: TERBUKA";
    events.save(open.clone(), text(front, "Ke [sini](tiada.md)."));
    events.save(sealed, text("title: Khusus", "Ayat rahsia [pautan](tiada.md)."));
    let state = preview.state("open");
    let errors = state["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 2, "{state:#}");
    assert_eq!(errors[0]["code"], "E172");
    assert_eq!(errors[0]["place"]["path"], "content/01-umum.md");
    assert_eq!(
        (
            errors[0]["place"]["line"].as_u64(),
            errors[0]["place"]["column"].as_u64()
        ),
        (Some(5), Some(4))
    );
    assert_eq!(errors[0]["place"]["before"], "Ke ");
    assert_eq!(errors[0]["place"]["marked"], "[sini](tiada.md)");
    assert!(errors[0]["hints"][0].as_str().is_some_and(|hint| !hint.is_empty()));
    // The secretary reads the overlay, so it quotes; the pipe that the terminal is here does not.
    assert_eq!(errors[1]["place"]["before"], "Ayat rahsia ");
    assert!(
        preview.page(OPEN).body.contains("Semua orang boleh membaca ini"),
        "the last good page stays"
    );
    let said: String = preview.said.try_iter().map(|value| value.to_string()).collect();
    assert!(said.contains("E172") && !said.contains("rahsia"), "{said}");
    events.save(open, text(front, "Dibetulkan."));
    assert_eq!(preview.state("open")["errors"].as_array().map(Vec::len), Some(1));
    events.save(section(&plan, "02-khusus.md"), text("title: Khusus", "Ayat baharu."));
    assert_eq!(preview.state("open")["errors"].as_array().map(Vec::len), Some(0));
    assert!(preview.page(OPEN).body.contains("Dibetulkan"));
}

#[test]
fn a_plan_with_faults_appears_when_they_are_mended() {
    let plan = PlanTest::small().section("03-salah.md", "title: Salah\nclassification: TERBUKAA", "Isi.\n");
    let preview = Preview::begin(&plan, &[]);
    assert_eq!(preview.state("open")["errors"][0]["code"], "E202");
    assert_eq!(preview.page("/open/").status, 200);
    let mut events = preview.events();
    events.save(
        section(&plan, "03-salah.md"),
        text("title: Betul\nclassification: TERBUKA", "Isi."),
    );
    assert!(preview.page("/open/1.0/salah/index.html").body.contains("Betul"));
}

#[test]
fn warnings_are_told_before_an_issue() {
    let plan = PlanTest::small()
        .plan("review: {last: 2020-01-01, interval_months: 12}\nabbreviations:\n  RTO: masa pemulihan")
        .section("03-lain.md", "title: Lain\nclassification: TERBUKA", "DRC disebut.\n")
        .seat("03", "clearance: TERHAD")
        .seat("04", "reserved: true");
    let preview = Preview::begin(&plan, &[]);
    let state = preview.state("all");
    assert_eq!(state["errors"].as_array().map(Vec::len), Some(0), "{state:#}");
    let warnings = state["warnings"].as_array().expect("warnings");
    let codes: Vec<&str> = warnings.iter().filter_map(|warning| warning["code"].as_str()).collect();
    // Review overdue, an abbreviation unused and one unknown, a holder without a key, a number without a holder.
    for (code, count) in [("E137", 1), ("E209", 2), ("E300", 1), ("E554", 1)] {
        assert_eq!(
            codes.iter().filter(|known| **known == code).count(),
            count,
            "{code} among {codes:?}"
        );
    }
    // What is a warning here stops a build.
    plan.run(&["build"]).fails(2, "E300");
}

#[test]
fn a_storm_of_files_that_come_and_go_ends_in_the_last_state() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let mut events = preview.events();
    let front = "title: Ribut\nclassification: TERBUKA";
    for round in 0..40 {
        let (file, moved) = (section(&plan, "05-ribut.md"), section(&plan, "06-pindah.md"));
        fs::write(&file, text(front, &format!("Pusingan {round}."))).expect("written");
        fs::rename(&file, &moved).expect("renamed");
        fs::remove_file(&moved).expect("removed");
    }
    fs::write(section(&plan, "05-ribut.md"), text(front, "Keadaan terakhir.")).expect("written");
    while !preview
        .page("/open/1.0/ribut/index.html")
        .body
        .contains("Keadaan terakhir")
    {
        events.next();
    }
    assert_eq!(preview.page("/open/1.0/pindah/index.html").status, 404);
    assert_eq!(preview.state("open")["errors"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_checkout_of_another_branch_is_one_more_state() {
    let plan = PlanTest::small();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Setiausaha", "-c", "user.email=setiausaha@example.test"];
        let mut command = std::process::Command::new("git");
        let command = command.arg("-C").arg(plan.root()).args(identity).args(arguments);
        assert!(command.output().expect("git runs").status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet", "--initial-branch=utama"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "satu"]);
    git(&["checkout", "--quiet", "-b", "lain"]);
    let front = "title: Umum\nclassification: TERBUKA";
    fs::write(section(&plan, "01-umum.md"), text(front, "Cawangan lain.")).expect("written");
    fs::remove_file(section(&plan, "02-khusus.md")).expect("removed");
    fs::create_dir(section(&plan, "03-bab")).expect("a folder");
    fs::write(
        section(&plan, "03-bab/_index.md"),
        text("title: Bab\nclassification: TERBUKA", "Bab baharu."),
    )
    .expect("written");
    git(&["add", "--all", "."]);
    git(&["commit", "--quiet", "-m", "dua"]);
    git(&["checkout", "--quiet", "utama"]);
    let preview = Preview::begin(&plan, &[]);
    let mut events = preview.events();
    for (branch, word, chapter) in [
        ("lain", "Cawangan lain", 200),
        ("utama", "Semua orang boleh membaca", 404),
        ("lain", "Cawangan lain", 200),
    ] {
        git(&["checkout", "--quiet", branch]);
        while !preview.page(OPEN).body.contains(word) || preview.page("/open/1.0/bab/index.html").status != chapter {
            events.next();
        }
    }
}

#[test]
fn what_changes_nothing_is_no_new_state() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let mut events = preview.events();
    let before = preview.state("open")["generation"].clone();
    let file = section(&plan, "01-umum.md");
    let same = fs::read(&file).expect("text");
    fs::write(&file, same).expect("written");
    plan.run(&["build"]).succeeds();
    assert_eq!(preview.state("open")["generation"], before);
    // The next state is the one after, so nothing of this was taken for a change.
    let next = events.save(file, text("title: Umum\nclassification: TERBUKA", "Lain."));
    assert_eq!(Some(next), before.as_u64().map(|before| before + 1));
}

#[test]
fn a_drive_without_events_is_read_again_and_again() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &["--poll"]);
    let mut events = preview.events();
    let front = "title: Umum\nclassification: TERBUKA";
    events.save(section(&plan, "01-umum.md"), text(front, "Dilihat tanpa peristiwa."));
    assert!(preview.page(OPEN).body.contains("Dilihat tanpa peristiwa"));
}

/// Every file below these folders.
fn everything(folders: &[&Path]) -> BTreeMap<String, Vec<u8>> {
    let all = folders.iter().enumerate();
    all.flat_map(|(at, folder)| {
        files(folder)
            .into_iter()
            .map(move |(path, bytes)| (format!("{at}/{path}"), bytes))
    })
    .collect()
}

#[test]
fn nothing_of_the_preview_is_written_to_the_disk() {
    let plan = canary_plan();
    let (root, home) = (plan.root(), plan.path("home"));
    let before = everything(&[&root, &home]);
    let preview = Preview::begin(&plan, &[]);
    let shown = preview.page("/all/1.0/print/index.html").body;
    let missing: Vec<&str> = canary_plan::INSIDE
        .into_iter()
        .filter(|word| !shown.contains(word))
        .collect();
    // These stand in the drawing and in the attachment themselves.
    assert_eq!(missing, ["kzdrawingqx", "kzattachedqx"], "not shown");
    let open = preview.page("/open/1.0/print/index.html").body;
    let leaked: Vec<&str> = canary_plan::all()
        .into_iter()
        .filter(|word| open.contains(word))
        .collect();
    assert!(leaked.is_empty(), "staff would see {leaked:?}");
    let mut events = preview.events();
    let sealed = files(&root.join("content"))
        .into_keys()
        .find(|path| path.contains("kz") && has_extension(path, "md"));
    let sealed = root.join("content").join(sealed.expect("a sealed section"));
    let text = fs::read_to_string(&sealed).expect("text");
    events.save(sealed.clone(), format!("{text}\n\n[mati](kztiada.md) kzfaultqx\n"));
    assert!(preview.state("all")["errors"].to_string().contains("kzfaultqx"));
    events.save(sealed, &text);
    assert_eq!(preview.state("all")["errors"].as_array().map(Vec::len), Some(0));
    assert!(everything(&[&root, &home]) == before, "something was written");
}
