#!/usr/bin/env node
import { walscopeVersion } from '../host/version.ts';
import { processIo } from './io.ts';
import { runCli } from './run-cli.ts';

process.exitCode = await runCli(process.argv.slice(2), processIo(), walscopeVersion);
