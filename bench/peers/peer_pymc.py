"""PyMC with its own NUTS, and nutpie: the same model compiled for the Rust sampler. For PyMC 5.28 and 6."""
import measure
import pymc as pm


def build(kind, d, as_data=False):
    D = pm.Data if as_data else (lambda _n, v: v)
    with pm.Model() as m:
        y = D("y", d["y"])
        if kind == "adoption":
            a, b, s = pm.Normal("a", 0, 1), pm.HalfNormal("b", 1), pm.HalfNormal("sigma", 1)
            mu = 1 - a - (1 - a) * pm.math.exp(-b * D("week", d["week"]))
            pm.Normal("obs", mu, s, observed=y, shape=mu.shape if as_data else None)
        elif kind == "logistic":
            al, be = pm.Normal("alpha", 0, 2.5), pm.Normal("beta", 0, 1, shape=d["X"].shape[1])
            pm.Bernoulli("obs", logit_p=al + pm.math.dot(d["X"], be), observed=y)
        elif kind == "schools":
            mu, tau, z = pm.Normal("mu", 0, 5), pm.HalfCauchy("tau", 5), pm.Normal("z", 0, 1, shape=len(d["y"]))
            pm.Normal("obs", pm.Deterministic("theta", mu + tau * z), d["se"], observed=y)
        elif kind == "radon":
            mu_a, b = pm.Normal("mu_a", 0, 5), pm.Normal("b", 0, 5)
            tau, s = pm.HalfNormal("tau", 2), pm.HalfNormal("sigma", 2)
            a = pm.Normal("a", mu_a, tau, shape=d["G"])
            pm.Normal("obs", a[d["g"]] + b * d["x"], s, observed=y)
        elif kind == "poisson":
            al, be = pm.Normal("alpha", 0, 2), pm.Normal("beta", 0, 1, shape=d["X"].shape[1])
            tau, z = pm.HalfNormal("tau", 1), pm.Normal("z", 0, 1, shape=d["G"])
            u = pm.Deterministic("u", tau * z)
            pm.Poisson("obs", pm.math.exp(al + pm.math.dot(d["X"], be) + u[d["g"]]), observed=y)
        elif kind == "poisson_centred":
            al, be = pm.Normal("alpha", 0, 2), pm.Normal("beta", 0, 1, shape=d["X"].shape[1])
            tau = pm.HalfNormal("tau", 1)
            u = pm.Normal("u", 0, tau, shape=d["G"])
            pm.Poisson("obs", pm.math.exp(al + pm.math.dot(d["X"], be) + u[d["g"]]), observed=y)
        else:
            al, be = pm.Normal("alpha", 0, 5), pm.Normal("beta", 0, 2, shape=d["X"].shape[1])
            s, nu = pm.HalfNormal("sigma", 2), pm.Gamma("nu", 2, 0.1)
            pm.StudentT("obs", nu=nu, mu=al + pm.math.dot(d["X"], be), sigma=s, observed=y)
    return m


def draws_of(idata, params):
    return {p: idata.posterior[p].values for p in params}


def stats_of(idata):
    ss = idata.sample_stats
    n = next((ss[k].values for k in ("n_steps", "tree_size") if k in ss), None)
    return {"divergences": int(ss["diverging"].values.sum()),
            "mean_leapfrogs_per_draw": float(n.mean()) if n is not None else None}


def run(peer, kind, d, params, o):
    t0 = measure.now()
    model = build(kind, d)
    t_build = measure.now() - t0
    if peer == "pymc":
        with model:
            idata = pm.sample(draws=o.draws, tune=o.tune, chains=o.chains, cores=o.cores, random_seed=o.seed,
                              nuts_sampler="pymc", progressbar=False)
        total = measure.now() - t0
        sample = float(idata.posterior.attrs["sampling_time"])
        compile_s = total - sample        # model build, logp/grad compile, init, gathering, convergence checks
    else:
        import nutpie
        t1 = measure.now()
        compiled = nutpie.compile_pymc_model(model)
        compile_s = t_build + measure.now() - t1
        t1 = measure.now()
        idata = nutpie.sample(compiled, chains=o.chains, cores=o.cores, seed=o.seed, progress_bar=False,
                              tune=o.tune, draws=o.draws)
        sample = measure.now() - t1
        total = measure.now() - t0
    return draws_of(idata, params), {"total_s": total, "compile_s": compile_s, "sample_s": sample, **stats_of(idata)}


def versions():
    import pytensor
    v = {"pymc": pm.__version__, "pytensor": pytensor.__version__}
    try:
        import nutpie
        v["nutpie"] = nutpie.__version__
    except ImportError:
        pass
    v["pytensor_linker"] = str(pytensor.config.linker)
    return v
