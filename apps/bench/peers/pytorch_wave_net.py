"""WaveNet (van den Oord et al. 2016) in PyTorch: sounds `[rows, length]` of 256 levels, one-hot, one stack of dilations
1, 2, 4, … and skip connections of twice the channels."""

import torch
from torch import Tensor, nn

from peer import Workload

LEVELS = 256


class ResidualLayer(nn.Module):
    def __init__(self, channels: int, skip: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.gate = nn.Conv1d(channels, 2 * channels, 2, dilation=dilation)
        self.residual = nn.Conv1d(channels, channels, 1)
        self.skip = nn.Conv1d(channels, skip, 1)

    def forward(self, h: Tensor) -> tuple[Tensor, Tensor]:
        filtered, gate = self.gate(nn.functional.pad(h, (self.dilation, 0))).chunk(2, 1)
        z = torch.tanh(filtered) * torch.sigmoid(gate)
        return h + self.residual(z), self.skip(z)


class WaveNet(nn.Module):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        channels, skip = workload.hidden, 2 * workload.hidden
        self.length = workload.dims
        self.input = nn.Conv1d(LEVELS, channels, 2)
        self.layers = nn.ModuleList(ResidualLayer(channels, skip, 2**layer) for layer in range(workload.layers))
        self.output = nn.Sequential(nn.ReLU(), nn.Conv1d(skip, skip, 1), nn.ReLU(), nn.Conv1d(skip, LEVELS, 1))

    def logits(self, levels: Tensor) -> Tensor:
        """Of each sample, given those before it: `[rows, 256, length]`."""
        one_hot = nn.functional.one_hot(levels, LEVELS).to(torch.float32).transpose(1, 2)
        h = self.input(nn.functional.pad(one_hot, (2, 0))[:, :, :-1])
        skips = 0
        for layer in self.layers:
            h, skip = layer(h)
            skips = skips + skip
        return self.output(skips)

    def log_prob(self, x: Tensor) -> Tensor:
        """Of levels `[rows, length]` to `[rows]`, in nats."""
        levels = x.long()
        return -nn.functional.cross_entropy(self.logits(levels), levels, reduction="none").sum(1)

    def sample(self, count: int) -> Tensor:
        """Sample by sample, each by a pass over all that the network looks back at."""
        back = 1 + 2 ** len(self.layers)
        x = torch.zeros(count, self.length, dtype=torch.long)
        for t in range(self.length):
            begin = max(0, t - back)
            logits = self.logits(x[:, begin : t + 1])[:, :, -1]
            x[:, t] = torch.distributions.Categorical(logits=logits).sample()
        return x.to(torch.float32)
