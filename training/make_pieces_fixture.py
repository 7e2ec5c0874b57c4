"""Makes tests/fixtures/pieces: small SentencePiece models, hostile strings, and what SentencePiece itself makes of them.

    apt-get install python3-sentencepiece
    /usr/bin/python3 training/make_pieces_fixture.py [../shared/data/tokenizers]

Output:
    *.model      models trained here on the sentences below, one for each way of treating spaces and unknown text
    strings.json the strings
    ids.tsv      model, the number of a string, its ids, what these decode to as ASCII JSON; for the models here and in the folder
    decode.tsv   model, random ids, what they decode to as ASCII JSON
    files.tsv    model, a file of the folder, the number of ids of the whole file and the SHA-256 of its ids (four bytes each, lowest first)

The models and texts of the folder do not go into the fixture; the tests that need them are skipped where it is missing.
"""
import hashlib
import io
import json
import random
import sys
from pathlib import Path

import sentencepiece

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "tests/fixtures/pieces"
DATA = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "shared/data/tokenizers"
SHARED = ["t5-spiece.model", "llama2-tokenizer.model", "test_model.model", "test_ja_model.model"]
TEXTS = ["botchan.txt", "ggml-vocab-llama-spm.gguf.inp", "SOURCE.txt", "gpt2-vocab.bpe", "gpt2-encoder.json", "t5-small-tokenizer.json"]

# Written for this fixture.
SENTENCES = """
The kettle sang before the rain came over the hill.
A small boat waited where the river meets the sea.
She counted the lamps along the harbour, one by one.
Nobody had asked the lighthouse keeper what he thought of the moon.
We walked home slowly because the snow was new and nobody had stepped on it.
The baker's cat sleeps on the warmest stone of the oven.
If the bridge is closed, take the ferry; if the ferry is late, take your time.
Twelve pears, eleven plums and ten apples fell into the grass.
An old map showed a road that no one could find.
The train left at 7:45 and arrived, as always, at twenty past nine.
Every window in the street was open, and every window had music in it.
He wrote the letter twice, burned it once, and never sent it.
Morning light came through the leaves and made small coins on the floor.
The clockmaker kept a drawer of seconds that nobody had used.
Rain again, said the gardener, and went out to thank it.
They built the wall of round stones, and it stood for a hundred winters.
Who painted the door blue, and who will paint it green?
A word can be a key, a wall, a river or a boat.
The children numbered the stairs: 1, 2, 3, 5, 8, 13.
Under the table lived a mouse who had read every newspaper since spring.
Bread, salt, water and patience: that is the whole recipe.
The wind knows all the songs, but sings only the long ones.
At the end of the pier stood a chair, and on the chair a hat.
Listen: the ice is talking to the shore.
""".strip().splitlines() * 3

# What the small unigram model makes of characters: some become others, one becomes two, one goes, all spaces become one kind.
RULES = "".join(f"{' '.join(f'{ord(c):X}' for c in a)}\t{' '.join(f'{ord(c):X}' for c in b)}\n" for a, b in [
    ("\t", " "), ("\n", " "), ("\r", " "), ("\u00a0", " "), ("\u3000", " "), ("\u200b", ""), ("\u00ad", ""), ("\ufb01", "fi"), ("\uff21", "A"),
    ("e\u0301", "\u00e9"), ("e\u0301\u0323", "\u1eb9\u0301"), ("\u2026", "..."), ("\u2581", " "), ("\u2014", " - "), ("\U0001f600", ":)"),
])

