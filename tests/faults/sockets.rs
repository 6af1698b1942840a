//! The program opens no socket: nothing that is confidential can leave by one.

use super::common::Home;
use super::counts::{Tally, Verdict, alone};
use super::kill::{SCRIPT, play};
use super::orders::orders;
use super::talk::{CLIENT, HANG, SIZE, Talk, finish, furnish};
use super::terminal::Tty;
use super::trace::{Call, Fault, calls};
use super::words::Typist;

/// Only the pair with which the waiter is woken, and what goes through it.
fn is_harmless(call: &Call) -> bool {
    match call.name.as_str() {
        "socketpair" => call.line.starts_with("socketpair(AF_UNIX"),
        // Without an address it goes where that pair goes: nothing else was opened.
        "sendto" => !call.line.contains("sa_family"),
        "recvfrom" | "shutdown" | "getsockopt" | "setsockopt" => true,
        _ => false,
    }
}

fn judge(log: &std::path::Path, expected: &str) -> Verdict {
    let seen = calls(log);
    if !seen.iter().any(|call| call.name == expected) {
        return Err(format!("strace saw no {expected}: it watched nothing"));
    }
    let bad: Vec<_> =
        seen.iter().filter(|c| c.name != "execve" && !is_harmless(c)).map(|c| &c.line).collect();
    if bad.is_empty() { Ok(()) } else { Err(format!("it uses the network: {bad:?}")) }
}

#[test]
#[ignore = "needs strace"]
fn no_socket_is_opened() {
    let _alone = alone();
    let tally = Tally::of("sockets");
    let watch = Fault::watch("%network,execve");
    tally.case("a whole conversation", || {
        let home = Home::new();
        furnish(&home);
        let log = home.path().join("log");
        let mut typist = Typist::at(Tty::run_command(&home, watch.program(&log, &[]), SIZE));
        if !play(SCRIPT, &home, &mut typist, |_| ())? || typist.tty.exit(HANG).is_none() {
            return Err("it was not whole".into());
        }
        judge(&log, "socketpair")
    });
    for order in orders() {
        tally.case(&format!("{:?}", order.args), || {
            let home = order.home();
            let log = home.path().join("log");
            let ran = finish(watch.process(&home, &log, order.args), &order.stdin)?;
            if ran.code != 0 {
                return Err(format!("{ran:?}"));
            }
            judge(&log, "execve")
        });
    }
    let talk = Talk::new();
    let reading: [&[&str]; 8] = [
        &["list"],
        &["list", "--json"],
        &["show", CLIENT],
        &["show", CLIENT, "--json"],
        &["path"],
        &["playbook", "list"],
        &["playbook", "check", "."],
        &["config", "init"],
    ];
    for args in reading {
        tally.case(&format!("{args:?}"), || {
            let log = talk.home.path().join("log");
            finish(watch.process(&talk.home, &log, args), "")?;
            judge(&log, "execve")
        });
    }
    tally.end();
}

#[test]
fn a_socket_would_be_seen() {
    let call = |name: &str, line: &str| Call { thread: 1, name: name.into(), line: line.into() };
    assert!(is_harmless(&call("socketpair", "socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [3, 4]) = 0")));
    assert!(!is_harmless(&call("socket", "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3")));
    assert!(!is_harmless(&call("connect", "connect(3, {sa_family=AF_UNIX, sun_path=\"/run/x\"}, 110) = 0")));
    assert!(!is_harmless(&call("sendto", "sendto(3, \"x\", 1, 0, {sa_family=AF_INET}, 16) = 1")));
}
