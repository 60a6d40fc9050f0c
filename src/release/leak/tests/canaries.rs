//! One sealed sentence in every hiding place.

use super::{SENTENCE, base64, finds, gate, gzip, noise, spoilt, zlib};

/// Every place is found by a gate that knows the sentence and by no other.
fn assert_found(place: &str, bytes: impl AsRef<[u8]>) {
    assert!(finds(&gate(SENTENCE), &bytes), "{place}");
    assert!(
        !finds(&gate("Ayat lain yang tidak ada kena mengena langsung"), &bytes),
        "{place}: false hit"
    );
}

fn page(body: &str) -> String {
    format!("<!doctype html><html lang=ms><title>Terbuka</title><body class=\"x\">{body}<p>Tamat</p></body></html>")
}

#[test]
fn in_the_body() {
    assert_found("body", page(&format!("<p>{SENTENCE}</p>")));
}

#[test]
fn in_attributes() {
    assert_found("quoted", page(&format!("<img alt=\"{SENTENCE}\">")));
    assert_found("single", page(&format!("<img alt='kata \"{SENTENCE}'>")));
    assert_found(
        "entities",
        page(&format!("<img alt=\"{}\">", spoilt(|c| format!("&#{};", u32::from(c))))),
    );
    assert_found(
        "srcdoc",
        page(&format!("<iframe srcdoc=\"{}\">", spoilt(|c| format!("&lt;b&gt;{c}")))),
    );
}

#[test]
fn in_comments() {
    assert_found("comment", page(&format!("<!-- {SENTENCE} -->")));
    assert_found(
        "tags inside",
        page(&format!("<!-- {} -->", spoilt(|c| format!("<b>{c}</b>")))),
    );
    assert_found("around a comment", page(&spoilt(|c| format!("<!-- x -->{c}"))));
    assert_found("unclosed", format!("<p>x<!-- {SENTENCE}"));
}

#[test]
fn in_json() {
    assert_found("string", format!("{{\"a\":[1,\"{SENTENCE}\"]}}"));
    assert_found("key", format!("{{\"{SENTENCE}\":null}}"));
    assert_found(
        "escaped",
        format!("{{\"a\":\"{}\"}}", spoilt(|c| format!("\\u{:04x}", u32::from(c)))),
    );
    assert_found(
        "html in json",
        format!(
            "{{\"a\":\"{}\"}}",
            spoilt(|c| format!("\\u003cb class=\\\"x\\\"\\u003e{c}\\u003c/b\\u003e"))
        ),
    );
    assert_found(
        "json in json",
        format!(
            "{{\"a\":\"{{\\\"b\\\":\\\"{}\\\"}}\"}}",
            spoilt(|c| format!("\\\\u{:04x}", u32::from(c)))
        ),
    );
}

#[test]
fn in_scripts_and_styles() {
    let hex = spoilt(|c| format!("\\x{:x}", u32::from(c)));
    assert_found("hex escape", page(&format!("<script>const a='{hex}';</script>")));
    assert_found(
        "braced escape",
        format!("let a=`{}`;", spoilt(|c| format!("\\u{{{:x}}}", u32::from(c)))),
    );
    assert_found(
        "after a regex",
        format!("a=/[\"']/;b='{}'", spoilt(|c| format!("\\u{:04x}", u32::from(c)))),
    );
    assert_found(
        "css",
        format!(
            ".a::after{{content:\"{}\"}}",
            spoilt(|c| format!("\\{:x} ", u32::from(c)))
        ),
    );
    assert_found(
        "markup in script",
        page(&format!("<script>x='{}'</script>", spoilt(|c| format!("<i>{c}</i>")))),
    );
}

#[test]
fn in_encodings() {
    let coded = base64(SENTENCE.as_bytes());
    assert_found("base64", format!("{{\"a\":\"{coded}\"}}"));
    assert_found(
        "data uri",
        page(&format!("<a href=\"data:text/plain;base64,{coded}\">x</a>")),
    );
    let signs = base64(SENTENCE.replace(' ', " ~~~ ???>>> ").as_bytes());
    assert!(signs.contains('+') && signs.contains('/'));
    assert_found(
        "base64url",
        format!("k={}", signs.replace('+', "-").replace('/', "_").replace('=', "")),
    );
    assert_found("after a path", format!("laluan/{coded}"));
    assert_found(
        "long base64",
        format!("<script>{}</script>", base64(&[noise(3000), SENTENCE.into()].concat())),
    );
    assert_found("twice", base64(coded.as_bytes()));
    assert_found(
        "hex",
        SENTENCE
            .bytes()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")),
    );
    assert_found(
        "percent",
        page(&format!(
            "<a href=\"?q={}\">x</a>",
            spoilt(|c| format!("%{:x}", u32::from(c))).replace(' ', "%20")
        )),
    );
    assert_found("percent twice", spoilt(|c| format!("%25{:x}", u32::from(c))));
}

#[test]
fn in_packed_data() {
    let packed = gzip(page(SENTENCE).as_bytes());
    assert_found("gzip", &packed);
    assert_found("second member", [gzip(b"lain"), packed.clone()].concat());
    assert_found("base64(gzip)", format!("\"{}\"", base64(&packed)));
    assert_found("gzip(base64)", gzip(base64(SENTENCE.as_bytes()).as_bytes()));
    assert_found("zlib", zlib(SENTENCE.as_bytes()));
    assert_found(
        "pdf",
        [
            b"%PDF-1.7\n\xe2\xe3 0 obj stream\r\n".to_vec(),
            zlib(SENTENCE.as_bytes()),
        ]
        .concat(),
    );
    let deflated = &zlib(SENTENCE.as_bytes())[2..];
    let head = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a";
    assert_found("zip", [&noise(100), head.as_slice(), deflated].concat());
}

#[test]
fn in_utf16() {
    let units = |bytes: fn(u16) -> [u8; 2]| SENTENCE.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    assert_found("little endian", units(u16::to_le_bytes));
    assert_found("big endian", units(u16::to_be_bytes));
    assert_found("marked", [vec![0xff, 0xfe], units(u16::to_le_bytes)].concat());
    assert_found("in binary", [noise(101), units(u16::to_le_bytes), noise(100)].concat());
}

#[test]
fn across_wrapped_lines() {
    let text = "pertanggungjawaban ketidakseimbangan memperkenalkan penyeragaman pengantarabangsaan";
    let coded = base64(text.as_bytes());
    for wrap in ["\n", "\r\n"] {
        let lines: Vec<&str> = coded
            .as_bytes()
            .chunks(64)
            .filter_map(|line| std::str::from_utf8(line).ok())
            .collect();
        assert!(finds(&gate(text), lines.join(wrap)));
    }
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(
        finds(&gate(text), [noise(101), units, vec![0x85; 9]].concat()),
        "the last letter in UTF-16 BE"
    );
}
