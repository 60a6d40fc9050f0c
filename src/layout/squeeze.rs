//! Stylesheets without comments and blanks, since each one-file copy carries them.
//!
//! Only blanks that mean nothing anywhere in CSS go: `1rem + 1vw` and `a :hover` keep theirs (CSS Syntax Level 3, 4 and 5).

/// The same rules in fewer bytes. Faults of a theme are told before (E146), so strings and comments end.
pub(super) fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut is_apart = false;
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_whitespace() {
            is_apart = true;
            rest = &rest[1..];
            continue;
        }
        if let Some(comment) = rest.strip_prefix("/*") {
            is_apart = true;
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        let is_needless = out.is_empty() || out.ends_with(['{', '}', ';', ',', ':', '>']) || "{};,>".contains(c);
        if is_apart && !is_needless {
            out.push(' ');
        }
        is_apart = false;
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        let (token, after) = rest.split_at(length(rest, c));
        out.push_str(token);
        rest = after;
    }
    out
}

/// Bytes that are taken over as they are: a string, an address, an escaped sign, or one sign.
fn length(text: &str, first: char) -> usize {
    let is_url = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url("));
    match first {
        '"' | '\'' => quoted(text, first),
        '\\' => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
        _ if is_url => quoted(text, ')'),
        _ => first.len_utf8(),
    }
}

/// Up to and with the sign that ends it, wherever no backslash stands before it.
fn quoted(text: &str, end: char) -> usize {
    // The first sign begins it.
    let mut is_escaped = true;
    for (at, c) in text.char_indices() {
        if c == end && !is_escaped {
            return at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn what_means_nothing_goes_and_the_rest_stays() {
        for (css, squeezed) in [
            (
                "a {\n  color: red;\n  margin: 0 auto;\n}\n\nb { }\n",
                "a{color:red;margin:0 auto}b{}",
            ),
            ("/* a */ a /* b */ b { x: y } /**/", "a b{x:y}"),
            ("a :hover, a:hover > b {}", "a :hover,a:hover>b{}"),
            ("a + b ~ c {}", "a + b ~ c{}"),
            (
                "p { width: clamp(1rem, 1rem + 2vw, 3rem) }",
                "p{width:clamp(1rem,1rem + 2vw,3rem)}",
            ),
            (
                "@media screen and (min-width: 60rem) { p { } }",
                "@media screen and (min-width:60rem){p{}}",
            ),
            (
                "@page :first { @top-left { content: \"a ;  } /* b */\"; } }",
                "@page :first{@top-left{content:\"a ;  } /* b */\"}}",
            ),
            (
                "a::before { content: \"\\\" { \" ' \\' ; '; }",
                "a::before{content:\"\\\" { \" ' \\' ; '}",
            ),
            ("a { b: url( data:x/y;z,/*; } ) ; }", "a{b:url( data:x/y;z,/*; } )}"),
            ("a { b: URL(\"x\\)y\") }", "a{b:URL(\"x\\)y\")}"),
            (".a\\ { b: c }", ".a\\ {b:c}"),
            ("é { b: 'ß' }", "é{b:'ß'}"),
            ("a { --x: ; }", "a{--x:}"),
        ] {
            assert_eq!(squeeze(css), squeezed);
            assert_eq!(squeeze(squeezed), squeezed, "done twice");
        }
    }
}
