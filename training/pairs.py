#!/usr/bin/python3
"""Pairs of the model of phrases: Debian descriptions with their synopses, Debian texts and everyday sentences with their French.
Run alone, it makes the split anew (phrases-split.txt); everything else reads the split from that file."""
import gzip
import hashlib
import re
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SPLIT = Path(__file__).resolve().parent / "phrases-split.txt"
SUMMARIZE, TRANSLATE = "summarize: ", "translate English to French: "
SYNOPSES, DEBIAN, EVERYDAY = "synopses", "debian-french", "everyday-french"
PREFIX = {SYNOPSES: SUMMARIZE, DEBIAN: TRANSLATE, EVERYDAY: TRANSLATE}

HELD_OUT = 40      # of 1,000 groups of Debian packages
HELD_SENTENCES = 20  # of 1,000 English everyday sentences
LARGEST = 40       # a larger group is boilerplate rather than a family, and is trained on
RARE = 20          # a sentence in more rows than this joins nothing: "This package contains the development files."
SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\s+\*\s+")
WORD = re.compile(r"[^\W_]+")
LEADING = re.compile(r"^(lib(rust|ghc6?|r-)?-?|python3?-|pypy-|gir1\.2-|ruby-|node-|php-|elpa-|r-(cran|bioc|other)-|golang-|fonts-)")
TRAILING = re.compile(r"[-+.](dev|docs?|dbg|dbgsym|prof|data|common|bin|utils?|tools?|perl|java|ruby|cil|el|ocaml|examples?|static|headers|"
                      r"source|src|plugins?|runtime|base|core|extra|client|server|modules?|i18n|l10n|tests?|all|full|cross|"
                      r"(amd64|arm64|arm(hf|el)?|aarch64|i[3-6]86|x86|x86-64|mips\w*|ppc\w*|powerpc\w*|riscv\w*|s390x?|sparc\w*|sh4|hppa|alpha|"
                      r"m68k|x32|hurd|kfreebsd)(-linux)?(-gnu\w*)?|linux-gnu\w*|gnu\w*|v?\d[\w.]*)$")


def family(package):
    """The name a source package would have: no lib or language in front, no -dev, -doc, -dbg, version or architecture behind."""
    name = LEADING.sub("", package.lower())
    while True:
        shorter = re.sub(r"[\d.]+$", "", TRAILING.sub("", name)).rstrip("-+.")
        if shorter == name or len(shorter) < 2:
            return name
        name = shorter


def normal(text):
    """Two texts of the same words count as one: no case, digits or punctuation."""
    return " ".join(WORD.findall(re.sub(r"\d+", "", text.lower())))


def mark(text):
    return hashlib.sha256(normal(text).encode()).hexdigest()[:10]


def share(key, seed="phrases"):
    """A number from 0 to 999 that depends on nothing but the key."""
    return int(hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()[:8], 16) % 1000


def clean(text):
    """One space between words; the dot by which the Debian translators show a no-break space is a space."""
    return " ".join(text.replace("⋅", " ").split())


def tsv(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as rows:
        return [[clean(c) for c in row.rstrip("\n").split("\t")] for row in rows]


def read(data=None):
    """Rows (package or None, source, target) of every set, in the order of the files."""
    data = Path(data) if data else DEFAULT_DATA
    synopses = [(p, long, short) for p, short, long in tsv(data / "debian-descriptions" / "long-to-synopsis.en.tsv.gz")]
    debian = [(None, e, f) for e, f in tsv(data / "debian-descriptions" / "en-fr.tsv.gz")]
    text = zipfile.ZipFile(data / "mt-tatoeba" / "fra-eng.zip").read("fra.txt").decode("utf-8")
    everyday = [(None, *map(clean, row.split("\t")[:2])) for row in text.split("\n") if row]
    return {SYNOPSES: synopses, DEBIAN: debian, EVERYDAY: everyday}


def groups(rows):
    """Debian rows of both sets that hang together: one family, the same text, or a sentence that few others have."""
    parent = {}

    def root(k):
        while parent.setdefault(k, k) != k:
            parent[k] = k = parent[parent[k]]
        return k

    keys = []
    sentences = Counter()
    for package, source, target in rows:
        whole = [f"w:{mark(t)}" for t in (source, target)]
        parts = {f"s:{mark(s)}" for t in (source, target) for s in SENTENCE.split(t) if len(WORD.findall(s)) >= 5}
        sentences.update(parts)
        keys.append(([f"f:{family(package)}"] if package else []) + whole + sorted(parts))
    for ks in keys:
        joined = [k for k in ks if not k.startswith("s:") or sentences[k] <= RARE]
        for k in joined[1:]:
            parent[root(k)] = root(joined[0])
    found = defaultdict(list)
    for n, ks in enumerate(keys):
        found[root(ks[0])].append(n)
    return [(min(k for n in members for k in keys[n] if k[0] != "s"), members) for members in found.values()]


def make_split(sets):
    """Lines `family NAME`, `debian MARK`, `everyday MARK`: what is held back, by package family or by the mark of the English text."""
    rows = sets[SYNOPSES] + sets[DEBIAN]
    lines, sizes = set(), []
    for key, members in groups(rows):
        sizes.append(len(members))
        if len(members) > LARGEST or share(key) >= HELD_OUT:
            continue
        for n in members:
            package, source, _ = rows[n]
            lines.add(f"family {family(package)}" if package else f"debian {mark(source)}")
    lines |= {f"everyday {m}" for m in {mark(e) for _, e, _ in sets[EVERYDAY]} if share(m) < HELD_SENTENCES}
    print(f"{len(sizes)} groups, the largest of {sorted(sizes)[-5:]} rows; {len(lines)} lines of the split")
    return sorted(lines)


def load(data=None, split=SPLIT):
    """(training pairs, held-back pairs) of every set. A training row whose whole source or target, normalised, is held back is dropped."""
    sets = read(data)
    held_names = defaultdict(set)
    for line in Path(split).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name = line.split(" ", 1)
            held_names[kind].add(name)

    def is_held(name, package, source):
        if name == SYNOPSES:
            return family(package) in held_names["family"]
        return mark(source) in held_names["debian" if name == DEBIAN else "everyday"]

    held = {name: [r for r in rows if is_held(name, r[0], r[1])] for name, rows in sets.items()}
    guard = {mark(t) for rows in held.values() for r in rows for t in r[1:]}
    train = {name: [r for r in rows if not is_held(name, r[0], r[1]) and mark(r[1]) not in guard and mark(r[2]) not in guard]
             for name, rows in sets.items()}
    # a synopsis is often the text of a translation as well: neither side may give the other's held-back text away
    return train, held


def main():
    sets = read()
    head = ["# What is held back from the model of phrases, made by training/pairs.py: package families, and marks",
            "# (first 10 hex digits of the SHA-256 of the text in lower case without digits and punctuation) of English texts."]
    SPLIT.write_text("\n".join(head + make_split(sets)) + "\n", encoding="utf-8", newline="\n")
    train, held = load()
    for name, rows in sets.items():
        print(f"{name}: {len(rows)} pairs, {len(train[name])} trained on, {len(held[name])} held back")


if __name__ == "__main__":
    main()
