//! YAML through the serializer, so that quoting is right.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A map that keeps its order.
#[derive(Debug, Clone)]
pub(super) struct Pairs<'a>(pub &'a [(String, String)]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Pairs<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The value as a YAML document.
pub(super) fn document<T: Serialize>(value: &T) -> String {
    let options = serde_yaml::ser_options! {
        prefer_block_scalars: false,
        compact_list_indent: false,
    };
    serde_yaml::to_string_with_options(value, options).unwrap_or_default()
}
