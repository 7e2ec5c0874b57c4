"""INT8 storage: symmetric, one scale per output channel or table row, sibling tensor NAME.scale."""
import numpy as np


def axis_of(name, array):
    """The axis that keeps its scale: outputs of the linear layers (stored [in, out] in GPT-2, [out, in] in T5), rows of the token table.
    None stays F32: norms, biases, and the tables of positions, whose rows every mode takes as the file has them."""
    if array.ndim != 2 or name == "transformer.wpe.weight" or "relative_attention_bias" in name:
        return None
    return 1 if name.startswith("transformer.h.") else 0


def quantize(array, axis):
    """scale = max|w| / 127 in float32, w = round half to even of w / scale, never -128; an empty channel has scale 1."""
    array = array.astype(np.float32)
    scale = np.abs(array).max(axis=1 - axis, keepdims=True) / np.float32(127)
    scale = np.where(scale == 0, np.float32(1), scale).astype(np.float32)
    q = np.clip(np.rint(array / scale), -127, 127).astype(np.int8)
    return q, scale.reshape(-1)


def pack(weights):
    packed = {}
    for name, array in weights.items():
        axis = axis_of(name, array)
        if axis is None:
            packed[name] = array.astype(np.float32)
        else:
            packed[name], packed[name + ".scale"] = quantize(array, axis)
    return packed


def unpack(packed):
    """The weights as float32: (float)w * scale."""
    weights = {}
    for name, array in packed.items():
        if name.endswith(".scale"):
            continue
        scale = packed.get(name + ".scale")
        if scale is not None:
            array = array.astype(np.float32) * (scale[:, None] if axis_of(name, array) == 0 else scale[None, :])
        weights[name] = array
    return weights
