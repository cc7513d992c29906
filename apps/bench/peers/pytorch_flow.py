"""What the flows of images in PyTorch share. Within, images are `[batch, channels, height, width]`."""

import math

import torch
from torch import Tensor, nn

from peer import Workload


class Layer(nn.Module):
    """A map of images: `inverse` from data to latent, with log|det| of each row or of all, `forward` back."""

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        raise NotImplementedError

    def forward(self, z: Tensor) -> Tensor:
        raise NotImplementedError


class ImageFlow(nn.Module):
    """Layers from data to latent, in front of which a standard normal stands."""

    def __init__(self, workload: Workload, layers: list[Layer]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.shape = workload.shape

    def log_prob(self, x: Tensor) -> Tensor:
        """`[rows, height, width, channels]` to `[rows]`, in nats."""
        x = x.permute(0, 3, 1, 2).contiguous()
        log_det = x.new_zeros(len(x))
        for layer in self.layers:
            x, here = layer.inverse(x)
            log_det = log_det + here
        z = x.flatten(1)
        return log_det - 0.5 * z.square().sum(1) - 0.5 * z.shape[1] * math.log(2 * math.pi)

    def sample(self, count: int) -> Tensor:
        x = torch.randn(count, math.prod(self.shape))
        for layer in reversed(self.layers):
            x = layer(x)
        return x.permute(0, 2, 3, 1).contiguous()


class Reshape(Layer):
    """Images to vectors, the last step to the latent."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        super().__init__()
        self.shape = shape

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return x.flatten(1), x.new_zeros(())

    def forward(self, z: Tensor) -> Tensor:
        return z.reshape(-1, *self.shape)


class Squeeze(Layer):
    """Each 2x2 block of places to one of four times the channels."""

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return nn.functional.pixel_unshuffle(x, 2), x.new_zeros(())

    def forward(self, z: Tensor) -> Tensor:
        return nn.functional.pixel_shuffle(z, 2)
