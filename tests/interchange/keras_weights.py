"""The table WEIGHTS of written Keras code, read as data and applied to the .npz: python3 keras_weights.py BASE...

What set_weights would be given must be, array by array, what the TensorFlow.js model has in its .bin."""
import ast
import json
import pathlib
import sys

import numpy as np


def table(path):
    for statement in ast.parse(path.read_text()).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "WEIGHTS":
            return ast.literal_eval(statement.value)
    raise SystemExit(f"{path} has no table WEIGHTS")


for base in sys.argv[1:]:
    rows = json.loads(pathlib.Path(base + ".json").read_text())["weightsManifest"][0]["weights"]
    numbers = np.fromfile(base + ".bin", "<f4")
    with np.load(base + ".npz") as file:
        arrays = [file[tensor].reshape(split).transpose(axes).reshape(shape)
                  for layer in table(pathlib.Path(base + "_keras.py")).values() for tensor, split, axes, shape in layer]
    assert [list(array.shape) for array in arrays] == [row["shape"] for row in rows], base
    assert np.array_equal(np.concatenate([array.ravel() for array in arrays]), numbers), base
print(len(sys.argv) - 1, "networks")
