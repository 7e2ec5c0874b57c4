#!/usr/bin/python3
"""Prints pairs that were held back from the model of phrases: a source with its prefix, a tab, its references between tabs. The sources that evaluate_t5.py
measures, in its order; descriptions are left as they are, and those that the decoder's context cannot hold are left out."""
import argparse

import pairs
from evaluate_t5 import chosen


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("set", choices=["synopses", "debian-french", "everyday-french", "short"])
    a.add_argument("--data", default=str(pairs.DEFAULT_DATA))
    a.add_argument("--count", type=int, default=200)
    a = a.parse_args()
    for name, title, sources, references in chosen(pairs.load(a.data)[1], a.count):
        if name == a.set and title == name or a.set == "short" and "at most" in title:
            for source, targets in zip(sources, references):
                if len(source) < 1000:
                    print("\t".join(" ".join(t.split()) for t in [pairs.PREFIX[name] + source, *targets]))


if __name__ == "__main__":
    main()
