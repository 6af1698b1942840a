//! Nothing is written but where the program says that it writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::common::Home;
use super::{shell, use_all_of_it, with_secrets};

/// What stands in a folder itself.
fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn nothing_is_left_in_a_temporary_folder_or_anywhere_else() {
    let home = Home::new();
    let temporary = home.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let more = temporary.to_str().unwrap();
    let more = [("TMPDIR", more), ("TMP", more), ("TEMP", more)];
    use_all_of_it(&home, &|args| shell(":", args), &more);
    assert_eq!(names(&temporary), BTreeSet::new());
    assert_eq!(names(home.path()), ["bin", "config", "data", "state", "tmp"].map(str::to_owned).into());
    let places: BTreeSet<String> = ["config", "data", "state"].map(str::to_owned).into();
    for place in places {
        assert_eq!(names(&home.path().join(&place)), ["goodterms".to_owned()].into(), "{place}");
    }
    assert_eq!(with_secrets(&home.path().join("config")), [""; 0]);
}

/// What a call of a traced program writes to, makes or removes, and sockets. Each line is
/// `123 openat(AT_FDCWD</home>, "path", O_WRONLY|…) = 3</path>`.
fn written(trace: &str, home: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in trace.lines() {
        let Some((call, arguments)) = line.split_once('(') else { continue };
        let call = call.rsplit(' ').next().unwrap_or_default();
        if line.contains(" = -1 ") || call.is_empty() {
            continue;
        }
        if call == "socket" || call == "connect" {
            found.insert(line.to_owned());
            continue;
        }
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| arguments.contains(flag));
        if call.starts_with("open") && !writes {
            continue;
        }
        for path in arguments.split('"').skip(1).step_by(2) {
            let ours =
                ["config", "data", "state"].iter().any(|place| path.starts_with(&format!("{home}/{place}")));
            // The terminal, and what the shell of the test itself opens.
            if !(ours || path.starts_with("/dev/")) {
                found.insert(format!("{call} {path}"));
            }
        }
    }
    found
}

#[test]
fn the_trace_is_read() {
    let trace = concat!(
        "1 openat(AT_FDCWD, \"/h/data/goodterms/x\", O_WRONLY|O_CREAT, 0600) = 3\n",
        "1 openat(AT_FDCWD, \"/tmp/x\", O_RDWR|O_CREAT, 0600) = 3\n",
        "1 openat(AT_FDCWD, \"/etc/passwd\", O_RDONLY|O_CLOEXEC) = 3\n",
        "1 openat(AT_FDCWD, \"/tmp/no\", O_WRONLY) = -1 ENOENT (No such file or directory)\n",
        "[pid 2] rename(\"/h/state/a\", \"/h/b\") = 0\n",
        "1 socket(AF_INET, SOCK_STREAM, 0) = 3\n",
        "1 +++ exited with 0 +++\n",
    );
    let found: Vec<_> = written(trace, "/h").into_iter().collect();
    assert_eq!(found, ["1 socket(AF_INET, SOCK_STREAM, 0) = 3", "openat /tmp/x", "rename /h/b"]);
}

#[test]
#[ignore = "needs strace"]
fn no_call_writes_elsewhere_or_opens_a_socket() {
    const CALLS: &str = "open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat,\
                         symlink,symlinkat,unlink,unlinkat,rmdir,truncate,chmod,fchmodat,socket,connect";
    assert!(
        Command::new("strace").arg("-V").output().is_ok_and(|o| o.status.success()),
        "strace is not there"
    );
    let home = Home::new();
    let traces = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    let begin = |args: &[&str]| {
        count.set(count.get() + 1);
        let to = traces.path().join(format!("{}", count.get()));
        let calls = format!("trace={CALLS}");
        let words = ["strace", "-f", "-qq", "-s", "4096", "-e", &calls, "-o", to.to_str().unwrap()];
        let words = words.iter().chain([&env!("CARGO_BIN_EXE_goodterms")]).chain(args);
        words.map(|word| (*word).to_owned()).collect()
    };
    use_all_of_it(&home, &begin, &[]);
    let mut opened = 0;
    for n in 1..=count.get() {
        let trace = fs::read_to_string(traces.path().join(n.to_string())).unwrap();
        opened += trace.matches("O_CREAT").count();
        let mut found = written(&trace, home.path().to_str().unwrap());
        // What leaves goes where it was asked for.
        found.retain(|call| !call.contains(" data/goodterms/out/"));
        assert!(found.is_empty(), "{n}: {found:#?}");
    }
    assert!(opened > 20, "{opened}: the trace is empty");
}
