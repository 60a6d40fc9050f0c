//! The bundle: everything that one copy adds to the open site.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io,
};

use serde_json::json;

use super::{CopyFacts, Sealing, addresses::InBundle, archive::Archive, form, marks};
use crate::{
    classify::{Entry, SealedFragment},
    digest,
    plan::{Classification, Holder, Marking, Medium},
    render::escape,
};

/// Writes the padded archive of one copy; returns it with the number of sections and blocks inside.
pub(super) fn write(
    sealing: &Sealing<'_>,
    facts: &CopyFacts<'_>,
    holder: &Holder,
    entitled: &dyn Fn(&Marking) -> bool,
) -> io::Result<(Vec<u8>, usize)> {
    let fragments: Vec<&SealedFragment> = sealing
        .sealed
        .fragments
        .iter()
        .filter(|fragment| !fragment.is_part() && entitled(fragment.marking()))
        .filter(|fragment| fragment.is_for_all() || has_part(sealing, fragment, entitled))
        .collect();
    let assets = assets(sealing, &fragments, entitled);
    let addresses = InBundle {
        sealing,
        entitled,
        assets: &assets
            .iter()
            .map(|(index, asset)| (*index, asset.name.clone()))
            .collect(),
        present: &fragments.iter().map(|fragment| fragment.id()).collect(),
    };
    let number = facts.number.as_str();
    let mut archive = Archive::new(sealing.plan.date);
    archive.add("bundle.json", manifest(sealing, facts, holder, &fragments)?.as_bytes())?;
    archive.add("index.html", index(sealing, number, holder, &fragments).as_bytes())?;
    if holder.medium == Medium::Paper {
        let page = sealing
            .pages
            .index_shell
            .fill(&[number, number, &form::write(sealing, facts, holder)]);
        archive.add(form::FILE, page.as_bytes())?;
    }
    for marking in markings(&fragments) {
        archive.part();
        let alike = fragments.iter().filter(|fragment| fragment.marking() == marking);
        for fragment in alike {
            let mut main = String::new();
            if fragment.within().is_none() {
                let _ = writeln!(main, "<h2 class=\"heading\">{}</h2>", heading(fragment));
            }
            fragment.write_sealed(&addresses, &mut main);
            let page = sealing.pages.section_shell.fill(&[number, number, &main]);
            archive.add(&file_of(fragment), page.as_bytes())?;
        }
    }
    archive.part();
    archive.add("assets/copy.css", sealing.pages.copy_style.as_bytes())?;
    for asset in assets.values() {
        archive.part();
        archive.add(&format!("assets/{}", asset.name), asset.bytes)?;
    }
    Ok((archive.finish(sealing.world)?, fragments.len()))
}

/// Whether the holder may read a part of it.
fn has_part(sealing: &Sealing<'_>, fragment: &SealedFragment, entitled: &dyn Fn(&Marking) -> bool) -> bool {
    let parts = sealing.sealed.fragments.iter().filter(|part| part.is_part());
    let own = parts.filter(|part| part.within() == Some(fragment.id()));
    own.into_iter().any(|part| entitled(part.marking()))
}

/// The different markings, in the order in which they are met: what is read by the same people is compressed together.
fn markings<'a>(fragments: &[&'a SealedFragment]) -> Vec<&'a Marking> {
    let mut markings: Vec<&Marking> = Vec::new();
    for fragment in fragments {
        if !markings.contains(&fragment.marking()) {
            markings.push(fragment.marking());
        }
    }
    markings
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

/// A picture or attachment as it stands in one bundle.
struct Member<'a> {
    name: String,
    bytes: &'a [u8],
}

/// What the fragments show. The names are counted in each bundle, so that none tells of pictures in others.
fn assets<'a>(
    sealing: &Sealing<'a>,
    fragments: &[&SealedFragment],
    entitled: &dyn Fn(&Marking) -> bool,
) -> BTreeMap<usize, Member<'a>> {
    let shown: BTreeSet<usize> = fragments
        .iter()
        .flat_map(|fragment| shown_assets(sealing, fragment, entitled))
        .collect();
    let sealed = sealing.sealed.assets.iter();
    let sealed = sealed.map(|asset| (asset.index, (asset.name.as_str(), &*asset.bytes)));
    let open = sealing.open_assets.iter();
    let open = open.map(|asset| (asset.index, (asset.path.as_str(), &*asset.bytes)));
    let known: BTreeMap<usize, (&str, &[u8])> = sealed.chain(open).collect();
    let found = shown.into_iter().filter_map(|index| Some((index, *known.get(&index)?)));
    found
        .enumerate()
        .map(|(at, (index, (path, bytes)))| {
            let extension = path.rsplit('.').next().unwrap_or("bin").to_ascii_lowercase();
            let name = format!("a{:03}.{extension}", at + 1);
            (index, Member { name, bytes })
        })
        .collect()
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

