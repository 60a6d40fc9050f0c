//! Feeds the leak gate: what is sealed, and what is open.

use super::leak::{GateBuilder, LeakGate, SealedSource};
use crate::{
    classify::{Entry, Partition},
    layout::{LOADER, READER, READER_SEARCH, SITE_SEARCH},
    plan::{DistributionList, GeneratedPage, Plan},
    render::NoAddresses,
    theme::Theme,
};

/// The gate of one build.
pub(super) fn build(plan: &Plan, list: &DistributionList, theme: &Theme, partition: &Partition) -> LeakGate {
    let mut builder = GateBuilder::new();
    for fragment in &partition.sealed.fragments {
        let matter = fragment.gate_matter();
        builder.add_sealed(&SealedSource {
            label: matter.label,
            text: matter.text,
            title: matter.title,
            links: matter.links,
            file_names: matter.file_names,
            names: matter.names,
        });
    }
    for asset in &partition.sealed.assets {
        let text = asset.reading_text();
        builder.add_sealed(&SealedSource {
            label: &asset.name,
            text: &text,
            title: None,
            links: &[],
            file_names: &[],
            names: &[],
        });
    }
    // Open sources: open sections, plan.yaml, the list's open fields, catalogues, theme, reader.
    for entry in partition.open.outline.entries() {
        if let Entry::Open {
            title,
            description,
            path,
            ..
        } = entry
        {
            // As headings and lists show it, so that a sealed text may name an open section.
            builder.add_open_text(&format!("{} {title}", entry.number().unwrap_or_default()));
            builder.add_open_text(description.as_deref().unwrap_or_default());
            builder.add_open_names(path.split('/'));
        } else {
            // The number of a sealed section is published, and its file may be named after it.
            builder.add_open_text(entry.number().unwrap_or_default());
        }
    }
    let mut html = String::new();
    for fragment in &partition.open.fragments {
        html.clear();
        fragment.markup.write(&NoAddresses, &mut html);
        builder.add_open_html(&html);
    }
    for page in &partition.open.generated {
        builder.add_open_text(&page.title);
        // Rows of the record are written by hand, about sections that the gate knows: they make nothing open.
        if page.page == GeneratedPage::Amendments {
            continue;
        }
        html.clear();
        page.markup.write(&NoAddresses, &mut html);
        builder.add_open_html(&html);
    }
    for asset in &partition.open.assets {
        builder.add_open_names([asset.path.as_str()]);
        builder.add_open_text(&asset.seen());
    }
    builder.add_open_text(plan.source.text());
    if let Some(source) = &plan.abbreviation_source {
        builder.add_open_text(source.text());
    }
    for day in plan.days() {
        builder.add_open_text(&theme.catalogue.date(day));
    }
    for (short, long) in &list.groups {
        builder.add_open_text(short);
        builder.add_open_text(long);
    }
    for copy in &list.copies {
        builder.add_open_text(copy.number.as_str());
        builder.add_open_text(copy.holder.as_ref().map_or("", |holder| &holder.post));
    }
    for team in &list.teams {
        builder.add_open_text(&team.post);
    }
    for folder in ["messages", "templates", "styles"] {
        for (_, text) in theme.files.below(folder) {
            builder.add_open_text(text);
        }
    }
    for script in [READER, READER_SEARCH, SITE_SEARCH, LOADER] {
        builder.add_open_text(script);
    }
    builder.build()
}
