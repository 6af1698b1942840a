//! `goodterms wording`: checks questions, one a line.

use std::io::{ErrorKind, Read, stdin};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::context::{Context, shown};
use super::failure::Failure;
use super::json as shapes;
use crate::catalog;
use crate::diagnostic::{has_errors, render, tally};
use crate::store::{self, StoreError};
use crate::text;
use crate::wording::{self, Finding, Rulebook, bare};

const EXAMPLES: &str = "\
Examples:
  goodterms wording questions.txt          questions, one a line; exit code 1 if one could be asked better
  echo \"Why did you leave?\" | goodterms wording
  goodterms wording questions.txt --json   for programs
  goodterms wording --check                is anything wrong in your own rules?
  goodterms wording --rules                the built-in rules, to see how they are written";

/// More than this is no list of questions, nor are these rules that somebody wrote.
const LARGEST: usize = 1 << 20;

/// Check whether questions are open, and say how they could be asked instead
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The questions, one a line; - or nothing reads stdin
    file: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// The language of the questions
    #[arg(long, default_value = "en")]
    language: String,
    /// Say what is wrong in your own rules, and check no question
    #[arg(long, conflicts_with_all = ["file", "json", "rules"])]
    check: bool,
    /// Print the built-in rules, and check no question
    #[arg(long, conflicts_with_all = ["file", "json"])]
    rules: bool,
}

/// Checks questions, or the rules for them.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    if args.check {
        return check(context);
    }
    if args.rules {
        let rules = wording::built_in(&args.language);
        let rules = rules.ok_or_else(|| no_rules(&args.language, &context.rulebook()))?;
        write!(context.out, "{rules}")?;
        return Ok(());
    }
    let book = context.rulebook();
    if let Some(notice) = book.notice() {
        context.say(&format!("warning: {notice}"));
    }
    let rules = book.rules(&args.language).ok_or_else(|| no_rules(&args.language, &book))?;
    let text = read(context, args.file.as_deref())?;
    let lines = text.lines().enumerate().map(|(i, line)| (i + 1, bare(line)));
    let questions: Vec<_> =
        lines.filter(|(_, line)| !line.is_empty()).map(|(n, line)| (n, line, rules.check(line))).collect();
    let flagged = questions.iter().filter(|(_, _, found)| !found.is_empty()).count();
    if args.json {
        let all = questions.iter().map(|(_, line, found)| as_json(line, found));
        shapes::write_list(context.out, "questions", all)?;
    } else {
        for (number, line, found) in &questions {
            if let Some(first) = found.first() {
                write(context, *number, line, first)?;
            }
        }
        let all = text::count(questions.len(), "question");
        context.out.flush()?;
        context.say(&match (questions.len(), flagged) {
            (0, _) => "There is no question.".to_owned(),
            (_, 0) => format!("{all}: nothing to say."),
            (_, 1) => format!("{all}, of which 1 could be asked in another way."),
            (_, n) => format!("{all}, of which {n} could be asked in another way."),
        });
    }
    if flagged > 0 { Err(Failure::Told) } else { Ok(()) }
}

/// One question: the weightiest thing to say of it.
fn write(context: &mut Context<'_>, number: usize, line: &str, found: &Finding) -> Result<(), Failure> {
    writeln!(context.out, "{number}: {}", text::clean_line(line))?;
    writeln!(context.out, "   {}: {}", found.code.word(), text::clean_line(&found.message))?;
    for (i, rewrite) in found.rewrite.lines().enumerate() {
        let lead = if i == 0 { "instead:" } else { "        " };
        writeln!(context.out, "   {lead} {}", text::clean_line(rewrite))?;
    }
    Ok(())
}

fn as_json(line: &str, found: &[Finding]) -> Value {
    let findings =
        found.iter().map(|f| json!({ "code": f.code, "message": f.message, "rewrite": f.rewrite }));
    json!({ "text": line, "findings": findings.collect::<Value>() })
}

fn no_rules(language: &str, book: &Rulebook) -> Failure {
    let there: Vec<_> = book.languages().collect();
    Failure::usage(format!(
        "there are no rules for questions in the language `{}`; there are some for: {}\n\
         write your own: docs/wording.md says how, and goodterms path wording where",
        text::clean_line(language),
        text::clean_line(&there.join(", "))
    ))
}

fn read(context: &mut Context<'_>, file: Option<&Path>) -> Result<String, Failure> {
    let file = file.filter(|file| file.as_os_str() != "-");
    let (bytes, name) = match file {
        Some(path) => (catalog::read_bytes(path).map_err(StoreError::io(path))?, shown(path)),
        None => {
            if context.env.terminals.stdin {
                context.say("Type questions, one a line. Ctrl+D on an empty line ends them.");
            }
            let mut bytes = Vec::new();
            stdin().take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
            (bytes, "stdin".to_owned())
        }
    };
    if bytes.len() > LARGEST {
        return Err(Failure::failed(format!("{name}: this is larger than 1 MiB, and no list of questions")));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::failed(format!("{name}: this is not UTF-8 text: save it as UTF-8 in your editor"))
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Says what is wrong in the advisor's own rules.
fn check(context: &mut Context<'_>) -> Result<(), Failure> {
    let book = context.rulebook();
    let path = shown(&context.env.wording());
    if let Some(why) = book.unreadable() {
        return Err(Failure::failed(why.to_owned()));
    }
    let Some(source) = book.own() else {
        context.say(&format!("You have no rules of your own yet ({path}): the built-in ones count."));
        return Ok(());
    };
    let faults = book.faults();
    if faults.is_empty() {
        writeln!(context.out, "{path}: nothing is wrong.")?;
        return Ok(());
    }
    let styled = context.env.terminals.stdout && !context.env.no_color;
    write!(context.out, "{}", render(faults, &path, source, styled))?;
    writeln!(context.out, "{path}: {}.", tally(faults))?;
    if has_errors(faults) { Err(Failure::Told) } else { Ok(()) }
}

/// The rules there are: those built in, and those of the advisor's own file.
pub fn rulebook(path: &Path) -> Rulebook {
    let place = shown(path);
    let own = match store::read_plain(path) {
        Ok(bytes) if bytes.len() > LARGEST => Err(format!("{place} is larger than 1 MiB")),
        Ok(bytes) => {
            String::from_utf8(bytes).map(Some).map_err(|_| StoreError::NotText(path.to_owned()).to_string())
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(StoreError::io(path)(error).to_string()),
    };
    Rulebook::new(place, own)
}