fn manifest(
    sealing: &Sealing<'_>,
    facts: &CopyFacts<'_>,
    holder: &Holder,
    fragments: &[&SealedFragment],
) -> io::Result<String> {
    let plan = sealing.plan;
    let highest = fragments.iter().map(|fragment| fragment.classification()).max();
    let sections: Vec<_> = fragments
        .iter()
        .map(|fragment| {
            let mut entry = json!({
                "id": fragment.id(),
                "number": fragment.number(),
                "title": fragment.sealed_title(),
                "classification": plan.scheme.mark(fragment.classification()),
                "file": file_of(fragment),
            });
            if let Some(within) = fragment.within() {
                entry["within"] = json!(within);
            }
            entry
        })
        .collect();
    let mut json = json!({
        "type": "terkawal-bundle",
        "format": 1,
        "plan": plan.reference,
        "title": plan.title,
        "version": plan.version,
        "draft": sealing.imprint.is_none(),
        "copy": facts.number,
        "generation": facts.generation,
        "holder": { "name": holder.name, "post": holder.post },
        "classification": plan.scheme.mark(highest.unwrap_or(Classification::Terbuka)),
        "issued": facts.issued.to_string(),
        "valid_until": plan.valid_until.map(|day| day.to_string()),
        "sections": sections,
    });
    if let Some(code) = facts.receipt {
        json["receipt"] = json!(code);
    }
    if holder.medium == Medium::Paper {
        json["form"] = json!(form::FILE);
    }
    if let Some(marks) = &facts.marks {
        json["marks"] = marks::json(plan, facts, marks)?;
    }
    Ok(digest::canonical_json(&json))
}

/// A plain contents page for those who open the bundle with stock tools: what is here, and of the other sections where
/// they are. Links to those lead to their lines.
fn index(sealing: &Sealing<'_>, number: &str, holder: &Holder, fragments: &[&SealedFragment]) -> String {
    let word = |key| escape(&sealing.catalogue.word(key));
    let mut main = format!(
        "<h1>{}</h1>\n<p>{}</p>\n<ul>\n",
        escape(&sealing.plan.title),
        word("elsewhere")
    );
    let mut by_place: BTreeMap<&str, Vec<&SealedFragment>> = BTreeMap::new();
    let sections: BTreeSet<&str> = sealing.outline.entries().iter().map(Entry::id).collect();
    for fragment in fragments {
        let place = fragment.within().unwrap_or(fragment.id());
        if sections.contains(place) {
            by_place.entry(place).or_default().push(fragment);
        } else {
            line(&mut main, fragment, &heading(fragment));
        }
    }
    for entry in sealing.outline.entries() {
        let id = entry.id();
        let here = by_place.remove(id).unwrap_or_default();
        if !here.iter().any(|fragment| fragment.id() == id) {
            let number = escape(entry.number().unwrap_or_default());
            let title = escape(entry.title().unwrap_or_default());
            let key = if entry.title().is_some() {
                "elsewhere-open"
            } else {
                "elsewhere-sealed"
            };
            let _ = writeln!(
                main,
                "<li id=\"{id}\"><span class=\"number\">{number}</span> {title} <em>({})</em></li>",
                word(key)
            );
        }
        for fragment in here {
            let label = match fragment.within() {
                Some(within) => format!("{} ({})", word("sealed"), escape(&place_of(sealing, within))),
                None => heading(fragment),
            };
            line(&mut main, fragment, &label);
        }
    }
    if holder.medium == Medium::Paper {
        let _ = writeln!(
            main,
            "<li><a href=\"{}\">{}</a></li>",
            form::FILE,
            word("receipt-title")
        );
    }
    main.push_str("</ul>\n");
    sealing.pages.index_shell.fill(&[number, number, &main])
}

fn line(main: &mut String, fragment: &SealedFragment, label: &str) {
    let _ = writeln!(main, "<li><a href=\"{}\">{label}</a></li>", file_of(fragment));
}

fn place_of(sealing: &Sealing<'_>, id: &str) -> String {
    let entry = sealing.outline.entries().iter().find(|entry| entry.id() == id);
    entry.and_then(|entry| entry.number()).unwrap_or(id).to_owned()
}
