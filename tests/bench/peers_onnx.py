"""A training step of an exported network as an ONNX graph for ONNX Runtime's training build:

    python3 peers_onnx.py FOLDER NAME BATCH OPTIMIZER RATE

Reads FOLDER/NAME.onnx; writes NAME.train.onnx, NAME.infer.onnx (with the softmax of the probabilities), and what the step
changes: NAME.state.json (names and shapes) and NAME.state.bin (the floats). The step is run as an inference, because the
tool that prepares ONNX Runtime's own training sessions comes with no package of Debian's or npm's; so parameters and
moments go in and come out of every step, "W" as "W.next". The optimisers are those of core/train/optimizer.h."""
import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper, shape_inference

EPSILON = 1e-7


class Graph:
    """The nodes of a model, and those that are added behind them."""

    def __init__(self, model, batch):
        for value in (*model.graph.input, *model.graph.output):
            value.type.tensor_type.shape.dim[0].dim_value = batch
        graph = shape_inference.infer_shapes(model).graph
        self.batch = batch
        self.forward = list(graph.node)
        self.nodes = list(graph.node)
        self.parameters = {row.name: numpy_helper.to_array(row) for row in graph.initializer}
        self.constants = []
        self.image = graph.input[0]
        self.shapes = {value.name: [side.dim_value for side in value.type.tensor_type.shape.dim]
                       for value in (*graph.input, *graph.value_info, *graph.output)}
        self.gradient_infos = []

    def add(self, op, inputs, outputs, domain="", **attributes):
        """Returns the first output. An input that is a number or a list stands for a constant."""
        names = [name if isinstance(name, str) else self.constant(name) for name in inputs]
        outputs = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(op, names, outputs, name=f"{op}.{len(self.nodes)}", domain=domain, **attributes))
        return next(name for name in outputs if name)

    def constant(self, value):
        array = np.array(value, np.int64 if isinstance(value, list) else np.float32)
        self.constants.append(numpy_helper.from_array(array, f"constant.{len(self.constants)}"))
        return self.constants[-1].name

    def gradient_name(self, value):
        """Of a value of the forward pass; its shape is told, because ONNX does not know it of a gradient."""
        name = f"{value}.gradient"
        if value in self.shapes:
            self.gradient_infos.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, self.shapes[value]))
        return name

    def save(self, path, inputs, outputs, initializers):
        graph = helper.make_graph(self.nodes, path.stem, inputs, outputs, [*initializers, *self.constants],
                                  value_info=self.gradient_infos)
        sets = [helper.make_opsetid("", 13), helper.make_opsetid("com.microsoft", 1)]
        onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=8), str(path))


