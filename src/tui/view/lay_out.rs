//! Laying a step out: its fields, notes and button as blocks below each other.

use super::fields::{BAR, INDENT, Laid, Part, SCORE_CELLS, Tone};
use super::form::DAYS;
use super::grid;
use crate::catalog::Catalog;
use crate::dates::Duration;
use crate::playbook::{Answer, Credit, Facts, Field, FieldRef, Kind};
use crate::session::{Beside, Session, Target};
use crate::text;
use crate::tui::app::walk::{Focus, Walk};
use crate::tui::widget::rows::Rows;

impl Walk {
    /// Lays the step out in a column of so many cells.
    pub fn lay_out(&mut self, session: &Session, catalog: &Catalog, width: usize) {
        let text_width = width.saturating_sub(INDENT + 1).max(4);
        let playbook = session.playbook().clone();
        let step = &playbook.steps[self.step];
        let other_width = self.rows.iter().flatten().any(|r| r.width() != text_width);
        if self.rows.len() != step.fields.len() || other_width || self.refilled != session.refilled() {
            self.rows = vec![None; step.fields.len()];
            self.refilled = session.refilled();
        }
        // A cell of a table has a width of its own.
        if self.table(session).is_none() {
            let text = self.target(session).map(|t| session.text(t)).unwrap_or_default();
            self.editor.set_width(&text, text_width);
        }
        let mut laid = Laid::new(width);
        for need in session.unmet_needs(self.step) {
            laid.words(None, &format!("! {need}"), width, Tone::Warning);
        }
        if laid.height > 0 {
            laid.gap();
        }
        let of_form: Vec<usize> = match session.is_quick() {
            true => (0..playbook.steps.len()).filter(|s| session.step_is_asked(*s)).collect(),
            false => Vec::new(),
        };
        for step in of_form.iter().filter(|step| **step < self.step) {
            lay_out_elsewhere(&mut laid, session, *step, width);
        }
        for (f, field) in step.fields.iter().enumerate() {
            let at = FieldRef { step: self.step, field: f };
            if session.applies(at) && !session.is_asked(at) {
                continue;
            }
            if session.applies(at) {
                self.lay_out_field(&mut laid, session, at, field, width, text_width);
                let item = Focus::Field(f);
                super::also::lay_out(&mut laid, session, Beside::Field(at), item, self.focus == item, width);
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
        let on_notes = self.focus == Focus::Notes;
        super::also::lay_out(&mut laid, session, Beside::Step(self.step), Focus::Notes, on_notes, width);
        laid.gap();
        for step in of_form.iter().filter(|step| **step > self.step) {
            lay_out_elsewhere(&mut laid, session, *step, width);
        }
        lay_out_button(&mut laid, session, catalog, self.step, width);
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
        let mut remark = remark(session, field, session.playbook().steps[at.step].credit);
        let last = lines.last().map_or(0, |l| text::width(l));
        let below = (last + text::width(&remark) > width).then(|| std::mem::take(&mut remark));
        laid.push(item, Part::Label { lines, remark });
        if let Some(remark) = below {
            laid.words(item, remark.trim(), width, Tone::Quiet);
        }
        if let Some(help) = &field.help {
            laid.words(item, &session.fill(help), width, Tone::Quiet);
        }
        for earlier in &field.beside {
            let Some(answer) = session.answer(*earlier).filter(|a| !a.is_blank()) else { continue };
            let of = session.playbook().field(*earlier);
            let words = answer.in_lines(&of.kind).join("\n");
            laid.words(item, &format!("│ {}", session.fill(&of.label)), width, Tone::Quiet);
            for line in text::paragraphs(&words, width.saturating_sub(2).max(8)) {
                laid.words(item, &format!("│ {line}"), width, Tone::Text);
            }
        }
        match &field.kind {
            Kind::Choice { .. } | Kind::Choices { .. } | Kind::Checklist { .. } => {
                lay_out_options(laid, session, at, field, width);
                self.lay_out_other(laid, session, at, field, width);
            }
            Kind::Table(_) => grid::lay_out(self, laid, session, at, width),
            Kind::Score { .. } => lay_out_score(laid, at, field, width),
            _ if item == Some(self.focus) => laid.push(item, Part::Text { rows: self.editor.rows().count() }),
            _ => {
                let rows = self.rows[at.field]
                    .get_or_insert_with(|| Rows::of(&session.text(Target::Field(at)), text_width));
                laid.push(item, Part::Text { rows: rows.count() });
            }
        }
        super::wording::lay_out(laid, self, at.field, width);
        // While one types in it, what it will mean stands there before it counts; and a half-typed
        // date is no mistake yet.
        let typing = item == Some(self.focus) && field.kind.is_typed();
        let meant = session.meant(at).filter(|_| typing);
        if let Some(words) = meant.as_ref().or(session.held(at)).and_then(|a| in_full(&field.kind, a)) {
            laid.words(item, &format!("  {words}"), width, Tone::Good);
        } else if typing && matches!(field.kind, Kind::Date { .. }) {
            laid.words(item, &format!("  {DAYS}"), width, Tone::Quiet);
        }
        if let Some(hint) = session.hint(at).filter(|_| !typing) {
            laid.words(item, &format!("  ! {hint}"), width, Tone::Warning);
            if let (false, Some(Answer::Verbatim(held))) = (field.kind.is_typed(), session.held(at)) {
                for line in text::paragraphs(held, width.saturating_sub(4).max(8)) {
                    laid.words(item, &format!("    {line}"), width, Tone::Text);
                }
            }
        }
    }

    /// What is written in beside the options: behind them, and typed where one is on it.
    fn lay_out_other(&self, laid: &mut Laid, session: &Session, at: FieldRef, field: &Field, width: usize) {
        if !field.kind.has_other() {
            return;
        }
        let (item, option) = (Some(Focus::Field(at.field)), field.kind.choices().len());
        let lines = vec!["Something else:".to_owned()];
        laid.push(item, Part::Option { field: at.field, option, lines });
        if item == Some(self.focus) && self.option == option {
            laid.push(item, Part::Text { rows: self.editor.rows().count() });
        } else if let Some(written) = session.held(at).and_then(Answer::other) {
            let lines = text::paragraphs(written, width.saturating_sub(INDENT).max(4));
            let indented = lines.into_iter().map(|l| (format!("{}{l}", " ".repeat(INDENT)), Tone::Text));
            laid.push(item, Part::Words(indented.collect()));
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
    }
}

/// The fields of another step of the five-minute form: their questions, and what was answered.
fn lay_out_elsewhere(laid: &mut Laid, session: &Session, step: usize, width: usize) {
    for (f, field) in session.playbook().steps[step].fields.iter().enumerate() {
        let at = FieldRef { step, field: f };
        if !session.is_asked(at) {
            continue;
        }
        let item = Some(Focus::Elsewhere(at));
        let lines = text::paragraphs(&session.fill(&field.label), width);
        laid.push(item, Part::Label { lines, remark: String::new() });
        let answer = session.held(at).filter(|held| !held.is_blank());
        let words = answer.map(|answer| answer.in_lines(&field.kind).join("\n")).unwrap_or_default();
        let rows = text::paragraphs(&words, width.saturating_sub(INDENT).max(4));
        let rows = if rows.is_empty() { vec![String::new()] } else { rows };
        let rows = rows.into_iter().map(|row| (format!("{BAR} {row}"), Tone::Text));
        laid.push(item, Part::Words(rows.collect()));
        laid.gap();
    }
}

/// The numbers of a score, on as many rows as they need, and what its ends mean: behind them, or
/// below where that does not fit.
fn lay_out_score(laid: &mut Laid, at: FieldRef, field: &Field, width: usize) {
    let Kind::Score { out_of, low, high } = &field.kind else { return };
    let numbers = *out_of as usize;
    let most = (width.saturating_sub(1) / SCORE_CELLS).clamp(1, numbers.max(1));
    let rows = numbers.div_ceil(most).max(1);
    // Ten on two rows are five and five.
    let across = numbers.div_ceil(rows);
    let low = low.as_ref().map(|low| format!("1 {low}"));
    let high = high.as_ref().map(|high| format!("{out_of} {high}"));
    let ends: Vec<_> = low.into_iter().chain(high).collect();
    let in_one = ends.join(", ");
    let fits = 1 + (numbers - (rows - 1) * across) * SCORE_CELLS + text::width(&in_one) <= width;
    let behind = if fits { in_one } else { String::new() };
    let item = Some(Focus::Field(at.field));
    laid.push(item, Part::Score { field: at.field, across, rows, ends: behind });
    for end in ends.iter().filter(|_| !fits) {
        laid.words(item, &format!(" {end}"), width, Tone::Quiet);
    }
}

fn lay_out_options(laid: &mut Laid, session: &Session, at: FieldRef, field: &Field, width: usize) {
    let choices = field.kind.choices();
    for (option, choice) in choices.iter().enumerate() {
        let mut words = text::clean(&choice.label).into_owned();
        if let Some(whose) = session.playbook().credit_under(choice.credit, field.credit)
            && !are_ours(field)
        {
            words = format!("{words} · {whose}");
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

/// Whether all there is to choose from or to tick is ours, so that it need be said once at most.
fn are_ours(field: &Field) -> bool {
    let choices = field.kind.choices();
    !choices.is_empty() && choices.iter().all(|choice| choice.credit == Credit::Ours)
}

fn lay_out_button(laid: &mut Laid, session: &Session, catalog: &Catalog, step: usize, width: usize) {
    for hand_off in session.hand_offs_of(step).filter(|h| catalog.offers(h)) {
        let label = text::clean_line(&session.fill(&hand_off.label));
        let words = format!("→ {label}: another playbook can go on from here, at the end (F9)");
        laid.words(Some(Focus::Next), &words, width, Tone::Quiet);
    }
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
fn remark(session: &Session, field: &Field, step: Credit) -> String {
    let mut words = Vec::new();
    if field.required {
        words.push("the one that matters");
    } else if matches!(field.kind, Kind::Choice { decides: true, .. }) {
        words.push("a decision");
    }
    match &field.kind {
        Kind::Checklist { .. } => words.push("tick as you go"),
        Kind::Choices { .. } => words.push("as many as fit"),
        Kind::List(_) => words.push("one a line"),
        Kind::Table(_) => words.push("Tab across, Enter down"),
        _ => {}
    }
    if field.private {
        words.push("private");
    }
    words.extend(session.playbook().credit_under(field.credit, step));
    // Answers to choose from are no advice; what there is to tick is.
    if are_ours(field) && field.credit != Credit::Ours && !matches!(field.kind, Kind::Choice { .. }) {
        words.push("the items are ours");
    }
    if words.is_empty() { String::new() } else { format!("  {}", words.join(" · ")) }
}

/// What a date, period or number means, written out.
fn in_full(kind: &Kind, answer: &Answer) -> Option<String> {
    match (kind, answer) {
        (Kind::Date { .. }, Answer::Day(day)) => Some(day.in_full()),
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
