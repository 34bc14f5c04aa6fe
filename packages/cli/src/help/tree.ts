import type { Command, RouteMap } from '@stricli/core';
import type { VcpContext } from '../context.ts';

/** A command or a group of commands. */
export type Target = Command<VcpContext> | RouteMap<VcpContext>;

/** A command or group under its name in a group. */
export type Entry = ReturnType<RouteMap<VcpContext>['getAllEntries']>[number];
