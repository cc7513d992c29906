"""Glow (Kingma and Dhariwal 2018) in PyTorch, of one level: a squeeze, steps of flow, a Gaussian for each channel."""

import math

import torch
from torch import Tensor, nn

from peer import Workload
from pytorch_flow import ImageFlow, Layer, Reshape, Squeeze

# Of the logarithm of a coupling's scale.
BOUND = math.log(1e12) / 5


class ActNorm(Layer):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.log_scale = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.initialized = False

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        if not self.initialized:
            with torch.no_grad():
                self.shift.copy_(-x.mean((0, 2, 3), keepdim=True))
                self.log_scale.copy_(-x.std((0, 2, 3), keepdim=True).log())
            self.initialized = True
        return (x + self.shift) * self.log_scale.exp(), x.shape[2] * x.shape[3] * self.log_scale.sum()

    def forward(self, z: Tensor) -> Tensor:
        return z * torch.exp(-self.log_scale) - self.shift


class InvertibleConvolution(Layer):
    """W = P L (U + diag(s)), from a random rotation (equations 10 and 11)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        rotation = torch.linalg.qr(torch.randn(channels, channels)).Q
        permutation, lower, upper = torch.linalg.lu(rotation)
        scale = upper.diag()
        self.register_buffer("permutation", permutation)
        self.register_buffer("sign", scale.sign())
        self.register_buffer("identity", torch.eye(channels))
        self.lower = nn.Parameter(lower)
        self.upper = nn.Parameter(upper)
        self.log_scale = nn.Parameter(scale.abs().log())

    def matrix(self) -> Tensor:
        lower = self.lower.tril(-1) + self.identity
        upper = self.upper.triu(1) + torch.diag(self.sign * self.log_scale.exp())
        return self.permutation @ lower @ upper

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        z = nn.functional.conv2d(x, self.matrix()[:, :, None, None])
        return z, x.shape[2] * x.shape[3] * self.log_scale.sum()

    def forward(self, z: Tensor) -> Tensor:
        return nn.functional.conv2d(z, torch.linalg.inv(self.matrix())[:, :, None, None])


class ZeroConvolution(nn.Conv2d):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs, 3, padding=1)
        nn.init.zeros_(self.weight)
        nn.init.zeros_(self.bias)
        self.logs = nn.Parameter(torch.zeros(1, outputs, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) * torch.exp(3 * self.logs)


class Coupling(Layer):
    def __init__(self, channels: int, hidden: int) -> None:
        super().__init__()
        self.network = nn.Sequential(
            nn.Conv2d(channels // 2, hidden, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(hidden, hidden, 1),
            nn.ReLU(),
            ZeroConvolution(hidden, channels),
        )

    def shift_and_log_scale(self, kept: Tensor) -> tuple[Tensor, Tensor]:
        shift, raw = self.network(kept).chunk(2, 1)
        return shift, raw / (1 + raw.abs() / BOUND)

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        kept, moved = x.chunk(2, 1)
        shift, log_scale = self.shift_and_log_scale(kept)
        return torch.cat([kept, moved * log_scale.exp() + shift], 1), log_scale.sum((1, 2, 3))

    def forward(self, z: Tensor) -> Tensor:
        kept, moved = z.chunk(2, 1)
        shift, log_scale = self.shift_and_log_scale(kept)
        return torch.cat([kept, (moved - shift) * torch.exp(-log_scale)], 1)


class ChannelPrior(Layer):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.log_scale = nn.Parameter(torch.zeros(1, channels, 1, 1))

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return (x - self.mean) * torch.exp(-self.log_scale), -x.shape[2] * x.shape[3] * self.log_scale.sum()

    def forward(self, z: Tensor) -> Tensor:
        return z * self.log_scale.exp() + self.mean


class Glow(ImageFlow):
    def __init__(self, workload: Workload) -> None:
        height, width, channels = workload.shape
        squeezed = 4 * channels
        steps = []
        for _ in range(workload.layers):
            steps += [ActNorm(squeezed), InvertibleConvolution(squeezed), Coupling(squeezed, workload.hidden)]
        latent = Reshape((squeezed, height // 2, width // 2))
        super().__init__(workload, [Squeeze(), *steps, ChannelPrior(squeezed), latent])
