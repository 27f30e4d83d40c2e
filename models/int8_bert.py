"""A BERT encoder as an ONNX graph whose linear layers compute in eight bits, made from its weights alone.

Every token's row is quantised by its own largest value, weights by column. So a vector depends on nothing but its own text
(a scale for the whole tensor, as dynamic quantisation usually has it, depends on the texts computed together). Weights keep
seven bits: with eight, processors without VNNI saturate their 16-bit sums, and results would differ between machines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHT_LIMIT = 63  # 255 × 63 × 2 < 2^15: what AVX2 adds up in 16 bits
ROW_LIMIT = 127
ZERO_POINT = 128
EPSILON = 1e-12
OPSET, RUNTIME_OPSET, IR_VERSION = 18, 1, 9
RUNTIME = "com.microsoft"  # ONNX Runtime's own operators

Weights = Mapping[str, NDArray[np.float32]]


@dataclass
class _Graph:
    """Nodes and constants as they are added; a node bears the name of its (first) output."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, *further: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output, *further], name=output, domain=domain, **attributes))
        return output


def int8_bert(weights: Weights, layers: int, heads: int) -> bytes:
    """The serialised model: "words" (texts × tokens × hidden, their word embeddings) to "mean" (texts × hidden, not normalised).

    ``weights`` bear the names of transformers' BertModel; its word embeddings are not needed. ``heads`` is how many a whole
    layer has: lean layers may have fewer, and fewer units. All texts of a batch have the
    same number of tokens, so there is neither padding nor a mask. Inside, states are (texts · tokens) × hidden.
    """
    from onnx import TensorProto, helper

    hidden = weights["embeddings.LayerNorm.weight"].shape[0]
    graph = _Graph()
    _common_constants(graph, hidden)
    states = _embedded(graph, weights)
    for layer in range(layers):
        states = _layer(graph, _of_layer(weights, layer), f"layer{layer}", states, hidden // heads)
    graph.node("Reshape", [states, "shape"], "by_text")
    graph.node("ReduceMean", ["by_text", "token_axis"], "mean", keepdims=0)
    words = helper.make_tensor_value_info("words", TensorProto.FLOAT, ["texts", "tokens", hidden])
    mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, ["texts", hidden])
    whole = helper.make_graph(graph.nodes, "int8_bert", [words], [mean], graph.constants)
    versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, RUNTIME_OPSET)]
    model = helper.make_model(whole, opset_imports=versions, ir_version=IR_VERSION)
    return bytes(model.SerializeToString())


