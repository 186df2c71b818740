#!/usr/bin/env node
import { version } from '../../../package.json';
import { processIo } from './io.ts';
import { runCli } from './run-cli.ts';

process.exitCode = await runCli(process.argv.slice(2), processIo(), version);
