#!/usr/bin/python3
"""Prints pairs that were held back from the model of phrases (or trained on: --trained): a source with its prefix, a tab, its references between tabs. The sources that evaluate_t5.py
measures, in its order; descriptions are left as they are, and those that the decoder's context cannot hold are left out."""
import argparse

import pairs
from evaluate_t5 import chosen


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("set", choices=["synopses", "debian-french", "everyday-french", "short"])
    a.add_argument("--data", default=str(pairs.DEFAULT_DATA))
    a.add_argument("--count", type=int, default=200)
    a.add_argument("--trained", action="store_true", help="pairs that were trained on, in the order of the file: to calibrate with")
    a = a.parse_args()
    if a.trained:
        for _, source, target in pairs.load(a.data)[0][a.set][:a.count]:
            print(pairs.PREFIX[a.set] + " ".join(source.split())[:350] + "\t" + " ".join(target.split()))
        return
    for name, title, sources, references in chosen(pairs.load(a.data)[1], a.count):
        if name == a.set and title == name or a.set == "short" and "at most" in title:
            for source, targets in zip(sources, references):
                if len(source) < 1000:
                    print("\t".join(" ".join(t.split()) for t in [pairs.PREFIX[name] + source, *targets]))


if __name__ == "__main__":
    main()