def real(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def backward(graph, node, gradient):
    """Adds the gradients of a node's parameters and input. Nothing wants the gradient of the image."""
    name, (x, *weights) = graph.gradient_name, node.input
    dx = "" if x == graph.image.name else name(x)
    attributes = {row.name: helper.get_attribute_value(row) for row in node.attribute}
    if node.op_type == "Conv":
        graph.add("ConvGrad", [gradient, x, weights[0]], [dx, *map(name, weights)], "com.microsoft", **attributes)
    elif node.op_type == "Gemm":
        graph.add("Gemm", [gradient, x], name(weights[0]), transA=1)
        graph.add("ReduceSum", [gradient, [0]], name(weights[1]), keepdims=0)
        if dx:
            graph.add("Gemm", [gradient, weights[0]], dx)
    elif not dx:
        return dx
    elif node.op_type == "Relu":
        graph.add("ReluGrad", [gradient, node.output[0]], dx, "com.microsoft")
    elif node.op_type == "Tanh":
        square = graph.add("Mul", [node.output[0], node.output[0]], f"{dx}.square")
        graph.add("Mul", [gradient, graph.add("Sub", [1.0, square], f"{dx}.slope")], dx)
    elif node.op_type == "MaxPool":
        node.output.append(f"{node.output[0]}.winners")
        graph.add("MaxPoolGrad", [gradient, node.output[1]], dx, **attributes)
    elif node.op_type == "AveragePool":
        graph.add("AveragePoolGrad", [gradient], dx, **attributes)
    elif node.op_type == "Flatten":
        graph.add("Reshape", [gradient, graph.shapes[x]], dx)
    else:
        raise SystemExit(f"No gradient of {node.op_type} is known here.")
    return dx


def mean(graph, decay, moment, value):
    """moment.next = decay moment + (1 - decay) value"""
    old = graph.add("Mul", [moment, decay], f"{moment}.old")
    return graph.add("Add", [old, graph.add("Mul", [value, 1 - decay], f"{moment}.new")], f"{moment}.next")


def update(graph, parameter, optimizer, rate):
    """Adds parameter.next; returns the names of the moments that it keeps. Adam's rate is an input, corrected there."""
    gradient = f"{parameter}.gradient"
    if optimizer == "sgd":
        graph.add("Sub", [parameter, graph.add("Mul", [gradient, rate], f"{parameter}.step")], f"{parameter}.next")
        return []
    squares, moments = f"{parameter}.squares", [f"{parameter}.squares"]
    square = graph.add("Mul", [gradient, gradient], f"{parameter}.square")
    root = graph.add("Sqrt", [mean(graph, 0.9 if optimizer == "rmsprop" else 0.999, squares, square)], f"{parameter}.root")
    if optimizer == "adam":
        moments.append(f"{parameter}.mean")
        gradient, rate = mean(graph, 0.9, moments[-1], gradient), "rate"
    step = graph.add("Mul", [gradient, rate], f"{parameter}.scaled")
    step = graph.add("Div", [step, graph.add("Add", [root, EPSILON], f"{parameter}.scale")], f"{parameter}.step")
    graph.add("Sub", [parameter, step], f"{parameter}.next")
    return moments


def main(folder, name, batch, optimizer, rate):
    graph = Graph(onnx.load(str(folder / f"{name}.onnx")), int(batch))
    output = [graph.batch, graph.shapes["logits"][1]]
    graph.add("Softmax", ["logits"], "probabilities", axis=1)
    image = real(graph.image.name, ["batch", *graph.shapes[graph.image.name][1:]])
    parameters = [numpy_helper.from_array(array, key) for key, array in graph.parameters.items()]
    graph.save(folder / f"{name}.infer.onnx", [image], [real("probabilities", ["batch", output[1]])], parameters)

    logarithms = graph.add("Log", [graph.add("Add", ["probabilities", EPSILON], "safe")], "logarithms")
    total = graph.add("ReduceSum", [graph.add("Mul", [logarithms, "targets"], "products")], "total", keepdims=0)
    graph.add("Mul", [total, -1 / graph.batch], "loss")
    wrong = graph.add("Sub", ["probabilities", "targets"], "wrong")
    gradient = graph.add("Mul", [wrong, 1 / graph.batch], "logits.gradient")
    for node in reversed(graph.forward):
        gradient = backward(graph, node, gradient)
    state = dict(graph.parameters)
    for parameter, array in graph.parameters.items():
        for moment in update(graph, parameter, optimizer, float(rate)):
            state[moment] = np.zeros_like(array)
    inputs = [graph.image, real("targets", output), *([real("rate", [])] if optimizer == "adam" else [])]
    inputs += [real(key, array.shape) for key, array in state.items()]
    outputs = [real("loss", []), *(real(f"{key}.next", array.shape) for key, array in state.items())]
    graph.save(folder / f"{name}.train.onnx", inputs, outputs, [])
    (folder / f"{name}.state.json").write_text(json.dumps([[key, array.shape] for key, array in state.items()]))
    (folder / f"{name}.state.bin").write_bytes(b"".join(array.tobytes() for array in state.values()))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), *sys.argv[2:])
