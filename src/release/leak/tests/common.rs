//! Files that share most of their bytes: nothing less is found than when each is read whole.

use super::super::Cleared;
use super::{LeakGate, SENTENCE, base64, gate, gzip, noise};

const PATH: &str = "copies/1.0/salinan-03.html";
/// Words of the sealed sentence that stand together nowhere else.
const FIVE: [&str; 5] = ["Tekan", "butang", "merah", "kenariqx7", "di"];

/// The parts of a page with two holes: in a line of text, and in a block of its own.
fn parts(before: &str, between: &str, after: &str) -> Vec<String> {
    let text = "<p>Perenggan terbuka ini panjang lagi membosankan.</p>\n".repeat(400);
    vec![
        format!("{text}<p>Salinan {before}"),
        format!("{between}</p>{text}<p>"),
        format!("{after}</p><script>const n = 1;</script>{text}</body>"),
    ]
}

fn fill(parts: &[String], texts: [&str; 2]) -> String {
    [&parts[0], texts[0], &parts[1], texts[1], &parts[2]].concat()
}

fn age_file() -> Vec<u8> {
    let mut bytes = b"age-encryption.org/v1\n-> X25519 abc\ndef\n--- mac\n".to_vec();
    bytes.extend(noise(50_000));
    bytes
}

fn cleared<'a>(gate: &LeakGate, bytes: &'a [u8]) -> Cleared<'a> {
    let Ok(cleared) = gate.clear("bundle.age", bytes) else {
        panic!("ciphertext holds nothing");
    };
    cleared
}

fn element(content: &str) -> String {
    format!("\n<script type=\"text/plain\" id=\"terkawal-bundle.age\">{content}</script>\n")
}

/// That the page leaks, although its parts do not, and that the shorter way reports what the whole file shows.
fn assert_found(parts: &[String], texts: [&str; 2], sealed: &[u8]) {
    let gate = gate(SENTENCE);
    let common = gate.common(parts).expect("parts without a find");
    let page = fill(parts, texts);
    let whole = gate.scan(PATH, page.as_bytes());
    assert!(!whole.is_empty(), "{texts:?} leak");
    let found = gate.scan_rest(PATH, &page, &common, &[cleared(&gate, sealed)]);
    assert_eq!(found, whole, "{texts:?}");
}

#[test]
fn what_is_shared_is_not_read_again() {
    let gate = gate(SENTENCE);
    let sealed = age_file();
    let parts = parts("", "", "");
    let common = gate.common(&parts).expect("parts without a find");
    let page = fill(&parts, ["03-01", &element(&base64(&sealed))]);
    let rest = common
        .rest(&page, &[cleared(&gate, &sealed)])
        .expect("the parts are there");
    let read: usize = rest.iter().map(String::len).sum();
    assert!(read > 4 * 4096 && read < page.len() / 4, "{read} of {}", page.len());
    assert_eq!(gate.scan_rest(PATH, &page, &common, &[cleared(&gate, &sealed)]), []);
}

#[test]
fn sequences_across_a_joint_are_found() {
    for split in 1..5 {
        let (left, right) = (FIVE[..split].join(" "), FIVE[split..].join(" "));
        for gap in [" ", "</b> ", "&#32;", "\u{ad} ", "<!-- x --> "] {
            let (before, after) = (format!("{left}{gap}"), format!("{gap}{right}"));
            assert_found(&parts(&before, "", ""), [&right, ""], b"x");
            assert_found(&parts("", &after, ""), [&left, ""], b"x");
            assert_found(&parts("", "", &after), ["03", &left], b"x");
            let whole = format!("{before}{right}");
            assert_found(&parts("", "", ""), ["03", &element(&whole)], b"x");
        }
    }
    let parts = parts("Tekan butang ", " kenariqx7 di", "");
    assert_found(&parts, ["merah", ""], b"x");
}

#[test]
fn a_split_word_is_found() {
    assert_found(&parts("Tekan butang mer", "", ""), ["ah kenariqx7 di", ""], b"x");
    assert_found(&parts("", "qx7 di dalam almari", ""), ["merah kenari", ""], b"x");
}

#[test]
fn encoded_matter_between_the_parts_is_found() {
    let sentence = base64(SENTENCE.as_bytes());
    let packed = base64(&gzip(SENTENCE.as_bytes()));
    for text in [&sentence, &packed] {
        assert_found(&parts("", "", ""), ["03", &element(text)], b"x");
        assert_found(&parts("", "", ""), [text, ""], b"x");
    }
    // Half of the code stands in the shared part.
    let five = base64(FIVE.join(" ").as_bytes());
    let (left, right) = five.split_at(20);
    assert_found(&parts(left, "", ""), [right, ""], b"x");
}

#[test]
fn only_the_ciphertext_that_was_cleared_is_passed_over() {
    let sealed = age_file();
    let with = |more: &str| element(&format!("{}{more}", base64(&sealed)));
    assert_found(&parts("", "", ""), ["03", &with(&base64(SENTENCE.as_bytes()))], &sealed);
    assert_found(&parts("", "", ""), ["03", &with(&format!(" {SENTENCE}"))], &sealed);
    assert_found(&parts("", "", ""), ["03", &format!("{}{SENTENCE}", with(""))], &sealed);
    let mut other = sealed.clone();
    other.extend(SENTENCE.as_bytes());
    assert_found(&parts("", "", ""), ["03", &element(&base64(&other))], &sealed);
}

#[test]
fn a_page_with_other_parts_is_read_whole() {
    let gate = gate(SENTENCE);
    let parts = parts("", "", "");
    let common = gate.common(&parts).expect("parts without a find");
    let page = fill(&parts, ["03", ""]);
    for at in [
        0,
        parts[0].len() / 2,
        page.len() / 2,
        page.len() - parts[2].len() / 2,
        page.len(),
    ] {
        let at = page[at..].find('<').map_or(page.len(), |found| at + found);
        let page = format!("{}{SENTENCE}{}", &page[..at], &page[at..]);
        let whole = gate.scan(PATH, page.as_bytes());
        assert!(!whole.is_empty());
        assert_eq!(gate.scan_rest(PATH, &page, &common, &[]), whole);
    }
    // One copy ends where another goes on.
    let short = fill(&parts, ["03", ""]).replace("</body>", "");
    assert!(common.rest(&short, &[]).is_none());
}

#[test]
fn shared_parts_that_leak_clear_nothing() {
    let gate = gate(SENTENCE);
    assert!(gate.common(&parts(SENTENCE, "", "")).is_none());
    assert!(gate.common(&parts("", "", SENTENCE)).is_none());
    // Control characters: the file is not read as text, so parts of it tell nothing about the whole.
    assert!(gate.common(&parts("\u{1}", "", "")).is_none());
    let parts = parts("", "", "");
    let common = gate.common(&parts).expect("parts without a find");
    assert!(common.rest(&fill(&parts, ["\u{1}", ""]), &[]).is_none());
    assert!(gate.clear("salinan.html", SENTENCE.as_bytes()).is_err());
}
