//! What open sections attach, show and point at, when the same stands in a sealed one.

use std::fs;

use crate::{opened, plan_test::PlanTest, program::words_of, published::assert_none_of};
