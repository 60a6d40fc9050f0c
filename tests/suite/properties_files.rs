//! Any manifest, bundle, age file, drawing or typed passphrase works or is refused.

use terkawal::{keys::Passphrase, plan::CopyNumber, world::World as _};

use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    fuzzing::{
        memory::Memory,
        pipeline::{self, Depth},
        sample::{self, KEY},
        targets::{age_file, bundle, leak_gate, published, svg, typed},
    },
    properties::{cases, changed, pieces},
};

const JSON: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\u0000",
    "null",
    "true",
    "-1",
    "18446744073709551616",
    "1e400",
    "\"\"",
    "{\"a\":",
    "[[[[",
    "\"type\":",
    "\"terkawal-manifest\"",
    "\"terkawal-site\"",
    "\"terkawal-copy\"",
    "\"terkawal-bundle\"",
    "\"format\":1",
    "\"format\":2",
    "\"plan\":\"UJI/01\"",
    "\"version\":\"1.0\"",
    "\"version\":\"../..\"",
    "\"draft\":true",
    "\"copies\":[\"01\"]",
    "\"copies\":[\"../x\"]",
    "\"versions\":[\"/\"]",
    "\"files\":[",
    "\"files\":{",
    "\"path\":\"index.html\"",
    "\"path\":\"../../etc/passwd\"",
    "\"size\":0",
    "\"sha256\":\"00\"",
    "\"copy\":\"01\"",
    "\"generation\":1",
    "\"issued\":\"x\"",
    "\"valid_until\":null",
    "\"title\":\"x\"",
    "\"sections\":[]",
    "\"key.age\":{\"size\":1,\"sha256\":\"\"}",
    "\"../x\":{}",
];

const BUNDLE: &str = "{\"type\":\"terkawal-bundle\",\"format\":1,\"plan\":\"UJI/01\",\"version\":\"1.0\",\"copy\":\"01\",\
                      \"generation\":1,\"sections\":[{\"id\":\"s001\"}]}";

const NAMES: [&str; 14] = [
    "sections/",
    "s001.html",
    "bundle.json",
    "padding",
    "..",
    "/",
    "\\",
    ".",
    "C:",
    "\u{0}",
    "index.html",
    " ",
    "é",
    "assets/",
];

const AGE: [&str; 22] = [
    "age-encryption.org/v1\n",
    "age-encryption.org/v2\n",
    "-> ",
    "X25519 ",
    "scrypt ",
    "mlkem768x25519 ",
    "piv-p256 ",
    "ssh-ed25519 ",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAA",
    " 15",
    " 1",
    " 99",
    " -1",
    "\n",
    "\n--- ",
    "--- ",
    "=",
    "grease",
    "\u{0}",
    "-----BEGIN AGE ENCRYPTED FILE-----\n",
    "\r\n",
];

