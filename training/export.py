"""Writes trained weights as `models/en/encoder.onnx`: matrices in 8 bits, one scale a column, their inputs
brought to 8 bits as they come.

    python training/export.py encoder.pt models/en/encoder.onnx

The graph reads one window: `pieces`, `places`, `shapes`, `tags` (one number a piece) and `firsts` (the first piece of
each word), and gives one output a task, (words, labels). Transitions of the sequence tasks stand in the metadata.
"""

import argparse
import math

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from network import IMPOSSIBLE, N_HEADS, N_LAYERS, SEQUENCES, TASKS, WIDTH, Encoder

OPSET = 20


class Graph:
    """Nodes and constants, with a fresh name for every result."""

    def __init__(self, small_steps):
        self.nodes, self.constants, self.small_steps = [], [], small_steps

    def node(self, kind, *inputs, name=None, **attributes):
        name = name or f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(values if values.ndim == 0 else np.ascontiguousarray(values), name))
        return name

    def numbers(self, name, values):
        return self.constant(name, np.array(values, dtype=np.int64))

    def small(self, name, weights, axis):
        """A matrix in 8 bits, and its scales along `axis`."""
        scales = np.abs(weights).max(axis=1 - axis, keepdims=True) / 127
        small = np.round(weights / np.maximum(scales, 1e-12)).astype(np.int8)
        return self.constant(f"{name}.small", small), scales

    def matrix(self, name, weights):
        """A matrix (inputs, outputs), stored in 8 bits."""
        small, scales = self.small(name, weights, axis=1)
        scales = self.constant(f"{name}.scales", scales.reshape(-1).astype(np.float32))
        zeros = self.constant(f"{name}.zeros", np.zeros(weights.shape[1], dtype=np.int8))
        return self.node("DequantizeLinear", small, scales, zeros, axis=1)

    def linear(self, x, name, weight, bias):
        """x (rows, inputs) times weight (inputs, outputs), plus bias; in 8 bits, but for the sum and the bias."""
        product = self.small_product(x, name, weight) if self.small_steps else self.node("MatMul", x, self.matrix(name, weight))
        return self.node("Add", product, self.constant(f"{name}.bias", bias.astype(np.float32)))

    def small_product(self, x, name, weight):
        small, scales = self.small(name, weight, axis=1)
        parts = [f"{name}.{part}" for part in ("input", "scale", "zero")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], parts))
        zero = self.constant(f"{name}.zeros", np.zeros((), dtype=np.int8))
        product = self.node("Cast", self.node("MatMulInteger", parts[0], small, parts[2], zero), to=TensorProto.FLOAT)
        scales = self.constant(f"{name}.scales", scales.reshape(-1).astype(np.float32))
        return self.node("Mul", product, self.node("Mul", parts[1], scales))

    def norm(self, x, name, module):
        weight = self.constant(f"{name}.weight", module.weight.detach().numpy())
        bias = self.constant(f"{name}.bias", module.bias.detach().numpy())
        return self.node("LayerNormalization", x, weight, bias, axis=-1, epsilon=1e-12)


def column(linear):
    return linear.weight.detach().numpy().T.copy(), linear.bias.detach().numpy().copy()


