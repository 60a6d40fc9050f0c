//! A page with holes. Templates see the holes only; what fills them never passes through a template.

use crate::digest;

/// What a template is given where a hole shall be: made from everything open, so that nothing open can hold it.
pub(super) fn hole(open_matter: &str) -> String {
    format!("hole-{}", digest::hex(open_matter.as_bytes()))
}

/// A rendered page, cut at its holes.
pub struct Shell {
    parts: Vec<String>,
}

impl Shell {
    pub(super) fn cut(page: &str, hole: &str) -> Self {
        Self {
            parts: page.split(hole).map(str::to_owned).collect(),
        }
    }

    /// What stands around the holes, in order.
    pub fn parts(&self) -> &[String] {
        &self.parts
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
