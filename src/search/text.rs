//! HTML of a fragment to reading text, cut at its headings.

/// What stands below one heading.
pub struct Part {
    /// Id of the heading; empty before the first one.
    pub anchor: String,
    /// Words of the heading.
    pub heading: String,
    /// Text, blocks separated by ` · `.
    pub text: String,
}

/// Elements that do not break a line of text.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "var",
];

/// Elements whose content is not read: a drawing says in pictures what the table beside it says in words.
const UNREAD: [&str; 4] = ["svg", "script", "style", "template"];

/// Cuts the HTML that `render` makes: well-formed, and escaped where text would be a tag.
pub fn parts(html: &str) -> Vec<Part> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        reader.text(&rest[..open]);
        let tag = &rest[open + 1..];
        let end = end_of(tag);
        reader.tag(&tag[..end]);
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    reader.text(rest);
    reader.finish()
}

#[derive(Default)]
struct Reader {
    done: Vec<Part>,
    anchor: String,
    heading: String,
    text: String,
    in_heading: bool,
    /// The element that is not read, and how many of its name are open.
    unread: Option<(String, usize)>,
    /// A block ended since the last word.
    broken: bool,
}

impl Reader {
    fn text(&mut self, html: &str) {
        if self.unread.is_some() || html.is_empty() {
            return;
        }
        let text = decoded(html);
        let out = if self.in_heading {
            &mut self.heading
        } else {
            &mut self.text
        };
        if text.trim().is_empty() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            return;
        }
        if std::mem::take(&mut self.broken) && !out.is_empty() {
            out.truncate(out.trim_end().len());
            out.push_str(" · ");
        }
        for c in text.chars() {
            if !c.is_whitespace() {
                out.push(c);
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with('/');
        let inside = tag.trim_start_matches('/');
        let name = inside
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if let Some((unread, depth)) = &mut self.unread {
            if unread == name && !tag.ends_with('/') {
                *depth = if closes { *depth - 1 } else { *depth + 1 };
            }
            if *depth == 0 {
                self.unread = None;
            }
            return;
        }
        if UNREAD.contains(&name) {
            if !closes && !tag.ends_with('/') {
                self.unread = Some((name.to_owned(), 1));
            }
            self.broken = true;
            return;
        }
        if name == "img" {
            self.broken = true;
            self.text(attribute(inside, "alt").unwrap_or_default());
        }
        if INLINE.contains(&name) {
            return;
        }
        self.broken = true;
        if matches!(name, "h3" | "h4" | "h5" | "h6") {
            if closes {
                self.in_heading = false;
            } else if let Some(id) = attribute(inside, "id") {
                self.cut();
                self.anchor = decoded(id);
                self.in_heading = true;
            }
        }
    }

    fn cut(&mut self) {
        let part = Part {
            anchor: std::mem::take(&mut self.anchor),
            heading: std::mem::take(&mut self.heading).trim_end().to_owned(),
            text: std::mem::take(&mut self.text).trim_end().to_owned(),
        };
        // The first part is there even without text: the title belongs to it.
        self.done.push(part);
    }

    fn finish(mut self) -> Vec<Part> {
        self.cut();
        self.done
    }
}

/// Where a tag ends; a `>` in a quoted attribute does not end it.
fn end_of(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = format!(" {name}=\"");
    let at = tag.find(&start)? + start.len();
    tag[at..].split('"').next()
}

fn decoded(html: &str) -> String {
    if !html.contains('&') {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 10);
        let known = end.and_then(|end| Some((end, character(&rest[1..end])?)));
        if let Some((end, c)) = known {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out + rest
}

/// The entities that `render` and the cleaner write.
fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn read(html: &str) -> Vec<[String; 3]> {
        parts(html)
            .into_iter()
            .map(|part| [part.anchor, part.heading, part.text])
            .collect()
    }

    #[test]
    fn text_is_cut_at_headings_and_blocks_are_kept_apart() {
        let html = "<p>Satu <b>d</b>ua.</p>\n<h3 id=\"s1-a\">Tajuk <em>kecil</em></h3><table><tr><td>RTO</td><td>4 jam</td></tr></table>\n\
                    <h4>tanpa id</h4><p>Akhir</p>";
        assert_eq!(
            read(html),
            [
                ["", "", "Satu dua."].map(str::to_owned),
                ["s1-a", "Tajuk kecil", "RTO · 4 jam · tanpa id · Akhir"].map(str::to_owned),
            ]
        );
    }

    #[test]
    fn pictures_give_their_words_and_drawings_are_not_read() {
        let html = "<p>A</p><img alt=\"Rajah &lt;1&gt; > dua\" src=\"x\"><svg><svg/><g><text>tak</text></g></svg><p>B &amp; C&#39;s &x; </p>";
        assert_eq!(read(html)[0][2], "A · Rajah <1> > dua · B & C's &x;");
    }

    #[test]
    fn what_is_no_whole_tag_does_no_harm() {
        for html in [
            "<",
            "a <b",
            "<img alt=\"",
            "</h3>x",
            "<svg>",
            "&",
            "&#99999999;",
            "<h3 id=\"\">",
        ] {
            assert!(!parts(html).is_empty(), "{html}");
        }
    }
}
