"""Multi-scale RealNVP (Dinh et al. 2017, sections 3.4 to 3.6) in PyTorch, with learnt priors of what leaves."""

import math

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import weight_norm

from peer import Workload
from pytorch_flow import ImageFlow, Layer, Reshape, Squeeze

BOUND = math.log(1000)


class ResidualNetwork(nn.Module):
    """One residual block, weight-normalised (section 3.5), its last layer at zero."""

    def __init__(self, inputs: int, outputs: int, hidden: int) -> None:
        super().__init__()
        self.input = weight_norm(nn.Conv2d(inputs, hidden, 3, padding=1))
        self.first = weight_norm(nn.Conv2d(hidden, hidden, 3, padding=1))
        self.second = weight_norm(nn.Conv2d(hidden, hidden, 3, padding=1))
        self.output = nn.Conv2d(hidden, outputs, 1)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The shift and the logarithm of the scale."""
        h = self.input(x)
        h = h + self.second(self.first(h.relu()).relu())
        shift, raw = self.output(h.relu()).chunk(2, 1)
        return shift, raw / (1 + raw.abs() / BOUND)


class CheckeredCoupling(Layer):
    """Equation 9 with the checkerboard, or with its complement."""

    def __init__(self, shape: tuple[int, int, int], odd: bool, hidden: int) -> None:
        super().__init__()
        channels, height, width = shape
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        self.register_buffer("stays", ((rows + columns) % 2 == int(odd)).float())
        self.register_buffer("moves", 1 - self.stays)
        self.network = ResidualNetwork(channels, 2 * channels, hidden)

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        kept = self.stays * x
        shift, log_scale = self.network(kept)
        return kept + self.moves * (x * log_scale.exp() + shift), (self.moves * log_scale).sum((1, 2, 3))

    def forward(self, z: Tensor) -> Tensor:
        kept = self.stays * z
        shift, log_scale = self.network(kept)
        return kept + self.moves * (z - shift) * torch.exp(-log_scale)


class ChannelCoupling(Layer):
    """The first half of the channels stays, or the second."""

    def __init__(self, channels: int, first: bool, hidden: int) -> None:
        super().__init__()
        self.first = first
        self.network = ResidualNetwork(channels // 2, channels, hidden)

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        kept, moved = self.apart(x)
        shift, log_scale = self.network(kept)
        return self.join(kept, moved * log_scale.exp() + shift), log_scale.sum((1, 2, 3))

    def forward(self, z: Tensor) -> Tensor:
        kept, moved = self.apart(z)
        shift, log_scale = self.network(kept)
        return self.join(kept, (moved - shift) * torch.exp(-log_scale))

    def apart(self, x: Tensor) -> tuple[Tensor, Tensor]:
        first, second = x.chunk(2, 1)
        return (first, second) if self.first else (second, first)

    def join(self, kept: Tensor, moved: Tensor) -> Tensor:
        return torch.cat([kept, moved] if self.first else [moved, kept], 1)


class FactorOut(Layer):
    """The second half of the channels leaves, the first goes on."""

    def __init__(self, shape: tuple[int, int, int], later: list[Layer]) -> None:
        super().__init__()
        channels, height, width = shape
        self.out = (channels // 2, height, width)
        self.later = nn.ModuleList(later)

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        kept, out = x.chunk(2, 1)
        log_det = x.new_zeros(())
        for layer in self.later:
            kept, here = layer.inverse(kept)
            log_det = log_det + here
        return torch.cat([out.flatten(1), kept], 1), log_det

    def forward(self, z: Tensor) -> Tensor:
        leaving = math.prod(self.out)
        out, kept = z[:, :leaving].reshape(-1, *self.out), z[:, leaving:]
        for layer in reversed(self.later):
            kept = layer(kept)
        return torch.cat([kept, out], 1)


def scales(shape: tuple[int, int, int], levels: int, couplings: int, hidden: int) -> list[Layer]:
    """From data to latent."""
    channels, height, width = shape
    checkered = [
        CheckeredCoupling(shape, i % 2 == 0, hidden) for i in range(couplings + 1 if levels == 1 else couplings)
    ]
    if levels == 1:
        return [*checkered, Reshape(shape)]
    squeezed = (4 * channels, height // 2, width // 2)
    halves = [ChannelCoupling(squeezed[0], i % 2 == 0, hidden) for i in range(couplings)]
    prior = ChannelCoupling(squeezed[0], True, hidden)
    later = scales((squeezed[0] // 2, *squeezed[1:]), levels - 1, couplings, hidden)
    return [*checkered, Squeeze(), *halves, prior, FactorOut(squeezed, later)]


class MultiScaleRealNvp(ImageFlow):
    def __init__(self, workload: Workload) -> None:
        height, width, channels = workload.shape
        layers = scales((channels, height, width), workload.levels, workload.layers, workload.hidden)
        super().__init__(workload, layers)
