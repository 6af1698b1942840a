//! Laying a step out: its fields, notes and button as blocks below each other.

use super::fields::{INDENT, Laid, Part, Tone};
use crate::dates::Duration;
use crate::playbook::{Answer, Credit, Field, FieldRef, Kind};
use crate::session::{Session, Target};
use crate::text;
use crate::tui::app::walk::{Focus, Walk};
use crate::tui::widget::rows::Rows;

impl Walk {
    /// Lays the step out in a column of so many cells.
    pub fn lay_out(&mut self, session: &Session, width: usize) {
        let text_width = width.saturating_sub(INDENT + 1).max(4);
        let playbook = session.playbook().clone();
        let step = &playbook.steps[self.step];
        if self.rows.len() != step.fields.len() || self.rows.iter().flatten().any(|r| r.width() != text_width)
        {
            self.rows = vec![None; step.fields.len()];
        }
        let text = self.target(session).map(|t| session.text(t)).unwrap_or_default();
        self.editor.set_width(&text, text_width);
        let mut laid = Laid::default();
        for need in session.unmet_needs(self.step) {
            laid.words(None, &format!("! {need}"), width, Tone::Warning);
        }
        if laid.height > 0 {
            laid.gap();
        }
        for (f, field) in step.fields.iter().enumerate() {
            let at = FieldRef { step: self.step, field: f };
            if session.applies(at) {
                self.lay_out_field(&mut laid, session, at, field, width, text_width);
                laid.gap();
            } else if let Some(held) = session.held(at).filter(|h| !h.is_blank()) {
                let words = format!(
                    "Passed over, and kept in the note: {}: {}",
                    session.fill(&field.label),
                    held.in_words(&field.kind)
                );
                laid.words(None, &text::ellipsis(&words, width * 2), width, Tone::Quiet);
                laid.gap();
            }
        }
        super::earlier::lay_out(&mut laid, session, self.step, width);
        self.lay_out_notes(&mut laid, session, width);
        lay_out_button(&mut laid, session, self.step, width);
        if self.laid != laid {
            self.laid = laid;
            self.laid_version += 1;
        }
    }

    fn lay_out_field(
        &mut self,
        laid: &mut Laid,
        session: &Session,
        at: FieldRef,
        field: &Field,
        width: usize,
        text_width: usize,
    ) {
        let item = Some(Focus::Field(at.field));
        let lines = text::paragraphs(&session.fill(&field.label), width);
        let mut remark = remark(session, field);
        let last = lines.last().map_or(0, |l| text::width(l));
        let below = (last + text::width(&remark) > width).then(|| std::mem::take(&mut remark));
        laid.push(item, Part::Label { lines, remark });
        if let Some(remark) = below {
            laid.words(item, remark.trim(), width, Tone::Quiet);
        }
        if let Some(help) = &field.help {
            laid.words(item, &session.fill(help), width, Tone::Quiet);
        }
        match &field.kind {
            Kind::Choice { .. } | Kind::Choices { .. } | Kind::Checklist { .. } => {
                lay_out_options(laid, session, at, field, width);
            }
            Kind::Score { .. } => laid.push(item, Part::Score { field: at.field }),
            _ if item == Some(self.focus) => laid.push(item, Part::Text { rows: self.editor.rows().count() }),
            _ => {
                let rows = self.rows[at.field]
                    .get_or_insert_with(|| Rows::of(&session.text(Target::Field(at)), text_width));
                laid.push(item, Part::Text { rows: rows.count() });
            }
        }
        if let Some(words) = in_full(session, at) {
            laid.words(item, &format!("  {words}"), width, Tone::Good);
        }
        // While one types in it, a half-typed date is no mistake yet.
        let typing = item == Some(self.focus) && field.kind.is_typed();
        if let Some(hint) = session.hint(at).filter(|_| !typing) {
            laid.words(item, &format!("  ! {hint}"), width, Tone::Warning);
            if let (false, Some(Answer::Verbatim(held))) = (field.kind.is_typed(), session.held(at)) {
                laid.words(item, &format!("    {held}"), width, Tone::Text);
            }
        }
    }

