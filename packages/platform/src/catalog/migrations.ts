import type { DialectName, Migration } from '@vcp/database';
import { storedFileStatements } from '../files/migrations.ts';

/** The schema of the catalog and of the files that the platform serves, in order. */
export const catalogMigrations: readonly Migration[] = [
  { name: '0001-datasets', statements: datasetStatements },
  { name: '0002-text-index', statements: textIndexStatements },
  { name: '0003-stored-files', statements: storedFileStatements },
];

/** The component name under which `migrate` keeps them. */
export const CATALOG_COMPONENT = 'catalog';

function datasetStatements(dialect: DialectName): string[] {
  const serial =
    dialect === 'sqlite'
      ? 'integer primary key autoincrement'
      : 'integer generated always as identity primary key';
  const clustered = dialect === 'sqlite' ? 'without rowid' : '';
  // Values are compared byte by byte on both databases, whatever the locale of the server is.
  const text = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  const owned = 'integer not null references dataset (seq) on delete cascade';
  return [
    `create table dataset (
      seq ${serial},
      id ${text} not null unique,
      external_id ${text} not null,
      name text not null,
      description text,
      type text not null,
      domain text not null,
      namespace text not null,
      org text,
      owner text,
      version text not null,
      latest_version integer not null,
      license text,
      doi text,
      source_url text,
      citation text,
      published_at text,
      properties text not null
    )`,
    'create index dataset_external_id on dataset (external_id)',
    `create table dataset_measure (
      dataset integer primary key references dataset (seq) on delete cascade,
      published_time bigint,
      cell_count double precision
    )`,
    'create index dataset_measure_published_time on dataset_measure (published_time, dataset)',
    'create index dataset_measure_cell_count on dataset_measure (cell_count, dataset)',
    `create table term (
      id ${serial},
      field smallint not null,
      value ${text} not null,
      words ${text} not null,
      unique (field, value)
    )`,
    `create table dataset_term (
      field smallint not null,
      term integer not null,
      dataset ${owned},
      position integer not null,
      primary key (field, term, dataset)
    ) ${clustered}`,
    'create index dataset_term_dataset on dataset_term (dataset, field, position, term)',
    `create table dataset_creator (
      dataset ${owned},
      position integer not null,
      type text not null,
      name text not null,
      url text,
      primary key (dataset, position)
    ) ${clustered}`,
    `create table dataset_link (
      dataset ${owned},
      kind text not null,
      position integer not null,
      target ${text} not null,
      primary key (dataset, kind, position)
    ) ${clustered}`,
    'create index dataset_link_target on dataset_link (target, kind)',
    `create table dataset_location (
      dataset ${owned},
      position integer not null,
      url ${text} not null,
      format text,
      size bigint,
      checksum text,
      primary key (dataset, position)
    ) ${clustered}`,
    'create table catalog_version (version bigint not null)',
    'insert into catalog_version (version) values (1)',
  ];
}

/*
 * One index answers text and field clauses together: besides the words it holds, for each term of a
 * dataset, a token that no text can contain. SQLite keeps the words without a copy of the text;
 * PostgreSQL weighs them A (name), B (labels), D (description).
 */
function textIndexStatements(dialect: DialectName): string[] {
  if (dialect === 'sqlite')
    return [
      `create virtual table dataset_text using fts5 (
        name, labels, description, keys,
        tokenize = 'ascii', content = '', contentless_delete = 1, prefix = '2 3'
      )`,
    ];
  return [
    `create table dataset_text (
      dataset integer primary key references dataset (seq) on delete cascade,
      words tsvector not null
    )`,
    'create index dataset_text_words on dataset_text using gin (words)',
    // Out of line, so that to count hits is to read few pages.
    'alter table dataset_text alter column words set storage external',
    // What relevance is measured by, small enough to be read for hundreds of hits.
    `create table dataset_ranking (
      dataset integer primary key references dataset (seq) on delete cascade,
      words tsvector not null
    )`,
    // Statistics of common words and terms decide which way a search goes.
    'alter table dataset_text alter column words set statistics 1000',
  ];
}
