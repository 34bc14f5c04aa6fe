import type { DialectName } from '@vcp/database';

/** The table of files that the platform serves itself. */
export function storedFileStatements(dialect: DialectName): string[] {
  const text = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  return [
    `create table stored_file (
      dataset_id ${text} not null,
      path ${text} not null,
      disk_path text not null,
      size bigint not null,
      sha256 text not null,
      modified text not null,
      primary key (dataset_id, path)
    ) ${dialect === 'sqlite' ? 'without rowid' : ''}`,
  ];
}
