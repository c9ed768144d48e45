#!/usr/bin/env python3
"""Draws what a terminal shows as an SVG: ANSI text on stdin, a picture on stdout.

    script -qec 'stty cols 100; ./qdsl screen FILE --sample' /dev/null | tools/terminal-picture.py TITLE > docs/images/screen.svg
"""
import html
import re
import sys

CELL, LINE, MARGIN, BAR = 7.8, 18, 16, 30
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "36": "#76e3ea", "90": "#8b949e", "2": "#8b949e"}


def spans(line):
    """Pairs of style and text; of the escape sequences only colours and bold are kept."""
    style, out = set(), []
    for part in re.split(r"(\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>])", line):
        if part.startswith("\x1b["):
            if part.endswith("m"):
                codes = part[2:-1].split(";")
                style = set() if codes in ([""], ["0"]) else style | set(codes)
        elif part and not part.startswith("\x1b"):
            out.append((frozenset(style), part))
    return out


def main():
    title = sys.argv[1] if len(sys.argv) > 1 else ""
    text = sys.stdin.buffer.read().decode("utf-8").replace("\r\n", "\n")
    lines = [line.rsplit("\r", 1)[-1] for line in text.rstrip().split("\n")]
    plain = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]", "", line) for line in lines]
    width = max(len(line) for line in plain) * CELL + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN + BAR
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}">')
    print('<style>text{font:13px ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3;white-space:pre}.b{font-weight:bold}</style>')
    print(f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/><rect width="100%" height="{BAR}" rx="8" fill="#161b22"/>')
    for i, colour in enumerate(("#ff5f56", "#ffbd2e", "#27c93f")):
        print(f'<circle cx="{MARGIN + 4 + 18 * i}" cy="{BAR / 2:.0f}" r="5" fill="{colour}"/>')
    print(f'<text x="{width / 2:.0f}" y="{BAR / 2 + 4:.0f}" text-anchor="middle" style="fill:#8b949e">{html.escape(title)}</text>')
    for row, line in enumerate(lines):
        column = 0
        for style, part in spans(line):
            if part.strip():
                colour = next((COLOURS[code] for code in style if code in COLOURS), None)
                attributes = f' style="fill:{colour}"' if colour else ""
                attributes += ' class="b"' if "1" in style else ""
                x, y = MARGIN + column * CELL, BAR + MARGIN + row * LINE + 10
                print(f'<text x="{x:.1f}" y="{y}" textLength="{len(part) * CELL:.1f}" xml:space="preserve"{attributes}>{html.escape(part)}</text>')
            column += len(part)
    print("</svg>")


main()
