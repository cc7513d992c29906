"""A MAF, an IAF or a Glow of normflows' parts."""

import normflows as nf
import torch

from peer import Workload, serve
from torch_peer import TorchPeer


def make_autoregressive(workload: Workload) -> TorchPeer:
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


def make_glow(workload: Workload) -> TorchPeer:
    """Of one level."""
    height, width, channels = workload.shape
    blocks = [nf.flows.GlowBlock(4 * channels, workload.hidden) for _ in range(workload.layers)]
    base = nf.distributions.GlowBase((4 * channels, height // 2, width // 2))
    flow = nf.NormalizingFlow(base, [*blocks, nf.flows.Squeeze()])
    return TorchPeer(flow, lambda x: flow.log_prob(x.permute(0, 3, 1, 2).contiguous()), flow.sample, workload)


KINDS = {"maf": make_autoregressive, "iaf": make_autoregressive, "glow": make_glow}


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    return KINDS[workload.kind](workload)


serve(make)
