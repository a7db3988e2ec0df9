"""What Python's programs say of exported networks: python3 check.py FOLDER NAME...; one line of JSON per network.

onnx: the checker takes the file, its shape inference agrees with the declared output. numpy: the .npz and the .safetensors
hold the same tensors. torch: the written PyTorch code scales what is stored as we do and, with either file's weights, gives
the answers."""
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


def torch_difference(code, tensors, answers):
    images = code.prepare(answers["stored"])
    assert np.abs(images - answers["images"]).max() < 1e-5
    model = code.Network()
    model.load_state_dict({name: torch.from_numpy(tensor.copy()) for name, tensor in tensors.items()})
    model.eval()
    with torch.no_grad():
        outputs = model(torch.from_numpy(images)).numpy()
    return float(np.abs(outputs - answers["outputs"]).max())


def check(folder, name):
    answers = np.load(folder / f"{name}.answers.npz")
    weights = folder / f"{name}.npz"
    with np.load(weights) as file:
        tensors = {key: file[key] for key in file.files}
    same = read_safetensors(folder / f"{name}.safetensors")
    assert list(same) == list(tensors) and all(np.array_equal(same[key], tensors[key]) for key in tensors)
    code = load_module(folder / f"{name}_torch.py")
    model = code.Network()
    code.load(model, str(weights))
    return {"name": name, "onnx_values": check_onnx(folder / f"{name}.onnx", answers["outputs"].shape[1]),
            "tensors": len(tensors), "torch": torch_difference(code, tensors, answers)}


if __name__ == "__main__":
    for network in sys.argv[2:]:
        print(json.dumps(check(pathlib.Path(sys.argv[1]), network)), flush=True)
