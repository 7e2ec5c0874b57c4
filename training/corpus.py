"""The texts of the default model: where they lie, how they are split, and what is done to them (next to nothing)."""
import gzip
import re
from pathlib import Path

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
NOVELS = ["emma", "mansfield-park", "northanger-abbey", "persuasion", "pride-and-prejudice", "sense-and-sensibility"]
HELD_OUT = 0.05
CHAPTER = re.compile(r"^(?=(?:CHAPTER|Chapter|VOLUME)\b)", re.MULTILINE)
SPEECHES_PER_SCENE = 40


class Text:
    """One file: `train` is its first 95 % cut into passages, `held_out` its last 5 % in one piece."""

    def __init__(self, name, text, cuts):
        self.name, self.text = name, text
        self.split = len(text) - int(len(text) * HELD_OUT)
        self.held_out = text[self.split:]
        edges = [0] + sorted(c for c in cuts if 0 < c < self.split) + [self.split]
        self.train = [text[a:b] for a, b in zip(edges, edges[1:]) if text[a:b].strip()]


def read_plain(path):
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def read_bible(path):
    """English column, one verse a line; a cut wherever the chapter changes."""
    lines, cuts, at, last = [], [], 0, None
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as rows:
        for row in rows:
            reference, english = row.rstrip("\n").split("\t")[:2]
            chapter = reference.rsplit(":", 1)[0]
            if chapter != last:
                cuts.append(at)
                last = chapter
            lines.append(english + "\n")
            at += len(english) + 1
    return "".join(lines), cuts


def scenes(text):
    """Tiny Shakespeare marks no scenes, so every 40th speech starts a passage."""
    starts = [m.end() for m in re.finditer(r"\n\n", text)]
    return starts[::SPEECHES_PER_SCENE]


def load(data=None):
    """All nine texts, in a fixed order."""
    data = Path(data) if data else DEFAULT_DATA
    texts = []
    for name in NOVELS:
        text = read_plain(data / "jane-austen" / f"{name}.txt")
        texts.append(Text(name, text, [m.start() for m in CHAPTER.finditer(text)]))
    moby = read_plain(data / "lm-text" / "moby-dick.txt")
    texts.append(Text("moby-dick", moby, [m.start() for m in CHAPTER.finditer(moby)]))
    plays = read_plain(data / "lm-text" / "tinyshakespeare.txt")
    texts.append(Text("tinyshakespeare", plays, scenes(plays)))
    bible, chapters = read_bible(data / "bible-en-es" / "web-rv1909.tsv.gz")
    texts.append(Text("bible-web", bible, chapters))
    return texts
