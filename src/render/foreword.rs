//! The portrait above a foreword and the signatory below it.

use super::{
    Fragment,
    markup::{Piece, escape},
};
use crate::document::{Foreword, Section, Signed};

/// Puts both around the text of the section.
pub(super) fn frame(section: &Section, foreword: &Foreword, fragment: &mut Fragment) {
    let signatory = foreword.signatory.as_ref();
    let mut before = Vec::new();
    if let Some(portrait) = foreword.portrait {
        // Whom it shows is what there is to say of it.
        let alt = signatory.map_or(section.title.as_str(), |signed| &signed.name);
        before.extend([
            Piece::Html("<figure class=\"portrait\"><img src=\"".to_owned()),
            Piece::Asset(portrait),
            Piece::Html(format!("\" alt=\"{}\"></figure>\n", escape(alt))),
        ]);
        fragment.assets.push(portrait);
    }
    let mut after = Vec::new();
    if let Some(Signed { name, post }) = signatory {
        let post_line = if post.is_empty() {
            String::new()
        } else {
            format!("<br><span class=\"post\">{}</span>", escape(post))
        };
        after.push(Piece::Html(format!(
            "<p class=\"signatory\"><span class=\"name\">{}</span>{post_line}</p>\n",
            escape(name)
        )));
        fragment.text.push_str(&format!("\n{name}\n{post}\n"));
    }
    fragment.markup = fragment.markup.between(before, after);
}
