//! `goodterms`: the screen opens with what is due and what is open.

use super::context::Context;
use super::failure::Failure;
use crate::store::remembered::Remembered;
use crate::tui::{self, Opening, Setup};

/// Opens Today.
pub fn run(context: &mut Context<'_>) -> Result<(), Failure> {
    context.need_screen(
        "use instead:
  goodterms list              your conversations
  goodterms show SESSION      one of them
  goodterms start --plain     a new one, line by line
  goodterms resume --plain    the latest one, line by line
  goodterms fill SESSION --answers FILE.toml",
    )?;
    screen(context, Opening::Today, None)
}

/// Opens the screen. A fault in the config comes before what else there is to say.
pub fn screen(context: &mut Context<'_>, opening: Opening, notice: Option<String>) -> Result<(), Failure> {
    context.out.flush()?;
    let setup = Setup {
        store: context.store(),
        remembered: Remembered::new(&context.env.state, &context.settings.notes),
        catalog: context.catalog(),
        advisor: context.settings.config.advisor.clone(),
        theme: context.settings.config.theme,
        colours: context.env.colours(),
        clock: context.env.clock.clone(),
        editor: context.env.editor.clone(),
        rescue: context.env.state.join("rescued"),
        edits: context.env.state.join("edit"),
        log: context.log(),
        recovered: std::mem::take(&mut context.recovered),
        notice: context.settings.notice(&context.env).or(notice),
    };
    tui::run(setup, opening).map_err(|error| Failure::failed(error.to_string()))
}
