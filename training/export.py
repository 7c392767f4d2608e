"""A checkpoint → `weights.onnx`: one graph from ink to probabilities, its weights kept in 16 bits.

Arithmetic stays in 32 bits. Eight bits would save a fifth of the time, but then a line's reading depends on the lines
beside it (activations are scaled by batch), and scores with it.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from parsers.thai_lines.picture import HEIGHT
from training.network import Network

_LEAST_VALUES = 256
"""Smaller tensors (means, biases) stay as they are."""


class _Probabilities(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: Tensor) -> Tensor:
        logits: Tensor = self.network(pictures)
        return logits.softmax(2)


def export(network: Network, path: Path, half: bool = True) -> None:
    """Write the network as ONNX: input (lines, 1, rows, columns) of ink 0 to 1, output probabilities.

    Args:
        half: Keep the weights in 16 bits; the file is half as large.
    """
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            _Probabilities(network).eval(),
            (torch.zeros(2, 1, HEIGHT, 128),),
            str(whole),
            input_names=["ink"],
            output_names=["probabilities"],
            dynamic_axes={"ink": {0: "lines", 3: "columns"}, "probabilities": {0: "lines", 1: "steps"}},
            opset_version=17,
            dynamo=False,
        )
        model = onnx.load(whole)
    onnx.save(_halved(model) if half else model, path)


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph with its large weights in 16 bits, widened when the file is loaded."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type == TensorProto.FLOAT and values.size >= _LEAST_VALUES:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """`python -m training.export CHECKPOINT WEIGHTS`."""
    from training.train import load

    checkpoint, weights = map(Path, sys.argv[1:3])
    export(load(checkpoint), weights)
    sys.stdout.write(f"{weights}: {weights.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
