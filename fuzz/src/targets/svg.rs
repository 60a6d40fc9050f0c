//! Drawings, and everything else that a section can show or attach.

use super::super::{pipeline, sample, sound};

/// The first byte says which kind of file the rest is.
pub fn svg(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else {
        return;
    };
    let extension = [
        "svg", "svg", "svg", "svg", "png", "jpg", "webp", "gif", "pdf", "docx", "txt", "csv",
    ][usize::from(*kind) % 12];
    let section = format!("{}\n[lihat](fail.{extension})\n", sample::OPEN);
    let world = sample::plan()
        .with("plan/content/01-umum.md", section)
        .with(&format!("plan/content/fail.{extension}"), bytes);
    let built = pipeline::build(&world, pipeline::Depth::of(data));
    match &built.failure {
        Some(failure) => sound::refusal(failure, &world, &[sample::SEALED]),
        None if extension == "svg" => {
            let lower = String::from_utf8_lossy(bytes).to_lowercase();
            assert!(
                !lower.contains("<script") || lower.contains("<!--") || lower.contains("cdata") || lower.contains("<!")
            );
        }
        None => {}
    }
}
