"""python measure_one.py --workload W1 --peer nutpie [--chains 4 --tune 1000 --draws 1000 --cores 2 --seed 1] --out result.json
One measurement in this fresh process. Peers: pymc, nutpie, numpyro-vec, numpyro-par, stan; for --workload F the modes that
fleet.py lists; for --workload PRED pymc and numpyro (prediction.py)."""
import argparse
import json
import os
import platform
import warnings

import measure


def module_of(peer, o):
    if peer.startswith("numpyro"):
        import peer_numpyro as m
        m.setup(peer, o.chains)
        from numpyro.infer import MCMC  # noqa: F401
        return m
    if peer == "stan":
        import peer_stan as m
        import stan  # noqa: F401
        return m
    import peer_pymc as m
    if peer != "pymc":
        import nutpie  # noqa: F401
    return m


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--workload", required=True)
    ap.add_argument("--peer", required=True)
    for k, v in (("chains", 4), ("tune", 1000), ("draws", 1000), ("cores", os.cpu_count()), ("seed", 1), ("fits", 100)):
        ap.add_argument("--" + k, type=int, default=v)
    ap.add_argument("--out", required=True)
    o = ap.parse_args()
    warnings.filterwarnings("ignore")
    meter = measure.Meter()
    t = measure.now()
    if o.workload in ("F", "PRED"):
        if o.workload == "F":
            import fleet as special
        else:
            import prediction as special
        res = special.run(o)
        versions = res.pop("versions", {})
    else:
        mod = module_of(o.peer, o)
        import_s = measure.now() - t
        from workloads import PARAMS, load
        kind, d = load(o.workload)
        draws, res = mod.run(o.peer, kind, d, PARAMS[kind], o)
        res = {"import_s": import_s, "process_s": measure.since_process_start(), "peak_rss_mb": measure.peak_rss_mb(), **res}
        from diag import diagnose
        res.update(diagnose(draws, PARAMS[kind]))
        versions = mod.versions()
    res = {"workload": o.workload, "peer": o.peer, "chains": o.chains, "tune": o.tune, "draws": o.draws, "cores": o.cores,
           "seed": o.seed, "versions": {"python": platform.python_version(), **versions}, "meter": meter.stop(), **res}
    with open(o.out + ".part", "w") as f:
        json.dump(res, f, indent=1)
    os.replace(o.out + ".part", o.out)


if __name__ == "__main__":
    main()
