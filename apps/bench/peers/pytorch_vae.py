"""Variational autoencoders of binary vectors in PyTorch, whose posterior is a Gaussian followed by planar steps (Rezende and
Mohamed 2015), or by gated inverse autoregressive steps (Kingma et al. 2016, algorithm 1), all of them given by the encoder."""

import torch
from torch import Tensor, nn

from peer import Workload


def perceptron(inputs: int, hidden: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, outputs)
    )


class Planar(nn.Module):
    def __init__(self, dims: int, context: int) -> None:
        super().__init__()
        self.dims = dims
        self.parameters_of = nn.Linear(context, 2 * dims + 1)

    def forward(self, z: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
        u, w, b = self.parameters_of(h).split([self.dims, self.dims, 1], 1)
        along = (w * u).sum(1, keepdim=True)
        slope = nn.functional.softplus(along) + 1e-3
        u = u + (slope - 1 - along) * w / w.square().sum(1, keepdim=True)
        t = torch.tanh((w * z).sum(1, keepdim=True) + b)
        return z + u * t, torch.log(t.square() + slope * (1 - t.square())).sum(1)


class MaskedLinear(nn.Linear):
    def __init__(self, mask: Tensor) -> None:
        super().__init__(mask.shape[1], mask.shape[0])
        self.register_buffer("mask", mask.float())

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.linear(x, self.mask * self.weight, self.bias)


class InverseAutoregressive(nn.Module):
    """One step with a MADE of one hidden layer, which is told h."""

    def __init__(self, dims: int, hidden: int, context: int, reverse: bool) -> None:
        super().__init__()
        order = torch.arange(1, dims + 1)
        degrees = order.flip(0) if reverse else order
        inner = torch.arange(hidden) * (dims - 1) // hidden + 1
        self.hidden = MaskedLinear(inner[:, None] >= degrees[None])
        self.context = nn.Linear(context, hidden)
        self.output = MaskedLinear((degrees[:, None] > inner[None]).repeat(2, 1))

    def forward(self, z: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
        m, s = self.output(torch.relu(self.hidden(z) + self.context(h))).chunk(2, 1)
        gate = 1e-3 + (1 - 1e-3) * torch.sigmoid(s + 2)
        return gate * z + (1 - gate) * m, torch.log(gate).sum(1)


class Vae(nn.Module):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        hidden, latents = workload.hidden, workload.latents
        self.latents = latents
        self.encoder = nn.Sequential(nn.Linear(workload.dims, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU())
        self.mean, self.log_std = nn.Linear(hidden, latents), nn.Linear(hidden, latents)
        self.steps = nn.ModuleList(
            Planar(latents, hidden)
            if workload.kind == "vae-planar"
            else InverseAutoregressive(latents, hidden, hidden, step % 2 == 1)
            for step in range(workload.layers)
        )
        self.decoder = perceptron(latents, hidden, workload.dims)

    def log_prob(self, x: Tensor) -> Tensor:
        """The bound with one sample of each posterior, of rows `[rows, dims]`: `[rows]`, in nats."""
        h = self.encoder(x)
        log_std = self.log_std(h)
        u = torch.randn_like(log_std)
        z = self.mean(h) + log_std.exp() * u
        log_det = log_std.sum(1)
        for step in self.steps:
            z, of_step = step(z, h)
            log_det = log_det + of_step
        divergence = 0.5 * (z.square() - u.square()).sum(1) - log_det
        reconstruction = nn.functional.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="none").sum(1)
        return -reconstruction - divergence

    def sample(self, count: int) -> Tensor:
        return torch.bernoulli(torch.sigmoid(self.decoder(torch.randn(count, self.latents))))
