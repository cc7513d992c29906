"""nflows' MAF."""

import torch
from nflows.flows.autoregressive import MaskedAutoregressiveFlow

from peer import Workload, serve
from torch_peer import TorchPeer


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    flow = MaskedAutoregressiveFlow(
        workload.dims,
        workload.hidden,
        num_layers=workload.layers,
        # Its first hidden layer stands before the blocks.
        num_blocks_per_layer=1,
        use_residual_blocks=False,
    )
    return TorchPeer(flow, flow.log_prob, workload)


serve(make)
