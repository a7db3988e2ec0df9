"""Weights as NumPy writes them in 16 and 64 bits, and what our program makes of them.

    python3 narrow.py write BASE   BASE.npz again as BASE.f2.npz, .f8.npz, .F16.safetensors, .BF16.safetensors, .F64.safetensors
    python3 narrow.py check BASE   of each, what our program exported again (.back.npz) is the same numbers in 32 bits"""
import json
import sys

import numpy as np

DTYPES = {"F16": np.float16, "BF16": None, "F64": np.float64}


def bfloat16(array):
    """The upper half of each float, rounded to even: NumPy has no such type."""
    bits = array.astype("<f4").view("<u4")
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def stored(array, dtype):
    """Divided by 3, so that numbers of 64 bits are not all numbers of 32."""
    return bfloat16(array) if dtype == "BF16" else (array.astype("<f8") / 3).astype(DTYPES[dtype])


def as_floats(array, dtype):
    return (array.astype("<u4") << 16).view("<f4") if dtype == "BF16" else array.astype("<f4")


def write_safetensors(path, arrays, dtype):
    header, at, data = {}, 0, b""
    for name, array in arrays.items():
        data += array.tobytes()
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": [at, len(data)]}
        at = len(data)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + data)


def arrays_of(path):
    with np.load(path) as file:
        return {name: file[name] for name in file.files}


def files_of(base, dtype):
    yield f"{base}.{dtype}.safetensors"
    if dtype != "BF16":
        yield f"{base}.f{DTYPES[dtype]().itemsize}.npz"


def write(path, arrays, dtype):
    if path.endswith(".npz"):
        np.savez(path, **arrays)
    else:
        write_safetensors(path, arrays, dtype)


def check(path, arrays, dtype):
    back = arrays_of(path + ".back.npz")
    assert len(back) == len(arrays) > 0, path
    assert all(np.array_equal(back[name], as_floats(array, dtype)) for name, array in arrays.items()), path


if __name__ == "__main__":
    tensors = arrays_of(sys.argv[2] + ".npz")
    for kind in DTYPES:
        narrow = {name: stored(tensor, kind) for name, tensor in tensors.items()}
        for file in files_of(sys.argv[2], kind):
            (check if sys.argv[1] == "check" else write)(file, narrow, kind)
            print(file)