const XML: [&str; 40] = [
    "<svg>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">",
    "</svg>",
    "<g>",
    "</g>",
    "<g ",
    "/>",
    ">",
    "<text>peta</text>",
    "<style>",
    "</style>",
    "<script>",
    "<script/>",
    "<foreignObject/>",
    "<set attributeName=\"href\" to=\"x\"/>",
    "<use href=\"#a\"/>",
    "<image xlink:href=\"https://a.example\"/>",
    "<image href=\"data:image/png;base64,AA\"/>",
    "href=\"javascript:x\"",
    " onload=\"x\"",
    "style=\"fill:url(#a)\"",
    "url(x)",
    "@import ",
    "\\75 rl(",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE svg [<!ENTITY a \"b\">]>",
    "<!DOCTYPE svg [<!ENTITY a \"&a;&a;\">]>",
    "&a;",
    "&#x0;",
    "&#60;",
    "\u{0}",
    "\u{feff}",
    " ",
    "\n",
    "x",
    "\"",
];

const TYPED: [&str; 28] = [
    "01",
    "03-01",
    "0301",
    "00",
    "-",
    "–",
    " ",
    ".",
    "ABCDEF",
    "GHJKMN",
    "PQRSTV",
    "WXYZ23",
    "oil",
    "OIL",
    "U",
    "é",
    "ß",
    "ı",
    "\u{fb01}",
    "\n",
    "# copy: ",
    "# copy: 03-01\n",
    "AGE-SECRET-KEY-1",
    KEY,
    "AGE-SECRET-KEY-PQ-1",
    "age1",
    "age-encryption.org/v1",
    "AAAAAAAAAAAAAAAAAAAAAAAA",
];

const ENCODED: [&str; 36] = [
    "tekan butang merah di dalam",
    "almari besi",
    "0389541234",
    "puan@contoh.example",
    "%74%65",
    "%",
    "&#116;",
    "&#x74",
    "&amp;",
    "\\u0074",
    "\\x74",
    "\\",
    "<p>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<style>",
    "<a href=\"",
    "\"",
    "'",
    "{",
    "[",
    "dGVrYW4gYnV0YW5nIG1lcmFo",
    "74656b616e20627574616e67206d65726168",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "\n",
    " ",
    "\u{0}",
    "\u{ad}",
    "\u{200b}",
    "%PDF-1.4\nstream\n",
    "PK\u{3}\u{4}",
    "RIFF0000WEBP",
    "age-encryption.org/v1\n--- x\n",
    "\u{feff}",
];

/// How files begin that a section can show or attach.
const MAGIC: [&[u8]; 10] = [
    b"",
    b"\x89PNG",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n\0\0\0\x09tEXt",
    b"\xff\xd8\xff\xe1\0",
    b"RIFF",
    b"RIFF\0\0\0\0WEBPEXIF",
    b"GIF8",
    b"%PDF-1.4\nstream\n\x78\x9c",
    b"PK\x03\x04",
];

/// Well-formed parts of a drawing, and what no drawing may hold.
const HARMLESS: [&str; 8] = [
    "<text>peta</text>",
    "<g><rect width=\"1\"/></g>",
    "<style>a{fill:url(#b)}</style>",
    "<use href=\"#a\"/>",
    "<image href=\"data:image/png;base64,AA\"/>",
    "<!-- nota -->",
    "<title>x &amp; y</title>",
    "<animate attributeName=\"x\"/>",
];
const HOSTILE: [&str; 14] = [
    "<script>x</script>",
    "<x:script xmlns:x=\"http://www.w3.org/2000/svg\"/>",
    "<g onload=\"x\"/>",
    "<g ONCLICK=\"x\"/>",
    "<foreignObject/>",
    "<iframe/>",
    "<use href=\"b.svg#a\"/>",
    "<a xlink:href=\"javascript:x\"/>",
    "<image xlink:href=\"https://a.example/b\"/>",
    "<style>@im<!-- -->port 'x'</style>",
    "<style>a{b:\\75 rl(c)}</style>",
    "<g style=\"fill:url(https://a.example)\"/>",
    "<set attributeName=\"xlink:href\" to=\"x\"/>",
    "<?xml-stylesheet href=\"x\"?>",
];

fn with_first(
    first: impl Strategy<Value = u8>,
    rest: impl Strategy<Value = Vec<u8>>,
) -> impl Strategy<Value = Vec<u8>> {
    (first, rest).prop_map(|(first, rest)| [&[first][..], &rest].concat())
}

fn text(known: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<u8>> {
    pieces(known, most).prop_map(String::into_bytes)
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn a_published_folder_with_one_file_changed_is_seen_through(
        head in (0_u8..10, 0_u8..6, any::<u8>(), any::<u8>()),
        rest in prop_oneof![text(&JSON, 20), vec(any::<u8>(), 0..20)],
    ) {
        published(&[&[head.0, head.1, head.2, head.3][..], &rest].concat());
    }

    #[test]
    fn any_bundle_opens_or_is_refused(data in prop_oneof![
        with_first(0_u8..2, vec(any::<u8>(), 0..600)),
        with_first(Just(2), prop_oneof![text(&JSON, 20), changed(BUNDLE.to_owned(), &JSON)]),
        with_first(Just(3), text(&NAMES, 5)),
    ]) {
        bundle(&data);
    }

    #[test]
    fn any_age_file_opens_or_is_refused(data in with_first(0_u8..3, text(&AGE, 12))) {
        age_file(&data);
    }

    #[test]
    fn any_drawing_is_shown_or_refused(data in prop_oneof![
        with_first(Just(0), text(&XML, 14)),
        with_first(4_u8..12, (select(&MAGIC[..]), vec(any::<u8>(), 0..24)).prop_map(|(magic, rest)| [magic, &rest].concat())),
    ]) {
        svg(&data);
    }

    #[test]
    fn whatever_is_typed_is_read_as_it_is_written(text in pieces(&TYPED, 8)) {
        typed(text.as_bytes());
    }

    #[test]
    fn the_leak_gate_overlooks_nothing_in_any_surroundings(
        head in (0_u8..6, any::<u8>()),
        rest in prop_oneof![text(&ENCODED, 16), vec(any::<u8>(), 0..400)],
        magic in select(vec![&b""[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b\x08", b"\x78\x9c", b"BZh9"]),
    ) {
        leak_gate(&[&[head.0, head.1][..], magic, &rest].concat());
    }

    #[test]
    fn a_drawing_is_refused_exactly_when_it_holds_something_hostile(
        harmless in vec(select(&HARMLESS[..]), 0..6),
        hostile in vec(select(&HOSTILE[..]), 0..2),
        at in any::<prop::sample::Index>(),
    ) {
        let mut parts = harmless;
        let at = at.index(parts.len() + 1);
        parts.splice(at..at, hostile.iter().copied());
        let xml = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{}</svg>",
            parts.concat()
        );
        svg(&[&[0][..], xml.as_bytes()].concat());
        let section = format!("{}![Peta](gambar.svg)\n", sample::OPEN);
        let world = sample::plan().with("plan/content/01-umum.md", section).with("plan/content/gambar.svg", &xml);
        let built = pipeline::build(&world, Depth::Pages);
        prop_assert_eq!(built.failure.is_some(), !hostile.is_empty(), "{}: {:?}", xml, built.failure);
    }

    #[test]
    fn a_passphrase_is_read_however_it_is_typed(
        number in select(vec!["03", "03-01", "118", "12-118", "20456"]),
        drawn in 0_usize..5_000,
        between in select(vec!["-", "", " ", " \u{2013} ", ".", "_"]),
        lower in any::<bool>(),
        alike in any::<bool>(),
        slip in 0_usize..100,
        wrong in select(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".to_vec()),
    ) {
        let number: CopyNumber = number.parse().expect("a number");
        let world = Memory::new();
        world.fill_random(&mut vec![0; drawn]).expect("memory");
        let made = Passphrase::generate(&world, &number).expect("memory").slip_text().to_owned();
        let mut typed = made.replace('-', between);
        if lower {
            typed = typed.to_lowercase();
        }
        if alike {
            typed = typed.replace('0', "o").replace('1', "l");
        }
        let read = Passphrase::parse(&typed, Some(&number));
        prop_assert_eq!(read.ok().map(|read| read.slip_text().to_owned()), Some(made.clone()), "{}", typed);
        // One wrong letter is always found.
        let at = made.len() - 1 - slip % 6;
        let mut bytes = made.clone().into_bytes();
        bytes[at] = wrong;
        let spoilt = String::from_utf8(bytes).expect("ASCII");
        prop_assert_eq!(Passphrase::parse(&spoilt, Some(&number)).is_ok(), spoilt == made);
    }
}
