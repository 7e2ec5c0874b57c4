#!/usr/bin/python3
"""Trains the SentencePiece vocabulary of the model of phrases on the training pairs alone (Debian: python3-sentencepiece)."""
import argparse
import random
from pathlib import Path

import sentencepiece

import pairs

RUN = Path(__file__).resolve().parent / "runs" / "phrases"


def texts(train):
    """Both sides of every pair, and the prefixes; of the long descriptions every third, or they would outweigh the rest."""
    for name, rows in train.items():
        for n, (_, source, target) in enumerate(rows):
            if name != pairs.SYNOPSES or n % 3 == 0:
                yield source
            yield target


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", default=str(pairs.DEFAULT_DATA))
    a.add_argument("--out", default=str(RUN / "spiece.model"))
    a.add_argument("--size", type=int, default=6000)
    a = a.parse_args()
    Path(a.out).parent.mkdir(parents=True, exist_ok=True)
    lines = sorted(set(texts(pairs.load(a.data)[0])))
    random.Random(20260).shuffle(lines)
    lines += [pairs.SUMMARIZE.strip(), pairs.TRANSLATE.strip()] * 2000
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_prefix=a.out.removesuffix(".model"), vocab_size=a.size, model_type="unigram",
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, normalization_rule_name="nmt_nfkc", byte_fallback=True, character_coverage=0.9995,
        num_threads=1, minloglevel=1)
    Path(a.out).with_suffix(".vocab").unlink()


if __name__ == "__main__":
    main()
