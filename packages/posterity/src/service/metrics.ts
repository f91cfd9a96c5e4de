import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the service counts, in Prometheus' form. */
export interface Metrics {
  readonly seconds: Histogram<'method' | 'route' | 'status'>;
  readonly predictedRows: Counter;
  readonly refreshedUnits: Counter<'suite' | 'result'>;
  text(): Promise<string>;
  readonly contentType: string;
}

export function metrics(openModels: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'posterity_open_models',
    help: 'Models held in memory',
    registers: [registry],
    collect() {
      this.set(openModels());
    },
  });
  return {
    seconds: new Histogram({
      name: 'posterity_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    predictedRows: new Counter({
      name: 'posterity_predicted_rows_total',
      help: 'Rows predicted',
      registers: [registry],
    }),
    refreshedUnits: new Counter({
      name: 'posterity_refreshed_units_total',
      help: 'Units of refreshes by what the gate made of them',
      labelNames: ['suite', 'result'],
      registers: [registry],
    }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
