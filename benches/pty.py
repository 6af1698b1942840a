#!/usr/bin/env python3
"""How fast goodterms starts and answers a key in a real terminal, beside nano.

    cargo build --release
    python3 benches/pty.py target/release/goodterms [--starts 40] [--keys 400] [--pause 0.005] [--idle 10]
    python3 benches/pty.py target/release/goodterms --against OLDER
    python3 benches/pty.py target/release/goodterms --first-frame [--notes 10000] [--starts 40]

Needs Python 3 and Linux, and nothing else; nano is measured if it is installed, or with --against
another build of goodterms: what did a change cost? Both programs run in pseudo-terminals of 120x40
and take turns, sample by sample, so that noise on the machine hits both: only the ratios of one run
say something, and only on a machine that is quiet.

  start, first byte   from exec to the first byte
  start, all          from exec to the last byte of the first frame (then 60 ms of quiet)
  key, first byte     from a key to the first byte of the answer
  key, all            from a key to the last byte of the answer (then 20 ms of quiet)
  bytes a key         median of what is written to the terminal for a key
  to files a key      bytes written to anything but the terminal while typing and until all is
                      saved, for each key; needs root, like the next two
  to all a key        calls that write, also to the terminal
  to disk a key       what of that the disk is given, in its own blocks (0 on a disk in memory)
  memory              resident, after the keys
  switches idle       context switches of all threads, voluntary and not, while nothing happens

Starting is measured with plain `goodterms` in an empty home folder, typing with `goodterms start
PLAYBOOK --client Ada`; nano opens a file that does not exist. Keys are letters in a text of a few
lines, one every 25 ms and more: each is answered before the next is sent. What is written to files
hangs on how fast one types: --pause 0.07 is a person's pace where two programs take turns.

With --first-frame nothing is typed, and only the way to the first frame is measured, for all of these
in one run, in turns:

  empty        plain `goodterms`, nothing in the notes folder
  many         the same with so many small notes (--notes, 10000 unless told), started before: Today
               shows at once what it showed last
  many, new    the same, and nobody knows what Today showed last: it looks first
  nano         as above

  first byte           from exec to the first byte
  first frame          from exec to the last byte of the first frame: of all that comes before the
                       terminal is told that colours and attributes are reset, which ends each frame;
                       of nano, which says nothing of the kind, until 60 ms of quiet
  memory, first frame  resident then, and 60 ms later
  memory, all read     resident two seconds later, when all notes have been read; measured once
"""

import argparse
import fcntl
import os
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROWS, COLUMNS = 40, 120
TEXT = "They stopped calling in March, and nobody told us who does our books now. "

# What a program may ask of a terminal, and what an ordinary one answers.
QUERIES = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>1;10;0c"),
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:0000/0000/0000\x1b\\"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"),
)


