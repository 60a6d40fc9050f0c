//! Looks every sequence of words of one view up in the index, in one pass and constant memory.

use super::index::{Index, LONGEST, PHRASE, Window, key};
use super::words::{Fragment, Sink};

const RING: usize = LONGEST as usize;

/// Told of every match: the key of the entry and the offset of its first word.
pub(super) type OnHit<'a> = &'a mut (dyn FnMut(u64, usize) + 'a);

/// The last fragments read, newest at `next - 1`.
pub(super) struct Matcher<'a> {
    index: &'a Index,
    on_hit: OnHit<'a>,
    ring: [Fragment; RING],
    next: usize,
    filled: usize,
    /// How many digit groups stand in line up to the newest.
    run: usize,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(index: &'a Index, on_hit: OnHit<'a>) -> Self {
        Matcher {
            index,
            on_hit,
            ring: [Fragment::default(); RING],
            next: 0,
            filled: 0,
            run: 0,
        }
    }

    /// The fragment read `back` ago; the newest is 1.
    #[inline]
    fn back(&self, back: usize) -> &Fragment {
        &self.ring[self.next.wrapping_sub(back) % RING]
    }

    fn window(&self, size: usize) -> Window {
        let mut window = Window::empty();
        (1..=size).for_each(|back| window.grow(self.back(back)));
        window
    }
}

impl Sink for Matcher<'_> {
    #[inline]
    fn fragment(&mut self, fragment: Fragment) {
        self.ring[self.next % RING] = fragment;
        self.next = self.next.wrapping_add(1);
        self.filled = (self.filled + 1).min(RING);
        self.run = match (fragment.digits, fragment.number_gap) {
            (true, true) => self.run + 1,
            (digits, _) => usize::from(digits),
        };
        // The hash alone, since nearly every look-up fails; the rest of the window is made when one does not.
        let (mut hash, mut power, mut fewest, mut soft) = (0_u64, 1_u64, 0, false);
        let mut limit = PHRASE;
        for back in 1..=self.filled {
            let fragment = self.back(back);
            hash = fragment.hash.wrapping_mul(power).wrapping_add(hash);
            power = power.wrapping_mul(fragment.power);
            fewest += u32::from(!soft);
            soft = fragment.soft;
            let offset = fragment.offset;
            if fewest > limit {
                break;
            }
            let key = key(hash);
            if let Some(entry) = self.index.get(key) {
                if entry.tail {
                    limit = LONGEST;
                }
                if entry.covers(&self.window(back), self.run) {
                    (self.on_hit)(key, offset);
                }
            }
        }
    }

    fn boundary(&mut self) {
        self.filled = 0;
        self.run = 0;
    }
}
