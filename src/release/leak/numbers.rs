//! Numbers of seven digits or more: telephone, identity card, account and asset numbers, network addresses.
//!
//! A number counts by its digits, however they are grouped: `09-513 2000` is `095132000`.

use super::index::{Index, LONGEST, NUMBER, Window};
use super::words::Fragment;

/// Digits of the longest number.
const MOST: u32 = 20;

/// Adds the numbers of a sealed text and the blocks it splits into.
pub(super) fn compile(index: &mut Index, text: &str, blocks: &[Vec<Fragment>], label: u32) {
    for block in blocks {
        for end in 1..=block.len() {
            let mut window = Window::empty();
            for (taken, fragment) in block[..end].iter().rev().take(LONGEST as usize).enumerate() {
                window.grow(fragment);
                if !window.number || window.letters > MOST {
                    break;
                }
                if window.letters < NUMBER {
                    continue;
                }
                let Some(groups) = groups(text, &block[end - 1 - taken..end]) else {
                    break;
                };
                if !is_date(&groups) {
                    insert(index, &groups.concat(), label);
                }
            }
        }
    }
}

/// The digits of each group; None when something invisible stands between them.
fn groups<'t>(text: &'t str, fragments: &[Fragment]) -> Option<Vec<&'t str>> {
    let digits = |fragment: &Fragment| {
        let group = text.get(fragment.offset..fragment.offset + fragment.letters as usize)?;
        group.bytes().all(|byte| byte.is_ascii_digit()).then_some(group)
    };
    fragments.iter().map(digits).collect()
}

/// A Malaysian number is written with the country code and without.
fn insert(index: &mut Index, digits: &str, label: u32) {
    index.insert_number(digits, label);
    if let (Some(rest), 9..=11) = (digits.strip_prefix('0'), digits.len()) {
        index.insert_number(&format!("60{rest}"), label);
    }
    if let (Some(rest), 10..=13) = (digits.strip_prefix("60"), digits.len()) {
        index.insert_number(&format!("0{rest}"), label);
    }
}

/// Dates and spans of years stand on generated pages too.
fn is_date(groups: &[&str]) -> bool {
    let is_year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let is_day = |group: &&str| group.len() <= 2;
    match groups {
        [first, middle, last] if is_day(middle) => (is_year(first) && is_day(last)) || (is_day(first) && is_year(last)),
        _ => groups.len() > 1 && groups.iter().all(is_year),
    }
}
