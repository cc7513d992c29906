"""zuko's MAF, and its IAF: the inverse of the same transformation."""

import torch
import zuko

from peer import Workload, serve
from torch_peer import TorchPeer


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    flow = zuko.flows.MAF(
        workload.dims, transforms=workload.layers, hidden_features=(workload.hidden, workload.hidden)
    )
    if workload.kind == "iaf":
        flow = zuko.flows.Flow(flow.transform.inv, flow.base)
    return TorchPeer(flow, lambda x: flow().log_prob(x), lambda count: flow().sample((count,)), workload)


serve(make)
