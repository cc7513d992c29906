"""A PyTorch flow as a peer."""

from collections.abc import Callable

import torch

from peer import Workload, batches, standard_normal


class TorchPeer:
    """`log_prob` maps rows `[rows, dims]` to their log-densities `[rows]`, in nats, by the module's parameters."""

    def __init__(
        self, module: torch.nn.Module, log_prob: Callable[[torch.Tensor], torch.Tensor], workload: Workload
    ) -> None:
        torch.set_num_threads(workload.threads)
        self.density = log_prob
        self.optimizer = torch.optim.Adam(module.parameters(), lr=workload.learningRate)
        self.batches = batches(workload)
        self.rows = torch.from_numpy(standard_normal(workload, workload.rows))

    def train(self, steps: int) -> None:
        for _ in range(steps):
            loss = -self.density(torch.from_numpy(next(self.batches))).mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()

    def log_prob(self, times: int) -> None:
        with torch.no_grad():
            for _ in range(times):
                self.density(self.rows)
