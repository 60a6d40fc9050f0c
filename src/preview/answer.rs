//! What is under an address: pages of a view with the preview's bar, the state as JSON, the bar's own files.
//!
//! The first part of an address is the view, so that the relative links of the site stay in it.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{Session, Site, State, Viewer, faults};
use crate::{
    classify::SealedFragment,
    diagnostic::Severity,
    layout::PREVIEW,
    plan::{Classification, Language},
    render::escape,
    theme::Catalogue,
};

/// Where the browser is told of new states.
pub(super) const EVENTS: &str = "/.preview/events";
const STATE: &str = "/.preview/state/";
const SCRIPT: &str = "/.preview/bar.js";
const STYLE: &str = "/.preview/bar.css";

/// Scripts of the preview ask for its state and its events.
const PREVIEW_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// What is sent back.
pub(super) enum Answer {
    File { bytes: Vec<u8>, media_type: &'static str },
    Missing { bytes: Vec<u8> },
    Redirect(String),
}

/// Answers one address. It is decoded once; a path that leaves the site is simply the path of no file.
///
/// `room` is the first part of every address, `path` what is below it.
pub(super) fn answer(session: &Session, room: &str, path: &str) -> Answer {
    match path {
        SCRIPT => return file(PREVIEW.trim(), "text/javascript; charset=utf-8"),
        STYLE => return file(include_str!("bar.css"), "text/css; charset=utf-8"),
        _ => {}
    }
    let state = session.state();
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    if let Some(viewer) = decoded.strip_prefix(STATE).and_then(|viewer| viewer.parse().ok()) {
        return file(&facts(&state, &viewer).to_string(), "application/json");
    }
    let Some((viewer, below)) = decoded[1..].split_once('/') else {
        return Answer::Redirect(format!("{path}/"));
    };
    let Ok(viewer) = viewer.parse::<Viewer>() else {
        return missing(&state, room, "preview-gone");
    };
    let Some(site) = &state.site else {
        return Answer::File {
            bytes: frame(&state, room, "").into_bytes(),
            media_type: "text/html; charset=utf-8",
        };
    };
    if !site.has_view(&viewer) {
        return missing(&state, room, "preview-no-copy");
    }
    if below.is_empty() {
        let version = &site.prepared.plan.version;
        return Answer::Redirect(format!("/{viewer}/{version}/index.html"));
    }
    let below = if below.ends_with('/') {
        format!("{below}index.html")
    } else {
        below.to_owned()
    };
    match site.file(&viewer, &below) {
        Ok(Some(file)) if file.media_type.starts_with("text/html") => Answer::File {
            bytes: with_bar(&String::from_utf8_lossy(&file.bytes), room).into_bytes(),
            media_type: file.media_type,
        },
        Ok(Some(file)) => Answer::File {
            bytes: file.bytes,
            media_type: file.media_type,
        },
        Ok(None) => match in_present_version(site, &viewer, &below) {
            Some(path) => Answer::Redirect(format!("/{viewer}/{path}")),
            None => missing(&state, room, "preview-gone"),
        },
        Err(failure) => {
            let messages = failure.diagnostics.iter().map(|fault| fault.message.as_str());
            let messages = messages.collect::<Vec<_>>().join("\n");
            Answer::Missing {
                bytes: frame(&state, room, &messages).into_bytes(),
            }
        }
    }
}

/// The same page, when the plan had another version as it was opened.
fn in_present_version(site: &Site, viewer: &Viewer, path: &str) -> Option<String> {
    let (version, rest) = path.split_once('/')?;
    let present = &site.prepared.plan.version;
    let path = format!("{present}/{rest}");
    let is_there = version != present && site.file(viewer, &path).is_ok_and(|file| file.is_some());
    is_there.then_some(path)
}

fn file(text: &str, media_type: &'static str) -> Answer {
    Answer::File {
        bytes: text.as_bytes().to_vec(),
        media_type,
    }
}

/// The words of the plan; before there is one, those of the default language.
fn catalogue(state: &State) -> Arc<Catalogue> {
    let own = state
        .site
        .as_ref()
        .map(|site| Arc::clone(&site.prepared.theme.catalogue));
    own.unwrap_or_else(|| Arc::new(Catalogue::embedded(Language::Ms)))
}

/// A section that was renamed or taken away, or a copy that nobody holds.
fn missing(state: &State, room: &str, word: &str) -> Answer {
    Answer::Missing {
        bytes: frame(state, room, &catalogue(state).word(word)).into_bytes(),
    }
}

/// A page of the preview's own, for when the plan has none.
fn frame(state: &State, room: &str, message: &str) -> String {
    let language = state
        .site
        .as_ref()
        .map_or("ms", |site| site.prepared.plan.language.code());
    let way = state.site.as_ref().map_or_else(String::new, |site| {
        let title = escape(&site.prepared.plan.short_title);
        format!("<p><a href=\"/{room}/\">{title}</a></p>\n")
    });
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n<title>terkawal</title>\n</head>\n\
         <body class=\"preview-alone\">\n<main><p>{}</p>\n{way}</main>\n</body>\n</html>\n",
        escape(PREVIEW_POLICY),
        escape(message)
    );
    with_bar(&page, room)
}

