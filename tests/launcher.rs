//! The files to double-click: what can be told of them without a desktop.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("launcher").join(name)
}

/// Runs a command where `goodterms` is a program that ends so; somebody presses Enter.
fn launched(command: &[&str], goodterms: Option<&str>) -> Output {
    let home = tempfile::tempdir().unwrap();
    if let Some(script) = goodterms {
        let program = home.path().join(".cargo/bin/goodterms");
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    }
    let path = format!("{}/.cargo/bin:/usr/bin:/bin", home.path().display());
    let mut child = Command::new(command[0])
        .args(&command[1..])
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Where nothing is asked, nobody is there any more to read it.
    let _ = child.stdin.take().unwrap().write_all(b"\n");
    child.wait_with_output().unwrap()
}

/// The command of the desktop file, as a desktop takes it apart.
fn exec() -> Vec<String> {
    let text = fs::read_to_string(file("goodterms.desktop")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap();
    let (before, quoted) = line.split_once('"').unwrap();
    let quoted = quoted.strip_suffix('"').unwrap();
    // Inside the quotes these would have to be written with a backslash.
    assert!(!quoted.contains(['"', '`', '$', '\\', '%']), "{quoted}");
    before.split_whitespace().map(str::to_owned).chain([quoted.to_owned()]).collect()
}

#[test]
fn the_window_stays_only_where_something_is_to_be_read() {
    let exec = exec();
    let command = file("goodterms.command");
    let ways: [Vec<&str>; 2] =
        [exec.iter().map(String::as_str).collect(), vec!["/bin/sh", command.to_str().unwrap()]];
    for way in ways {
        let said = |out: &Output| String::from_utf8_lossy(&out.stdout).into_owned();
        let well = launched(&way, Some("echo it runs"));
        assert!(well.status.success() && said(&well).contains("it runs"), "{way:?} {well:?}");
        assert!(!said(&well).contains("Press Enter"), "{way:?} {well:?}");
        let failed = launched(&way, Some("echo NOT SAVED; exit 1"));
        let words = said(&failed);
        assert!(
            words.contains("NOT SAVED") && words.contains("Press Enter to close this window."),
            "{words}"
        );
        let missing = launched(&way, None);
        assert!(said(&missing).contains("Press Enter to close this window."), "{way:?} {missing:?}");
    }
}

#[test]
fn each_is_what_its_system_takes() {
    let desktop = fs::read_to_string(file("goodterms.desktop")).unwrap();
    for line in ["[Desktop Entry]", "Type=Application", "Terminal=true", "Icon=goodterms"] {
        assert!(desktop.lines().any(|l| l == line), "{line}");
    }
    let icon = fs::read_to_string(file("goodterms.svg")).unwrap();
    assert!(icon.starts_with("<svg ") && icon.trim_end().ends_with("</svg>"), "{icon}");
    let mode = fs::metadata(file("goodterms.command")).unwrap().permissions().mode();
    assert_eq!(mode & 0o111, 0o111, "it may be run");
    // Windows finds what lies beside a script first, and that is the script itself.
    let cmd = fs::read_to_string(file("goodterms.cmd")).unwrap();
    assert!(cmd.contains("\r\ngoodterms.exe\r\n"), "{cmd:?}");
    assert_eq!(cmd.matches('\n').count(), cmd.matches("\r\n").count());
}
