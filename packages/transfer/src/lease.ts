import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { hostname } from 'node:os';
import { Conflict } from '@vcp/schema';

/** Who holds a lease, as written into its file. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly tag: string;
}

/** The right to work on something alone. Give it back. */
export interface Lease {
  /** Whether nobody took it over, for instance while this machine slept. */
  isOurs(): boolean;
  release(): void;
}

const HEARTBEAT_MS = 5_000;
const DEAD_AFTER_MS = 60_000;

/** Where the lease of a file lies. */
export function leasePath(path: string): string {
  return `${path}.lease`;
}

/**
 * Takes a lease: a file that only one process can make (no file locks, so that it works on network
 * disks), touched while it is held. A lease is taken over when its process is gone from this
 * machine, or when it was not touched for a minute. Null when somebody else holds it.
 */
export function takeLease(path: string): Lease | null {
  const holder: Holder = {
    pid: process.pid,
    host: thisHost(),
    tag: randomBytes(8).toString('hex'),
  };
  for (let tries = 0; tries < 3; tries += 1) {
    if (create(path, holder)) return held(path, holder);
    const other = readHolder(path);
    if (other !== null && !isDead(path, other)) return null;
    if (other !== null) breakLease(path, other);
  }
  return null;
}

/** Takes a lease, or says who has it. @throws {Conflict} */
export function requireLease(path: string, what: string): Lease {
  const lease = takeLease(path);
  if (lease) return lease;
  const other = readHolder(path);
  const who = other ? `process ${other.pid} on ${other.host.split('/')[0]}` : 'another process';
  throw new Conflict(`${who} is at ${what}`, {
    hint: 'Wait until it is done, or stop it; then run the same command again.',
  });
}

/** Whether a living process holds the lease. */
export function isHeld(path: string): boolean {
  const holder = readHolder(path);
  return holder !== null && !isDead(path, holder);
}

function held(path: string, holder: Holder): Lease {
  const isOurs = () => readHolder(path)?.tag === holder.tag;
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  heartbeat.unref();
  return {
    isOurs,
    release() {
      clearInterval(heartbeat);
      if (isOurs()) fs.rmSync(path, { force: true });
    },
  };
}

function create(path: string, holder: Holder): boolean {
  try {
    fs.writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Null when there is no lease. One that cannot be read has an unknown holder. */
function readHolder(path: string): Holder | null {
  try {
    const { pid, host, tag } = JSON.parse(fs.readFileSync(path, 'utf8'));
    return { pid: Number(pid), host: String(host), tag: String(tag) };
  } catch (error) {
    return isErrno(error, 'ENOENT') ? null : { pid: 0, host: 'an unknown host', tag: '' };
  }
}

function isDead(path: string, holder: Holder): boolean {
  if (holder.host === thisHost() && !isAlive(holder.pid)) return true;
  const touched = fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Math.abs(Date.now() - touched) > DEAD_AFTER_MS;
}

/** Moves the lease aside; whoever took it over a moment ago gets it back. */
function breakLease(path: string, judged: Holder): void {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    fs.renameSync(path, aside);
    if (readHolder(aside)?.tag !== judged.tag) fs.linkSync(aside, path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT') && !isErrno(error, 'EEXIST')) throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    fs.utimesSync(path, now, now);
  } catch {
    // gone: isOurs() tells
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

/** The machine, its boot and its process name space: where a process id means one process. */
function thisHost(): string {
  return [
    hostname(),
    orEmpty(() => fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    orEmpty(() => fs.readlinkSync('/proc/self/ns/pid')),
  ].join('/');
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return ''; // not Linux
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
