// A log-log picture of cost against size: lines with markers, one a series, as SVG text.

const palette = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#a463f2'];
const [width, height] = [640, 400];
const margin = { left: 70, right: 150, top: 40, bottom: 50 };

const escaped = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Powers of ten from below the least to above the greatest value. */
function decades(values) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: high - low + 1 }, (_, k) => low + k);
}

const superscripts = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];
function powerOfTen(exponent) {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('');
  return exponent === 0 ? '1' : exponent === 1 ? '10' : `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** @param series `{ name, points: [x, y][] }`, all positive. */
export function logLogFigure({ title, x, y, series }) {
  const points = series.flatMap((one) => one.points);
  const [across, up] = [decades(points.map(([px]) => px)), decades(points.map(([, py]) => py))];
  const place = (value, ticks, from, to) =>
    from + ((Math.log10(value) - ticks[0]) / (ticks.at(-1) - ticks[0])) * (to - from);
  const px = (value) => place(value, across, margin.left, width - margin.right).toFixed(1);
  const py = (value) => place(value, up, height - margin.bottom, margin.top).toFixed(1);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="${margin.left}" y="22" font-size="15" font-weight="600">${escaped(title)}</text>`,
  ];
  for (const exponent of across) {
    const at = px(10 ** exponent);
    lines.push(`<path d="M${at},${margin.top}V${height - margin.bottom}" stroke="#e0e0e0"/>`);
    lines.push(
      `<text x="${at}" y="${height - margin.bottom + 18}" text-anchor="middle">${powerOfTen(exponent)}</text>`,
    );
  }
  for (const exponent of up) {
    const at = py(10 ** exponent);
    lines.push(`<path d="M${margin.left},${at}H${width - margin.right}" stroke="#e0e0e0"/>`);
    lines.push(
      `<text x="${margin.left - 8}" y="${at}" dy="4" text-anchor="end">${powerOfTen(exponent)}</text>`,
    );
  }
  lines.push(
    `<text x="${(margin.left + width - margin.right) / 2}" y="${height - 10}" text-anchor="middle">${escaped(x)}</text>`,
    `<text transform="translate(18 ${(margin.top + height - margin.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
  );
  series.forEach(({ name, points: own }, k) => {
    const colour = palette[k % palette.length];
    const ordered = [...own].sort(([a], [b]) => a - b);
    const path = ordered.map(([a, b]) => `${px(a)},${py(b)}`).join('L');
    lines.push(`<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const [a, b] of ordered)
      lines.push(
        `<circle cx="${px(a)}" cy="${py(b)}" r="4" fill="${colour}"><title>${escaped(name)}: ${a}, ${b.toPrecision(3)}</title></circle>`,
      );
    const at = margin.top + 10 + 20 * k;
    lines.push(
      `<circle cx="${width - margin.right + 16}" cy="${at}" r="5" fill="${colour}"/><text x="${width - margin.right + 28}" y="${at + 4}">${escaped(name)}</text>`,
    );
  });
  return `${lines.join('\n')}\n</svg>\n`;
}
