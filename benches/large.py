#!/usr/bin/env python3
"""How goodterms bears a very long text: keys in it, pasting it, and what it costs, beside nano.

    cargo build --release
    python3 benches/large.py target/release/goodterms [--against OLDER] [--keys 60] [--only lines,line]

Each text is pasted into the first field that takes several lines, in brackets as a terminal does, and
timed until the screen is settled. Then letters are typed at its end, at its beginning and in its
middle, one every 30 ms and more, and the cursor is moved. All programs take turns, key by key: only
the ratios of one run say something. The texts, of 1 MB each but for the first two:

  short         some words                 lines      English in lines of 70 letters
  100 KB        English in lines           line       the same without a line break
  Chinese       in lines of 40 characters  chinese    the same without a line break
  combining     letters with one accent    heap       letters with 1000 accents each
  hebrew        Hebrew in lines

Times are in milliseconds, from a key to the last byte of the answer: median, 95 of 100, and the worst.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time

from pty import Contestant, Program, percentile

MEGA = 1_000_000


def in_lines(words, length, size):
    line, lines, count = "", [], 0
    of = 0
    while count < size:
        word = words[of % len(words)]
        of += 1
        if len(line) + len(word) + 1 > length:
            lines.append(line)
            count += len(line.encode()) + 1
            line = ""
        line += (" " if line else "") + word
    return "\n".join(lines)


def texts():
    english = "They stopped calling in March and nobody told us who does our books now".split()
    lines = in_lines(english, 70, MEGA)
    chinese = "三月以后他们就不再打电话了没有人告诉我们现在是谁在管我们的账"
    wide = [chinese[i : i + 4] for i in range(0, len(chinese), 4)]
    flat = (chinese * (MEGA // len(chinese.encode()) + 1))
    accents = [f"{w}" for w in ("e\u0301te\u0301", "a\u0300", "n\u0303a", "o\u0308u\u0308")]
    hebrew = "הם הפסיקו להתקשר במרץ ואף אחד לא אמר לנו מי מנהל את החשבונות".split()
    return {
        "short": "They stopped calling. ",
        "100 KB": in_lines(english, 70, 100_000),
        "lines": lines,
        "line": lines.replace("\n", " "),
        "Chinese": in_lines(wide, 40, MEGA),
        "chinese": flat[: MEGA // 3],
        "combining": in_lines(accents, 60, MEGA),
        "heap": ("a" + "\u0301" * 1000) * (MEGA // 2001),
        "hebrew": in_lines(hebrew, 60, MEGA),
    }


def paste(program, text):
    """Seconds until the screen is settled."""
    data = b"\x1b[200~" + text.encode() + b"\x1b[201~"
    began = time.perf_counter()
    os.set_blocking(program.fd, False)
    at, last = 0, began
    while at < len(data):
        try:
            at += os.write(program.fd, data[at : at + 65536])
        except BlockingIOError:
            time.sleep(0.0002)
        try:
            if os.read(program.fd, 1 << 16):
                last = time.perf_counter()
        except BlockingIOError:
            pass
    os.set_blocking(program.fd, True)
    _, settled, _ = program.answer(0.4, 30.0)
    return (settled or last) - began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("goodterms")
    parser.add_argument("--against", metavar="PROGRAM")
    parser.add_argument("--playbook", default="exit-interview")
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--only", metavar="NAMES", help="of the texts, with commas")
    options = parser.parse_args()
    every = texts()
    names = options.only.split(",") if options.only else list(every)
    programs = [("goodterms", os.path.abspath(options.goodterms))]
    if options.against:
        programs.append(("other", os.path.abspath(options.against)))
    nano = shutil.which("nano")
    if nano:
        programs.append(("nano", nano))
    print(f"{'text':10} {'program':10} {'paste':>8}  {'end':>20}  {'start':>20}  {'middle':>20}  {'move':>20}  {'MiB':>6}  bytes")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            measure(name, every[name], programs, folder, options)


def measure(name, text, programs, folder, options):
    running = []
    for what, path in programs:
        home = os.path.join(folder, f"{what}-{name}".replace(" ", "-"))
        os.mkdir(home)
        if what == "nano":
            command = [path, "-I", os.path.join(home, "new.txt")]
        else:
            notes = os.path.join(home, "notes")
            command = [path, "start", options.playbook, "--client", "Ada", "--notes", notes]
        program = Program(command, home)
        program.answer(0.3)
        running.append((what, program, {"bytes": []}))
    for what, program, told in running:
        told["paste"] = paste(program, text)
    for place in ("end", "start", "middle", "move"):
        for what, program, told in running:
            told[place] = []
            if place == "end":
                os.write(program.fd, b"\x1b/" if what == "nano" else b"\x1b[1;5F")
            elif place == "start":
                os.write(program.fd, b"\x1b\\" if what == "nano" else b"\x1b[1;5H")
            elif place == "middle":
                os.write(program.fd, b"\x1b[6~" * 3 if what == "nano" else b"\x1b[B" * 40)
            program.answer(0.3, 1.0)
        for nth in range(options.keys + 5):
            for what, program, told in running:
                key = ("\x1b[D" if nth % 2 else "\x1b[C") if place == "move" else "abcde-"[nth % 6]
                answer = program.key(key)
                if nth >= 5 and answer:
                    told[place].append(answer[1] * 1e3)
                    if place == "end":
                        told["bytes"].append(answer[2])
                time.sleep(0.002)
    for what, program, told in running:
        cells = []
        for place in ("end", "start", "middle", "move"):
            of = told[place]
            cells.append(f"{percentile(of, .5):6.2f} {percentile(of, .95):6.2f} {max(of):6.2f}" if of else "-")
        size = percentile(told["bytes"], 0.5) if told["bytes"] else 0
        print(
            f"{name:10} {what:10} {told['paste'] * 1e3:8.0f}  " + "  ".join(f"{c:>20}" for c in cells),
            f" {program.memory():6.1f}  {size}",
            flush=True,
        )
        program.end()


if __name__ == "__main__":
    main()