class Program:
    """A program in a pseudo-terminal of its own."""

    def __init__(self, command, home):
        environment = {
            "HOME": home,
            "TERM": "xterm-256color",
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LANG": "C.UTF-8",
        }
        # The child waits for a byte, so that forking this interpreter is not measured.
        ready, go = os.pipe()
        self.pid, self.fd = os.forkpty()
        if self.pid == 0:
            os.close(go)
            os.read(ready, 1)
            os.execve(command[0], command, environment)
        os.close(ready)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        time.sleep(0.01)
        self.began = time.perf_counter()
        self.count = 0
        os.write(go, b"g")
        os.close(go)

    def answer(self, quiet, at_most=5.0, ends=None):
        """Reads until nothing has come for so long, or until what has come ends with or holds some
        bytes. Times of the first and the last byte, and how many there were; the times are None if
        nothing came."""
        first = last = None
        count = 0
        tail = b""
        until = time.perf_counter() + at_most
        while True:
            now = time.perf_counter()
            wait = until - now if last is None else min(last + quiet, until) - now
            if wait <= 0 or not select.select([self.fd], [], [], wait)[0]:
                return first, last, count
            now = time.perf_counter()
            try:
                data = os.read(self.fd, 1 << 16)
            except OSError:  # the program has ended
                return first, last, count
            for query, reply in QUERIES:
                for _ in query.findall(data):
                    os.write(self.fd, reply)
            first = first or now
            last = now
            count += len(data)
            self.count += len(data)
            tail = (tail + data)[-(len(data) + 8) :]
            if ends is not None and ends in tail:
                return first, last, count

    def key(self, key):
        """Sends a key; seconds to the first and the last byte of the answer, and its length."""
        sent = time.perf_counter()
        os.write(self.fd, key.encode())
        first, last, count = self.answer(0.02, 1.0)
        return (first - sent, last - sent, count) if first else None

    def memory(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def written(self):
        """Bytes to files, calls for them (with those for the terminal), and bytes to the disk. None
        if one may not look: goodterms lets only root look into it."""
        try:
            with open(f"/proc/{self.pid}/io", encoding="ascii") as io:
                told = dict(line.split(": ") for line in io.read().splitlines())
        except PermissionError:
            return None
        return int(told["wchar"]) - self.count, int(told["syscw"]), int(told["write_bytes"])

    def switches(self):
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/status", encoding="ascii") as status:
                total += sum(int(n) for n in re.findall(r"ctxt_switches:\s+(\d+)", status.read()))
        return total

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Contestant:
    """A program, how it is run, and what was measured of it."""

    def __init__(self, name, folder, to_start, to_type):
        self.name, self.to_start, self.to_type = name, to_start, to_type
        self.home = os.path.join(folder, name)
        os.mkdir(self.home)
        # With a config it is not the first run, which begins with a welcome.
        config = os.path.join(self.home, ".config", "goodterms")
        os.makedirs(config)
        with open(os.path.join(config, "config.toml"), "w", encoding="ascii"):
            pass
        self.samples = {}

    def add(self, **values):
        for what, value in values.items():
            self.samples.setdefault(what, []).append(value)

    def start(self):
        program = Program(self.to_start, self.home)
        first, last, _ = program.answer(0.06)
        if first is None:
            sys.exit(f"{self.name} has written nothing: does it run?")
        self.add(start_first=first - program.began, start_all=last - program.began)
        program.end()

    def open(self):
        self.program = Program(self.to_type, self.home)
        self.program.answer(0.5)

    def type(self, key, pause):
        answer = self.program.key(key)
        if answer is None:
            self.add(unanswered=1)
        else:
            self.add(key_first=answer[0], key_all=answer[1], key_bytes=answer[2])
        time.sleep(pause)


# How a frame of goodterms ends, and what nothing else in it says.
FRAME_END = b"\x1b[0m"
# What stands in a note made by `fill` and must differ from note to note.
NOTE_ID = re.compile(rb'^id = "(\w+)"$', re.MULTILINE)


def fill_with(notes, program, home, count):
    """Puts so many notes into a folder, 20 of each client, like one that the program has made."""
    environment = {"HOME": home, "PATH": os.environ.get("PATH", "/usr/bin:/bin")}
    fill = [program, "fill", "--start", "farewell", "--client", "Template", "--answers", "-", "--notes", notes]
    subprocess.run(fill, input=b"", env=environment, check=True, stdout=subprocess.DEVNULL)
    (folder,) = os.listdir(notes)
    (name,) = (name for name in os.listdir(os.path.join(notes, folder)) if name.endswith(".md"))
    with open(os.path.join(notes, folder, name), "rb") as note:
        template = note.read()
    shutil.rmtree(os.path.join(notes, folder))
    old = NOTE_ID.search(template).group(1)
    for n in range(count):
        client = n // 20
        folder = os.path.join(notes, f"client-{client:04}")
        os.makedirs(folder, exist_ok=True)
        text = template.replace(old, b"k3v9%08d" % n).replace(b"Template", b"Client %04d" % client)
        with open(os.path.join(folder, f"2026-11-21-farewell-{n:06}.md"), "wb") as note:
            note.write(text)


class Starter(Contestant):
    """A program of which only the first frame is measured."""

    def __init__(self, name, folder, command, forgets=False):
        super().__init__(name, folder, command, command)
        self.forgets = forgets

    def first_frame(self):
        if self.forgets:
            remembered = os.path.join(self.home, ".local", "state", "goodterms", "today.json")
            if os.path.exists(remembered):
                os.remove(remembered)
        program = Program(self.to_start, self.home)
        first, last, _ = program.answer(0.06, ends=None if self.name == "nano" else FRAME_END)
        if first is None:
            sys.exit(f"{self.name} has written nothing: does it run?")
        self.add(start_first=first - program.began, start_all=last - program.began)
        self.add(memory=program.memory())
        program.answer(0.06, 0.06)
        self.add(later=program.memory())
        program.end()

    def all_read(self):
        program = Program(self.to_start, self.home)
        program.answer(2.0, 4.0)
        self.add(read=program.memory())
        program.end()


def first_frames(options, folder):
    program = os.path.abspath(options.goodterms)
    if not os.access(program, os.X_OK):
        sys.exit(f"there is no program {program}: cargo build --release makes it")
    notes = os.path.join(folder, "many-notes")
    many = [program, "--notes", notes]
    starters = [
        Starter("empty", folder, [program]),
        Starter("many", folder, many),
        Starter("many, new", folder, many, forgets=True),
    ]
    fill_with(notes, program, starters[1].home, options.notes)
    nano = shutil.which("nano")
    if nano:
        starters.append(Starter("nano", folder, [nano, os.path.join(folder, "new.txt")]))
    for starter in starters:  # also: Today remembers what it shows
        starter.all_read()
    for sample in range(options.starts + 3):
        for starter in starters:
            starter.first_frame()
        if sample == 2:  # the first ones warmed the caches
            for starter in starters:
                for what in ("start_first", "start_all", "memory", "later"):
                    starter.samples.pop(what)
    rows = [["", *(starter.name for starter in starters)]]
    for what, words, scale, unit, digits in (
        ("start_first", "first byte", 1e3, "ms", 2),
        ("start_all", "first frame", 1e3, "ms", 2),
        ("memory", "memory, first frame", 1, "MiB", 1),
        ("later", "memory, 60 ms later", 1, "MiB", 1),
    ):
        for share in (0.5, 0.95):
            cells = [f"{percentile(s.samples[what], share) * scale:.{digits}f}" for s in starters]
            rows.append([f"{words}, p{share * 100:.0f} ({unit})", *cells])
    rows.append(["memory, all read (MiB)", *(f"{s.samples['read'][0]:.1f}" for s in starters)])
    print(f"{options.notes} notes, {options.starts} starts each")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print(row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:])), sep="  ")


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def report(contestants, options):
    rows = []

    def row(what, value, digits=0):
        values = [value(c.samples) for c in contestants]
        ratio = f"{values[0] / values[1]:.2f}" if len(values) > 1 and values[1] else ""
        rows.append([what, *(f"{v:.{digits}f}" for v in values), ratio])

    for name, words, scale, unit, digits in (
        ("start_first", "start, first byte", 1e3, "ms", 2),
        ("start_all", "start, all", 1e3, "ms", 2),
        ("key_first", "key, first byte", 1e6, "us", 0),
        ("key_all", "key, all", 1e6, "us", 0),
    ):
        for share in (0.5, 0.95):
            what = f"{words}, p{share * 100:.0f} ({unit})"
            row(what, lambda s: percentile(s[name], share) * scale, digits)
    row("bytes a key", lambda s: statistics.median(s["key_bytes"]))
    if all("written" in c.samples for c in contestants):
        for nth, what in enumerate(("to files a key (bytes)", "to all a key (calls)", "to disk a key (bytes)")):
            row(what, lambda s: s["written"][0][nth] / options.keys, 1)
    row("keys without an answer", lambda s: len(s.get("unanswered", [])))
    row("memory (MiB)", lambda s: s["memory"][0], 1)
    row(f"switches in {options.idle:g} s idle", lambda s: s["switches"][0])
    head = ["", *(c.name for c in contestants), "ratio" if len(contestants) > 1 else ""]
    widths = [max(len(r[i]) for r in [head, *rows]) for i in range(len(head))]
    for line in [head, *rows]:
        print(line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:])), sep="  ")