    fn lay_out_notes(&self, laid: &mut Laid, session: &Session, width: usize) {
        let item = Some(Focus::Notes);
        let remark = if self.focus == Focus::Notes { "  Enter files it with the time" } else { "" };
        laid.push(item, Part::Label { lines: vec!["Notes".to_owned()], remark: remark.to_owned() });
        for (i, entry) in session.notes(self.step).iter().enumerate() {
            if self.entry == Some(i) && self.focus == Focus::Notes {
                continue;
            }
            let time = entry.at.map(|at| {
                let form = if at.date_naive() == session.today() { "%H:%M " } else { "%-d %b %H:%M " };
                at.format(form).to_string()
            });
            let time = time.unwrap_or_default();
            let indent = text::width(&time);
            let lines = text::paragraphs(&entry.text, width.saturating_sub(indent).max(8));
            let lead = |i: usize| if i == 0 { time.clone() } else { " ".repeat(indent) };
            let lines: Vec<_> =
                lines.iter().enumerate().map(|(i, l)| (format!("{}{l}", lead(i)), Tone::Text)).collect();
            laid.push(item, Part::Words(lines));
        }
        let rows = if self.focus == Focus::Notes { self.editor.rows().count() } else { 1 };
        laid.push(item, Part::Text { rows });
        laid.gap();
    }
}

fn lay_out_options(laid: &mut Laid, session: &Session, at: FieldRef, field: &Field, width: usize) {
    let choices = field.kind.choices();
    for (option, choice) in choices.iter().enumerate() {
        let mut words = text::clean(&choice.label).into_owned();
        // What names no source is ours, also under a field that does: nobody may quote us as one.
        if choice.credit != Credit::Ours {
            words = format!("{words} · {}", session.playbook().credit(choice.credit));
        }
        if let Some(Answer::Checklist(ticks)) = session.held(at)
            && let Some(Some(time)) = ticks.get(&choice.id)
        {
            words = format!("{words}  {}", time.format("%H:%M"));
        }
        let lines = text::paragraphs(&words, width.saturating_sub(6).max(4));
        laid.push(Some(Focus::Field(at.field)), Part::Option { field: at.field, option, lines });
    }
}

fn lay_out_button(laid: &mut Laid, session: &Session, step: usize, width: usize) {
    let phase = session.playbook().steps[step].phase;
    if session.phase_is_complete(phase) {
        let words = format!("✓ {} is complete.", phase.title());
        laid.words(Some(Focus::Next), &words, width, Tone::Good);
    }
    let words = match session.next_step(step) {
        Some(next) => format!(" Next: {} → ", text::clean_line(&session.playbook().steps[next].title)),
        None => " Finish: what is missing, how did it end → ".to_owned(),
    };
    laid.push(Some(Focus::Next), Part::Button(words));
}

/// What stands quietly behind a label: whose it is, and what it is.
fn remark(session: &Session, field: &Field) -> String {
    let mut words = Vec::new();
    if field.required {
        words.push("the one that matters");
    } else if matches!(field.kind, Kind::Choice { decides: true, .. }) {
        words.push("a decision");
    }
    match &field.kind {
        Kind::Checklist { .. } => words.push("tick as you go"),
        Kind::Choices { .. } => words.push("as many as fit"),
        Kind::List { .. } => words.push("one a line"),
        _ => {}
    }
    if field.credit != Credit::Ours {
        words.push(session.playbook().credit(field.credit));
    }
    if words.is_empty() { String::new() } else { format!("  {}", words.join(" · ")) }
}

/// What a date, period or number means, written out.
fn in_full(session: &Session, at: FieldRef) -> Option<String> {
    match (&session.playbook().field(at).kind, session.held(at)?) {
        (Kind::Date, Answer::Day(day)) => Some(day.in_full()),
        (Kind::Period { unit, .. }, Answer::Period { n, from }) => {
            let span = Duration { n: *n, unit: *unit };
            Some(match from {
                Some(from) => format!(
                    "{span}: {} to {}",
                    crate::dates::in_full(*from),
                    crate::dates::in_full(span.after(*from))
                ),
                None => format!("{span}; it will begin with the day of the meeting (F4)"),
            })
        }
        (Kind::Number { unit: Some(unit), .. }, Answer::Number(n)) => Some(format!("{n} {unit}")),
        _ => None,
    }
}
