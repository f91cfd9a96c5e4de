"""PRED: from the posterior of W1 (4 x 1000 draws) the mean and the 90 % interval of 10,000 new rows, and of one row.
Peers: pymc (set_data and sample_posterior_predictive), numpyro (Predictive, jitted)."""
import measure
import numpy as np
from workloads import load

ROWS = 10_000


def summarise(x):
    return x.mean(0), np.quantile(x, [0.05, 0.95], axis=0)


def clock(f, reps):
    seconds = []
    for _ in range(reps):
        t = measure.now()
        f()
        seconds.append(measure.now() - t)
    return seconds


def run(o):
    kind, d = load("W1")
    rows, row = np.linspace(0, 104, ROWS), np.array([26.0])
    if o.peer == "numpyro":
        import peer_numpyro as peer
        jax, _ = peer.setup("numpyro-vec", o.chains)
        from numpyro.infer import Predictive
        draws, _ = peer.run("numpyro-vec", kind, d, ["a", "b", "sigma"], o)
        flat = {k: v.reshape(-1) for k, v in draws.items()}
        draw = jax.jit(lambda k, w: Predictive(peer.model_of(kind), flat)(k, w)["obs"])
        predict = lambda week: summarise(np.asarray(draw(jax.random.PRNGKey(0), week)))
    else:
        import peer_pymc as peer
        import pymc as pm
        model = peer.build(kind, d, as_data=True)
        with model:
            idata = pm.sample(o.draws, tune=o.tune, chains=o.chains, cores=o.cores, random_seed=o.seed, progressbar=False)

        def predict(week):
            with model:
                pm.set_data({"week": week, "y": np.zeros(len(week))})
                x = pm.sample_posterior_predictive(idata, predictions=True, random_seed=1, progressbar=False).predictions["obs"]
            return summarise(x.values.reshape(-1, len(week)))
    return {"rows": ROWS, "predict_s": clock(lambda: predict(rows), 3), "predict_one_s": clock(lambda: predict(row), 5),
            "peak_rss_mb": measure.peak_rss_mb(), "versions": peer.versions()}