def measure(contestants, options):
    for sample in range(options.starts + 3):
        for contestant in contestants:
            contestant.start()
        if sample == 2:  # the first ones warmed the caches
            for contestant in contestants:
                contestant.samples.clear()
    for contestant in contestants:
        contestant.open()
    for sample in range(options.keys + 20):
        for contestant in contestants:
            contestant.type(TEXT[sample % len(TEXT)], options.pause)
        if sample == 19:
            for contestant in contestants:
                for what in ("key_first", "key_all", "key_bytes", "unanswered"):
                    contestant.samples.pop(what, None)
                contestant.before = contestant.program.written()
    for contestant in contestants:  # what was typed is saved meanwhile
        contestant.program.answer(6.0, 12.0)
        written = contestant.program.written()
        if written and contestant.before:
            pairs = zip(written, contestant.before)
            contestant.add(written=[after - before for after, before in pairs])
        contestant.add(memory=contestant.program.memory())
    before = [c.program.switches() for c in contestants]
    time.sleep(options.idle)
    for contestant, count in zip(contestants, before):
        contestant.add(switches=contestant.program.switches() - count)
        contestant.program.end()


def ours(name, folder, program, options):
    program = os.path.abspath(program)
    if not os.access(program, os.X_OK):
        sys.exit(f"there is no program {program}: cargo build --release makes it")
    notes = os.path.join(folder, f"{name}-notes")
    typing = [program, "start", options.playbook, "--client", "Ada", "--notes", notes]
    return Contestant(name, folder, [program], typing)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("goodterms", help="the program, built for release")
    parser.add_argument("--playbook", default="exit-interview")
    parser.add_argument("--starts", type=int, default=40, metavar="N")
    parser.add_argument("--keys", type=int, default=400, metavar="N")
    parser.add_argument("--pause", type=float, default=0.005, metavar="SECONDS", help="after each key")
    parser.add_argument("--against", metavar="PROGRAM", help="another goodterms to compare with")
    parser.add_argument("--first-frame", action="store_true", help="measure nothing but the first frame")
    parser.add_argument("--notes", type=int, default=10_000, metavar="N", help="with --first-frame")
    parser.add_argument("--idle", type=float, default=10, metavar="SECONDS")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("this measures with /proc: it needs Linux")
    with tempfile.TemporaryDirectory() as folder:
        if options.first_frame:
            first_frames(options, folder)
            return
        contestants = [ours("goodterms", folder, options.goodterms, options)]
        nano = shutil.which("nano")
        if options.against:
            contestants.append(ours("other", folder, options.against, options))
        elif nano:
            to_nano = [nano, os.path.join(folder, "new.txt")]
            contestants.append(Contestant("nano", folder, to_nano, to_nano))
        else:
            print("nano is not installed (apt-get install nano): nothing to compare with", file=sys.stderr)
        measure(contestants, options)
        report(contestants, options)


if __name__ == "__main__":
    main()
