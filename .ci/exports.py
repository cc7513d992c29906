"""Runs the ONNX files of a folder on the inputs beside them, and compares what they give with what is expected.

    python exports.py FOLDER

Beside NAME.onnx lies NAME.json: a list of runs, {"inputs": {name: {"shape", "data"}}, "outputs": likewise}.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort

# |difference| <= TOLERANCE (1 + |expected|), in float32
TOLERANCE = 1e-5


def array(numbers):
    return np.array(numbers["data"], np.float32).reshape(numbers["shape"])


def difference(session, run):
    """The largest |difference| / (1 + |expected|) of a run's outputs."""
    expected = {name: array(numbers) for name, numbers in run["outputs"].items()}
    inputs = {name: array(numbers) for name, numbers in run["inputs"].items()}
    given = session.run(list(expected), inputs)
    for name, values in zip(expected, given):
        if values.shape != expected[name].shape:
            raise ValueError(f"{name}: expected shape {expected[name].shape}, got {values.shape}")
    return np.max([
        np.max(np.abs(values - expected[name]) / (1 + np.abs(expected[name])))
        for name, values in zip(expected, given)
    ])


def check(path):
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    runs = json.loads(path.with_suffix(".json").read_text())
    inputs = ", ".join(f"{port.name} {port.shape}" for port in session.get_inputs())
    worst = np.max([difference(session, run) for run in runs])
    holds = worst <= TOLERANCE  # false where it is NaN
    print(f"{'' if holds else 'FAILS '}{path.name}: {worst:.1e} over {len(runs)} numbers of rows; inputs {inputs}")
    return holds


def main():
    paths = sorted(Path(sys.argv[1]).glob("*.onnx"))
    print(f"ONNX Runtime {ort.__version__} of Python")
    if not paths or not all([check(path) for path in paths]):
        sys.exit(1)


if __name__ == "__main__":
    main()
