#!/usr/bin/python3
"""Makes tests/fixtures/fsmt and the tokenizer of tests/fixtures/tiny-fsmt: what Hugging Face's definition of FSMT's tokenizer gives with sacremoses itself
(0.1.1, on PYTHONPATH; python3-regex, python3-click, python3-joblib, python3-tqdm, and PyTorch for the texts of tiny-fsmt). Abbreviations are the library's
lists (Kernels.Models/Moses), those of English where it has none.

    words.tsv         language, a text, its words with a space between, and those words joined again; ASCII JSON
    joined.tsv        language, random words, the text they join to
    lower.tsv         a text, Python's lower case of it
    vocab-src.json .. a small tokenizer, English to German, whose merges make pieces that the vocabulary lacks
    ids.tsv           the number of an English line of words.tsv, its ids with the end
    decode.tsv        random ids of texts, what they read as
    tiny-fsmt/texts.json   sources, their ids, and the texts that PyTorch writes: greedy and with four beams, at most 20 tokens
"""
import collections
import json
import random
import unicodedata

import numpy
import sacremoses.tokenize
import sacremoses.util
import torch
from sacremoses import MosesDetokenizer, MosesPunctNormalizer, MosesTokenizer

import decode
import export
import safetensors
from fsmt import Translator
from moses_texts import HOSTILE, PARTS, SENTENCES, WORDS

ROOT = export.REPOSITORY
OUT, TINY = ROOT / "tests/fixtures/fsmt", ROOT / "tests/fixtures/tiny-fsmt"
LISTED = ("en", "de", "ru")
MARKS = ["<s>", "<pad>", "</s>", "<unk>"]
END = "</w>"

# 0.1.1 leaves the first and the last character of each block out, which the versions before it did not.
sacremoses.tokenize.is_cjk = lambda c: any(a <= ord(c) <= b for a, b in sacremoses.util.CJKChars.ranges)


class Moses:
    def __init__(self, language):
        listed = language if language in LISTED else "en"
        self.normalizer = MosesPunctNormalizer(lang=language)
        self.tokenizer = MosesTokenizer(lang=language, custom_nonbreaking_prefixes_file=str(ROOT / f"Kernels.Models/Moses/nonbreaking_prefix.{listed}"))
        self.detokenizer = MosesDetokenizer(lang=language)

    def words(self, text):
        text = self.normalizer.normalize(self.normalizer.replace_unicode_punct(text))
        text = "".join(c for c in text if unicodedata.category(c)[0] != "C")
        return self.tokenizer.tokenize(text, aggressive_dash_splits=True, return_str=False, escape=True)

    def join(self, words):
        return self.detokenizer.detokenize(words)


def rounds(word, ranks):
    """Pieces of a word by the definition: the pair of lowest rank, everywhere, until there is none."""
    pieces = list(word[:-1]) + [word[-1] + END]
    while True:
        best = min((ranks[p] for p in zip(pieces, pieces[1:]) if p in ranks), default=None)
        if best is None:
            return pieces
        merged, i = [], 0
        while i < len(pieces):
            step = 2 if ranks.get(tuple(pieces[i:i + 2])) == best else 1
            merged.append("".join(pieces[i:i + step]))
            i += step
        pieces = merged


def learn(words, count):
    counts, ranks = collections.Counter(words), {}
    for rank in range(count):
        pairs = collections.Counter()
        for word, n in counts.items():
            pieces = rounds(word, ranks)
            for pair in zip(pieces, pieces[1:]):
                pairs[pair] += n
        ranks[max(pairs, key=lambda p: (pairs[p], p))] = rank
    return ranks


def encode(moses, ranks, ids, text):
    return [ids.get(p, ids["<unk>"]) for w in moses.words(text) for p in rounds(w, ranks)] + [ids["</s>"]]


def read(moses, pieces, row):
    text = "".join(pieces[i].replace(" ", "").replace(END, " ") for i in row if pieces[i] not in MARKS)
    return moses.join(text.split())


def line(*fields):
    return "\t".join(f if isinstance(f, str) else json.dumps(f[0]) for f in fields) + "\n"


def numbers(ids):
    return " ".join(map(str, ids))


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_tokenizer(folder, source, target, ranks, languages):
    for name, pieces in (("vocab-src.json", source), ("vocab-tgt.json", target)):
        write(folder, name, json.dumps({p: i for i, p in enumerate(pieces)}, indent=0, ensure_ascii=False) + "\n")
    write(folder, "merges.txt", "".join(f"{a} {b}\n" for a, b in sorted(ranks, key=ranks.get)))
    write(folder, "tokenizer_config.json", json.dumps({"langs": languages, "model_max_length": 1024, "do_lower_case": False, "unk_token": "<unk>"}) + "\n")


def texts_of(language, rng, hostile):
    drawn = []
    for _ in range(160 if language in LISTED else 60):
        between = rng.choice(("", "", " "))
        drawn.append(between.join(rng.choice(PARTS) for _ in range(rng.randint(1, 14))))
    return SENTENCES[language].split("\n") + HOSTILE + hostile + drawn


