"""What the Python peers of `flows-bench speed` share: their data, and the protocol in which they are asked to compute.

A peer is started with a workload as JSON. When it is done with one run of `first` it prints
`{"ready": true, "coldStartSeconds": s}`; then it answers each line on stdin with one on stdout:

    {"run": "train", "repeat": n}      {"ms": mean of n training steps}
    {"run": "logProb", "repeat": n}    {"ms": mean of n evaluations of the rows}
    {"run": "sample", "repeat": n}     {"ms": mean of n draws of as many samples}
    {"run": "exit"}                    {"peakMiB": the largest resident set of the process}
"""

import json
import math
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np


@dataclass(frozen=True)
class Workload:
    """A flow and how it is used.

    `kind`: maf, `layers` layers each a MADE with two hidden layers of `hidden` ReLUs; iaf, which is the same turned round:
    its samples take one pass, its density goes element by element; glow, of `levels` levels of `layers` steps whose networks
    have `hidden` channels; realnvp, of `levels` scales with `layers` couplings under each mask, whose networks have one
    residual block of `hidden` channels; gated-pixelcnn, diagonal-bilstm and wavenet, of `layers` layers of `hidden` units;
    vae-planar and vae-iaf, variational autoencoders of `latents` latents and networks of two hidden layers of `hidden`, whose
    posterior has `layers` such steps.
    `shape`: of an event, `[dims]`, `[height, width, channels]` or `[length]`. `values`: how many whole numbers from 0 an
    element may be; any real number where none.
    `trainingRows`: those in memory that batches are made of. `rows`: those of an evaluation of log p and of a draw of
    samples. `first`: the run that the process begins with. `startedAt`: when the process was started, in seconds since
    1970.
    """

    startedAt: float
    kind: str
    shape: list[int]
    hidden: int
    layers: int
    levels: int
    trainingRows: int
    batch: int
    rows: int
    learningRate: float
    threads: int
    seed: int
    first: str
    values: int | None = None
    latents: int = 0

    @property
    def dims(self) -> int:
        return math.prod(self.shape)


class Peer(Protocol):
    def train(self, steps: int) -> None:
        """Takes the steps, and returns when the last one is done."""

    def log_prob(self, times: int) -> None:
        """Evaluates log p(x) of the workload's rows so often, and returns when the last one is done."""

    def sample(self, times: int) -> None:
        """Draws as many samples as the workload has rows so often, and returns when the last one is done."""


def serve(make: Callable[[Workload], Peer]) -> None:
    """Answers until it is told to exit, or until stdin ends."""
    workload = Workload(**json.loads(sys.argv[1]))
    peer = make(workload)
    runs = {"train": peer.train, "logProb": peer.log_prob, "sample": peer.sample}
    runs[workload.first](1)
    answer(ready=True, coldStartSeconds=time.time() - workload.startedAt)
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["run"] == "exit":
            answer(peakMiB=peak_mib())
            return
        start = time.perf_counter()
        runs[asked["run"]](asked["repeat"])
        answer(ms=1000 * (time.perf_counter() - start) / asked["repeat"])


def draw_rows(workload: Workload, rows: int) -> np.ndarray:
    """`[rows, *shape]`, float32: standard normal, or whole numbers below `values`."""
    generator = np.random.default_rng(workload.seed)
    if workload.values is None:
        return generator.standard_normal((rows, *workload.shape), dtype=np.float32)
    return generator.integers(workload.values, size=(rows, *workload.shape)).astype(np.float32)


def batches(workload: Workload) -> Iterator[np.ndarray]:
    """Shuffled batches `[batch, *shape]` of an array in memory, epoch after epoch, without the rows that fill none."""
    data = draw_rows(workload, workload.trainingRows)
    generator = np.random.default_rng(workload.seed)
    while True:
        order = generator.permutation(len(data))
        for start in range(0, len(data) - workload.batch + 1, workload.batch):
            yield data[order[start : start + workload.batch]]


def peak_mib() -> float:
    """Linux counts into ru_maxrss what the process was before it became this program; VmHWM is this program's own."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    # macOS counts bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def answer(**fields: object) -> None:
    print(json.dumps(fields), flush=True)