HOSTILE = [
    "", " ", "  ", "   a", "a   ", "a  b   c", " \t\n\r a \t\n\r ", "\u00a0a\u00a0\u00a0b\u00a0", "\u3000\u3000a\u3000", "\u2003\u2009\u200a\u202f\u205f\u1680",
    "\u0085a\u2028b\u2029c\u000b\u000c", "\0", "\0\0a\0", "a\0b", " \0 ", "\u0001\u0002\u001f\u007f\u0080\u009f", "\u2581", "\u2581\u2581a\u2581b", "a\u2581", " \u2581 ",
    "Hello world", "hello", "The kettle sang before the rain.", "one<sep>two <sep> three<sep>", "<sep><sep>", "<sep", "a<s>b</s>c<pad><unk>", "<0x0A><0x41>", "<extra_id_0> <extra_id_99>",
    "caf\u00e9 cafe\u0301", "e\u0301\u0323 e\u0323\u0301 e\u0301", "\u0301\u0301\u0301", "a" + "\u0300\u0316\u0334" * 20 + "b", "\u1100\u1161\u11a8\uac01\u1100", "\u304b\u3099\u304c\uff76\uff9e",
    "\uff28\uff45\uff4c\uff4c\uff4f\u3000\uff37\uff4f\uff52\uff4c\uff44\uff11\uff12", "\uff61\uff62\uff63\uff64", "\u2167\u00bd\u2460\u33a5\u32ff\ufb01\ufb03\ufdfa", "\u212b\u00c5A\u030a",
    "\U0001f600", "\U0001f600\U0001f600 \U0001f9d1\u200d\U0001f680", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f1e9\U0001f1ea\U0001f1f0\U0001f1f7", "1\ufe0f\u20e3 \u2764\ufe0f", "\U0001f44b\U0001f3fd",
    "\u4f60\u597d\uff0c\u4e16\u754c\u3002", "\u543e\u8f29\u306f\u732b\u3067\u3042\u308b\u3002\u540d\u524d\u306f\u307e\u3060\u7121\u3044\u3002", "\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4",
    "\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645", "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u0928\u092e\u0938\u094d\u0924\u0947", "\u0f40\u0f0b\u0f41", "\u1780\u17b6\u1793\u17cb\u178f\u17c2",
    "\u202eabc\u202c \u200fdef\u200e", "\ufeffa\ufeffb", "\ufffd\ufffd", "\ufffe\uffff\U0001ffff\U0010ffff", "\ue000\U000f0000", "\u0378\u0380", "a\u00adb\u200bc\u2060d",
    "\U00010437\U00020000\U0002f800\U0001d7d8\U0001d4d0", "x" * 300, "ab" * 200, " " * 300, " a" * 150, "\u0301" * 200, "\U0001f600" * 50, "\u5b57" * 100, "\n" * 100, "the " * 100,
    "http://example.org/?q=a%20b&c=d#e", "3.14159 -1e-9 0x7fffffff 1,000,000", "int main(void) {\n\treturn 0;\n}\n", "I've you'll 'RE it's\u2019s", "----____====....!!!!????", "\"'`\u00ab\u00bb\u201c\u201d\u2018\u2019",
]


def drawn(rng):
    """Strings of neighbours anywhere in Unicode, with spaces and Latin between."""
    pools = [(0x20, 0x7F), (0xA0, 0x250), (0x300, 0x370), (0x370, 0x600), (0x600, 0x800), (0x900, 0x1200), (0x1E00, 0x2100), (0x2100, 0x2C00), (0x3000, 0x3400), (0x4E00, 0x9FFF), (0xAC00, 0xD7A4), (0xF900, 0x10000), (0x10000, 0x11000), (0x1D400, 0x1D800), (0x1F300, 0x1FB00), (0, 0xD800)]
    for _ in range(120):
        parts = []
        for _ in range(rng.randint(1, 6)):
            low, high = rng.choice(pools)
            parts.append("".join(chr(rng.randrange(low, high)) for _ in range(rng.randint(1, 6))))
            parts.append(rng.choice(["", "", " ", "  ", "a", "the", " and ", "\n", "\u0301"]))
        yield "".join(parts)


def train(**options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES), model_writer=model, num_threads=1, minloglevel=2, character_coverage=1.0, self_test_sample_size=0, **options)
    return model.getvalue()


