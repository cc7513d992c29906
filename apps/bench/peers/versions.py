"""Prints the versions of the peers' libraries as JSON, null for one that is not installed, and Python's."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version


def version_of(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


libraries = ["zuko", "nflows", "normflows", "flowjax", "torch", "jax", "numpy"]
print(json.dumps({"python": platform.python_version(), **{name: version_of(name) for name in libraries}}))
