"""A PyTorch flow as a peer."""

from collections.abc import Callable

import torch

from peer import Workload, batches, draw_rows


class TorchPeer:
    """By the module's parameters, `log_prob` maps rows `[rows, *shape]` to their log-densities `[rows]`, in nats, and
    `sample` a number of samples to samples."""

    def __init__(
        self,
        module: torch.nn.Module,
        log_prob: Callable[[torch.Tensor], torch.Tensor],
        sample: Callable[[int], object],
        workload: Workload,
    ) -> None:
        torch.set_num_threads(workload.threads)
        self.module = module
        self.density = log_prob
        self.draw = sample
        self.optimizer = torch.optim.Adam(module.parameters(), lr=workload.learningRate)
        self.batches = batches(workload)
        self.rows = torch.from_numpy(draw_rows(workload, workload.rows))

    def train(self, steps: int) -> None:
        self.module.train()
        for _ in range(steps):
            loss = -self.density(torch.from_numpy(next(self.batches))).mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()

    def log_prob(self, times: int) -> None:
        self.module.eval()
        with torch.no_grad():
            for _ in range(times):
                self.density(self.rows)

    def sample(self, times: int) -> None:
        self.module.eval()
        with torch.no_grad():
            for _ in range(times):
                self.draw(len(self.rows))
