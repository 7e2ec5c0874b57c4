"""Byte-level BPE as GPT-2 defines it: pre-tokenisation, trainer, encoder, and the two files of its Hugging Face layout."""
import heapq
import json
import re
import unicodedata
from collections import Counter, defaultdict

END = "<|endoftext|>"
WHITE = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}

# GPT-2 splits by Unicode categories that Python's `re` does not know. Each character is first replaced by one that stands
# for its class ('a' letter, '0' number, '\n' white space, '.' the rest; blank, apostrophe and the letters of the
# contractions stand for themselves), and the same pattern runs over the classes.
PATTERN = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[astrevmld]+| ?0+| ?[.']+|[ \n]+(?![^ \n])|[ \n]+")


class Classes(dict):
    def __missing__(self, code):
        c = chr(code)
        kind = unicodedata.category(c)[0]
        if c in " 'strevmld":
            r = c
        elif c in WHITE:
            r = "\n"
        else:
            r = {"L": "a", "N": "0"}.get(kind, ".")
        self[code] = r
        return r


CLASSES = Classes()


def pretokenize(text):
    return [text[m.start():m.end()] for m in PATTERN.finditer(text.translate(CLASSES))]


def byte_alphabet():
    """GPT-2's printable stand-in of each byte, in GPT-2's order (which is the order of ids 0 to 255)."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    table = {b: chr(b) for b in shown}
    table.update({b: chr(256 + i) for i, b in enumerate(hidden)})
    return table


ALPHABET = byte_alphabet()
BYTES = {c: b for b, c in ALPHABET.items()}


def spell(word):
    return tuple(ALPHABET[b] for b in word.encode("utf-8"))


def train(passages, vocabulary):
    """The merges of a vocabulary of that size; most frequent pair first, ties by the pair's own order."""
    words = Counter()
    for passage in passages:
        words.update(pretokenize(passage))
    counts = sorted(words.items())
    spelled = [list(spell(w)) for w, _ in counts]
    counts = [n for _, n in counts]
    pairs, where = Counter(), defaultdict(set)
    for i, symbols in enumerate(spelled):
        for pair in zip(symbols, symbols[1:]):
            pairs[pair] += counts[i]
            where[pair].add(i)
    heap = [(-n, pair) for pair, n in pairs.items()]
    heapq.heapify(heap)
    merges = []
    while len(merges) < vocabulary - 257 and heap:
        n, pair = heapq.heappop(heap)
        if pairs[pair] != -n:
            continue
        merges.append(pair)
        changed = set()
        for i in sorted(where.pop(pair)):
            old, new = spelled[i], merge(spelled[i], pair)
            for p in zip(old, old[1:]):
                pairs[p] -= counts[i]
                changed.add(p)
            for p in zip(new, new[1:]):
                pairs[p] += counts[i]
                where[p].add(i)
                changed.add(p)
            spelled[i] = new
        for p in changed:
            if pairs[p] > 0 and p != pair:
                heapq.heappush(heap, (-pairs[p], p))
        del pairs[pair]
    return merges


def merge(symbols, pair):
    out, i = [], 0
    while i < len(symbols):
        if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == pair:
            out.append(symbols[i] + symbols[i + 1])
            i += 2
        else:
            out.append(symbols[i])
            i += 1
    return out


class Tokenizer:
    """ids: 256 bytes in GPT-2's order, then the merges in order, then the end token."""

    def __init__(self, merges):
        self.merges = [tuple(m) for m in merges]
        self.tokens = list(ALPHABET.values()) + ["".join(m) for m in self.merges] + [END]
        self.ids = {t: i for i, t in enumerate(self.tokens)}
        self.ranks = {m: i for i, m in enumerate(self.merges)}
        self.end = self.ids[END]
        self.cache = {}

    def word(self, word):
        known = self.cache.get(word)
        if known is None:
            symbols = list(spell(word))
            while len(symbols) > 1:
                best = min(zip(symbols, symbols[1:]), key=lambda p: self.ranks.get(p, 1 << 30))
                if best not in self.ranks:
                    break
                symbols = merge(symbols, best)
            known = self.cache[word] = [self.ids[s] for s in symbols]
        return known

    def encode(self, text):
        return [i for word in pretokenize(text) for i in self.word(word)]

    def bytes_of(self, i):
        return b"" if i == self.end else bytes(BYTES[c] for c in self.tokens[i])

    def decode(self, ids):
        return b"".join(self.bytes_of(i) for i in ids).decode("utf-8", errors="replace")

    def characters(self):
        """Characters that begin in each token: its bytes that do not continue a UTF-8 sequence."""
        return [sum(b & 0xC0 != 0x80 for b in self.bytes_of(i)) for i in range(len(self.tokens))]

    def save(self, folder):
        vocab = json.dumps(self.ids, ensure_ascii=False, separators=(",", ":"))
        (folder / "vocab.json").write_text(vocab + "\n", encoding="utf-8", newline="\n")
        lines = ["#version: 0.2"] + [" ".join(m) for m in self.merges]
        (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

    @staticmethod
    def load(folder):
        lines = (folder / "merges.txt").read_text(encoding="utf-8").split("\n")[1:]
        return Tokenizer([tuple(line.split(" ")) for line in lines if line])
