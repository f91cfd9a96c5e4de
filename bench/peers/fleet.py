"""F: fit N independent adoption models (52 rows each), report parameter means and a predictive mean + 90% interval for
every week of every series. Modes (--peer):
  pymc-naive      new pm.Model + pm.sample + pm.sample_posterior_predictive per series (what a loop over pymc-wrapper does)
  pymc-reuse      one pm.Model with pm.Data; set_data + pm.sample(cores=1, no convergence checks); numpy predictions
  nutpie-naive    new model + compile per series; numpy predictions
  nutpie-reuse    nutpie compiled once, compiled.with_data per series; numpy predictions
  nutpie-joint    one model holding all series (300 parameters), one NUTS run
  numpyro-naive   new MCMC object per series
  numpyro-reuse   one jitted fit function, called per series
  numpyro-vmap    one jitted fit function vmapped over all series (always all 100 at once)
  numpyro-joint   one model holding all series, one NUTS run
--fits n fits the first n series only; total_100_s is then first + 99 * median(rest), flagged extrapolated."""
import measure
import numpy as np
from diag import diagnose
from workloads import load_fleet

NAMES = ["a", "b", "sigma"]


def predict(draws, week, seed):
    """Posterior predictive mean and 5/95% from all draws, plain numpy (the cheap way an expert would do it)."""
    a, b, s = (np.asarray(draws[k]).reshape(-1)[:, None] for k in NAMES)
    p = 1 - a - (1 - a) * np.exp(-b * week[None, :]) + s * np.random.default_rng(seed).standard_normal((a.shape[0], len(week)))
    return np.vstack([p.mean(0), np.quantile(p, [0.05, 0.95], axis=0)])


def naive_or_reuse(o, W, Y, n):
    import peer_pymc
    import pymc as pm
    reuse, nut = o.peer.endswith("reuse"), o.peer.startswith("nutpie")
    if nut:
        import nutpie
    times, fits, preds, model, compiled = [], [], [], None, None
    for i in range(n):
        t = measure.now()
        d = {"week": W[i], "y": Y[i]}
        if model is None or not reuse:
            model, compiled = peer_pymc.build("adoption", d, as_data=reuse), None
        if nut:
            compiled = compiled or nutpie.compile_pymc_model(model)
            c = compiled.with_data(**d) if reuse else compiled
            idata = nutpie.sample(c, draws=o.draws, tune=o.tune, chains=o.chains, cores=o.cores, seed=o.seed + i, progress_bar=False)
        else:
            with model:
                if reuse:
                    pm.set_data(d)
                idata = pm.sample(o.draws, tune=o.tune, chains=o.chains, random_seed=o.seed + i, nuts_sampler="pymc",
                                  progressbar=False, **({"cores": 1, "compute_convergence_checks": False} if reuse else {"cores": o.cores}))
        draws = peer_pymc.draws_of(idata, NAMES)
        if not nut and not reuse:
            with model:
                pp = pm.sample_posterior_predictive(idata, predictions=True, random_seed=o.seed + i, progressbar=False)
            x = pp.predictions["obs"].values.reshape(-1, len(W[i]))
            preds.append(np.vstack([x.mean(0), np.quantile(x, [0.05, 0.95], axis=0)]))
        else:
            preds.append(predict(draws, W[i], o.seed + i))
        fits.append((draws, int(idata.sample_stats["diverging"].values.sum())))
        times.append(measure.now() - t)
    return times, fits, preds, peer_pymc.versions()


