//! The agenda: follow-ups and meetings by the day.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Brief, Briefs, Due};
use crate::document::When;

/// What is planned for a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// `None` for what has no day yet.
    pub date: Option<NaiveDate>,
    /// Meetings first, by their time; then what is due.
    pub planned: Vec<Planned>,
}

/// Something planned.
#[derive(Clone, Debug, PartialEq)]
pub enum Planned {
    Meeting { of: Arc<Brief>, at: When },
    Due(Due),
}

impl Planned {
    /// Its conversation.
    pub fn of(&self) -> &Arc<Brief> {
        match self {
            Self::Meeting { of, .. } => of,
            Self::Due(due) => &due.of,
        }
    }
}

/// What is planned, day by day; what has no day comes last. Follow-ups that are late stand at their own
/// day. Meetings are those of open conversations, from today on.
pub fn days(briefs: &Briefs, today: NaiveDate) -> Vec<Day> {
    let mut by_day: BTreeMap<(bool, Option<NaiveDate>), Vec<Planned>> = BTreeMap::new();
    let mut add = |date: Option<NaiveDate>, planned| {
        by_day.entry((date.is_none(), date)).or_default().push(planned);
    };
    for brief in &briefs.notes {
        if let Some(at) = brief.meeting.filter(|at| brief.is_open() && at.date() >= today) {
            add(Some(at.date()), Planned::Meeting { of: brief.clone(), at });
        }
        for due in Due::all_of(brief) {
            add(due.follow_up().due, Planned::Due(due));
        }
    }
    let day = |((_, date), mut planned): (_, Vec<Planned>)| {
        planned.sort_by(|a, b| order(a).cmp(&order(b)));
        Day { date, planned }
    };
    by_day.into_iter().map(day).collect()
}

/// Whole days before times of day, meetings before what is due.
fn order(planned: &Planned) -> (bool, Option<chrono::NaiveTime>, &str) {
    match planned {
        Planned::Meeting { of, at } => (false, at.day().time, &of.client),
        Planned::Due(due) => (true, None, &due.of.client),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Status;

    #[test]
    fn each_day_has_its_meetings_first() {
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        let meets = |client: &str, at: When, follow_ups: &[(&str, Option<&str>)]| {
            let mut brief = (*Brief::sample(client, "2026-11-01", follow_ups)).clone();
            brief.meeting = Some(at);
            brief
        };
        let lunch = When::At("2026-11-24T12:30:00-05:00".parse().unwrap());
        let ada = meets("Ada", lunch, &[("Thank", Some("2026-11-24")), ("Late", Some("2026-11-02"))]);
        let ben = meets("Ben", When::Day("2026-11-24".parse().unwrap()), &[]);
        let past = meets("Cy", When::Day("2026-11-20".parse().unwrap()), &[("Write", None)]);
        let closed = Brief { status: Status::Closed, ..meets("Dai", lunch, &[("Ask", None)]) };
        let notes = [ada, ben, past, closed].map(Arc::new).to_vec();
        let days = days(&Briefs { notes, unreadable: 0 }, today);
        let said = |planned: &Planned| match planned {
            Planned::Meeting { of, .. } => format!("meet {}", of.client),
            Planned::Due(due) => format!("{} {}", due.follow_up().title, due.of.client),
        };
        let days: Vec<_> = days
            .iter()
            .map(|day| (day.date.map(|d| d.to_string()), day.planned.iter().map(said).collect::<Vec<_>>()))
            .collect();
        let on = |date: &str| Some(date.to_owned());
        assert_eq!(
            days,
            [
                (on("2026-11-02"), vec!["Late Ada".to_owned()]),
                (on("2026-11-24"), vec!["meet Ben".into(), "meet Ada".into(), "Thank Ada".into()]),
                (None, vec!["Ask Dai".into()]),
            ]
        );
    }
}
