//! A calendar that takes the place of an older one: what is not in it any more is taken out of the advisor's
//! calendar, too.

use chrono::{DateTime, FixedOffset, Utc};

use super::{fold, stamp};

/// Where our calendars are told by.
const OURS: &str = "PRODID:-//goodterms//goodterms//EN";

/// The new calendar, in which what only the older one has is cancelled: a follow-up that went with an answer, a
/// meeting that was taken out. An older one that is none of ours is not looked at.
pub fn replacing(old: &str, new: String, now: DateTime<FixedOffset>) -> String {
    let old = old.replace("\r\n ", "");
    if !old.lines().any(|line| line == OURS) {
        return new;
    }
    let unfolded = new.replace("\r\n ", "");
    let names: Vec<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
    let mut cancelled = String::new();
    for event in events(&old).filter(|event| !event.iter().any(|line| names.contains(line))) {
        cancel(&event, now, &mut cancelled);
    }
    match new.rfind("END:VCALENDAR") {
        Some(end) if !cancelled.is_empty() => format!("{}{cancelled}{}", &new[..end], &new[end..]),
        _ => new,
    }
}

/// The lines of each event, without what reminds of it.
fn events(calendar: &str) -> impl Iterator<Item = Vec<&str>> {
    let events = calendar.split("BEGIN:VEVENT").skip(1).filter_map(|event| event.split_once("END:VEVENT"));
    events.map(|(event, _)| {
        let mut is_alarm = false;
        let lines = event.lines().filter(|line| !line.is_empty()).filter(move |line| {
            let is_in = is_alarm || *line == "BEGIN:VALARM";
            is_alarm = is_in && *line != "END:VALARM";
            !is_in
        });
        lines.collect()
    })
}

/// The same event, which will not be.
fn cancel(event: &[&str], now: DateTime<FixedOffset>, out: &mut String) {
    let moment = stamp(now.with_timezone(&Utc));
    out.push_str("BEGIN:VEVENT\r\n");
    for line in event {
        let key = line.split([':', ';']).next().unwrap_or_default();
        match key {
            "DTSTAMP" | "LAST-MODIFIED" => fold(out, &format!("{key}:{moment}")),
            "STATUS" => fold(out, "STATUS:CANCELLED"),
            "SEQUENCE" => {
                let before: i32 = line.rsplit(':').next().and_then(|n| n.parse().ok()).unwrap_or(0);
                fold(out, &format!("SEQUENCE:{}", before.saturating_add(1)));
            }
            _ => fold(out, line),
        }
    }
    out.push_str("END:VEVENT\r\n");
}

#[cfg(test)]
mod tests {
    use super::super::{Dated, calendar};
    use super::*;
    use crate::document::{FollowUp, Head};

    fn at(day: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("{day}T09:00:00-05:00")).unwrap()
    }

    fn written(titles: &[&str], day: &str) -> String {
        let follow_up = |title: &&str| FollowUp {
            id: title.split(' ').next().unwrap_or_default().to_owned(),
            title: (*title).to_owned(),
            due: "2027-03-01".parse().ok(),
            ..FollowUp::default()
        };
        let head = Head { follow_ups: titles.iter().map(follow_up).collect(), ..Head::sample() };
        calendar([Dated { head: &head, playbook: None }], at(day))
    }

    #[test]
    fn what_is_not_there_any_more_is_cancelled_and_stays_so() {
        let long =
            "review of everything that we both expected, with Zoë O'Brien-李, at the trial's end in spring";
        let first = written(&[long, "thanks"], "2026-11-21");
        let second = replacing(&first, written(&["thanks"], "2026-11-22"), at("2026-11-22"));
        let of = |calendar: &str, id: &str| {
            let calendar = calendar.replace("\r\n ", "");
            let found = events(&calendar).find(|e| e.iter().any(|l| l.contains(&format!(".{id}@")))).unwrap();
            found.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()
        };
        let (before, after) = (of(&first, "review"), of(&second, "review"));
        assert!(after.contains(&"STATUS:CANCELLED".to_owned()), "{second}");
        assert!(!second.split("UID:").nth(2).unwrap().contains("VALARM"), "{second}");
        assert_eq!(
            before.iter().find(|line| line.starts_with("SUMMARY")),
            after.iter().find(|line| line.starts_with("SUMMARY"))
        );
        let sequence = |event: &[String]| {
            let line = event.iter().find_map(|line| line.strip_prefix("SEQUENCE:")).unwrap();
            line.parse::<i64>().unwrap()
        };
        assert!(sequence(&after) > sequence(&before));
        assert!(of(&second, "thanks").contains(&"STATUS:CONFIRMED".to_owned()));
        assert!(second.lines().all(|line| line.len() <= 75), "{second}");
        let third = replacing(&second, written(&["thanks"], "2026-11-23"), at("2026-11-23"));
        assert_eq!(third.matches("STATUS:CANCELLED").count(), 1);
        // It comes back: then it is no longer cancelled, and newer than before.
        let fourth = replacing(&third, written(&[long, "thanks"], "2026-11-24"), at("2026-11-24"));
        assert!(
            !fourth.contains("CANCELLED")
                && sequence(&of(&fourth, "review")) > sequence(&of(&third, "review"))
        );
    }

    #[test]
    fn what_is_no_calendar_of_ours_is_not_looked_at() {
        let new = written(&["thanks"], "2026-11-21");
        for old in [
            "",
            "BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n",
            "BEGIN:VEVENT",
        ] {
            assert_eq!(replacing(old, new.clone(), at("2026-11-22")), new);
        }
    }
}
