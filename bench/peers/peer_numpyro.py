"""NumPyro in float64: numpyro-vec (chains vectorized) and numpyro-par (one host device a chain)."""
import os

import measure


def setup(peer, chains):
    if "par" in peer:      # 'parallel' needs one device per chain; XLA shares the real cores among them
        os.environ["XLA_FLAGS"] = f"--xla_force_host_platform_device_count={chains}"
    import jax
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    import numpyro
    return jax, numpyro


def model_of(kind):
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist
    S = numpyro.sample

    def adoption(week, y=None):
        a, b, s = S("a", dist.Normal(0, 1)), S("b", dist.HalfNormal(1)), S("sigma", dist.HalfNormal(1))
        S("obs", dist.Normal(1 - a - (1 - a) * jnp.exp(-b * week), s), obs=y)

    def logistic(X, y=None):
        al = S("alpha", dist.Normal(0, 2.5))
        be = S("beta", dist.Normal(0, 1).expand([X.shape[1]]).to_event(1))
        S("obs", dist.Bernoulli(logits=al + X @ be), obs=y)

    def schools(se, y=None):
        mu, tau = S("mu", dist.Normal(0, 5)), S("tau", dist.HalfCauchy(5))
        z = S("z", dist.Normal(0, 1).expand([8]).to_event(1))
        S("obs", dist.Normal(numpyro.deterministic("theta", mu + tau * z), se), obs=y)

    def radon(g, x, G, y=None):
        mu_a, b = S("mu_a", dist.Normal(0, 5)), S("b", dist.Normal(0, 5))
        tau, s = S("tau", dist.HalfNormal(2)), S("sigma", dist.HalfNormal(2))
        a = S("a", dist.Normal(mu_a, tau).expand([G]).to_event(1))
        S("obs", dist.Normal(a[g] + b * x, s), obs=y)

    def poisson(X, g, G, y=None):
        al = S("alpha", dist.Normal(0, 2))
        be = S("beta", dist.Normal(0, 1).expand([X.shape[1]]).to_event(1))
        tau, z = S("tau", dist.HalfNormal(1)), S("z", dist.Normal(0, 1).expand([G]).to_event(1))
        u = numpyro.deterministic("u", tau * z)
        S("obs", dist.Poisson(jnp.exp(al + X @ be + u[g])), obs=y)

    def poisson_centred(X, g, G, y=None):
        al = S("alpha", dist.Normal(0, 2))
        be = S("beta", dist.Normal(0, 1).expand([X.shape[1]]).to_event(1))
        tau = S("tau", dist.HalfNormal(1))
        u = S("u", dist.Normal(0, tau).expand([G]).to_event(1))
        S("obs", dist.Poisson(jnp.exp(al + X @ be + u[g])), obs=y)

    def student(X, y=None):
        al = S("alpha", dist.Normal(0, 5))
        be = S("beta", dist.Normal(0, 2).expand([X.shape[1]]).to_event(1))
        s, nu = S("sigma", dist.HalfNormal(2)), S("nu", dist.Gamma(2, 0.1))
        S("obs", dist.StudentT(nu, al + X @ be, s), obs=y)

    return locals()[kind]


def run(peer, kind, d, params, o):
    import jax
    import numpy as np
    from numpyro.infer import MCMC, NUTS
    t0 = measure.now()
    mcmc = MCMC(NUTS(model_of(kind)), num_warmup=o.tune, num_samples=o.draws, num_chains=o.chains, progress_bar=False,
                chain_method="parallel" if "par" in peer else "vectorized")

    spent = {"compile": 0.0}

    def listen(event, seconds, **_):
        if event.endswith(("jaxpr_trace_duration", "jaxpr_to_mlir_module_duration", "backend_compile_duration")):
            spent["compile"] += seconds
    jax.monitoring.register_event_duration_secs_listener(listen)
    mcmc.run(jax.random.PRNGKey(o.seed), **d, extra_fields=("num_steps", "diverging"))
    post = {k: np.asarray(v) for k, v in mcmc.get_samples(group_by_chain=True).items()}
    total = measure.now() - t0
    f = mcmc.get_extra_fields(group_by_chain=True)
    # JAX reports what it spent tracing, lowering and compiling; the rest of the wall time is dispatch + sampling
    return {p: post[p] for p in params}, {
        "total_s": total, "compile_s": spent["compile"], "sample_s": total - spent["compile"],
        "divergences": int(np.asarray(f["diverging"]).sum()),
        "mean_leapfrogs_per_draw": float(np.asarray(f["num_steps"]).mean())}


def versions():
    import jax
    import numpyro
    return {"numpyro": numpyro.__version__, "jax": jax.__version__}
