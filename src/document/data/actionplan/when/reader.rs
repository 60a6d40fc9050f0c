//! Words of a date to what they mean.

use std::ops::Range;

use super::{super::words::Word, Item, Stretch, Unit, WHOLE_YEAR, What, YEARS};

/// What was read, or the place from which on it is not understood.
type Read<T> = Result<T, Range<usize>>;

pub(super) struct Reader {
    words: Vec<(Word, Range<usize>)>,
    next: usize,
    end: usize,
    items: Vec<Item>,
    /// Parts of a year that still wait for their year.
    waiting: Vec<(Stretch, Range<usize>)>,
}

impl Reader {
    pub(super) fn new(words: Vec<(Word, Range<usize>)>, end: usize) -> Self {
        Self {
            words,
            next: 0,
            end,
            items: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Everything that the words say.
    pub(super) fn read(mut self) -> Read<Vec<Item>> {
        self.clauses()?;
        Ok(self.items)
    }

    fn clauses(&mut self) -> Read<()> {
        let mut is_first = true;
        while let Some(word) = self.peek() {
            if word == Word::And && !is_first {
                self.next += 1;
            }
            is_first = false;
            self.clause()?;
        }
        match self.waiting.first() {
            Some((_, at)) => Err(at.clone()),
            None if self.items.is_empty() => Err(0..self.end),
            None => Ok(()),
        }
    }

    fn clause(&mut self) -> Read<()> {
        // "tahun 2027"
        if self.peek() == Some(Word::Year) && self.peek_at(1).is_some_and(|word| is_year(&word)) {
            self.next += 1;
        }
        let at = self.place();
        match self.peek() {
            Some(Word::Ongoing) => {
                self.next += 1;
                self.nothing_waits()?;
                self.items.push(Item {
                    at,
                    what: What::Ongoing,
                });
                Ok(())
            }
            Some(Word::Every | Word::Yearly) => self.yearly(),
            Some(Word::Number(_, 4)) => {
                let years = self.years()?;
                if self.waiting.is_empty() {
                    // After a month with its year, "2020" alone may mean that month again or the whole year.
                    if self.items.iter().any(Item::is_within_year) {
                        return Err(at);
                    }
                    self.once(Stretch::of(WHOLE_YEAR), years, at);
                } else if years.0 == years.1 {
                    for (stretch, at) in std::mem::take(&mut self.waiting) {
                        self.once(stretch, years, at);
                    }
                } else {
                    return Err(at);
                }
                Ok(())
            }
            Some(Word::Date(year, month, day)) => {
                self.next += 1;
                self.nothing_waits()?;
                if !YEARS.contains(&year) {
                    return Err(at);
                }
                self.once(Stretch::of(Unit::Day(month, day)), (year, year), at);
                Ok(())
            }
            _ => self.part(),
        }
    }

    /// `Jun`, `15 Jun`, `Jan - Mac`, `Jun 2019 - Dis 2020`; the year may follow later.
    fn part(&mut self) -> Read<()> {
        let at = self.place();
        let from = self.unit()?;
        let mut to = from;
        let mut years = self.own_year();
        if self.peek() == Some(Word::To) {
            self.next += 1;
            to = self.unit()?;
            let end = self.own_year();
            years = match (years, end) {
                (Some(first), Some(last)) => Some((first.0, last.0)),
                (None, last) => last,
                (Some(_), None) => return Err(self.place()),
            };
        }
        let stretch = Stretch { from, to };
        let at = at.start..self.before().end;
        match years {
            Some(years) => {
                for (stretch, at) in std::mem::take(&mut self.waiting) {
                    self.once(stretch, (years.0, years.0), at);
                }
                self.once(stretch, years, at);
            }
            None => self.waiting.push((stretch, at)),
        }
        Ok(())
    }

    fn unit(&mut self) -> Read<Unit> {
        let at = self.place();
        let word = self.take().ok_or_else(|| at.clone())?;
        let quarter = |number: i8| Unit::Months(number * 3 - 2, number * 3);
        let half = |number: i8| Unit::Months(number * 6 - 5, number * 6);
        match word {
            Word::Month(month) => Ok(Unit::Month(month)),
            Word::Number(day, 1 | 2) => {
                let day = i8::try_from(day).map_err(|_| at.clone())?;
                // "1 - 15 Jun": the month follows the second day.
                let month = match (self.peek(), self.peek_at(1), self.peek_at(2)) {
                    (Some(Word::Month(month)), ..) => {
                        self.next += 1;
                        month
                    }
                    (Some(Word::To), Some(Word::Number(_, 1 | 2)), Some(Word::Month(month))) => month,
                    _ => return Err(at),
                };
                Ok(Unit::Day(month, day))
            }
            Word::QuarterOf(number) => Ok(quarter(number)),
            Word::HalfOf(number) => Ok(half(number)),
            Word::Quarter => {
                if self.peek() == Some(Word::Year) {
                    self.next += 1;
                }
                Ok(quarter(self.ordinal(4)?))
            }
            Word::Half => {
                if self.peek() == Some(Word::Year) {
                    self.next += 1;
                }
                Ok(half(self.ordinal(2)?))
            }
            Word::Ordinal(number) => match self.take() {
                Some(Word::Quarter) => Ok(quarter(number)),
                Some(Word::Half) if number <= 2 => Ok(half(number)),
                _ => Err(at),
            },
            _ => Err(at),
        }
    }

    fn ordinal(&mut self, most: i8) -> Read<i8> {
        let at = self.place();
        let number = match self.take() {
            Some(Word::Ordinal(number)) => number,
            Some(Word::Number(number, 1)) => i8::try_from(number).unwrap_or(0),
            _ => 0,
        };
        (1..=most).contains(&number).then_some(number).ok_or(at)
    }

    /// A year right behind a part of it.
    fn own_year(&mut self) -> Option<(i16, i16)> {
        let skip = usize::from(self.peek() == Some(Word::Year));
        match self.peek_at(skip) {
            Some(Word::Number(year, 4)) if YEARS.contains(&year) => {
                self.next += skip + 1;
                Some((year, year))
            }
            _ => None,
        }
    }

    /// `2019` or `2019-2021`
    fn years(&mut self) -> Read<(i16, i16)> {
        let first = self.year()?;
        if self.peek() != Some(Word::To) {
            return Ok((first, first));
        }
        self.next += 1;
        let at = self.place();
        let last = self.year()?;
        if last < first { Err(at) } else { Ok((first, last)) }
    }

    fn year(&mut self) -> Read<i16> {
        let at = self.place();
        match self.take() {
            Some(Word::Number(year, 4)) if YEARS.contains(&year) => Ok(year),
            _ => Err(at),
        }
    }

    /// `setiap tahun`, `setiap suku tahun`, `setiap tahun (2020-2023)`, `setiap tahun mulai 2020`, with the parts that wait for it.
    fn yearly(&mut self) -> Read<()> {
        let at = self.place();
        let mut stretches = std::mem::take(&mut self.waiting);
        if self.take() == Some(Word::Every) {
            let unit = self.place();
            let months = match self.take() {
                Some(Word::Year) => 12,
                Some(Word::Half) => 6,
                Some(Word::Quarter) => 3,
                Some(Word::EachMonth) => 1,
                _ => return Err(unit),
            };
            if months < 12 {
                if !stretches.is_empty() {
                    return Err(unit);
                }
                // "suku tahun": due when each is over.
                self.next += usize::from(self.peek() == Some(Word::Year));
                let ends = (1..=12).filter(|month| month % months == 0);
                stretches.extend(ends.map(|month| (Stretch::of(Unit::Month(month)), at.clone())));
            }
        }
        if stretches.is_empty() {
            stretches.push((Stretch::of(WHOLE_YEAR), at));
        }
        let is_open = self.peek() == Some(Word::Open);
        self.next += usize::from(is_open);
        let mut years = Vec::new();
        if self.peek() == Some(Word::From) {
            self.next += 1;
            let (first, last) = self.years()?;
            let is_stretch = last > first;
            years.push((first, is_stretch.then_some(last)));
        } else if matches!(self.peek(), Some(Word::Number(_, 4))) {
            loop {
                let (first, last) = self.years()?;
                years.push((first, Some(last)));
                if !(is_open && self.peek() == Some(Word::And)) {
                    break;
                }
                self.next += 1;
            }
        } else if is_open {
            return Err(self.place());
        }
        if is_open {
            let at = self.place();
            if self.take() != Some(Word::Close) {
                return Err(at);
            }
        }
        for (stretch, at) in stretches {
            let all: Vec<Option<(i16, Option<i16>)>> = if years.is_empty() {
                vec![None]
            } else {
                years.iter().map(|years| Some(*years)).collect()
            };
            self.items.extend(all.into_iter().map(|years| Item {
                at: at.clone(),
                what: What::Yearly(stretch, years),
            }));
        }
        Ok(())
    }

    fn once(&mut self, stretch: Stretch, years: (i16, i16), at: Range<usize>) {
        let what = What::Once(stretch, years);
        self.items.push(Item { at, what });
    }

    fn nothing_waits(&self) -> Read<()> {
        self.waiting.first().map_or(Ok(()), |(_, at)| Err(at.clone()))
    }

    fn peek(&self) -> Option<Word> {
        self.peek_at(0)
    }

    fn peek_at(&self, skip: usize) -> Option<Word> {
        self.words.get(self.next + skip).map(|(word, _)| *word)
    }

    fn take(&mut self) -> Option<Word> {
        let word = self.peek();
        self.next += usize::from(word.is_some());
        word
    }

    /// The place of the next word, or the end.
    fn place(&self) -> Range<usize> {
        let at = self.words.get(self.next).map(|(_, at)| at.clone());
        at.unwrap_or(self.end.saturating_sub(1)..self.end)
    }

    fn before(&self) -> Range<usize> {
        self.words[self.next - 1].1.clone()
    }
}

fn is_year(word: &Word) -> bool {
    matches!(word, Word::Number(_, 4))
}
