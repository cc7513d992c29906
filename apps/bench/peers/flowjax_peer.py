"""FlowJAX's MAF or IAF, its training step, log-density and sampler each one jitted function of the parameters."""

import os

os.environ["JAX_PLATFORMS"] = "cpu"

import equinox as eqx
import jax
import jax.numpy as jnp
import optax
import paramax
from flowjax.distributions import Normal
from flowjax.flows import masked_autoregressive_flow

from peer import Workload, batches, serve, draw_rows


class FlowJaxPeer:
    def __init__(self, workload: Workload) -> None:
        flow = masked_autoregressive_flow(
            jax.random.key(workload.seed),
            base_dist=Normal(jnp.zeros(workload.dims)),
            flow_layers=workload.layers,
            nn_width=workload.hidden,
            nn_depth=2,
            # As it comes, log p takes one pass.
            invert=workload.kind == "maf",
        )
        self.parameters, static = eqx.partition(
            flow, eqx.is_inexact_array, is_leaf=lambda leaf: isinstance(leaf, paramax.NonTrainable)
        )
        optimizer = optax.adam(workload.learningRate)
        self.moments = optimizer.init(self.parameters)
        self.batches = batches(workload)
        self.rows = jnp.asarray(draw_rows(workload, workload.rows))
        self.key = jax.random.key(workload.seed)

        def density(parameters, x):
            return paramax.unwrap(eqx.combine(parameters, static)).log_prob(x)

        def draw(parameters, key):
            key, now = jax.random.split(key)
            return paramax.unwrap(eqx.combine(parameters, static)).sample(now, (workload.rows,)), key

        def step(parameters, moments, x):
            gradients = jax.grad(lambda at: -density(at, x).mean())(parameters)
            updates, moments = optimizer.update(gradients, moments)
            return optax.apply_updates(parameters, updates), moments

        self.density = jax.jit(density)
        self.draw = jax.jit(draw)
        self.step = jax.jit(step, donate_argnums=(0, 1))

    def train(self, steps: int) -> None:
        for _ in range(steps):
            self.parameters, self.moments = self.step(self.parameters, self.moments, next(self.batches))
        jax.block_until_ready(self.parameters)

    def log_prob(self, times: int) -> None:
        for _ in range(times):
            self.density(self.parameters, self.rows).block_until_ready()

    def sample(self, times: int) -> None:
        for _ in range(times):
            samples, self.key = self.draw(self.parameters, self.key)
            samples.block_until_ready()


serve(FlowJaxPeer)
