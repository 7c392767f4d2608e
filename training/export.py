"""A checkpoint → `weights.onnx`: one graph from ink to probabilities, convolutions and matrices in 8 bits."""

import shutil
import sys
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from parsers.thai_lines.picture import HEIGHT
from training.network import Network


class _Probabilities(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: Tensor) -> Tensor:
        logits: Tensor = self.network(pictures)
        return logits.softmax(2)


def export(network: Network, path: Path, eight_bits: bool = True) -> None:
    """Write the network as ONNX: input (lines, 1, rows, columns) of ink 0 to 1, output probabilities."""
    with tempfile.TemporaryDirectory() as folder:
        whole, shaped = Path(folder) / "whole.onnx", Path(folder) / "shaped.onnx"
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
        if not eight_bits:
            shutil.copyfile(whole, path)
            return
        from onnxruntime.quantization import QuantType, quantize_dynamic
        from onnxruntime.quantization.shape_inference import quant_pre_process

        quant_pre_process(str(whole), str(shaped), skip_symbolic_shape=True)
        quantize_dynamic(
            str(shaped),
            str(path),
            weight_type=QuantType.QUInt8,
            op_types_to_quantize=["Conv", "MatMul", "Gemm"],
            per_channel=False,
        )


def main() -> None:
    """`python -m training.export CHECKPOINT WEIGHTS`."""
    from training.train import load

    checkpoint, weights = map(Path, sys.argv[1:3])
    export(load(checkpoint), weights)
    sys.stdout.write(f"{weights}: {weights.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
