//! The holders of a distribution list as the oracle sees them.

use std::collections::BTreeMap;

use serde::Deserialize;

pub(crate) struct Holder {
    pub(crate) rank: usize,
    pub(crate) names: Vec<String>,
}

#[derive(Deserialize)]
struct ListFile {
    copies: Vec<Seat>,
}

#[derive(Deserialize)]
struct Seat {
    number: String,
    clearance: Option<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    reserved: bool,
    #[serde(default)]
    members: Vec<Seat>,
}

/// 0 for an open mark.
pub(crate) fn rank(mark: &str) -> usize {
    ["TERBUKA", "TERHAD", "SULIT"]
        .iter()
        .position(|known| mark.eq_ignore_ascii_case(known))
        .expect("a mark")
}

/// Every holder by copy number; members of a team one by one.
pub(crate) fn holders(text: &str) -> BTreeMap<String, Holder> {
    let list: ListFile = serde_yaml::from_str(text).expect("list.yaml");
    let mut holders = BTreeMap::new();
    for seat in &list.copies {
        for member in &seat.members {
            let clearance = member
                .clearance
                .as_ref()
                .or(seat.clearance.as_ref())
                .expect("a clearance");
            let mut names = vec![member.number.clone(), seat.number.clone()];
            names.extend(seat.groups.iter().chain(&member.groups).cloned());
            holders.insert(
                member.number.clone(),
                Holder {
                    rank: rank(clearance),
                    names,
                },
            );
        }
        if seat.members.is_empty() && !seat.reserved {
            let mut names = vec![seat.number.clone()];
            names.extend(seat.groups.iter().cloned());
            let rank = rank(seat.clearance.as_ref().expect("a clearance"));
            holders.insert(seat.number.clone(), Holder { rank, names });
        }
    }
    holders
}
