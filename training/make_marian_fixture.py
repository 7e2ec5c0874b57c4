"""Makes tests/fixtures/pieces/marian-*: a vocab.json over two of the small SentencePiece models, and what Hugging Face's definition of Marian's
tokenizer makes of the hostile strings with SentencePiece itself (python3-sentencepiece). Run make_pieces_fixture.py before.

    marian-vocab.json   the pieces of both models but some, marks, codes of languages
    marian-strings.json strings beside those of strings.json, numbered on
    marian-ids.tsv      the number of a string, its ids with the end
    marian-decode.tsv   random ids, what they read as, ASCII JSON
"""
import json
import random
from pathlib import Path

import sentencepiece

OUT = Path(__file__).resolve().parent.parent / "tests/fixtures/pieces"
SOURCE, TARGET = "unigram.model", "spaces.model"
CODES = [">>fra<<", ">>cmn_Hans<<"]
WHOLE = ["\u65e5", "\u00e9"]  # no model has them; the vocabulary does


def load(name):
    return sentencepiece.SentencePieceProcessor(model_file=str(OUT / name))


def vocabulary(source, target):
    """Every 7th piece of the source's model is left out and becomes unknown, but for those of the target's."""
    pieces = [p for i, p in enumerate(source.id_to_piece(list(range(source.get_piece_size())))) if i % 7 != 5]
    pieces += target.id_to_piece(list(range(target.get_piece_size())))
    marks = ("<unk>", "</s>", "<s>", "<pad>")
    kept = list(dict.fromkeys(p for p in pieces if p not in marks))
    return {p: i for i, p in enumerate(["</s>", "<unk>"] + CODES[:1] + kept + WHOLE + CODES[1:] + ["<pad>"])}


def encode(source, ids, text):
    code = next((c for c in CODES if text.startswith(c)), "")
    pieces = ([code] if code else []) + source.encode(text[len(code):], out_type=str)
    return [ids.get(p, ids["<unk>"]) for p in pieces] + [ids["</s>"]]


def main():
    source, target = load(SOURCE), load(TARGET)
    ids = vocabulary(source, target)
    strings = json.loads((OUT / "strings.json").read_text())
    strings += [f"{CODES[0]} {s}" for s in strings[:20]] + [f"{CODES[1]}the rain", ">>xxx<< the rain", "the >>fra<< rain", "\u65e5", "the \u65e5 rain", "\u65e5\u672c", "caf\u00e9"]
    rng = random.Random(7)
    marks = [ids[m] for m in ("</s>", "<unk>", "<pad>")] + [ids[c] for c in CODES]
    texts = [p for p, i in ids.items() if i not in marks]
    decoded = ""
    for _ in range(80):
        chosen = [rng.choice(texts) for _ in range(rng.randint(1, 12))]
        read = target.decode_pieces(chosen).replace("\u2581", " ").strip()
        row = [ids[p] for p in chosen]
        row.insert(rng.randint(0, len(row)), rng.choice(marks))
        decoded += " ".join(map(str, row)) + "\t" + json.dumps(read) + "\n"
    (OUT / "marian-vocab.json").write_text(json.dumps(ids, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    (OUT / "marian-strings.json").write_text(json.dumps(strings[-27:], indent=0) + "\n")
    (OUT / "marian-ids.tsv").write_text("".join(f"{n}\t{' '.join(map(str, encode(source, ids, s)))}\n" for n, s in enumerate(strings)))
    (OUT / "marian-decode.tsv").write_text(decoded)


main()
