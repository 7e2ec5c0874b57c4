"""Reads and writes safetensors: 8 bytes of header length, a JSON header, then the tensors without gaps."""
import json
import math
import struct

import numpy as np

KINDS = {"F32": np.dtype("<f4"), "I8": np.dtype("i1")}


def write(path, tensors):
    """Tensors in order of falling element size, then name, so that each one is aligned; the same input gives the same bytes."""
    kind = {np.dtype(t): name for name, t in KINDS.items()}
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].dtype.itemsize, item[0]))
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, array in ordered:
        header[name] = {"dtype": kind[array.dtype], "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
        at += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, array in ordered:
            file.write(np.ascontiguousarray(array).tobytes())


def read(path):
    data = path.read_bytes()
    size = struct.unpack_from("<Q", data)[0]
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    tensors, end = {}, 0
    for name, about in header.items():
        start, stop = about["data_offsets"]
        array = np.frombuffer(data, KINDS[about["dtype"]], math.prod(about["shape"]), 8 + size + start)
        assert array.nbytes == stop - start, name
        tensors[name] = array.reshape(about["shape"])
        end = max(end, stop)
    assert 8 + size + end == len(data), "the tensors do not end where the file does"
    return tensors
