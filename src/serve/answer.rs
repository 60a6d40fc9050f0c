//! The answer for one file: which form of it, whether the browser has it already, which part of it.

use std::{ops::Range, sync::Arc};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use headers::{ETag, HeaderMapExt as _, IfMatch, IfNoneMatch, IfRange};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{
    encoding::Encoding,
    router::plain,
    site::{Form, Served},
};

/// What stands for itself in the path of an address is left.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A file, whole or in part, or that the browser has it already.
pub(super) fn file(file: &Served, request: &HeaderMap) -> Response {
    let (encoding, form) = chosen(file, request);
    // A part of a packed form is of no use to whoever asks for a part of the file.
    let mut response = judged(form, request, encoding.is_none());
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CACHE_CONTROL, file.cache);
    set(header::CONTENT_SECURITY_POLICY, file.policy);
    if !file.packed.is_empty() {
        set(header::VARY, "Accept-Encoding");
    }
    if matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        let is_part = response.status() == StatusCode::PARTIAL_CONTENT;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        } else if !is_part {
            headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        }
        if let Some(copy) = &file.copy {
            response.extensions_mut().insert(Arc::clone(copy));
        }
    }
    response
}

/// Sends to the same address with a slash. `path` is a name of the site, so it leads to no other host.
pub(super) fn to_folder(path: &str, query: Option<&str>) -> Response {
    let path = utf8_percent_encode(path, IN_PATH);
    let location = match query {
        Some(query) => format!("{path}/?{query}"),
        None => format!("{path}/"),
    };
    let Ok(location) = HeaderValue::try_from(location) else {
        return plain(StatusCode::NOT_FOUND);
    };
    let mut response = plain(StatusCode::MOVED_PERMANENTLY);
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// The smallest form that the browser takes.
fn chosen<'f>(file: &'f Served, request: &HeaderMap) -> (Option<Encoding>, &'f Form) {
    let accepted = request.get_all(header::ACCEPT_ENCODING).iter();
    let accepted: Vec<&str> = accepted.filter_map(|value| value.to_str().ok()).collect();
    let accepted = accepted.join(",");
    let mut packed = file.packed.iter();
    match packed.find(|(encoding, _)| encoding.is_taken(&accepted)) {
        Some((encoding, form)) => (Some(*encoding), form),
        None => (None, &file.plain),
    }
}

/// Conditions and ranges in the order of RFC 9110, 13.2.2. There are no dates: the hash says more.
fn judged(form: &Form, request: &HeaderMap, in_parts: bool) -> Response {
    let Ok(tag) = format!("\"{}\"", form.sha256).parse::<ETag>() else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let mut response = if fails(request.typed_try_get::<IfMatch>(), |wish| {
        wish.precondition_passes(&tag)
    }) {
        plain(StatusCode::PRECONDITION_FAILED)
    } else if fails(request.typed_try_get::<IfNoneMatch>(), |wish| {
        wish.precondition_passes(&tag)
    }) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let length = form.content.length();
        let wish = in_parts.then(|| part(request, &tag, length));
        match wish.unwrap_or(Part::Whole) {
            Part::Whole => body(form, 0..length, StatusCode::OK),
            Part::Of(span) => {
                let value = format!("bytes {}-{}/{length}", span.start, span.end - 1);
                with_range(body(form, span, StatusCode::PARTIAL_CONTENT), &value)
            }
            Part::Outside => {
                let response = plain(StatusCode::RANGE_NOT_SATISFIABLE);
                with_range(response, &format!("bytes */{length}"))
            }
        }
    };
    response.headers_mut().typed_insert(tag);
    response
}

/// Whether a condition is there, can be read, and does not hold.
fn fails<H>(wish: Result<Option<H>, headers::Error>, holds: impl FnOnce(&H) -> bool) -> bool {
    wish.ok().flatten().is_some_and(|wish| !holds(&wish))
}

enum Part {
    Whole,
    Of(Range<u64>),
    Outside,
}

/// The part that is asked for. Several parts at once, and what cannot be read, get the whole.
fn part(request: &HeaderMap, tag: &ETag, length: u64) -> Part {
    let mut ranges = request.get_all(header::RANGE).iter();
    let (Some(range), None) = (ranges.next(), ranges.next()) else {
        return Part::Whole;
    };
    let condition = request.typed_try_get::<IfRange>();
    let is_same = |condition: &IfRange| !condition.is_modified(Some(tag), None);
    if condition.is_err() || fails(condition, is_same) {
        return Part::Whole;
    }
    let range = range.to_str().ok().and_then(|range| range.strip_prefix("bytes="));
    range.and_then(|range| span(range, length)).unwrap_or(Part::Whole)
}

/// `5-9`, `5-` and `-5`. (The crate `headers` takes a suffix that is longer than the file for one outside of it.)
fn span(range: &str, length: u64) -> Option<Part> {
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse::<u64>().unwrap_or(u64::MAX))
    };
    let (first, last) = range.trim().split_once('-')?;
    let span = match (first, last) {
        ("", suffix) => length.saturating_sub(number(suffix)?)..length,
        (first, "") => number(first)?..length,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(length)
        }
    };
    Some(if span.is_empty() { Part::Outside } else { Part::Of(span) })
}

fn body(form: &Form, span: Range<u64>, status: StatusCode) -> Response {
    let length = span.end - span.start;
    match form.content.body(span) {
        Some(body) => (status, [(header::CONTENT_LENGTH, length)], body).into_response(),
        // Somebody wrote into a file that is held open.
        None => plain(StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn with_range(mut response: Response<Body>, value: &str) -> Response {
    if let Ok(value) = HeaderValue::try_from(value)
        && response.status() != StatusCode::SERVICE_UNAVAILABLE
    {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}
