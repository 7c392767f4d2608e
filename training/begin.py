"""Weights as they are kept (`weights.onnx`) → a network that can be trained further.

The exported graph has each normalisation folded into the convolution before it. Told apart again by the activations of
some lines, the network says the same when it reads, and almost the same when it is trained.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from training.network import CLASSES, STEPS_A_COLUMN, Network

_Values = dict[str, NDArray[np.float32]]


def network_from(weights: Path, pictures: Iterable[Tensor]) -> Network:
    """The network of these weights.

    Args:
        weights: As `training.export` writes them.
        pictures: Batches of lines as the training draws them, by which the normalisations are set.

    Raises:
        ValueError: The file is not of this network, or of another alphabet.
    """
    model = onnx.load(weights)
    values = {
        tensor.name.removesuffix(".half"): numpy_helper.to_array(tensor).astype(np.float32)
        for tensor in model.graph.initializer
    }
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    [gru] = [node for node in model.graph.node if node.op_type == "GRU"]
    [classes] = [node for node in model.graph.node if node.op_type == "MatMul"]
    folded = [(values[node.input[1]], values[node.input[2]]) for node in convolutions]
    network = Network(**_sizes(folded, values[gru.input[2]]))  # type: ignore[arg-type]
    pairs = _pairs(network)
    if len(pairs) != len(folded) or values["network.classes.bias"].size != CLASSES * STEPS_A_COLUMN:
        raise ValueError(weights)
    with torch.no_grad():
        for (convolution, norm), (kernel, bias) in zip(pairs, folded, strict=True):
            convolution.weight.copy_(torch.from_numpy(kernel))
            norm.bias.copy_(torch.from_numpy(bias))
            norm.weight.fill_((1 + norm.eps) ** 0.5)
        _recurrent(network.along, *(values[name] for name in gru.input[1:4]))
        network.classes.weight.copy_(torch.from_numpy(values[classes.input[1]].T.copy()))
        network.classes.bias.copy_(torch.from_numpy(values["network.classes.bias"]))
    _normalised([norm for _, norm in pairs], network, pictures)
    return network


def _sizes(
    folded: list[tuple[NDArray[np.float32], NDArray[np.float32]]], recurrent: NDArray[np.float32]
) -> dict[str, object]:
    rows = [kernel for kernel, _ in folded if kernel.ndim == 4]
    channels = (len(rows[0]), len(rows[1]), len(rows[-1]))
    return {"channels": channels, "width": len(folded[-1][0]), "hidden": recurrent.shape[2]}


def _pairs(network: Network) -> list[tuple[nn.Conv1d | nn.Conv2d, nn.BatchNorm1d | nn.BatchNorm2d]]:
    """Each convolution with the normalisation that follows it, in the order of reading."""
    modules = [
        module
        for module in network.modules()
        if isinstance(module, nn.Conv1d | nn.Conv2d | nn.BatchNorm1d | nn.BatchNorm2d)
    ]
    return list(zip(modules[::2], modules[1::2], strict=True))  # type: ignore[arg-type]


def _recurrent(
    along: nn.GRU, into: NDArray[np.float32], within: NDArray[np.float32], biases: NDArray[np.float32]
) -> None:
    """ONNX has the gates in the order update, reset, new; torch reset, update, new."""
    for direction, suffix in enumerate(("", "_reverse")):
        into_bias, within_bias = np.split(biases[direction], 2)
        for name, value in (
            ("weight_ih_l0", into[direction]), ("weight_hh_l0", within[direction]),
            ("bias_ih_l0", into_bias), ("bias_hh_l0", within_bias),
        ):  # fmt: skip
            update, reset, new = np.split(value, 3)
            getattr(along, name + suffix).copy_(torch.from_numpy(np.concatenate((reset, update, new))))


def _normalised(
    norms: list[nn.BatchNorm1d | nn.BatchNorm2d], network: Network, pictures: Iterable[Tensor]
) -> None:
    """Give each normalisation the mean and spread that lines have there; what it makes of them stays as it was."""
    sums = {norm: torch.zeros(3, norm.num_features, dtype=torch.float64) for norm in norms}

    def seen(norm: nn.Module, given: tuple[Tensor, ...]) -> None:
        values = given[0].double().transpose(0, 1).flatten(1)  # a row a channel
        count = torch.full((len(values),), values.shape[1], dtype=torch.float64)
        sums[norm] += torch.stack((count, values.sum(1), values.square().sum(1)))  # type: ignore[index]

    hooks = [norm.register_forward_pre_hook(seen) for norm in norms]
    network.eval()
    with torch.no_grad():
        for batch in pictures:
            network(batch)
        for hook in hooks:
            hook.remove()
        for norm, (count, total, squares) in sums.items():
            mean = total / count
            spread = (squares / count - mean.square()).clamp(min=0)
            norm.running_mean.copy_(mean)  # type: ignore[union-attr]
            norm.running_var.copy_(spread)  # type: ignore[union-attr]
            norm.weight.copy_((spread + norm.eps).sqrt())
            norm.bias.add_(mean)
