//! Verbs in a world where one operation after the other fails: everything is written, or nothing.

#![allow(clippy::disallowed_methods, reason = "tests touch the disk directly")]

mod amendments;
mod building;
mod cut_short;
mod desk;
mod issuing;
mod keys;
mod office;
mod register;
mod register_tampering;
mod register_verbs;
mod secretary;
mod watching;
