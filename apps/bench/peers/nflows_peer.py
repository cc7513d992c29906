"""nflows' MAF, and its IAF: the inverse of the same transformation."""

import torch
from nflows.distributions.normal import StandardNormal
from nflows.flows.base import Flow
from nflows.transforms.autoregressive import MaskedAffineAutoregressiveTransform
from nflows.transforms.base import CompositeTransform, InverseTransform
from nflows.transforms.permutations import ReversePermutation

from peer import Workload, serve
from torch_peer import TorchPeer


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    # As nflows' own MaskedAutoregressiveFlow, which cannot be turned round.
    layers = []
    for _ in range(workload.layers):
        layers += [
            ReversePermutation(workload.dims),
            # Its first hidden layer stands before the blocks.
            MaskedAffineAutoregressiveTransform(
                workload.dims, workload.hidden, num_blocks=1, use_residual_blocks=False
            ),
        ]
    transform = CompositeTransform(layers)
    if workload.kind == "iaf":
        transform = InverseTransform(transform)
    flow = Flow(transform, StandardNormal([workload.dims]))
    return TorchPeer(flow, flow.log_prob, flow.sample, workload)


serve(make)
