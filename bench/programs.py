"""Runs the PyMC scripts and Stan programs that bench/programs.mjs wrote, and compares their log densities with ours.

    python bench/programs.py FOLDER [--stan] [--only TEXT]     # pymc 5; pystan 3 and a C++ compiler for --stan
"""

import argparse
import json
import pathlib
import runpy
import sys

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--stan", action="store_true")
parser.add_argument("--only", default="")
options = parser.parse_args()


def of_pymc(stem, points):
    from pymc.model.transform.conditioning import remove_value_transforms

    model = runpy.run_path(str(stem) + ".py")["model"]
    plain = remove_value_transforms(model)
    density = plain.compile_fn(plain.logp(jacobian=False), inputs=plain.value_vars, on_unused_input="ignore")
    values = []
    for point in points:
        given = {v.name: np.asarray(point["parameters"][v.name], dtype=v.dtype) for v in plain.value_vars}
        values.append(float(density(given)))
    return values


def of_stan(stem, points):
    import asyncio

    import stan

    data = json.loads(pathlib.Path(str(stem) + ".data.json").read_text())
    posterior = stan.build(pathlib.Path(str(stem) + ".stan").read_text(), data=data)
    values = []
    for point in points:
        # Stan's names end in _v where a config's name is a word of Stan's.
        given = {name: value for name, value in point["parameters"].items()}
        names = posterior.param_names
        given = {n: given[n if n in given else n.removesuffix("_v")] for n in names if n in given or n.removesuffix("_v") in given}
        free = posterior.unconstrain_pars(given)
        values.append(posterior.log_prob(free, adjust_transform=False))
    return values


def main():
    run = of_stan if options.stan else of_pymc
    misses = 0
    for file in sorted(options.folder.glob("*.points.json")):
        name = file.name.removesuffix(".points.json")
        if options.only not in name:
            continue
        points = json.loads(file.read_text())
        expected = np.array([point["log_density"] for point in points])
        try:
            found = np.array(run(options.folder / name, points))
            error = np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected)))
        except Exception as problem:
            error, found = np.inf, repr(problem)[:300]
        misses += not error < 1e-8
        print()  # after what a compiler left on the line
        print(f"{'ok  ' if error < 1e-8 else 'MISS'} {name}: {error:.1e}" + ("" if error < 1e-8 else f"  {found} {expected}"), flush=True)
    print(f"{misses} misses")
    sys.exit(misses > 0)


main()
