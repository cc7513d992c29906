"""The gated PixelCNN (van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders") in PyTorch: images
`[rows, height, width, 1]` of two levels, filters cropped to what they may see."""

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, pad

from peer import Workload

FIRST, FILTER = 7, 3


class Vertical(nn.Conv2d):
    """Of the rows above a place, and of its own where that holds what is above it only."""

    def __init__(self, inputs: int, outputs: int, size: int, own: bool) -> None:
        super().__init__(inputs, outputs, (size // 2 + own, size))
        self.side, self.own = size // 2, own

    def forward(self, x: Tensor) -> Tensor:
        rows = x if self.own else x[:, :, :-1]
        return super().forward(pad(rows, (self.side, self.side, self.side, 0)))


class Horizontal(nn.Conv2d):
    """Of what lies on a place's left, and of itself where it may be seen."""

    def __init__(self, inputs: int, outputs: int, size: int, own: bool) -> None:
        super().__init__(inputs, outputs, (1, size // 2 + own))
        self.side, self.own = size // 2, own

    def forward(self, x: Tensor) -> Tensor:
        columns = x if self.own else x[:, :, :, :-1]
        return super().forward(pad(columns, (self.side, 0, 0, 0)))


def gate(units: Tensor) -> Tensor:
    filtered, let = units.chunk(2, 1)
    return torch.tanh(filtered) * torch.sigmoid(let)


class Layer(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.vertical = Vertical(channels, 2 * channels, FILTER, own=True)
        self.horizontal = Horizontal(channels, 2 * channels, FILTER, own=True)
        self.link = nn.Conv2d(2 * channels, 2 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)

    def forward(self, v: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
        units = self.vertical(v)
        return units, h + self.out(gate(self.horizontal(h) + self.link(units)))


class GatedPixelCnn(nn.Module):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        self.height, self.width, _ = workload.shape
        channels = workload.hidden
        self.vertical = Vertical(1, channels, FIRST, own=False)
        self.horizontal = Horizontal(1, channels, FIRST, own=False)
        self.layers = nn.ModuleList(Layer(channels) for _ in range(workload.layers))
        self.output = nn.Sequential(nn.ReLU(), nn.Conv2d(channels, channels, 1), nn.ReLU(), nn.Conv2d(channels, 1, 1))

    def logits(self, x: Tensor) -> Tensor:
        v = self.vertical(x)
        h = v + self.horizontal(x)
        for number, layer in enumerate(self.layers):
            units, h = layer(v, h)
            if number + 1 < len(self.layers):
                v = gate(units)
        return self.output(h)

    def log_prob(self, x: Tensor) -> Tensor:
        """Of numbers `[rows, height, width, 1]`, of which those above 0 are 1, to `[rows]`, in nats."""
        image = (x > 0).to(torch.float32).permute(0, 3, 1, 2)
        return -binary_cross_entropy_with_logits(self.logits(image), image, reduction="none").sum((1, 2, 3))

    def sample(self, count: int) -> Tensor:
        """Place by place, each by a pass over the rows down to its own."""
        x = torch.zeros(count, 1, self.height, self.width)
        for row in range(self.height):
            for column in range(self.width):
                logits = self.logits(x[:, :, : row + 1])[:, 0, row, column]
                x[:, 0, row, column] = torch.bernoulli(torch.sigmoid(logits))
        return x.permute(0, 2, 3, 1)
