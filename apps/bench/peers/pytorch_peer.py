"""Models of images and sounds in plain PyTorch, op by op, as one would write them by hand: no library of flows."""

import torch

from peer import Workload, serve
from pytorch_diagonal_bi_lstm import PixelRnn
from pytorch_glow import Glow
from pytorch_pixelcnn import GatedPixelCnn
from pytorch_realnvp import MultiScaleRealNvp
from pytorch_vae import Vae
from pytorch_wave_net import WaveNet
from torch_peer import TorchPeer

KINDS = {
    "glow": Glow,
    "realnvp": MultiScaleRealNvp,
    "gated-pixelcnn": GatedPixelCnn,
    "diagonal-bilstm": PixelRnn,
    "wavenet": WaveNet,
    "vae-planar": Vae,
    "vae-iaf": Vae,
}


def make(workload: Workload) -> TorchPeer:
    torch.manual_seed(workload.seed)
    model = KINDS[workload.kind](workload)
    return TorchPeer(model, model.log_prob, model.sample, workload)


serve(make)
