//! The bodies of the fuzz targets. The test suite includes them too and runs the committed inputs through them.
//!
//! Each takes bytes and demands that they work or are refused with a sound diagnostic; a panic, a hang or sealed text
//! where it must not stand is a finding.

#![allow(unreachable_pub, reason = "the test suite includes this as a private module")]

pub mod memory;
pub mod pipeline;
pub mod sample;
pub mod sound;
pub mod targets;
