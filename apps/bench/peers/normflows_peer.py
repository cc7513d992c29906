"""A MAF, or an IAF, of normflows' parts."""

import normflows as nf
import torch

from peer import Workload, serve
from torch_peer import TorchPeer


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    layers = []
    for _ in range(workload.layers):
        # Its first hidden layer stands before the blocks.
        made = nf.flows.MaskedAffineAutoregressive(
            workload.dims, workload.hidden, num_blocks=1, use_residual_blocks=False
        )
        # As it comes, its density takes a pass for each element, as an IAF's; reversed, one pass, as a MAF's.
        layer = made if workload.kind == "iaf" else nf.flows.Reverse(made)
        layers += [layer, nf.flows.Permute(workload.dims)]
    flow = nf.NormalizingFlow(nf.distributions.DiagGaussian(workload.dims, trainable=False), layers)
    return TorchPeer(flow, flow.log_prob, flow.sample, workload)


serve(make)
