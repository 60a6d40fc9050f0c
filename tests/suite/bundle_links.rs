//! A bundle that was opened with age and tar alone: every link in it leads somewhere.

use std::collections::BTreeMap;

use crate::{opened, plan_test::PlanTest, sample::Sample};

/// The addresses in a page, as written.
fn addresses<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let mut found: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&start) {
        rest = &rest[at + start.len()..];
        found.push(rest.split('"').next().expect("a value"));
    }
    found
}

/// Demands that links and pictures of every page lead to a file of the bundle, and places to a place in it. How many
/// there were.
#[track_caller]
fn assert_links_lead_somewhere(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let mut count = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.rsplit('.').next() == Some("html")) {
        let html = String::from_utf8_lossy(bytes);
        let links = [addresses(&html, "href"), addresses(&html, "src")].concat();
        for link in links.into_iter().filter(|link| !link.contains(':')) {
            count += 1;
            let (address, place) = link.split_once('#').unwrap_or((link, ""));
            let address = address.split('?').next().expect("a first part");
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let target = match address.strip_prefix("../") {
                _ if address.is_empty() => path.clone(),
                Some(rest) => rest.to_owned(),
                None if folder.is_empty() => address.to_owned(),
                None => format!("{folder}/{address}"),
            };
            let target = files
                .get(&target)
                .unwrap_or_else(|| panic!("{link} in {path} leads to no file"));
            let page = String::from_utf8_lossy(target);
            assert!(
                place.is_empty() || addresses(&page, "id").contains(&place),
                "{link} in {path} leads to no place"
            );
        }
    }
    count
}

#[test]
fn every_link_of_every_copy_of_the_sample_leads_somewhere() {
    let sample = Sample::built();
    let mut count = 0;
    for number in sample.numbers() {
        let key = Sample::key_text(&number);
        let key = key.lines().find(|line| !line.starts_with('#')).expect("a key");
        let key: age::x25519::Identity = key.parse().expect("an age key");
        count += assert_links_lead_somewhere(&opened::bundle(&sample.copy(&number), &key).files);
    }
    assert!(count > 100, "{count}");
}

#[test]
fn a_link_to_a_section_that_is_elsewhere_leads_to_its_line() {
    let test = PlanTest::new()
        .section(
            "01-umum.md",
            "title: Umum & awam\nclassification: TERBUKA",
            "## Skop\n\nTeks.\n\n::: terhad\n### Dalam\n\nkzblokqx\n\n::: sulit\n#### Teras\n\nkzterasqx\n:::\n:::\n",
        )
        .section(
            "02-kita.md",
            "title: Kita",
            "[umum](01-umum.md), [skop](01-umum.md#skop), [blok](01-umum.md#dalam), [teras](01-umum.md#teras), \
             [lain](03-lain.md), [kepala](03-lain.md#kepala), [kita](04-juga.md#juga-kita)\n",
        )
        .section(
            "03-lain.md",
            "title: kzlainqx\nclassification: SULIT",
            "## Kepala\n\nkzkepalaqx\n",
        )
        .section("04-juga.md", "title: Juga", "## Juga kita\n\nTeks.\n")
        .holder("01", "clearance: SULIT")
        .holder("02", "clearance: TERHAD");
    test.build();
    let of = |number: &str| {
        let files = opened::bundle(&test.copy(number), test.key(number)).files;
        assert_links_lead_somewhere(&files);
        let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
        (text("sections/s002.html"), text("index.html"))
    };
    let (page, index) = of("02");
    let links = addresses(&page, "href");
    let links: Vec<&str> = links.into_iter().filter(|link| link.contains(".html")).collect();
    assert_eq!(
        links,
        [
            "../index.html#s001",
            "../index.html?s001-skop#s001",
            "s001-b1.html#s001-b1-h1",
            "../index.html#s001",
            "../index.html#s003",
            "../index.html#s003",
            "s004.html#s004-h1",
        ]
    );
    assert!(
        index.contains("<li id=\"s001\"><span class=\"number\">1.0</span> Umum &amp; awam <em>(terbuka)</em></li>"),
        "{index}"
    );
    // Of what this holder may not read, the number.
    assert!(
        index.contains(
            "<li id=\"s003\"><span class=\"number\">3.0</span>  <em>(tidak termasuk dalam salinan ini)</em></li>"
        ),
        "{index}"
    );
    assert!(index.contains("Berkas ini hanya memuatkan bahagian terkawal."));
    let (page, index) = of("01");
    for link in ["s001-b1.html#s001-b1-b1-h1", "s003.html#s003-h1", "s003.html"] {
        assert!(addresses(&page, "href").contains(&link), "{link} in {page}");
    }
    assert!(
        index.contains("kzlainqx") && !index.contains("tidak termasuk"),
        "{index}"
    );
}
