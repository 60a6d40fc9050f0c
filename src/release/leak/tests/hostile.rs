//! Input that is meant to hang, overflow or panic.

use super::{LeakKind, SENTENCE, base64, finds, gate, kinds, noise};

#[test]
fn degenerate_files_end() {
    let gate = gate(SENTENCE);
    let size = 1 << 16;
    let repeated = |unit: &str| unit.repeat(size / unit.len());
    for unit in [
        "a",
        "A",
        "V",
        "0",
        "-",
        "%",
        "%2",
        "%25",
        "\\",
        "\\u",
        "&",
        "&#",
        "&#x",
        "<",
        "<b",
        "<b>",
        "<!--",
        "<script>",
        "</",
        "\"",
        "=\"",
        "PK\u{3}\u{4}",
        "\u{1f}",
        "stream",
        "x\u{0}",
        "\u{fe}",
        "a\u{301}",
        "<![CDATA[",
        "=",
        "\u{200b}",
        "7 ",
        "1-",
        "\n",
    ] {
        let text = repeated(unit);
        assert!(
            kinds(&gate, &text).iter().all(|kind| *kind == LeakKind::Unreadable),
            "{unit:?}"
        );
        // And what stands behind it is still found, or the file refused.
        assert!(finds(&gate, format!("{text}\n <p> {SENTENCE}")), "{unit:?}");
    }
}

#[test]
fn gzip_heads_without_end() {
    let head = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".repeat(5_000);
    assert!(!finds(&gate(SENTENCE), head));
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a".repeat(2_000);
    assert!(!finds(&gate(SENTENCE), zip));
}

#[test]
fn invalid_utf8_separates_and_hides_nothing() {
    let gate = gate(SENTENCE);
    assert!(finds(
        &gate,
        [b"\xff\xfe\xfd\x80\x80".as_slice(), SENTENCE.as_bytes(), b"\xc3"].concat()
    ));
    let broken: Vec<u8> = SENTENCE
        .bytes()
        .flat_map(|byte| if byte == b' ' { vec![0xff] } else { vec![byte] })
        .collect();
    assert!(finds(&gate, broken));
    assert!(finds(&gate, SENTENCE.replace(' ', "\0")));
    assert!(!finds(&gate, b""));
    assert!(!finds(&gate, b"\xff"));
}

#[test]
fn a_script_of_one_megabyte_of_base64() {
    let gate = gate(SENTENCE);
    let data = noise(768 << 10);
    assert!(!finds(&gate, format!("<script>{}</script>", base64(&data))));
    let hidden = [data, SENTENCE.as_bytes().to_vec()].concat();
    assert!(finds(&gate, format!("<script>{}</script>", base64(&hidden))));
}

#[test]
fn any_cut_of_a_page_is_read() {
    let gate = gate(SENTENCE);
    let page = format!(
        "<a b='c' d=\"&amp;{{\">x</a><!-- y --><script>\"\\u0041\"</script>%41 {}",
        base64(&noise(40))
    );
    for size in (0..page.len()).filter(|size| page.is_char_boundary(*size)) {
        assert!(!finds(&gate, &page[..size]));
        assert!(!finds(&gate, &page[size..]));
        assert!(finds(&gate, format!("{SENTENCE}\n{}", &page[..size])));
    }
}
