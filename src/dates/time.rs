//! The time of day, as files have it and as people say it.

use chrono::NaiveTime;

/// A part of the day somebody named: with it "at 7" is one time and not two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
}

impl Part {
    /// The part a word names.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "morning" => Self::Morning,
            "afternoon" => Self::Afternoon,
            "evening" | "night" | "tonight" => Self::Evening,
            _ => return None,
        })
    }

    /// The hour of this part of the day that is meant by a number.
    fn hour(self, said: u32) -> Option<u32> {
        match (self, said) {
            (Self::Morning, 5..=11) | (Self::Afternoon, 12..=18) | (Self::Evening, 17..=23) => Some(said),
            (Self::Afternoon, 1..=6) | (Self::Evening, 5..=11) => Some(said + 12),
            _ => None,
        }
    }
}

/// `12:30`, on a clock of 24 hours.
pub(super) fn written(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = hour_and_minute(text, ':')?;
    NaiveTime::from_hms_opt(hours, minutes, 0)
}

/// The time that words mean, in a part of the day if one was named. A number alone is none without
/// "at"; and "at 3" is none either, for it is said of the afternoon and written of the night.
pub(super) fn said(words: &[&str], part: Option<Part>) -> Option<NaiveTime> {
    let (words, hour_will_do) = match words {
        ["at", rest @ ..] => (rest, true),
        _ => (words, part.is_some()),
    };
    let (words, half) = match words {
        [rest @ .., "am" | "a.m"] => (rest, Some(false)),
        [rest @ .., "pm" | "p.m"] => (rest, Some(true)),
        _ => (words, None),
    };
    let (hour, minute, exact) = match *words {
        ["noon" | "midday"] if half.is_none() => (12, 0, true),
        ["half", "past", hour] => (spoken(hour)?, 30, false),
        ["quarter", "past", hour] => (spoken(hour)?, 15, false),
        ["quarter", "to", hour] => ((spoken(hour)? + 23) % 24, 45, false),
        [hour, "o'clock" | "o’clock"] => (spoken(hour)?, 0, false),
        [time] => {
            if let Some(time) = time.strip_suffix("am").filter(|_| half.is_none()) {
                return said(&[time, "am"], part);
            }
            if let Some(time) = time.strip_suffix("pm").filter(|_| half.is_none()) {
                return said(&[time, "pm"], part);
            }
            match hour_and_minute(time, ':').or_else(|| hour_and_minute(time, '.')) {
                Some((hour, minute)) => (hour, minute, true),
                None if hour_will_do || half.is_some() => (spoken(time)?, 0, false),
                None => return None,
            }
        }
        _ => return None,
    };
    let hour = match (half, part) {
        (Some(pm), part) => {
            let hour = Some(hour).filter(|h| (1..=12).contains(h))? % 12 + if pm { 12 } else { 0 };
            part.is_none_or(|part| part.hour(hour) == Some(hour)).then_some(hour)?
        }
        (None, Some(part)) => part.hour(hour)?,
        (None, None) if exact => hour,
        (None, None) => Some(hour).filter(|h| (8..=23).contains(h))?,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// An hour in digits, or in words up to twelve.
fn spoken(word: &str) -> Option<u32> {
    super::typed::count(word).filter(|n| *n < 24 && !matches!(word, "a" | "an"))
}

/// `9:30` with this between.
fn hour_and_minute(text: &str, between: char) -> Option<(u32, u32)> {
    let (hours, minutes) = text.split_once(between)?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if minutes.len() != 2 || hours.is_empty() || hours.len() > 2 || !digits(hours) || !digits(minutes) {
        return None;
    }
    Some((hours.parse().ok()?, minutes.parse().ok()?)).filter(|(h, m)| *h < 24 && *m < 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &str, part: Option<Part>) -> String {
        let words: Vec<_> = text.split(' ').collect();
        said(&words, part).map(|t| t.format("%H:%M").to_string()).unwrap_or_default()
    }

    #[test]
    fn times_as_people_say_them() {
        for (text, time) in [
            ("12:30", "12:30"),
            ("12.30", "12:30"),
            ("at 9", "09:00"),
            ("at eleven", "11:00"),
            ("at 15", "15:00"),
            ("9am", "09:00"),
            ("9 am", "09:00"),
            ("9:30 pm", "21:30"),
            ("9.30pm", "21:30"),
            ("at 3 p.m", "15:00"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("noon", "12:00"),
            ("half past nine", "09:30"),
            ("quarter to 12", "11:45"),
            ("quarter past 4 pm", "16:15"),
            ("10 o'clock", "10:00"),
        ] {
            assert_eq!(t(text, None), time, "{text}");
        }
    }

    #[test]
    fn what_could_be_two_times_is_none() {
        for text in
            ["9", "at 3", "at 7", "half past 3", "at 0", "13pm", "0am", "9:5", "24:00", "12.3", "am", "a pm"]
        {
            assert_eq!(t(text, None), "", "{text}");
        }
    }

    #[test]
    fn a_part_of_the_day_decides_between_two() {
        assert_eq!(t("at 7", Some(Part::Evening)), "19:00");
        assert_eq!(t("7", Some(Part::Morning)), "07:00");
        assert_eq!(t("half past 3", Some(Part::Afternoon)), "15:30");
        assert_eq!(t("8pm", Some(Part::Evening)), "20:00");
        assert_eq!(t("8am", Some(Part::Evening)), "", "that is no evening");
        assert_eq!(t("12", Some(Part::Evening)), "");
    }
}
