//! A leaked text on its way in, whatever it comes as. Nothing of it is written to the disk.

use std::{
    io::{self, ErrorKind, Read as _},
    path::Path,
};

use zeroize::Zeroizing;

use super::markup::text_of_html;
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    inspect::trace::Leaked,
    world::World,
};

/// No leaked file is larger.
const LARGEST: u64 = 64 << 20;

/// Reads a file, or what comes through a pipe.
///
/// # Errors
/// `E570` for what holds no text, `E571` for a tool that is not installed or fails; disk errors.
pub(super) fn read(world: &dyn World, file: &Path) -> Outcome<Leaked> {
    let bytes = Zeroizing::new(if file == Path::new("-") {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| Failure::io("read", Path::new("the terminal"), &error))?;
        if bytes.len() as u64 > LARGEST {
            return Err(too_large(file).into());
        }
        bytes
    } else {
        world.read_up_to(file, LARGEST).map_err(|error| match error.kind() {
            ErrorKind::FileTooLarge => too_large(file).into(),
            _ => Failure::io("read", file, &error),
        })?
    });
    let text = text(world, file, &bytes)?;
    let leaked = Leaked::read(&text);
    if text.chars().any(char::is_alphanumeric) {
        Ok(leaked)
    } else {
        Err(Diagnostic::error("E570", format!("{} holds no text", file.display()))
            .hint("of a scanned PDF give the pages as pictures; of a picture try a sharper one")
            .into())
    }
}

fn too_large(file: &Path) -> Diagnostic {
    Diagnostic::error("E570", format!("{} is larger than 64 MiB", file.display()))
        .hint("cut out the part that was leaked; a page is enough")
}

fn text(world: &dyn World, file: &Path, bytes: &[u8]) -> Outcome<Zeroizing<String>> {
    if bytes.starts_with(b"%PDF-") {
        return tool(
            world,
            file,
            bytes,
            "pdftotext",
            &["-enc", "UTF-8", "-", "-"],
            "poppler-utils",
        );
    }
    if is_picture(bytes) {
        return tool(world, file, bytes, "tesseract", &["stdin", "stdout"], "tesseract-ocr");
    }
    let text = decoded(bytes).ok_or_else(|| {
        let is_package = bytes.starts_with(b"PK\x03\x04");
        let hint = if is_package {
            "open it, select all of its text, and save that as a text file"
        } else {
            "text, HTML, PDF and pictures can be read"
        };
        Diagnostic::error("E570", format!("{} is no text", file.display())).hint(hint)
    })?;
    Ok(if is_html(&text) { text_of_html(&text) } else { text })
}

fn tool(
    world: &dyn World,
    file: &Path,
    bytes: &[u8],
    program: &str,
    arguments: &[&str],
    package: &str,
) -> Outcome<Zeroizing<String>> {
    let written = world.tool(program, arguments, bytes).map_err(|error| {
        let (message, hint) = match error.kind() {
            ErrorKind::NotFound => (
                format!(
                    "{} can only be read with {program}, which is not installed",
                    file.display()
                ),
                format!("install {package}; or copy the text into a text file, if it can be selected"),
            ),
            _ => (
                format!("{} cannot be read: {error}", file.display()),
                "is it whole, and without a password?".to_owned(),
            ),
        };
        Failure::environment(Diagnostic::error("E571", message).hint(hint))
    })?;
    let written = Zeroizing::new(written);
    Ok(Zeroizing::new(String::from_utf8_lossy(&written).into_owned()))
}

fn is_picture(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 8] = [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"II*\0",
        b"MM\0*",
        b"BM",
        b"GIF8",
        b"P6\n",
        b"P4\n",
    ];
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    // A text may begin with BM; a picture has bytes that no text has.
    is_webp || STARTS.iter().any(|start| bytes.starts_with(start)) && decoded(bytes).is_none()
}

/// UTF-8, or UTF-16 as some editors write it; what has a NUL in it is neither.
fn decoded(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        bytes => std::str::from_utf8(bytes).ok()?.to_owned(),
    };
    let text = Zeroizing::new(text);
    (!text.contains('\0')).then_some(text)
}

fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    start.starts_with('<')
        && ["<!doctype html", "<html", "<body", "<div", "<p", "<meta", "<span"]
            .iter()
            .any(|tag| start.contains(tag))
}
