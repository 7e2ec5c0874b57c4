"""Greedy and beam decoding of encoder-decoders for many sources at once, as Hugging Face's generate defines them."""
from typing import NamedTuple

import torch

PAD, END = 0, 1  # of T5


class Marks(NamedTuple):
    """Ids that mean something: T5 starts the decoder with its pad; the last ones are never chosen."""
    start: int = PAD
    end: int = END
    pad: int = PAD
    never: tuple = ()

    def allowed(self, logits):
        logits[:, list(self.never)] = -torch.inf
        return logits


T5_MARKS = Marks()


def padded(lists, pad=PAD):
    """ids [n, longest] and a mask that is true where a token stands."""
    longest = max(map(len, lists))
    ids = torch.tensor([list(x) + [pad] * (longest - len(x)) for x in lists])
    lengths = torch.tensor([len(x) for x in lists])
    return ids, torch.arange(longest)[None] < lengths[:, None]


@torch.no_grad()
def greedy(model, sources, limit, marks=T5_MARKS):
    """Ids of every source, without the start token and with the end token where it came within `limit` tokens."""
    ids, mask = padded(sources, marks.pad)
    crossed = model.crossed(model.encode(ids, mask))
    past = [[] for _ in crossed]
    last = torch.full((len(sources), 1), marks.start)
    made, ended = [], torch.zeros(len(sources), dtype=torch.bool)
    while len(made) < limit and not ended.all():
        logits = marks.allowed(model.logits(model.decode(last, crossed, mask, past)[:, -1]))
        last = torch.where(ended, torch.tensor(marks.pad), logits.argmax(-1))[:, None]
        ended = ended | (last[:, 0] == marks.end)
        made.append(last)
    return [cut(row, marks.end) for row in torch.cat(made, 1).tolist()]


def cut(ids, end):
    return ids[:ids.index(end) + 1] if end in ids else ids


class Finished:
    """The best ended hypotheses of one source: score = sum of log probabilities / (new tokens, the end counted) ^ penalty."""

    def __init__(self, beams, penalty, early):
        self.beams, self.penalty, self.early, self.kept, self.done = beams, penalty, early, [], False

    def add(self, ids, total):
        score = total / len(ids) ** self.penalty
        if len(self.kept) < self.beams or score > min(self.kept)[0]:
            self.kept.append((score, ids))
            if len(self.kept) > self.beams:
                self.kept.remove(min(self.kept))

    def settle(self, best, length):
        """Done when there are enough and, unless stopping early, no running beam could score better at this length."""
        if len(self.kept) >= self.beams:
            self.done = self.done or self.early or min(self.kept)[0] >= best / length ** self.penalty


@torch.no_grad()
def beam(model, sources, limit, beams=4, penalty=1.0, early=False, marks=T5_MARKS):
    """(ids, score) of the best hypothesis of every source."""
    ids, mask = padded(sources, marks.pad)
    count = len(sources)
    spread = torch.arange(count).repeat_interleave(beams)
    crossed = [tuple(t[spread] for t in kv) for kv in model.crossed(model.encode(ids, mask))]
    mask, past = mask[spread], [[] for _ in crossed]
    totals = torch.tensor([0.0] + [-1e9] * (beams - 1)).repeat(count)
    finished = [Finished(beams, penalty, early) for _ in sources]
    running = [[] for _ in range(count * beams)]
    last = torch.full((count * beams, 1), marks.start)
    for length in range(1, limit + 1):
        logits = model.logits(model.decode(last, crossed, mask, past)[:, -1])
        scores = marks.allowed(torch.log_softmax(logits, -1)) + totals[:, None]
        values, places = scores.view(count, -1).topk(2 * beams)
        chosen, tokens, totals = [], [], []
        for s in range(count):
            here = []
            for rank, (value, place) in enumerate(zip(values[s].tolist(), places[s].tolist())):
                row, token = s * beams + place // logits.shape[1], place % logits.shape[1]
                if token != marks.end:
                    here.append((row, token, value))
                elif rank < beams and not finished[s].done:
                    finished[s].add(running[row] + [marks.end], value)
                if len(here) == beams:
                    break
            finished[s].settle(values[s, 0].item(), length)
            for row, token, value in here:
                chosen.append(row), tokens.append(token), totals.append(value)
        running = [running[row] + [token] for row, token in zip(chosen, tokens)]
        if all(f.done for f in finished):
            break
        past = [[t[chosen] for t in kv] for kv in past]
        last, totals = torch.tensor(tokens)[:, None], torch.tensor(totals)
    for s, f in enumerate(finished):
        if not f.done:
            for row in range(s * beams, (s + 1) * beams):
                f.add(running[row], float(totals[row]))
    return [max(f.kept)[::-1] for f in finished]
