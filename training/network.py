"""The line recogniser: rows folded away by convolutions, one recurrent layer along the line, CTC.

A column of the last layer is four pixels wide and gives two steps, since thin marks share it with their base.
"""

import torch
from torch import Tensor, nn

from parsers.thai_lines.alphabet import CHARACTERS
from parsers.thai_lines.picture import HEIGHT

CLASSES = len(CHARACTERS) + 1
STRIDE = 4
STEPS_A_COLUMN = 2


def _convolution(into: int, out: int, stride: int | tuple[int, int] = 1) -> list[nn.Module]:
    return [nn.Conv2d(into, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out)]


class _Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            *_convolution(channels, channels), nn.ReLU(), *_convolution(channels, channels)
        )

    def forward(self, pictures: Tensor) -> Tensor:
        return torch.relu(pictures + self.inner(pictures))


class _Along(nn.Module):
    """A residual block along the line."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv1d(channels, channels, 5, 1, 2 * dilation, dilation, bias=False),
            nn.BatchNorm1d(channels),
            nn.ReLU(),
        )

    def forward(self, columns: Tensor) -> Tensor:
        added: Tensor = self.inner(columns)
        return columns + added


class Network(nn.Module):
    """Ink of lines, shape (lines, 1, `HEIGHT`, width), width a multiple of 4 → logits (lines, width / 2, classes)."""

    def __init__(
        self, channels: tuple[int, int, int] = (16, 48, 96), width: int = 144, hidden: int = 96
    ) -> None:
        super().__init__()
        first, second, third = channels
        self.sizes: dict[str, object] = {"channels": channels, "width": width, "hidden": hidden}
        self.rows = nn.Sequential(
            *_convolution(1, first, 2),
            nn.ReLU(),
            *_convolution(first, second, 2),
            nn.ReLU(),
            _Residual(second),
            *_convolution(second, third, (2, 1)),
            nn.ReLU(),
        )
        self.columns = nn.Sequential(
            nn.Conv1d(third * (HEIGHT // 8), width, 1, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            _Along(width, 1),
            _Along(width, 2),
            _Along(width, 4),
        )
        self.along = nn.GRU(width, hidden, batch_first=True, bidirectional=True)
        self.drop = nn.Dropout(0.1)
        self.classes = nn.Linear(2 * hidden, CLASSES * STEPS_A_COLUMN)

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits; softmax over the last axis gives the columns that `parsers.thai_lines.beam` reads."""
        columns = self.columns(self.rows(pictures).flatten(1, 2))
        # The recurrent layer keeps full precision where the others run in half of it.
        with torch.autocast("cpu", enabled=False):
            found, _ = self.along(columns.float().transpose(1, 2))
        logits: Tensor = self.classes(self.drop(found))
        return logits.reshape(logits.shape[0], -1, CLASSES)
