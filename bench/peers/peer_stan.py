"""Stan through PyStan (httpstan), compiled afresh as a new model is. The .stan files use the array syntax that old and new
Stan can be given: it is rewritten to the current one here."""
import os
import re
import time

import measure
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def code_of(kind):
    code = open(os.path.join(HERE, "stan", kind + ".stan")).read()
    return re.sub(r"(int<[^>]*>) (\w+)\[(\w+)\];", r"array[\3] \1 \2;", code)


def data_of(d):
    out = {"N": int(len(d["y"]))}
    for k, v in d.items():
        v = v + 1 if k == "g" else v
        out[k] = v.tolist() if isinstance(v, np.ndarray) else v
    if "X" in d:
        out["D"] = int(d["X"].shape[1])
    return out


def run(peer, kind, d, params, o):
    import stan
    t0 = measure.now()     # a unique comment defeats httpstan's model cache, so the compile is a new model's
    post = stan.build(f"// {time.time_ns()}\n" + code_of(kind), data=data_of(d), random_seed=o.seed)
    compile_s = measure.now() - t0
    t1 = measure.now()
    fit = post.sample(num_chains=o.chains, num_samples=o.draws, num_warmup=o.tune)
    sample = measure.now() - t1
    draws = {}
    for p in params:       # (parameter, draws, chains) with the chains fastest
        v = fit[p]
        draws[p] = np.transpose(v.reshape(v.shape[0], o.draws, o.chains), (2, 1, 0))
    total = measure.now() - t0
    return draws, {"total_s": total, "compile_s": compile_s, "sample_s": sample,
                   "divergences": int(fit["divergent__"].sum()), "mean_leapfrogs_per_draw": float(fit["n_leapfrog__"].mean())}


def versions():
    from importlib.metadata import version
    return {"pystan": version("pystan"), "httpstan": version("httpstan")}