def write_words(rng):
    hostile = [s for s in json.loads((ROOT / "tests/fixtures/pieces/strings.json").read_text())
               if len(s) < 400 and not any(unicodedata.category(c) == "Cn" for c in s)]  # .NET may know more characters than this Python
    lines, joined, english = "", "", []
    for language in SENTENCES:
        moses = Moses(language)
        for text in texts_of(language, rng, hostile if language == "en" else []):
            words = moses.words(text)
            english += [text] if language == "en" else []
            lines += line(language, [text], [" ".join(words)], [moses.join(words)])
        for _ in range(150):
            words = [rng.choice(WORDS) for _ in range(rng.randint(1, 10))]
            joined += line(language, [" ".join(words)], [moses.join(words)])
    write(OUT, "words.tsv", lines)
    write(OUT, "joined.tsv", joined)
    return english


def write_lower(rng):
    parts = PARTS + ["\u03a3", "\u03a3", "\u0391", "\u0130", "I", "\u1e9e", "\u01c5", "\U00010400", "\u00c9", "'", ".", "\u0410"]
    texts = ["".join(rng.choice(parts) for _ in range(rng.randint(1, 8))) for _ in range(200)]
    write(OUT, "lower.tsv", "".join(line([t], [t.lower()]) for t in texts))


def write_ids(rng, english):
    moses, german = Moses("en"), Moses("de")
    words = [w for text in (ROOT / "tests/fixtures/novels-heldout.txt").read_text().split("\n")[:600] for w in moses.words(text)]
    words += [w for text in SENTENCES["de"].split("\n") for w in german.words(text)]
    ranks = learn(words, 350)
    kept = collections.Counter(p for w in words for p in rounds(w, ranks))
    source = MARKS + sorted(p for p, n in kept.items() if n > 3)
    target = MARKS + sorted((p for p in kept if len(p) < 12), key=lambda p: p[::-1]) + ["&apos;" + END, "&quot;" + END, "@-@" + END, "\u201e" + END, "a b" + END + "c", END]
    target = list(dict.fromkeys(target))
    write_tokenizer(OUT, source, target, ranks, ["en", "de"])
    ids = {p: i for i, p in enumerate(source)}
    write(OUT, "ids.tsv", "".join(f"{n}\t{numbers(encode(moses, ranks, ids, t))}\n" for n, t in enumerate(english)))
    decoded = ""
    for _ in range(200):
        row = [rng.randrange(len(target)) for _ in range(rng.randint(1, 20))]
        decoded += line(numbers(row), [read(german, target, row)])
    write(OUT, "decode.tsv", decoded)


def write_tiny():
    letters = "abcdefghijklmnopqrstuvwxyz"
    both = list(letters) + [c + END for c in letters]
    ranks = {p: i for i, p in enumerate([("t", "h"), ("th", "e" + END), ("a", "n"), ("an", "d" + END), ("i", "n"), ("in", "g" + END), ("o", "u"), ("e", "r" + END), ("h", "ou"), ("s", "t")])}
    source = MARKS + both + ["th", "the" + END, "an", "and" + END, "in", "ing" + END, "ou", "er" + END, "hou", "st"] + [c + END for c in ".,?'-"]
    target = MARKS + both + [p + END for p in ("\u00e9", "&apos;", "qu&apos;", "l&apos;", ",", ".", "?", "!", ":", "@-@", "&quot;", "les", "le", "la", "est", "une", "dans", "(", ")")]
    target += ["\u00e9", "ou", "en", "qu", "er", "tion" + END, "&amp;" + END, "%" + END]
    config = json.loads((TINY / "config.json").read_text())
    assert (len(source), len(target)) == (config["src_vocab_size"], config["tgt_vocab_size"])
    write_tokenizer(TINY, source, target, ranks, config["langs"])
    model = Translator(config).eval()
    held = {n: torch.from_numpy(numpy.array(v)) for n, v in safetensors.read(TINY / "model.safetensors").items()}
    assert model.load_state_dict(held, strict=True)
    marks = decode.Marks(config["decoder_start_token_id"], config["eos_token_id"], config["pad_token_id"], ())
    english, french, ids = Moses("en"), Moses("fr"), {p: i for i, p in enumerate(source)}
    cases = []
    for text in ("The house is standing.", "Where are they, and who's there?", "It rained; we stayed in."):
        one = encode(english, ranks, ids, text)
        (greedy,), ((beam, _),) = decode.greedy(model, [one], 20, marks), decode.beam(model, [one], 20, 4, 1.0, False, marks)
        cases.append({"source": text, "source_ids": one, "greedy": read(french, target, greedy), "beam4": read(french, target, beam)})
    write(TINY, "texts.json", json.dumps(cases, indent=0) + "\n")


def main():
    OUT.mkdir(exist_ok=True)
    rng = random.Random(5)
    english = write_words(rng)
    write_lower(rng)
    write_ids(rng, english)
    write_tiny()


main()
