"""BLEU (the tokens of sacreBLEU's 13a), chrF and ROUGE, and their bootstrap intervals; all as counts a pair, summed when wanted."""
import html
import re
from collections import Counter

import numpy as np

DRAWS = 1000
AROUND = re.compile(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])")
BEFORE, AFTER, DASH = re.compile(r"([^0-9])([\.,])"), re.compile(r"([\.,])([^0-9])"), re.compile(r"([0-9])(-)")
ROUGE_WORD = re.compile(r"[a-z0-9]+")


def tokens_13a(text):
    """The tokens by which BLEU is usually given: punctuation apart, but not within numbers."""
    text = f" {html.unescape(text.replace('<skipped>', ''))} "
    text = AROUND.sub(r" \1 ", text)
    text = BEFORE.sub(r"\1 \2 ", text)
    text = AFTER.sub(r" \1 \2", text)
    return DASH.sub(r"\1 \2 ", text).split()


def grams(tokens, n):
    return Counter(tuple(tokens[i:i + n]) for i in range(len(tokens) - n + 1))


def bleu_counts(output, references):
    """Matches and n-grams for n = 1 to 4, the output's length and that of the closest reference."""
    out, refs = tokens_13a(output), [tokens_13a(r) for r in references]
    counts = []
    for n in range(1, 5):
        most = Counter()
        for r in refs:
            most |= grams(r, n)
        found = grams(out, n)
        counts += [sum((found & most).values()), max(0, len(out) - n + 1)]
    return counts + [len(out), min((abs(len(r) - len(out)), len(r)) for r in refs)[1]]


def bleu(counts):
    """From summed counts, with sacreBLEU's exponential smoothing where no n-gram matches."""
    matches, totals, smooth, logs = counts[0:8:2], counts[1:8:2], 1.0, 0.0
    if totals[3] == 0 or matches[0] == 0:
        return 0.0
    for m, t in zip(matches, totals):
        if m == 0:
            smooth *= 2
            m = 1 / smooth
        logs += np.log(m / t) / 4
    return 100 * float(np.exp(logs + min(0.0, 1 - counts[9] / counts[8])))


def chrf_counts(output, references):
    """Matches and n-grams of either side for n = 1 to 6 characters, spaces left out; of several references the one with most matches."""
    best = None
    out = "".join(output.split())
    for r in references:
        ref, counts = "".join(r.split()), []
        for n in range(1, 7):
            a, b = grams(out, n), grams(ref, n)
            counts += [sum((a & b).values()), sum(a.values()), sum(b.values())]
        if best is None or chrf(counts) > chrf(best):
            best = counts
    return best


def chrf(counts):
    """chrF2: recall counts twice as much as precision; means over the lengths that occur."""
    precision = recall = used = 0
    for m, a, b in zip(counts[0::3], counts[1::3], counts[2::3]):
        if a and b:
            precision, recall, used = precision + m / a, recall + m / b, used + 1
    precision, recall = precision / max(1, used), recall / max(1, used)
    return 100 * 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0


def longest_common(a, b):
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def rouge_counts(output, references):
    """F1 of words, of pairs of words, and of the longest common subsequence, in lower case without stemming."""
    out, ref = (ROUGE_WORD.findall(t.lower()) for t in (output, references[0]))
    matches = [sum((grams(out, n) & grams(ref, n)).values()) for n in (1, 2)] + [longest_common(out, ref)]
    sizes = [(len(out) - n, len(ref) - n) for n in (0, 1, 0)]
    return [200 * m / (a + b) if m else 0.0 for m, (a, b) in zip(matches, sizes)] + [1]


MEASURES = {"BLEU": (bleu_counts, bleu), "chrF": (chrf_counts, chrf),
            "ROUGE": (rouge_counts, lambda c: [c[i] / c[3] for i in range(3)])}
NAMES = {"BLEU": ["BLEU"], "chrF": ["chrF"], "ROUGE": ["ROUGE-1", "ROUGE-2", "ROUGE-L"]}


def measure(outputs, references, against=None):
    """{name: (value, low, high)}: the middle 95 % of the values of 1,000 draws with replacement. With `against` (other outputs for the
    same references) also {name + ' gain': ...}, drawn in pairs."""
    found = {}
    draws = np.random.default_rng(20260).integers(len(outputs), size=(DRAWS, len(outputs)))
    for kind, (count, value) in MEASURES.items():
        tables = [np.array([count(o, r) for o, r in zip(side, references)], dtype=float) for side in (outputs, against) if side]
        points = [np.atleast_1d(value(t.sum(0))) for t in tables]
        drawn = [np.array([np.atleast_1d(value(t[d].sum(0))) for d in draws]) for t in tables]
        for i, name in enumerate(NAMES[kind]):
            found[name] = interval(points[0][i], drawn[0][:, i])
            if against:
                found[name + " gain"] = interval(points[0][i] - points[1][i], drawn[0][:, i] - drawn[1][:, i])
    return found


def interval(value, draws):
    low, high = np.percentile(draws, [2.5, 97.5])
    return [round(float(v), 2) for v in (value, low, high)]