/// Puts the bar's files into a page, and lets its scripts ask this server. The reader's page may ask already.
fn with_bar(page: &str, room: &str) -> String {
    const META: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
    let bar = format!(
        "<link rel=\"stylesheet\" href=\"/{room}{STYLE}\">\n<script defer src=\"/{room}{SCRIPT}\"></script>\n</head>"
    );
    let page = page.replacen("</head>", &bar, 1);
    let policy = page
        .split_once(META)
        .and_then(|(before, rest)| Some((before, rest.split_once('"')?)));
    match policy {
        Some((before, (own, rest))) if !own.contains("connect-src") => {
            format!("{before}{META}{}\"{rest}", escape(PREVIEW_POLICY))
        }
        _ => page,
    }
}

/// What the bar shows.
fn facts(state: &State, viewer: &Viewer) -> Value {
    let site = state.site.as_ref();
    let warnings = site.map_or(&[][..], |site| &site.prepared.warnings);
    let told = |severity| {
        let faults = state
            .faults
            .iter()
            .chain(if state.faults.is_empty() { warnings } else { &[] });
        let told = faults.filter(move |fault| fault.severity == severity);
        told.map(faults::to_json).collect::<Vec<_>>()
    };
    let words = catalogue(state).preview_words();
    json!({
        "generation": state.generation,
        "styles": state.styles,
        "errors": told(Severity::Error),
        "warnings": told(Severity::Warning),
        "words": words,
        "language": site.map_or("ms", |site| site.prepared.plan.language.code()),
        "version": site.map(|site| &site.prepared.plan.version),
        "title": site.map(|site| &site.prepared.plan.short_title),
        "views": site.map(views),
        "copy": site.and_then(|site| copy_facts(site, viewer)),
    })
}

/// Who may be chosen in the bar.
fn views(site: &Site) -> Vec<Value> {
    let mut views = vec![json!({"id": "open"}), json!({"id": "all"})];
    let held = site.prepared.list.held();
    views.extend(held.map(|(copy, holder)| json!({"id": copy.number.as_str(), "holder": holder.post})));
    views
}

/// What the marks of a copy say; the same facts as in its bundle.
fn copy_facts(site: &Site, viewer: &Viewer) -> Option<Value> {
    let Viewer::Copy(number) = viewer else {
        return None;
    };
    let prepared = &site.prepared;
    let (_, holder) = prepared.list.held().find(|(copy, _)| copy.number == *number)?;
    let plan = &prepared.plan;
    let shown = prepared.partition.sealed.fragments.iter();
    let shown = shown.filter(|fragment| viewer.may_read(fragment.marking(), &prepared.list));
    let highest = shown.map(SealedFragment::classification).max();
    let reader_words: Map<String, Value> = prepared
        .theme
        .catalogue
        .reader_words()
        .into_iter()
        .map(|(key, text)| (key, json!(text)))
        .collect();
    Some(json!({
        "facts": {
            "plan": plan.reference,
            "title": plan.title,
            "version": plan.version,
            "draft": true,
            "copy": number.as_str(),
            "generation": 1,
            "holder": { "name": holder.name, "post": holder.post },
            "classification": plan.scheme.mark(highest.unwrap_or(Classification::Terbuka)),
            "issued": plan.date.to_string(),
            "valid_until": plan.valid_until.map(|day| day.to_string()),
            "sections": [],
        },
        "words": reader_words,
    }))
}
