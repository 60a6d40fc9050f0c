//! The bundle: everything that one copy adds to the open site.

use std::{collections::BTreeSet, fmt::Write as _, io};

use serde_json::json;

use super::{Sealing, addresses::InBundle, archive::Archive};
use crate::{
    classify::SealedFragment,
    digest,
    plan::{Classification, ControlledCopy, Holder, Marking},
    render::escape,
};

/// Writes the padded archive of one copy; returns it with the number of sections and blocks inside.
pub(super) fn write(
    sealing: &Sealing<'_>,
    copy: &ControlledCopy,
    holder: &Holder,
    entitled: &dyn Fn(&Marking) -> bool,
) -> io::Result<(Vec<u8>, usize)> {
    let addresses = InBundle { sealing, entitled };
    let fragments: Vec<&SealedFragment> = sealing
        .sealed
        .fragments
        .iter()
        .filter(|fragment| !fragment.is_part() && entitled(fragment.marking()))
        .collect();
    let number = copy.number.as_str();
    let mut archive = Archive::new(sealing.plan.date);
    archive.add("bundle.json", manifest(sealing, number, holder, &fragments).as_bytes())?;
    archive.add("index.html", index(sealing, number, &fragments).as_bytes())?;
    let mut assets: BTreeSet<usize> = BTreeSet::new();
    for fragment in &fragments {
        let mut main = String::new();
        if fragment.within().is_none() {
            let _ = writeln!(main, "<h2 class=\"heading\">{}</h2>", heading(fragment));
        }
        fragment.write_sealed(&addresses, &mut main);
        let page = sealing.pages.section_shell.fill(&[number, number, &main]);
        archive.add(&file_of(fragment), page.as_bytes())?;
        assets.extend(shown_assets(sealing, fragment, entitled));
    }
    archive.add("assets/copy.css", sealing.pages.copy_style.as_bytes())?;
    for index in assets {
        let Some(name) = addresses.asset_name(index) else {
            continue;
        };
        let sealed = sealing
            .sealed
            .assets
            .iter()
            .find(|asset| asset.index == index)
            .map(|asset| &asset.bytes);
        let open = || {
            sealing
                .open_assets
                .iter()
                .find(|asset| asset.index == index)
                .map(|asset| &asset.bytes)
        };
        if let Some(bytes) = sealed.or_else(open) {
            archive.add(&format!("assets/{name}"), bytes)?;
        }
    }
    Ok((archive.finish(sealing.world)?, fragments.len()))
}

fn file_of(fragment: &SealedFragment) -> String {
    format!("sections/{}.html", fragment.id())
}

fn heading(fragment: &SealedFragment) -> String {
    let title = escape(fragment.sealed_title());
    match fragment.number() {
        Some(number) => format!("<span class=\"number\">{}</span> {title}", escape(number)),
        None => title,
    }
}

/// Pictures of a fragment and of the blocks inside it that this holder may read.
fn shown_assets(sealing: &Sealing<'_>, fragment: &SealedFragment, entitled: &dyn Fn(&Marking) -> bool) -> Vec<usize> {
    let mut assets = fragment.sealed_assets().to_vec();
    let section = fragment.within().unwrap_or(fragment.id());
    for part in &sealing.sealed.fragments {
        if part.is_part() && part.within() == Some(section) && entitled(part.marking()) {
            assets.extend_from_slice(part.sealed_assets());
        }
    }
    assets
}

fn manifest(sealing: &Sealing<'_>, number: &str, holder: &Holder, fragments: &[&SealedFragment]) -> String {
    let plan = sealing.plan;
    let highest = fragments.iter().map(|fragment| fragment.classification()).max();
    let sections: Vec<_> = fragments
        .iter()
        .map(|fragment| {
            let mut entry = json!({
                "id": fragment.id(),
                "number": fragment.number(),
                "title": fragment.sealed_title(),
                "classification": fragment.classification().mark(),
                "file": file_of(fragment),
            });
            if let Some(within) = fragment.within() {
                entry["within"] = json!(within);
            }
            entry
        })
        .collect();
    digest::canonical_json(&json!({
        "type": "terkawal-bundle",
        "format": 1,
        "plan": plan.reference,
        "title": plan.title,
        "version": plan.version,
        "draft": sealing.draft,
        "copy": number,
        "generation": 1,
        "holder": { "name": holder.name, "post": holder.post },
        "classification": highest.unwrap_or(Classification::Terbuka).mark(),
        "issued": plan.date.to_string(),
        "valid_until": plan.valid_until.map(|day| day.to_string()),
        "sections": sections,
    }))
}

/// A plain contents page for those who open the bundle with stock tools.
fn index(sealing: &Sealing<'_>, number: &str, fragments: &[&SealedFragment]) -> String {
    let mut main = format!("<h1>{}</h1>\n<ul>\n", escape(&sealing.plan.title));
    for fragment in fragments {
        let label = match fragment.within() {
            Some(within) => format!(
                "{} ({})",
                escape(&sealing.catalogue.word("sealed")),
                escape(&place_of(sealing, within))
            ),
            None => heading(fragment),
        };
        let _ = writeln!(main, "<li><a href=\"{}\">{label}</a></li>", file_of(fragment));
    }
    main.push_str("</ul>\n");
    sealing.pages.index_shell.fill(&[number, number, &main])
}

fn place_of(sealing: &Sealing<'_>, id: &str) -> String {
    let entry = sealing.outline.entries().iter().find(|entry| entry.id() == id);
    entry.and_then(|entry| entry.number()).unwrap_or(id).to_owned()
}
