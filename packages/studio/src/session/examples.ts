// Models to begin with; their files stand beside the page.

export interface Example {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly config: string;
  readonly data: string;
}

export const examples: readonly Example[] = [
  {
    name: 'adoption',
    title: 'Adoption of a release',
    about: 'a curve that levels off, five releases together',
    config: 'adoption.yaml',
    data: 'adoption.csv',
  },
  {
    name: 'sleepstudy',
    title: 'Reaction and sleep',
    about: 'a hierarchy: a line for each of 18 people',
    config: 'sleepstudy.yaml',
    data: 'sleepstudy.csv',
  },
  {
    name: 'insect-sprays',
    title: 'Insects after spraying',
    about: 'counts, with a rate for each spray',
    config: 'insect-sprays.yaml',
    data: 'insect-sprays.csv',
  },
];

/** The texts of an example. */
export async function loadExample({ name, config, data }: Example): Promise<{ config: string; csv: string }> {
  const [configText, csv] = await Promise.all(
    [config, data].map((file) => textOf(`examples/${name}/${file}`)),
  );
  return { config: configText!, csv: csv! };
}

async function textOf(path: string): Promise<string> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} is not there (${response.status}): reload the page.`);
  return response.text();
}
