//! A playbook on one page, to choose by: when it fits, its steps and how long they take, and what
//! one has in hand afterwards.

use super::{Page, Playbook, text};
use crate::playbook::chooser::{Way, ways};
use crate::playbook::model::HandOff;
use crate::playbook::{Credit, Field, FollowUp, Phase, Step};

/// The page.
pub fn short(playbook: &Playbook) -> String {
    let page = Page { playbook, out: String::new() };
    text::clean(&page.write_short()).into_owned()
}

impl Page<'_> {
    fn write_short(mut self) -> String {
        let p = self.playbook;
        self.line(&format!("# {}", p.title));
        self.apart(&text::clean_line(&p.summary));
        if !p.fits.is_empty() {
            let fits: Vec<_> = p.fits.iter().map(|f| format!("\"{}\"", text::clean_line(f))).collect();
            self.apart(&format!("**When you would say:** {}", fits.join(" or ")));
        }
        self.how_long();
        let mut phase = None;
        for (i, step) in p.steps.iter().enumerate() {
            if phase.replace(step.phase) != Some(step.phase) {
                self.apart(&format!("**{}**\n", step.phase.title()));
            }
            let line = format!("{}. {}", i + 1, self.step_in_short(step));
            self.line(&line);
        }
        self.quick();
        let lists = [
            ("It can end so", p.outcomes.iter().map(|o| text::clean_line(&o.label)).collect::<Vec<_>>()),
            ("Ready to send", p.messages.iter().map(|m| self.template(&m.title)).collect()),
            ("What follows by itself", p.follow_ups.iter().map(|f| self.follow_up_in_short(f)).collect()),
            ("You can go on to", self.ways_on()),
            ("Sources", p.sources.iter().map(|s| format!("{}: {}", s.name, s.credit)).collect()),
        ];
        for (heading, mut items) in lists {
            items.dedup();
            if !items.is_empty() {
                self.apart(&format!("**{heading}:**"));
                self.items(items);
            }
        }
        self.out
    }

    fn step_in_short(&self, step: &Step) -> String {
        let whose = match step.credit {
            Credit::Ours => "ours",
            credit => self.playbook.credit(credit),
        };
        let minutes =
            step.minutes.map(|m| format!(", {}", text::count(m as usize, "minute"))).unwrap_or_default();
        let asks = self.labels(step.fields.iter());
        format!("**{}** ({whose}){minutes}: {asks}", text::clean_line(&step.title))
    }

    fn labels<'b>(&self, fields: impl Iterator<Item = &'b Field>) -> String {
        let labels: Vec<_> = fields.map(|f| text::clean_line(&self.template(&f.label))).collect();
        labels.join(" · ")
    }

    /// What is asked when there is no time.
    fn quick(&mut self) {
        let p = self.playbook;
        let labels = |phase: Phase| {
            let of_phase = p.steps.iter().filter(|s| s.phase == phase);
            let labels = self.labels(of_phase.flat_map(|s| &s.fields).filter(|f| f.quick));
            (!labels.is_empty()).then(|| format!("{}: {labels}", phase.title()))
        };
        let lines: Vec<_> = Phase::ALL.into_iter().filter_map(labels).collect();
        if !lines.is_empty() {
            self.apart("**In five minutes:**");
            self.items(lines);
        }
    }

    fn follow_up_in_short(&self, follow_up: &FollowUp) -> String {
        let every = follow_up.every.map(|every| format!(", again every {every}")).unwrap_or_default();
        format!("{} ({}{every})", self.template(&follow_up.title), self.rule(&follow_up.due))
    }

    /// Where one can go on; from what helps to choose, by what is chosen.
    fn ways_on(&self) -> Vec<String> {
        if !self.playbook.is_chooser() {
            return self.playbook.hand_offs.iter().map(|h| self.hand_off_in_short(h)).collect();
        }
        let way = |way: Way<'_>| {
            let turns: Vec<_> = way.turns.iter().map(|t| text::clean_line(&t.choice.label)).collect();
            format!("**{}**: {}", turns.join(": "), self.hand_off_in_short(way.hand_off))
        };
        ways(self.playbook).into_iter().map(way).collect()
    }

    fn hand_off_in_short(&self, hand_off: &HandOff) -> String {
        let label = self.template(&hand_off.label);
        let carried: Vec<_> =
            hand_off.carry.iter().map(|(_, from)| format!("\"{}\"", self.label(*from))).collect();
        match carried.as_slice() {
            [] => format!("`{}`: {label}", hand_off.to),
            _ => format!("`{}`: {label} (takes along {})", hand_off.to, carried.join(", ")),
        }
    }
}
