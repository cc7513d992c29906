"""Flows of images in plain PyTorch, op by op, as one would write them by hand: no library of flows."""

import torch

from peer import Workload, serve
from pytorch_glow import Glow
from pytorch_realnvp import MultiScaleRealNvp
from torch_peer import TorchPeer

KINDS = {"glow": Glow, "realnvp": MultiScaleRealNvp}


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    flow = KINDS[workload.kind](workload)
    return TorchPeer(flow, flow.log_prob, flow.sample, workload)


serve(make)
