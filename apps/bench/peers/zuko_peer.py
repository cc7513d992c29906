"""zuko's MAF."""

import torch
import zuko

from peer import Workload, serve
from torch_peer import TorchPeer


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    flow = zuko.flows.MAF(
        workload.dims, transforms=workload.layers, hidden_features=(workload.hidden, workload.hidden)
    )
    return TorchPeer(flow, lambda x: flow().log_prob(x), workload)


serve(make)
