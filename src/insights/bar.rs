//! Bars in cells.

/// A bar: so much of a whole, and so much of it in another tone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    pub full: usize,
    pub half: usize,
    pub whole: usize,
}

/// A whole below this is drawn as if it were this: one of one is no reason for a bar from edge to edge.
const LEAST: usize = 10;

/// The signs of a bar: what is full, what is half, the rest.
const BLOCKS: [char; 3] = ['█', '▒', '·'];
const ASCII: [char; 3] = ['#', '+', '.'];

impl Bar {
    /// So many of a whole.
    pub fn of(full: usize, whole: usize) -> Self {
        Self { full, half: 0, whole }
    }

    /// The cells of each tone, of so many: full, half, and what is left. What there is has a cell at least,
    /// as long as there is room.
    pub fn cells(self, room: usize) -> [usize; 3] {
        let whole = self.whole.max(self.full + self.half).max(LEAST);
        let share = |n: usize| match n {
            0 => 0,
            n => ((n * room + whole / 2) / whole).max(1),
        };
        let full = share(self.full).min(room);
        let half = share(self.half).min(room - full);
        [full, half, room - full - half]
    }

    /// As signs; plain ones where a terminal has no others.
    pub fn drawn(self, room: usize, plain: bool) -> String {
        let signs = if plain { ASCII } else { BLOCKS };
        let cells = self.cells(room);
        signs.into_iter().zip(cells).flat_map(|(sign, n)| std::iter::repeat_n(sign, n)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_numbers_have_small_bars() {
        assert_eq!(Bar::of(1, 1).drawn(10, true), "#.........");
        assert_eq!(Bar::of(2, 3).drawn(10, true), "##........");
        assert_eq!(Bar::of(20, 20).drawn(10, false), "██████████");
        assert_eq!(Bar { full: 3, half: 1, whole: 5 }.drawn(10, true), "###+......");
        assert_eq!(Bar::of(1, 10_000).drawn(10, true), "#.........");
        assert_eq!(Bar::of(0, 0).drawn(4, true), "....");
    }

    proptest! {
        #[test]
        fn a_bar_has_its_cells(full in 0usize..100_000, half in 0usize..100_000, whole in 0usize..100_000, room in 0usize..60) {
            let cells = Bar { full, half, whole }.cells(room);
            prop_assert_eq!(cells.iter().sum::<usize>(), room);
            if full > 0 && room > 0 {
                prop_assert!(cells[0] > 0);
            }
        }
    }
}
