import type { CatalogDataset } from '@vcp/platform/catalog';
import { seededRandom, zipfPicker } from './random.ts';
import * as vocabulary from './vocabulary.ts';

/** A catalog of `count` datasets as real ones are; the same for the same seed. */
export function* generateCatalog(count: number, seed = 1): Generator<CatalogDataset> {
  const random = seededRandom(seed);
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(list: readonly T[], shift?: number) => zipfPicker(list, random, shift);
  const organism = pick(vocabulary.ORGANISMS, 0.6);
  const assay = pick(vocabulary.ASSAYS, 2);
  const tissue = pick(vocabulary.TISSUES, 3);
  const cellType = pick(vocabulary.CELL_TYPES, 8);
  const disease = pick(vocabulary.DISEASES, 0.8);
  const stage = pick(vocabulary.STAGES, 2);
  const tissueType = pick(vocabulary.TISSUE_TYPES, 0.15);
  const namespace = pick(vocabulary.NAMESPACES);
  const domain = pick(vocabulary.DOMAINS, 0.4);
  const prose = pick(vocabulary.PROSE, 6);
  const genes = pick(
    Array.from({ length: 20_000 }, (_, index) => `GENE${index}`),
    30,
  );
  const family = pick(vocabulary.FAMILY_NAMES, 10);
  const several = <T>(next: () => T, low: number, high: number): T[] => [
    ...new Set(Array.from({ length: whole(low, high) }, next)),
  ];
  const ids = (labels: readonly string[], all: readonly string[], prefix: string) =>
    labels.map((label) => `${prefix}:${String(100_000 + all.indexOf(label)).padStart(7, '0')}`);
  const sentence = (length: number) =>
    Array.from({ length }, () => (random() < 0.06 ? genes() : prose())).join(' ');

  for (let number = 1; number <= count; number += 1) {
    const hex = number.toString(16).padStart(12, '0');
    const organisms = [organism()];
    const assays = several(assay, 1, 2);
    const tissues = several(tissue, 1, 3);
    const diseases = several(disease, 1, 2);
    const stages = several(stage, 1, 4);
    const place = namespace();
    const study = whole(1, 6_000);
    yield {
      id: `5eed0000-0000-4000-8000-${hex}`,
      externalId: `${place}-${number}`,
      name: `${sentence(whole(3, 7))} ${tissues[0]} ${diseases[0]}`,
      description: `${sentence(whole(25, 70))}.`,
      type: 'dataset',
      domain: domain(),
      namespace: place,
      org: `${family()} laboratory`,
      owner: null,
      version: `${whole(1, 4)}`,
      latestVersion: random() < 0.85,
      license: 'CC-BY-4.0',
      doi: `10.1038/s41586-${2015 + (study % 10)}-${study}`,
      sourceUrl: `https://example.org/collections/${study}`,
      citation: null,
      publishedAt: new Date(Date.UTC(2018, 0, 1 + whole(0, 2_500))).toISOString().slice(0, 10),
      tags: several(prose, 1, 4),
      scopes: random() < 0.02 ? ['staff'] : [],
      creators: Array.from({ length: whole(1, 3) }, () => ({
        type: 'Person' as const,
        name: `${String.fromCharCode(65 + whole(0, 25))}. ${family()}`,
        url: null,
      })),
      biology: {
        assay: assays,
        assay_ontology_term_id: ids(assays, vocabulary.ASSAYS, 'EFO'),
        tissue: tissues,
        tissue_ontology_term_id: ids(tissues, vocabulary.TISSUES, 'UBERON'),
        organism: organisms,
        organism_ontology_term_id: ids(organisms, vocabulary.ORGANISMS, 'NCBITaxon'),
        disease: diseases,
        disease_ontology_term_id: ids(diseases, vocabulary.DISEASES, 'MONDO'),
        tissue_type: [tissueType()],
        cell_type: several(cellType, 1, 20),
        development_stage: stages,
        development_stage_ontology_term_id: ids(stages, vocabulary.STAGES, 'HsapDv'),
      },
      properties: [{ name: 'cell_count', value: Math.floor(10 ** (2 + random() * 4)) }],
      versionOf: [],
      transformationOf: [],
      locations: Array.from({ length: whole(1, 3) }, (_, part) => ({
        url: `s3://catalog/${place}/${number}/part-${part}.h5ad`,
        format: 'application/x-hdf5',
        size: whole(1_000_000, 2_000_000_000),
        checksum: { algorithm: 'sha256', value: hex.repeat(6).slice(0, 64) },
      })),
    };
  }
}
