"""The Diagonal BiLSTM (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.2) in PyTorch: images
`[rows, height, width, 1]` of two levels, skewed, both directions in one product a diagonal."""

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, pad

from peer import Workload

FIRST = 7


def skew(x: Tensor) -> Tensor:
    """Of `[..., height, width, channels]` each row one place further right than the one above."""
    *batch, height, width, channels = x.shape
    flat = pad(x, (0, 0, 0, height)).reshape(*batch, height * (width + height), channels)
    return flat[..., : height * (width + height - 1), :].reshape(*batch, height, width + height - 1, channels)


def unskew(x: Tensor) -> Tensor:
    *batch, height, skewed, channels = x.shape
    flat = pad(x.reshape(*batch, height * skewed, channels), (0, 0, 0, height))
    return flat.reshape(*batch, height, skewed + 1, channels)[..., : skewed + 1 - height, :]


class MaskA(nn.Module):
    """7x7, of the rows above a place and of what lies on its left, cropped to them."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.side = FIRST // 2
        self.above = nn.Conv2d(1, outputs, (self.side, FIRST))
        self.left = nn.Conv2d(1, outputs, (1, self.side), bias=False)

    def forward(self, x: Tensor) -> Tensor:
        side = self.side
        return self.above(pad(x[:, :, :-1], (side, side, side, 0))) + self.left(pad(x[:, :, :, :-1], (side, 0, 0, 0)))


class DiagonalBiLstm(nn.Module):
    """`[rows, height, width, 2 units]` to h, `[rows, height, width, units]`."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.units = units
        self.input_to_state = nn.Linear(2 * units, 8 * units)
        limit = 1 / math.sqrt(2 * units)
        self.state_to_state = nn.Parameter(torch.empty(2, 2 * units, 4 * units).uniform_(-limit, limit))

    def forward(self, x: Tensor) -> Tensor:
        rows, height, width, _ = x.shape
        left, right = self.input_to_state(x).chunk(2, -1)
        sums = skew(torch.stack([left, right.flip(2)]))
        columns = sums.permute(3, 0, 1, 2, 4).reshape(-1, 2, rows * height, 4 * self.units)
        h = c = x.new_zeros(2, rows * height, self.units)
        states = []
        for column in columns.unbind():
            above = pad(h.reshape(2, rows, height, -1)[:, :, :-1], (0, 0, 1, 0)).reshape(h.shape)
            z = torch.baddbmm(column, torch.cat([h, above], 2), self.state_to_state)
            o, f, i = z[..., : 3 * self.units].sigmoid().chunk(3, -1)
            c = f * c + i * z[..., 3 * self.units :].tanh()
            h = o * c.tanh()
            states.append(h)
        skewed = torch.stack(states).reshape(-1, 2, rows, height, self.units).permute(1, 2, 3, 0, 4)
        left, right = unskew(skewed)
        return left + pad(right.flip(2)[:, :-1], (0, 0, 0, 0, 1, 0))


class PixelRnn(nn.Module):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        self.height, self.width, _ = workload.shape
        units = workload.hidden
        self.input = MaskA(2 * units)
        self.lstms = nn.ModuleList(DiagonalBiLstm(units) for _ in range(workload.layers))
        self.ups = nn.ModuleList(nn.Linear(units, 2 * units) for _ in range(workload.layers))
        self.hidden = nn.Linear(2 * units, 2 * units)
        self.output = nn.Linear(2 * units, 1)

    def logits(self, image: Tensor) -> Tensor:
        """`[rows, height, width, 1]` of 0 and 1 to as many logits."""
        x = self.input(image.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        for lstm, up in zip(self.lstms, self.ups, strict=True):
            x = x + up(lstm(x))
        return self.output(self.hidden(x.relu()).relu())

    def log_prob(self, x: Tensor) -> Tensor:
        """Of numbers `[rows, height, width, 1]`, of which those above 0 are 1, to `[rows]`, in nats."""
        image = (x > 0).to(torch.float32)
        return -binary_cross_entropy_with_logits(self.logits(image), image, reduction="none").sum((1, 2, 3))

    def sample(self, count: int) -> Tensor:
        """Place by place, each by a pass over the rows down to its own."""
        x = torch.zeros(count, self.height, self.width, 1)
        for row in range(self.height):
            for column in range(self.width):
                logits = self.logits(x[:, : row + 1])[:, row, column]
                x[:, row, column] = torch.bernoulli(torch.sigmoid(logits))
        return x
