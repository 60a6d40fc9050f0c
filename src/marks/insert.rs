//! Marks put into a page, as the reader puts them into the text it shows.

use super::{CharacterKey, blocks, blocks::main_of, slots};

/// A page of a bundle with the marks of its copy; a page without a main part stays as it is.
pub fn mark_page(page: &str, key: &CharacterKey) -> String {
    let Some(main) = main_of(page) else {
        return page.to_owned();
    };
    let mut out = page[..main.start].to_owned();
    let body = &page[main.clone()];
    let mut done = 0;
    for block in blocks(body) {
        let slots = slots(&block);
        if slots.is_empty() {
            continue;
        }
        for (slot, symbol) in slots.iter().zip(key.symbols(&block.letters(), slots.len())) {
            out.push_str(&body[done..slot.byte]);
            out.push(symbol.character());
            done = slot.byte;
        }
    }
    out.push_str(&body[done..]);
    out.push_str(&page[main.end..]);
    out
}
