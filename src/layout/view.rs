//! What a preview shows of sealed matter: places in the pages, filled after templates are done with them.

/// Who looks at a preview. Without one the pages are those of the open site.
pub struct View<'a> {
    /// Whether a sealed section, block or generated page is shown, by its id.
    pub shows: &'a (dyn Fn(&str) -> bool + Sync),
}

/// What stands in a place; the id is that of a section, block or generated page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewPlace {
    /// Its title.
    Title(String),
    /// Its text.
    Text(String),
    /// A block in its frame.
    Block(String),
    /// Its marking.
    Mark(String),
}

impl ViewPlace {
    /// What a template is given for it: it begins with the hole, which nothing else holds.
    pub(super) fn token(&self, hole: &str) -> String {
        let (kind, id) = match self {
            Self::Title(id) => ('t', id),
            Self::Text(id) => ('x', id),
            Self::Block(id) => ('b', id),
            Self::Mark(id) => ('m', id),
        };
        format!("{hole}{kind}{id}.")
    }

    fn read(kind: char, id: &str) -> Option<Self> {
        let id = id.to_owned();
        match kind {
            't' => Some(Self::Title(id)),
            'x' => Some(Self::Text(id)),
            'b' => Some(Self::Block(id)),
            'm' => Some(Self::Mark(id)),
            _ => None,
        }
    }
}

/// A page cut at its places.
pub struct ViewPage {
    start: String,
    rest: Vec<(ViewPlace, String)>,
}

impl ViewPage {
    pub(super) fn cut(page: &str, hole: &str) -> Self {
        let page = neutral_title(page, hole);
        let mut pieces = page.split(hole);
        let start = pieces.next().unwrap_or_default().to_owned();
        let rest = pieces.filter_map(|piece| {
            let (token, after) = piece.split_once('.')?;
            let kind = token.chars().next()?;
            let place = ViewPlace::read(kind, &token[kind.len_utf8()..])?;
            Some((place, after.to_owned()))
        });
        Self {
            start,
            rest: rest.collect(),
        }
    }

    /// Joins the page; `write` puts HTML into each place.
    pub fn fill(&self, write: &mut dyn FnMut(&ViewPlace, &mut String)) -> String {
        let mut out = self.start.clone();
        for (place, after) in &self.rest {
            write(place, &mut out);
            out.push_str(after);
        }
        out
    }
}

/// The page with ids in the place of sealed titles in its `<title>`, which browsers write into their history on the disk.
fn neutral_title(page: &str, hole: &str) -> String {
    let inside = page
        .split_once("<title>")
        .and_then(|(before, rest)| Some((before, rest.split_once("</title>")?)));
    let Some((before, (title, after))) = inside else {
        return page.to_owned();
    };
    let mut pieces = title.split(hole);
    let mut neutral = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (token, rest) = piece.split_once('.').unwrap_or((piece, ""));
        neutral.extend(token.chars().skip(1));
        neutral.push_str(rest);
    }
    format!("{before}<title>{neutral}</title>{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_write_down_names_nothing_sealed() {
        let title = ViewPlace::Title("s001".to_owned()).token("hole-0f");
        let page = format!("<head><title>3.2 {title} · Pelan</title></head><h1>{title}</h1>");
        let filled = ViewPage::cut(&page, "hole-0f").fill(&mut |_, out| out.push_str("Skop"));
        assert_eq!(filled, "<head><title>3.2 s001 · Pelan</title></head><h1>Skop</h1>");
    }

    #[test]
    fn a_page_is_cut_and_filled_at_its_places() {
        let places = [
            ViewPlace::Title("s001".to_owned()),
            ViewPlace::Block("s001-b2".to_owned()),
        ];
        let tokens: Vec<String> = places.iter().map(|place| place.token("hole-0f")).collect();
        let page = ViewPage::cut(&format!("<h1>{}</h1>. {}!", tokens[0], tokens[1]), "hole-0f");
        let filled = page.fill(&mut |place, out| out.push_str(if *place == places[0] { "Skop" } else { "<p>x</p>" }));
        assert_eq!(filled, "<h1>Skop</h1>. <p>x</p>!");
    }
}
