//! What all property tests share.