def numpyro_modes(o, W, Y, n):
    import peer_numpyro
    mode = o.peer.split("-")[1]
    jax, numpyro = peer_numpyro.setup("numpyro-vec", o.chains)
    import jax.numpy as jnp
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS
    model = peer_numpyro.model_of("adoption")

    def joint(week, y):
        with numpyro.plate("series", week.shape[0]):
            a, b = numpyro.sample("a", dist.Normal(0, 1)), numpyro.sample("b", dist.HalfNormal(1))
            s = numpyro.sample("sigma", dist.HalfNormal(1))
        mu = 1 - a[:, None] - (1 - a[:, None]) * jnp.exp(-b[:, None] * week)
        numpyro.sample("obs", dist.Normal(mu, s[:, None]), obs=y)

    def fit(key, week, y, m=model):
        mc = MCMC(NUTS(m), num_warmup=o.tune, num_samples=o.draws, num_chains=o.chains, progress_bar=False, chain_method="vectorized")
        mc.run(key, week, y, extra_fields=("diverging",))
        return mc.get_samples(group_by_chain=True), mc.get_extra_fields(group_by_chain=True)["diverging"]
    keys = jax.random.split(jax.random.PRNGKey(o.seed), n)
    times, fits, preds = [], [], []
    if mode in ("vmap", "joint"):
        t = measure.now()
        if mode == "vmap":
            s, dv = jax.jit(jax.vmap(fit))(keys, W[:n], Y[:n])
            s, dv = {k: np.asarray(v) for k, v in s.items()}, np.asarray(dv)
        else:
            s, dv = fit(keys[0], W[:n], Y[:n], joint)
            s, dv = {k: np.moveaxis(np.asarray(v), 2, 0) for k, v in s.items()}, np.tile(np.asarray(dv) / n, (n, 1, 1))
        for i in range(n):
            draws = {k: s[k][i] for k in NAMES}
            fits.append((draws, float(dv[i].sum())))
            preds.append(predict(draws, W[i], o.seed + i))
        times = [measure.now() - t]
    else:
        f = jax.jit(fit) if mode == "reuse" else fit
        for i in range(n):
            t = measure.now()
            s, dv = f(keys[i], W[i], Y[i])
            draws = {k: np.asarray(s[k]) for k in NAMES}
            preds.append(predict(draws, W[i], o.seed + i))
            fits.append((draws, int(np.asarray(dv).sum())))
            times.append(measure.now() - t)
    return times, fits, preds, peer_numpyro.versions()


def nutpie_joint(o, W, Y, n):
    import nutpie
    import peer_pymc
    import pymc as pm
    t = measure.now()
    with pm.Model() as m:
        a, b, s = pm.Normal("a", 0, 1, shape=n), pm.HalfNormal("b", 1, shape=n), pm.HalfNormal("sigma", 1, shape=n)
        pm.Normal("obs", 1 - a[:, None] - (1 - a[:, None]) * pm.math.exp(-b[:, None] * W[:n]), s[:, None], observed=Y[:n])
    idata = nutpie.sample(nutpie.compile_pymc_model(m), draws=o.draws, tune=o.tune, chains=o.chains, cores=o.cores, seed=o.seed, progress_bar=False)
    dv = int(idata.sample_stats["diverging"].values.sum())
    fits = [({k: idata.posterior[k].values[:, :, i] for k in NAMES}, dv / n) for i in range(n)]
    preds = [predict(f[0], W[i], o.seed + i) for i, f in enumerate(fits)]
    return [measure.now() - t], fits, preds, peer_pymc.versions()


def run(o):
    W, Y, truth = load_fleet()
    n = min(o.fits, len(W))
    t0 = measure.now()
    mode = nutpie_joint if o.peer == "nutpie-joint" else numpyro_modes if o.peer.startswith("numpyro") else naive_or_reuse
    times, fits, preds, versions = mode(o, W, Y, n)
    wall = measure.now() - t0            # includes importing the peer
    rss = measure.peak_rss_mb()
    res = {"fits": n, "wall_incl_import_s": wall, "peak_rss_mb": rss, "versions": versions}
    if len(times) == 1:
        res.update(total_100_s=times[0], extrapolated=False)
    else:
        med = float(np.median(times[1:]))
        res.update(first_fit_s=times[0], median_later_fit_s=med, extrapolated=n < len(W),
                   total_100_s=sum(times) if n == len(W) else times[0] + (len(W) - 1) * med)
    dg = [diagnose(f[0], NAMES) for f in fits]
    post = {k: np.array([d["posterior"][k]["mean"] for d in dg]) for k in NAMES}
    cover = np.mean([(p[1] <= Y[i]) & (Y[i] <= p[2]) for i, p in enumerate(preds)])
    res.update(min_ess_bulk_worst=min(d["min_ess_bulk"] for d in dg), min_ess_bulk_median=float(np.median([d["min_ess_bulk"] for d in dg])),
               max_rhat=max(d["max_rhat"] for d in dg), divergences=sum(f[1] for f in fits), interval90_coverage=float(cover),
               rmse_a=float(np.sqrt(np.mean((post["a"] - truth.a[:n]) ** 2))), rmse_b=float(np.sqrt(np.mean((post["b"] - truth.b[:n]) ** 2))),
               posterior={k: post[k].tolist() for k in NAMES})
    return res
