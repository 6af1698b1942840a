//! What invented people have said and what was promised to them, before the tour begins.

use crate::scenes::Before::{self, File, Run};

pub const CONFIG: Before = File(CONFIG_FILE, "advisor = \"Helen Marsh\"\n");
const CONFIG_FILE: &str = ".config/goodterms/config.toml";

/// What the notes of Helen Marsh hold on the Monday on which the tour begins.
pub const NOTES: &[Before] =
    &[CONFIG, ADA_ONCE, PLANNED, TOOK_PLACE, AMARA_SAID, THANKED, PROMISED, ZOE_SAID, JONAS_MEETS];

/// The same in the light theme, without Ada.
pub const LIGHT: &[Before] =
    &[File(CONFIG_FILE, "theme = \"light\"\n"), AMARA_SAID, THANKED, PROMISED, ZOE_SAID, JONAS_MEETS];
/// The talk with Zoë, in the dark theme.
pub const DARK: &[Before] = &[File(CONFIG_FILE, "theme = \"dark\"\n"), ZOE_SAID];
/// The talk with Zoë.
pub const ZOE_ONLY: &[Before] = &[CONFIG, ZOE_SAID];

const ADA_ONCE: Before = Run {
    now: "2025-02-10T09:00:00-05:00",
    args: &[
        "fill",
        "--start",
        "shared-expectations",
        "--client",
        "Ada Byron",
        "--organisation",
        "Analytical Engines",
        "--meeting",
        "2025-02-13 10:00",
        "--how",
        "in-person",
        "--answers",
        "-",
    ],
    input: "[worth]\nworth = \"yes\"\nwhy = \"Ten years, and she brings her friends\"\n",
};
const TOOK_PLACE: Before = done("2025-02-14T09:00:00-05:00", &["done", "Ada Byron", "Did the session"]);
const PLANNED: Before =
    done("2025-02-14T10:00:00-05:00", &["close", "Ada Byron", "--outcome", "plan-agreed"]);

const AMARA_SAID: Before = Run {
    now: "2026-11-09T16:30:00-05:00",
    args: &[
        "fill",
        "--start",
        "exit-interview",
        "--client",
        "Amara Okonkwo",
        "--organisation",
        "Okonkwo & Co",
        "--meeting",
        "2026-11-09 12:30",
        "--how",
        "in-person",
        "--answers",
        "-",
    ],
    input: AMARA,
};
const THANKED: Before = done("2026-11-10T09:00:00-05:00", &["done", "Amara Okonkwo", "thanks"]);
const PROMISED: Before = done("2026-11-16T09:00:00-05:00", &["done", "Amara Okonkwo", "promises"]);

const ZOE_SAID: Before = Run {
    now: "2026-11-18T16:40:00-05:00",
    args: &[
        "fill",
        "--start",
        "rebuild",
        "--client",
        "Zoë O'Brien-李",
        "--organisation",
        "Harbour Kitchen",
        "--meeting",
        "2026-11-18 16:10",
        "--how",
        "phone",
        "--answers",
        "-",
    ],
    input: ZOE,
};
const JONAS_MEETS: Before = Run {
    now: "2026-11-20T17:20:00-05:00",
    args: &[
        "fill",
        "--start",
        "shared-expectations",
        "--client",
        "Jonas Weiß",
        "--organisation",
        "Weiß Optik",
        "--meeting",
        "2026-11-26 10:00",
        "--how",
        "in-person",
        "--answers",
        "-",
    ],
    input: JONAS,
};

/// What she has done by the Monday three weeks later.
pub const THREE_WEEKS: &[Before] = &[
    File(".local/share/goodterms/playbooks/hotel-complaint.toml", BROKEN),
    done("2026-11-23T17:00:00-05:00", &["done", "Zoë O'Brien-李", "send-plan"]),
    done("2026-11-24T08:00:00-05:00", &["done", "Amara Okonkwo", "check-in"]),
    done("2026-11-25T08:00:00-05:00", &["done", "Ada Byron", "thanks"]),
    done("2026-11-27T08:00:00-05:00", &["done", "Jonas Weiß", "Did the session"]),
    done("2026-12-01T08:00:00-05:00", &["done", "Ada Byron", "promises"]),
];

/// A command that needs no answers.
const fn done(now: &'static str, args: &'static [&'static str]) -> Before {
    Run { now, args, input: "" }
}

const AMARA: &str = r#"
[slipped]
expected = "A call before anything is sold"
clear = "yes"
[listen]
words = """
I heard of the sale from my bank.
You used to ring me first."""
[ask]
concerns = ["She heard of the sale from her bank"]
mend = [{ row = "She heard of the sale from her bank", how = "We ring you before we sell anything, and you say yes" }]
answer = "yes"
trial = { n = 3 }
[debrief]
promises = ["The list of what may be sold this year: Helen; 16 November"]
complaint = "no"
thanks = "saying it to my face"
"#;

const ZOE: &str = r#"
[stake]
back = "yes"
key = "no"
telling = "might"
[listen]
words = """
The reminder came while I was in hospital.
I had paid. I sent you the slip, twice.
Nobody said sorry."""
back-by = "2026-11-20"
notes = ["Quiet at first, then very fast. She stayed on the line."]
[plan]
complaint = "no"
"#;

const JONAS: &str = r#"
[worth]
worth = "yes"
why = "Both teams like each other; it is the figures that annoy"
[wrong]
signs = ["less-contact", "critical"]
causes = ["roles"]
"#;

/// A playbook of her own that is not done yet.
const BROKEN: &str = r#"format = 1

[playbook]
id = "hotel-complaint"
version = "0.1.0"
language = "en"
title = "A complaint at the desk"
summary = "A guest complains, and others hear it."

[[step]]
id = "listen"
title = "Listen"
phase = "during"

  [[step.field]]
  id = "words"
  lable = "What they said"

  [[step.field]]
  id = "mend"
  kind = "choise"
  label = "What would put it right?"

[[outcome]]
id = "kept"
label = "They stay"
means = "kept"
"#;
