#!/usr/bin/python3
"""Writes tests/fixtures/tiny-gpt2/beams.json: beam searches of the tiny GPT-2 as Hugging Face's generate defines them, step by step without a cache.

Like decode.py, which does encoder-decoders, it follows BeamSearchScorer: of each step's candidates the end tokens below the first `beams` are skipped,
the length counts new tokens and the end token. Rules about tokens apply to log probabilities, after the softmax: repetition penalty, n-grams that
may not repeat, end tokens that may not come yet. A case in which two candidates are so close that rounding could choose is left out,
and one in which forbidden texts are kept for want of others.
"""
import itertools
import json

import numpy
import torch

import decode
import export
from make_fixture import CONFIG
from model import Gpt2

FOLDER = export.REPOSITORY / "tests" / "fixtures" / "tiny-gpt2"
CLOSE = 2e-4  # nats


class TooClose(Exception):
    pass


class Finished(decode.Finished):
    """With early stopping "never": by the length that favours an open text most."""

    def __init__(self, beams, penalty, early, limit):
        super().__init__(beams, penalty, early)
        self.limit = limit

    def settle(self, best, length):
        never = self.early == "never"
        if len(self.kept) >= self.beams and self.early is not True:
            reach = best / (self.limit if never and self.penalty > 0 else length) ** self.penalty
            if abs(min(self.kept)[0] - reach) < CLOSE / 10:
                raise TooClose
            self.done = self.done or min(self.kept)[0] >= reach
        elif len(self.kept) >= self.beams:
            self.done = True


def weights(path):
    """The tensors of a safetensors file."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8:8 + size]), data[8 + size:]
    return {n: torch.from_numpy(numpy.frombuffer(body[slice(*h["data_offsets"])], dtype="<f4").reshape(h["shape"]).copy())
            for n, h in header.items() if n != "__metadata__"}


def ruled(logp, text, prompt, case):
    """Log probabilities after the rules."""
    if case["repetition_penalty"] != 1:
        seen = torch.tensor(sorted(set(text)))
        logp[seen] = torch.where(logp[seen] < 0, logp[seen] * case["repetition_penalty"], logp[seen] / case["repetition_penalty"])
    n = case["no_repeat_ngram"]
    if n and len(text) + 1 >= n:
        grams = [tuple(text[i:i + n]) for i in range(len(text) - n + 1)]
        logp[[g[-1] for g in grams if g[:-1] == tuple(text[len(text) + 1 - n:])]] = -torch.inf
    if len(text) - prompt < case["min_tokens"]:
        logp[case["ends"]] = -torch.inf
    return logp


@torch.no_grad()
def beam(model, case):
    prompt, ends, beams, limit = case["prompt"], case["ends"], case["beams"], case["tokens"]
    finished = Finished(beams, case["length_penalty"], case["early_stopping"], limit)
    running = [(prompt, 0.0 if i == 0 else -1e9) for i in range(beams)]
    keep = max(2, 1 + len(ends)) * beams
    for length in range(1, limit + 1):
        scores = torch.stack([ruled(torch.log_softmax(model(torch.tensor([t]))[0, -1].double(), -1), t, len(prompt), case) + s for t, s in running])
        values, places = scores.view(-1).topk(keep + 1)
        finite = values[values > -1e8]
        if len(finite) > 1 and (finite[:-1] - finite[1:]).min() < CLOSE:
            raise TooClose
        chosen = []
        for rank, (value, place) in enumerate(zip(values[:keep].tolist(), places[:keep].tolist())):
            row, token = divmod(place, scores.shape[1])
            if token not in ends:
                chosen.append((running[row][0] + [token], value))
            elif rank < beams:
                finished.add(running[row][0][len(prompt):] + [token], value)
            if len(chosen) == beams:
                break
        finished.settle(values[0].item(), length)
        running = chosen
        if finished.done:
            break
    if not finished.done:
        for text, total in running:
            finished.add(text[len(prompt):], total)
    found = sorted(finished.kept, reverse=True)
    if found[-1][0] == -torch.inf:
        raise TooClose  # a text that the rules forbid: kept for want of others
    if any(a[0] - b[0] < 1e-5 for a, b in zip(found, found[1:])):
        raise TooClose
    return found


def main():
    model = Gpt2(CONFIG).eval()
    model.load_state_dict(weights(FOLDER / "model.safetensors"), strict=False)
    usual = {"beams": 4, "length_penalty": 1.0, "early_stopping": False, "repetition_penalty": 1.0, "no_repeat_ngram": 0, "min_tokens": 0, "tokens": 16}
    prompts = [[3], [7, 7, 2], [11, 30, 4, 9, 25, 0, 18], list(range(1, 30)) * 2]
    ends = [[36], [5], [3, 17], [0, 1, 2, 8, 12, 20, 31]]
    changes = [{}, {"beams": 2}, {"beams": 7}, {"length_penalty": 0.0}, {"length_penalty": 2.0}, {"length_penalty": -1.5}, {"length_penalty": 0.6, "early_stopping": True},
               {"early_stopping": "never"}, {"early_stopping": "never", "length_penalty": -0.5}, {"no_repeat_ngram": 2}, {"no_repeat_ngram": 1, "beams": 3}, {"min_tokens": 6},
               {"repetition_penalty": 1.7}, {"repetition_penalty": 0.8, "min_tokens": 3, "no_repeat_ngram": 3}, {"tokens": 1}, {"tokens": 2, "beams": 3}]
    cases, close = [], 0
    for prompt, end, change in itertools.product(prompts, ends, changes):
        case = {"prompt": prompt, "ends": end, **usual, **change}
        if len(prompt) > 20:
            case["tokens"] = min(case["tokens"], CONFIG["n_positions"] - len(prompt) + 1)
        try:
            found = beam(model, case)
        except TooClose:
            close += 1
            continue
        cases.append(json.dumps({**case, "found": [{"ids": ids, "score": score} for score, ids in found]}))
    (FOLDER / "beams.json").write_text('{"source":"PyTorch ' + torch.__version__ + '","cases":[\n' + ",\n".join(cases) + "]}\n", newline="\n")
    print(len(cases), "cases,", close, "left out")


if __name__ == "__main__":
    main()