def fields(message):
    """The fields of a message: number, type, bytes with the key, bytes of the value."""
    def number(at):
        value = shift = 0
        while True:
            value |= (message[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if message[at - 1] < 0x80:
                return value, at
    at = 0
    while at < len(message):
        start = at
        key, at = number(at)
        value = b""
        if key & 7 == 0:
            _, at = number(at)
        elif key & 7 == 2:
            length, at = number(at)
            at, value = at + length, message[at:at + length]
        else:
            at += {1: 8, 5: 4}[key & 7]
        yield key >> 3, key & 7, message[start:at], value


def field(number, value):
    size, length = len(value), b""
    while size >= 0x80:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + value


def tidied(model, every=10**9):
    """The model with every n-th piece of more than one character unused, and without what is this machine's and not the model's."""
    out, count = b"", 0
    for number, _, raw, value in fields(model):
        if number == 1:
            parts = {n: v for n, _, _, v in fields(value)}
            kinds = [n for n, _, _, _ in fields(value)]
            if 3 not in kinds and len(parts[1].decode()) > 1:
                count += 1
                if count % every == 0:
                    raw = field(1, value + b"\x18\x05")
        elif number == 2:
            raw = field(2, b"".join(r for n, _, r, _ in fields(value) if n not in (1, 2)))
        elif number == 3:
            raw = field(3, b"".join(r for n, _, r, _ in fields(value) if n not in (1, 6)))
        out += raw
    return out


def small_models():
    rules = OUT / "rules.tsv"
    rules.write_text(RULES)
    common = {"vocab_size": 220, "hard_vocab_limit": False}
    models = {
        "unigram.model": train(model_type="unigram", normalization_rule_tsv=str(rules), user_defined_symbols=["<sep>", "of  the"], pad_id=3, **common),
        "bytes.model": train(model_type="unigram", normalization_rule_name="identity", byte_fallback=True, add_dummy_prefix=False, vocab_size=480, hard_vocab_limit=False),
        "after.model": train(model_type="unigram", normalization_rule_name="identity", treat_whitespace_as_suffix=True, **common),
        "pairs.model": train(model_type="bpe", normalization_rule_name="identity", byte_fallback=True, remove_extra_whitespaces=False, user_defined_symbols=["<sep>"], unk_surface="?", vocab_size=520),
        "spaces.model": train(model_type="bpe", normalization_rule_tsv=str(rules), remove_extra_whitespaces=False, add_dummy_prefix=False, vocab_size=200),
    }
    rules.unlink()
    models["unused.model"] = tidied(models["spaces.model"], 3)
    models["rare.model"] = tidied(models["unigram.model"], 2)
    return {name: tidied(model) for name, model in models.items()}


def line(*parts):
    return "\t".join(p if isinstance(p, str) else " ".join(map(str, p)) for p in parts) + "\n"


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    models = small_models()
    for name, model in models.items():
        (OUT / name).write_bytes(model)
    models |= {name: (DATA / name).read_bytes() for name in SHARED}
    rng = random.Random(20261126)
    strings = HOSTILE + list(drawn(rng))
    cases, decoded, whole = "", "", ""
    for name, model in models.items():
        sp = sentencepiece.SentencePieceProcessor()
        sp.LoadFromSerializedProto(model)
        for number, text in enumerate(strings):
            ids = sp.EncodeAsIds(text)
            cases += line(name, str(number), ids, *([json.dumps(sp.DecodeIds(ids))] if number < len(HOSTILE) else []))
        marks = [i for i in range(sp.GetPieceSize()) if sp.IsControl(i) or sp.IsUnknown(i)]
        octets = [i for i in range(sp.GetPieceSize()) if sp.IsByte(i)] or marks
        spaces = [i for i in range(sp.GetPieceSize()) if sp.IdToPiece(i).startswith("\u2581")]
        for _ in range(60):
            ids = [rng.choice(rng.choice([marks, octets, octets, spaces, range(sp.GetPieceSize())])) for _ in range(rng.randint(1, 12))]
            decoded += line(name, ids, json.dumps(sp.DecodeIds(ids)))
        if name in SHARED:
            for text in TEXTS:
                ids = sp.EncodeAsIds((DATA / text).read_text(encoding="utf-8"))
                whole += line(name, text, str(len(ids)), hashlib.sha256(b"".join(i.to_bytes(4, "little") for i in ids)).hexdigest())
    (OUT / "strings.json").write_text(json.dumps(strings, indent=0) + "\n")
    (OUT / "ids.tsv").write_text(cases)
    (OUT / "decode.tsv").write_text(decoded)
    (OUT / "files.tsv").write_text(whole)


main()