def build(model, tasks, small_steps):
    graph = Graph(small_steps)
    small, scales = graph.small("pieces", model.pieces.weight.detach().numpy(), axis=0)
    x = graph.node("Cast", graph.node("Gather", small, "pieces"), to=TensorProto.FLOAT)
    scales = graph.constant("pieces.scales", scales.astype(np.float32))
    x = graph.node("Mul", x, graph.node("Gather", scales, "pieces"))
    for name in ("places", "shapes", "tags"):
        table = graph.constant(f"{name}.table", getattr(model, name).weight.detach().numpy())
        x = graph.node("Add", x, graph.node("Gather", table, name))
    x = graph.norm(x, "norm", model.norm)
    parted = graph.numbers("parted", [-1, 3 * N_HEADS, WIDTH // N_HEADS])
    whole = graph.numbers("whole", [-1, WIDTH])
    for number, layer in enumerate(model.layers):
        x = attend(graph, x, f"layer{number}", layer, parted, whole)
    words = graph.node("Gather", x, "firsts")
    for task in tasks:
        weight, bias = column(model.heads[task])
        product = graph.node("MatMul", words, graph.constant(f"{task}.weight", weight))
        graph.node("Add", product, graph.constant(f"{task}.bias", bias), name=task)
    whole_number = lambda name, size: helper.make_tensor_value_info(name, TensorProto.INT32, [size])
    inputs = [whole_number(name, "n") for name in ("pieces", "places", "shapes", "tags")]
    inputs.append(whole_number("firsts", "words"))
    outputs = [helper.make_tensor_value_info(task, TensorProto.FLOAT, ["words", TASKS[task]]) for task in tasks]
    return helper.make_graph(graph.nodes, "whosaid encoder", inputs, outputs, graph.constants)


def attend(graph, x, name, layer, parted, whole):
    """One layer: attention of every piece to all, then two linear steps, each added to what came in."""
    weight, bias = column(layer.qkv)
    weight[:, :WIDTH] /= math.sqrt(WIDTH // N_HEADS)
    bias[:WIDTH] /= math.sqrt(WIDTH // N_HEADS)
    heads = graph.node("Reshape", graph.linear(x, f"{name}.qkv", weight, bias), parted)
    heads = graph.node("Transpose", heads, perm=[1, 0, 2])
    thirds = [f"{name}.{part}" for part in ("query", "key", "value")]
    sizes = graph.numbers(f"{name}.sizes", [N_HEADS] * 3)
    graph.nodes.append(helper.make_node("Split", [heads, sizes], thirds, axis=0))
    query, key, value = thirds
    weights = graph.node("MatMul", query, graph.node("Transpose", key, perm=[0, 2, 1]))
    seen = graph.node("MatMul", graph.node("Softmax", weights, axis=-1), value)
    seen = graph.node("Reshape", graph.node("Transpose", seen, perm=[1, 0, 2]), whole)
    x = graph.node("Add", x, graph.linear(seen, f"{name}.mix", *column(layer.mix)))
    x = graph.norm(x, f"{name}.mix_norm", layer.mix_norm)
    up = graph.node("Gelu", graph.linear(x, f"{name}.up", *column(layer.up)))
    x = graph.node("Add", x, graph.linear(up, f"{name}.down", *column(layer.down)))
    return graph.norm(x, f"{name}.norm", layer.norm)


def transitions(model, task):
    chain = model.chains[task]
    steps = (chain.steps + chain.impossible).detach().numpy()
    starts = (chain.starts + chain.first).detach().numpy()
    cell = lambda score: "-" if score < IMPOSSIBLE / 2 else f"{score:.4f}"
    return "\n".join(" ".join(map(cell, row)) for row in [*steps.tolist(), starts.tolist()])


def export(weights, path, small_steps=True):
    tasks = [task for task in TASKS if f"heads.{task}.weight" in weights]
    model = Encoder(len(weights["pieces.weight"]), tasks)
    model.load_state_dict(weights)
    model.eval()
    file = helper.make_model(build(model, tasks, small_steps), opset_imports=[helper.make_opsetid("", OPSET)])
    file.ir_version = 9
    facts = {f"transitions.{task}": transitions(model, task) for task in tasks if task in SEQUENCES}
    facts["pieces"] = str(len(weights["pieces.weight"]))
    helper.set_model_props(file, facts)
    onnx.save(file, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights")
    parser.add_argument("path")
    parser.add_argument("--whole-steps", action="store_true", help="calculate in 32 bits, from weights in 8")
    options = parser.parse_args()
    export(torch.load(options.weights), options.path, not options.whole_steps)
