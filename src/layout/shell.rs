//! A page with holes. Templates see the holes only; what fills them never passes through a template.

/// What a template is given where a hole shall be.
pub(super) const HOLE: &str = "\u{e000}hole\u{e000}";

/// A rendered page, cut at its holes.
pub struct Shell {
    parts: Vec<String>,
}

impl Shell {
    pub(super) fn cut(page: &str) -> Self {
        Self {
            parts: page.split(HOLE).map(str::to_owned).collect(),
        }
    }

    /// Joins the page with one text for each hole; what is missing stays empty.
    pub fn fill(&self, texts: &[&str]) -> String {
        let length: usize =
            self.parts.iter().map(String::len).sum::<usize>() + texts.iter().map(|text| text.len()).sum::<usize>();
        let mut out = String::with_capacity(length);
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                out.push_str(texts.get(index - 1).copied().unwrap_or_default());
            }
            out.push_str(part);
        }
        out
    }
}