def quantised(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A linear layer's weight (out × in) as in × out integers of seven bits, and the scale of each column."""
    columns = weight.T.astype(np.float32)
    scale = np.maximum(np.abs(columns).max(0), 1e-12) / WEIGHT_LIMIT
    return np.round(columns / scale).astype(np.int8), scale.astype(np.float32)


def _common_constants(graph: _Graph, hidden: int) -> None:
    graph.constant("one", np.array(1, np.float32))
    graph.constant("row_step", np.array(1 / ROW_LIMIT, np.float32))
    graph.constant("zero_point", np.array(ZERO_POINT, np.uint8))
    graph.constant("last_axis", np.array([-1], np.int64))
    graph.constant("token_axis", np.array([1], np.int64))
    graph.constant("flat", np.array([-1, hidden], np.int64))
    graph.constant("rest", np.array([-1], np.int64))


def _embedded(graph: _Graph, weights: Weights) -> str:
    """The words with their positions (all of the first type), normalised; and a zero point for every token."""
    positions = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    graph.constant("positions", positions)
    graph.constant("first", np.array([0], np.int64))
    graph.node("Shape", ["words"], "shape")
    graph.node("Shape", ["words"], "batch", end=2)
    graph.node("Concat", ["batch", "rest"], "wide_shape", axis=0)
    graph.node("Shape", ["words"], "count", start=1, end=2)
    graph.node("Slice", ["positions", "first", "count"], "placed")
    graph.node("Add", ["words", "placed"], "placed_words")
    graph.node("Reshape", ["placed_words", "flat"], "embedded")
    graph.node("Shape", ["embedded"], "rows", end=1)
    graph.node("Expand", [graph.constant("one_zero_point", np.array([ZERO_POINT], np.uint8)), "rows"], "zero_points")
    return _normalised(graph, weights, "embeddings.LayerNorm", "embedded", "states")


def _of_layer(weights: Weights, layer: int) -> Weights:
    start = f"encoder.layer.{layer}."
    return {name.removeprefix(start): values for name, values in weights.items() if name.startswith(start)}


def _layer(graph: _Graph, own: Weights, name: str, states: str, head_size: int) -> str:
    width = len(own["attention.self.query.bias"])  # a lean layer has fewer heads
    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    product = _product(graph, np.concatenate([own[f"{part}.weight"] for part in parts]), f"{name}.qkv", states)
    graph.node("Reshape", [product, "wide_shape"], f"{name}.by_text")
    split = [f"{name}.{part}" for part in ("query", "key", "value")]
    graph.node("Split", [f"{name}.by_text"], *split, axis=-1, num_outputs=len(parts))
    bias = graph.constant(f"{name}.qkv.bias", np.concatenate([own[f"{part}.bias"] for part in parts]))
    graph.node("MultiHeadAttention", [*split, bias], f"{name}.attended", domain=RUNTIME, num_heads=width // head_size)
    rows = graph.constant(f"{name}.attended_shape", np.array([-1, width], np.int64))
    attended = graph.node("Reshape", [f"{name}.attended", rows], f"{name}.attended_rows")
    told = _added(graph, own, f"{name}.told", "attention.output", attended, states)
    inner = _product(graph, own["intermediate.dense.weight"], f"{name}.inner", told)
    bias = graph.constant(f"{name}.inner.bias", own["intermediate.dense.bias"])
    active = graph.node("BiasGelu", [inner, bias], f"{name}.active", domain=RUNTIME)
    return _added(graph, own, f"{name}.states", "output", active, told)


def _added(graph: _Graph, own: Weights, name: str, part: str, inputs: str, before: str) -> str:
    """A linear layer's output added to what stood before it, normalised."""
    product = _product(graph, own[f"{part}.dense.weight"], f"{name}.product", inputs)
    biased = graph.node("Add", [product, graph.constant(f"{name}.bias", own[f"{part}.dense.bias"])], f"{name}.biased")
    return _normalised(graph, own, f"{part}.LayerNorm", graph.node("Add", [biased, before], f"{name}.sum"), name)


def _normalised(graph: _Graph, own: Weights, part: str, inputs: str, name: str) -> str:
    scale = graph.constant(f"{name}.scale", own[f"{part}.weight"])
    shift = graph.constant(f"{name}.shift", own[f"{part}.bias"])
    return graph.node("LayerNormalization", [inputs, scale, shift], name, epsilon=EPSILON)


def _product(graph: _Graph, weight: NDArray[np.float32], name: str, inputs: str) -> str:
    """inputs × weight in eight bits, without the bias."""
    integers, scale = quantised(weight)
    graph.constant(f"{name}.weight", integers)
    graph.constant(f"{name}.steps", scale)
    graph.constant(f"{name}.zeros", np.zeros(len(scale), np.int8))
    graph.node("Abs", [inputs], f"{name}.abs")
    graph.node("ReduceMax", [f"{name}.abs", "last_axis"], f"{name}.largest", keepdims=0)
    graph.node("Mul", [f"{name}.largest", "row_step"], f"{name}.row_steps")
    rows = graph.node("Unsqueeze", [f"{name}.row_steps", "last_axis"], f"{name}.rows")
    graph.node("QuantizeLinear", [inputs, f"{name}.row_steps", "zero_points"], f"{name}.integers", axis=0)
    factors = [f"{name}.integers", f"{name}.weight", "one", f"{name}.steps", "zero_point", f"{name}.zeros"]
    graph.node("MatMulIntegerToFloat", factors, f"{name}.unscaled", domain=RUNTIME)
    return graph.node("Mul", [f"{name}.unscaled", rows], name)
