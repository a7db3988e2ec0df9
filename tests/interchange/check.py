"""What Python's programs say of exported networks: python3 check.py FOLDER NAME...; one line of JSON per network.

onnx: the checker takes the file, its shape inference agrees with the declared output. numpy: the .npz and the .safetensors
hold the same tensors. torch: the written PyTorch code scales what is stored as we do, loads either file by itself and gives
the answers with each."""
import importlib.util
import json
import pathlib
import sys

import numpy as np
import onnx
import onnx.checker
import onnx.shape_inference
import torch


def read_safetensors(path):
    """By the format's description, because Debian 12 has no package of it."""
    data = path.read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:end])
    header.pop("__metadata__")
    return {name: np.frombuffer(data[end:][slice(*row["data_offsets"])], "<f4").reshape(row["shape"])
            for name, row in header.items()}


def check_onnx(path, classes):
    model = onnx.load(str(path))
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    sides = inferred.graph.output[0].type.tensor_type.shape.dim
    assert [side.dim_param or side.dim_value for side in sides] == ["batch", classes]
    return len(inferred.graph.value_info)


def load_module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def torch_difference(code, weights, answers):
    images = code.prepare(answers["stored"])
    assert np.abs(images - answers["images"]).max() < 1e-5 and len(images) == 100
    model = code.Network()
    code.load(model, str(weights))
    model.eval()
    with torch.no_grad():
        outputs = model(torch.from_numpy(images)).numpy()
    return float(np.abs(outputs - answers["outputs"]).max())


def refuses(code, path):
    """Whether a file without one of the tensors is an error, not half a network."""
    try:
        code.load(code.Network(), str(path))
    except RuntimeError as error:
        return "Missing key" in str(error)
    return False


def check(folder, name):
    answers = np.load(folder / f"{name}.answers.npz")
    files = [folder / f"{name}.npz", folder / f"{name}.safetensors"]
    with np.load(files[0]) as file:
        tensors = {key: file[key] for key in file.files}
    same = read_safetensors(files[1])
    assert list(same) == list(tensors) and all(np.array_equal(same[key], tensors[key]) for key in tensors)
    np.savez(folder / f"{name}.less.npz", **dict(list(tensors.items())[1:]))
    code = load_module(folder / f"{name}_torch.py")
    assert refuses(code, folder / f"{name}.less.npz")
    row = {"name": name, "onnx_values": check_onnx(folder / f"{name}.onnx", answers["outputs"].shape[1]), "tensors": len(tensors)}
    return row | {path.suffix[1:]: torch_difference(code, path, answers) for path in files}


if __name__ == "__main__":
    for network in sys.argv[2:]:
        print(json.dumps(check(pathlib.Path(sys.argv[1]), network)), flush=True)
